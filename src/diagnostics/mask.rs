//! Masking: what of a source line may be shown, and how hostile characters are shown.

use std::fmt::Write;

/// The character that stands for one masked character.
const DOT: char = '·';

/// True for characters that could deceive a reader or a terminal: controls (but tab and
/// line feed), and the bidirectional embeddings, overrides and isolates (UAX #9, 2.1–2.4).
pub fn is_forbidden(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The line with everything masked but white space, punctuation of JSON and TOML, and keys
/// of the formats, where they stand as keys. `keep` gives byte ranges to leave as they are.
pub fn mask_line(
    line: &str,
    is_key: &dyn Fn(&str) -> bool,
    keep: &[std::ops::Range<usize>],
) -> String {
    let keys = key_ranges(line, is_key);
    line.char_indices()
        .map(|(at, c)| {
            let kept = keys.iter().chain(keep).any(|range| range.contains(&at));
            match c {
                '\t' => ' ',
                _ if kept || c == ' ' || "{}[]:,\"=".contains(c) => c,
                _ => DOT,
            }
        })
        .collect()
}

/// Where a comment behind a TOML value begins: it would be a row of dots.
pub(super) fn comment_start(line: &str) -> usize {
    let is_toml = line.split_once('=').is_some_and(|(it, _)| !it.contains('"'));
    let end = line.find(" #").filter(|_| is_toml).unwrap_or(line.len());
    line[..end].trim_end().len()
}

/// Byte ranges of the words that are keys: `"word":` or `word =`, and `[word]` headers.
fn key_ranges(line: &str, is_key: &dyn Fn(&str) -> bool) -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::new();
    let mut from = None;
    for (at, c) in line.char_indices().chain([(line.len(), ' ')]) {
        if c.is_ascii_lowercase() || c == '_' {
            from.get_or_insert(at);
        } else if let Some(start) = from.take() {
            let (before, after) = (line[..start].trim_end(), line[at..].trim_start());
            let json = before.ends_with('"') && line[at..].starts_with('"') && {
                after[1..].trim_start().starts_with(':')
            };
            let first = before.is_empty() || before.trim_matches('[').is_empty();
            let toml = first && (after.starts_with('=') || after.starts_with(']'));
            if (json || toml) && is_key(&line[start..at]) {
                ranges.push(start..at);
            }
        }
    }
    ranges
}

/// An id, all but its last two characters masked.
pub fn masked_id(id: &str) -> String {
    let n = id.chars().count();
    let keep = if n > 4 { 2 } else { 0 };
    id.chars().enumerate().map(|(i, c)| if i + keep < n { '·' } else { c }).collect()
}

/// A text of ours or of the operating system made safe for a terminal.
pub fn sanitise(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            if deceives(c) || c == '\t' {
                c.escape_unicode().collect::<Vec<_>>()
            } else {
                vec![c]
            }
        })
        .collect()
}

/// A text that has to stay in its line: a name of a file may hold the end of one, and what
/// follows it would read as words of ours.
pub fn in_one_line(text: &str) -> String {
    text.replace('\n', "\\n").replace('\r', "\\r")
}

/// A finished JSON text made safe for a terminal: what could deceive it is escaped in JSON's
/// own way.
pub fn json_safe(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        if deceives(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(safe, "\\u{unit:04x}").expect("writing to a string cannot fail");
            }
        } else {
            safe.push(c);
        }
    }
    safe
}

/// Forbidden characters, and those that have no width.
fn deceives(c: char) -> bool {
    is_forbidden(c) || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::{comment_start, mask_line, sanitise};

    #[track_caller]
    fn check(line: &str, expected: &str) {
        let keys = ["first_name", "ticket", "withhold", "requester", "note"];
        let masked = mask_line(line, &|word| keys.contains(&word), &[]);
        assert_eq!(masked, expected);
    }

    #[test]
    fn keys_stay_and_values_go() {
        check(r#"  "first_name": "Mai", "x": 3"#, r#"  "first_name": "···", "·": ·"#);
        check(r#"ticket = "2026-0142""#, r#"ticket = "·········""#);
        check("[[withhold]]", "[[withhold]]");
        check("[requester]", "[requester]");
    }

    #[test]
    fn values_that_look_like_keys_are_masked() {
        check(r#"{"Maria Lopez": "maria"}"#, r#"{"····· ·····": "·····"}"#);
        check(
            r#"{"first_name": "maria": "garcia"}"#,
            r#"{"first_name": "·····": "······"}"#,
        );
        check("maria = x", "····· = ·");
        check(r#""mai" , "lopez""#, r#""···" , "·····""#);
        check(r#"note = "ticket = x""#, r#"note = "······ = ·""#);
    }

    #[test]
    fn a_comment_of_a_request_is_left_out() {
        assert_eq!(comment_start("ticket = \"A\"   # note"), 12);
        assert_eq!(comment_start("\"a\": \"x #1\","), 12);
    }

    #[test]
    fn hostile_characters_are_told_not_passed_on() {
        assert_eq!(sanitise("a\u{202E}b\u{1b}[2J"), "a\\u{202e}b\\u{1b}[2J");
    }
}

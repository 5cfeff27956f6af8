//! Masking: what of a source line may be shown, and how hostile characters are told.

/// The character that stands for one masked character.
const DOT: char = '·';

/// True for characters that could deceive a reader or a terminal: controls (but tab and
/// line feed), and the bidirectional embeddings, overrides and isolates (UAX #9, 2.1–2.4).
pub fn is_forbidden(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// True for a key that is safe to repeat: it looks like a name of a field, not like data.
pub fn is_plain_key(key: &str) -> bool {
    (1..=40).contains(&key.len())
        && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

/// The line with everything masked but white space, punctuation of JSON and TOML, and
/// keys that look like field names. `keep` gives byte ranges of the line to leave as is.
pub fn mask_line(line: &str, keep: &[std::ops::Range<usize>]) -> String {
    let keys = key_ranges(line);
    // A comment behind a TOML value would be a row of dots.
    let is_toml = line.split_once('=').is_some_and(|(it, _)| !it.contains('"'));
    let end = line.find(" #").filter(|_| is_toml).unwrap_or(line.len());
    let line = line[..end].trim_end();
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

/// Byte ranges of the words that are keys: `"word":` or `word =`, and `[word]` headers.
fn key_ranges(line: &str) -> Vec<std::ops::Range<usize>> {
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
            if (json || toml) && is_plain_key(&line[start..at]) {
                ranges.push(start..at);
            }
        }
    }
    ranges
}

/// A text of ours or of the operating system made safe for a terminal.
pub fn sanitise(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let bad = is_forbidden(c)
                || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\t');
            if bad && c != '\n' {
                c.escape_unicode().collect::<Vec<_>>()
            } else {
                vec![c]
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{mask_line, sanitise};

    #[track_caller]
    fn check(line: &str, expected: &str) {
        assert_eq!(mask_line(line, &[]), expected);
    }

    #[test]
    fn keys_stay_and_values_go() {
        check(r#"  "first_name": "Mai", "x": 3"#, r#"  "first_name": "···", "x": ·"#);
        check(r#"ticket = "2026-0142"  # note"#, r#"ticket = "·········""#);
        check("[[withhold]]", "[[withhold]]");
        check("[requester]", "[requester]");
    }

    #[test]
    fn values_that_look_like_keys_are_masked() {
        check(r#"{"Maria Lopez": "maria"}"#, r#"{"····· ·····": "·····"}"#);
        check(r#""mai" , "lopez""#, r#""···" , "·····""#);
        check(r#"note = "maria = x""#, r#"note = "····· = ·""#);
    }

    #[test]
    fn hostile_characters_are_told_not_passed_on() {
        assert_eq!(sanitise("a\u{202E}b\u{1b}[2J"), "a\\u{202e}b\\u{1b}[2J");
    }
}

//! Where the lines of the form stand in a text, however mail programs and ticket systems have
//! wrapped and quoted it: by their words alone.

use super::block::{END, HEADINGS};
use super::lines::{STAFF, TITLE, lines};

/// The lines of a text, from 0, between which its form stands; what is before and after them is
/// of mail and ticket systems.
pub fn form_lines(text: &str) -> std::ops::Range<usize> {
    let lines: Vec<String> =
        text.lines().map(|it| plain(it).to_ascii_lowercase()).collect();
    let first = |words: &str| {
        let words = words.to_ascii_lowercase();
        lines.iter().position(|it| it.contains(&words))
    };
    let start = first(TITLE).or_else(|| first(STAFF[0].words)).unwrap_or(0);
    let end = first(END).map_or(lines.len(), |it| it + 1);
    start..end.max(start)
}

/// The text with one kind of space, quote and box, without quote marks at the starts of lines,
/// in one line.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let line =
            line.trim_start_matches(|c: char| c == '>' || c == '|' || c.is_whitespace());
        for c in line.chars() {
            match c {
                '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' => {}
                '\u{2018}' | '\u{2019}' => out.push('\''),
                '\u{201C}' | '\u{201D}' => out.push('"'),
                '\u{2010}'..='\u{2015}' => out.push('-'),
                '\u{FF1A}' => out.push(':'),
                '\u{FF1F}' => out.push('?'),
                '☐' | '□' | '❏' | '❑' | '◻' => out.push_str("[ ]"),
                '☑' | '☒' | '✓' | '✔' | '✗' | '✘' | '■' | '◼' => {
                    out.push_str("[x]");
                }
                c if c.is_whitespace() => out.push(' '),
                c => out.push(c),
            }
        }
        out.push(' ');
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands behind each line of the form, in its order; none for a line that is not there.
pub(super) fn segments(text: &str) -> Vec<Option<String>> {
    let lower = text.to_ascii_lowercase();
    let mut at = 0;
    let mut places = Vec::new();
    for line in lines() {
        let words = line.words.to_ascii_lowercase();
        let found = label(&lower, at, &words);
        places.push(found);
        at = found.map_or(at, |it| it.1);
    }
    let end =
        lower[at..].find(&END.to_ascii_lowercase()).map_or(text.len(), |it| at + it);
    let nexts = places.iter().enumerate().map(|(i, _)| {
        let next = places[i + 1..].iter().flatten().next();
        next.map_or(end, |it| it.0)
    });
    let nexts: Vec<usize> = nexts.collect();
    let value = |(place, next): (&Option<(usize, usize)>, usize)| {
        place.map(|(_, from)| {
            let value = &lower[from..next.max(from)];
            // Whoever takes out the lines that they leave empty leaves the headings.
            let headings =
                HEADINGS.iter().filter_map(|it| value.find(&it.to_lowercase()));
            let end = headings.min().map_or(next.max(from), |it| from + it);
            without_number(&text[from..end]).to_owned()
        })
    };
    places.iter().zip(nexts).map(value).collect()
}

/// Where the words of a line begin and its value does, from a place on. Where "Agency" is also
/// part of other words, its mark tells it apart.
fn label(text: &str, from: usize, words: &str) -> Option<(usize, usize)> {
    if words.ends_with('?') {
        let at = from + text[from..].find(words)?;
        return Some((at, at + words.len()));
    }
    text[from..].match_indices(words).find_map(|(at, _)| {
        let end = from + at + words.len();
        let after = text[end..].trim_start();
        let mark = after.strip_prefix(':')?;
        Some((from + at, text.len() - mark.len()))
    })
}

/// A value without the number of the next line at its end, and without a title before that.
fn without_number(value: &str) -> &str {
    let value = value.trim_end();
    let Some(before) = value.strip_suffix(['.', ')']) else { return value };
    let bare = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let n_digits = before.len() - bare.len();
    let is_number =
        (1..=2).contains(&n_digits) && !bare.ends_with(|c: char| !c.is_whitespace());
    if is_number { bare } else { value }
}

#[cfg(test)]
mod tests {
    use super::super::block;
    use super::{form_lines, plain, segments};

    #[test]
    fn a_heading_is_no_answer() {
        let text = block();
        let all = text.lines().filter(|it| {
            let is_left_out = ["Youth", "Paper", "    [ ] birth", "    [ ] letters"];
            !is_left_out.iter().any(|start| it.starts_with(start))
        });
        let all: Vec<&str> = all.collect();
        let contact = "Contact approved in writing on:";
        for typed in ["", " 11/16/2026"] {
            let text = all.join("\n").replace(contact, &format!("{contact}{typed}"));
            let found = segments(&plain(&text));
            assert_eq!(found[7].as_deref().map(str::trim), Some(typed.trim()));
            assert_eq!((&found[8], &found[9]), (&None, &None));
        }
    }

    #[test]
    fn the_form_is_told_from_what_is_around_it() {
        let text = format!("From: a@example.org\n\n{}\nThanks,\nAna", block());
        let range = form_lines(&text);
        assert_eq!(range.start, 2);
        assert_eq!(text.lines().nth(range.end - 1), Some("END OF FORM"));
    }
}

//! Lines of at most so many columns, as wide as a screen or a Braille display counts them.

use textwrap::core::display_width;
use unicode_segmentation::UnicodeSegmentation;

/// A text in lines: the first of at most `width` columns, those that follow of so many less.
/// They break at blanks, in Chinese between any two characters that may be parted, and within
/// what is longer than a line.
pub(super) fn wrapped(text: &str, width: usize, less: usize) -> Vec<String> {
    let (mut lines, mut line, mut used) = (Vec::new(), String::new(), 0);
    for word in words(text, width - less) {
        let whole = display_width(word);
        let seen = display_width(word.trim_end());
        let room = width - if lines.is_empty() { 0 } else { less };
        if used > 0 && used + seen > room {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            used = 0;
        }
        line.push_str(word);
        used += whole;
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// The pieces between which a line may break, each with the blanks that follow it.
fn words(text: &str, longest: usize) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut used) = (0, 0);
    let mut last: Option<&str> = None;
    for (at, it) in text.grapheme_indices(true) {
        let is_over = used + display_width(it) > longest && it != " ";
        if last.is_some_and(|last| is_over || may_part(last, it)) {
            words.push(&text[start..at]);
            (start, used) = (at, 0);
        }
        used += display_width(it);
        last = Some(it);
    }
    words.push(&text[start..]);
    words
}

/// True where a line may end between two characters. A no-break space is none of the blanks.
fn may_part(before: &str, after: &str) -> bool {
    const NOT_LAST: &str = "（「『【《〈“‘([";
    const NOT_FIRST: &str = "，。、；：？！）」』】》〉”’…—·%)],.;:?!";
    if before == " " {
        return after != " ";
    }
    let is_han = |it: &str| it.starts_with(is_han);
    after != " "
        && (is_han(before) || is_han(after))
        && !NOT_LAST.contains(before)
        && !NOT_FIRST.contains(after)
}

/// A Chinese character, or a sign that is as wide as one: between them there are no blanks.
fn is_han(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn lines_break_at_blanks() {
        assert_eq!(wrapped("one two three", 7, 0), ["one two", "three"]);
        assert_eq!(wrapped("one two three", 9, 4), ["one two", "three"]);
        assert_eq!(wrapped("one two three", 8, 4), ["one two", "thre", "e"]);
        assert_eq!(wrapped("on 8\u{A0}May", 6, 0), ["on", "8\u{A0}May"]);
        assert_eq!(wrapped("", 6, 0), [""]);
    }

    #[test]
    fn chinese_breaks_between_characters_and_not_before_a_sign() {
        assert_eq!(wrapped("这是您的记录。请看", 12, 0), ["这是您的记", "录。请看"]);
        assert_eq!(wrapped("这是您的“记录”", 10, 0), ["这是您的", "“记录”"]);
        assert_eq!(wrapped("请看 HMIS 的记录", 10, 0), ["请看 HMIS", "的记录"]);
    }

    #[test]
    fn a_long_word_breaks_and_what_is_seen_as_one_character_does_not() {
        assert_eq!(wrapped("abcdefgh", 3, 0), ["abc", "def", "gh"]);
        let marks = "e\u{301}".repeat(5);
        assert_eq!(
            wrapped(&marks, 2, 0),
            ["e\u{301}e\u{301}", "e\u{301}e\u{301}", "e\u{301}"]
        );
    }
}

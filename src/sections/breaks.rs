//! Where a long run may break: file names, addresses of e-mail, double surnames.

use unicode_segmentation::UnicodeSegmentation;

/// Marks a place where a line may end. The templates set nothing there (`page.typ`), and plain
/// text drops it: no reader finds a character that the record does not hold.
pub(super) const MAY_BREAK: char = '\u{200B}';

/// Width without a blank that any column of the pages has room for, in small letters.
const MAX_RUN: usize = 18;

/// Width after which a longer run may break.
const PIECE: usize = 10;

/// A text with places to break in runs that have none: after a separator, or every so many
/// characters.
pub(super) fn breakable(text: &str) -> String {
    if !text.split(char::is_whitespace).any(is_long) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for run in text.split_inclusive(char::is_whitespace) {
        let long = is_long(run.trim_end());
        let mut wide = 0;
        let mut left = run.trim_end().graphemes(true).count();
        // What a reader sees as one character is never parted.
        for it in run.graphemes(true) {
            out.push_str(it);
            left = left.saturating_sub(1);
            wide += width(it);
            let separates = it.chars().all(|c| "_.@/-,;=&".contains(c));
            if long && left > 0 && (wide >= 2 * PIECE || (separates && wide > 6)) {
                out.push(MAY_BREAK);
                wide = 0;
            }
        }
    }
    out
}

/// True for a run that a column may have no room for. Scripts without blanks break by
/// themselves.
fn is_long(run: &str) -> bool {
    !run.chars().any(breaks_itself)
        && run.graphemes(true).map(width).sum::<usize>() > 2 * MAX_RUN
}

/// Half the small letters that a character is as wide as, rounded up.
fn width(grapheme: &str) -> usize {
    match grapheme.chars().next() {
        Some('W' | 'M' | '@' | '%') => 4,
        Some(c) if c.is_uppercase() => 3,
        _ => 2,
    }
}

/// True for a letter of a script without blanks: Chinese and Japanese, Korean, Thai, Lao,
/// Burmese, Khmer. The Unicode line breaking algorithm (UAX #14) knows where their lines end.
fn breaks_itself(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::{MAY_BREAK, breakable};

    fn pieces(text: &str) -> Vec<String> {
        breakable(text).split(MAY_BREAK).map(str::to_owned).collect()
    }

    #[test]
    fn only_long_runs_get_places_to_break() {
        for short in ["California ID card", "mai@example.org", "Identification", ""] {
            assert_eq!(pieces(short), [short]);
        }
        let found = pieces("IMG_20240311_scan_of_a_card.pdf and more");
        assert_eq!(
            found,
            ["IMG_", "20240311_", "scan_", "of_a_", "card.", "pdf and more"]
        );
        assert_eq!(pieces("ACKNOWLEDGEMENTS"), ["ACKNOWL", "EDGEMEN", "TS"]);
        assert_eq!(pieces(&"x".repeat(40)).len(), 4);
    }

    #[test]
    fn what_is_seen_as_one_character_stays_whole() {
        let text = "e\u{301}".repeat(30);
        assert!(pieces(&text).iter().all(|it| it.starts_with('e')), "{text}");
        let families = "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}".repeat(20);
        assert!(pieces(&families).iter().all(|it| !it.starts_with('\u{200D}')));
    }

    #[test]
    fn a_script_without_blanks_gets_none() {
        for text in [
            "请在每天下午五点以后再打电话给我因为我白天要上班",
            "กรุงเทพมหานครอมรรัตนโกสินทร์มหินทรายุธยา",
        ] {
            assert_eq!(pieces(text), [text]);
        }
    }
}

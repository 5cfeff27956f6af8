//! Signs that are written in several ways and mean one thing: ends of lines, what chooses how a
//! sign is drawn, and the signs of word processors' own fonts.

/// A text whose lines end in one way, whatever ended them (Unicode 17, 5.8: CR, LF, VT, FF,
/// NEL, LS, PS), without the characters that choose how others are drawn or joined: they draw
/// nothing themselves.
pub(super) fn with_line_ends(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let one = |c: char| match c {
        '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        c => c,
    };
    text.chars().filter(|it| !draws_nothing(*it)).map(one).collect()
}

/// Variation selectors, the byte order mark inside a text, and the joiners of mathematics. The
/// joiners that shape words are none of them.
fn draws_nothing(c: char) -> bool {
    matches!(
        c,
        '\u{FE00}'..='\u{FE0F}'
            | '\u{E0100}'..='\u{E01EF}'
            | '\u{FEFF}'
            | '\u{34F}'
            | '\u{2061}'..='\u{2064}'
    )
}

/// A text with the signs that a symbol font's private characters mean; none where it has none.
pub(super) fn with_symbols(text: &str) -> Option<String> {
    let is_any = text.chars().any(|it| symbol(it).is_some());
    is_any.then(|| text.chars().map(|it| symbol(it).unwrap_or(it)).collect())
}

/// Word and its like write the signs of the fonts Symbol and Wingdings at U+F000 and up, each
/// at its number in the font. Only those are read that come from lists and boxes, where the
/// font is no question or both fonts' signs mean the same; a sign that few fonts have is read
/// as the nearest that ours have.
fn symbol(c: char) -> Option<char> {
    Some(match u32::from(c) {
        // Symbol; the smaller of the two bullets is of Wingdings.
        0xF02D => '–',
        0xF09F | 0xF0B7 => '•',
        // Wingdings.
        0xF04A => '☺',
        0xF06C => '●',
        0xF06E => '■',
        0xF06F | 0xF071 | 0xF0A8 => '□',
        0xF075..=0xF077 => '◆',
        0xF0A1 => '○',
        0xF0A7 => '▪',
        0xF0D8 => '►',
        0xF0DF => '←',
        0xF0E0 | 0xF0E8 => '→',
        0xF0E1 => '↑',
        0xF0E2 => '↓',
        0xF0FB | 0xF0FD => '✗',
        0xF0FC => '✓',
        0xF0FE => '☑',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{with_line_ends, with_symbols};

    #[test]
    fn lines_end_in_one_way() {
        let text = "a\r\nb\rc\u{B}d\u{C}e\u{85}f\u{2028}g\u{2029}h";
        assert_eq!(with_line_ends(text), "a\nb\nc\nd\ne\nf\ng\nh");
    }

    #[test]
    fn what_draws_nothing_is_left_out_and_what_shapes_words_is_not() {
        assert_eq!(
            with_line_ends("✔\u{FE0F} 辻\u{E0100} a\u{FEFF}b \u{FE0E}"),
            "✔ 辻 ab "
        );
        let kept = "می\u{200C}خواهم \u{200D}\u{200F}\u{AD}";
        assert_eq!(with_line_ends(kept), kept);
    }

    #[test]
    fn the_signs_of_lists_are_read_and_no_other_private_ones() {
        let read = with_symbols("\u{F0B7} call first \u{F0A7}\u{F0D8}\u{F0FC}\u{F0FE}");
        assert_eq!(read.as_deref(), Some("• call first ▪►✓☑"));
        for text in ["\u{F0AE}", "\u{E000}", "• plain ✓", ""] {
            assert_eq!(with_symbols(text), None, "{text:?}");
        }
    }
}

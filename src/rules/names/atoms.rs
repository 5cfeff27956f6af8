//! A text taken apart to the smallest pieces that may be a word: at blanks and signs, at
//! apostrophes and hyphens, at digits and underscores, and where capitals alone part words.

use unicode_normalization::UnicodeNormalization;

use super::letters::{
    folded, in_one_script, in_two_letters, is_capital, is_inner, is_letter, is_run,
    n_letters,
};

/// A piece of a text, of a script that parts its words.
#[derive(Debug)]
pub(super) struct Atom {
    /// As it is written.
    pub text: String,
    /// Folded; and with vowels of two letters, where it has some.
    pub forms: Vec<String>,
    /// What stands between the piece before and this one; what stands inside a word is
    /// [`INNER`].
    pub gap: String,
}

/// What every character that stands inside a word is in a gap.
pub(super) const INNER: char = '\'';

/// Characters that end a sentence or begin a part of one.
const STOPS: &str = ".!?:;\n•*…|>\"“”()[]";

impl Atom {
    fn new(text: &str, gap: &str) -> Self {
        let mut forms = vec![folded(&in_one_script(text))];
        forms.extend(in_two_letters(text));
        Self { text: text.to_owned(), forms, gap: gap.to_owned() }
    }

    /// The piece in its first form.
    pub(super) fn folded(&self) -> &str {
        &self.forms[0]
    }

    /// True for a piece that begins with a capital, or of a script that has none.
    pub(super) fn is_capital(&self) -> bool {
        is_capital(&self.text)
    }

    /// True for a piece of capitals alone.
    pub(super) fn is_upper(&self) -> bool {
        self.text.chars().all(char::is_uppercase)
    }

    /// True where a piece and the one before are one word: nothing parts them, or what may
    /// stand in a word, also where a line breaks after it.
    pub(super) fn is_inner(&self) -> bool {
        let rest = self.gap.trim_start_matches(INNER);
        let is_broken =
            rest.len() < self.gap.len() && rest.contains('\n') && rest.trim().is_empty();
        rest.is_empty() || is_broken
    }

    /// True where no blank parts a piece and the one before: underscores, dots, digits.
    pub(super) fn is_joined(&self) -> bool {
        self.gap.chars().all(|c| c == INNER || c == '_' || c == '.' || c.is_ascii_digit())
    }

    /// True where a sentence, or a part of one, may begin with the piece.
    pub(super) fn is_start(&self) -> bool {
        self.gap.contains(|c: char| STOPS.contains(c))
            || self.gap.contains(" '")
            || self.gap.contains(" -")
    }
}

/// The pieces of a text, and what stands behind the last.
pub(super) fn pieces(text: &str) -> (Vec<Atom>, String) {
    let marked = text.chars().map(|c| if is_inner(c) { INNER } else { c });
    let text: Vec<char> =
        if text.is_ascii() { marked.collect() } else { marked.nfkc().collect() };
    let mut atoms = Vec::new();
    let (mut gap, mut word) = (String::new(), String::new());
    for (at, c) in text.iter().copied().enumerate() {
        if is_letter(c) && !is_run(c) {
            if !word.is_empty() && is_hump(&text, at) {
                atoms.push(Atom::new(&word, &gap));
                word.clear();
                gap.clear();
            }
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            atoms.push(Atom::new(&word, &gap));
            word.clear();
            gap.clear();
        }
        gap.push(if c == '\r' { '\n' } else { c });
    }
    if !word.is_empty() {
        atoms.push(Atom::new(&word, &gap));
        gap.clear();
    }
    (atoms, gap)
}

/// True where capitals part a word: TomasQuiroga, and PDFQuiroga.
fn is_hump(text: &[char], at: usize) -> bool {
    let is = |at: usize, test: fn(char) -> bool| text.get(at).copied().is_some_and(test);
    let before = at - 1;
    text[at].is_uppercase()
        && (is(before, char::is_lowercase)
            || (is(before, char::is_uppercase) && is(at + 1, char::is_lowercase)))
}

/// Beginnings of names that a capital follows: McDonald and DeShawn are one name each.
const BEGINNINGS: [&str; 14] = [
    "mc", "mac", "de", "da", "di", "du", "la", "le", "lo", "van", "von", "fitz", "o", "d",
];

/// True for a piece that is the end of one name, by a capital alone: of McDonald.
pub(super) fn is_end_of_name(atoms: &[Atom], at: usize) -> bool {
    at > 0
        && atoms[at].gap.is_empty()
        && BEGINNINGS.contains(&atoms[at - 1].folded())
        && atoms[at - 1].is_capital()
}

/// The parts of a name, folded, of more than one letter; those that are written as one word
/// together too: O'Brien is Brien, and OBrien.
pub(super) fn parts(name: &str) -> Vec<Part> {
    let (atoms, _) = pieces(name);
    let mut parts: Vec<Part> = Vec::new();
    let mut at = 0;
    while at < atoms.len() {
        let n = 1 + atoms[at + 1..].iter().take_while(|it| it.is_inner()).count();
        let group = &atoms[at..at + n];
        let form = |i: usize| -> String {
            group
                .iter()
                .map(|it| it.forms.get(i).unwrap_or(&it.forms[0]).as_str())
                .collect()
        };
        let mut forms = vec![form(0)];
        if group.iter().any(|it| it.forms.len() > 1) {
            forms.push(form(1));
        }
        // What stands before or behind an apostrophe or a hyphen is used alone too.
        let is_parted = |at: usize| at == 0 || !group[at].gap.is_empty();
        let inside: Vec<String> = if (1..n).any(is_parted) {
            group.iter().map(|it| it.folded().to_owned()).collect()
        } else {
            Vec::new()
        };
        parts.push(Part {
            forms,
            inside: inside.into_iter().filter(|it| n_letters(it) >= 2).collect(),
        });
        at += n;
    }
    parts
}

/// A part of a name.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// Folded; and with vowels of two letters.
    pub forms: Vec<String>,
    /// The parts of it that an apostrophe or a hyphen parts.
    pub inside: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::{Atom, is_end_of_name, parts, pieces};

    fn atoms(text: &str) -> Vec<Atom> {
        pieces(text).0
    }

    #[test]
    fn a_text_is_parted_at_every_border_of_a_word() {
        let texts = |text: &str| -> Vec<String> {
            atoms(text).into_iter().map(|it| it.text).collect()
        };
        assert_eq!(texts("TomasQuirogaID"), ["Tomas", "Quiroga", "ID"]);
        assert_eq!(texts("PDFQuiroga_2tomas"), ["PDF", "Quiroga", "tomas"]);
        assert_eq!(texts("客户Juan2来了_ok"), ["Juan", "ok"]);
        let name = atoms("O’Brien, Jean-Luc Qui-\nroga");
        let inner: Vec<bool> = name.iter().map(Atom::is_inner).collect();
        assert_eq!(inner, [true, true, false, true, false, true]);
        assert!(is_end_of_name(&atoms("McDonald"), 1));
        assert!(!is_end_of_name(&atoms("AnaDonald"), 1));
    }

    #[test]
    fn a_name_has_parts_and_parts_of_those() {
        let name = parts("Müller O'Brien McDonald");
        assert_eq!(name[0].forms, ["muller", "mueller"]);
        assert_eq!((name[1].forms[0].as_str(), &*name[1].inside[0]), ("obrien", "brien"));
        assert_eq!((name[2].forms[0].as_str(), name[2].inside.len()), ("mcdonald", 0));
    }
}

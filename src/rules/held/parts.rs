//! The parts of the name of an agency or a project: what stands in brackets, before the kind of
//! the project, without the form of the company; and its initials.

use super::words::{List, Word, words};

/// The fewest letters of an abbreviation.
pub(super) const SHORT: usize = 3;

/// Words that stand within names and say nothing.
pub(super) const LINKS: [&str; 9] =
    ["and", "the", "of", "de", "la", "del", "for", "at", "y"];

/// A name without what stands in brackets, and that.
pub(super) fn bracketed(name: &str) -> (String, Vec<String>) {
    let (mut outer, mut inner, mut is_inner) = (String::new(), Vec::new(), false);
    for c in name.chars() {
        match c {
            '(' | '[' => {
                inner.push(String::new());
                is_inner = true;
            }
            ')' | ']' => is_inner = false,
            _ => match inner.last_mut().filter(|_| is_inner) {
                Some(it) => it.push(c),
                None => outer.push(c),
            },
        }
    }
    (outer, inner)
}

/// True for one word of capitals that no list has.
pub(super) fn is_abbreviation(text: &str) -> bool {
    let is_capitals = text.len() >= SHORT && text.bytes().all(|b| b.is_ascii_uppercase());
    is_capitals && words(text).iter().all(Word::is_rare)
}

/// The parts of a name: "Bluebird - ES - ESG", "Bluebird: shelter".
pub(super) fn parts(name: &str) -> Vec<&str> {
    let mut parts = vec![name];
    for between in [" - ", " \u{2013} ", " \u{2014} ", ": ", " / ", "|"] {
        parts = parts.into_iter().flat_map(|it| it.split(between)).collect();
    }
    parts
}

/// The parts of a name that are names by themselves: with a word of their own, or long.
pub(super) fn parts_of(name: &str) -> Vec<String> {
    let (outer, _) = bracketed(name);
    let parts = parts(&outer).into_iter().map(|it| without_company(words(it)));
    let is_name = |it: &Vec<Word>| it.len() >= LONG || it.iter().any(Word::is_rare);
    let text = |it: Vec<Word>| -> String {
        it.iter().map(|it| it.folded.clone() + " ").collect()
    };
    parts.filter(|it| it.len() > 1 && is_name(it)).map(text).collect()
}

/// Words from which a name is its own, whatever they are.
const LONG: usize = 4;

/// A name without how the law calls a company.
pub(super) fn without_company(mut these: Vec<Word>) -> Vec<Word> {
    while these.last().is_some_and(|it| List::Companies.has(&it.folded)) {
        these.pop();
    }
    these
}

/// The first letters of the words of a name.
pub(super) fn initials(these: &[Word]) -> String {
    let words = these.iter().filter(|it| !LINKS.contains(&it.folded.as_str()));
    words.filter_map(|it| it.folded.chars().next().filter(char::is_ascii)).collect()
}

#[cfg(test)]
mod tests {
    use super::{bracketed, initials, is_abbreviation, parts_of};
    use crate::rules::held::words;

    #[test]
    fn a_name_has_parts_that_are_names() {
        for (name, parts) in [
            ("Human Options, Inc.", vec!["human options "]),
            ("Bluebird Family Shelter - ES - ESG", vec!["bluebird family shelter "]),
            ("Casa Alameda: Emergency Shelter", vec!["casa alameda "]),
            (
                "Women's Transitional Living Center (WTLC)",
                vec!["womens transitional living center "],
            ),
            ("Emergency Shelter - ES", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(parts_of(name), parts, "{name}");
        }
        assert_eq!(bracketed("Casa (CA) Uno [x]").1, ["CA", "x"]);
        assert!(is_abbreviation("WTLC") && !is_abbreviation("Wtlc"));
        assert!(!is_abbreviation("ESG") && !is_abbreviation("AB"));
        assert_eq!(initials(&words("House of the Lantern Row")), "hlr");
    }
}

//! People to ask for, and people of whom somebody wrote.

use super::parts::bracketed;
use super::words::{List, Word, words};
use crate::rules::names::{Certainty, Names, is_kin};
use crate::source::Written;

/// People, and the first entry that holds one of them back.
#[derive(Default)]
pub(super) struct People {
    texts: Vec<String>,
    names: Names,
    entry: usize,
}

impl People {
    pub(super) fn add(&mut self, name: String, entry: usize) {
        if self.texts.is_empty() {
            self.entry = entry;
        }
        self.texts.push(name);
    }

    /// Ends what is added: who is called as the client is, is told from the client by name.
    pub(super) fn know(&mut self, own: Names) {
        self.names = Names::of_texts(self.texts.iter().map(String::as_str), own);
    }

    /// Whether a text names one of them, no more certainly than `most`.
    pub(super) fn found_in(
        &self,
        text: &str,
        written: Written,
        most: Certainty,
    ) -> Option<(Certainty, usize)> {
        let found = self.names.found_in(text, written).min(most);
        (found != Certainty::None).then_some((found, self.entry))
    }
}

/// The name of somebody, without who they are: "Dolores Pacheco (landlady)".
pub(super) fn person(text: &str) -> String {
    let (name, _) = bracketed(text);
    let is_role = |it: &Word| List::Persons.has(&it.folded) || is_kin(&it.folded);
    if !words(&name).iter().any(is_role) {
        return name;
    }
    let words = words(&name).into_iter().filter(|it| !is_role(it));
    words.map(|it| it.folded).collect::<Vec<_>>().join(" ")
}

/// The names of people of whom a text says who they are: "husband Rick Stonewall".
pub(super) fn spoken_of(these: &[Word]) -> Vec<String> {
    // A point stands behind "Mr." too.
    let is_name =
        |it: &&Word| it.is_capital && it.is_rare() && (!it.is_start() || it.gap == ". ");
    let persons =
        these.iter().enumerate().filter(|(_, it)| List::Persons.has(&it.folded));
    let names = persons.map(|(at, _)| {
        let name = these[at + 1..].iter().take_while(is_name).take(3);
        name.map(|it| it.folded.as_str()).collect::<Vec<_>>().join(" ")
    });
    names.filter(|it| it.len() >= 3).collect()
}

#[cfg(test)]
mod tests {
    use super::{person, spoken_of};
    use crate::rules::held::words;

    #[test]
    fn a_person_is_known_from_who_they_are() {
        assert_eq!(person("Dolores Pacheco (landlady)").trim(), "Dolores Pacheco");
        assert_eq!(person("Husband Rick Stonewall"), "rick stonewall");
        let said = spoken_of(&words("Her husband Rick Stonewall, Mr. Quill, a friend"));
        assert_eq!(said, ["rick stonewall", "quill"]);
        assert!(spoken_of(&words("her husband came; Wife: Called")).is_empty());
    }
}

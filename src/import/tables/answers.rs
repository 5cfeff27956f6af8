//! Answers as texts, and the codes they stand for: HUD's own texts of both standards, and what
//! a mapping adds to them.

use std::collections::HashMap;

use super::label::level;
use crate::model::{Hud, Standard};

/// What an answer stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// One of HUD's codes.
    Code(i64),
    /// One of HUD's columns that are set to 1.
    Name(String),
    /// It says nothing: not Hispanic, for example, where what a person is has been asked.
    Nothing,
}

/// A list of answers, as a mapping names it.
#[derive(Debug)]
pub(super) struct List {
    /// Its key below `values`.
    pub key: &'static str,
    /// The lists of HUD's whose texts are answers, and what they all stand for where that is
    /// not their own code.
    hud: &'static [(&'static str, Option<i64>)],
}

macro_rules! own {
    ($key:literal) => {
        List { key: $key, hud: &[($key, None)] }
    };
}

/// Every list that a mapping may add to.
pub(super) const LISTS: &[List] = &[
    own!("project_type"),
    own!("relationship_to_hoh"),
    // Which subsidy it is, no extract says.
    List {
        key: "destination",
        hud: &[("destination", None), ("destination_subsidy_type", Some(435))],
    },
    own!("name_data_quality"),
    own!("ssn_data_quality"),
    own!("dob_data_quality"),
    own!("sex"),
    List { key: "gender", hud: &[("gender", None), ("gender_none", None)] },
    List { key: "race_ethnicity", hud: &[("race_ethnicity", None), ("race_none", None)] },
    own!("veteran_status"),
    own!("theater_answer"),
    own!("military_branch"),
    own!("discharge_status"),
    List { key: YES_NO, hud: &[] },
];

/// The list of answers to a question that takes yes or no.
pub(super) const YES_NO: &str = "yes_no";

/// The key of what a mapping says of every list that has the code.
pub(super) const ANY: &str = "any";

/// The words that say yes or no in any list of such answers.
const YES_OR_NO: [(&str, i64); 6] =
    [("yes", 1), ("true", 1), ("1", 1), ("no", 0), ("false", 0), ("0", 0)];

/// The answers that are known, by list.
#[derive(Debug, Clone)]
pub(super) struct Answers(HashMap<&'static str, HashMap<String, Answer>>);

impl Answers {
    /// HUD's own texts. The newer standard is asked first.
    pub(super) fn of_hud() -> Self {
        let mut lists = HashMap::new();
        for list in LISTS {
            let mut answers = HashMap::new();
            for (name, all) in list.hud {
                for standard in [Standard::Fy2026, Standard::Fy2024] {
                    for (code, text) in Hud::of(standard).answers(name) {
                        let answer = all.map_or_else(|| answer_of(code), Answer::Code);
                        answers.entry(level(text)).or_insert(answer);
                    }
                }
            }
            if list.key == YES_NO {
                let words = YES_OR_NO.iter();
                answers.extend(words.map(|it| (it.0.to_owned(), Answer::Code(it.1))));
            }
            lists.insert(list.key, answers);
        }
        Self(lists)
    }

    /// Adds an answer, in place of what the same text stood for.
    pub(super) fn add(&mut self, list: &str, text: &str, answer: &Answer) {
        for it in LISTS.iter().filter(|it| it.key == list || list == ANY) {
            if (it.key == YES_NO && list == ANY) || !it.can_mean(answer) {
                continue;
            }
            let answers = self.0.entry(it.key).or_default();
            answers.insert(level(text), answer.clone());
        }
    }

    /// What a text stands for in a list.
    pub(super) fn one(&self, list: &str, text: &str) -> Option<&Answer> {
        self.0.get(list)?.get(&level(text))
    }

    /// What the answers in one cell stand for. They hold the commas that part them, so at each
    /// place the longest text that is known is taken, if the rest can be taken apart too.
    pub(super) fn several(&self, list: &str, cell: &str) -> Option<Vec<&Answer>> {
        let pieces: Vec<String> = cell.split([',', ';', '|', '\n']).map(level).collect();
        if pieces.len() > MAX_PIECES || pieces.iter().all(String::is_empty) {
            return None;
        }
        let answers = self.0.get(list)?;
        // How what begins at each piece is taken apart, from the last one on.
        let mut rest: Vec<Option<Vec<&Answer>>> = vec![None; pieces.len() + 1];
        rest[pieces.len()] = Some(Vec::new());
        for from in (0..pieces.len()).rev() {
            let longest = (from + 1..=pieces.len()).rev().find_map(|to| {
                let after = rest[to].as_ref()?;
                let text = joined(&pieces[from..to]);
                if text.is_empty() {
                    return Some(after.clone());
                }
                let first = answers.get(&text)?;
                Some(std::iter::once(first).chain(after.iter().copied()).collect())
            });
            rest[from] = longest;
        }
        rest.swap_remove(0)
    }
}

/// The most pieces that are put together: twice what all races with their commas have.
const MAX_PIECES: usize = 40;

fn joined(pieces: &[String]) -> String {
    let words: Vec<&str> =
        pieces.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
    words.join(" ")
}

impl List {
    /// The list of a key.
    pub(super) fn of(key: &str) -> Option<&'static Self> {
        LISTS.iter().find(|it| it.key == key)
    }

    /// True where an answer of this list can stand for this: the code, or the name, is one of
    /// HUD's, of either standard.
    pub(super) fn can_mean(&self, answer: &Answer) -> bool {
        let wanted = match answer {
            Answer::Nothing => return true,
            Answer::Code(code) if self.key == YES_NO => return (0..=1).contains(code),
            Answer::Code(code) => code.to_string(),
            Answer::Name(name) => name.clone(),
        };
        // The code of a subsidy is no destination.
        let own = self.hud.iter().filter(|it| it.1.is_none());
        own.flat_map(|it| Standard::ALL.iter().map(|standard| (it.0, *standard)))
            .any(|(name, standard)| Hud::of(standard).plain(name, &wanted).is_some())
    }
}

fn answer_of(code: &str) -> Answer {
    code.parse().map_or_else(|_| Answer::Name(code.to_owned()), Answer::Code)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text that stood for two codes once levelled would be guessed.
    #[test]
    fn no_text_of_a_list_stands_for_two_things() {
        for list in LISTS {
            let mut seen: HashMap<String, Answer> = HashMap::new();
            for (name, all) in list.hud {
                for standard in Standard::ALL {
                    for (code, text) in Hud::of(*standard).answers(name) {
                        let answer = all.map_or_else(|| answer_of(code), Answer::Code);
                        let is_hispanic = code.starts_with("HispanicLatina");
                        let old = seen.insert(level(text), answer.clone());
                        assert!(
                            is_hispanic || old.is_none_or(|it| it == answer),
                            "{}: {text}",
                            list.key
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn every_list_has_answers() {
        let answers = Answers::of_hud();
        for list in LISTS {
            assert!(answers.0[list.key].len() > 1, "{}", list.key);
        }
    }

    #[test]
    fn a_cell_with_commas_is_taken_apart_by_the_longest_text() {
        let answers = Answers::of_hud();
        let of = |cell: &str| {
            let found = answers.several("race_ethnicity", cell)?;
            Some(
                found
                    .into_iter()
                    .map(|it| match it {
                        Answer::Name(name) => name.clone(),
                        other => format!("{other:?}"),
                    })
                    .collect::<Vec<_>>()
                    .join("+"),
            )
        };
        let both = "White, Black, African American, or African,Hispanic/Latina/o";
        assert_eq!(of(both).as_deref(), Some("White+BlackAfAmerican+HispanicLatinao"));
        assert_eq!(of("White; ").as_deref(), Some("White"));
        assert_eq!(of("Data not collected").as_deref(), Some("Code(99)"));
        assert_eq!(of("White, African American"), None);
        assert_eq!(of(&"White,".repeat(50)), None);
    }
}

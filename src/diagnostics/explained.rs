//! What each name in brackets means that is no rule: `data/explanations.toml`, for
//! `crr explain`. A new name gets its line there; a test compares both.

use std::collections::BTreeMap;

use serde::Serialize;

const TEXT: &str = include_str!("../../data/explanations.toml");

/// One name in brackets, explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The name, as it stands in brackets after a message.
    pub slug: String,
    /// What it is about, such as `files`.
    pub subject: String,
    /// What it means, why the program stops or warns, what to do.
    pub explanation: String,
}

impl Explanation {
    /// The explanation of a name; none where it is a rule's or nobody's.
    pub fn of(slug: &str) -> Option<Self> {
        Self::all().into_iter().find(|it| it.slug == slug)
    }

    /// Every explanation, by subject and name.
    pub fn all() -> Vec<Self> {
        type Subjects = BTreeMap<String, BTreeMap<String, String>>;
        let subjects: Subjects =
            toml::from_str(TEXT).expect("a test reads the built-in explanations");
        let mut all = Vec::new();
        for (subject, texts) in subjects {
            let told = texts.into_iter().map(|(slug, explanation)| Self {
                slug,
                subject: subject.clone(),
                explanation,
            });
            all.extend(told);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Explanation;

    #[test]
    fn every_explanation_is_of_a_fit_length_and_unlike_the_others() {
        let all = Explanation::all();
        let texts: BTreeSet<&str> = all.iter().map(|it| &*it.explanation).collect();
        assert_eq!(texts.len(), all.len(), "two explanations are alike");
        let slugs: BTreeSet<&str> = all.iter().map(|it| &*it.slug).collect();
        assert_eq!(slugs.len(), all.len(), "a name is explained under two subjects");
        for it in &all {
            let (slug, text) = (&it.slug, &it.explanation);
            assert!((60..=300).contains(&text.chars().count()), "{slug}: {text}");
            let is_whole = text
                .starts_with(|c: char| c.is_uppercase() || "`/".contains(c))
                && text.ends_with('.');
            assert!(is_whole, "{slug}: {text}");
            let sentences = text.split(". ").count();
            assert!((1..=3).contains(&sentences), "{slug}: {sentences} sentences");
            let words = text.split(|c: char| !c.is_alphabetic());
            let is_ours = |word: &str| ["we", "our", "ours", "us"].contains(&word);
            assert!(!words.into_iter().any(is_ours), "{slug} says who wrote it");
        }
    }

    #[test]
    fn a_name_is_found_and_another_is_not() {
        let found = Explanation::of("not-found").expect("a name of files");
        assert_eq!(found.subject, "files");
        assert_eq!(Explanation::of("late-copy"), None);
    }
}

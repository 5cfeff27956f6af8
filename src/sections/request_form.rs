//! The Client Record Request Form on paper: English, with the client's language beside what is
//! asked of the client. It holds no client data: the agency fills it in by hand.

use std::collections::BTreeMap;

use serde::Serialize;

use super::catalog::CatalogError;
use crate::request::Language;
use crate::request::form::{CLIENT, Fills, Item, LEAD, Line, STAFF, TITLE, phrases};

/// The words of a language for the form, by the English ones.
#[derive(Debug)]
pub struct FormWords(BTreeMap<String, String>);

impl FormWords {
    /// Reads the form's part of a catalog: a word for each English phrase, and no others.
    pub fn parse(text: &str) -> Result<Self, CatalogError> {
        let words: BTreeMap<String, String> =
            toml::from_str(text).map_err(|_| CatalogError::Malformed)?;
        let phrases = phrases();
        let missing = phrases.iter().filter(|it| !words.contains_key(**it));
        let missing: Vec<String> = missing.map(|it| (*it).to_owned()).collect();
        let unknown = words.keys().filter(|it| !phrases.contains(&it.as_str()));
        let unknown: Vec<String> = unknown.cloned().collect();
        if !missing.is_empty() {
            return Err(CatalogError::Missing(missing));
        }
        if !unknown.is_empty() {
            return Err(CatalogError::Unknown(unknown));
        }
        Ok(Self(words))
    }

    /// All words.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(String::as_str)
    }

    fn get(&self, phrase: &str) -> String {
        self.0.get(phrase).cloned().unwrap_or_default()
    }
}

/// What the template of the form sees.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct RequestFormView {
    title: Phrase,
    lead: Phrase,
    /// What the Agency Administrator writes: the words under a line each.
    staff: Vec<&'static str>,
    /// What the Agency Administrator marks.
    staff_marks: Vec<Question>,
    questions: Vec<Question>,
}

/// A phrase in both languages.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Phrase {
    english: &'static str,
    own: Option<Own>,
}

/// What is said in another language.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Own {
    language: &'static str,
    words: String,
}

/// A line of the form.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Question {
    asks: Phrase,
    /// What can be marked; none where something is written.
    options: Vec<Phrase>,
}

/// The form in a language.
pub fn request_form(
    language: Language,
    words: Option<&FormWords>,
    names: &[(&'static str, String)],
) -> RequestFormView {
    let phrase = |english: &'static str| {
        let own =
            |it: &FormWords| Own { language: language.token(), words: it.get(english) };
        Phrase { english, own: words.map(own) }
    };
    let question = |line: &Line| Question {
        asks: phrase(line.words),
        options: line
            .options()
            .iter()
            .map(|(token, english)| match line.item {
                // Each language stands in its own name too.
                Item::Language => Phrase { english, own: named(token, names) },
                _ => phrase(english),
            })
            .collect(),
    };
    let (written, marked): (Vec<&Line>, Vec<&Line>) =
        STAFF.iter().partition(|it| matches!(it.takes, Fills::Text | Fills::Day));
    let of_staff = |line: &&Line| Question {
        asks: Phrase { english: line.words, own: None },
        options: line
            .options()
            .iter()
            .map(|(_, english)| Phrase { english, own: None })
            .collect(),
    };
    RequestFormView {
        title: phrase(TITLE),
        lead: phrase(LEAD),
        staff: written.iter().map(|it| it.words).collect(),
        staff_marks: marked.iter().map(of_staff).collect(),
        questions: CLIENT.iter().map(question).collect(),
    }
}

/// The name of a language, where it is another than its English one.
fn named(token: &str, names: &[(&'static str, String)]) -> Option<Own> {
    let (language, name) = names.iter().find(|(it, _)| *it == token)?;
    let is_other = *language != Language::En.token();
    is_other.then(|| Own { language, words: name.clone() })
}

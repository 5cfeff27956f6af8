//! A value of one of Clarity's answers, and where it is.

use std::collections::HashSet;

use serde_json::Value;

use super::written_day::{Written, calendar_day, day_of_record};
use crate::diagnostics::{Place, Pointer, Problem};
use crate::model::{Day, is_digest};
use crate::source::{JsonFault, read_json};

/// What cannot be an extract, and where. It never holds a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClarityError {
    input: String,
    /// The line, where the text itself is at fault.
    line: Option<u64>,
    at: Pointer,
    wrong: Wrong,
}

/// What is wrong with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    NotJson,
    DoubledKey,
    NotAText,
    NotANumber,
    NotADate,
    FarDay,
    NotAList,
    Hashed,
    /// A key without which there is no extract.
    Missing(&'static str),
    AnotherPersons,
    AnotherClients,
    Twice,
    PageMissing,
    TwoInputs,
    TwoValues,
    NotYesNo,
    SeveralClients,
}

impl ClarityError {
    /// What is wrong with a value of a file.
    pub(super) fn new(input: &str, at: Pointer, wrong: Wrong) -> Self {
        Self { input: input.to_owned(), line: None, at, wrong }
    }

    fn of_text(input: &str, fault: JsonFault) -> Self {
        match fault {
            JsonFault::Malformed => Self::new(input, Pointer::root(), Wrong::NotJson),
            JsonFault::Twice { line, at } => {
                let line = u64::try_from(line).ok();
                Self { line, ..Self::new(input, at, Wrong::DoubledKey) }
            }
        }
    }
}

impl Problem for ClarityError {
    fn slug(&self) -> &'static str {
        match self.wrong {
            Wrong::Hashed => "export-hashed",
            Wrong::DoubledKey => "duplicate-key",
            _ => "clarity-unreadable",
        }
    }

    fn message(&self) -> String {
        let message = match self.wrong {
            Wrong::NotJson => "this is not JSON",
            Wrong::DoubledKey => "the same key stands twice",
            Wrong::NotAText => "this is not a text",
            Wrong::NotANumber => "this is not a number",
            Wrong::NotADate => "this is not a date",
            Wrong::FarDay => "this is a day before 1900 or after 2100",
            Wrong::NotAList => "this is not a list",
            Wrong::Hashed => "this is a hash instead of the real value",
            Wrong::Missing(key) => return format!("`{key}` is missing"),
            Wrong::AnotherPersons => {
                "this is another person's enrollment, or does not say whose"
            }
            Wrong::AnotherClients => {
                "this is another client's file, or does not say whose"
            }
            Wrong::Twice => "this appears twice in the list",
            Wrong::PageMissing => "a page of the list is missing or appears twice",
            Wrong::TwoInputs => "this section comes from two inputs",
            Wrong::TwoValues => "this field is given twice, with two values",
            Wrong::NotYesNo => "this is neither yes nor no",
            Wrong::SeveralClients => "this is a list of several clients, or of none",
        };
        message.into()
    }

    fn place(&self) -> Option<Place> {
        let (file, row) = (self.input.clone(), self.line);
        Some(Place::Input { file, row, part: self.at.as_str().to_owned() })
    }

    fn hint(&self) -> Option<&'static str> {
        Some(match self.wrong {
            Wrong::Hashed => "ask the system for this client again, not hashed",
            Wrong::SeveralClients => "write each client into a file of its own",
            Wrong::TwoInputs => "remove the section from the file of `--with`",
            _ => "ask the system for this client again, all pages of each list",
        })
    }
}

/// A text that is JSON.
pub(super) fn parse(input: &str, text: &str) -> Result<Value, ClarityError> {
    read_json(text.as_bytes()).map_err(|it| ClarityError::of_text(input, it))
}

/// A part of an input, and where it is.
pub(super) struct At<'a> {
    input: &'a str,
    place: Pointer,
    pub value: &'a Value,
}

impl<'a> At<'a> {
    /// The whole of an input.
    pub(super) fn root(input: &'a str, value: &'a Value) -> Self {
        Self { input, place: Pointer::root(), value }
    }

    pub(super) fn wrong<T>(&self, wrong: Wrong) -> Result<T, ClarityError> {
        Err(ClarityError::new(self.input, self.place.clone(), wrong))
    }

    /// The place of what stands at a path.
    pub(super) fn below(&self, path: &str) -> At<'a> {
        let place = Pointer::from(format!("{}{path}", self.place).as_str());
        At { place, ..*self }
    }

    /// The same place, with another value.
    pub(super) fn with<'b>(&self, path: &str, value: &'b Value) -> At<'b>
    where
        'a: 'b,
    {
        At { input: self.input, place: self.below(path).place, value }
    }

    /// What stands at a path; none where it, or what leads there, is absent or null.
    pub(super) fn get(&self, path: &str) -> Option<At<'a>> {
        let value = self.value.pointer(path).filter(|it| !it.is_null())?;
        Some(At { value, ..self.below(path) })
    }

    pub(super) fn text(&self, path: &str) -> Result<Option<String>, ClarityError> {
        let Some(it) = self.get(path) else { return Ok(None) };
        match it.value {
            Value::String(text) => {
                Ok(Some(text.trim().to_owned()).filter(|it| !it.is_empty()))
            }
            Value::Number(number) => Ok(Some(number.to_string())),
            _ => it.wrong(Wrong::NotAText),
        }
    }

    pub(super) fn code(&self, path: &str) -> Result<Option<i64>, ClarityError> {
        let Some(text) = self.text(path)? else { return Ok(None) };
        text.parse().map(Some).or_else(|_| self.below(path).wrong(Wrong::NotANumber))
    }

    /// A text that the client gave; a digest is none.
    pub(super) fn given(&self, path: &str) -> Result<Option<String>, ClarityError> {
        let text = self.text(path)?;
        if text.as_deref().is_some_and(is_digest) {
            return self.below(path).wrong(Wrong::Hashed);
        }
        Ok(text)
    }

    /// A day that should be there: also that it is absent is noted.
    pub(super) fn expected_day(
        &self,
        path: &str,
        unknown: &mut Vec<Place>,
    ) -> Result<Option<Day>, ClarityError> {
        if self.text(path)?.is_none() {
            unknown.push(Place::member(self.input, &self.below(path).place));
        }
        self.day(path, unknown)
    }

    /// A day; none where it is absent or means "not known", which is noted among the places.
    pub(super) fn day(
        &self,
        path: &str,
        unknown: &mut Vec<Place>,
    ) -> Result<Option<Day>, ClarityError> {
        let Some(text) = self.text(path)? else { return Ok(None) };
        let at = self.below(path);
        match day_of_record(&text) {
            Some(Written::On(day)) => Ok(Some(day)),
            Some(Written::NotKnown) => {
                unknown.push(Place::member(self.input, &at.place));
                Ok(None)
            }
            None if calendar_day(&text).is_some() => at.wrong(Wrong::FarDay),
            None => at.wrong(Wrong::NotADate),
        }
    }

    /// The codes of a list; one that stands alone is a list of one.
    pub(super) fn codes(&self, path: &str) -> Result<Vec<i64>, ClarityError> {
        let Some(it) = self.get(path) else { return Ok(Vec::new()) };
        if !it.value.is_array() {
            return Ok(it.code("")?.into_iter().collect());
        }
        let mut codes = Vec::new();
        for item in it.items()? {
            match item.code("")? {
                Some(code) => codes.push(code),
                None => return item.wrong(Wrong::NotANumber),
            }
        }
        Ok(codes)
    }

    pub(super) fn items(&self) -> Result<Vec<At<'a>>, ClarityError> {
        let Value::Array(items) = self.value else { return self.wrong(Wrong::NotAList) };
        let item =
            |(i, value)| At { input: self.input, place: self.place.index(i), value };
        Ok(items.iter().enumerate().map(item).collect())
    }

    /// Yes or no, as JSON or a form has it; none where it is absent.
    pub(super) fn flag(&self, path: &str) -> Result<Option<bool>, ClarityError> {
        let Some(it) = self.get(path) else { return Ok(None) };
        let text = match it.value {
            Value::Bool(is_set) => is_set.to_string(),
            _ => it.text("")?.unwrap_or_default().to_lowercase(),
        };
        match &*text {
            "true" | "1" | "yes" => Ok(Some(true)),
            "false" | "0" | "no" => Ok(Some(false)),
            "" => Ok(None),
            _ => it.wrong(Wrong::NotYesNo),
        }
    }

    /// Of two places of one field the one that says something. Where both do, they have to say
    /// the same: in any order, as numbers or as texts.
    pub(super) fn the_one(
        one: Option<Self>,
        two: Option<Self>,
    ) -> Result<Option<Self>, ClarityError> {
        let is_said =
            |it: &Self| it.value.as_str().is_none_or(|it| !it.trim().is_empty());
        match (one.filter(is_said), two.filter(is_said)) {
            (Some(one), Some(two)) if said(one.value) != said(two.value) => {
                one.wrong(Wrong::TwoValues)
            }
            (one, two) => Ok(one.or(two)),
        }
    }

    /// The place as a message names it.
    pub(super) fn named(&self) -> Place {
        Place::member(self.input, &self.place)
    }
}

/// What a value says, whatever its type and the order of its parts.
fn said(value: &Value) -> Vec<String> {
    match value {
        Value::Array(parts) => {
            let mut all: Vec<String> = parts.iter().flat_map(said).collect();
            all.sort();
            all
        }
        Value::String(text) => vec![text.trim().to_owned()],
        other => vec![other.to_string()],
    }
}

/// A list that comes in pages.
pub(super) struct Pages {
    pages: Vec<(String, Value)>,
}

impl Pages {
    /// Reads the pages that a flag names; none where it names none.
    pub(super) fn parse(
        flag: &str,
        texts: &[&str],
    ) -> Result<Option<Self>, ClarityError> {
        let mut pages = Vec::new();
        for (i, text) in texts.iter().enumerate() {
            let input = match texts.len() {
                1 => flag.to_owned(),
                n => format!("{flag} ({} of {n})", i + 1),
            };
            let page = parse(&input, text)?;
            pages.push((input, page));
        }
        Ok(Some(Self { pages }).filter(|it| !it.pages.is_empty()))
    }

    /// The items of all pages. Where a page says how many there are, all of them have to be
    /// here.
    pub(super) fn items(&self) -> Result<Vec<At<'_>>, ClarityError> {
        let mut items = Vec::new();
        let mut total = None;
        for (input, page) in &self.pages {
            let page = At::root(input, page);
            let list = ["/data/listEnrollments", "/listEnrollments"];
            let page = list.iter().find_map(|it| page.get(it)).unwrap_or(page);
            items.extend(match page.get("/items") {
                Some(list) => list.items()?,
                None => page.items()?,
            });
            for path in ["/meta/total_count", "/_meta/totalCount"] {
                if let Some(n) = page.code(path)? {
                    total = Some((n, page.below(path)));
                    break;
                }
            }
        }
        let mut seen = HashSet::new();
        for item in &items {
            let id = item.text("/enrollmentId")?.or(item.text("/id")?);
            if id.is_some_and(|it| !seen.insert(it)) {
                return item.wrong(Wrong::Twice);
            }
        }
        match total {
            Some((n, at)) if usize::try_from(n) != Ok(items.len()) => {
                at.wrong(Wrong::PageMissing)
            }
            _ => Ok(items),
        }
    }
}

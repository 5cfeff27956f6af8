//! JSON in which every key of an object appears once. RFC 8259, 4, leaves to each reader which
//! of two counts: what one program checked, another would then not print. All JSON that is not
//! kept as a [`Source`](super::Source), which says the same of each place, is read here.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Error, MapAccess, SeqAccess, Visitor,
};
use serde::{Deserialize, Deserializer, de};

use crate::diagnostics::{Diagnostic, Place, Pointer};

/// Why a JSON text is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JsonFault {
    /// It is not JSON, or not what was expected.
    Malformed,
    /// A key appears twice in one object.
    Twice {
        /// The line, from 1.
        line: usize,
        /// The object. Of its path only what can be no data is named.
        at: Pointer,
    },
}

impl JsonFault {
    /// The problem of a key that appears twice, in the file that a flag or a name stands for;
    /// none of a text that is malformed: each reader has its own words for that.
    pub fn doubled_key(&self, file: &str) -> Option<Diagnostic> {
        let Self::Twice { line, at } = self else { return None };
        let row = u64::try_from(*line).ok();
        let part = at.as_str().to_owned();
        let place = Place::Input { file: file.to_owned(), row, part };
        Some(doubled_key().at(place))
    }
}

/// The problem of a key that appears twice, wherever that is.
pub(super) fn doubled_key() -> Diagnostic {
    Diagnostic::error("duplicate-key", "the same key stands twice")
        .hint("keep one of them; which is right cannot be guessed")
}

/// Reads a value from JSON in which every key appears once in its object.
pub fn read_json<T: DeserializeOwned>(text: &[u8]) -> Result<T, JsonFault> {
    let steps = RefCell::new(Vec::new());
    let twice = RefCell::new(None);
    let mut reader = serde_json::Deserializer::from_slice(text);
    let walk = Walk { steps: &steps, twice: &twice };
    let walked = walk.deserialize(&mut reader).and_then(|()| reader.end());
    if let Err(err) = walked {
        let at = twice.into_inner();
        return Err(at.map_or(JsonFault::Malformed, |at| JsonFault::Twice {
            line: err.line(),
            at,
        }));
    }
    serde_json::from_slice(text).map_err(|_| JsonFault::Malformed)
}

/// A key, as it stands in the text where it has no escapes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// One step of the way to a value.
enum Step<'de> {
    Key(Key<'de>),
    Item(usize),
}

/// Walks over a value and keeps nothing of it but the keys of the objects it is in.
#[derive(Clone, Copy)]
struct Walk<'a, 'de> {
    /// The way from the root to the value.
    steps: &'a RefCell<Vec<Step<'de>>>,
    /// The object that has a key twice.
    twice: &'a RefCell<Option<Pointer>>,
}

impl<'de> Walk<'_, 'de> {
    /// Walks over what stands a step further down.
    fn below<T>(self, step: Step<'de>, walk: impl FnOnce(Self) -> T) -> T {
        self.steps.borrow_mut().push(step);
        let walked = walk(self);
        self.steps.borrow_mut().pop();
        walked
    }

    /// The way, as a message may show it.
    fn way(self) -> Pointer {
        self.steps.borrow().iter().fold(Pointer::root(), |at, step| match step {
            Step::Key(key) => at.key(shown(&key.0)),
            Step::Item(i) => at.key(&i.to_string()),
        })
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = BTreeSet::new();
        while let Some(key) = map.next_key::<Key<'de>>()? {
            if !seen.insert(key.clone()) {
                *self.twice.borrow_mut() = Some(self.way());
                return Err(A::Error::custom("a key twice"));
            }
            self.below(Step::Key(key), |it| map.next_value_seed(it))?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut i = 0_usize;
        while self.below(Step::Item(i), |it| list.next_element_seed(it))?.is_some() {
            i += 1;
        }
        Ok(())
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// A key as a message may show it: keys of formats begin with a small letter and have no
/// blanks; what else is a key may be data.
fn shown(key: &str) -> &str {
    let is_word = key.starts_with(|it: char| it.is_ascii_lowercase())
        && key.bytes().all(|it| it.is_ascii_alphabetic() || it == b'_');
    if is_word { key } else { "·" }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{JsonFault, read_json};

    #[track_caller]
    fn check(text: &str, expected: Option<(usize, &str)>) {
        let found = read_json::<Value>(text.as_bytes()).err();
        let found = found.map(|it| match it {
            JsonFault::Twice { line, at } => (line, at.as_str().to_owned()),
            JsonFault::Malformed => (0, "malformed".to_owned()),
        });
        assert_eq!(found, expected.map(|(line, at)| (line, at.to_owned())), "{text}");
    }

    #[test]
    fn a_key_that_appears_twice_is_found_wherever_it_is() {
        check(r#"{"a":1,"b":[{"a":1},{"a":2}],"c":{"a":null,"b":-1.5,"":true}}"#, None);
        check("{\"a\":1,\n\"a\":1}", Some((2, "")));
        check(r#"{"a":[0,{"b":{"c":1,"c":1}}]}"#, Some((1, "/a/1/b")));
        // However the key is written.
        check(r#"[{"a":1,"\u0061":2}]"#, Some((1, "/0")));
        check(r#"{"Maria":{"Ana Ruiz":{"x":1,"x":2}}}"#, Some((1, "/·/·")));
        check(r#"{"a":{"x":1,"x":2},"#, Some((1, "/a")));
    }

    #[test]
    fn what_is_not_json_is_malformed() {
        for text in ["", "{", "{} {}", "{\"a\":\"\\ud800\"}", "nul"] {
            check(text, Some((0, "malformed")));
        }
        let deep = "[".repeat(2000) + &"]".repeat(2000);
        check(&deep, Some((0, "malformed")));
    }
}

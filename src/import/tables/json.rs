//! A JSON list of flat objects, row after row. The keys of the first row are the columns; every
//! other row has the same, in any order.

use std::collections::HashMap;
use std::fmt;
use std::io::{BufReader, Read};

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};
use serde_json::Value;

use super::fault::Wrong;
use super::sink::{Broken, End, Sink};

/// The largest JSON file that is read, in bytes.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// Hands the rows of a list on.
pub(super) fn rows(from: Box<dyn Read + '_>, sink: &mut dyn Sink) -> Result<End, Broken> {
    let mut reader =
        serde_json::Deserializer::from_reader(BufReader::new(from.take(MAX_BYTES)));
    let mut list = List { sink, header: Vec::new(), n: 0, is_stopped: false };
    let read = reader.deserialize_seq(&mut list);
    let (n, is_stopped) = (list.n, list.is_stopped);
    if is_stopped {
        return Ok(End::Read);
    }
    // The words of the reader may repeat a value.
    read.and_then(|()| reader.end()).map_err(|err| match err.classify() {
        serde_json::error::Category::Io => (Wrong::reading(&err.into()), None),
        _ => (Wrong::NotJson, None),
    })?;
    Ok(if n == 0 { End::NoList } else { End::Read })
}

struct List<'a> {
    sink: &'a mut dyn Sink,
    header: Vec<String>,
    n: u64,
    is_stopped: bool,
}

impl<'de> Visitor<'de> for &mut List<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(Row(pairs)) = items.next_element()? {
            self.n += 1;
            if self.n == 1 {
                self.header = pairs.iter().map(|it| it.0.clone()).collect();
                if !self.sink.header(&self.header) {
                    self.is_stopped = true;
                    return Err(de::Error::custom("no row is wanted"));
                }
            }
            match cells(&self.header, &pairs) {
                Ok(cells) => {
                    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
                    self.sink.row(self.n, Ok(&cells));
                }
                Err(wrong) => self.sink.row(self.n, Err(wrong)),
            }
        }
        Ok(())
    }
}

/// The cells of a row in the order of the header.
fn cells(header: &[String], pairs: &[(String, Value)]) -> Result<Vec<String>, Wrong> {
    let by_key: HashMap<&str, &Value> =
        pairs.iter().map(|(key, value)| (key.as_str(), value)).collect();
    // A key that stands twice is one too many.
    if by_key.len() != pairs.len() || pairs.len() != header.len() {
        return Err(Wrong::Fields);
    }
    let cell = |key: &String| text(by_key.get(key.as_str()).ok_or(Wrong::Fields)?);
    header.iter().map(cell).collect()
}

fn text(value: &Value) -> Result<String, Wrong> {
    Ok(match value {
        Value::Null => String::new(),
        Value::Bool(true) => "Yes".into(),
        Value::Bool(false) => "No".into(),
        Value::String(text) => text.clone(),
        Value::Number(number) => {
            let number = number.to_string();
            match number.strip_suffix(".0") {
                Some(whole) => whole.to_owned(),
                None => number,
            }
        }
        Value::Array(_) | Value::Object(_) => return Err(Wrong::NotFlat),
    })
}

/// An object as it is written, with keys that stand twice.
struct Row(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Row;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a row")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Row(pairs))
            }
        }
        from.deserialize_map(Pairs)
    }
}

//! A format as a list of its keys, each with its meaning and the words it takes: what the JSON
//! Schema says, for people. The schema is made from the types that read the format, so no key is
//! described that is not read, and none is read that is not described.

use serde_json::{Map, Value};

/// A key of a format.
#[derive(Debug, Clone)]
pub struct Described {
    /// The key.
    pub key: String,
    /// What it means.
    pub about: String,
    /// True where a file without it is refused.
    pub is_required: bool,
    /// What it takes.
    pub takes: Takes,
}

/// What a key takes.
#[derive(Debug, Clone)]
pub enum Takes {
    /// One of these words.
    Word(Vec<String>),
    /// A text; it may have to look like this.
    Text(Option<String>),
    /// A day.
    Day,
    /// A moment.
    Moment,
    /// A whole number.
    Number,
    /// True or false.
    Truth,
    /// A list.
    List(Box<Takes>),
    /// Keys of its own.
    Keys(Vec<Described>),
}

impl Described {
    /// The keys of a format, from its JSON Schema.
    pub fn of(schema: &Value) -> Vec<Self> {
        let defs = schema.get("$defs").and_then(Value::as_object);
        keys(schema, defs)
    }

    /// A key below others, by its path from the top.
    pub fn find<'a>(all: &'a [Self], path: &[&str]) -> Option<&'a Self> {
        let (first, rest) = path.split_first()?;
        let found = all.iter().find(|it| it.key == *first)?;
        match (&found.takes, rest) {
            (_, []) => Some(found),
            (Takes::Keys(keys), rest) => Self::find(keys, rest),
            (Takes::List(of), rest) => match &**of {
                Takes::Keys(keys) => Self::find(keys, rest),
                _ => None,
            },
            _ => None,
        }
    }

    /// The words that the key takes, one or a list of them.
    pub fn words(&self) -> &[String] {
        match &self.takes {
            Takes::Word(words) => words,
            Takes::List(of) => match &**of {
                Takes::Word(words) => words,
                _ => &[],
            },
            _ => &[],
        }
    }
}

type Defs<'a> = Option<&'a Map<String, Value>>;

fn keys(schema: &Value, defs: Defs<'_>) -> Vec<Described> {
    let properties = schema.get("properties").and_then(Value::as_object);
    let required = schema.get("required").and_then(Value::as_array);
    let is_required = |key: &str| {
        required.is_some_and(|all| all.iter().any(|it| it.as_str() == Some(key)))
    };
    let entries = properties.into_iter().flatten();
    entries
        .map(|(key, it)| Described {
            key: key.clone(),
            about: it.get("description").and_then(Value::as_str).unwrap_or("").to_owned(),
            is_required: is_required(key),
            takes: takes(it, defs),
        })
        .collect()
}

/// What a schema takes, references followed. Of several, what is not null counts.
fn takes(schema: &Value, defs: Defs<'_>) -> Takes {
    let text = |key: &str| schema.get(key).and_then(Value::as_str);
    if let Some(name) = text("$ref").and_then(|it| it.strip_prefix("#/$defs/")) {
        return defs.and_then(|it| it.get(name)).map_or(Takes::Text(None), |it| {
            // A type that mentions itself would never end; none of ours does.
            takes(it, defs)
        });
    }
    for key in ["anyOf", "oneOf"] {
        let options = schema.get(key).and_then(Value::as_array);
        let is_null = |it: &&Value| it.get("type") == Some(&Value::from("null"));
        if let Some(it) = options.and_then(|all| all.iter().find(|it| !is_null(it))) {
            return takes(it, defs);
        }
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        let words = words.iter().filter_map(Value::as_str).map(str::to_owned);
        return Takes::Word(words.collect());
    }
    match kind(schema) {
        "integer" | "number" => Takes::Number,
        "boolean" => Takes::Truth,
        "array" => {
            let items = schema.get("items").unwrap_or(&Value::Null);
            Takes::List(Box::new(takes(items, defs)))
        }
        "object" => Takes::Keys(keys(schema, defs)),
        _ => match text("format") {
            Some("date") => Takes::Day,
            Some("date-time") => Takes::Moment,
            _ => Takes::Text(text("const").or(text("pattern")).map(str::to_owned)),
        },
    }
}

/// The type that a schema names; of several, the one that is not null.
fn kind(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(it)) => it,
        Some(Value::Array(all)) => {
            all.iter().filter_map(Value::as_str).find(|it| *it != "null").unwrap_or("")
        }
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Described, Takes};

    #[test]
    fn references_nulls_and_lists_are_followed() {
        let schema = json!({
            "properties": {
                "way": { "description": "How.", "$ref": "#/$defs/Way" },
                "on": { "type": ["string", "null"], "format": "date" },
                "held": { "type": "array", "items": { "$ref": "#/$defs/Held" } },
            },
            "required": ["way"],
            "$defs": {
                "Way": { "type": "string", "enum": ["a", "b"] },
                "Held": { "type": "object", "properties": {
                    "ways": { "anyOf": [{ "type": "null" }, {
                        "type": "array", "items": { "$ref": "#/$defs/Way" } }] },
                } },
            },
        });
        let all = Described::of(&schema);
        let find = |path: &[&str]| Described::find(&all, path).expect("a key");
        assert_eq!(find(&["way"]).words(), ["a", "b"]);
        assert!(find(&["way"]).is_required && find(&["way"]).about == "How.");
        assert!(matches!(find(&["on"]).takes, Takes::Day));
        assert_eq!(find(&["held", "ways"]).words(), ["a", "b"]);
        assert!(Described::find(&all, &["held", "none"]).is_none());
    }
}

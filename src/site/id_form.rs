//! What an HMIS ID looks like at a site: so many characters of a kind. An ID that does not is a
//! slip of whoever typed it.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::diagnostics::{Diagnostic, Pointer};
use crate::source::{Node, Read, Reader, Texts, Value, VisitLeaf};

/// What an HMIS ID looks like, as `9 hexadecimal`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdForm {
    n: usize,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Digits,
    Hexadecimal,
    LettersAndDigits,
}

/// The kinds by their words.
const KINDS: [(&str, Kind); 3] = [
    ("digits", Kind::Digits),
    ("hexadecimal", Kind::Hexadecimal),
    ("letters and digits", Kind::LettersAndDigits),
];

impl IdForm {
    /// The form that a text gives.
    fn parse(text: &str) -> Option<Self> {
        let (n, kind) = text.trim().split_once(' ')?;
        let n = n.parse().ok().filter(|n| (1..=64).contains(n))?;
        let kind = KINDS.iter().find(|it| it.0 == kind.trim())?.1;
        Some(Self { n, kind })
    }

    /// How an identifier differs from the form; none where it does not.
    pub fn odd(self, id: &str) -> Option<String> {
        let Self { n, kind } = self;
        let fits = |c: char| match kind {
            Kind::Digits => c.is_ascii_digit(),
            Kind::Hexadecimal => c.is_ascii_hexdigit(),
            Kind::LettersAndDigits => c.is_ascii_alphanumeric(),
        };
        let words = match kind {
            Kind::Digits => "digits",
            Kind::Hexadecimal => "digits and letters from A to F",
            Kind::LettersAndDigits => "letters and digits",
        };
        let found = id.chars().count();
        if found != n {
            return Some(format!(
                "an HMIS ID has {n} characters here, and this has {found}"
            ));
        }
        let odd = id.chars().position(|c| !fits(c))?;
        let nth = odd + 1;
        Some(format!("an HMIS ID has {words} only here, and character {nth} is another"))
    }
}

impl Read for IdForm {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let Value::Text(text) = &node.value else {
            return reader.wrong_type("a string", node);
        };
        Self::parse(text).or_else(|| {
            reader.refuse(
                Diagnostic::error("not-a-form-of-id", "this does not say what an ID looks like")
                    .hint(
                        "write a number from 1 to 64, then `digits`, `hexadecimal` or `letters \
                         and digits`, as in `9 hexadecimal`",
                    ),
            )
        })
    }
}

impl Texts for IdForm {
    fn leaves(&self, _: &Pointer, _: VisitLeaf<'_>) {}
}

impl JsonSchema for IdForm {
    fn schema_name() -> Cow<'static, str> {
        "IdForm".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^[0-9]{1,2} (digits|hexadecimal|letters and digits)$",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::IdForm;

    #[test]
    fn an_id_is_compared_with_the_form_of_the_site() {
        let form = IdForm::parse("9 hexadecimal").expect("a form");
        assert_eq!(form.odd("69E44770D"), None);
        assert_eq!(form.odd("69e44770d"), None);
        let odd = |id: &str| form.odd(id).expect("it is odd");
        assert_eq!(odd("69E44770"), "an HMIS ID has 9 characters here, and this has 8");
        assert!(odd("69E4477OD").contains("character 8 is another"));
        assert_eq!(IdForm::parse("6 digits").expect("a form").odd("012345"), None);
        for bad in ["", "9", "0 digits", "65 digits", "9 letters", "nine digits"] {
            assert_eq!(IdForm::parse(bad), None, "{bad}");
        }
    }
}

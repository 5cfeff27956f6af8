//! What people's programs do to a TOML file, told by its own name: quotes that a word processor
//! bends, spaces that are none, days as they are typed, and files that are no TOML at all.

use super::typed_day::{NotADay, typed_day};
use crate::diagnostics::{Diagnostic, Origin, Place, Span};

/// A file of another kind, given as a request.
pub(super) fn of_another_kind(origin: Origin, text: &str) -> Option<Diagnostic> {
    if origin != Origin::Request {
        return None;
    }
    let start = text.trim_start();
    let at = text.len() - start.len();
    let (what, hint) = if start.starts_with('{') {
        if start.contains("client-record-extract/") {
            ("this is an extract, not a request", EXTRACT)
        } else {
            ("this is a JSON file, not a request", DOWNLOAD)
        }
    } else if is_json_list(start) {
        ("this is a list in JSON, as a download has it, not a request", DOWNLOAD)
    } else if is_table(start) {
        ("this is a table, as a download has it, not a request", DOWNLOAD)
    } else {
        return None;
    };
    let span = at..at + start.chars().next().map_or(0, char::len_utf8);
    Some(
        Diagnostic::error("not-a-request", what)
            .at(Place::Range { origin, span })
            .hint(hint),
    )
}

const EXTRACT: &str = "name the request first, and the extract with `--extract`; `crr new` writes a request";
const DOWNLOAD: &str =
    "name the request first, and the download with `--from`; `crr new` writes a request";

/// A list of JSON: a table of TOML has a name behind its bracket.
fn is_json_list(text: &str) -> bool {
    let after = text.strip_prefix('[').map(str::trim_start);
    after.is_some_and(|it| it.starts_with(['{', '"', ']']))
}

/// Rows of a table: nothing is given a value on the first line, and it has several commas.
fn is_table(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let n_commas = first.matches([',', '\t', ';']).count();
    n_commas >= 2 && !first.contains('=') && !first.starts_with(['#', '['])
}

/// What is wrong with a line that is no TOML, where that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slip {
    /// Its quotes are curly.
    CurlyQuotes,
    /// It has a space that is none to TOML, or a character that nobody sees.
    OddSpace,
    /// Its day is no day.
    NoSuchDay(NotADay),
    /// Its day is not written as files want it.
    TypedDay,
}

impl Slip {
    /// The slip of a line, if it is one of these.
    pub(super) fn of(line: &str) -> Option<Self> {
        // What a comment says is nobody's fault.
        let line = line.split('#').next().unwrap_or_default();
        let is_curly = |c: char| {
            matches!(
                c,
                '\u{2018}'..='\u{201F}' | '\u{AB}' | '\u{BB}' | '\u{2032}' | '\u{2033}'
            )
        };
        let is_odd = |c: char| {
            (c.is_whitespace() && !c.is_ascii())
                || matches!(
                    c,
                    '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}'
                )
        };
        if line.contains(is_curly) {
            return Some(Self::CurlyQuotes);
        }
        if line.contains(is_odd) {
            return Some(Self::OddSpace);
        }
        let (_, value) = line.split_once('=')?;
        match typed_day(value) {
            Ok(_) => Some(Self::TypedDay),
            Err(NotADay::Unreadable) => None,
            Err(why) => Some(Self::NoSuchDay(why)),
        }
    }

    /// What to say of all lines with the slip.
    pub(super) fn told(self, origin: Origin, spans: Vec<Span>) -> Diagnostic {
        let it = match self {
            Self::CurlyQuotes => Diagnostic::error("malformed-toml", "the quotes are curly")
                .hint("type straight quotes, as in `key = \"value\"`; Word and Outlook bend them"),
            Self::OddSpace => Diagnostic::error(
                "malformed-toml",
                "a character here looks like a space or like nothing, and is neither",
            )
            .hint("delete the spaces of the line and type them again"),
            Self::NoSuchDay(why) => {
                Diagnostic::error("not-a-date", why.message()).hint(why.hint())
            }
            Self::TypedDay => {
                Diagnostic::error("not-a-date", "this day is not written as YYYY-MM-DD").hint(
                    "write the year, the month and the day, as in `2026-11-16`, without quotes",
                )
            }
        };
        spans.into_iter().fold(it, |it, span| it.at(Place::Range { origin, span }))
    }
}

#[cfg(test)]
mod tests {
    use super::{NotADay, Slip, of_another_kind};
    use crate::diagnostics::Origin;

    #[test]
    fn slips_are_told_apart() {
        for (line, slip) in [
            ("agency = \u{201C}Home\u{201D}", Some(Slip::CurlyQuotes)),
            ("agency\u{A0}= \"Home\"", Some(Slip::OddSpace)),
            ("requested_on = 2026-11-31", Some(Slip::NoSuchDay(NotADay::DoesNotExist))),
            ("requested_on = 11/16/2026", Some(Slip::TypedDay)),
            ("requested_on = Nov 16, 2026 # asked", Some(Slip::TypedDay)),
            ("agency = Home", None),
            ("agency = Home # \u{201C}so\u{201D}", None),
            ("[requester", None),
        ] {
            assert_eq!(Slip::of(line), slip, "{line}");
        }
    }

    #[test]
    fn a_file_of_another_kind_is_known_by_its_start() {
        let what =
            |text: &str| of_another_kind(Origin::Request, text).map(|it| it.message);
        let has = |text: &str, words: &str| {
            let found = what(text).unwrap_or_else(|| panic!("{text}"));
            assert!(found.contains(words), "{text}: {found}");
        };
        has("{\"format\": \"client-record-extract/1\"}", "an extract");
        has(" {\"id\": 1}", "JSON");
        has("[\n {\"a.b\": 1}]", "a list in JSON");
        has("Clients ID,Name,Date\n1,2,3\n", "a table");
        for text in
            ["", "[requester]\na = 1", "[[withhold]]", "# a, b, c\n", "a = [1, 2, 3]"]
        {
            assert_eq!(what(text), None, "{text}");
        }
        assert_eq!(of_another_kind(Origin::Site, "{}").map(|it| it.message), None);
    }
}

//! The text of a form as it comes back: quoted, wrapped, with the quotes, spaces and boxes that
//! mail programs, word processors and ticket systems put in the place of ours. Lines are found
//! by their words, not by where they stand; what is not found is not answered.

use super::block_find::{plain, segments};
use super::block_marks::marked;
use super::lines::{Fills, Item, Line, lines};
use super::{Form, Way};
use crate::model::{ClientId, Day, SectionKind};
use crate::request::{Authority, Language, Protection, Relation, SsnShown};
use crate::source::{NotADay, typed_day};

/// A form that was read.
#[derive(Debug, Default)]
pub struct ReadForm {
    /// What it says.
    pub form: Form,
    /// Lines that are filled in with something that cannot be used.
    pub faults: Vec<Fault>,
    /// How many lines of the form the text has.
    pub n_lines: usize,
}

/// A line that cannot be used, in words that do not repeat what it says.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// The words of the line.
    pub line: &'static str,
    /// What is wrong with it.
    pub what: String,
    /// What to do about it.
    pub hint: String,
}

/// Reads the text of a form.
pub fn read_block(text: &str) -> ReadForm {
    let text = plain(text);
    let mut read = ReadForm::default();
    let found = segments(&text);
    read.n_lines = found.iter().filter(|it| it.is_some()).count();
    for (line, value) in lines().zip(found) {
        let Some(value) = value else { continue };
        read.take(line, value.trim());
    }
    read
}

impl ReadForm {
    /// Takes the value of a line.
    fn take(&mut self, line: &'static Line, value: &str) {
        match line.takes {
            Fills::Text => self.take_text(line, value),
            Fills::Day => self.take_day(line, value),
            Fills::One(_) | Fills::Any(_) => self.take_marks(line, value),
        }
    }

    fn fault(&mut self, line: &'static Line, what: impl Into<String>, hint: &str) {
        let (what, hint) = (what.into(), hint.to_owned());
        self.faults.push(Fault { line: line.words, what, hint });
    }

    fn take_text(&mut self, line: &'static Line, value: &str) {
        let value = value.trim_matches(['"', '_', ' ']);
        if value.is_empty() {
            return;
        }
        if line.item == Item::Agency {
            self.form.agency = Some(value.to_owned());
            return;
        }
        let ids = value.split([',', ';']).map(str::trim).filter(|it| !it.is_empty());
        let has_digit = |it: &&str| it.bytes().any(|b| b.is_ascii_digit());
        let ids: Option<Vec<ClientId>> =
            ids.map(|it| Some(it).filter(has_digit).and_then(ClientId::new)).collect();
        match ids {
            Some(ids) => self.form.clients = ids,
            None => self.fault(
                line,
                "this is not an HMIS ID",
                "ask the agency for the ID alone: letters and digits, no name",
            ),
        }
    }

    fn take_day(&mut self, line: &'static Line, value: &str) {
        let value = value.trim_matches(['"', '_', ' ']);
        if value.is_empty() {
            return;
        }
        let (day, time) = match day_and_time(value) {
            Ok(it) => it,
            Err(why) => return self.fault(line, why.message(), why.hint()),
        };
        let form = &mut self.form;
        let place = match line.item {
            Item::RequestedOn => &mut form.requested_on,
            Item::IdentityVerifiedOn => &mut form.identity_verified_on,
            Item::FoundInHmisOn => &mut form.found_in_hmis_on,
            Item::SubmittedOn => &mut form.submitted_on,
            Item::YouthConsentedOn => &mut form.youth_consented_on,
            Item::ApprovedInWritingOn => &mut form.approved_in_writing_on,
            Item::CanOpenConfirmedOn => &mut form.can_open_confirmed_on,
            _ => &mut form.pick_up_on,
        };
        *place = Some(day);
        if let Some(time) = time.filter(|_| line.item == Item::PickUp) {
            form.notes.push(format!("They come for it at {time}."));
        }
    }

    fn take_marks(&mut self, line: &'static Line, value: &str) {
        let marked = marked(line, value);
        let is_one = matches!(line.takes, Fills::One(_));
        let [first, others @ ..] = &marked[..] else { return };
        if is_one && !others.is_empty() {
            let what = "more than one box is marked";
            return self.fault(line, what, "ask the agency which of them is meant");
        }
        self.answer(line, first, &marked);
    }

    fn answer(&mut self, line: &'static Line, first: &str, all: &[&'static str]) {
        let form = &mut self.form;
        match line.item {
            Item::AuthoritySeen => form.authority_seen = word(Authority::ALL, first),
            Item::Protection => form.protection = word(Protection::ALL, first),
            Item::AskedBy => form.asked_by = word(Relation::ALL, first),
            Item::Way => form.way = word(Way::ALL, first),
            Item::OpenedOn => form.opened_on = word(super::OpenedOn::ALL, first),
            Item::Others => form.others_may_read = Some(first != "no"),
            Item::Parts if all.contains(&"all") => {}
            Item::Parts => {
                form.sections =
                    all.iter().filter_map(|it| word(SectionKind::ALL, it)).collect();
            }
            Item::Ssn => form.ssn = word(SsnShown::ALL, first),
            Item::Language => form.language = word(Language::ALL, first),
            Item::Size => form.is_large = Some(first == "large-print"),
            // Who is not sure may be in danger.
            Item::Danger => form.danger_told = Some(first != "no"),
            Item::Reach => {
                let words = line.options().iter().filter(|it| all.contains(&it.0));
                let words: Vec<_> = words.map(|it| it.1).collect();
                form.notes
                    .push(format!("A safe way to reach them: {}.", words.join(", ")));
            }
            Item::ReadAloud if first == "yes" => {
                form.notes.push("They want it read to them.".into());
            }
            Item::Interpreter if first == "yes" => {
                form.notes.push("They need an interpreter.".into());
            }
            _ => {}
        }
    }
}

/// The value that a word of a request stands for.
fn word<T: Copy + Word>(all: &[T], token: &str) -> Option<T> {
    all.iter().copied().find(|it| it.word() == token)
}

/// A value with a word of its own.
trait Word {
    fn word(self) -> &'static str;
}

macro_rules! words {
    ($($ty:ty),*) => {$(
        impl Word for $ty {
            fn word(self) -> &'static str {
                self.token()
            }
        }
    )*};
}
words!(Authority, Protection, Relation, Way, super::OpenedOn);
words!(SectionKind, SsnShown, Language);

/// A day, and the time that somebody wrote behind it, of which only a time is taken.
fn day_and_time(text: &str) -> Result<(Day, Option<String>), NotADay> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut why = NotADay::Unreadable;
    for n in (1..=words.len().min(4)).rev() {
        match typed_day(&words[..n].join(" ")) {
            Ok(day) => return Ok((day, time(&words[n..].join(" ")))),
            Err(NotADay::Unreadable) => {}
            Err(it) => why = it,
        }
    }
    Err(why)
}

/// The time in what follows a day: digits, a colon, "am" or "pm".
fn time(text: &str) -> Option<String> {
    let text = text.trim_start_matches([',', '-', ' ']).trim_start_matches("at ");
    let is_time = |c: char| c.is_ascii_digit() || ":.apmAPM ".contains(c);
    let fits = text.len() <= 10 && text.chars().all(is_time);
    (fits && text.starts_with(|c: char| c.is_ascii_digit())).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::{Form, OpenedOn, Way, block};
    use super::read_block;
    use crate::request::{Language, Protection, Relation};

    /// The empty form with some lines filled in.
    fn filled(lines: &[(&str, &str)]) -> String {
        lines.iter().fold(block(), |text, (from, to)| {
            assert_eq!(text.matches(from).count(), 1, "{from}");
            text.replace(from, to)
        })
    }

    const USUAL: &[(&str, &str)] = &[
        ("HMIS ID: ", "HMIS ID: 69E44770D"),
        ("Agency: ", "Agency: Harbor Bridge Outreach"),
        ("They asked us on: ", "They asked us on: 11/16/2026"),
        ("Identity verified on: ", "Identity verified on: Nov 16, 2026"),
        ("in HMIS on: ", "in HMIS on: 11-16-26"),
        ("to the help desk on: ", "to the help desk on: 2026-11-18"),
        ("file, said on: ", "file, said on: 11/16/2026"),
        ("[ ] our encrypted", "[x] our encrypted"),
        ("[ ] the client", "[x] the client"),
        ("[ ] by e-mail to me", "[X] by e-mail to me"),
        ("[ ] a phone", "[ x ] a phone"),
        ("phone?\n    [ ] no", "phone?\n    [x] no"),
        ("[ ] Vietnamese", "[*] Vietnamese"),
        ("up: ", "up: 11/24/2026 at 2:30 pm"),
    ];

    fn check(form: &Form) {
        let day = |it: Option<crate::model::Day>| it.map(|it| it.to_string());
        assert_eq!(form.clients.len(), 1);
        assert_eq!(form.agency.as_deref(), Some("Harbor Bridge Outreach"));
        assert_eq!(day(form.requested_on).as_deref(), Some("2026-11-16"));
        assert_eq!(day(form.identity_verified_on).as_deref(), Some("2026-11-16"));
        assert_eq!(day(form.found_in_hmis_on).as_deref(), Some("2026-11-16"));
        assert_eq!(day(form.submitted_on).as_deref(), Some("2026-11-18"));
        assert_eq!(day(form.pick_up_on).as_deref(), Some("2026-11-24"));
        assert_eq!(form.protection, Some(Protection::EncryptedEmail));
        assert_eq!(form.asked_by, Some(Relation::Client));
        assert_eq!(form.way, Some(Way::Email));
        assert_eq!(form.opened_on, Some(OpenedOn::Phone));
        assert_eq!(form.others_may_read, Some(false));
        assert_eq!(form.language, Some(Language::Vi));
        assert_eq!(form.notes, ["They come for it at 2:30 pm."]);
    }

    #[test]
    fn a_form_is_read_as_mail_and_ticket_systems_leave_it() {
        let text = filled(USUAL);
        let quoted: String = text.lines().map(|it| format!("> {it}\r\n")).collect();
        let wrapped = text.replace("help desk on", "help\ndesk on").replace(": ", ":\n");
        let pasted = text.replace(' ', "\u{A0}").replace("[x]", "(x)");
        let boxed = text.replace("[ ]", "\u{2610}").replace("[x]", "\u{2612}");
        let signed = format!("Hello,\n\n{text}\nThanks\nAgency: 12/31/2026\n{}", block());
        let shouted = text.replace("Agency:", "AGENCY :").replace("[ ]", "[]");
        let unmarked = text.replace("[ ] a parent of a client under 18", "");
        for (what, text) in [
            ("as it is", text.clone()),
            ("quoted", quoted),
            ("wrapped", wrapped),
            ("pasted", pasted),
            ("boxed", boxed),
            ("signed", signed),
            ("shouted", shouted),
            ("unmarked", unmarked),
        ] {
            let read = read_block(&text);
            assert!(read.faults.is_empty(), "{what}: {:?}", read.faults);
            assert_eq!(read.n_lines, super::lines().count(), "{what}");
            check(&read.form);
            assert_eq!(read.form.danger_told, None, "{what}");
        }
    }

    #[test]
    fn an_empty_form_answers_nothing() {
        let read = read_block(&block());
        assert_eq!(format!("{:?}", read.form), format!("{:?}", Form::default()));
        assert!(read.faults.is_empty());
        assert_eq!(read_block("Please send the record.").n_lines, 0);
    }

    #[test]
    fn what_cannot_be_used_is_told_by_its_line() {
        let text = filled(&[
            ("HMIS ID: ", "HMIS ID: Maria Lopez"),
            ("They asked us on: ", "They asked us on: 11/31/2026"),
            ("[ ] the client", "[x] the client"),
            ("[ ] a parent", "[x] a parent"),
        ]);
        let faults = read_block(&text).faults;
        let said: Vec<_> = faults.iter().map(|it| (it.line, it.what.as_str())).collect();
        assert_eq!(
            said,
            [
                ("HMIS ID", "this is not an HMIS ID"),
                ("They asked us on", "this day does not exist"),
                ("Who is asking?", "more than one box is marked"),
            ]
        );
    }

    #[test]
    fn danger_and_parts_are_read() {
        let danger = "if someone saw it?\n    [ ] no  [ ] yes  [ ] not sure";
        let told = |marked: &str| {
            let text = filled(&[(danger, &format!("if someone saw it?\n    {marked}"))]);
            read_block(&text).form.danger_told
        };
        assert_eq!(told("[x] no  [ ] yes  [ ] not sure"), Some(false));
        assert_eq!(told("[ ] no  [ ] yes  [x] not sure"), Some(true));
        let text = filled(&[
            (danger, "if someone saw it?\n    [ ] no  [x] yes  [ ] not sure"),
            ("[ ] my programs", "[x] my programs"),
            ("[ ] who I am", "[x] who I am"),
        ]);
        let read = read_block(&text);
        assert_eq!(read.form.danger_told, Some(true));
        let parts: Vec<_> = read.form.sections.iter().map(|it| it.token()).collect();
        assert_eq!(parts, ["profile", "enrollments"]);
    }
}

//! A form as the file of a request: every key with its meaning and its words above it, from the
//! schema of the format. Values go through the writer of crate toml: what somebody typed cannot
//! become a key.

use schemars::SchemaGenerator;
use toml::Value;

use super::{Form, Made};
use crate::diagnostics::is_forbidden;
use crate::model::{ClientId, Day};
use crate::request::{
    Intake, Language, Method, Protection, Recipient, Relation, Request,
};
use crate::source::Described;

/// The widest line of a comment.
const WIDTH: usize = 90;

impl Form {
    /// The file of a request; what nobody answered is left out. None of a form whose way is not
    /// known.
    pub fn written(&self, path: &str) -> String {
        let mut file = Written::new();
        file.note(
            "A client record request. Write nothing here that identifies the client: no \
             name, no birth date, no Social Security number.",
        );
        file.note(&format!(
            "Check it with `crr check {path}`. `crr schema request --commented` shows every \
             key."
        ));
        file.break_line();
        self.write_head(&mut file);
        file.open("requester");
        file.word("relation", self.asked_by.map(Relation::token));
        file.day("identity_verified_on", self.identity_verified_on);
        file.word("authority_seen", self.authority_seen.map(|it| it.token()));
        file.day("youth_consented_on", self.youth_consented_on);
        file.truth("danger_told", self.danger_told);
        self.write_delivery(&mut file);
        self.write_release(&mut file);
        if !self.notes.is_empty() {
            file.break_line();
            file.note("From the agency's form, for the help desk:");
            self.notes.iter().for_each(|it| file.note(&format!("- {it}")));
        }
        file.text
    }

    fn write_head(&self, file: &mut Written) {
        file.text("ticket", self.ticket.as_ref().map(|it| it.as_str()));
        match &*self.clients {
            [one] => file.text("client_id", Some(one.as_str())),
            several => file.list("client_ids", several.iter().map(ClientId::as_str)),
        }
        file.day("found_in_hmis_on", self.found_in_hmis_on);
        file.text("agency", self.agency.as_deref());
        let intake =
            if self.called_on.is_some() { Intake::Phone } else { Intake::Ticket };
        file.word("intake", Some(intake.token()));
        file.day("called_on", self.called_on);
        file.day("requested_on", self.requested_on);
        file.day("submitted_on", self.submitted_on);
        file.word("language", Some(self.language.unwrap_or(Language::En).token()));
        let made = self.made();
        file.word("layout", made.as_ref().map(|it| it.layout.token()));
    }

    /// How the copy is built, where its way is known.
    fn made(&self) -> Option<Made> {
        let is_large = self.is_large == Some(true);
        self.way.map(|it| Made::of(it, self.opened_on, is_large))
    }

    fn write_delivery(&self, file: &mut Written) {
        let Some(way) = self.way else { return };
        let method = if way.is_mailed() { Method::Email } else { Method::InPerson };
        let recipient = match way {
            super::Way::TrustedContact => Recipient::TrustedContact,
            _ => Recipient::Requester,
        };
        file.open("delivery");
        file.word("method", Some(method.token()));
        file.word("recipient", Some(recipient.token()));
        let made = self.made().expect("the way is known");
        let protection = self.protection.filter(|_| way.is_mailed());
        file.word("protection", protection.map(Protection::token));
        if protection != Some(Protection::EncryptedEmail) {
            file.list("formats", made.formats.iter().map(|it| it.token()));
            file.word("attach", made.attach.map(|it| it.token()));
        }
        if way.is_mailed() {
            file.day("can_open_confirmed_on", self.can_open_confirmed_on);
        } else {
            file.day("pick_up_on", self.pick_up_on);
        }
        if recipient == Recipient::TrustedContact {
            file.day("approved_in_writing_on", self.approved_in_writing_on);
            file.text("relation", self.contact_relation.as_deref());
        }
        file.truth("others_may_read", self.others_may_read);
    }

    fn write_release(&self, file: &mut Written) {
        if self.sections.is_empty() && self.ssn.is_none() {
            return;
        }
        file.open("release");
        if !self.sections.is_empty() {
            file.list("sections", self.sections.iter().map(|it| it.token()));
        }
        file.word("ssn", self.ssn.map(|it| it.token()));
    }
}

/// True for what no comment of TOML may have, and for what could deceive a reader.
fn is_control(c: char) -> bool {
    is_forbidden(c) && !c.is_whitespace()
}

/// The file as far as it is written.
struct Written {
    text: String,
    /// The table that is open.
    table: Vec<&'static str>,
    described: Vec<Described>,
}

impl Written {
    fn new() -> Self {
        let schema = SchemaGenerator::default().into_root_schema_for::<Request>();
        let described = Described::of(&schema.to_value());
        Self { text: String::new(), table: Vec::new(), described }
    }

    fn open(&mut self, table: &'static str) {
        self.table = vec![table];
        self.break_line();
        let about = self.about(&[table]);
        self.note(&about);
        self.text.extend(["[", table, "]\n"]);
    }

    fn break_line(&mut self) {
        self.text.push('\n');
    }

    /// A comment, wrapped at spaces. Of what was typed only one line is taken.
    fn note(&mut self, words: &str) {
        let mut line = String::from("#");
        let words: String = words.chars().filter(|it| !is_control(*it)).collect();
        for word in words.split_whitespace() {
            if line.len() + word.len() >= WIDTH && line.len() > 1 {
                self.text += &line;
                self.text.push('\n');
                line = String::from("#");
            }
            line.extend([" ", word]);
        }
        self.text += &line;
        self.text.push('\n');
    }

    /// What a key means, and which words it takes.
    fn about(&self, path: &[&str]) -> String {
        let found = Described::find(&self.described, path);
        let found = found.expect("a key of the format");
        match found.words() {
            [] => found.about.clone(),
            words => format!("{} One of: {}.", found.about, words.join(" | ")),
        }
    }

    fn value(&mut self, key: &'static str, value: &Value) {
        let mut path = self.table.clone();
        path.push(key);
        let about = self.about(&path);
        self.note(&about);
        self.text.extend([key, " = ", &value.to_string(), "\n"]);
    }

    fn text(&mut self, key: &'static str, text: Option<&str>) {
        if let Some(it) = text {
            self.value(key, &Value::String(it.to_owned()));
        }
    }

    fn word(&mut self, key: &'static str, word: Option<&'static str>) {
        self.text(key, word);
    }

    fn list<'a>(&mut self, key: &'static str, items: impl Iterator<Item = &'a str>) {
        let items = items.map(|it| Value::String(it.to_owned()));
        self.value(key, &Value::Array(items.collect()));
    }

    fn truth(&mut self, key: &'static str, truth: Option<bool>) {
        if let Some(it) = truth {
            self.value(key, &Value::Boolean(it));
        }
    }

    fn day(&mut self, key: &'static str, day: Option<Day>) {
        if let Some(it) = day {
            // A day of the calendar is one of TOML's.
            let it = it.to_string().parse().expect("a day as TOML writes it");
            self.value(key, &Value::Datetime(it));
        }
    }
}

//! `crr new`: a request, from questions, flags or the agency's form.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use crate::cli::answers::Answers;
use crate::cli::flags::SiteFlag;
use crate::cli::interview::Interview;
use crate::cli::outcome::{Done, counted};
use crate::cli::questions;
use crate::cli::read;
use crate::cli::request_file::{self, Folders};
use crate::cli::session::Session;
use crate::cli::terminal;
use crate::cli::ticket_form;
use crate::diagnostics::{Diagnostic, Failure, Origin, Place, Report};
use crate::io::{self, Audience};
use crate::model::Ticket;
use crate::pipeline::{Inputs, sample_day, sample_texts};
use crate::render::language_names;
use crate::request::Request;
use crate::request::form::{Ask, Form};
use crate::site::Site;
use crate::source::Source;

#[derive(Debug, ClapArgs)]
pub(crate) struct New {
    /// The help-desk ticket: letters, digits and `-`.
    #[arg(value_parser = ticket)]
    ticket: Option<Ticket>,
    /// The new file, `-` for standard output; default: TICKET.toml in the folder of requests.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Read the agency's form from the text of its ticket (`crr form --text` prints an empty
    /// one); `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    from_ticket: Option<PathBuf>,
    /// Write a made-up request and extract into a folder, to try crr with.
    #[arg(long, value_name = "DIR", exclusive = true)]
    example: Option<PathBuf>,
    #[command(flatten)]
    site: SiteFlag,
    #[command(flatten)]
    answers: Answers,
}

fn ticket(text: &str) -> Result<Ticket, &'static str> {
    Ticket::new(text).ok_or("write letters, digits and `-`, at most 64, as in 2026-0142")
}

impl New {
    /// Writes one request, or the example.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        if let Some(folder) = &self.example {
            return example(folder);
        }
        let file = self.site.find();
        let site = read::site(&self.site, session)?;
        let folders = Folders::of(&file, &site);
        let ticket = self.ticket.clone();
        let flags = Form { ticket, ..self.answers.form()? };
        self.check_free(&flags, &folders)?;
        let (read, report) = match &self.from_ticket {
            Some(path) => ticket_form::read(path, session.inputs)?,
            None => (Form::default(), Report::default()),
        };
        let mut form = read.with(flags);
        if terminal::has_asker() {
            let today = io::today(site.time_zone.0);
            let mut interview = Interview::new(session.terminal);
            questions::fill(&mut form, &site, &language_names(), today, &mut interview)?;
        }
        let missing = form.missing();
        if !missing.is_empty() {
            return Err(match self.from_ticket {
                Some(_) => ticket_form::left_open(&missing).after(report),
                None => Failure::usage(not_answered(&missing)),
            });
        }
        check_ids(&form, &site)?;
        let mut done = self.write(&form, &site, &folders, session.inputs)?;
        let mut all = report;
        all.append(std::mem::take(&mut done.report));
        done.report = all;
        Ok(done)
    }

    /// With a record at hand, the ticket is searched for the names of the record too.
    fn ticket_flag(&self) -> String {
        let file = self.from_ticket.as_deref().filter(|it| *it != Path::new("-"));
        file.map_or_else(String::new, |it| format!(" --ticket-text {}", it.display()))
    }

    /// Refuses a name that is taken before anybody answers anything.
    fn check_free(&self, form: &Form, folders: &Folders) -> Result<(), Failure> {
        match self.file(form, folders) {
            Some(path) if path != Path::new("-") => {
                request_file::check_new(&path, self.flag())
            }
            _ => Ok(()),
        }
    }

    /// What names the file.
    fn flag(&self) -> &'static str {
        if self.to.is_some() { "--to" } else { "TICKET" }
    }

    /// The file that is written, as far as it is known.
    fn file(&self, form: &Form, folders: &Folders) -> Option<PathBuf> {
        let named = || form.ticket.as_ref().map(|it| folders.file_of(it));
        self.to.clone().or_else(named)
    }

    fn write(
        &self,
        form: &Form,
        site: &Site,
        folders: &Folders,
        inputs: &mut Inputs,
    ) -> Result<Done, Failure> {
        let path = self.file(form, folders).expect("a form without gaps has a ticket");
        let ticket = form.ticket.as_ref().expect("the same").as_str();
        let name = path.display().to_string();
        let is_printed = path == Path::new("-");
        let shown = if is_printed { "FILE" } else { &name };
        let text = form.written(shown);
        let mut report = checked(&text, shown, inputs)?;
        report.append(around(form, site));
        if !is_printed {
            // What is written elsewhere is for whoever wrote it.
            let audience = match self.to {
                Some(_) => Audience::Owner,
                None => folders.audience,
            };
            request_file::write(&path, &text, self.flag(), audience)?;
        }
        Ok(Done {
            data: if is_printed { text } else { name.clone() },
            summary: format!(
                "wrote the request of {ticket}\nnext:\n  1. export the client's record from \
                 HMIS; `crr import` makes an extract of it, in `{}`\n  2. run `crr check {shown}{}`\n",
                folders.extracts.display(),
                self.ticket_flag()
            ),
            result: Some(serde_json::json!({ "ticket": ticket, "file": name })),
            report,
            ..Done::default()
        })
    }
}

/// What was not answered, all at once.
fn not_answered(missing: &[Ask]) -> Diagnostic {
    let n = counted(missing.len(), "answer");
    let message = format!("{n} of a request {} missing", verb(missing.len()));
    let it = Diagnostic::error("answers-missing", message);
    let hints = missing.iter().map(|ask| match ask {
        Ask::Ticket => {
            format!("name the ticket, as in `crr new 2026-0142`: {}", ask.what())
        }
        ask => format!("pass `--{}`: {}", ask.token(), ask.what()),
    });
    hints.fold(it, Diagnostic::hint)
}

fn verb(n: usize) -> &'static str {
    if n == 1 { "is" } else { "are" }
}

/// Each ID has the form that the site file gives.
fn check_ids(form: &Form, site: &Site) -> Result<(), Failure> {
    match form.clients.iter().find_map(|it| site.odd_id(it)) {
        None => Ok(()),
        Some(odd) => Err(Failure::refused(
            Diagnostic::error("id-of-another-form", odd)
                .at(Place::Outside("--client-id".into()))
                .hint("copy the ID from HMIS again"),
        )),
    }
}

/// What was written is read as a build would read it.
fn checked(text: &str, name: &str, inputs: &mut Inputs) -> Result<Report, Failure> {
    let source = Source::toml(Origin::Request, name.to_owned(), text.to_owned());
    let checked = Request::parse(&source);
    if checked.value.is_none() {
        // Its places can be shown.
        inputs.keep(source);
        return Err(Failure::refused(checked.report));
    }
    Ok(checked.report)
}

/// What the site file says to a form.
fn around(form: &Form, site: &Site) -> Report {
    let known = site.agency_names();
    let asks = form.agency.as_deref().unwrap_or_default();
    match crate::rules::nearest_agency(asks, &known) {
        Some(near) => Diagnostic::warning(
            "agency-not-listed",
            "the site file has no agency of this name",
        )
        .at(Place::Outside("--agency".into()))
        .hint(format!("did you mean `{near}`?"))
        .into(),
        None => Report::default(),
    }
}

/// The made-up client of the example.
const EXAMPLE: &str = "typical-adult";

/// Writes the example, and says how to build it: on the day for which it was made up.
fn example(folder: &Path) -> Result<Done, Failure> {
    let (request, extract) = sample_texts(EXAMPLE);
    let request = request.replace(&format!("data/samples/{EXAMPLE}/"), "");
    let files = [("request.toml", request.as_str()), ("extract.json", extract)];
    let flag = "--example";
    for (name, _) in files {
        request_file::check_new(&folder.join(name), flag)?;
    }
    for (i, (name, text)) in files.into_iter().enumerate() {
        request_file::write(&folder.join(name), text, flag, Audience::Owner)
            .map_err(|it| it.having_written(i))?;
    }
    let shown = folder.display();
    let command = format!(
        "crr build {shown}/request.toml --extracts {shown} --out {shown}/out --at {}",
        sample_day()
    );
    Ok(Done {
        // A line to copy: words for the terminal may be wrapped.
        data: command,
        summary: format!(
            "wrote a made-up request and record into `{shown}`\nnext: run the line above; it \
             builds them, on the day for which they were made up\n"
        ),
        result: Some(serde_json::json!({ "folder": shown.to_string() })),
        ..Done::default()
    })
}

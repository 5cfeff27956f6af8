//! `crr form`: the Client Record Request Form, on paper or as a text for the ticket.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use crate::cli::flags::{ContextFlags, tokens};
use crate::cli::outcome::{self, Done, counted};
use crate::cli::read;
use crate::cli::session::Session;
use crate::diagnostics::Failure;
use crate::io;
use crate::pipeline::{pool, request_form};
use crate::render::check_language;
use crate::request::Language;
use crate::request::form::block;

#[derive(Debug, ClapArgs)]
pub(crate) struct Form {
    /// Language beside the English.
    #[arg(
        long,
        value_name = "WORD",
        default_value = "en",
        value_parser = tokens(Language::ALL, Language::token)
    )]
    language: Language,
    /// The new file; default: `request-form.pdf`, or `request-form-LANGUAGE.pdf`.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Print the form as text, in English, to paste into a ticket.
    #[arg(long, conflicts_with_all = ["to", "language"])]
    text: bool,
    #[command(flatten)]
    context: ContextFlags,
}

impl Form {
    /// Writes or prints the form. Nothing of a client is read or written.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        if self.text {
            let text = block();
            let result = serde_json::json!({ "text": text });
            return Ok(Done { data: text, result: Some(result), ..Done::default() });
        }
        let path = self.file();
        let refused = |err: &io::IoError| outcome::writing(err, "--to");
        io::check_new(&path).map_err(|err| refused(&err))?;
        let context = read::context(&self.context, session)?;
        let report = check_language(self.language, &context.kit);
        if report.is_refused() {
            return Err(Failure::refused(report));
        }
        let form = request_form(self.language, &context, &pool())?;
        io::write_new(&path, form.bytes()).map_err(|err| refused(&err))?;
        let name = path.display().to_string();
        Ok(Done {
            data: name.clone(),
            summary: format!(
                "wrote the form, {}: print it, fill it in with the client, keep it at the \
                 agency\n",
                counted(form.n_pages(), "page")
            ),
            result: Some(serde_json::json!({ "file": name, "pages": form.n_pages() })),
            report,
            ..Done::default()
        })
    }

    fn file(&self) -> PathBuf {
        let language = match self.language {
            Language::En => String::new(),
            other => format!("-{}", other.token()),
        };
        let default = || Path::new(&format!("request-form{language}.pdf")).to_owned();
        self.to.clone().unwrap_or_else(default)
    }
}

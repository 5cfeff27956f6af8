//! `crr preview`: the pages of fictional records as pictures.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args as ClapArgs;
use clap::builder::PossibleValuesParser;

use crate::cli::flags::{ContextFlags, tokens};
use crate::cli::outcome::{self, Done, closing, counted};
use crate::cli::read;
use crate::cli::session::Session;
use crate::diagnostics::{Failure, emit};
use crate::io;
use crate::pipeline::{documents, sample, sample_names};
use crate::render::{Document, pictures};
use crate::request::{Language, Layout};

#[derive(Debug, ClapArgs)]
pub(crate) struct Preview {
    /// A built-in sample; may be repeated; default: all of them.
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(sample_names()))]
    sample: Vec<String>,
    /// The language of the pages; default: that of the sample's request.
    #[arg(long, value_parser = tokens(Language::ALL, Language::token))]
    language: Option<Language>,
    /// The layout of the pages; default: that of the sample's request.
    #[arg(long, value_parser = tokens(Layout::ALL, Layout::token))]
    layout: Option<Layout>,
    /// Folder for the pictures; existing ones of the same names are replaced.
    #[arg(long, value_name = "DIR", default_value = "preview")]
    to: PathBuf,
    /// Resolution in pixels per inch.
    #[arg(long, value_name = "N", default_value_t = 96, value_parser = clap::value_parser!(u32).range(20..=600))]
    ppi: u32,
    /// Render again whenever a file of `--templates` changes.
    #[arg(long, requires = "templates")]
    watch: bool,
    #[command(flatten)]
    context: ContextFlags,
}

/// How often the folder of templates is checked for changes.
const PAUSE: Duration = Duration::from_millis(300);

impl Preview {
    /// Renders all pages once, or again and again as the templates change.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        match self.context.templates.as_deref().filter(|_| self.watch) {
            None => draw(self, session),
            Some(folder) => watch(self, folder, session),
        }
    }
}

fn watch(
    args: &Preview,
    folder: &Path,
    session: &mut Session<'_>,
) -> Result<Done, Failure> {
    loop {
        let seen = state(folder)?;
        match draw(args, session) {
            Ok(done) => session.terminal.summary(&done.summary),
            // A fault in a template that is being written ends nothing.
            Err(failure) => {
                session.terminal.problems(&emit(&failure.report, session.inputs));
                session.terminal.problems(&closing(&failure));
            }
        }
        while state(folder)? == seen {
            std::thread::sleep(PAUSE);
        }
    }
}

fn state(folder: &Path) -> Result<impl PartialEq, Failure> {
    io::state_of(folder).map_err(|err| outcome::reading(&err, "--templates"))
}

fn draw(args: &Preview, session: &mut Session<'_>) -> Result<Done, Failure> {
    let mut n_pages = 0;
    draw_pages(args, session, &mut n_pages).map_err(|it| it.having_written(n_pages))?;
    Ok(Done {
        data: args.to.display().to_string(),
        summary: format!("rendered {} of fictional people\n", counted(n_pages, "page")),
        result: Some(serde_json::json!({ "pages": n_pages })),
        ..Done::default()
    })
}

/// Each page is a file of its own.
fn draw_pages(
    args: &Preview,
    session: &mut Session<'_>,
    n_pages: &mut usize,
) -> Result<(), Failure> {
    let context = read::context(&args.context, session)?;
    let wanted: Vec<&str> = match args.sample.as_slice() {
        [] => sample_names().collect(),
        some => some.iter().map(String::as_str).collect(),
    };
    for name in wanted {
        let it = sample(name, args.language, args.layout, &context)?;
        for manuscript in documents(&it.plan, &context) {
            // The cover is the beginning of the record.
            if manuscript.document() == Document::Cover {
                continue;
            }
            let pages = pictures(&manuscript, &context.kit, args.ppi)
                .map_err(|report| context.template_fault(report))?;
            let stem = manuscript.document().file_name().trim_end_matches(".pdf");
            let pages = pages.iter().enumerate();
            let files = pages.map(|(i, it)| (format!("{stem}-{:02}.png", i + 1), it));
            io::write_pictures(&args.to.join(name), files, n_pages)
                .map_err(|err| outcome::writing(&err, "--to"))?;
        }
    }
    Ok(())
}

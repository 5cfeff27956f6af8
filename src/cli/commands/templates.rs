//! `crr templates export` and `crr templates check`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

use crate::cli::flags::{ContextFlags, SiteFlag};
use crate::cli::outcome::{self, Done, counted};
use crate::cli::read;
use crate::cli::session::Session;
use crate::diagnostics::{Diagnostic, Failure, Place};
use crate::io;
use crate::pipeline::{
    Context, Ready, documents, pool, request_form, sample, sample_day, sample_names,
};
use crate::render::{Document, Manuscript, headings, render, templates};
use crate::request::{Language, Layout};
use crate::sections::{counts, has_page};

#[derive(Debug, ClapArgs)]
pub(crate) struct Templates {
    #[command(subcommand)]
    command: TemplatesCommand,
}

#[derive(Debug, Subcommand)]
enum TemplatesCommand {
    /// Copy the built-in templates and catalogs to a folder.
    Export(TemplatesExport),
    /// Render the built-in samples with modified templates: every section, language and layout.
    Check(TemplatesCheck),
}

#[derive(Debug, ClapArgs)]
struct TemplatesExport {
    /// Folder to copy to; no file in it is replaced.
    dir: PathBuf,
}

#[derive(Debug, ClapArgs)]
struct TemplatesCheck {
    /// Folder of modified templates; what it lacks is taken from the built-in ones.
    dir: PathBuf,
    /// Folder of additional fonts.
    #[arg(long, value_name = "DIR")]
    fonts: Option<PathBuf>,
}

impl Templates {
    /// Runs the one that was asked for.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        match &self.command {
            TemplatesCommand::Export(it) => export(it),
            TemplatesCommand::Check(it) => {
                check(it, session).map_err(Failure::of_reading)
            }
        }
    }
}

/// Copies the built-in templates out; an existing file is not replaced.
fn export(args: &TemplatesExport) -> Result<Done, Failure> {
    let mut n_written = 0;
    io::export(&args.dir, templates(), &mut n_written)
        .map_err(|err| outcome::writing(&err, "DIR").having_written(n_written))?;
    let n = templates().count();
    Ok(Done {
        data: args.dir.display().to_string(),
        summary: format!(
            "copied {}; pass the folder with `--templates`\n",
            counted(n, "template")
        ),
        result: Some(serde_json::json!({ "files": n })),
        ..Done::default()
    })
}

/// Every sample once, and one that has everything in every language and layout.
fn wanted() -> Vec<(&'static str, Option<Language>, Option<Layout>)> {
    let mut wanted: Vec<_> = sample_names().map(|it| (it, None, None)).collect();
    for language in Language::ALL {
        let layouts = Layout::ALL.iter();
        wanted.extend(layouts.map(|it| ("veteran", Some(*language), Some(*it))));
    }
    wanted
}

/// Typesets every document with the modified templates. The catalogs of all languages are compared with
/// the English one, the export refuses what is not PDF/UA-1 and PDF/A-2a, and each section
/// has to have its heading.
fn check(args: &TemplatesCheck, session: &mut Session<'_>) -> Result<Done, Failure> {
    let flags = ContextFlags {
        site: SiteFlag::built_in(),
        templates: Some(args.dir.clone()),
        fonts: args.fonts.clone(),
        at: Some(sample_day()),
    };
    let context = read::context(&flags, session)?;
    let pool = pool();
    let mut n_documents = 0;
    for (name, language, layout) in wanted() {
        let it = sample(name, language, layout, &context)?;
        let all = documents(&it.plan, &context);
        let record = all.iter().find(|it| it.document() == Document::Record);
        let record = record.expect("it is among the documents");
        complete(record, &it, &context).map_err(|failure| at(failure, &it))?;
        render(&all, &context.kit, &pool)
            .map_err(|report| at(Failure::refused(report), &it))?;
        n_documents += all.len();
    }
    for language in Language::ALL {
        request_form(*language, &context, &pool)?;
        n_documents += 1;
    }
    Ok(Done {
        summary: format!(
            "checked {} in {} and {}\n",
            counted(n_documents, "document"),
            counted(Language::ALL.len(), "language"),
            counted(Layout::ALL.len(), "layout"),
        ),
        result: Some(serde_json::json!({ "documents": n_documents })),
        ..Done::default()
    })
}

/// The record has a heading for every section that it is to show.
fn complete(record: &Manuscript, it: &Ready, context: &Context) -> Result<(), Failure> {
    let found = headings(record, &context.kit).map_err(Failure::refused)?;
    let catalog = context.kit.catalog(it.plan.handover().language);
    let profiles = it.plan.record().profiles().iter();
    let sections =
        profiles.flat_map(counts).filter(|(kind, shown, _)| has_page(*kind, *shown));
    let titles = sections.map(|(kind, ..)| format!("section-{}", kind.token()));
    for key in titles.chain(["worksheet-title".to_owned()]) {
        if !found.iter().any(|it| it == catalog.get(&key)) {
            return Err(Failure::refused(
                Diagnostic::error(
                    "section-not-set",
                    format!("the record has no heading for `{key}`"),
                )
                .hint("compare `record.typ` with the built-in one"),
            ));
        }
    }
    Ok(())
}

/// Says in which language and layout a problem shows.
fn at(mut failure: Failure, it: &Ready) -> Failure {
    let place = format!(
        "{}, {}",
        it.plan.handover().language.token(),
        it.plan.handover().layout.token()
    );
    failure.report.mark(&Place::Outside(place));
    failure
}

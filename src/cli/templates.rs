//! `crr templates export` and `crr templates check`.

use super::Done;
use super::args::{
    Color, Common, KitArgs, Templates, TemplatesCheck, TemplatesCommand, TemplatesExport,
};
use super::inputs::Inputs;
use super::outcome::{Stop, counted};
use super::samples::{Sample, names, sample};
use super::shared::Shared;
use super::sheets::{documents, pool};
use crate::diagnostics::{Diagnostic, Place};
use crate::io;
use crate::render::{Sheet, headings, render, templates};
use crate::request::{Language, Layout};
use crate::sections::{Shown, counts};

/// Runs the one that was asked for.
pub(super) fn run(args: &Templates, inputs: &mut Inputs) -> Result<Done, Stop> {
    match &args.command {
        TemplatesCommand::Export(it) => export(it),
        TemplatesCommand::Check(it) => check(it, inputs),
    }
}

/// Copies the built-in templates out; a file that is there already is not replaced.
fn export(args: &TemplatesExport) -> Result<Done, Stop> {
    io::export(&args.dir, templates()).map_err(|err| Stop::writing(&err, "DIR"))?;
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

/// Every sample once, and one that has everything in every language and edition.
fn wanted() -> Vec<(&'static str, Option<Language>, Option<Layout>)> {
    let mut wanted: Vec<_> = names().map(|it| (it, None, None)).collect();
    for language in Language::ALL {
        let layouts = Layout::ALL.iter();
        wanted.extend(layouts.map(|it| ("veteran", Some(*language), Some(*it))));
    }
    wanted
}

/// Sets every document with the changed set. The catalogs of all languages are compared with
/// the English one, the export refuses what is not PDF/UA-1 and PDF/A-2a, and each section
/// has to have its heading.
fn check(args: &TemplatesCheck, inputs: &mut Inputs) -> Result<Done, Stop> {
    let kit = KitArgs {
        site: None,
        templates: Some(args.dir.clone()),
        fonts: args.fonts.clone(),
        at: Some(super::samples::sample_day()),
        common: Common { json: false, quiet: false, color: Color::Never },
    };
    let shared = Shared::of(&kit, inputs)?;
    let pool = pool();
    let mut n_documents = 0;
    for (name, language, layout) in wanted() {
        let it = sample(name, language, layout, &shared)?;
        let all = documents(&it.request, &it.plan, &it.hud, &shared);
        let record = all.iter().find(|it| it.name() == "record.pdf");
        let record = record.expect("it is among the documents");
        complete(record, &it, &shared).map_err(|stop| at(stop, &it))?;
        let rendered = render(&all, &shared.kit, &pool)
            .map_err(|report| at(Stop::refused(report), &it))?;
        n_documents += rendered.len();
    }
    Ok(Done {
        summary: format!(
            "checked {} in {} and {}\n",
            counted(n_documents, "document"),
            counted(Language::ALL.len(), "language"),
            counted(Layout::ALL.len(), "edition"),
        ),
        result: Some(serde_json::json!({ "documents": n_documents })),
        ..Done::default()
    })
}

/// The record has a heading for every section that it is to show.
fn complete(record: &Sheet, it: &Sample, shared: &Shared) -> Result<(), Stop> {
    let found = headings(record, &shared.kit).map_err(Stop::refused)?;
    let catalog = shared.kit.catalog(it.plan.language);
    let is_shown =
        |shown: Shown| matches!(shown, Shown::Present | Shown::Empty | Shown::Withheld);
    let sections = counts(&it.plan).into_iter().filter(|(_, shown, _)| is_shown(*shown));
    let titles = sections.map(|(kind, ..)| format!("section-{}", kind.token()));
    for key in titles.chain(["worksheet-title".to_owned()]) {
        if !found.iter().any(|it| it == catalog.get(&key)) {
            return Err(Stop::refused(
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

/// Tells in which language and edition a problem shows.
fn at(mut stop: Stop, it: &Sample) -> Stop {
    let place = format!("{}, {}", it.plan.language.token(), it.plan.layout.token());
    stop.report.mark(&Place::Outside(place));
    stop
}

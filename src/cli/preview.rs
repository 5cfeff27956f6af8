//! `crr preview`: the pages of fictional records as pictures.

use std::path::Path;
use std::time::Duration;

use super::Done;
use super::args::Preview;
use super::inputs::Inputs;
use super::outcome::{Stop, closing, counted};
use super::samples::{self, sample};
use super::shared::Shared;
use super::sheets::documents;
use super::terminal::Terminal;
use crate::diagnostics::emit;
use crate::io;
use crate::render::pictures;

/// How often the folder of templates is looked at.
const PAUSE: Duration = Duration::from_millis(300);

/// Draws all pages once, or again and again as the templates change.
pub(super) fn preview(
    args: &Preview,
    terminal: &Terminal,
    inputs: &mut Inputs,
) -> Result<Done, Stop> {
    let Some(folder) = args.kit.templates.as_deref().filter(|_| args.watch) else {
        return draw(args, inputs);
    };
    loop {
        let seen = state(folder)?;
        match draw(args, inputs) {
            Ok(done) => terminal.summary(&done.summary),
            // A fault in a template that is being written ends nothing.
            Err(stop) => {
                terminal.problems(&emit(&stop.report, inputs));
                terminal.problems(&closing(&stop));
            }
        }
        while state(folder)? == seen {
            std::thread::sleep(PAUSE);
        }
    }
}

fn state(folder: &Path) -> Result<impl PartialEq, Stop> {
    io::state_of(folder).map_err(|err| Stop::reading(&err, "--templates"))
}

fn draw(args: &Preview, inputs: &mut Inputs) -> Result<Done, Stop> {
    let shared = Shared::of(&args.kit, inputs)?;
    let wanted: Vec<&str> = match args.sample.as_slice() {
        [] => samples::names().collect(),
        some => some.iter().map(String::as_str).collect(),
    };
    let mut n_pages = 0;
    for name in wanted {
        let it = sample(name, args.language, args.layout, &shared)?;
        for sheet in documents(&it.request, &it.plan, &it.hud, &shared) {
            // The cover is the beginning of the record.
            if sheet.name() == "cover.pdf" {
                continue;
            }
            let pages = pictures(&sheet, &shared.kit, args.ppi)
                .map_err(|report| shared.template_fault(report))?;
            n_pages += pages.len();
            let stem = sheet.name().trim_end_matches(".pdf");
            let pages = pages.iter().enumerate();
            let files = pages.map(|(i, it)| (format!("{stem}-{:02}.png", i + 1), it));
            io::write_pictures(&args.to.join(name), files)
                .map_err(|err| Stop::writing(&err, "--to"))?;
        }
    }
    Ok(Done {
        data: args.to.display().to_string(),
        summary: format!("drew {} of fictional people\n", counted(n_pages, "page")),
        result: Some(serde_json::json!({ "pages": n_pages })),
        ..Done::default()
    })
}

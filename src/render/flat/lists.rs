//! The sections that are lists: releases, contacts, enrollments, papers, and what the newer
//! policy offers.

use super::part::{Fact, Text};
use super::sheet::{Sheet, fact, row};
use crate::sections::{
    self, AssessmentsView, ContactsView, DocumentsView, EnrollmentsView, ReleaseStatus,
    RoiView, Stage, TableView,
};

const RELEASES: [&str; 5] =
    ["roi-col-status", "roi-col-start", "roi-col-end", "roi-col-how", "roi-col-agency"];
const CONTACTS: [&str; 3] = ["col-contact", "col-value", "col-updated"];
/// On the pages program and agency share a cell: by ear each is a line with its own name.
const ENROLLMENTS: [&str; 5] =
    ["col-program-name", "col-agency-name", "col-started", "col-ended", "col-went"];
const DOCUMENTS: [&str; 5] =
    ["col-document", "col-category", "col-agency", "col-added", "col-deletion"];

/// Release of Information: what holds today, then every form, then what it all means.
pub(super) fn releases(sheet: &mut Sheet<'_>, body: &RoiView) {
    let status = |it: ReleaseStatus| format!("roi-status-{}", it.key());
    let today = sheet.words.fill("roi-today", &[("day", &sheet.today)]);
    let holds = vec![sheet.word(&status(body.status)), body.sentence.as_str().into()];
    sheet.facts([Fact { label: today.into(), lines: holds }]);
    let rows = body.rows.iter().map(|it| {
        let mut of_status = vec![sheet.word(&status(it.status))];
        of_status.extend(it.refusal.as_deref().map(Text::from));
        row(
            &it.number,
            vec![
                of_status,
                vec![it.start.as_str().into()],
                vec![it.end.as_str().into()],
                meant(sheet, &it.how, it.how_meant.as_deref()),
                vec![sheet.recorded(&it.agency)],
            ],
        )
    });
    let rows = rows.collect();
    let caption = sheet.word("section-release-of-information");
    sheet.table(caption, &RELEASES, rows);
    sheet.heading(1, sheet.word("roi-dates-title"));
    sheet.paragraph(sheet.word("roi-dates-text"));
    // Only the words that stand above are explained.
    let kinds = ReleaseStatus::ALL.into_iter();
    let kinds = kinds.filter(|kind| body.rows.iter().any(|it| it.status == *kind));
    let means = |it: ReleaseStatus| {
        let meaning = sheet.word(&format!("roi-means-{}", it.key()));
        fact(sheet.word(&status(it)), meaning, None)
    };
    let means: Vec<_> = kinds.map(means).collect();
    sheet.terms(means);
    sheet.heading(1, sheet.word("roi-mind-title"));
    sheet.paragraph(sheet.word("roi-mind-text"));
}

/// Contact Information: how agencies can reach the client.
pub(super) fn contacts(sheet: &mut Sheet<'_>, body: &ContactsView) {
    let rows = body.rows.iter().map(|it| {
        let mut value = vec![sheet.named(&it.value)];
        value.extend(it.note.as_ref().map(|it| sheet.named(it)));
        value.extend(it.note_meant.as_deref().map(Text::from));
        row(
            &it.number,
            vec![vec![it.kind.as_str().into()], value, vec![it.updated.as_str().into()]],
        )
    });
    let rows = rows.collect();
    let caption = sheet.word("section-contact-information");
    sheet.table(caption, &CONTACTS, rows);
}

/// Enrollment History: what kinds of programs there are, then one row for each stay.
pub(super) fn enrollments(sheet: &mut Sheet<'_>, body: &EnrollmentsView) {
    sheet.heading(1, sheet.word("kinds-title"));
    let kinds = body.kinds.iter();
    sheet.terms(
        kinds.map(|it| fact(it.label.as_str().into(), it.about.as_str().into(), None)),
    );
    // That the client was the head of the household is said once.
    if body.any_head {
        sheet.paragraph(sheet.word("household-note"));
    }
    for group in &body.groups {
        let title = group.heading.as_deref().map(Text::from);
        if let Some(title) = &title {
            sheet.heading(1, title.clone());
        }
        let rows = group.rows.iter().map(|it| {
            let kind = it.project_type.as_str();
            let mut program = vec![sheet.recorded(&it.project), kind.into()];
            let role = (!it.is_head).then_some(&it.relationship);
            program.extend(role.map(|role| filled(sheet, "your-place", "role", role)));
            let mut started = vec![it.entry.as_str().into()];
            let moved = it.move_in.as_ref();
            started.extend(moved.map(|day| filled(sheet, "moved-in", "day", day)));
            let went = it.destination.as_deref();
            let went = went.map_or_else(|| sheet.word("not-left"), Text::from);
            let ended = last_day(sheet, it.stage, it.exit.as_deref());
            let agency = vec![sheet.recorded(&it.agency)];
            row(&it.number, vec![program, agency, started, ended, vec![went]])
        });
        let rows = rows.collect();
        let caption = title.unwrap_or_else(|| sheet.word("section-enrollments"));
        sheet.table(caption, &ENROLLMENTS, rows);
    }
    body.left_out.iter().for_each(|it| sheet.notice(it));
}

/// A recorded word, and what it means in the language of the page.
fn meant(sheet: &Sheet<'_>, recorded: &str, meant: Option<&str>) -> Vec<Text> {
    let recorded = sheet.recorded(recorded);
    std::iter::once(recorded).chain(meant.map(Text::from)).collect()
}

fn filled(sheet: &Sheet<'_>, key: &str, name: &str, value: &str) -> Text {
    sheet.words.fill(key, &[(name, value)]).into()
}

/// Whether a stay goes on, and its last day.
fn last_day(sheet: &Sheet<'_>, stage: Stage, exit: Option<&str>) -> Vec<Text> {
    let goes_on = match (stage, exit) {
        (Stage::Ended, _) => None,
        (Stage::Open, None) => Some("still-open"),
        (Stage::Open, Some(_)) => Some("timeline-goes-on"),
        (Stage::NotBegun, _) => Some("not-begun"),
    };
    let goes_on = goes_on.map(|it| sheet.word(it));
    goes_on.into_iter().chain(exit.map(Text::from)).collect()
}

/// Client Documentation: the list of papers.
pub(super) fn documents(sheet: &mut Sheet<'_>, body: &DocumentsView) {
    let rows = body.rows.iter().map(|it| {
        row(
            &it.number,
            vec![
                vec![sheet.recorded(&it.name)],
                meant(sheet, &it.category, it.category_meant.as_deref()),
                vec![sheet.recorded(&it.agency)],
                vec![it.added.as_str().into()],
                vec![it.deletion.as_str().into()],
            ],
        )
    });
    let rows = rows.collect();
    let caption = sheet.word("section-documents");
    sheet.table(caption, &DOCUMENTS, rows);
}

/// Assessments: the questions of each, with the answers.
pub(super) fn assessments(sheet: &mut Sheet<'_>, body: &AssessmentsView) {
    for it in &body.rows {
        sheet.heading(1, sheet.recorded(&it.name));
        sheet.paragraph(it.asked.as_str());
        if !it.answers.is_empty() {
            asked(sheet, &it.answers);
        }
    }
}

/// Services, alerts, locations.
pub(super) fn offered(
    sheet: &mut Sheet<'_>,
    name: &str,
    header: &[&str],
    body: &TableView,
) {
    let rows = body.rows.iter().map(|it| {
        let cell = |it: &sections::Cell| {
            let lines = std::iter::once(&it.text).chain(&it.note);
            lines.map(|line| sheet.recorded(line)).collect()
        };
        row(&it.number, it.cells.iter().map(cell).collect())
    });
    let rows = rows.collect();
    let caption = sheet.word(&format!("section-{name}"));
    sheet.table(caption, header, rows);
}

/// Questions in words of the community's own, with their answers.
pub(super) fn asked(sheet: &mut Sheet<'_>, fields: &[sections::Fact]) {
    sheet.fields(fields, |sheet, it| {
        (sheet.recorded(&it.label), sheet.recorded(&it.value))
    });
}

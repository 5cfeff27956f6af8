//! The sections of one profile, with the words of their pages.

use super::lists::{
    asked, assessments, contacts, documents, enrollments, offered, releases,
};
use super::part::Part;
use super::sheet::{Sheet, fact};
use crate::model::SectionKind;
use crate::sections::{ProfilePages, ProfileView, TableView};

/// The pages of a profile: at a glance, then its sections in the order of the view.
pub(super) fn profile(sheet: &mut Sheet<'_>, view: &ProfilePages) {
    if let Some(label) = &view.label {
        sheet.heading(0, label.as_str());
        let id = sheet.named(&view.client_id);
        let as_of = sheet.words.fill("cover-as-of", &[("day", &view.exported)]);
        sheet.facts([fact(sheet.word("cover-id"), id, None)]);
        sheet.paragraph(as_of);
        let items = view.contents.iter();
        let items = items
            .map(|it| fact(it.title.as_str().into(), it.count.as_str().into(), None));
        if !view.contents.is_empty() {
            sheet.parts.push(Part::Contents(items.collect()));
        }
        sheet.rank += 1;
    }
    if !view.glance.is_empty() {
        sheet.heading(0, sheet.word("glance-title"));
        let tiles = view.glance.iter();
        sheet.facts(tiles.map(|it| {
            fact(it.label.as_str().into(), it.value.as_str().into(), it.note.as_deref())
        }));
    }
    let kinds = view
        .pages
        .iter()
        .filter_map(|name| SectionKind::ALL.iter().find(|kind| kind.token() == *name));
    kinds.for_each(|it| section(sheet, *it, view));
    if view.label.is_some() {
        sheet.rank -= 1;
    }
}

/// One section.
fn section(sheet: &mut Sheet<'_>, kind: SectionKind, view: &ProfilePages) {
    let name = kind.token();
    let lead = match kind {
        SectionKind::ReleaseOfInformation => {
            let parts = ["roi-lead", "roi-own-copy"].map(|it| sheet.words.get(it));
            sheet.sentences(&parts)
        }
        SectionKind::ContactInformation => sheet.word("contacts-lead"),
        _ => sheet.word(&format!("{name}-lead")),
    };
    let offered = |header: &'static [&'static str]| {
        move |it: &mut Sheet<'_>, body: &TableView| offered(it, name, header, body)
    };
    match kind {
        SectionKind::Profile => sheet.section(name, &view.profile, lead, who),
        SectionKind::ReleaseOfInformation => {
            sheet.section(name, &view.release_of_information, lead, releases);
        }
        SectionKind::ContactInformation => {
            sheet.section(name, &view.contact_information, lead, contacts);
        }
        SectionKind::Enrollments => {
            sheet.section(name, &view.enrollments, lead, enrollments);
        }
        SectionKind::Documents => sheet.section(name, &view.documents, lead, documents),
        SectionKind::Assessments => {
            sheet.section(name, &view.assessments, lead, assessments);
        }
        SectionKind::Services => {
            sheet.section(name, &view.services, lead, offered(&SERVICES));
        }
        SectionKind::Alerts => sheet.section(name, &view.alerts, lead, offered(&ALERTS)),
        SectionKind::Locations => {
            sheet.section(name, &view.locations, lead, offered(&LOCATIONS));
        }
    }
}

const SERVICES: [&str; 4] = ["col-service", "col-started", "col-ended", "col-agency"];
const ALERTS: [&str; 4] = ["col-alert", "roi-col-start", "roi-col-end", "col-agency"];
const LOCATIONS: [&str; 3] = ["col-location", "col-address", "col-on"];

/// Client Profile: field by field.
fn who(sheet: &mut Sheet<'_>, body: &ProfileView) {
    sheet.fields(&body.facts, |sheet, it| {
        let value = it.value.as_str();
        let value = if it.personal { sheet.named(value) } else { value.into() };
        (it.label.as_str().into(), value)
    });
    if let Some(veteran) = &body.veteran {
        sheet.heading(1, sheet.word("veteran-title"));
        body.veteran_doubt.iter().for_each(|it| sheet.notice(it));
        sheet.fields(veteran, |_, it| {
            (it.label.as_str().into(), it.value.as_str().into())
        });
    }
    if !body.custom.is_empty() {
        sheet.heading(1, sheet.word("custom-title"));
        asked(sheet, &body.custom);
    }
}

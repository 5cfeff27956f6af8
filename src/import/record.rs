//! The extract of one client of an export.

use std::borrow::Cow;

use super::client::Client;
use super::header::Header;
use super::projects::Projects;
use super::stay::Stay;
use crate::extract::{Draft, DraftEnrollment, Head};

/// The extract of a client of these identifiers, without what comes from elsewhere. The first
/// names it and all of its rows.
pub(super) fn record<'a>(
    ids: &'a [String],
    header: &'a Header,
    client: &Client,
    mut stays: Vec<&'a Stay>,
    projects: &'a Projects,
) -> Draft<'a> {
    let (id, further) = ids.split_first().expect("a client has an identifier");
    // A stay whose first day is not written down comes last.
    stays.sort_by_cached_key(|it| {
        let stay: &'a Stay = it;
        (stay.entry.is_none(), stay.entry, stay.enrollment.as_str())
    });
    let head = Head {
        standard: header.standard,
        exported_at: &header.exported_at,
        source: &header.source,
        client_id: id,
    };
    let mut draft = Draft::new(head, client.profile(id, header.standard));
    draft.further_ids = further;
    draft.enrollments =
        Some(stays.iter().map(|it| enrollment(id, it, projects)).collect());
    draft
}

fn enrollment<'a>(
    id: &'a str,
    stay: &'a Stay,
    projects: &'a Projects,
) -> DraftEnrollment<'a> {
    let project = projects.get(&stay.project);
    DraftEnrollment {
        client_id: id,
        enrollment_id: stay.enrollment.as_str().into(),
        project_name: project.and_then(|it| it.name.as_deref()).map(Cow::Borrowed),
        project_type: project.and_then(|it| it.kind),
        agency: project.and_then(|it| it.agency.as_deref()).map(Cow::Borrowed),
        relationship_to_hoh: stay.relationship,
        entry_date: stay.entry,
        move_in_date: stay.move_in,
        exit_date: stay.exit.as_ref().and_then(|it| it.date),
        destination: stay.exit.as_ref().and_then(|it| it.destination),
        // Only what is to be left out is written.
        participating: project.and_then(|it| it.participates).filter(|it| !it),
        funders: project.map_or_else(Vec::new, |it| {
            it.funders(stay.entry, stay.exit.as_ref().and_then(|it| it.date))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::projects::PROJECT;
    use super::super::stay::{ENROLLMENT, EXIT};
    use crate::model::{Codes, Enrollment};

    #[test]
    fn every_code_of_a_stay_is_read_from_its_column() {
        for field in Enrollment::CODED {
            let is_read = [&PROJECT, &ENROLLMENT, &EXIT].iter().any(|it| {
                it.needed.contains(&field.column)
                    || it.optional.concat().contains(&field.column)
            });
            assert!(is_read, "no file has {}", field.column);
        }
    }
}

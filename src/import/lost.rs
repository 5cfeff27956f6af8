//! Rows that were skipped and do not say for sure whose they are. Other rows may tell.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::bad_row::BadRow;
use super::client::CLIENT;
use super::error::ExportError;
use super::export::Export;
use super::rounded::is_rounded;
use super::stay::{ENROLLMENT, EXIT};
use super::table::Table;

/// A row that was skipped, and what stands in it where its owner would.
pub(super) struct Doubt {
    personal: Option<String>,
    enrollment: Option<String>,
    row: BadRow,
}

impl Doubt {
    pub(super) fn of(
        personal: Option<&str>,
        enrollment: Option<&str>,
        row: BadRow,
    ) -> Self {
        let [personal, enrollment] =
            [personal, enrollment].map(|it| it.map(str::to_owned));
        Self { personal, enrollment, row }
    }
}

/// The rows whose owner no other row tells: what stands in them is nobody's PersonalID and
/// nobody's enrollment. Where there is a doubt, the export is read once more.
pub(super) fn nobodys(
    export: &dyn Export,
    mut doubts: Vec<Doubt>,
) -> Result<Vec<BadRow>, ExportError> {
    if doubts.is_empty() {
        return Ok(Vec::new());
    }
    let clients: HashSet<_> =
        doubts.iter().filter_map(|it| it.personal.clone()).collect();
    let enrollments: HashSet<_> =
        doubts.iter().filter_map(|it| it.enrollment.clone()).collect();
    let (mut clients, mut enrollments) = (Told::of(clients), Told::of(enrollments));
    for layout in [&CLIENT, &ENROLLMENT, &EXIT] {
        let Some(reader) = export.open(layout.file.name())? else { continue };
        let mut table = Table::open(layout, reader)?;
        while let Some(row) = table.next()? {
            // A row need not be a good one to say whose it is.
            let personal = row.cell("PersonalID").filter(|_| row.check().is_ok());
            if let Some(personal) = personal.filter(|it| !is_rounded(it)) {
                clients.tell(personal);
                row.cell("EnrollmentID").into_iter().for_each(|it| enrollments.tell(it));
            }
        }
    }
    doubts.retain(|it| {
        !clients.knows(it.personal.as_ref()) && !enrollments.knows(it.enrollment.as_ref())
    });
    Ok(doubts.into_iter().map(|it| it.row).collect())
}

/// Whose record a stray exit spoils: that of whoever has the enrollment, or of whom it names.
#[derive(Clone, Copy)]
pub(super) enum Whom {
    Owner,
    Named,
}

/// An exit that ends no stay of the client whose it says it is.
pub(super) struct Stray {
    pub personal: String,
    pub enrollment: String,
    pub whom: Whom,
    pub row: BadRow,
}

/// Whose the enrollments are that stray exits name. Where there is one, Enrollment.csv is read
/// once more: who is not of this pass is known to it too.
pub(super) fn owners(
    export: &dyn Export,
    strays: &[Stray],
) -> Result<HashMap<String, BTreeSet<String>>, ExportError> {
    let mut owners: HashMap<String, BTreeSet<String>> =
        strays.iter().map(|it| (it.enrollment.clone(), BTreeSet::new())).collect();
    let reader = match export.open(ENROLLMENT.file.name())? {
        Some(reader) if !strays.is_empty() => reader,
        _ => return Ok(owners),
    };
    let mut table = Table::open(&ENROLLMENT, reader)?;
    while let Some(row) = table.next()? {
        // What was deleted is nobody's.
        if row.check().is_err() || row.is_deleted().unwrap_or(false) {
            continue;
        }
        let found = row.cell("EnrollmentID").and_then(|it| owners.get_mut(it));
        if let (Some(found), Some(personal)) = (found, row.cell("PersonalID")) {
            found.insert(personal.to_owned());
        }
    }
    Ok(owners)
}

/// Identifiers that are searched for, and those that were found.
struct Told {
    wanted: HashSet<String>,
    found: HashSet<String>,
}

impl Told {
    fn of(wanted: HashSet<String>) -> Self {
        Self { wanted, found: HashSet::new() }
    }

    fn tell(&mut self, id: &str) {
        if let Some(id) = self.wanted.take(id) {
            self.found.insert(id);
        }
    }

    fn knows(&self, id: Option<&String>) -> bool {
        id.is_some_and(|it| self.found.contains(it))
    }
}

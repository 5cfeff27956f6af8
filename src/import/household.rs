//! Who else is in the enrollments of a client. Enrollment.csv joins the people of a household by
//! HouseholdID, and Client.csv has their names: they are searched for in what was written of a
//! client, and never printed. An enrollment itself is one person's.

use std::collections::{BTreeSet, HashMap};

use super::bad_row::{BadRow, Wrong};
use super::client::CLIENT;
use super::error::ExportError;
use super::export::Export;
use super::stay::{Clients, ENROLLMENT, HOUSEHOLD, Stay};
use super::table::{Row, Table};
use crate::model::is_digest;

/// The most people that one HouseholdID joins; more are no household.
const MAX_MEMBERS: usize = 50;

/// The households of the clients of a pass.
#[derive(Default)]
pub(super) struct Households {
    /// By HouseholdID; none where the members are not all known.
    members: HashMap<String, Option<Members>>,
    /// By PersonalID; none where the name is not known.
    names: HashMap<String, Option<BTreeSet<String>>>,
    /// Households of more members than any has: they are taken as not known.
    too_large: BTreeSet<String>,
    /// The enrollments of the pass, and whose each is.
    owners: HashMap<String, Option<Owner>>,
    /// Who has an enrollment that is another's too: whose it is as well, and the second row.
    shared: Vec<(String, String, BadRow)>,
}

/// The PersonalIDs of a household, each once: mostly of one person.
type Members = Vec<String>;

/// Whose an enrollment is.
struct Owner {
    personal: String,
    /// True where it is known that it is another's too.
    is_told: bool,
}

impl Households {
    /// Reads who is of the households of these clients, and who else has one of their
    /// enrollments. The export is read twice more, and what is held grows with the pass.
    pub(super) fn read(
        export: &dyn Export,
        clients: &Clients,
    ) -> Result<Self, ExportError> {
        let stays = clients.values().flat_map(|it| it.1.all());
        let of_stay = |it: &Stay| Some((it.household.clone()?, Some(Members::new())));
        let mut all = Self {
            owners: stays.clone().map(|it| (it.enrollment.clone(), None)).collect(),
            members: stays.filter_map(of_stay).collect(),
            ..Self::default()
        };
        if all.owners.is_empty() {
            return Ok(all);
        }
        each(export, false, |row| all.enrollment(row))?;
        all.owners = HashMap::new();
        let too_large =
            |it: &Option<Members>| it.as_ref().is_some_and(|it| it.len() > MAX_MEMBERS);
        let households = all.members.iter_mut().filter(|it| too_large(it.1));
        all.too_large.extend(households.map(|(household, members)| {
            *members = None;
            household.clone()
        }));
        all.names = all
            .members
            .values()
            .flatten()
            .filter(|it| it.len() > 1)
            .flat_map(|it| it.iter().map(|id| (id.clone(), None)))
            .collect();
        if !all.names.is_empty() {
            each(export, true, |row| all.name(row))?;
        }
        Ok(all)
    }

    /// Takes out who has an enrollment that is another's too.
    pub(super) fn take_shared(&mut self) -> Vec<(String, String, BadRow)> {
        std::mem::take(&mut self.shared)
    }

    /// Notes whose enrollment a row is. A row that cannot be read may be of any household that is
    /// named in it.
    fn enrollment(&mut self, row: &Row<'_>) {
        if row.check().is_err() {
            for piece in row.pieces() {
                self.members.entry(piece.to_owned()).and_modify(|it| *it = None);
            }
            return;
        }
        if row.is_deleted().unwrap_or(false) {
            return;
        }
        self.owner(row);
        let household = row.cell(HOUSEHOLD).and_then(|it| self.members.get_mut(it));
        let Some(Some(members)) = household else { return };
        match row.cell("PersonalID") {
            // A list that is too long is not filled any further.
            it if members.len() <= MAX_MEMBERS => {
                let personal = it.unwrap_or_default();
                if !members.iter().any(|it| it == personal) {
                    members.push(personal.to_owned());
                }
            }
            _ => {}
        }
    }

    /// Notes whom an enrollment is of, where it is of the pass.
    fn owner(&mut self, row: &Row<'_>) {
        let enrollment = row.cell("EnrollmentID");
        let Some(place) = enrollment.and_then(|it| self.owners.get_mut(it)) else {
            return;
        };
        let Some(personal) = row.cell("PersonalID") else { return };
        let Some(owner) = place else {
            *place = Some(Owner { personal: personal.to_owned(), is_told: false });
            return;
        };
        if owner.personal == personal {
            return;
        }
        let first = owner.personal.clone();
        let bad = row.bad(Wrong::OfTwo("EnrollmentID"));
        if !owner.is_told {
            owner.is_told = true;
            self.shared.push((first.clone(), personal.to_owned(), bad.clone()));
        }
        self.shared.push((personal.to_owned(), first, bad));
    }

    /// Notes the name of a member. Who was deleted has one too.
    fn name(&mut self, row: &Row<'_>) {
        if row.check().is_err() {
            return;
        }
        let place = row.cell("PersonalID").and_then(|it| self.names.get_mut(it));
        let Some(names) = place else { return };
        let parts = ["FirstName", "MiddleName", "LastName"].map(|it| row.text(it));
        let is_known = |it: &Result<Option<&str>, _>| matches!(it, Ok(it) if !it.is_some_and(is_digest));
        if parts.iter().all(is_known) {
            let parts: Vec<_> = parts.into_iter().flatten().flatten().collect();
            let names = names.get_or_insert_default();
            names.extend(Some(parts.join(" ")).filter(|it| !it.is_empty()));
        }
    }

    /// The households of these stays that are too large to be one.
    pub(super) fn too_large<'s>(
        &'s self,
        stays: impl IntoIterator<Item = &'s Stay>,
    ) -> impl Iterator<Item = &'s str> {
        let households = stays.into_iter().filter_map(|it| it.household.as_ref());
        households.filter_map(|it| self.too_large.get(it)).map(String::as_str)
    }

    /// The names of everybody else who was in a household with a client; none where that is not
    /// known of each stay.
    pub(super) fn names_of<'s>(
        &self,
        personal: &str,
        stays: impl IntoIterator<Item = &'s Stay>,
    ) -> Option<Vec<String>> {
        let mut others = BTreeSet::new();
        let mut n_stays = 0;
        for stay in stays {
            let members = self.members.get(stay.household.as_ref()?)?.as_ref()?;
            others.extend(members.iter().filter(|it| *it != personal));
            n_stays += 1;
        }
        let mut names = BTreeSet::new();
        for other in others {
            names.extend(self.names.get(other)?.as_ref()?.iter().cloned());
        }
        // Of whom no stay is known, no household is.
        (n_stays > 0).then(|| names.into_iter().collect())
    }
}

/// Reads each row of Client.csv or Enrollment.csv once more.
fn each(
    export: &dyn Export,
    is_of_clients: bool,
    mut take: impl FnMut(&Row<'_>),
) -> Result<(), ExportError> {
    let layout = if is_of_clients { &CLIENT } else { &ENROLLMENT };
    let Some(reader) = export.open(layout.file.name())? else { return Ok(()) };
    let mut table = Table::open(layout, reader)?;
    while let Some(row) = table.next()? {
        take(&row);
    }
    Ok(())
}

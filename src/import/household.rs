//! Who else is in the enrollments of a client. Enrollment.csv joins the people of a household by
//! HouseholdID, and Client.csv has their names: they are searched for in what was written of a
//! client, and never printed. An enrollment itself is one person's.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashMapExt};

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
    /// By HouseholdID: those of several people, and those whose members are not all known.
    members: HashMap<String, Option<Members>>,
    /// By PersonalID; none where the name is not known.
    names: HashMap<String, Option<BTreeSet<String>>>,
    /// Households of more members than any has: they are taken as not known.
    too_large: BTreeSet<String>,
    /// Who has an enrollment that is another's too: whose it is as well, and the second row.
    shared: Vec<(String, String, BadRow)>,
}

/// The PersonalIDs of a household, each once.
type Members = Vec<String>;

/// What Enrollment.csv tells of the stays of a pass: identifiers are those of the stays
/// themselves, and people are numbers, for a client may have a million stays.
struct Reading<'c> {
    /// By HouseholdID; none where the members are not all known.
    members: HashMap<&'c str, Option<Few>>,
    /// The enrollments of the pass, and whose each is.
    owners: HashMap<&'c str, Option<Owner>>,
    people: People,
    shared: Vec<(String, String, BadRow)>,
}

/// The people of a household: mostly it is one.
enum Few {
    None,
    One(u32),
    Many(Vec<u32>),
}

/// Whose an enrollment is.
struct Owner {
    person: u32,
    /// True where it is known that it is another's too.
    is_told: bool,
}

/// PersonalIDs as numbers.
struct People {
    numbers: HashMap<String, u32>,
    all: Vec<String>,
}

impl People {
    fn number(&mut self, personal: &str) -> u32 {
        if let Some(it) = self.numbers.get(personal) {
            return *it;
        }
        let number = u32::try_from(self.all.len()).expect("no export has so many people");
        self.all.push(personal.to_owned());
        self.numbers.insert(personal.to_owned(), number);
        number
    }

    fn personal(&self, number: u32) -> &String {
        &self.all[number as usize]
    }
}

impl Few {
    fn all(&self) -> &[u32] {
        match self {
            Self::None => &[],
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }

    /// Adds somebody; a list that is too long is not filled any further.
    fn add(&mut self, person: u32) {
        match self {
            Self::None => *self = Self::One(person),
            Self::One(one) if *one == person => {}
            Self::One(one) => *self = Self::Many(vec![*one, person]),
            Self::Many(many) if many.len() > MAX_MEMBERS => {}
            Self::Many(many) if many.contains(&person) => {}
            Self::Many(many) => many.push(person),
        }
    }
}

impl<'c> Reading<'c> {
    fn of(clients: &'c Clients) -> Self {
        let stays = clients.values().flat_map(|it| it.1.all());
        let of_stay = |it: &'c Stay| Some((it.household.as_deref()?, Some(Few::None)));
        Self {
            owners: stays.clone().map(|it| (it.enrollment.as_str(), None)).collect(),
            members: stays.filter_map(of_stay).collect(),
            people: People { numbers: HashMap::new(), all: Vec::new() },
            shared: Vec::new(),
        }
    }

    /// Notes whose enrollment a row is. A row that cannot be read may be of any household that is
    /// named in it.
    fn enrollment(&mut self, row: &Row<'_>) {
        if row.check().is_err() {
            for piece in row.pieces() {
                if let Some(members) = self.members.get_mut(piece) {
                    *members = None;
                }
            }
            return;
        }
        if row.is_deleted().unwrap_or(false) {
            return;
        }
        let personal = row.cell("PersonalID");
        self.owner(row, personal);
        let household = row.cell(HOUSEHOLD).and_then(|it| self.members.get_mut(it));
        if let Some(Some(members)) = household {
            members.add(self.people.number(personal.unwrap_or_default()));
        }
    }

    /// Notes whom an enrollment is of, where it is of the pass.
    fn owner(&mut self, row: &Row<'_>, personal: Option<&str>) {
        let enrollment = row.cell("EnrollmentID");
        let Some(place) = enrollment.and_then(|it| self.owners.get_mut(it)) else {
            return;
        };
        let Some(personal) = personal else { return };
        let person = self.people.number(personal);
        let Some(owner) = place else {
            *place = Some(Owner { person, is_told: false });
            return;
        };
        if owner.person == person {
            return;
        }
        let first = self.people.personal(owner.person).clone();
        let bad = row.bad(Wrong::OfTwo("EnrollmentID"));
        if !owner.is_told {
            owner.is_told = true;
            self.shared.push((first.clone(), personal.to_owned(), bad.clone()));
        }
        self.shared.push((personal.to_owned(), first, bad));
    }
}

impl Households {
    /// Reads who is of the households of these clients, and who else has one of their
    /// enrollments. The export is read twice more, and what is held grows with the pass.
    pub(super) fn read(
        export: &dyn Export,
        clients: &Clients,
    ) -> Result<Self, ExportError> {
        let mut reading = Reading::of(clients);
        if reading.owners.is_empty() {
            return Ok(Self::default());
        }
        each(export, false, |row| reading.enrollment(row))?;
        let Reading { members, people, shared, .. } = reading;
        let mut all = Self { shared, ..Self::default() };
        // Of one person it is the client, who is nobody else.
        let told = members
            .into_iter()
            .filter(|(_, it)| it.as_ref().is_none_or(|it| it.all().len() > 1));
        let told: BTreeMap<&str, Option<Few>> = told.collect();
        for (household, members) in told {
            let members = members.as_ref().map(Few::all);
            let is_too_large = members.is_some_and(|it| it.len() > MAX_MEMBERS);
            if is_too_large {
                all.too_large.insert(household.to_owned());
            }
            let known = members.filter(|_| !is_too_large);
            let ids = |it: &[u32]| -> Members {
                it.iter().map(|it| people.personal(*it).clone()).collect()
            };
            all.members.insert(household.to_owned(), known.map(ids));
        }
        let several = all.members.values().flatten().flatten();
        all.names = several.map(|id| (id.clone(), None)).collect();
        if !all.names.is_empty() {
            each(export, true, |row| all.name(row))?;
        }
        Ok(all)
    }

    /// Takes out who has an enrollment that is another's too.
    pub(super) fn take_shared(&mut self) -> Vec<(String, String, BadRow)> {
        std::mem::take(&mut self.shared)
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
            if let Some(members) = self.members.get(stay.household.as_ref()?) {
                others.extend(members.as_ref()?.iter().filter(|it| *it != personal));
            }
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

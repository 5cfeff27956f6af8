//! Projects with their organizations, as stays show them, and the rows of them that were lost.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::bad_row::{BadRow, TableFile, Wrong};
use super::counts::Counts;
use super::error::ExportError;
use super::export::Export;
use super::layout::{DELETED, Layout};
use super::rows::rows;
use super::spelling::Levels;
use super::table::Row;
use crate::model::Day;

const ORGANIZATION: Layout = Layout {
    file: TableFile::Export("Organization.csv"),
    is_needed: true,
    needed: &["OrganizationID", "OrganizationName"],
    optional: &[&[DELETED]],
};
pub(super) const PROJECT: Layout = Layout {
    file: TableFile::Export("Project.csv"),
    is_needed: true,
    needed: &["ProjectID", "OrganizationID", "ProjectName", "ProjectType"],
    optional: &[&[DELETED]],
};
const PARTICIPATION: Layout = Layout {
    file: TableFile::Export("HMISParticipation.csv"),
    is_needed: false,
    needed: &["ProjectID", "HMISParticipationType"],
    optional: &[&[DELETED]],
};

const FUNDER: Layout = Layout {
    file: TableFile::Export("Funder.csv"),
    is_needed: false,
    needed: &["ProjectID", "Funder"],
    optional: &[&["StartDate", "EndDate", DELETED]],
};

/// Who pays for a project, and from when to when.
pub(super) struct Grant {
    funder: i64,
    start: Option<Day>,
    end: Option<Day>,
}

/// A project, as a stay shows it.
pub(super) struct Project {
    /// Its grants, of any time.
    pub grants: Vec<Grant>,
    pub name: Option<String>,
    pub kind: Option<i64>,
    pub agency: Option<String>,
    /// False where no row says that it takes part in HMIS, and some row says otherwise.
    pub participates: Option<bool>,
}

impl Project {
    /// True where two rows of Project.csv say the same of a project.
    fn says_the_same(&self, other: &Self) -> bool {
        let said = |it: &Self| (it.name.clone(), it.kind, it.agency.clone());
        said(self) == said(other)
    }

    /// Who paid for the project at some time between two days; a day that is not written
    /// down bounds nothing.
    pub(super) fn funders(&self, from: Option<Day>, to: Option<Day>) -> Vec<i64> {
        let is_then = |it: &&Grant| {
            it.end.zip(from).is_none_or(|(end, from)| end >= from)
                && it.start.zip(to).is_none_or(|(start, to)| start <= to)
        };
        let then = self.grants.iter().filter(is_then).map(|it| it.funder);
        then.collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// The projects of an export.
pub(super) struct Projects {
    projects: Named<Project>,
    /// Rows that were skipped, of a project that nobody can tell.
    nobodys: Vec<BadRow>,
}

impl Projects {
    /// Counts stays by what is not known of their project.
    pub(super) fn count<'a>(
        &self,
        ids: impl Iterator<Item = &'a str>,
        counts: &mut Counts,
    ) {
        for id in ids {
            match self.get(id) {
                None if self.is_deleted(id) => counts.project_deleted += 1,
                None => counts.without_project += 1,
                Some(it) if it.agency.is_none() => counts.without_agency += 1,
                Some(_) => {}
            }
        }
    }

    /// The project of an identifier.
    pub(super) fn get(&self, id: &str) -> Option<&Project> {
        self.projects.known.get(id)
    }

    /// True where the export marks a project as deleted.
    pub(super) fn is_deleted(&self, id: &str) -> bool {
        self.projects.deleted.contains(id) && self.get(id).is_none()
    }

    /// A row that was skipped, without which a stay in this project is lost or misnamed.
    pub(super) fn loss(&self, id: &str) -> Option<&BadRow> {
        self.projects.loss(id)
    }

    /// Notes a row that was skipped, of a project that is known otherwise.
    fn lose(&mut self, row: &Row<'_>, bad: BadRow) {
        match row.cell("ProjectID") {
            Some(id) if is_whole(row) || self.projects.known.contains_key(id) => {
                self.projects.lose(Some(id), true, bad);
            }
            _ => self.nobodys.push(bad),
        }
    }

    /// Takes out the rows that were skipped, of a project that nobody can tell.
    pub(super) fn take_nobodys(&mut self) -> Vec<BadRow> {
        std::mem::take(&mut self.nobodys)
    }
}

/// Things by their identifiers, and rows of them that were skipped.
struct Named<T> {
    known: HashMap<String, T>,
    lost: HashMap<String, BadRow>,
    /// Those that the export marks as deleted.
    deleted: HashSet<String>,
    /// The first that does not say, or not for sure, of which thing it is.
    nameless: Option<BadRow>,
}

impl<T> Named<T> {
    /// Takes up what a row says of a thing. Where another row said something else of it, this
    /// one is bad.
    fn learn(
        &mut self,
        id: String,
        column: &'static str,
        it: T,
        is_same: impl Fn(&T, &T) -> bool,
        (row, counts): (&Row<'_>, &mut Counts),
    ) -> Result<(), BadRow> {
        match self.known.entry(id) {
            Entry::Vacant(place) => drop(place.insert(it)),
            Entry::Occupied(place) if is_same(place.get(), &it) => {
                counts.twice(row.file());
            }
            Entry::Occupied(_) => return Err(row.bad(Wrong::Twice(column))),
        }
        Ok(())
    }

    fn new() -> Self {
        Self {
            known: HashMap::new(),
            lost: HashMap::new(),
            deleted: HashSet::new(),
            nameless: None,
        }
    }

    fn lose(&mut self, id: Option<&str>, is_sure: bool, bad: BadRow) {
        if id.is_none() || !is_sure {
            self.nameless.get_or_insert_with(|| bad.clone());
        }
        if let Some(id) = id {
            self.lost.entry(id.to_owned()).or_insert(bad);
        }
    }

    /// The skipped row that is of this thing. What no row knows, the nameless one may be of.
    fn loss(&self, id: &str) -> Option<&BadRow> {
        let nameless = || self.nameless.as_ref().filter(|_| !self.known.contains_key(id));
        self.lost.get(id).or_else(nameless)
    }
}

/// Reads the projects with their organizations.
pub(super) fn projects(
    export: &dyn Export,
    counts: &mut Counts,
) -> Result<Projects, ExportError> {
    let mut organizations = Named::new();
    rows(
        export,
        &ORGANIZATION,
        counts,
        &mut organizations,
        |all, row, counts| {
            let name = row.kept("OrganizationName")?;
            let id = row.needed("OrganizationID")?;
            all.learn(id, "OrganizationID", name, |a, b| a == b, (row, counts))
        },
        |all, row| all.deleted.extend(row.cell("OrganizationID").map(str::to_owned)),
        |all, row, bad| all.lose(row.cell("OrganizationID"), is_whole(row), bad),
    )?;
    let levels = Levels::of(organizations.known.keys());
    let mut projects = Named::new();
    rows(
        export,
        &PROJECT,
        counts,
        &mut projects,
        |all, row, counts| {
            let organization = row.text("OrganizationID")?.unwrap_or_default();
            let is_known = organizations.known.contains_key(organization);
            let is_deleted = organizations.deleted.contains(organization);
            if !is_known && !is_deleted && !levels.meant_by(organization).is_empty() {
                return Err(row.bad(Wrong::Spelled("OrganizationID")));
            }
            let project = Project {
                name: row.kept("ProjectName")?,
                kind: row.code("ProjectType")?,
                agency: organizations.known.get(organization).cloned().flatten(),
                participates: None,
                grants: Vec::new(),
            };
            let id = row.needed("ProjectID")?;
            if let Some(bad) = organizations.loss(organization) {
                all.lose(Some(&id), true, bad.clone());
            }
            all.learn(id, "ProjectID", project, Project::says_the_same, (row, counts))
        },
        |all, row| all.deleted.extend(row.cell("ProjectID").map(str::to_owned)),
        |all, row, bad| all.lose(row.cell("ProjectID"), is_whole(row), bad),
    )?;
    let mut all = Projects { projects, nobodys: Vec::new() };
    // Whether a stay is shown may rest on such a row, and who has to consent.
    let none = |_: &mut Projects, _: &Row<'_>| {};
    let lose = Projects::lose;
    rows(export, &PARTICIPATION, counts, &mut all, participation, none, lose)?;
    rows(export, &FUNDER, counts, &mut all, grant, none, lose)?;
    Ok(all)
}

fn grant(all: &mut Projects, row: &Row<'_>, _: &mut Counts) -> Result<(), BadRow> {
    let id = row.needed("ProjectID")?;
    let funder = row.code("Funder")?;
    let (start, end) = (row.day("StartDate")?, row.day("EndDate")?);
    if let (Some(project), Some(funder)) = (all.projects.known.get_mut(&id), funder) {
        project.grants.push(Grant { funder, start, end });
    }
    Ok(())
}

fn participation(
    all: &mut Projects,
    row: &Row<'_>,
    _: &mut Counts,
) -> Result<(), BadRow> {
    // HUD list 2.08.1: 0 not participating, 1 HMIS, 2 a comparable database.
    let project = all.projects.known.get_mut(&row.needed("ProjectID")?);
    let kind = row.code("HMISParticipationType")?;
    if let (Some(project), Some(kind)) = (project, kind) {
        let ever = project.participates.unwrap_or(false) || kind == 1;
        project.participates = Some(ever);
    }
    Ok(())
}

fn is_whole(row: &Row<'_>) -> bool {
    row.check().is_ok()
}

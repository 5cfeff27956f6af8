//! What is on record and released: the profiles of one person, each with its sections.

use std::collections::BTreeMap;
use std::ops::Deref;

use crate::diagnostics::Pointer;
use crate::extract::Section;
use crate::model::{
    Alert, Assessment, ClientId, ClientText, Contact, Day, Enrollment, Location, Profile,
    Roi, SectionKind, Service, Standard, UploadedDocument,
};
use crate::request::{Reason, Relation, SsnShown};
use crate::source::{Instant, Texts, VisitLeaf};

/// What is released of a person's records. Only a plan makes one.
#[derive(Debug)]
pub struct Record {
    profiles: Vec<ProfileRecord>,
    clients: Vec<ClientId>,
    /// How much of the SSN is printed.
    pub ssn: SsnShown,
    /// Who asked, and so reads it first.
    pub asked_by: Relation,
}

impl Record {
    pub(super) fn new(
        profiles: Vec<ProfileRecord>,
        clients: Vec<ClientId>,
        ssn: SsnShown,
        asked_by: Relation,
    ) -> Self {
        Self { profiles, clients, ssn, asked_by }
    }

    /// The identifiers that were asked for.
    pub fn clients(&self) -> &[ClientId] {
        &self.clients
    }

    /// The profiles, at least one, in the order of the pages.
    pub fn profiles(&self) -> &[ProfileRecord] {
        &self.profiles
    }

    /// The first profile, often the only one.
    pub fn first(&self) -> &ProfileRecord {
        &self.profiles[0]
    }

    /// Every text of the client's that will stand on a page, with its place in the extract of
    /// its profile.
    pub fn texts(&self, visit: &mut dyn FnMut(usize, &Pointer, &ClientText)) {
        for (nth, it) in self.profiles.iter().enumerate() {
            it.sections.texts(&Pointer::root(), &mut |at, text| visit(nth, at, text));
        }
    }
}

/// What is released of one profile of HMIS.
#[derive(Debug)]
pub struct ProfileRecord {
    /// Its identifier.
    pub client_id: ClientId,
    /// Other identifiers of the same profile.
    pub further_ids: Vec<ClientId>,
    /// The standard of its codes.
    pub standard: Standard,
    /// When it was exported.
    pub exported_at: Instant,
    /// The day of that, where the desk is.
    pub exported_on: Day,
    /// Its sections.
    pub sections: Sections,
    /// What was held back: the client is told that something was, and why. Without a reason
    /// where the reader is not to know it.
    pub withheld: BTreeMap<(SectionKind, Option<Reason>), Withheld>,
    /// Enrollments left out because their project takes no part in HMIS.
    pub n_not_participating: usize,
}

impl ProfileRecord {
    /// Every identifier of the profile, that of its rows first.
    pub fn ids(&self) -> impl Iterator<Item = &ClientId> {
        std::iter::once(&self.client_id).chain(&self.further_ids)
    }

    /// True where the reader is told that something was held back, and why.
    pub fn tells_of_withholding(&self) -> bool {
        self.withheld.keys().any(|(_, reason)| reason.is_some())
    }
}

impl Deref for ProfileRecord {
    type Target = Sections;

    fn deref(&self) -> &Sections {
        &self.sections
    }
}

/// How much was held back for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withheld {
    /// The whole section.
    Section,
    /// Some of its rows.
    Rows(usize),
}

/// A row that is released, with its place in the extract.
#[derive(Debug)]
pub struct Released<T> {
    index: usize,
    row: T,
}

impl<T> Released<T> {
    pub(super) fn new(index: usize, row: T) -> Self {
        Self { index, row }
    }
}

impl<T> Deref for Released<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.row
    }
}

impl<T: Texts> Texts for Vec<Released<T>> {
    fn leaves(&self, at: &Pointer, visit: VisitLeaf<'_>) {
        for it in self {
            it.row.leaves(&at.index(it.index), visit);
        }
    }
}

/// What there is to say of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State<T> {
    /// What is on record; an empty list says that nothing is.
    Present(T),
    /// The export did not hold the section.
    NotSupplied,
    /// The section could not be exported.
    Unavailable,
    /// The request does not ask for it.
    NotAsked,
    /// All of it is held back.
    Withheld,
}

impl<T> State<T> {
    /// What is on record.
    pub fn present(&self) -> Option<&T> {
        match self {
            Self::Present(it) => Some(it),
            _ => None,
        }
    }

    /// The same state of something else.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> State<U> {
        match self {
            Self::Present(it) => State::Present(make(it)),
            Self::NotSupplied => State::NotSupplied,
            Self::Unavailable => State::Unavailable,
            Self::NotAsked => State::NotAsked,
            Self::Withheld => State::Withheld,
        }
    }

    /// The same state of a reference.
    pub fn as_ref(&self) -> State<&T> {
        match self {
            Self::Present(it) => State::Present(it),
            Self::NotSupplied => State::NotSupplied,
            Self::Unavailable => State::Unavailable,
            Self::NotAsked => State::NotAsked,
            Self::Withheld => State::Withheld,
        }
    }
}

impl<T> From<Section<T>> for State<T> {
    fn from(section: Section<T>) -> Self {
        match section {
            Section::NotSupplied => Self::NotSupplied,
            Section::Unavailable => Self::Unavailable,
            Section::Supplied(it) => Self::Present(it),
        }
    }
}

impl<T: Texts> Texts for State<T> {
    fn leaves(&self, at: &Pointer, visit: VisitLeaf<'_>) {
        if let Self::Present(it) = self {
            it.leaves(at, visit);
        }
    }
}

/// How many rows a section shows.
pub trait Rows {
    /// Their number; a profile is one.
    fn n_rows(&self) -> usize;
}

impl Rows for Profile {
    fn n_rows(&self) -> usize {
        1
    }
}

impl<T> Rows for Vec<Released<T>> {
    fn n_rows(&self) -> usize {
        self.len()
    }
}

/// The sections: the one list from which texts are visited and rows are counted.
macro_rules! sections {
    ($($(#[$meta:meta])* $field:ident: $ty:ty = $kind:ident,)*) => {
        /// The sections of a profile, as far as they are released.
        #[derive(Debug)]
        pub struct Sections {
            $($(#[$meta])* pub $field: State<$ty>,)*
        }

        impl Sections {
            /// How many rows each section shows, in the order in which they are printed.
            pub fn sizes(&self) -> Vec<(SectionKind, State<usize>)> {
                vec![$((
                    SectionKind::$kind,
                    self.$field.as_ref().map(Rows::n_rows),
                ),)*]
            }
        }

        impl Texts for Sections {
            fn leaves(&self, at: &Pointer, visit: VisitLeaf<'_>) {
                $(self.$field.leaves(&at.key(SectionKind::$kind.key()), visit);)*
            }
        }
    };
}

sections! {
    /// Client Profile.
    profile: Profile = Profile,
    /// Release of Information.
    release_of_information: Vec<Released<Roi>> = ReleaseOfInformation,
    /// Contact Information.
    contact_information: Vec<Released<Contact>> = ContactInformation,
    /// Enrollment History.
    enrollments: Vec<Released<Enrollment>> = Enrollments,
    /// Client Documentation.
    documents: Vec<Released<UploadedDocument>> = Documents,
    /// Assessments.
    assessments: Vec<Released<Assessment>> = Assessments,
    /// Services.
    services: Vec<Released<Service>> = Services,
    /// Alerts.
    alerts: Vec<Released<Alert>> = Alerts,
    /// Locations.
    locations: Vec<Released<Location>> = Locations,
}

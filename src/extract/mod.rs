//! The extract: one client's record as the vendor's system gave it
//! (`data/policy/formats.md`, 4).

mod draft;
mod format;

pub use draft::{
    Draft, DraftContact, DraftDocument, DraftEnrollment, DraftRelease, Fields, Head,
};
pub use format::{FORMAT, Format};

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::diagnostics::{Checked, Diagnostic, Pointer};
use crate::model::{
    Alert, Assessment, ClientId, ClientText, Contact, Enrollment, Instant, Location,
    Profile, Roi, Service, Standard, UploadedDocument,
};
use crate::source::{
    Node, Read, Reader, Source, Texts, Value, VisitLeaf, read_json, record,
};

/// The largest extract that is read, in bytes: about 200,000 enrollments.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

record! {
    /// One client's record, in one of HUD's data standards.
    #[derive(Debug, Clone)]
    pub struct Extract {
        /// The format and its version.
        pub format: Format,
        /// The HUD data standard of all codes.
        pub standard: Standard,
        /// When the record was exported.
        pub exported_at: Instant,
        /// The system it came from.
        pub source: Option<ClientText>,
        /// Whose record this is.
        pub client_id: ClientId,
        /// Other identifiers of the same profile: rows may carry them, and they are printed.
        pub further_ids: Vec<ClientId>,
        /// The profile.
        pub profile: Section<Profile>,
        /// Permissions to share.
        pub release_of_information: Section<Vec<Roi>>,
        /// Stays in projects.
        pub enrollments: Section<Vec<Enrollment>>,
        /// The list of documents.
        pub documents: Section<Vec<UploadedDocument>>,
        /// Ways to reach the client.
        pub contact_information: Section<Vec<Contact>>,
        /// Names of others in the household: searched for, never printed. An empty list says
        /// that there is nobody else; none, that it is not known.
        pub household_names: Option<Vec<ClientText>>,
        /// Questions that staff asked; printed where the request asks for it.
        pub assessments: Section<Vec<Assessment>>,
        /// Help that was given; printed where the request asks for it.
        pub services: Section<Vec<Service>>,
        /// Notes for other staff; printed where the request asks for it.
        pub alerts: Section<Vec<Alert>>,
        /// Places; printed where the request asks for it.
        pub locations: Section<Vec<Location>>,
        /// Never accepted.
        pub case_notes: CaseNotes,
    }
}

impl Extract {
    /// Reads an extract, collecting every problem.
    pub fn parse(source: &Source) -> Checked<Self> {
        source.read(|_, _| {})
    }

    /// The names of others in the household, as far as they are known.
    pub fn others(&self) -> &[ClientText] {
        self.household_names.as_deref().unwrap_or_default()
    }

    /// Every identifier of the profile, that of its rows first.
    pub fn ids(&self) -> Vec<&ClientId> {
        std::iter::once(&self.client_id).chain(&self.further_ids).collect()
    }

    /// The identifiers of the profile that a file is about, read without checking anything else
    /// than that it is JSON with each key once: for the search. None where it is no extract.
    pub fn peek_ids(text: &str) -> Vec<ClientId> {
        #[derive(serde::Deserialize)]
        struct Peek {
            format: String,
            client_id: String,
            #[serde(default)]
            further_ids: Vec<String>,
        }
        let Ok(Peek { format, client_id, further_ids }) = read_json(text.as_bytes())
        else {
            return Vec::new();
        };
        // As the reader takes them.
        let id = |it: &String| ClientId::new(it.trim());
        let first =
            id(&client_id).filter(|_| format.starts_with("client-record-extract/"));
        let further = || further_ids.iter().filter_map(id);
        first.into_iter().flat_map(|it| std::iter::once(it).chain(further())).collect()
    }
}

/// A section, in one of the states that the page tells apart.
#[derive(Debug, Clone)]
pub enum Section<T> {
    /// The key is absent: the export did not hold it.
    NotSupplied,
    /// It could not be exported.
    Unavailable,
    /// What is on record; an empty list says that nothing is.
    Supplied(T),
}

impl<T> Section<T> {
    /// What is on record.
    pub fn supplied(&self) -> Option<&T> {
        match self {
            Self::Supplied(it) => Some(it),
            Self::NotSupplied | Self::Unavailable => None,
        }
    }
}

record! {
    /// Says why a section is missing.
    #[derive(Debug, Clone)]
    pub struct Unavailable {
        /// For the help desk; never printed.
        pub unavailable: ClientText,
    }
}

impl<T: Read> Read for Section<T> {
    fn read(node: &Node, reader: &mut Reader) -> Option<Self> {
        let is_reason = matches!(&node.value, Value::Map(entries)
            if entries.iter().any(|it| it.key == "unavailable"));
        if is_reason {
            Unavailable::read(node, reader).map(|_| Self::Unavailable)
        } else {
            T::read(node, reader).map(Self::Supplied)
        }
    }

    fn absent() -> Option<Self> {
        Some(Self::NotSupplied)
    }
}

impl<T: Texts> Texts for Section<T> {
    fn leaves(&self, at: &Pointer, visit: VisitLeaf<'_>) {
        if let Self::Supplied(it) = self {
            it.leaves(at, visit);
        }
    }
}

impl<T: JsonSchema> JsonSchema for Section<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("Section_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let rows = generator.subschema_for::<T>();
        let reason = generator.subschema_for::<Unavailable>();
        json_schema!({ "anyOf": [rows, reason] })
    }
}

/// Case notes are not part of a client record request
/// (`data/policy/client-record-requests.md`, 2.3).
#[derive(Debug, Clone, Copy)]
pub struct CaseNotes;

impl Read for CaseNotes {
    fn read(_: &Node, reader: &mut Reader) -> Option<Self> {
        reader.refuse(
            Diagnostic::error("case-notes", "the extract holds case notes")
                .hint("export the record without case notes")
                .hint("an agency may release its own notes; that is not this request"),
        )
    }

    fn absent() -> Option<Self> {
        Some(Self)
    }
}

impl Texts for CaseNotes {
    fn leaves(&self, _: &Pointer, _: VisitLeaf<'_>) {}
}

impl JsonSchema for CaseNotes {
    fn schema_name() -> Cow<'static, str> {
        "CaseNotes".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!(false)
    }
}

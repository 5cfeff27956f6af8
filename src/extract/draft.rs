//! The writer of the format, `client-record-extract/1`: what an import fills and writes. The keys
//! are those of the records that [`super::Extract`] is read into.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::format::FORMAT;
use crate::model::{Coded, ContactKind, Day, Named, SectionKind, Standard};

/// One client's record that is to be written.
#[derive(Serialize)]
pub struct Draft<'a> {
    format: &'static str,
    standard: Standard,
    exported_at: &'a str,
    source: &'a str,
    client_id: &'a str,
    /// Other identifiers of the same profile. Written only where there are some.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub further_ids: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<Fields>,
    /// Permissions to share; none where they were not exported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release_of_information: Option<Vec<DraftRelease<'a>>>,
    /// Stays in projects; none where they were not exported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enrollments: Option<Vec<DraftEnrollment<'a>>>,
    /// The list of documents; none where it was not exported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documents: Option<Vec<DraftDocument<'a>>>,
    /// Ways to reach the client; none where they were not exported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_information: Option<Vec<DraftContact<'a>>>,
    /// Names of others in the household, none where there is nobody else; absent where that is
    /// not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household_names: Option<Vec<String>>,
    #[serde(flatten)]
    merged: Option<Cow<'a, Map<String, Value>>>,
}

/// What an extract says of itself.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// The HUD data standard of all codes.
    pub standard: Standard,
    /// When the record was exported (RFC 3339).
    pub exported_at: &'a str,
    /// The system it comes from.
    pub source: &'a str,
    /// Whose record this is.
    pub client_id: &'a str,
}

/// The key of the names of the household.
const NAMES: &str = "household_names";

impl<'a> Draft<'a> {
    /// The record of a client with a profile, or without one, and nothing else.
    pub fn new(head: Head<'a>, profile: impl Into<Option<Fields>>) -> Self {
        let Head { standard, exported_at, source, client_id } = head;
        Self {
            format: FORMAT,
            standard,
            exported_at,
            source,
            client_id,
            further_ids: &[],
            profile: profile.into(),
            release_of_information: None,
            enrollments: None,
            documents: None,
            contact_information: None,
            household_names: None,
            merged: None,
        }
    }

    /// Adds sections from elsewhere, by their keys. None may be here already.
    pub fn merge(&mut self, sections: &'a Map<String, Value>) -> Result<(), SectionKind> {
        let own = [
            (SectionKind::Profile, self.profile.is_some()),
            (SectionKind::ReleaseOfInformation, self.release_of_information.is_some()),
            (SectionKind::Enrollments, self.enrollments.is_some()),
            (SectionKind::Documents, self.documents.is_some()),
            (SectionKind::ContactInformation, self.contact_information.is_some()),
        ];
        let twice = own.iter().find(|(it, own)| *own && sections.contains_key(it.key()));
        if let Some((kind, _)) = twice {
            return Err(*kind);
        }
        let mut sections = Cow::Borrowed(sections);
        // Whom either of the two names is searched for.
        if let (Some(own), true) =
            (&mut self.household_names, sections.contains_key(NAMES))
        {
            let others = sections.to_mut().remove(NAMES);
            let others = others.iter().filter_map(Value::as_array).flatten();
            own.extend(others.filter_map(Value::as_str).map(str::to_owned));
        }
        self.merged = Some(sections);
        Ok(())
    }

    /// Says whether only the agency that made the record may see it.
    pub fn set_private(&mut self, private: bool) {
        if let Some(profile) = &mut self.profile {
            profile.set("private", private);
        }
    }

    /// How many rows there are of each section that is here.
    pub fn rows(&self) -> BTreeMap<&'static str, usize> {
        let merged = |kind: SectionKind| {
            let rows = self.merged.as_ref()?.get(kind.key())?;
            Some(rows.as_array().map_or(1, Vec::len))
        };
        let own = |kind| match kind {
            SectionKind::Profile => self.profile.as_ref().map(|_| 1),
            SectionKind::ReleaseOfInformation => {
                self.release_of_information.as_ref().map(Vec::len)
            }
            SectionKind::Enrollments => self.enrollments.as_ref().map(Vec::len),
            SectionKind::Documents => self.documents.as_ref().map(Vec::len),
            SectionKind::ContactInformation => {
                self.contact_information.as_ref().map(Vec::len)
            }
            _ => None,
        };
        let of = |kind: &SectionKind| {
            Some((kind.key(), own(*kind).or_else(|| merged(*kind))?))
        };
        SectionKind::ALL.iter().filter_map(of).collect()
    }

    /// The extract, as it is written to a file.
    pub fn to_json(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("texts and numbers only");
        bytes.push(b'\n');
        bytes
    }
}

/// The fields of a profile, or of a part of it, in the order in which they are set. A field that
/// is not set is absent: the system has no such field.
#[derive(Default, Serialize)]
#[serde(transparent)]
pub struct Fields(Map<String, Value>);

impl Fields {
    /// The first field of a profile: whose it is.
    pub fn of(client_id: &str) -> Self {
        let mut fields = Self::default();
        fields.set("client_id", client_id);
        fields
    }

    /// Sets a field.
    pub fn set(&mut self, key: &'static str, value: impl Into<Value>) {
        self.0.insert(key.to_owned(), value.into());
    }

    /// Sets a coded field.
    pub fn code<T>(&mut self, field: &Coded<T>, code: Option<i64>) {
        self.set(field.key, code);
    }

    /// Sets a list of names of columns.
    pub fn names<T>(&mut self, field: &Named<T>, names: &[&str]) {
        self.set(field.key, names);
    }

    /// Sets a day.
    pub fn day(&mut self, key: &'static str, day: Option<Day>) {
        self.set(key, day.map(|it| it.to_string()));
    }

    /// Sets a part that has fields of its own.
    pub fn part(&mut self, key: &'static str, fields: Fields) {
        self.set(key, fields.0);
    }
}

/// A stay in a project.
#[derive(PartialEq, Serialize)]
#[expect(missing_docs, reason = "they are those of `model::Enrollment`")]
pub struct DraftEnrollment<'a> {
    pub client_id: &'a str,
    pub enrollment_id: Cow<'a, str>,
    pub project_name: Option<Cow<'a, str>>,
    pub project_type: Option<i64>,
    pub agency: Option<Cow<'a, str>>,
    pub relationship_to_hoh: Option<i64>,
    pub entry_date: Option<Day>,
    pub move_in_date: Option<Day>,
    pub exit_date: Option<Day>,
    pub destination: Option<i64>,
    /// Written only where it is false: that stay is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participating: Option<bool>,
    /// Written only where some are known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub funders: Vec<i64>,
}

/// An entry of the list of documents.
#[derive(PartialEq, Serialize)]
#[expect(missing_docs, reason = "they are those of `model::UploadedDocument`")]
pub struct DraftDocument<'a> {
    pub client_id: &'a str,
    pub document_id: String,
    pub category: Option<String>,
    pub name: Option<String>,
    pub added_on: Option<Day>,
    pub agency: Option<String>,
    pub program_eligibility: Option<bool>,
}

/// A permission to share.
#[derive(PartialEq, Serialize)]
#[expect(missing_docs, reason = "they are those of `model::Roi`")]
pub struct DraftRelease<'a> {
    pub client_id: &'a str,
    pub permission: bool,
    pub start_date: Option<Day>,
    pub end_date: Option<Day>,
    pub documentation: Option<String>,
    pub location: Option<String>,
    pub agency: Option<String>,
}

/// A way to reach the client.
#[derive(PartialEq, Serialize)]
#[expect(missing_docs, reason = "they are those of `model::Contact`")]
pub struct DraftContact<'a> {
    pub client_id: &'a str,
    pub kind: ContactKind,
    pub value: Option<String>,
    pub note: Option<String>,
    pub updated_on: Option<Day>,
}

//! The receipt: what was made, of what size and digest, by which rules. It holds no client
//! data: digests are of the locked files, and of guides and letters that know nothing of the
//! record; a digest of an unlocked record would let somebody who guesses its content verify the
//! guess. It lies beside the locked files, where more people read it than may know of what was
//! held back: nothing in it differs between that and what was not asked for.

use serde::{Deserialize, Serialize};

use super::digest;
use super::locker::Member;
use crate::model::SectionKind;
use crate::plan::{Denial, Plan, ProfileRecord};
use crate::render::{Document, Rendered};
use crate::request::{DenialReason, NOT_TOLD};
use crate::sections::{Shown, counts};
use crate::source::{JsonFault, read_json};

/// The name of the file.
pub const RECEIPT: &str = "receipt.json";

const FORMAT: &str = "client-record-receipt/2";
const OLDER: &str = "client-record-receipt/1";
const FORMAT_NAME: &str = "client-record-receipt/";
const PROGRAM: &str = concat!("crr ", env!("CARGO_PKG_VERSION"));

/// What a package's `receipt.json` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// `client-record-receipt/2`.
    #[serde(default = "older")]
    pub format: String,
    /// The ticket.
    pub ticket: String,
    /// The day of the build.
    pub built_on: String,
    /// The program and its version.
    pub program: String,
    /// The rules that were applied.
    pub rules: String,
    /// SHA-256 of templates and fonts.
    pub kit: String,
    /// The language of the pages.
    pub language: String,
    /// The layout of the pages.
    pub layout: String,
    /// Why no copy was given, or `not-told` where the reader is not to know; then the one
    /// file is the letter that says so, unlocked: it names nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denied: Option<String>,
    /// The files beside the receipt.
    pub files: Vec<FileEntry>,
    /// What is inside each of them.
    pub members: Vec<MemberEntry>,
    /// How many rows of each section are shown, of each profile.
    pub sections: Vec<SectionEntry>,
    /// Enrollments left out because their project takes no part in HMIS.
    pub not_participating: usize,
    /// The names of rules that warned of what everybody may know who has the copy: a late
    /// ticket, a released row that contradicts itself.
    pub warnings: Vec<String>,
}

/// A file of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub bytes: usize,
    /// SHA-256 of it as it lies there.
    pub sha256: String,
    /// False for what holds no client data: the guides, the letter of a denial, and the
    /// message, in which only the locked file that it carries does.
    #[serde(default = "locked", skip_serializing_if = "is_true")]
    pub locked: bool,
}

fn older() -> String {
    OLDER.into()
}

fn locked() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_true(it: &bool) -> bool {
    *it
}

/// A file inside a locked file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberEntry {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub bytes: usize,
    /// Its pages, where it has any; not of the cover, on which what was held back takes its
    /// place too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
}

/// A section and how much of it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionEntry {
    /// Which profile it is of, from 1, where there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<usize>,
    /// The section.
    pub section: String,
    /// What the page shows of it.
    pub state: Shown,
    /// How many rows.
    pub rows: usize,
}

/// Why a receipt cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiptError {
    /// It is no receipt, or was changed.
    Unreadable,
    /// A newer version of the program wrote it.
    Newer,
    /// It is not JSON with each key once.
    DoubledKey(JsonFault),
}

impl FileEntry {
    pub(super) fn locked(name: &str, bytes: &[u8]) -> Self {
        let (name, sha256) = (name.to_owned(), digest(bytes));
        Self { name, bytes: bytes.len(), sha256, locked: true }
    }

    pub(super) fn open(name: &str, bytes: &[u8]) -> Self {
        Self { locked: false, ..Self::locked(name, bytes) }
    }
}

impl MemberEntry {
    pub(super) fn of(rendered: &Rendered) -> Self {
        Self {
            name: rendered.document().file_name().to_owned(),
            bytes: rendered.bytes().len(),
            pages: (rendered.document() != Document::Cover).then(|| rendered.n_pages()),
        }
    }

    /// A member that has no pages.
    pub(super) fn plain((name, bytes): &Member) -> Self {
        Self { name: name.clone(), bytes: bytes.len(), pages: None }
    }
}

/// The sections of every profile, one profile after the other.
fn sections(profiles: &[ProfileRecord]) -> Vec<SectionEntry> {
    let of_profile = |(i, it): (usize, &ProfileRecord)| {
        let entry = |(kind, state, rows): (SectionKind, Shown, usize)| SectionEntry {
            profile: (profiles.len() > 1).then_some(i + 1),
            section: kind.token().to_owned(),
            state: if state == Shown::Withheld { Shown::NotAsked } else { state },
            rows,
        };
        counts(it).into_iter().map(entry).collect::<Vec<_>>()
    };
    profiles.iter().enumerate().flat_map(of_profile).collect()
}

impl Receipt {
    /// The receipt of a package.
    pub(super) fn new(
        plan: &Plan,
        kit_digest: &str,
        members: Vec<MemberEntry>,
        files: Vec<FileEntry>,
    ) -> Self {
        let (handover, profiles) = (plan.handover(), plan.record().profiles());
        Self {
            format: FORMAT.into(),
            ticket: handover.ticket.as_str().to_owned(),
            built_on: handover.at.to_string(),
            program: PROGRAM.into(),
            rules: handover.edition.clone(),
            kit: kit_digest.to_owned(),
            language: handover.language.token().into(),
            layout: handover.layout.token().into(),
            denied: None,
            files,
            members,
            sections: sections(profiles),
            not_participating: profiles.iter().map(|it| it.n_not_participating).sum(),
            warnings: plan.warnings().iter().map(|it| (*it).to_owned()).collect(),
        }
    }

    /// The receipt of a letter that gives no copy.
    pub(super) fn denial(denial: &Denial, kit_digest: &str, letter: &Rendered) -> Self {
        let handover = &denial.handover;
        Self {
            format: FORMAT.into(),
            ticket: handover.ticket.as_str().to_owned(),
            built_on: handover.at.to_string(),
            program: PROGRAM.into(),
            rules: handover.edition.clone(),
            kit: kit_digest.to_owned(),
            language: handover.language.token().into(),
            layout: handover.layout.token().into(),
            denied: Some(denial.reason.map_or(NOT_TOLD, DenialReason::token).into()),
            files: vec![FileEntry::open(letter.document().file_name(), letter.bytes())],
            members: Vec::new(),
            sections: Vec::new(),
            not_participating: 0,
            warnings: Vec::new(),
        }
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("texts and numbers only");
        bytes.push(b'\n');
        bytes
    }

    /// Reads the file; one without a format is of version 1.
    pub fn parse(bytes: &[u8]) -> Result<Self, ReceiptError> {
        #[derive(Deserialize)]
        struct Head {
            #[serde(default)]
            format: Option<String>,
        }
        let mut value: serde_json::Value = read_json(bytes).map_err(|it| match it {
            JsonFault::Twice { .. } => ReceiptError::DoubledKey(it),
            JsonFault::Malformed => ReceiptError::Unreadable,
        })?;
        let head: Head =
            serde_json::from_slice(bytes).map_err(|_| ReceiptError::Unreadable)?;
        let read =
            |value| serde_json::from_value(value).map_err(|_| ReceiptError::Unreadable);
        match head.format.as_deref() {
            Some(FORMAT) => read(value),
            None | Some(OLDER) => {
                // What was held back, which nothing asks for any more.
                let map = value.as_object_mut().ok_or(ReceiptError::Unreadable)?;
                map.remove("withheld");
                read(value)
            }
            Some(other) if other.starts_with(FORMAT_NAME) => Err(ReceiptError::Newer),
            Some(_) => Err(ReceiptError::Unreadable),
        }
    }
}

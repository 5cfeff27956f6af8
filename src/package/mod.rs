//! From rendered members to locked files, and back.
//!
//! A package is a set of lockers over the same members. Every locked file is opened again
//! with its passphrase and compared byte for byte before anybody may write it.

mod html;
mod known;
mod locker;
mod message;
mod passphrase;
mod passphrase_error;
mod pdf;
mod receipt;
mod strength;
mod zip;

pub use locker::{Content, LockError, Locker, Member, OpenError};
pub use message::MESSAGE;
pub use passphrase::{Passphrase, Randomness};
pub use passphrase_error::PassphraseError;
pub use receipt::{FileEntry, MemberEntry, RECEIPT, Receipt, ReceiptError, SectionEntry};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use self::locker::MEMBERS;
use crate::plan::{Denial, Plan};
use crate::render::{Document, Documents, Rendered, hex};
use crate::request::Format;
use crate::sections::{Catalog, Message};

/// The guides that lie beside, unlocked.
const GUIDES: &[Document] = &[Document::HowToOpen, Document::AgencyGuide];

/// The locker of a format.
pub fn locker(format: Format) -> &'static dyn Locker {
    match format {
        Format::Zip => &zip::Zip,
        Format::Pdf => &pdf::Pdf,
        Format::Html => &html::Html,
    }
}

/// The locker of a file, by its ending.
pub fn locker_of(name: &str) -> Option<&'static dyn Locker> {
    Format::ALL.iter().map(|it| locker(*it)).find(|it| {
        name.strip_suffix(it.extension()).is_some_and(|stem| stem.ends_with('.'))
    })
}

/// Everything that one build leaves, in memory. Only [`pack`] and [`denial`] make one.
#[derive(Debug)]
pub struct Package {
    ticket: String,
    files: Vec<(String, Vec<u8>)>,
    receipt: Receipt,
    pages: Vec<(String, usize)>,
}

impl Package {
    /// Puts the receipt beside the files that it lists.
    fn sealed(
        mut files: Vec<(String, Vec<u8>)>,
        receipt: Receipt,
        pages: Vec<(String, usize)>,
    ) -> Self {
        files.push((RECEIPT.to_owned(), receipt.to_bytes()));
        Self { ticket: receipt.ticket.clone(), files, receipt, pages }
    }

    /// Names and pages of the members, for whoever builds: the receipt has not all of them.
    pub fn pages(&self) -> &[(String, usize)] {
        &self.pages
    }

    /// Names the folder.
    pub fn ticket(&self) -> &str {
        &self.ticket
    }

    /// Names and bytes, the receipt last.
    pub fn files(&self) -> &[(String, Vec<u8>)] {
        &self.files
    }

    /// What the receipt says.
    pub fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    /// SHA-256 of the receipt as it lies in the package.
    pub fn receipt_digest(&self) -> String {
        digest(&self.receipt.to_bytes())
    }
}

/// What goes into a package.
#[derive(Debug)]
pub struct Parts<'a> {
    documents: Documents,
    words: &'a Catalog,
    formats: &'a [Format],
    message: Option<Message>,
}

impl<'a> Parts<'a> {
    /// What was typeset (the members that are locked, and the guides that lie beside), the words
    /// of the client's language, the locked forms, and what carries one of them by e-mail.
    pub fn new(
        documents: Documents,
        words: &'a Catalog,
        formats: &'a [Format],
        message: Option<Message>,
    ) -> Self {
        Self { documents, words, formats, message }
    }
}

/// Locks the members in every format, side by side in the pool it is called in, opens each
/// again, puts the message together, and writes the receipt.
pub fn pack(
    mut parts: Parts<'_>,
    passphrase: &Passphrase,
    random: Randomness<'_>,
    plan: &Plan,
    kit_digest: &str,
) -> Result<Package, LockError> {
    let ticket = plan.handover().ticket.as_str();
    let (mut members, mut listed, mut pages) = (Vec::new(), Vec::new(), Vec::new());
    for document in MEMBERS {
        let rendered = parts.documents.take(*document).ok_or(LockError::Container)?;
        listed.push(MemberEntry::of(&rendered));
        pages.push((document.file_name().to_owned(), rendered.n_pages()));
        members.push((document.file_name().to_owned(), rendered.into_bytes()));
    }
    let content = Content::new(&members, parts.words, plan.handover().language);
    let lock = |format: &Format| lock(*format, ticket, &content, passphrase, random);
    let locked: Result<Vec<_>, _> = parts.formats.par_iter().map(lock).collect();
    let mut files = locked?;
    let mut entries: Vec<_> =
        files.iter().map(|(name, bytes)| FileEntry::locked(name, bytes)).collect();
    for document in GUIDES {
        let guide = parts.documents.take(*document).ok_or(LockError::Container)?;
        entries.push(FileEntry::open(document.file_name(), guide.bytes()));
        files.push((document.file_name().to_owned(), guide.bytes().to_vec()));
    }
    if let Some(message) = &parts.message {
        let carried = format!("{ticket}.{}", locker(message.attach).extension());
        let carried = files.iter().find(|(name, _)| *name == carried);
        let (name, bytes) = carried.ok_or(LockError::Container)?;
        let bytes = message::write(message, name, bytes, random)?;
        entries.push(FileEntry::open(MESSAGE, &bytes));
        files.push((MESSAGE.to_owned(), bytes));
    }
    let receipt = Receipt::new(plan, kit_digest, listed, entries);
    Ok(Package::sealed(files, receipt, pages))
}

/// Locks the members in one format, opens the file again, and compares.
fn lock(
    format: Format,
    ticket: &str,
    content: &Content<'_>,
    passphrase: &Passphrase,
    random: Randomness<'_>,
) -> Result<(String, Vec<u8>), LockError> {
    let locker = locker(format);
    let lock_and_open = || {
        let bytes = locker.lock(content, passphrase, random)?;
        let opened = locker.open(&bytes, passphrase);
        Ok((bytes, opened.map_err(|_| LockError::NotTheSame)?))
    };
    let expected = || -> Result<Vec<Member>, LockError> {
        let held = content.members().iter().filter(|(name, _)| locker.holds(name));
        held.map(|it| locker.fingerprint(it)).collect()
    };
    let (locked, expected) = rayon::join(lock_and_open, expected);
    let (bytes, opened) = locked?;
    if opened != expected? {
        return Err(LockError::NotTheSame);
    }
    Ok((format!("{ticket}.{}", locker.extension()), bytes))
}

/// What a denial leaves: the letter, which names nobody and is not locked, and a receipt.
pub fn denial(denial: &Denial, letter: &Rendered, kit_digest: &str) -> Package {
    let name = letter.document().file_name();
    let receipt = Receipt::denial(denial, kit_digest, letter);
    Package::sealed(vec![(name.to_owned(), letter.bytes().to_vec())], receipt, Vec::new())
}

/// SHA-256 in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

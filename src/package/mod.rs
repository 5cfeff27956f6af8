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
mod pdf_key;
mod receipt;
mod strength;
mod zip;

pub use locker::{Content, LockError, Locker, Member, OpenError};
pub use message::{BY_HAND, MESSAGE};
pub use passphrase::{Passphrase, Randomness};
pub use passphrase_error::PassphraseError;
pub use receipt::{FileEntry, MemberEntry, RECEIPT, Receipt, ReceiptError, SectionEntry};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use self::locker::DOCUMENTS;
use crate::plan::{Denial, Plan};
use crate::render::{Document, Documents, Rendered, hex};
use crate::request::Format;
use crate::sections::{Catalog, Message, ToAgency};

/// The guides that lie beside, unlocked.
pub const GUIDES: [Document; 2] = [Document::HowToOpen, Document::AgencyGuide];

/// The text for the ticket, unlocked.
pub const TO_AGENCY: &str = "to-agency.txt";

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
    to_agency: Option<ToAgency>,
}

impl Package {
    /// Puts the receipt beside the files that it lists.
    fn sealed(
        mut files: Vec<(String, Vec<u8>)>,
        receipt: Receipt,
        pages: Vec<(String, usize)>,
    ) -> Self {
        files.push((RECEIPT.to_owned(), receipt.to_bytes()));
        let ticket = receipt.ticket.clone();
        Self { ticket, files, receipt, pages, to_agency: None }
    }

    /// Writes into the text for the ticket where the ledger ended before this release, as it was
    /// last read: the line of the release itself has a digest of the receipt, which lists the
    /// text as it then is.
    pub fn note_head(&mut self, head: Option<&str>) {
        let Some(to_agency) = &self.to_agency else { return };
        let text = to_agency.with_head(head).into_bytes();
        let entry = FileEntry::open(TO_AGENCY, &text);
        let listed = self.receipt.files.iter_mut().find(|it| it.name == TO_AGENCY);
        *listed.expect("the receipt lists every file") = entry;
        let receipt = self.receipt.to_bytes();
        for (name, bytes) in &mut self.files {
            match name.as_str() {
                TO_AGENCY => bytes.clone_from(&text),
                RECEIPT => bytes.clone_from(&receipt),
                _ => {}
            }
        }
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
    plain: Vec<Member>,
    words: &'a Catalog,
    formats: &'a [Format],
    message: Option<Message>,
    to_agency: ToAgency,
}

impl<'a> Parts<'a> {
    /// What was typeset (the members that are locked, and the guides that lie beside), the record
    /// without a PDF, the words of the client's language, the locked forms, what carries one of them by e-mail, and the
    /// text for the ticket.
    pub fn new(
        documents: Documents,
        plain: Vec<Member>,
        words: &'a Catalog,
        formats: &'a [Format],
        message: Option<Message>,
        to_agency: ToAgency,
    ) -> Self {
        Self { documents, plain, words, formats, message, to_agency }
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
    for document in DOCUMENTS {
        let rendered = parts.documents.take(document).ok_or(LockError::Container)?;
        listed.push(MemberEntry::of(&rendered));
        pages.push((document.file_name().to_owned(), rendered.n_pages()));
        members.push((document.file_name().to_owned(), rendered.into_bytes()));
    }
    // What is no page is listed only where it was locked.
    let is_locked = |name: &str| parts.formats.iter().any(|it| locker(*it).holds(name));
    for member in parts.plain.into_iter().filter(|(name, _)| is_locked(name)) {
        listed.push(MemberEntry::plain(&member));
        members.push(member);
    }
    let content = Content::new(&members, parts.words, plan.handover().language);
    let lock = |format: &Format| lock(*format, ticket, &content, passphrase, random);
    let locked: Result<Vec<_>, _> = parts.formats.par_iter().map(lock).collect();
    let mut files = locked?;
    let mut entries: Vec<_> =
        files.iter().map(|(name, bytes)| FileEntry::locked(name, bytes)).collect();
    let mut beside = Vec::new();
    for document in GUIDES {
        let guide = parts.documents.take(document).ok_or(LockError::Container)?;
        beside.push((document.name_beside(ticket), guide.bytes().to_vec()));
    }
    if let Some(message) = &parts.message {
        let carried = format!("{ticket}.{}", locker(message.attach).extension());
        let carried = files.iter().find(|(name, _)| *name == carried);
        let (name, bytes) = carried.ok_or(LockError::Container)?;
        let draft = message::write(message, name, bytes, random)?;
        beside.push((MESSAGE.to_owned(), draft));
        beside.push((BY_HAND.to_owned(), message.by_hand.clone().into_bytes()));
    }
    let text = parts.to_agency.with_head(None).into_bytes();
    beside.push((TO_AGENCY.to_owned(), text));
    entries.extend(beside.iter().map(|(name, bytes)| FileEntry::open(name, bytes)));
    files.extend(beside);
    let receipt = Receipt::new(plan, kit_digest, listed, entries);
    let to_agency = Some(parts.to_agency);
    Ok(Package { to_agency, ..Package::sealed(files, receipt, pages) })
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
    let bytes = locker.lock(content, passphrase, random)?;
    if !locker.opens_to(&bytes, content, passphrase) {
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

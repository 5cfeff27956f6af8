//! From rendered members to locked files, and back.
//!
//! A package is a set of lockers over the same members. Every locked file is opened again
//! with its passphrase and compared byte for byte before anybody may write it.

mod html;
mod message;
mod passphrase;
mod pdf;
mod receipt;
mod zip;

pub use message::MESSAGE;
pub use passphrase::{Passphrase, PassphraseError, Randomness};
pub use receipt::{
    FileEntry, MemberEntry, RECEIPT, Receipt, SectionEntry, WithheldEntry,
};

use std::fmt;

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::plan::Plan;
use crate::render::{Rendered, hex};
use crate::request::{Format, Language};
use crate::sections::{Catalog, Denial, Message};

/// A file inside a locked file.
pub type Member = (String, Zeroizing<Vec<u8>>);

/// What is locked, and whose words stand around it.
#[derive(Debug, Clone, Copy)]
pub struct Content<'a> {
    /// The members.
    pub members: &'a [Rendered],
    /// The words of the client's language.
    pub words: &'a Catalog,
    /// That language.
    pub language: Language,
}

/// A way to lock members into one file.
pub trait Locker: Sync {
    /// The ending of the file's name.
    fn extension(&self) -> &'static str;

    /// Locks the members.
    fn lock(
        &self,
        content: &Content<'_>,
        passphrase: &Passphrase,
        random: Randomness<'_>,
    ) -> Result<Vec<u8>, LockError>;

    /// Opens a locked file; a wrong passphrase and a changed byte are both errors.
    fn open(
        &self,
        bytes: &[u8],
        passphrase: &Passphrase,
    ) -> Result<Vec<Member>, OpenError>;

    /// What opening has to give.
    fn expected(&self, members: &[Rendered]) -> Result<Vec<Member>, LockError> {
        Ok(members.iter().map(|it| (it.name.to_owned(), it.bytes.clone())).collect())
    }

    /// True where it holds that member.
    fn holds(&self, _member: &str) -> bool {
        true
    }
}

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

/// Why members could not be locked. None of these is the user's doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockError {
    /// The container could not be written.
    Container,
    /// The locked file did not open again to the same bytes.
    NotTheSame,
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Container => "the locked file could not be put together",
            Self::NotTheSame => "the locked file did not open again to the same bytes",
        })
    }
}

/// Why a locked file could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenError {
    /// The passphrase does not fit.
    WrongPassphrase,
    /// The file is damaged or was changed.
    Damaged,
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WrongPassphrase => "the passphrase does not open it",
            Self::Damaged => "it is damaged or was changed",
        })
    }
}

/// Everything that one build leaves, in memory.
#[derive(Debug)]
pub struct Package {
    /// Names the folder.
    pub ticket: String,
    /// Names and bytes, the receipt last.
    pub files: Vec<(String, Vec<u8>)>,
    /// What the receipt says.
    pub receipt: Receipt,
}

impl Package {
    /// SHA-256 of the receipt as it lies in the package.
    pub fn receipt_digest(&self) -> String {
        digest(&self.receipt.to_bytes())
    }
}

/// What goes into a package.
#[derive(Debug)]
pub struct Parts<'a> {
    /// What is locked.
    pub content: Content<'a>,
    /// What lies beside, unlocked: it holds no client data.
    pub guides: &'a [Rendered],
    /// The locked forms.
    pub formats: &'a [Format],
    /// What carries one of them by e-mail.
    pub message: Option<Message>,
}

/// Locks the members in every format, side by side in the pool it is called in, opens each
/// again, puts the message together, and writes the receipt.
pub fn pack(
    parts: &Parts<'_>,
    passphrase: &Passphrase,
    random: Randomness<'_>,
    plan: &Plan,
    kit_digest: &str,
) -> Result<Package, LockError> {
    let ticket = plan.ticket.as_str();
    let members = parts.content.members;
    let mut files = Vec::new();
    let mut entries = Vec::new();
    let locked = |format: &Format| {
        let locker = locker(*format);
        let lock_and_open = || {
            let bytes = locker.lock(&parts.content, passphrase, random)?;
            let again = locker.open(&bytes, passphrase);
            Ok((bytes, again.map_err(|_| LockError::NotTheSame)?))
        };
        let (again, expected) = rayon::join(lock_and_open, || locker.expected(members));
        let (bytes, again) = again?;
        if again != expected? {
            return Err(LockError::NotTheSame);
        }
        Ok((format!("{ticket}.{}", locker.extension()), bytes))
    };
    let all: Result<Vec<_>, _> = parts.formats.par_iter().map(locked).collect();
    for (name, bytes) in all? {
        entries.push(FileEntry::locked(&name, &bytes));
        files.push((name, bytes));
    }
    for guide in parts.guides {
        entries.push(FileEntry::open(guide.name, &guide.bytes));
        files.push((guide.name.to_owned(), guide.bytes.to_vec()));
    }
    if let Some(message) = &parts.message {
        let carried = format!("{ticket}.{}", locker(message.attach).extension());
        let carried = files.iter().find(|(name, _)| *name == carried);
        let (name, bytes) = carried.ok_or(LockError::Container)?;
        let bytes = message::write(message, name, bytes, random)?;
        entries.push(FileEntry::open(MESSAGE, &bytes));
        files.push((MESSAGE.to_owned(), bytes));
    }
    let receipt = Receipt::new(plan, kit_digest, members, entries);
    files.push((RECEIPT.to_owned(), receipt.to_bytes()));
    Ok(Package { ticket: ticket.to_owned(), files, receipt })
}

/// What a denial leaves: the letter, which names nobody and is not locked, and a receipt.
pub fn denial(denial: &Denial<'_>, letter: &Rendered, kit_digest: &str) -> Package {
    let receipt = Receipt::denial(denial, kit_digest, letter);
    let files = vec![
        (letter.name.to_owned(), letter.bytes.to_vec()),
        (RECEIPT.to_owned(), receipt.to_bytes()),
    ];
    Package { ticket: receipt.ticket.clone(), files, receipt }
}

/// SHA-256 in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

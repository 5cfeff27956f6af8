//! A way to lock members into one file, and to open it again.

use std::fmt;

use zeroize::Zeroizing;

use super::passphrase::{Passphrase, Randomness};
use crate::render::Document;
use crate::request::Language;
use crate::sections::Catalog;

/// A file inside a locked file.
pub type Member = (String, Zeroizing<Vec<u8>>);

/// What is locked, and whose words stand around it.
#[derive(Debug, Clone, Copy)]
pub struct Content<'a> {
    members: &'a [Member],
    words: &'a Catalog,
    language: Language,
}

impl<'a> Content<'a> {
    /// Members, and the words of the client's language.
    pub fn new(members: &'a [Member], words: &'a Catalog, language: Language) -> Self {
        Self { members, words, language }
    }

    /// The members that a locker holds.
    pub fn of(&self, locker: &(impl Locker + ?Sized)) -> Vec<&'a Member> {
        self.members.iter().filter(|(name, _)| locker.holds(name)).collect()
    }

    /// The words of the client's language.
    pub fn words(&self) -> &'a Catalog {
        self.words
    }

    /// That language.
    pub fn language(&self) -> Language {
        self.language
    }
}

/// The documents that are locked.
pub(super) const DOCUMENTS: [Document; 2] = [Document::Cover, Document::Record];

/// A way to lock members into one file.
pub trait Locker: Sync {
    /// The ending of the file's name.
    fn extension(&self) -> &'static str;

    /// The names of the members that it holds.
    fn names(&self) -> &'static [&'static str];

    /// True where a member is opened to its own bytes, not to what stands for them.
    fn keeps_bytes(&self) -> bool {
        true
    }

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

    /// True where a locked file opens again to what was locked, byte for byte.
    fn opens_to(
        &self,
        bytes: &[u8],
        content: &Content<'_>,
        passphrase: &Passphrase,
    ) -> bool {
        let opened = self.open(bytes, passphrase);
        opened.is_ok_and(|it| it.iter().eq(content.of(self)))
    }

    /// True where it holds a member of that name.
    fn holds(&self, name: &str) -> bool {
        self.names().contains(&name)
    }
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

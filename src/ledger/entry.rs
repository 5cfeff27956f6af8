//! A line of the ledger, and what it says besides its place in the chain.

use serde::{Deserialize, Serialize};

use super::account::{Account, MadeFrom};
use super::binding::Binding;
use crate::model::StaffName;
use crate::package::{FileEntry, Package};

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The version of the line; a line without one is of version 1.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub format: u32,
    /// Its number, from 1.
    pub n: u64,
    /// When it was written, RFC 3339, UTC.
    pub recorded_at: String,
    /// The ticket.
    pub ticket: String,
    /// What was done.
    pub action: Action,
    /// Who ran the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<StaffName>,
    /// Why a ticket was reopened or built once more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Because>,
    /// Why no copy was given, as far as the letter tells it: the word that `crr deny --reason`
    /// takes, or `not-told`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who asked whom for what, when, under which rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
    /// The files beside the receipt.
    pub files: Vec<FileEntry>,
    /// SHA-256 of the receipt; an unlocked print has none, and no digest either: whoever
    /// guesses its content could verify the guess.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    /// What a package or a print was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub binding: Option<Binding>,
    /// SHA-256 of the line before, without its line end.
    pub previous: String,
}

/// The version of the lines that are written (`data/policy/formats.md`, 6).
pub(super) const FORMAT: u32 = 2;

pub(super) fn first() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_first(format: &u32) -> bool {
    *format == 1
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// A package was made.
    Release,
    /// A package was rebuilt and replaced the one before.
    Replace,
    /// No copy was given: a letter says why.
    Deny,
    /// The client no longer asks for a copy, or the ticket was filed by mistake.
    Withdraw,
    /// A denial or a withdrawal no longer applies: the ticket may be built.
    Reopen,
    /// The package was deleted, past its retention.
    Purge,
    /// The record was written unlocked, for a printer. It changes nothing in the state of a
    /// ticket.
    Print,
}

/// Why something was done once more. A word of a list: free text could say who the client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// The client appealed, and the appeal was granted.
    Appeal,
    /// It was a mistake.
    Mistake,
    /// The client asked again.
    AskedAgain,
    /// The request or the record was corrected.
    Corrected,
    /// Nobody has the passphrase any more.
    PassphraseLost,
    /// The package went to somebody it was not for.
    WrongRecipient,
    /// The ledger was lost, and the line was made from the package that was there.
    Restored,
    /// Something else.
    Other,
}

impl Because {
    /// Why a ticket is open again.
    pub const REOPEN: &'static [Self] =
        &[Self::Appeal, Self::Mistake, Self::AskedAgain, Self::Other];
    /// Why a package is built once more.
    pub const REBUILD: &'static [Self] =
        &[Self::Corrected, Self::PassphraseLost, Self::WrongRecipient, Self::Other];

    /// The word that stands for it.
    pub fn token(self) -> &'static str {
        match self {
            Self::Appeal => "appeal",
            Self::Mistake => "mistake",
            Self::AskedAgain => "asked-again",
            Self::Corrected => "corrected",
            Self::PassphraseLost => "passphrase-lost",
            Self::WrongRecipient => "wrong-recipient",
            Self::Restored => "restored",
            Self::Other => "other",
        }
    }
}

/// What an entry says, besides its number and its place in the chain.
#[derive(Debug)]
pub struct LedgerEvent<'a> {
    pub(super) ticket: &'a str,
    pub(super) action: Action,
    pub(super) operator: &'a StaffName,
    pub(super) because: Option<Because>,
    pub(super) reason: Option<&'a str>,
    pub(super) account: Option<&'a Account>,
    pub(super) files: &'a [FileEntry],
    pub(super) receipt: Option<String>,
    pub(super) binding: Option<Binding>,
}

impl<'a> LedgerEvent<'a> {
    /// Something was done to a ticket that left no package.
    pub fn of(
        ticket: &'a str,
        action: Action,
        because: Option<Because>,
        operator: &'a StaffName,
    ) -> Self {
        Self {
            ticket,
            action,
            operator,
            because,
            reason: None,
            account: None,
            files: &[],
            receipt: None,
            binding: None,
        }
    }

    /// A package, or the letter of a denial, was made.
    pub fn package(
        package: &'a Package,
        action: Action,
        because: Option<Because>,
        made_from: &'a MadeFrom,
        binding: Binding,
    ) -> Self {
        Self {
            reason: made_from.reason,
            account: Some(&made_from.account),
            files: &package.receipt().files,
            receipt: Some(package.receipt_digest()),
            binding: Some(binding),
            ..Self::of(package.ticket(), action, because, &made_from.operator)
        }
    }

    /// A record was written unlocked; with why, where it is sent again another way.
    pub fn print(
        ticket: &'a str,
        because: Option<Because>,
        made_from: &'a MadeFrom,
        binding: Binding,
    ) -> Self {
        Self {
            account: Some(&made_from.account),
            binding: Some(binding),
            ..Self::of(ticket, Action::Print, because, &made_from.operator)
        }
    }

    /// A package that is there and that a lost ledger no longer tells of.
    pub fn restored(
        ticket: &'a str,
        files: &'a [FileEntry],
        receipt: String,
        reason: Option<&'a str>,
        operator: &'a StaffName,
    ) -> Self {
        let action = if reason.is_some() { Action::Deny } else { Action::Release };
        Self {
            reason,
            files,
            receipt: Some(receipt),
            ..Self::of(ticket, action, Some(Because::Restored), operator)
        }
    }
}

//! The desk key: what a help desk recognizes its own work by, and what it seals the client data
//! on its own disk with. It never leaves the desk, and no package knows of it.
//!
//! Two keys are derived from it (HKDF-SHA-256, RFC 5869), each for one purpose: one for the
//! digests in the ledger, one for sealed files.

mod key;
mod sealed;

pub use key::{DeskKey, DeskKeys, KeyId, NotKeys};
pub use sealed::{Kind, SealError, is_sealed, open, seal};

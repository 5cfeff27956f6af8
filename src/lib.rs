//! The Client Record Request builder: from one request and one extract of an HMIS record to
//! one verified, locked package.
//!
//! # The straight line
//! ```text
//! request.toml ─parse─▶ Request ─┐            ┌▶ Handover ─▶ guides, message ─┐
//!                                ├─plan(rules)┤                               ├─pack─▶ Package
//! extract.json ─parse─▶ Extract ─┘            └▶ Record ─view─▶ render(kit) ──┘          │
//!                       out/<ticket>/, ledger ◀─release─ opened again, and the same ◀────┘
//! ```
//! [`pipeline`] is this line as code: `prepare` from two texts to a plan, `produce` from a plan
//! to a package in memory. Commands, samples, benchmark and tests all call it.
//!
//! Each arrow takes a type that only the arrow before it can make. Nothing is rendered that
//! was not planned; nothing is packed that was not rendered; nothing is written before the
//! whole package is in memory, has been opened again with its passphrase, and was found to
//! be the same byte for byte. After the plan nothing names the request; what is not locked is
//! made from the handover alone, and so cannot tell of a record.
//!
//! # Rooms
//! In this order: a room names only rooms above it in the table, and no file imports one that
//! imports it, directly or not. A test keeps both.
//!
//! | room | what |
//! |---|---|
//! | [`diagnostics`] | what is wrong, where, and what to do; masking |
//! | [`source`] | JSON and TOML as trees whose values know their place; one reader for all; words, days and identifiers as they are read |
//! | [`model`] | the nouns: client, profile, release of information, enrollment, HUD codes |
//! | [`request`] [`extract`] [`site`] | bytes to checked types |
//! | [`rules`] | every judgment: a row of `data/rules/<edition>.toml` and a function |
//! | [`plan`] | who gets what, in which sections, why not the rest |
//! | [`sections`] | one file a section: a view and a total function from the plan to it |
//! | [`render`] | templates and fonts to PDF, in a Typst world that is all in memory; the same views to plain text and to a web page |
//! | [`package`] | the passphrase, the lockers, the receipt |
//! | [`seal`] | the desk key: digests that only the desk can make, files that only the desk can open |
//! | [`ledger`] | what was done for which ticket, when, and so what may follow; chained |
//! | [`import`] | exports of the vendor's system become extracts |
//! | [`pipeline`] | the straight line |
//! | [`io`] | the only file system, clock and randomness |
//! | [`cli`] | flags, the terminal; `commands/` has one file a command |
//!
//! # Invariants
//! They are mostly about what is absent.
//! - There is no network code, and no dependency that brings any.
//! - Below `io`, nothing touches a file, the clock or a random number. Crate zip alone takes
//!   the salts of its members from the operating system by itself.
//! - A text about a client is a [`model::ClientText`]: it has no `Display`, and its `Debug`
//!   shows its length. Diagnostics are made of keys, types, counts and places.
//! - Neither serde's nor Typst's own words reach a user: both may repeat a value.
//! - The request names a client by HMIS identifier only; the receipt and the ledger do not
//!   name the client at all. Their digests are of locked files, and of guides and letters that
//!   know nothing of the record: a digest of an unlocked record would let somebody who
//!   guesses its content verify the guess.
//! - Templates decide nothing. They get words in `/view.json`, `/imprint.json` and
//!   `/words.json`, and see no file but the kit's.
//! - The same view and kit give the same PDF bytes, and the same text and page.
//!
//! # Where the next things go
//! An importer fills an [`extract::Draft`]. A coded field is a row of `model/coded.rs`: import
//! and rules follow from it. A locker is an implementation of [`package::Locker`] and a word
//! of [`request::Format`]. A rule is a row of data and a function in [`rules`]. A language is
//! a catalog in `templates/i18n` and a word of [`request::Language`]; a layout is a set of
//! sizes in `templates/theme.typ` and a word of [`request::Layout`]. A section is a field of
//! [`extract::Extract`] and of [`plan::Sections`]: its rows are then compared with their owner
//! and its texts looked at without anybody remembering. A command is a file in `cli/commands`,
//! its lines in that folder's `mod.rs` and its examples in `data/examples.toml`. A name in
//! brackets that is no rule has its line in `data/explanations.toml`.

pub mod cli;
pub mod diagnostics;
pub mod extract;
pub mod import;
pub mod io;
pub mod ledger;
pub mod model;
pub mod package;
pub mod pipeline;
pub mod plan;
pub mod render;
pub mod request;
pub mod rules;
pub mod seal;
pub mod sections;
pub mod site;
pub mod source;

//! The Client Record Request builder: from one request and one extract of an HMIS record to
//! one verified, locked package.
//!
//! # The straight line
//! ```text
//! request.toml ─parse─▶ Request ─┐
//!                                ├─plan(rules)─▶ Plan ─view─▶ View ─render(kit)─▶ [Rendered]
//! extract.json ─parse─▶ Extract ─┘                                                    │
//!            out/<ticket>/, ledger ◀─release─ Package ◀─pack(passphrase), opened again ┘
//! ```
//! Each arrow takes a type that only the arrow before it can make. Nothing is rendered that
//! was not planned; nothing is packed that was not rendered; nothing is written before the
//! whole package is in memory, has been opened again with its passphrase, and was found to
//! be the same byte for byte.
//!
//! # Floors
//! A file names only its own floor or lower ones; a test keeps it so.
//!
//! | floor | module | what |
//! |---|---|---|
//! | 0 | [`diagnostics`] | what is wrong, where, and what to do; masking |
//! | 0 | [`source`] | JSON and TOML as trees whose values know their place; one reader for all |
//! | 0 | [`model`] | the nouns: client, profile, release of information, enrollment, HUD codes |
//! | 1 | [`request`] [`extract`] [`site`] | bytes to checked types |
//! | 2 | [`rules`] | every judgement: a row of `data/rules/<edition>.toml` and a function |
//! | 3 | [`plan`] | who gets what, in which sections, why not the rest |
//! | 3 | [`sections`] | one file a section: a view and a total function from the plan to it |
//! | 4 | [`render`] | templates and fonts to PDF, in a Typst world that is all in memory |
//! | 4 | [`package`] | the passphrase, the lockers, the receipt |
//! | 4 | [`import`] | exports of the vendor's system become extracts |
//! | 4 | [`ledger`] | what was released, when, to which ticket; chained |
//! | 5 | [`io`] | the only file system, clock and randomness |
//! | 6 | [`cli`] | arguments, the terminal, one function a subcommand |
//!
//! # Invariants
//! They are mostly about what is absent.
//! - There is no network code, and no dependency that brings any.
//! - Below `io`, nothing touches a file, the clock or a random number. Crate zip alone takes
//!   the salts of its members from the operating system by itself.
//! - A text about a client is a [`model::ClientText`]: it has no `Display`, and its `Debug`
//!   tells its length. Diagnostics are made of keys, types, counts and places.
//! - Neither serde's nor Typst's own words reach a user: both may repeat a value.
//! - The request names a client by HMIS identifier only; the receipt and the ledger do not
//!   name the client at all. Their digests are of locked files, and of guides and letters that
//!   know nothing of the record: a digest of an unlocked record would let somebody who
//!   guesses its content make sure of the guess.
//! - Templates decide nothing. They get words in `/view.json`, `/imprint.json` and
//!   `/words.json`, and see no file but the kit's.
//! - The same view and kit give the same PDF bytes.
//!
//! # Where the next things go
//! An importer fills an [`extract::Draft`]. A coded field is a row of `model/coded.rs`:
//! import and rules follow from it. A locker is an implementation of [`package::Locker`]
//! and a word of [`request::Format`]. A rule is a row of data and a function in
//! [`rules`]. A language is a catalog in `templates/i18n` and a word of
//! [`request::Language`]; an edition is a set of sizes in `templates/theme.typ` and a
//! word of [`request::Layout`].

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
pub mod sections;
pub mod site;
pub mod source;

//! Locked files: any bytes are opened or refused, within bounds; nothing opens without the
//! passphrase, and what is sealed with a checksum of the key opens to what was locked.

use client_record_request::package::{Member, OpenError, Passphrase, locker};
use client_record_request::request::Format;
use zeroize::Zeroizing;

/// The passphrase of all seeds, and one that opens none of them.
pub const PASSPHRASE: &str = "abacus-zoom-crouton-dagger-ember-fable";
const WRONG: &str = "zebra-yonder-xylem-walnut-vortex-umber";

/// The most that a member may unpack to.
const MAX_MEMBER: usize = 256 * 1024 * 1024;

/// What is locked in the seeds.
pub fn members() -> Vec<Member> {
    [("cover.pdf", b"short".to_vec()), ("record.pdf", b"longer, ".repeat(40))]
        .map(|(name, bytes)| (name.to_owned(), Zeroizing::new(bytes)))
        .into()
}

/// An AES zip. Its headers are not sealed: they may lie about names and packing.
pub fn zip(data: &[u8]) {
    if let Some(opened) = opened(Format::Zip, data) {
        assert!(opened.iter().all(|(_, it)| it.len() <= MAX_MEMBER));
    }
}

/// A locked PDF. Its objects are not sealed: the receipt finds out what was changed in it.
pub fn pdf(data: &[u8]) {
    if let Some(opened) = opened(Format::Pdf, data) {
        assert_eq!(opened.len(), 1);
        assert!(opened[0].1.starts_with(b"%PDF-"));
    }
}

/// A page that opens itself: sealed as a whole.
pub fn html(data: &[u8]) {
    if let Some(opened) = opened(Format::Html, data) {
        assert!(opened == members(), "it opened to what was never locked");
    }
}

fn opened(format: Format, data: &[u8]) -> Option<Vec<Member>> {
    let locker = locker(format);
    let result = locker.open(data, &Passphrase::to_open(PASSPHRASE));
    if result != Err(OpenError::Damaged) {
        let wrong = locker.open(data, &Passphrase::to_open(WRONG));
        assert!(wrong.is_err(), "it opens with any passphrase");
    }
    result.ok().inspect(|it| assert!(!it.is_empty(), "it opened to nothing"))
}

//! A sealed file and a file of keys: what is not whole is not opened; what was sealed opens to
//! the same with its key, and with no other.

use client_record_request::seal::{DeskKey, DeskKeys, Kind, is_sealed, open, seal};

/// What must hold for any bytes.
pub fn holds(data: &[u8]) {
    if let Ok(keys) = DeskKeys::parse(&String::from_utf8_lossy(data)) {
        let again = DeskKeys::parse(&keys.text()).expect("keys");
        assert_eq!(*again.text(), *keys.text());
    }
    let keys = keys(1);
    if let Ok(content) = open(Kind::Extract, data, &keys) {
        assert!(is_sealed(data));
        assert!(content.len() < data.len());
    }
    // As a content, and as what somebody put in the place of a part of it.
    let key = keys.current().expect("a key");
    let sealed = seal(Kind::Extract, "x.sealed", data, key, &|it: &mut [u8]| it.fill(7));
    let opened = open(Kind::Extract, &sealed, &keys).expect("it opens");
    assert!(*opened == data);
    assert!(open(Kind::Extract, &sealed, &self::keys(2)).is_err());
    let mut changed = sealed.clone();
    let at = data.first().map_or(0, |it| usize::from(*it)) % changed.len();
    changed[at] ^= 1;
    assert!(open(Kind::Extract, &changed, &keys).is_err(), "byte {at}");
}

/// The key that the seeds are sealed with is made of ones.
fn keys(byte: u8) -> DeskKeys {
    let mut keys = DeskKeys::default();
    keys.add(DeskKey::generate(&move |it: &mut [u8]| it.fill(byte)));
    keys
}

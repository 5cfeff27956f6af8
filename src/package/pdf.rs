//! The locked PDF: the record, encrypted in place.
//!
//! AES-256 in the standard security handler, V 5, R 6 (ISO 32000-2, 7.6.4): the passphrase
//! goes through some hundred rounds of SHA-2 and AES-128 to a key that opens the file's own
//! random one. All objects are packed into streams before those are encrypted, so that neither
//! the structure tree nor the metadata can be read; the number of objects can. PDF/A forbids
//! encryption: what is locked claims PDF/UA-1 alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use lopdf::encryption::DecryptionError;
use lopdf::encryption::crypt_filters::{Aes256CryptFilter, CryptFilter};
use lopdf::{
    Dictionary, Document, EncryptionState, EncryptionVersion, Error, LoadOptions, Object,
    Permissions,
};
use zeroize::Zeroizing;

use super::locker::{Content, LockError, Locker, Member, OpenError};
use super::passphrase::{Passphrase, Randomness};
use crate::render::{self, Seal, hex, seal};

/// The locker.
pub(super) struct Pdf;

/// Bytes of the file's own key; those of the owner's password, 32 when written as text; those
/// of each half of the `/ID`.
const KEY: usize = 32;
const OWNER: usize = 24;
const ID: usize = 16;

impl Locker for Pdf {
    fn extension(&self) -> &'static str {
        "pdf"
    }

    fn names(&self) -> &'static [&'static str] {
        const { &[render::Document::Record.file_name()] }
    }

    /// It opens to the same objects.
    fn keeps_bytes(&self) -> bool {
        false
    }

    fn lock(
        &self,
        content: &Content<'_>,
        passphrase: &Passphrase,
        random: Randomness<'_>,
    ) -> Result<Vec<u8>, LockError> {
        let held = content.of(self);
        let (_, bytes) = held.first().ok_or(LockError::Container)?;
        lock(bytes, passphrase, random).ok_or(LockError::Container)
    }

    fn open(
        &self,
        bytes: &[u8],
        passphrase: &Passphrase,
    ) -> Result<Vec<Member>, OpenError> {
        let options = LoadOptions {
            strict: true,
            ..LoadOptions::with_password(passphrase.expose())
        };
        let opened =
            Document::load_mem_with_options(bytes, options).map_err(|err| match err {
                Error::InvalidPassword
                | Error::Decryption(DecryptionError::IncorrectPassword) => {
                    OpenError::WrongPassphrase
                }
                _ => OpenError::Damaged,
            })?;
        if !is_locked(&opened) {
            return Err(OpenError::Damaged);
        }
        let name = render::Document::Record.file_name().to_owned();
        Ok(vec![(name, canonical(opened).ok_or(OpenError::Damaged)?)])
    }

    /// It opens to the same objects, not to the same bytes.
    fn fingerprint(&self, (name, bytes): &Member) -> Result<Member, LockError> {
        let bytes = unlocked(bytes).ok_or(LockError::Container)?;
        Ok((name.clone(), bytes))
    }
}

/// True where a passphrase is needed to open a file, and AES-256 keeps it. What is not encrypted
/// would open with any; so would what opens with none: readers try that first.
fn is_locked(opened: &Document) -> bool {
    let state = opened.encryption_state.as_ref().and_then(|it| it.encode().ok());
    let Some(state) = state else { return false };
    let is_new = [(b"V", 5), (b"R", 6)].iter().all(|(key, wanted)| {
        state.get(*key).and_then(Object::as_i64).is_ok_and(|it| it == *wanted)
    });
    let mut lock = Document::new();
    let state = lock.add_object(state);
    lock.trailer.set("Encrypt", state);
    is_new && lock.authenticate_password("").is_err()
}

/// What a locked record opens to: its own objects, but for the metadata.
fn unlocked(pdf: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let options = LoadOptions { strict: true, ..LoadOptions::default() };
    let mut document = Document::load_mem_with_options(pdf, options).ok()?;
    let metadata = document.catalog().ok()?.get(b"Metadata").ok()?.as_reference().ok()?;
    let stream = document.get_object_mut(metadata).ok()?.as_stream_mut().ok()?;
    let xmp = without_pdfa_claim(std::str::from_utf8(&stream.content).ok()?)?;
    stream.set_content(xmp.into_bytes());
    canonical(document)
}

/// Metadata without what says PDF/A (ISO 19005-2, 6.6.4) and what only PDF/A asks for (6.6.2.3).
/// The output intent stays: any PDF may have one (ISO 32000-1, 14.11.5).
fn without_pdfa_claim(xmp: &str) -> Option<String> {
    let mut rest = xmp.to_owned();
    for (start, end) in [
        ("<pdfaid:part>", "</pdfaid:part>"),
        ("<pdfaid:conformance>", "</pdfaid:conformance>"),
        ("<pdfaExtension:schemas>", "</pdfaExtension:schemas>"),
        (" xmlns:pdfaid=\"", "\""),
        (" xmlns:pdfaExtension=\"", "\""),
        (" xmlns:pdfaSchema=\"", "\""),
        (" xmlns:pdfaProperty=\"", "\""),
    ] {
        let Some((before, after)) = rest.split_once(start) else { continue };
        let (_, after) = after.split_once(end)?;
        rest = [before, after].concat();
    }
    (!rest.contains("pdfaid")).then_some(rest)
}

/// Encrypts a packed PDF with a key of its own, which the passphrase opens.
fn lock(pdf: &[u8], passphrase: &Passphrase, random: Randomness<'_>) -> Option<Vec<u8>> {
    let mut key = Zeroizing::new([0; KEY]);
    random(&mut *key);
    // Thrown away: an owner's password that is empty or known would be a second way in.
    let mut owner = Zeroizing::new([0; OWNER]);
    random(&mut *owner);
    let owner = Zeroizing::new(BASE64.encode(*owner));
    let filter: Arc<dyn CryptFilter> = Arc::new(Aes256CryptFilter);
    let state = EncryptionState::try_from(EncryptionVersion::V5 {
        encrypt_metadata: true,
        crypt_filters: BTreeMap::from([(b"StdCF".to_vec(), Arc::clone(&filter))]),
        file_encryption_key: &*key,
        stream_filter: b"StdCF".to_vec(),
        string_filter: b"StdCF".to_vec(),
        owner_password: &owner,
        user_password: passphrase.expose(),
        permissions: Permissions::all(),
    })
    .ok()?;
    // Typst's own is a hash of title and content: whoever guesses them could verify the guess.
    let mut id = [0; ID];
    random(&mut id);
    let encrypt = |content: &[u8]| filter.encrypt(&*key, content).ok();
    let dictionary = serialize(&state.encode().ok()?)?;
    seal(
        pdf,
        &Seal {
            dictionary,
            id: hex(&id),
            stream: &encrypt,
            metadata: &without_pdfa_claim,
        },
    )
}

/// A dictionary in PDF's own words, its strings in hexadecimal.
fn serialize(dictionary: &Dictionary) -> Option<String> {
    let mut text = String::from("<<");
    for (key, value) in dictionary {
        let value = match value {
            Object::Name(it) => format!("/{}", std::str::from_utf8(it).ok()?),
            // The flags of the permissions are a signed number of 32 bits.
            Object::Integer(it) if key == b"P" => {
                i32::from_ne_bytes(u32::try_from(*it & 0xFFFF_FFFF).ok()?.to_ne_bytes())
                    .to_string()
                    + " "
            }
            Object::Integer(it) => format!(" {it} "),
            Object::Boolean(it) => format!(" {it} "),
            Object::String(it, _) => format!("<{}>", hex(it)),
            Object::Dictionary(it) => serialize(it)?,
            _ => return None,
        };
        let space = if key == b"P" { " " } else { "" };
        text.extend(["/", std::str::from_utf8(key).ok()?, space, &value]);
    }
    Some(text + ">>")
}

/// The objects of a document in their order, without what only holds them together.
fn canonical(document: Document) -> Option<Zeroizing<Vec<u8>>> {
    let mut plain = Document::with_version(document.version.clone());
    for key in ["Root", "Info"] {
        if let Ok(value) = document.trailer.get(key.as_bytes()) {
            plain.trailer.set(key, value.clone());
        }
    }
    let is_structural = |it: &Object| {
        let kind = it.as_stream().ok().and_then(|it| it.dict.get(b"Type").ok());
        let kind = kind.and_then(|it| it.as_name().ok());
        kind.is_some_and(|it| it == b"ObjStm" || it == b"XRef")
    };
    plain.objects =
        document.objects.into_iter().filter(|(_, it)| !is_structural(it)).collect();
    plain.max_id = plain.objects.keys().map(|it| it.0).max()?;
    let mut bytes = Zeroizing::new(Vec::new());
    plain.save_to(&mut *bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use super::*;

    /// A PDF of one object, locked for a passphrase in a way that is asked for.
    fn locked(make: impl FnOnce(&Document) -> EncryptionVersion<'_>) -> Vec<u8> {
        let mut document = Document::with_version("1.7");
        let root = document.add_object(dictionary! { "Type" => "Catalog" });
        document.trailer.set("Root", root);
        let id = || Object::string_literal(vec![7; ID]);
        document.trailer.set("ID", vec![id(), id()]);
        let state = EncryptionState::try_from(make(&document)).expect("a lock");
        document.encrypt(&state).expect("encrypted");
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).expect("saved");
        bytes
    }

    fn aes_256<'a>(owner: &'a str, user: &'a str) -> EncryptionVersion<'a> {
        let filter: Arc<dyn CryptFilter> = Arc::new(Aes256CryptFilter);
        EncryptionVersion::V5 {
            encrypt_metadata: true,
            crypt_filters: BTreeMap::from([(b"StdCF".to_vec(), filter)]),
            file_encryption_key: &[9; KEY],
            stream_filter: b"StdCF".to_vec(),
            string_filter: b"StdCF".to_vec(),
            owner_password: owner,
            user_password: user,
            permissions: Permissions::all(),
        }
    }

    fn opened(bytes: &[u8]) -> Option<OpenError> {
        Pdf.open(bytes, &Passphrase::to_open("right")).err()
    }

    #[test]
    fn what_opens_with_any_passphrase_is_not_taken_for_locked() {
        assert_eq!(opened(&locked(|_| aes_256("other", "right"))), None);
        let wrong = locked(|_| aes_256("other", "wrong"));
        assert_eq!(opened(&wrong), Some(OpenError::WrongPassphrase));
        for (owner, user) in [("other", ""), ("", "right")] {
            let open = locked(|_| aes_256(owner, user));
            assert_eq!(opened(&open), Some(OpenError::Damaged), "{owner:?} {user:?}");
        }
    }

    #[test]
    fn what_is_locked_in_an_older_way_is_not_taken_for_ours() {
        let older = locked(|document| EncryptionVersion::V2 {
            document,
            owner_password: "other",
            user_password: "right",
            key_length: 128,
            permissions: Permissions::all(),
        });
        assert_eq!(opened(&older), Some(OpenError::Damaged));
    }
}

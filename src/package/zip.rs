//! The AES-256 zip: the archive of record.
//!
//! Key: PBKDF2-HMAC-SHA1, 1,000 iterations, 16-byte salt; AES-256-CTR; HMAC-SHA1 cut to 80
//! bits (the WinZip AES note, AE-2; APPNOTE 6.3, 4.3 and extra field 0x9901). The salt comes
//! from the operating system, inside crate zip. Names, sizes and the number of members stay
//! readable; so names are neutral, and dates and modes are fixed.

use std::io::{Cursor, Read, Write};

use ::zip::read::ZipFile;
use ::zip::result::ZipError;
use ::zip::write::SimpleFileOptions;
use ::zip::{AesMode, CompressionMethod, DateTime, ZipArchive, ZipWriter};
use zeroize::Zeroizing;

use super::locker::{Content, LockError, Locker, Member, OpenError};
use super::passphrase::{Passphrase, Randomness};
use crate::render::{Document, TEXT};

/// The locker.
pub(super) struct Zip;

/// The most that all members of a file may unpack to when opened, in bytes.
const MAX_UNPACKED: u64 = 256 * 1024 * 1024;

impl Locker for Zip {
    fn extension(&self) -> &'static str {
        "zip"
    }

    fn names(&self) -> &'static [&'static str] {
        const { &[Document::Cover.file_name(), Document::Record.file_name(), TEXT] }
    }

    fn lock(
        &self,
        content: &Content<'_>,
        passphrase: &Passphrase,
        _: Randomness<'_>,
    ) -> Result<Vec<u8>, LockError> {
        let bytes = write(&content.of(self), passphrase);
        let bytes = bytes.map_err(|_| LockError::Container)?;
        convert_to_ae2(bytes).ok_or(LockError::Container)
    }

    fn open(
        &self,
        bytes: &[u8],
        passphrase: &Passphrase,
    ) -> Result<Vec<Member>, OpenError> {
        let mut archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|_| OpenError::Damaged)?;
        // Of members under one name, only the last would be compared.
        if archive.has_duplicate_names() {
            return Err(OpenError::Damaged);
        }
        let mut members = Vec::new();
        let mut left = MAX_UNPACKED;
        for i in 0..archive.len() {
            let member = archive
                .by_index_decrypt(i, passphrase.expose().as_bytes())
                .map_err(|err| match err {
                    ZipError::InvalidPassword => OpenError::WrongPassphrase,
                    _ => OpenError::Damaged,
                })?;
            left = left.checked_sub(member.size()).ok_or(OpenError::Damaged)?;
            members.push(unpacked(member).ok_or(OpenError::Damaged)?);
        }
        // A file without a member would open with any passphrase.
        if members.is_empty() { Err(OpenError::Damaged) } else { Ok(members) }
    }
}

/// A member, if it is locked and as long as its header says: then all of it was compared with
/// its HMAC.
fn unpacked<R: Read>(member: ZipFile<'_, R>) -> Option<Member> {
    // One that is not encrypted would open with any passphrase.
    if !member.encrypted() {
        return None;
    }
    let name = member.name().ok()?.into_owned();
    let size = usize::try_from(member.size()).ok()?;
    let mut content = Zeroizing::new(Vec::with_capacity(size + 1));
    member.take(size as u64 + 1).read_to_end(&mut content).ok()?;
    (content.len() == size).then_some((name, content))
}

fn write(members: &[&Member], passphrase: &Passphrase) -> Result<Vec<u8>, ZipError> {
    let size: usize = members.iter().map(|(_, bytes)| bytes.len()).sum();
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(size + 1024)));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .with_aes_encryption(AesMode::Aes256, passphrase.expose());
    for (name, bytes) in members {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// From AE-1 to AE-2. Crate zip writes AE-1, whose headers carry a CRC-32 of the unlocked
/// bytes: a fingerprint for anyone to read. AE-2 has none; the HMAC, which does not cover
/// the headers, guards the content either way.
fn convert_to_ae2(mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let mut headers = Vec::new();
    let mut archive = ZipArchive::new(Cursor::new(&bytes)).ok()?;
    for i in 0..archive.len() {
        let member = archive.by_index_raw(i).ok()?;
        // Where the CRC stands, and where the lengths of name and extra field and the name.
        headers.push((usize::try_from(member.header_start()).ok()?, 14, 26, 30));
        headers.push((usize::try_from(member.central_header_start()).ok()?, 16, 28, 46));
    }
    for (start, crc, lengths, name) in headers {
        let header = bytes.get_mut(start..)?;
        header.get_mut(crc..crc + 4)?.fill(0);
        let n_name = usize::from(u16_at(header, lengths)?);
        let n_extra = usize::from(u16_at(header, lengths + 2)?);
        let extra = header.get_mut(name + n_name..name + n_name + n_extra)?;
        let version = vendor_version(extra)?;
        extra.get_mut(version..version + 2)?.copy_from_slice(&[2, 0]);
    }
    Some(bytes)
}

/// Where the vendor version stands in the AES extra field (id 0x9901).
fn vendor_version(extra: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let (Some(id), Some(n)) = (u16_at(extra, at), u16_at(extra, at + 2)) {
        if id == 0x9901 {
            return Some(at + 4);
        }
        at += 4 + usize::from(n);
    }
    None
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Language;
    use crate::sections::Catalog;

    fn members() -> Vec<Member> {
        let long =
            (0..100_000_u32).map(|i| u8::try_from(i % 251).expect("small")).collect();
        [("cover.pdf", b"short".to_vec()), ("record.pdf", long)]
            .map(|(name, bytes)| (name.to_owned(), Zeroizing::new(bytes)))
            .into()
    }

    fn locked() -> Vec<u8> {
        let (members, words) = (members(), Catalog::staff("").expect("no words"));
        let content = Content::new(&members, &words, Language::En);
        let right = Passphrase::to_open("right");
        Zip.lock(&content, &right, &|_: &mut [u8]| ()).expect("locked")
    }

    #[test]
    fn it_opens_to_the_same_bytes() {
        let opened = Zip.open(&locked(), &Passphrase::to_open("right")).expect("opened");
        assert!(opened == members());
    }

    #[test]
    fn a_wrong_passphrase_is_told_from_damage() {
        for wrong in ["", "Right", "right ", "wrong"] {
            let result = Zip.open(&locked(), &Passphrase::to_open(wrong));
            assert_eq!(result.err(), Some(OpenError::WrongPassphrase), "{wrong:?}");
        }
        assert_eq!(
            Zip.open(b"not a zip", &Passphrase::to_open("right")).err(),
            Some(OpenError::Damaged)
        );
    }

    #[test]
    fn a_plain_member_is_not_taken_for_a_locked_one() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("record.pdf", SimpleFileOptions::default()).expect("started");
        zip.write_all(b"plain").expect("written");
        let bytes = zip.finish().expect("finished").into_inner();
        assert_eq!(
            Zip.open(&bytes, &Passphrase::to_open("right")).err(),
            Some(OpenError::Damaged)
        );
    }

    #[test]
    fn a_file_without_a_member_is_not_taken_for_a_locked_one() {
        let empty = ZipWriter::new(Cursor::new(Vec::new())).finish().expect("finished");
        assert_eq!(
            Zip.open(&empty.into_inner(), &Passphrase::to_open("right")).err(),
            Some(OpenError::Damaged)
        );
    }

    #[test]
    fn two_members_under_one_name_are_damage() {
        let members = [("a.pdf", b"1"), ("b.pdf", b"2")]
            .map(|(name, it)| (name.to_owned(), Zeroizing::new(it.to_vec())));
        let right = Passphrase::to_open("right");
        let mut bytes = write(&members.each_ref(), &right).expect("written");
        assert_eq!(Zip.open(&bytes, &right).expect("opened").len(), 2);
        while let Some(at) = bytes.windows(5).position(|it| it == b"b.pdf") {
            bytes[at] = b'a';
        }
        assert_eq!(Zip.open(&bytes, &right).err(), Some(OpenError::Damaged));
    }

    /// A header is not sealed: it may say that there is more, or less, or too much.
    #[test]
    fn a_size_that_lies_is_damage() {
        for size in [0, 4, 6, 300 * 1024 * 1024, u32::MAX - 1] {
            let mut bytes = locked();
            let mut archive = ZipArchive::new(Cursor::new(&bytes)).expect("a zip");
            let member = archive.by_index_raw(0).expect("a member");
            assert_eq!(member.size(), 5);
            let at = usize::try_from(member.central_header_start()).expect("small") + 24;
            drop(member);
            bytes[at..at + 4].copy_from_slice(&size.to_le_bytes());
            let opened = Zip.open(&bytes, &Passphrase::to_open("right"));
            assert_eq!(opened.err(), Some(OpenError::Damaged), "{size}");
        }
    }

    #[test]
    fn headers_tell_no_checksum_and_no_date() {
        let bytes = locked();
        let mut archive = ZipArchive::new(Cursor::new(&bytes)).expect("a zip");
        for i in 0..archive.len() {
            let member = archive.by_index_raw(i).expect("a member");
            assert_eq!(member.crc32(), 0);
            assert_eq!(member.last_modified(), Some(DateTime::default()));
            assert_eq!(member.unix_mode().map(|it| it & 0o777), Some(0o644));
        }
    }

    #[test]
    fn no_two_are_alike() {
        assert_ne!(locked(), locked());
    }
}

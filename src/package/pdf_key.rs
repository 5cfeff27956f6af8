//! The lock of a PDF: from a passphrase to the file's own key, in the words of the encryption
//! dictionary (standard security handler, revision 6; ISO 32000-2, 7.6.4).
//!
//! There is no owner's password: a second one would be a second way in. What stands in its place
//! is random, and nobody knows a text that it would be the hash of.

use aes::cipher::{BlockCipherEncrypt, KeyInit};
use aes::{Aes128Enc, Aes256Enc};
use cbc::Encryptor;
use cbc::cipher::{Array, BlockModeEncrypt, KeyIvInit};
use sha2::{Digest, Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use super::passphrase::{Passphrase, Randomness};
use crate::render::hex;

/// Bytes of the file's own key, and of a hash (7.6.4.3.4).
pub(super) const KEY: usize = 32;
/// Bytes of a salt (7.6.4.4.7).
const SALT: usize = 8;
/// Bytes of a block of AES.
const BLOCK: usize = 16;
/// Everything is permitted: whoever can read the record may print and copy it. The two lowest
/// bits are always 0 (Table 22).
const PERMISSIONS: i32 = -4;

/// The encryption dictionary of a file whose key the passphrase opens.
pub(super) fn dictionary(
    passphrase: &Passphrase,
    key: &[u8; KEY],
    random: Randomness<'_>,
) -> String {
    let mut salts = [0; 2 * SALT];
    random(&mut salts);
    let (validation, of_key) = salts.split_at(SALT);
    let passphrase = passphrase.expose().as_bytes();
    // Algorithm 8.
    let check = hash(passphrase, validation);
    let opens = hash(passphrase, of_key);
    let mut encrypted_key = *key;
    let mut cipher = Encryptor::<Aes256Enc>::new((&*opens).into(), &[0; BLOCK].into());
    cipher.encrypt_blocks(Array::slice_as_chunks_mut(&mut encrypted_key).0);
    // Where Algorithm 9 has the hash of an owner's password, two salts and the key once more.
    let mut owner = [0; KEY + 2 * SALT];
    let mut owner_key = [0; KEY];
    random(&mut owner);
    random(&mut owner_key);
    format!(
        "<</Filter/Standard/V 5 /R 6 /Length 256 /P {PERMISSIONS} /EncryptMetadata true \
         /CF<</StdCF<</Type/CryptFilter/CFM/AESV3/Length 32 >>>>/StmF/StdCF/StrF/StdCF\
         /U<{}{}>/UE<{}>/O<{}>/OE<{}>/Perms<{}>>>",
        hex(&*check),
        hex(&salts),
        hex(&encrypted_key),
        hex(&owner),
        hex(&owner_key),
        hex(&permissions(key, random)),
    )
}

/// Algorithm 10: the permissions once more, in the file's own key.
fn permissions(key: &[u8; KEY], random: Randomness<'_>) -> [u8; BLOCK] {
    let mut block = [0xFF; BLOCK];
    block[..4].copy_from_slice(&PERMISSIONS.to_le_bytes());
    // "T": the metadata are encrypted too.
    block[8..12].copy_from_slice(b"Tadb");
    random(&mut block[12..]);
    Aes256Enc::new(key.into()).encrypt_block((&mut block).into());
    block
}

/// Algorithm 2.B, for a user's password: SHA-256, then at least 64 rounds of AES-128 over 64
/// repetitions, each hashed by one of three ways that its own beginning names.
fn hash(passphrase: &[u8], salt: &[u8]) -> Zeroizing<[u8; KEY]> {
    let mut k = Zeroizing::new([0; 64]);
    let mut length = KEY;
    k[..KEY].copy_from_slice(
        &Sha256::new().chain_update(passphrase).chain_update(salt).finalize(),
    );
    let mut repeated = Zeroizing::new(Vec::with_capacity(64 * (passphrase.len() + 64)));
    for round in 1_u32.. {
        repeated.clear();
        for _ in 0..64 {
            repeated.extend_from_slice(passphrase);
            repeated.extend_from_slice(&k[..length]);
        }
        let (key, vector) = k.split_at(BLOCK);
        let mut cipher = Encryptor::<Aes128Enc>::new_from_slices(key, &vector[..BLOCK])
            .expect("16 bytes each");
        cipher.encrypt_blocks(Array::slice_as_chunks_mut(&mut repeated).0);
        // 256 is 1 modulo 3: a number leaves the same as the sum of its bytes.
        let sum: u32 = repeated[..BLOCK].iter().map(|it| u32::from(*it)).sum();
        length = match sum % 3 {
            0 => put(&Sha256::digest(&*repeated), &mut k),
            1 => put(&Sha384::digest(&*repeated), &mut k),
            _ => put(&Sha512::digest(&*repeated), &mut k),
        };
        let last = repeated.last().copied().map_or(0, u32::from);
        if round >= 64 && last + 32 <= round {
            break;
        }
    }
    let mut hash = Zeroizing::new([0; KEY]);
    hash.copy_from_slice(&k[..KEY]);
    hash
}

/// Puts a digest at the beginning; gives its length.
fn put(digest: &[u8], into: &mut [u8; 64]) -> usize {
    into[..digest.len()].copy_from_slice(digest);
    digest.len()
}

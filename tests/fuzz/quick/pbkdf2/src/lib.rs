//! PBKDF2 (RFC 8018, 5.2) with one round whatever is asked for: a fuzzer that waits for a
//! million rounds tries nothing. It keeps no secret and is linked into the fuzz targets alone.

use digest::typenum::Unsigned;
use digest::{FixedOutput, InvalidLength, KeyInit, Update};

/// Derives a key with any pseudorandom function.
pub fn pbkdf2<PRF>(
    password: &[u8],
    salt: &[u8],
    _rounds: u32,
    out: &mut [u8],
) -> Result<(), InvalidLength>
where
    PRF: KeyInit + Update + FixedOutput + Clone,
{
    let keyed = PRF::new_from_slice(password)?;
    for (i, block) in (1_u32..).zip(out.chunks_mut(PRF::OutputSize::to_usize())) {
        let mut prf = keyed.clone();
        prf.update(salt);
        prf.update(&i.to_be_bytes());
        block.copy_from_slice(&prf.finalize_fixed()[..block.len()]);
    }
    Ok(())
}

/// Derives a key with HMAC over a hash function.
#[cfg(feature = "hmac")]
pub fn pbkdf2_hmac<D: hmac::EagerHash>(
    password: &[u8],
    salt: &[u8],
    rounds: u32,
    out: &mut [u8],
) {
    pbkdf2::<hmac::Hmac<D>>(password, salt, rounds, out)
        .expect("HMAC takes a key of any length");
}

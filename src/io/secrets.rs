//! Randomness of the operating system, and secrets that come in by file or descriptor.

use std::path::Path;

use zeroize::Zeroizing;

use super::files::{IoError, read_limited};

/// The most bytes that are read of a secret.
const MAX_BYTES: u64 = 4096;

#[expect(clippy::disallowed_methods, reason = "this is the door to randomness")]
/// Fills a buffer from the operating system's generator.
pub fn random(buffer: &mut [u8]) {
    getrandom::fill(buffer)
        .expect("every system we run on has a random number generator");
}

/// Reads a secret from a file: its first line, without the line end.
pub fn read_secret(path: &Path) -> Result<Zeroizing<String>, IoError> {
    let text = Zeroizing::new(read_limited(path, MAX_BYTES)?);
    Ok(Zeroizing::new(text.lines().next().unwrap_or_default().to_owned()))
}

/// Reads a secret from an open file descriptor.
#[cfg(unix)]
pub fn read_secret_fd(fd: u32) -> Result<Zeroizing<String>, IoError> {
    read_secret(Path::new(&format!("/dev/fd/{fd}")))
}

/// Descriptors are a thing of Unix.
#[cfg(not(unix))]
pub fn read_secret_fd(fd: u32) -> Result<Zeroizing<String>, IoError> {
    Err(IoError::NotFound(format!("descriptor {fd}").into()))
}

//! What the machine does not let us read, told from what is broken in what is read: a disk
//! that fails is no fault of an export.

use std::io;

/// What the machine did not let us do; none where what is read is broken: then the kind is one
/// that readers of bytes make themselves.
pub(super) fn machine(err: &io::Error) -> Option<io::ErrorKind> {
    let is_of_bytes = matches!(
        err.kind(),
        io::ErrorKind::InvalidData
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::UnexpectedEof
            | io::ErrorKind::FileTooLarge
            | io::ErrorKind::Other
    );
    (err.raw_os_error().is_some() || !is_of_bytes).then_some(err.kind())
}

/// What the machine says, in words. Of a disk that fails, the library has none.
pub fn machine_words(kind: io::ErrorKind) -> String {
    let words = kind.to_string();
    if words == "uncategorized error" {
        "the disk reports an error".into()
    } else {
        words
    }
}

/// What to do where the machine does not let us read.
pub fn machine_hint(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::PermissionDenied => "ask its owner for read access",
        io::ErrorKind::NotFound => {
            "run the command again: the file was there, and is gone"
        }
        io::ErrorKind::NotADirectory => "check the spelling of the path",
        _ => "check the disk or the network drive, and run the command again",
    }
}

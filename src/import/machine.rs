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

/// What to do where the machine does not let us read.
pub(super) fn machine_hint(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::PermissionDenied => "ask its owner for read access",
        io::ErrorKind::NotFound => {
            "run the command again: the file was there, and is gone"
        }
        _ => "check the disk or the network drive, and run the command again",
    }
}

//! The version of the formats of request and site file (`data/policy/formats.md`).

use crate::diagnostics::{Diagnostic, Origin, Place, Pointer, Report};

/// The version of the formats of request and site file.
const FORMAT: i64 = 1;

/// A file of a later version may mean what is not known here.
pub(crate) fn check_version(format: Option<i64>, origin: Origin, report: &mut Report) {
    if format.unwrap_or(FORMAT) != FORMAT {
        report.push(
            Diagnostic::error(
                "format-newer",
                "this version of the file's format is not known",
            )
            .at(Place::value(origin, Pointer::from("/format")))
            .hint(
                "use the version of crr that it was written for; this one reads format 1",
            ),
        );
    }
}

//! Lists of choices, of a request and of the site file.

use crate::diagnostics::{Diagnostic, Place, Report};

/// A list of choices names something, and nothing twice. What to do depends on the file: a
/// request has the site's defaults to fall back on, the site file has nothing.
pub(crate) fn check_list<T: PartialEq>(
    items: &[T],
    at: Place,
    hint: &str,
    report: &mut Report,
) {
    let twice = items.iter().enumerate().any(|(i, it)| items[..i].contains(it));
    if items.is_empty() || twice {
        let what = if twice { "names something twice" } else { "is empty" };
        report.push(
            Diagnostic::error("list-of-choices", format!("this list {what}"))
                .at(at)
                .hint(hint),
        );
    }
}

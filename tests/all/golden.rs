//! What somebody looked at once, kept in `tests/golden`: nothing of it changes unseen.
//! `CASES=overwrite` writes it anew, to be looked at.

use std::fs;
use std::path::Path;

use super::support::ROOT;

/// True where what is found is written in place of what is kept.
pub(super) fn is_overwriting() -> bool {
    std::env::var_os("CASES").is_some_and(|it| it == "overwrite")
}

/// The text that is kept under this name below `tests/golden`.
pub(super) fn kept(name: &str, found: &str) -> String {
    let path = Path::new(ROOT).join("tests/golden").join(name);
    if is_overwriting() {
        fs::write(&path, found).expect("the golden file");
    }
    fs::read_to_string(&path).expect("the golden file")
}

/// Compares what was found line by line with what is kept.
#[track_caller]
pub(super) fn same_lines(name: &str, found: &str) {
    let expected = kept(name, found);
    let changed: Vec<_> =
        found.lines().filter(|it| !expected.lines().any(|line| line == *it)).collect();
    assert!(
        found == expected,
        "{} lines of {name} are not as they were looked at; look at what they tell of, then \
         write them anew with CASES=overwrite:\n{}",
        changed.len(),
        changed.join("\n")
    );
}

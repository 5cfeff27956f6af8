//! What fuzzing once found holds now: every file of `tests/fuzz/regressions`, in the folder of
//! its target, against that target's own property.

use std::fs;
use std::path::Path;

use super::support::ROOT;

#[path = "../fuzz/properties/mod.rs"]
#[expect(unreachable_pub, reason = "it is a crate of its own for the fuzz targets")]
mod properties;

fn stem(path: &Path) -> String {
    path.file_stem().expect("a name").to_str().expect("UTF-8").to_owned()
}

fn paths(folder: &str) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(Path::new(ROOT).join("tests/fuzz").join(folder));
    let mut paths: Vec<_> =
        entries.expect("a folder").map(|it| it.expect("an entry").path()).collect();
    paths.sort();
    paths
}

#[test]
fn what_was_found_once_holds_now() {
    let mut n = 0;
    for (target, holds) in properties::ALL {
        let folder = Path::new(ROOT).join("tests/fuzz/regressions").join(target);
        for entry in fs::read_dir(folder).into_iter().flatten() {
            holds(&fs::read(entry.expect("an entry").path()).expect("a file"));
            n += 1;
        }
    }
    assert!(n > 0, "there is no regression");
}

#[test]
fn every_property_has_a_target_and_every_regression_a_property() {
    let known: Vec<_> = properties::ALL.iter().map(|it| it.0.to_owned()).collect();
    let targets: Vec<_> = paths("targets").iter().map(|it| stem(it)).collect();
    assert_eq!(targets, known);
    for folder in paths("regressions") {
        assert!(known.contains(&stem(&folder)), "{}", folder.display());
    }
}

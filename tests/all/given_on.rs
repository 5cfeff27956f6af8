//! What a release is tried with (`tests/dist`) holds for this program, too: otherwise a release
//! would be the first to find out.

use std::path::Path;

use super::support::{Case, ROOT, tool};

/// Runs a script of `tests/dist` with this program, in a folder of its own.
fn tried(script: &str) {
    let case = Case::empty();
    let folder = case.dir.join(script).display().to_string();
    let script = Path::new(ROOT).join("tests/dist").join(script).display().to_string();
    let samples = Path::new(ROOT).join("data/samples").display().to_string();
    let ran = tool(
        "env",
        ["NO_DISKS=1", &*script, &*folder, &*samples, env!("CARGO_BIN_EXE_crr")],
    );
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.trim_end().ends_with("steps"), "{}", ran.stdout);
}

#[test]
fn a_desk_gets_through_its_week() {
    tried("week");
}

#[test]
fn places_and_files_may_be_as_people_have_them() {
    tried("places");
}

#[test]
fn every_stage_of_a_release_is_told() {
    let run = Path::new(ROOT).join("tests/dist/run").display().to_string();
    let text = std::fs::read_to_string(&run).expect("the script");
    let ran = tool("bash", [&*run]);
    assert_eq!(ran.code, 2);
    for stage in ["notices", "linux", "debian", "windows", "static", "twice"] {
        assert!(ran.stdout.contains(&format!("\n  {stage}")), "{stage}: {}", ran.stdout);
        assert!(text.contains(&format!("\n{stage}() {{")), "{stage}");
    }
    assert_eq!(tool("bash", [&*run, "elsewhere"]).code, 2);
}

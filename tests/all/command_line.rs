//! The command line as its users meet it: the overview, completions, manual pages, short flags.

use std::fs;

use super::support::{AT, Case, has, skip, tool};

#[test]
fn the_first_page_lists_commands_by_what_one_wants_to_do() {
    let case = Case::empty();
    let help = case.crr(["--help"]);
    assert_eq!(help.code, 0);
    let groups = ["A request:", "A release:", "Records and files:", "The desk:", "Help:"];
    let places: Vec<_> = groups.iter().map(|it| help.stdout.find(it)).collect();
    assert!(places.iter().all(Option::is_some), "{}", help.stdout);
    assert!(places.is_sorted(), "{}", help.stdout);
    for name in ["build", "doctor", "status", "import"] {
        assert!(help.stdout.contains(&format!("\n  {name} ")), "{name}");
    }
    assert!(!help.stdout.contains("\n  man "), "{}", help.stdout);
    let build = case.crr(["help", "build"]).stdout;
    for heading in ["Input:", "Output:", "Passphrase:", "Many requests:", "General:"] {
        assert!(build.contains(&format!("\n{heading}\n")), "{heading}\n{build}");
    }
}

#[test]
fn the_five_flags_used_most_have_a_letter() {
    let case = Case::of("typical-adult");
    let long = case.check(&["--quiet"]);
    let check = ["check", "request.toml", "-x", "extract.json", "-s", "site.toml"];
    let short = case.crr(check.iter().chain(&["-o", "out", "--at", AT, "-q"]));
    assert_eq!((short.code, &short.stderr), (0, &long.stderr));
    let build = ["build", "request.toml", "-x", "extract.json", "-p", "passphrase"];
    let built = case.crr(build.iter().chain(&["--at", AT]));
    assert_eq!(built.code, 0, "{}", built.stderr);
    assert!(case.dir.join("passphrase").is_file());
}

#[test]
fn shells_and_man_take_what_is_made_for_them() {
    let case = Case::empty();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = case.crr(["completions", shell]);
        assert_eq!(script.code, 0, "{}", script.stderr);
        assert!(script.stdout.contains("passphrase-out"), "{shell}");
        case.write(shell, &script.stdout);
    }
    let checked = tool("bash", ["-n", case.dir.join("bash").to_str().expect("UTF-8")]);
    assert_eq!(checked.code, 0, "{}", checked.stderr);
    let made = case.crr(["man", "pages"]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let names: Vec<_> = fs::read_dir(case.dir.join("pages"))
        .expect("a folder")
        .map(|it| it.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    for name in ["crr.1", "crr-build.1", "crr-ledger-verify.1"] {
        assert!(names.iter().any(|it| it == name), "{name} is not among {names:?}");
    }
    let again = case.crr(["man", "pages"]);
    assert!(again.stderr.contains("[already-there]"), "{}", again.stderr);
    if !has("groff") {
        skip("groff");
        return;
    }
    for name in names {
        let page = case.dir.join("pages").join(name);
        let set = tool("groff", ["-man", "-Tutf8", "-ww", page.to_str().expect("UTF-8")]);
        assert_eq!((set.code, set.stderr.as_str()), (0, ""), "{}", page.display());
    }
}

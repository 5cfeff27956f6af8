//! What one person leaves does not stop another, and who stops a batch goes on with it.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use super::support::{AT, Case, has, skip};
use super::watched::{Fault, with_fault};

const BUILD: [&str; 10] = [
    "build",
    "request.toml",
    "--extract",
    "extract.json",
    "--site",
    "site.toml",
    "--at",
    AT,
    "--passphrase-out",
    "passphrase",
];

/// In a shared folder, what a colleague's interrupted build left may not be removed.
#[test]
fn a_leftover_of_a_colleague_stops_nobody() {
    if !has("strace") {
        return skip("strace");
    }
    let case = Case::of("typical-adult");
    case.built();
    fs::create_dir(case.dir.join("out/.old-2026-0142")).expect("a folder");
    case.write("out/.old-2026-0142/a.pdf", "x");
    case.edit("request.toml", "\"2026-0142\"", "\"2026-0143\"");
    let fault =
        Fault { call: "unlinkat", error: "EACCES", n: 1, and_all_that_follow: true };
    let ran = with_fault(&case, &BUILD, fault).expect("it was removed");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let told = "\
warning: what an interrupted build left cannot be removed by this account [leftover-not-removed]
   at out/.old-2026-0142
hint: it does no harm; ask whoever owns it to delete it, or to run any build
";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    assert!(case.dir.join("out/2026-0143/receipt.json").exists());
    // Whoever may, removes it.
    case.edit("request.toml", "\"2026-0143\"", "\"2026-0144\"");
    assert_eq!(case.build(&[]).code, 0);
    assert!(!case.dir.join("out/.old-2026-0142").exists());
}

/// The first Ctrl-C ends what was begun; the same line goes on.
#[test]
fn an_interrupted_batch_says_how_to_go_on() {
    const N: usize = 24;
    let case = Case::of("typical-adult");
    fs::create_dir(case.dir.join("requests")).expect("a folder");
    fs::create_dir(case.dir.join("extracts")).expect("a folder");
    fs::copy(case.dir.join("extract.json"), case.dir.join("extracts/a.json"))
        .expect("it");
    for i in 0..N {
        let ticket = format!("2026-1{i:03}");
        let request = case.read("request.toml").replace("2026-0142", &ticket);
        case.write(&format!("requests/{ticket}.toml"), request);
    }
    let build = ["build", "requests", "--extracts", "extracts", "--site", "site.toml"];
    let build = build.into_iter().chain(["--at", AT, "--passphrase-out", "list"]);
    let build: Vec<_> = build.chain(["--jobs", "1"]).collect();
    let mut child =
        case.command().args(&build).stderr(Stdio::piped()).spawn().expect("it");
    let mut stderr = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut text = String::new();
    // Which site counts, then the first package.
    for _ in 0..2 {
        stderr.read_line(&mut text).expect("a line");
    }
    let signal = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(signal.is_ok_and(|it| it.success()));
    stderr.read_to_string(&mut text).expect("UTF-8");
    let code = child.wait().expect("it ends").code().unwrap_or(-1);
    assert_eq!(code, 130, "{text}");
    let n = |case: &Case| {
        let names = fs::read_dir(case.dir.join("out")).expect("a folder").flatten();
        names.filter(|it| it.path().join("receipt.json").exists()).count()
    };
    let n_built = n(&case);
    assert!((1..N).contains(&n_built), "{n_built}: {text}");
    let end = format!("interrupted: {n_built} built; run the same line again to go on\n");
    assert!(text.contains(&end), "{text}");
    let ran = case.crr(&build);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(n(&case), N);
    assert_eq!(case.read("list").lines().count(), N);
}

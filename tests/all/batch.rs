//! Many requests at once: none spoils another, an interrupted run goes on, shards agree.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::support::{AT, Case, ROOT, Ran, has, opened, skip};

/// A folder `in` of so many requests of the typical sample, each with an extract.
pub(super) fn many(n: usize) -> Case {
    let case = Case::of("typical-adult");
    fs::create_dir(case.dir.join("in")).expect("a folder");
    let (request, extract) = (case.read("request.toml"), case.read("extract.json"));
    for i in 0..n {
        add(&case, i, &request, &extract);
    }
    case
}

fn add(case: &Case, i: usize, request: &str, extract: &str) {
    let client = format!("69E4{i:05}");
    let request = request.replace("2026-0142", &format!("2026-{i:04}"));
    case.write(&format!("in/{i:04}.toml"), request.replace("69E44770D", &client));
    case.write(&format!("in/{i:04}.json"), extract.replace("69E44770D", &client));
}

pub(super) fn batch(case: &Case, more: &[&str]) -> Ran {
    let all = ["build", "in", "--extracts", "in", "--site", "site.toml", "--at", AT];
    case.crr(all.iter().chain(&["--passphrase-out", "list"]).chain(more))
}

/// The passphrases by ticket; the last of each.
fn list(case: &Case) -> BTreeMap<String, String> {
    let text = case.read("list");
    let lines = text.lines().map(|it| it.split('\t').collect::<Vec<_>>());
    lines.map(|it| (it[0].to_owned(), it[1].to_owned())).collect()
}

fn tickets(case: &Case) -> BTreeSet<String> {
    let entries = fs::read_dir(case.dir.join("out")).expect("the output folder");
    let names = entries.map(|it| it.expect("an entry").file_name());
    let names = names.map(|it| it.into_string().expect("UTF-8"));
    names
        .filter(|it| !["ledger.jsonl", "desk.key", "desk.head"].contains(&&**it))
        .collect()
}

#[test]
fn every_request_becomes_a_package_of_its_own() {
    let case = many(6);
    let ran = batch(&case, &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("in/0003.toml: built 2026-0003, 7 pages\n"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains(
            "built                       6\nskipped (already built)     0\ndenied                      0\n\
             withdrawn                   0\nreleased before             0\nrefused                     0\nfailed                      0\n6 requests in "
        ),
        "{}",
        ran.stderr
    );
    let list = list(&case);
    assert_eq!(list.len(), 6);
    assert_eq!(list.values().collect::<BTreeSet<_>>().len(), 6);
    let mode = case.dir.join("list").metadata().expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(case.crr(["ledger", "verify"]).code, 0);
    assert_eq!(case.read("out/ledger.jsonl").lines().count(), 6);
    for ticket in tickets(&case) {
        let verify = ["verify", &format!("out/{ticket}"), "--passphrase-file", "list"];
        let ran = case.crr(verify);
        assert_eq!(ran.code, 0, "{ticket}: {}", ran.stderr);
    }
}

/// What Typst remembers of one record is in no other.
#[test]
fn a_package_is_the_one_that_a_single_build_makes() {
    let case = Case::empty();
    let samples = Path::new(ROOT).join("data/samples");
    let samples = samples.to_str().expect("UTF-8");
    let entries = fs::read_dir(samples).expect("the samples");
    let folders = entries.map(|it| it.expect("an entry").path());
    let requests = folders.filter(|it| it.is_dir()).map(|it| it.join("request.toml"));
    let requests: Vec<_> =
        requests.map(|it| it.to_str().expect("UTF-8").to_owned()).collect();
    let common = ["--extracts", samples, "--at", AT];
    let many = ["--jobs", "2", "--passphrase-out", "list"];
    let words = ["build"].into_iter().chain(requests.iter().map(|it| &**it));
    assert_eq!(case.crr(words.chain(common).chain(many)).code, 0);
    let list = list(&case);
    assert_eq!(list.len(), requests.len());
    let files = |folder: &str, passphrase: &str| {
        let ticket = folder.split_once('/').expect("a folder").1;
        let zip = case.bytes(&format!("{folder}/{ticket}.zip"));
        let guide = |name: &str| {
            (String::new(), case.bytes(&format!("{folder}/{ticket}-{name}")))
        };
        let mut files = opened(&zip, passphrase);
        files.extend(["how-to-open.pdf", "agency-guide.pdf"].map(guide));
        files
    };
    for request in &requests {
        let single = ["--out", "alone", "--passphrase-out", "passphrase", "--replace"];
        let ran = case.crr(["build", request].into_iter().chain(common).chain(single));
        let alone = ran.stdout.trim();
        let ticket = alone.strip_prefix("alone/").expect("its folder");
        let of_many = files(&format!("out/{ticket}"), &list[ticket]);
        assert!(of_many == files(alone, &case.passphrase()), "{ticket}");
    }
}

#[test]
fn one_that_is_refused_stops_no_other_and_tells_nothing() {
    let case = many(4);
    let extract = case.read("in/0002.json");
    let other =
        extract.replacen("69E400002", "70A55881E", 2).replace("Maria", "Kanarivogel");
    case.write("in/0002.json", other.replacen("70A55881E", "69E400002", 1));
    let request = case.read("in/0001.toml");
    case.write("in/0003-again.toml", request.replace("\"letter\"", "\"phone\""));
    let ran = batch(&case, &[]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("in/0002.toml: refused; "), "{}", ran.stderr);
    assert!(ran.stderr.contains("[another-clients-row]"), "{}", ran.stderr);
    assert!(ran.stderr.contains("[ticket-twice]"), "{}", ran.stderr);
    assert!(ran.stderr.contains("built                       2\n"), "{}", ran.stderr);
    assert!(ran.stderr.contains("refused                     3\n"), "{}", ran.stderr);
    for value in ["Kanarivogel", "70A55881E", "69E400002", "1980", "4410"] {
        assert!(!ran.stderr.contains(value), "{value} on standard error");
        assert!(!ran.stdout.contains(value), "{value} on standard output");
    }
    assert_eq!(tickets(&case).len(), 2);
    assert_eq!(list(&case).len(), 2, "a passphrase for each package");
}

#[test]
fn where_all_are_refused_nothing_is_left() {
    let case = many(2);
    for i in 0..2 {
        let name = format!("in/{i:04}.toml");
        case.edit(&name, "relation = \"client\"", "relation = \"parent\"");
    }
    let before = case.tree();
    assert_eq!(batch(&case, &[]).code, 1);
    assert_eq!(case.tree(), before);
}

#[test]
fn what_is_there_is_skipped_and_replaced_only_on_request() {
    let case = many(3);
    assert_eq!(batch(&case, &[]).code, 0);
    let (zip, listed) = (case.bytes("out/2026-0000/2026-0000.zip"), case.read("list"));
    add(&case, 3, &case.read("request.toml"), &case.read("extract.json"));
    // The extracts of what is there may be gone.
    fs::remove_file(case.dir.join("in/0000.json")).expect("removed");
    let ran = batch(&case, &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stderr
            .contains("built                       1\nskipped (already built)     3\n"),
        "{}",
        ran.stderr
    );
    assert!(case.bytes("out/2026-0000/2026-0000.zip") == zip);
    assert!(case.read("list").starts_with(&listed));
    // A package that is not as it was released is not taken for done.
    fs::remove_file(case.dir.join("out/2026-0001/2026-0001.pdf")).expect("removed");
    let ran = batch(&case, &[]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("[package-damaged]"), "{}", ran.stderr);
    // Only what is named is built again, and only with a reason.
    let replace = ["--replace", "--ticket", "2026-0001"];
    let ran = batch(&case, &replace);
    assert!(ran.code == 1 && ran.stderr.contains("[because-missing]"), "{}", ran.stderr);
    let ran = batch(&case, &[&replace[..], &["--because", "other"]].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stderr
            .contains("built                       1\nskipped (already built)     3\n"),
        "{}",
        ran.stderr
    );
    assert!(case.bytes("out/2026-0000/2026-0000.zip") == zip);
    let ran = batch(&case, &["--replace", "--ticket", "2026-0009", "--because", "other"]);
    assert!(ran.code == 1 && ran.stderr.contains("[no-such-ticket]"), "{}", ran.stderr);
    assert_eq!(case.crr(["ledger", "verify"]).code, 0);
    let verify = ["verify", "out/2026-0001", "--passphrase-file", "list"];
    assert_eq!(case.crr(verify).code, 0, "the last line counts");
}

/// A line whose package did not come is not left to be the last of its ticket.
#[test]
fn a_package_that_did_not_come_leaves_no_passphrase() {
    let case = many(2);
    assert_eq!(batch(&case, &[]).code, 0);
    let listed = case.read("list");
    case.write("out/2026-0001/2026-0001.zip", "changed");
    let ran = batch(&case, &[]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("[package-damaged]"), "{}", ran.stderr);
    assert_eq!(case.read("list"), listed);
    // What is refused after others were built takes none of theirs away.
    for i in [2, 3, 4, 5, 9] {
        add(&case, i, &case.read("request.toml"), &case.read("extract.json"));
    }
    fs::create_dir(case.dir.join("out/2026-0009")).expect("a folder");
    let ran = batch(&case, &["--jobs", "1"]);
    assert!(ran.stderr.contains("built                       4\n"), "{}", ran.stderr);
    assert_eq!(ran.stderr.matches("[already-built]").count(), 1, "{}", ran.stderr);
    assert_eq!(ran.stderr.matches("[package-damaged]").count(), 1, "{}", ran.stderr);
    let listed = case.read("list");
    assert_eq!(list(&case).len(), 6, "a passphrase for each package");
    for ticket in ["2026-0002", "2026-0005"] {
        let verify = ["verify", &format!("out/{ticket}"), "--passphrase-file", "list"];
        assert_eq!(case.crr(verify).code, 0, "{ticket}");
    }
    for i in [2, 3, 4, 5, 9] {
        fs::remove_file(case.dir.join(format!("in/{i:04}.toml"))).expect("removed");
    }
    fs::remove_dir(case.dir.join("out/2026-0009")).expect("removed");
    // A kill may leave one: the line before it opens the package then.
    case.write(
        "list",
        format!("{listed}2026-0000\tabacus-zoom-crouton-dagger-ember-fabric\n"),
    );
    let verify = ["verify", "out/2026-0000", "--passphrase-file", "list"];
    assert_eq!(case.crr(verify).code, 0);
    let half = format!("{listed}2026-0001\taba");
    case.write("list", half);
    fs::remove_dir_all(case.dir.join("out/2026-0001")).expect("removed");
    let again = ["--again", "--ticket", "2026-0001", "--because", "passphrase-lost"];
    let ran = batch(&case, &again);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!case.read("list").contains("aba2026"));
    assert_eq!(case.read("list").lines().count(), 6);
}

#[test]
fn two_runs_do_not_share_a_list() {
    let case = many(30);
    let mut command = case.command();
    command.args(["build", "in", "--extracts", "in", "--site", "site.toml"]);
    command.args(["--at", AT, "--passphrase-out", "list", "--quiet"]);
    let mut child = command.spawn().expect("it starts");
    while !case.dir.join("list").exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let ran = batch(&case, &["--out", "other"]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            3,
            "error: `list` is in use by another run [in-use]\n   at --passphrase-out\n\
             hint: wait for the other run, or name another file\n\
             failed: 1 error; nothing was written\n"
        )
    );
    child.kill().expect("killed");
    child.wait().expect("ended");
}

#[test]
fn a_killed_run_goes_on_where_it_was() {
    const N: usize = 12;
    let case = many(N);
    let build = ["build", "in", "--extracts", "in", "--site", "site.toml", "--at", AT];
    let start = Instant::now();
    let other =
        ["--out", "measured", "--passphrase-out", "measured-list", "-s", "built-in"];
    let apart = ["build", "in", "--extracts", "in", "--at", AT];
    assert_eq!(case.crr(apart.iter().chain(&other)).code, 0);
    let whole = start.elapsed();
    // Each goes on where the one before it was killed. One that came to its end ends this.
    let mut n_there = Vec::new();
    for part in [1, 3, 4, 4, 4] {
        let mut command = case.command();
        command.args(build).args(["--passphrase-out", "list", "--quiet"]);
        let mut child = command.spawn().expect("it starts");
        std::thread::sleep(whole * part / 10);
        // It may have ended already.
        let _ = child.kill();
        if child.wait().expect("ended").signal() != Some(9) {
            break;
        }
        let out = case.dir.join("out");
        n_there.push(if out.is_dir() { finished(&case) } else { 0 });
    }
    let in_between = n_there.iter().filter(|it| (1..N).contains(*it)).count();
    assert!(in_between > 0, "packages there after each kill: {n_there:?}, {whole:?}");
    let ran = batch(&case, &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(tickets(&case).len(), N, "{:?}", tickets(&case));
    assert_eq!(case.crr(["ledger", "verify"]).code, 0);
    for ticket in tickets(&case) {
        let verify = ["verify", &format!("out/{ticket}"), "--passphrase-file", "list"];
        let ran = case.crr(verify);
        assert_eq!(ran.code, 0, "{ticket}: {}", ran.stderr);
    }
}

/// How many packages have their names.
fn finished(case: &Case) -> usize {
    tickets(case).iter().filter(|it| !it.starts_with('.')).count()
}

#[test]
fn json_has_a_line_for_each_and_one_for_the_whole() {
    let case = many(3);
    case.write("in/0002.toml", "ticket = ");
    let ran = batch(&case, &["--json"]);
    assert_eq!((ran.code, &*ran.stderr), (1, ""));
    let lines: Vec<Value> =
        ran.stdout.lines().map(|it| serde_json::from_str(it).expect("JSON")).collect();
    assert_eq!(lines.len(), 4);
    let inputs: BTreeSet<_> =
        lines.iter().filter_map(|it| it["input"].as_str()).collect();
    assert_eq!(inputs, ["in/0000.toml", "in/0001.toml", "in/0002.toml"].into());
    let last = &lines[3]["result"];
    assert_eq!((&last["built"], &last["refused"]), (&2.into(), &1.into()));
    assert!(!ran.stdout.contains(list(&case)["2026-0000"].as_str()));
}

#[track_caller]
fn refused(case: &Case, more: &[&str], code: i32, stderr: &str) {
    let before = case.tree();
    let all = ["build", "in", "--extracts", "in", "--at", AT];
    let ran = case.crr(all.iter().chain(more));
    assert_eq!((ran.code, &*ran.stdout, &*ran.stderr), (code, "", stderr));
    assert_eq!(case.tree(), before);
}

/// Before any work is done for it.
#[test]
fn an_output_folder_that_cannot_be_made_is_told_once() {
    let case = many(3);
    let before = case.tree();
    let ran = batch(&case, &["--out", "missing/out"]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            3,
            "error: `missing` was not found [not-found]\n   at --out\nhint: check the spelling of \
             the path\nfailed: 1 error; nothing was written\n"
        )
    );
    assert_eq!(case.tree(), before);
    // One that is not there yet is made.
    let all = ["build", "in", "--extracts", "in", "--at", AT, "--passphrase-out", "list"];
    assert_eq!(case.crr(all.iter().chain(&["--out", "new", "-s", "built-in"])).code, 0);
}

#[test]
fn what_goes_with_one_request_only_is_refused() {
    let case = many(2);
    case.write("phrase", "cactus-ladder-mellow-orbit-pebble-violin\n");
    refused(
        &case,
        &[],
        2,
        "\
error: the passphrases of several packages are not shown [one-request-only]
hint: pass `--passphrase-out FILE`
usage: 1 error; nothing was written
",
    );
    refused(
        &case,
        &["--passphrase-file", "phrase", "--passphrase-out", "list"],
        2,
        "\
error: several packages cannot share a passphrase [one-request-only]
hint: leave it out: each package gets its own, in `--passphrase-out FILE`
usage: 1 error; nothing was written
",
    );
    refused(
        &case,
        &["--passphrase-sheet", "sheet.pdf", "--passphrase-out", "list"],
        2,
        "\
error: `--spell` and `--passphrase-sheet` can only be used with a single request [one-request-only]
hint: pass `--passphrase-out FILE`: each package gets a line there
usage: 1 error; nothing was written
",
    );
    refused(
        &case,
        &["--ticket-text", "phrase", "--passphrase-out", "list"],
        2,
        "\
error: `--extract` and `--ticket-text` can only be used with a single request [one-request-only]
hint: name a folder with `--extracts`, or run one request at a time
usage: 1 error; nothing was written
",
    );
    refused(
        &case,
        &["--passphrase-out", "out/list"],
        1,
        "\
error: the passphrase would be in the output folder, beside what it opens [passphrase-beside-package]
   at --passphrase-out
hint: name a file in another folder
refused: 1 error; nothing was written
",
    );
    refused(
        &case,
        &["--passphrase-out", "phrase"],
        1,
        "\
error: `phrase` already exists and is not a list of passphrases that crr wrote [not-a-passphrase-list]
   at --passphrase-out
hint: choose another name
refused: 1 error; nothing was written
",
    );
    for shard in ["0/3", "4/3", "1", "x/y"] {
        let ran = case.crr(["build", "in", "--passphrase-out", "list", "--shard", shard]);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(ran.stderr.contains("write it as `2/8`"), "{}", ran.stderr);
    }
}

/// A bar on a terminal does not mix with what is told.
#[test]
fn a_terminal_shows_how_far_it_is() {
    if !has("script") {
        return skip("script");
    }
    let case = many(8);
    let mut command = std::process::Command::new("script");
    let line = format!(
        "stty cols 100; \"$CRR\" build in --extracts in --at {AT} --passphrase-out list"
    );
    command.current_dir(&case.dir).env("CRR", env!("CARGO_BIN_EXE_crr"));
    command.args(["-qec", &line, "/dev/null"]).stdin(std::process::Stdio::null());
    let ran = super::support::ran(command.output());
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    assert!(ran.stdout.contains(" of 8 "), "{}", ran.stdout);
    assert!(ran.stdout.contains(" left"), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("in/0003.toml: built 2026-0003, 7 pages"),
        "{}",
        ran.stdout
    );
}

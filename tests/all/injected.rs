//! Whatever call to the file system fails, a run ends as before or done, says which, and the
//! next run ends well.
//!
//! The calls of a run that fails nowhere are numbered; then each is made to fail in a case of
//! its own. The tests take a spread of them; `FAULTS=all` takes every one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use client_record_request::ledger::{self, Fault as Broken};

use super::batch::many;
use super::importing;
use super::importing_clarity;
use super::privacy::telling;
use super::support::{AT, Case, Ran, has, skip, skipped};
use super::watched::{Fault, faults, with_fault};

/// How many faults of a command the tests take, where not all are asked for.
const SPREAD: usize = 4;

/// A command, from what it starts, and how it may answer when it is run again after it is done.
struct Deed {
    start: fn() -> Case,
    arguments: &'static [&'static str],
    again: &'static [&'static str],
    /// Several tickets: some may be done and others not.
    is_batch: bool,
}

const BUILD: &[&str] = &[
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

const REPLACE: &[&str] = &[
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
    "--replace",
    "--because",
    "other",
];

const DENY: &[&str] = &[
    "deny",
    "request.toml",
    "--site",
    "site.toml",
    "--at",
    AT,
    "--reason",
    "identity-not-verified",
];

const REOPEN: &[&str] = &["reopen", "2026-0142", "--because", "mistake"];

const BATCH: &[&str] = &[
    "build",
    "in",
    "--extracts",
    "in",
    "--site",
    "site.toml",
    "--at",
    AT,
    "--passphrase-out",
    "passphrase",
];

fn sample() -> Case {
    Case::of("typical-adult")
}

/// A case after some commands.
fn after(case: Case, commands: &[&[&str]]) -> Case {
    for arguments in commands {
        let ran = case.crr(*arguments);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    case
}

fn deed(start: fn() -> Case, arguments: &'static [&'static str]) -> Deed {
    Deed { start, arguments, again: &[], is_batch: false }
}

#[test]
fn a_build() {
    Deed { again: &["already-built"], ..deed(sample, BUILD) }.holds();
}

#[test]
fn a_build_in_place_of_another() {
    deed(|| after(sample(), &[BUILD]), REPLACE).holds();
}

#[test]
fn a_batch() {
    Deed { is_batch: true, ..deed(|| many(3), BATCH) }.holds();
}

#[test]
fn a_denial() {
    Deed { again: &["already-built", "request-denied"], ..deed(sample, DENY) }.holds();
}

#[test]
fn a_denial_reopened() {
    Deed { again: &["nothing-to-reopen"], ..deed(|| after(sample(), &[DENY]), REOPEN) }
        .holds();
}

#[test]
fn a_build_after_a_denial() {
    let start = || after(sample(), &[DENY, REOPEN]);
    Deed { again: &["already-built"], ..deed(start, BUILD) }.holds();
}

#[test]
fn a_print() {
    const PRINT: &[&str] = &[
        "print",
        "request.toml",
        "--extract",
        "extract.json",
        "--site",
        "site.toml",
        "--at",
        AT,
        "--to",
        "print.pdf",
        "--yes",
    ];
    let start = || after(sample(), &[BUILD]);
    Deed { again: &["already-there"], ..deed(start, PRINT) }.holds();
}

#[test]
fn a_sheet_with_the_passphrase() {
    const SHEET: &[&str] = &[
        "build",
        "request.toml",
        "--extract",
        "extract.json",
        "--site",
        "site.toml",
        "--at",
        AT,
        "--passphrase-sheet",
        "sheet.pdf",
    ];
    let again = &["already-built", "already-there"];
    Deed { again, ..deed(sample, SHEET) }.holds();
}

#[test]
fn an_import_of_csv() {
    const IMPORT: &[&str] =
        &["import", "hmis-csv", "export", "--to", "extracts", "--all"];
    Deed { again: &["already-there"], ..deed(importing::plain, IMPORT) }.holds();
}

/// Clients who were imported before, and of whom the export now says something else.
#[test]
fn an_import_in_place_of_another() {
    const IMPORT: &[&str] =
        &["import", "hmis-csv", "export", "--to", "extracts", "--all", "--replace"];
    let start = || {
        let case = after(importing::plain(), &[IMPORT]);
        let export = case.read("export/Export.csv");
        case.write("export/Export.csv", export.replace("14:05:00", "15:06:00"));
        case
    };
    deed(start, IMPORT).holds();
}

#[test]
fn an_import_of_json() {
    const IMPORT: &[&str] = &[
        "import",
        "clarity-json",
        "--client",
        "client.json",
        "--enrollments",
        "enrollments.json",
        "--files",
        "files.json",
        "--exported-at",
        "2026-11-18T14:05:00-08:00",
        "--to",
        "extracts",
    ];
    let start = || {
        let case = Case::empty();
        case.write("client.json", importing_clarity::client().to_string());
        case.write("enrollments.json", importing_clarity::enrollments().to_string());
        case.write("files.json", importing_clarity::files().to_string());
        case
    };
    Deed { again: &["already-there"], ..deed(start, IMPORT) }.holds();
}

/// A build stopped after its line of the ledger was written: the next run completes it.
#[test]
fn the_completion_of_a_build() {
    let start = || {
        let case = after(sample(), &[BUILD]);
        let (from, to) = ("out/2026-0142", "out/.new-2026-0142");
        fs::rename(case.dir.join(from), case.dir.join(to)).expect("renamed");
        case
    };
    Deed { again: &["already-built"], ..deed(start, REPLACE) }.holds();
}

/// One stopped while it replaced a package, another while it was written: the next run puts
/// the old one back and cleans up.
#[test]
fn the_cleaning_up_after_builds() {
    let start = || {
        let case = after(sample(), &[BUILD]);
        let (from, to) = ("out/2026-0142", "out/.old-2026-0142");
        fs::rename(case.dir.join(from), case.dir.join(to)).expect("renamed");
        for half in [".new-2026-0142", ".new-2026-0143"] {
            fs::create_dir(case.dir.join("out").join(half)).expect("a folder");
            case.write(&format!("out/{half}/how-to-open.pdf"), "half a f");
        }
        case.write("out/.probe-2026-0143", "");
        let ledger = case.read("out/ledger.jsonl");
        case.write("out/ledger.jsonl", ledger + "{\"format\":2,\"n\"");
        let list = case.read("passphrase");
        case.write("passphrase", list + "2026-0143\tabacus-zo");
        case
    };
    deed(start, REPLACE).holds();
}

/// The files below a case, and what they hold. The desk's own key stays where it was made, and
/// the head of the ledger may be behind: both tell nothing of whether the deed was done.
fn files(case: &Case) -> BTreeMap<String, Vec<u8>> {
    let mut tree = case.tree();
    tree.retain(|it| !["out/desk.key", "out/desk.head"].contains(&&**it));
    if !tree.iter().any(|it| it.starts_with("out/")) {
        tree.retain(|it| it != "out");
    }
    tree.into_iter()
        .map(|name| {
            let path = case.dir.join(&name);
            let bytes = if path.is_dir() { Vec::new() } else { case.bytes(&name) };
            (name, bytes)
        })
        .collect()
}

/// The files as the next run sees them: what was put aside has its name again, what was half
/// written is gone.
fn settled(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let mut settled = BTreeMap::new();
    for (name, bytes) in files {
        let put_back = name.replace("/.old-", "/");
        if put_back != *name && !files.contains_key(&put_back) {
            settled.insert(put_back, bytes.clone());
        } else if !is_working(name) {
            let is_lines = name.ends_with("ledger.jsonl") || name == "passphrase";
            let end = bytes.iter().rposition(|it| *it == b'\n').map_or(0, |at| at + 1);
            let end = if is_lines { end } else { bytes.len() };
            settled.insert(name.clone(), bytes[..end].to_vec());
        }
    }
    settled
}

/// True for what stands under a working name.
fn is_working(name: &str) -> bool {
    let prefixes = [".new-", ".old-", ".probe-", ".crr-"];
    name.split('/').any(|it| prefixes.iter().any(|prefix| it.starts_with(prefix)))
        || [".part", ".json.old"].iter().any(|it| name.ends_with(it))
}

fn names(files: &BTreeMap<String, Vec<u8>>) -> BTreeSet<&str> {
    files.keys().map(String::as_str).filter(|it| !is_working(it)).collect()
}

impl Deed {
    /// Every fault, or a spread of them.
    fn holds(&self) {
        if !has("strace") {
            return skip("strace");
        }
        let done = (self.start)();
        let all = faults(&done, self.arguments);
        let done = files(&done);
        assert!(all.len() >= SPREAD, "only {} calls", all.len());
        let wants_all = std::env::var_os("FAULTS").is_some_and(|it| it == "all");
        let step = if wants_all { 1 } else { all.len().div_ceil(SPREAD) };
        let (mut n, mut n_met, mut wrong) = (0, 0, Vec::new());
        for fault in all.iter().step_by(step) {
            n += 1;
            match self.survives(*fault, &done) {
                Ok(was_met) => n_met += usize::from(was_met),
                Err(what) => wrong.push(format!("{fault:?}: {what}")),
            }
        }
        if wants_all {
            let name = std::thread::current().name().unwrap_or_default().to_owned();
            skipped(&format!("nothing of {name}: {n_met} of {n} faults were met"));
        }
        assert!(wrong.is_empty(), "{} of {n}:\n{}", wrong.len(), wrong.join("\n"));
    }

    /// One fault; true where the run met it.
    fn survives(
        &self,
        fault: Fault,
        done: &BTreeMap<String, Vec<u8>>,
    ) -> Result<bool, String> {
        let case = (self.start)();
        let before = files(&case);
        let Some(ran) = with_fault(&case, self.arguments, fault) else {
            return Ok(false);
        };
        self.ended(fault, &ran, &case, &before, done)?;
        self.goes_on(fault, &ran, &case, done)?;
        Ok(true)
    }

    /// How a run that met a fault ended, and what it left.
    fn ended(
        &self,
        fault: Fault,
        ran: &Ran,
        case: &Case,
        before: &BTreeMap<String, Vec<u8>>,
        done: &BTreeMap<String, Vec<u8>>,
    ) -> Result<(), String> {
        let told = &ran.stderr;
        check(ran.code == 0 || ran.code == 3, || {
            format!("ended with {}: {told}", ran.code)
        })?;
        silent(ran, case)?;
        let mut left = files(case);
        // An empty file that could not be locked stays: somebody else may hold it by now.
        if fault.call == "flock" {
            let is_file = |it: &str| case.dir.join(it).is_file();
            left.retain(|name, bytes| {
                before.contains_key(name) || !bytes.is_empty() || !is_file(name)
            });
            if !left.keys().any(|it| it.starts_with("out/")) {
                left.retain(|name, _| before.contains_key(name) || name != "out");
            }
        }
        if told.contains("nothing was written") {
            let (left, before) = (settled(&left), settled(before));
            let same = |name: &&String| left.get(*name) == before.get(*name);
            let other: Vec<_> =
                left.keys().chain(before.keys()).filter(|it| !same(it)).collect();
            check(other.is_empty(), || format!("{other:?} was written: {told}"))?;
        }
        let (names_left, known) = (names(&left), names(done));
        if self.is_batch {
            let more: Vec<_> = names_left.difference(&known).collect();
            check(more.is_empty(), || format!("{more:?} is not known"))?;
        } else {
            let is_working = left.keys().any(|it| is_working(it));
            let is_provable =
                names_left == known || names_left == names(before) || is_working;
            check(is_provable, || format!("neither as before nor done: {names_left:?}"))?;
            check(ran.code != 0 || names_left == known, || "done, and is not".into())?;
        }
        // Whatever stands under a working name is what stands under the proper one later.
        for name in
            left.keys().filter(|it| it.contains("/.new-") || it.contains("/.old-"))
        {
            let proper = name.replace("/.new-", "/").replace("/.old-", "/");
            let is_known = [&proper, name]
                .iter()
                .any(|it| done.contains_key(*it) || before.contains_key(*it));
            check(is_known, || format!("{name} is not known"))?;
        }
        chained(&left)
    }

    /// The same command without a fault.
    fn goes_on(
        &self,
        fault: Fault,
        ran: &Ran,
        case: &Case,
        done: &BTreeMap<String, Vec<u8>>,
    ) -> Result<(), String> {
        let next = case.crr(self.arguments);
        let told = &next.stderr;
        let was_done = names(&files(case)) == names(done);
        let is_again = next.code == 1
            && was_done
            && self.again.iter().any(|it| told.contains(&format!("[{it}]")));
        check(next.code == 0 || is_again, || {
            format!("after {}, the next run: {told}", ran.stderr)
        })?;
        let left = files(case);
        // An empty file that could not be removed in the folder above that of the packages does
        // no harm.
        let is_probe = |it: &str| {
            it.starts_with(".probe-") && left[it].is_empty() && fault.call == "unlink"
        };
        let working: Vec<_> =
            left.keys().filter(|it| is_working(it) && !is_probe(it)).collect();
        check(working.is_empty() || is_again, || format!("{working:?} stays"))?;
        check(names(&left) == names(done), || format!("it left {:?}", names(&left)))?;
        verified(case)
    }
}

fn check(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}

/// No value of the record is told; the agency stands in the request too.
fn silent(ran: &Ran, case: &Case) -> Result<(), String> {
    let path = case.dir.join("extract.json");
    let values = match fs::read_to_string(&path) {
        Ok(text) => telling(&serde_json::from_str(&text).expect("JSON")),
        Err(_) => ["Kanarivogel", "Nguyễn", "1980"].map(str::to_owned).into(),
    };
    let request = fs::read_to_string(case.dir.join("request.toml")).unwrap_or_default();
    for value in values.iter().filter(|it| !request.contains(*it)) {
        let told = ran.stderr.contains(value) || ran.stdout.contains(value);
        check(!told, || format!("a value is told: {}", ran.stderr))?;
    }
    Ok(())
}

/// The chain of the ledger holds, but for half a line at its end, which the next run takes out.
fn chained(left: &BTreeMap<String, Vec<u8>>) -> Result<(), String> {
    let Some(bytes) = left.get("out/ledger.jsonl") else { return Ok(()) };
    match ledger::verify(&String::from_utf8_lossy(bytes)) {
        Ok(_) => Ok(()),
        Err(it) if it.fault == Broken::CutOff => Ok(()),
        Err(it) => Err(format!("line {} of the ledger {}", it.line, it.fault)),
    }
}

/// The ledger and every package are what the program itself takes for whole.
fn verified(case: &Case) -> Result<(), String> {
    let Ok(entries) = fs::read_dir(case.dir.join("out")) else { return Ok(()) };
    let ran = case.crr(["ledger", "verify"]);
    check(ran.code == 0, || ran.stderr)?;
    let has_list = case.dir.join("passphrase").is_file();
    for entry in entries {
        let entry = entry.expect("an entry");
        // A run that is refused cleans nothing up.
        if is_working(&entry.file_name().to_string_lossy()) {
            continue;
        }
        let path = entry.path();
        let is_letter = path.join("denial-letter.pdf").is_file();
        if !path.is_dir() || !(has_list || is_letter) {
            continue;
        }
        let path = path.to_str().expect("UTF-8");
        let list: &[&str] =
            if is_letter { &[] } else { &["--passphrase-file", "passphrase"] };
        let ran = case.crr(["verify", path].iter().chain(list));
        check(ran.code == 0, || ran.stderr)?;
    }
    Ok(())
}

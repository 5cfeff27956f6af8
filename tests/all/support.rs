//! A case: a folder of its own, a request and an extract in it, and the program run there.
//! The only place that knows the program's flags.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

/// The day on which every case is built.
pub(crate) const AT: &str = "2026-11-20";

/// The project's folder.
pub(crate) const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The extract of a second profile.
const SECOND: &str = "extract-2.json";

/// A folder that goes when the case ends.
pub(crate) struct Case {
    pub dir: PathBuf,
}

/// What a run printed and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub code: i32,
    pub stdout: String,
    /// Without the line that says which site and rules count: `applied` has that.
    pub stderr: String,
    /// The line that says which site and rules count, without its end.
    pub applied: Option<String>,
}

impl Case {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let n = NUMBER.fetch_add(1, Ordering::Relaxed);
        let dir = std::env::temp_dir().join(format!("crr-{}-{n}", std::process::id()));
        fs::create_dir_all(&dir).expect("a temporary folder");
        Self { dir }
    }

    /// A folder with `request.toml`, `extract.json` and `site.toml` of a built-in sample; with
    /// `extract-2.json`, where it has a second profile.
    pub(crate) fn of(sample: &str) -> Self {
        let case = Self::empty();
        let from = Path::new(ROOT).join("data/samples").join(sample);
        for name in ["request.toml", "extract.json"] {
            fs::copy(from.join(name), case.dir.join(name)).expect("a sample");
        }
        let _ = fs::copy(from.join(SECOND), case.dir.join(SECOND));
        let site = Path::new(ROOT).join("data/site.toml");
        let site = fs::read_to_string(site).expect("the site file");
        case.write("site.toml", site_beside_packages(&site));
        case
    }

    /// Reads a file of the case.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.dir.join(name)).expect("a text file of the case")
    }

    /// Reads a file of the case that need not be text.
    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.dir.join(name)).expect("a file of the case")
    }

    /// Writes a file of the case, for its owner only: any of them may be a passphrase's.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.dir.join(name);
        fs::write(&path, content).expect("a file of the case");
        close(&path);
        self
    }

    /// Replaces the one occurrence of a text in a file.
    pub(crate) fn edit(&self, name: &str, from: &str, to: &str) -> &Self {
        let text = self.read(name);
        assert_eq!(text.matches(from).count(), 1, "{from:?} stands once in {name}");
        self.write(name, text.replacen(from, to, 1))
    }

    /// Sets the language and the layout of the pages.
    pub(crate) fn speak(&self, language: &str, layout: &str) -> &Self {
        let request = self.read("request.toml");
        let kept = request.lines().filter(|it| {
            let key = it.split('=').next().unwrap_or_default().trim();
            !["language", "layout"].contains(&key)
        });
        let kept = kept.collect::<Vec<_>>().join("\n");
        let head = format!("language = \"{language}\"\nlayout = \"{layout}\"\n");
        self.write("request.toml", head + &kept)
    }

    /// The folder of the case's one package, below the case.
    pub(crate) fn package(&self) -> String {
        let entries = fs::read_dir(self.dir.join("out")).expect("the output folder");
        let mut paths = entries.map(|it| it.expect("an entry").path());
        let folder = paths.find(|it| it.is_dir()).expect("a package");
        let below = folder.strip_prefix(&self.dir).expect("below");
        below.to_str().expect("UTF-8").to_owned()
    }

    /// Takes away the head of the ledger that is kept with the key, where there is one: then a
    /// test may change the ledger, and what else notices it is seen.
    pub(crate) fn forget_head(&self) -> &Self {
        let _ = fs::remove_file(self.dir.join("out/desk.head"));
        self
    }

    /// The program with any arguments, run in the folder.
    pub(crate) fn crr<I: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = I>,
    ) -> Ran {
        let mut command = self.command();
        command.args(arguments);
        ran(command.output())
    }

    /// The program, to be given arguments.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_crr"));
        command
            .current_dir(&self.dir)
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE");
        command
    }

    /// The extracts of the case, as flags.
    fn extracts(&self) -> Vec<&'static str> {
        let mut flags = vec!["--extract", "extract.json"];
        if self.dir.join(SECOND).is_file() {
            flags.extend(["--extract", SECOND]);
        }
        flags
    }

    /// `crr build` of the case; the passphrase goes to `passphrase`.
    pub(crate) fn build(&self, more: &[&str]) -> Ran {
        let mut arguments = vec!["build", "request.toml"];
        arguments.extend(self.extracts());
        arguments.extend(["--site", "site.toml", "--at", AT]);
        arguments.extend(["--passphrase-out", "passphrase"]);
        arguments.extend(more);
        self.crr(arguments)
    }

    /// `crr check` of the case.
    pub(crate) fn check(&self, more: &[&str]) -> Ran {
        let mut arguments = vec!["check", "request.toml"];
        arguments.extend(self.extracts());
        arguments.extend(["--site", "site.toml", "--at", AT]);
        arguments.extend(more);
        self.crr(arguments)
    }

    /// `crr check` of the case that leaves the site file to be found.
    pub(crate) fn check_without_site(&self) -> Ran {
        self.crr(["check", "request.toml", "--extract", "extract.json", "--at", AT])
    }

    /// `crr deny` of the case.
    pub(crate) fn deny(&self, more: &[&str]) -> Ran {
        let mut arguments = vec!["deny", "request.toml", "--site", "site.toml"];
        arguments.extend(["--at", AT]);
        arguments.extend(more);
        self.crr(arguments)
    }

    /// Builds, and expects that to succeed; gives the package's folder.
    pub(crate) fn built(&self) -> PathBuf {
        let ran = self.build(&[]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        self.dir.join(ran.stdout.trim())
    }

    /// The locked zip and its passphrase file, after [`Case::built`].
    pub(crate) fn zip(&self) -> (PathBuf, PathBuf) {
        let folder = self.built();
        let ticket = folder.file_name().and_then(OsStr::to_str).expect("a ticket");
        (folder.join(format!("{ticket}.zip")), self.phrase_file())
    }

    /// The passphrase of the package that was built last.
    pub(crate) fn passphrase(&self) -> String {
        phrase_in(&self.read("passphrase"))
    }

    /// A file with that passphrase alone, for other people's programs.
    pub(crate) fn phrase_file(&self) -> PathBuf {
        self.write("phrase", self.passphrase());
        self.dir.join("phrase")
    }

    /// Builds and takes the members out of the zip.
    pub(crate) fn members(&self) -> Vec<(String, Vec<u8>)> {
        let folder = self.built();
        let ticket = folder.file_name().and_then(OsStr::to_str).expect("a ticket");
        let zip = fs::read(folder.join(format!("{ticket}.zip"))).expect("a zip");
        opened(&zip, &self.passphrase())
    }

    /// Those of the members that have pages: the cover, the record.
    pub(crate) fn pages(&self) -> Vec<(String, Vec<u8>)> {
        let mut members = self.members();
        members.retain(|(name, _)| name.ends_with(".pdf"));
        members
    }

    /// The words of a file of the case, with a blank between two: of a PDF those that Poppler
    /// reads.
    pub(crate) fn words(&self, name: &str) -> String {
        let text = if name.ends_with(".pdf") {
            tool("pdftotext", [&self.dir.join(name), Path::new("-")]).stdout
        } else {
            self.read(name)
        };
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Every file and folder below the case, sorted.
    pub(crate) fn tree(&self) -> Vec<String> {
        let mut paths: Vec<_> = walkdir::WalkDir::new(&self.dir)
            .min_depth(1)
            .into_iter()
            .map(|it| it.expect("a readable folder").into_path())
            .map(|it| it.strip_prefix(&self.dir).expect("below").display().to_string())
            .collect();
        paths.sort();
        paths
    }
}

/// The site file with ledger and key in the output folder, where they are without one: so
/// commands that are given it and commands that are not speak of the same desk.
fn site_beside_packages(site: &str) -> String {
    let mut text = site.to_owned();
    for (comment, key) in [
        ("# ledger = \"ledger.jsonl\"", "ledger = \"out/ledger.jsonl\""),
        ("# key    = \"desk.key\"", "key = \"out/desk.key\""),
    ] {
        assert!(text.contains(comment), "{comment}");
        text = text.replace(comment, key);
    }
    text
}

/// Makes a file its owner's only.
pub(crate) fn close(path: &Path) {
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    fs::set_permissions(path, mode).expect("a file of our own");
}

/// The passphrase of the last line of a list.
pub(crate) fn phrase_in(list: &str) -> String {
    let line = list.lines().next_back().expect("a line");
    line.split('\t').nth(1).expect("a passphrase").to_owned()
}

/// The members of a zip, taken out by the project's own locker.
pub(crate) fn opened(zip: &[u8], passphrase: &str) -> Vec<(String, Vec<u8>)> {
    let locker = client_record_request::package::locker_of("x.zip").expect("a locker");
    let passphrase = client_record_request::package::Passphrase::to_open(passphrase);
    let members = locker.open(zip, &passphrase).expect("it opens").into_iter();
    members.map(|(name, it)| (name, it.to_vec())).collect()
}

impl Drop for Case {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.dir);
    }
}

/// What a finished program left.
pub(crate) fn ran(output: std::io::Result<Output>) -> Ran {
    let output = output.expect("the program starts");
    let stderr = String::from_utf8(output.stderr).expect("UTF-8");
    let (first, rest) = stderr.split_once('\n').unwrap_or_default();
    let is_applied = first.starts_with("site: ") && first.contains("; rules: ");
    let ran = Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        applied: is_applied.then(|| first.to_owned()),
        stderr: if is_applied { rest.to_owned() } else { stderr },
    };
    super::slugs::record(&ran);
    ran
}

/// The built-in samples.
pub(crate) fn samples() -> Vec<String> {
    let folder = Path::new(ROOT).join("data/samples");
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("the samples")
        .map(|it| it.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    names
}

/// Says that a test, or a part of one, was skipped. `eprintln` would not do: the harness
/// keeps what a passing test prints.
pub(crate) fn skipped(why: &str) {
    let mut stderr = std::io::stderr().lock();
    writeln!(stderr, "SKIPPED: {why}").expect("standard error is open");
}

/// True under `tests/run`, which promises every tool.
pub(crate) fn is_promised() -> bool {
    std::env::var_os("CI_TOOLS").is_some()
}

/// Says loudly that a test was skipped; where `tests/run` promised the tool, fails.
pub(crate) fn skip(what: &str) {
    assert!(!is_promised(), "{what} is missing under tests/run");
    skipped(&format!("{what} is missing; `tests/run` installs it"));
}

/// A folder of `../shared/samples`. That lies outside the repository, so a test goes on
/// without it; but where it is there, `tests/run` fails if the folder is missing or empty.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let found = beside(&Path::new(ROOT).join("../shared/samples"), name);
    if let Err(why) = &found {
        assert!(why.is_absent || !is_promised(), "{}", why.what);
        skipped(&why.what);
    }
    found.ok()
}

/// Why there is no folder of samples to read.
struct NoSamples {
    what: String,
    /// True where there are none at all.
    is_absent: bool,
}

fn beside(samples: &Path, name: &str) -> Result<PathBuf, NoSamples> {
    let no = |what: String, is_absent| Err(NoSamples { what, is_absent });
    if !samples.is_dir() {
        return no(format!("{} was not found", samples.display()), true);
    }
    let folder = samples.join(name);
    match fs::read_dir(&folder).map_or(0, Iterator::count) {
        0 => no(format!("{} is missing or empty", folder.display()), false),
        _ => Ok(folder),
    }
}

#[test]
fn samples_that_are_missing_are_told_from_none_at_all() {
    let case = Case::empty();
    let absent =
        |name| beside(&case.dir.join("samples"), name).err().map(|it| it.is_absent);
    assert_eq!(absent("json"), Some(true));
    fs::create_dir(case.dir.join("samples")).expect("a folder");
    assert_eq!(absent("json"), Some(false));
    fs::create_dir(case.dir.join("samples/json")).expect("a folder");
    assert_eq!(absent("json"), Some(false), "it is empty");
    case.write("samples/json/a", "");
    assert_eq!(absent("json"), None);
}

/// True where a program is on the path.
pub(crate) fn has(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|it| it.join(program).is_file())
}

/// Runs another program.
pub(crate) fn tool<I: AsRef<OsStr>>(
    program: &str,
    arguments: impl IntoIterator<Item = I>,
) -> Ran {
    ran(Command::new(program).args(arguments).output())
}

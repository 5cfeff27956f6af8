//! `--from`: a download is imported in memory and built at once.

use std::fs;
use std::path::PathBuf;

use super::support::{AT, Case, Ran, opened};
use super::{importing, importing_clarity, importing_tables};

/// When Clarity's JSON and the tables were retrieved.
const RETRIEVED: [&str; 2] = ["--exported-at", "2026-11-18T14:05:00-08:00"];

/// A request and a download of its client, with the flags that name it.
pub(super) struct Download {
    pub case: Case,
    pub from: Vec<&'static str>,
    /// The command that imports the same, without its folder.
    pub import: Vec<&'static str>,
    /// A value of the record.
    pub value: &'static str,
}

/// Adds a request for a client whom an agency served.
fn asked(case: &Case, client: &str, agency: &str) {
    let sample = Case::of("typical-adult");
    let request = sample.read("request.toml");
    let request = request
        .replace("69E44770D", client)
        .replace("Harbor Bridge Outreach", agency)
        .replace("# found_in_hmis_on", "found_in_hmis_on");
    case.write("request.toml", request);
    case.write("site.toml", sample.read("site.toml"));
}

pub(super) fn hmis_csv() -> Download {
    let case = importing::plain();
    asked(&case, "69E44770D", "Casa Alameda");
    case.write("ids.csv", "PersonalID,UniqueIdentifier\nP1,69E44770D\nP2,5501AA2C9\n");
    Download {
        case,
        from: vec!["--from", "export", "--ids", "ids.csv"],
        import: vec!["hmis-csv", "export", "--ids", "ids.csv", "--client", "69E44770D"],
        value: "Kanarivogel",
    }
}

pub(super) fn clarity() -> Download {
    let [client, enrollments, files] = [
        importing_clarity::client(),
        importing_clarity::enrollments(),
        importing_clarity::files(),
    ];
    let (case, ran) = importing_clarity::import(&client, &enrollments, &files);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    fs::remove_dir_all(case.dir.join("extracts")).expect("a folder");
    asked(&case, "69E44770D", "Casa Alameda");
    let lists = ["--from", "files.json", "--from", "client.json"];
    let more = ["--from", "enrollments.json", "--agencies", "agencies.csv"];
    let import = ["clarity-json", "--client", "client.json", "--files", "files.json"];
    let and = ["--enrollments", "enrollments.json", "--agencies", "agencies.csv"];
    Download {
        case,
        from: [&lists[..], &more, &RETRIEVED].concat(),
        import: [&import[..], &and, &RETRIEVED].concat(),
        value: "Kanarivogel",
    }
}

pub(super) fn tables() -> Download {
    let case = importing_tables::plain();
    let client = importing_tables::CLIENT;
    asked(&case, client, "Quarry Street House");
    Download {
        case,
        from: [&["--from", "tiles"][..], &RETRIEVED].concat(),
        import: [&["tables", "tiles", "--client", client][..], &RETRIEVED].concat(),
        value: "Quistgaard",
    }
}

pub(super) fn every() -> [Download; 3] {
    [hmis_csv(), clarity(), tables()]
}

impl Download {
    pub(super) fn run(&self, command: &str, more: &[&str]) -> Ran {
        let at = ["--site", "site.toml", "--at", AT];
        let start = [command, "request.toml"];
        self.case.crr(start.iter().chain(&at).chain(&self.from).chain(more))
    }

    pub(super) fn check(&self, more: &[&str]) -> Ran {
        self.run("check", more)
    }

    fn build(&self, more: &[&str]) -> Ran {
        self.run("build", &[&["--passphrase-out", "passphrase"], more].concat())
    }

    /// Adds the answer that a strict check asks for.
    fn accepting(&self, rule: &str) -> &Self {
        let answer = format!("[[accepted]]\nrule = \"{rule}\"\non = {AT}\nby = \"mk\"\n");
        self.case.write("request.toml", self.case.read("request.toml") + &answer);
        self
    }

    /// The files in the locked zip of the package.
    fn members(&self) -> Vec<(String, Vec<u8>)> {
        let zip = self.package().join("2026-0142.zip");
        opened(&fs::read(zip).expect("a zip"), &self.case.passphrase())
    }

    fn package(&self) -> PathBuf {
        self.case.dir.join("out/2026-0142")
    }

    fn receipt(&self) -> serde_json::Value {
        let text = fs::read(self.package().join("receipt.json")).expect("a receipt");
        serde_json::from_slice(&text).expect("JSON")
    }
}

#[test]
fn a_build_from_a_download_is_that_of_its_extract() {
    for (one, two) in every().into_iter().zip(every()) {
        let ran = one.build(&[]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let imported = ["--to", "extracts", "--site", "site.toml"];
        let start = ["import"];
        let ran = two.case.crr(start.iter().chain(&two.import).chain(&imported));
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let two = Download { from: vec!["--extracts", "extracts"], ..two };
        let ran = two.build(&[]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(one.members() == two.members(), "the members differ");
        let [one_says, two_says] = [one.receipt(), two.receipt()];
        assert!(one_says["sections"].is_array() || one_says["sections"].is_object());
        assert_eq!(one_says["sections"], two_says["sections"]);
        // The ledger knows both as made from the same.
        let two = Download { from: one.from.clone(), ..two };
        let ran = two.build(&["--strict"]);
        assert!(ran.code == 0 && ran.stderr.contains("already built"), "{}", ran.stderr);
        assert!(!ran.stderr.contains("extract-changed"), "{}", ran.stderr);
    }
}

#[test]
fn nothing_of_the_record_is_written_unlocked() {
    for it in every() {
        let given = it.case.tree();
        let ran = it.build(&["--json"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(!format!("{}{}", ran.stdout, ran.stderr).contains(it.value));
        let new: Vec<_> =
            it.case.tree().into_iter().filter(|path| !given.contains(path)).collect();
        assert!(new.len() > 5, "{new:?}");
        for path in new {
            assert!(path.starts_with("out") || path == "passphrase", "{path}");
            let file = it.case.dir.join(&path);
            if file.is_file() {
                let bytes = fs::read(file).expect("a file");
                let is_in =
                    bytes.windows(it.value.len()).any(|at| at == it.value.as_bytes());
                assert!(!is_in, "{path}");
            }
        }
    }
}

#[test]
fn check_writes_nothing_and_print_takes_the_same_flags() {
    for it in every() {
        let given = it.case.tree();
        let ran = it.check(&[]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert_eq!(it.case.tree(), given);
        let ran = it.run("print", &["--to", "record.pdf", "--yes"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(it.case.bytes("record.pdf").starts_with(b"%PDF"));
    }
}

#[test]
fn an_import_warns_under_strict_until_somebody_answers() {
    let it = hmis_csv();
    let case = importing::with("Client.csv", "AdditionalRaceEthnicity", "Column");
    case.write("ids.csv", it.case.read("ids.csv"));
    case.write("site.toml", it.case.read("site.toml"));
    let never = "[\"release-of-information\", \"contact-information\", \"documents\"]";
    let request = it.case.read("request.toml");
    case.write(
        "request.toml",
        format!("{request}\n[release]\nnot_in_export = {never}\n"),
    );
    let it = Download { case, ..it };
    let ran = it.check(&["--strict"]);
    assert_eq!(
        (ran.code, &*ran.stderr),
        (
            1,
            "\
error: Client.csv has no column AdditionalRaceEthnicity [columns-missing]
   at --from/Client.csv
hint: what they would contain is shown as not recorded
hint: if it can stay as it is, add at the end of the request, with your initials:
[[accepted]]
rule = \"columns-missing\"
on = 2026-11-20
by = \"…\"
note: 1 row of this client was left out: the export marks it as deleted [rows-deleted]
   at --from
note: 1 row with a PersonalID that Client.csv does not have was left out [row-without-client-row]
   at --from
hint: compare the stays with HMIS: nothing says that none of these rows is of a client asked for
refused: 1 error
"
        )
    );
    let ran = it.accepting("columns-missing").check(&["--strict"]);
    assert!(ran.code == 0 && ran.stderr.contains("no warnings"), "{}", ran.stderr);
}

#[test]
fn another_clients_row_is_refused() {
    let from = "7,002";
    let it = Download {
        case: importing_tables::with(
            "stays.csv",
            "3AF9017C2,\"7,002\"",
            "5501AA2C9,\"7,002\"",
        ),
        ..tables()
    };
    asked(&it.case, importing_tables::CLIENT, "Quarry Street House");
    let ran = it.build(&[]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("at --from/stays.csv, row 3"), "{}", ran.stderr);
    assert!(!ran.stderr.contains(from) && !ran.stderr.contains("5501AA2C9"));
    assert!(!it.case.dir.join("out/2026-0142").exists());
    // Clarity's client is not the one whom the request names.
    let it = clarity();
    asked(&it.case, "5501AA2C9", "Casa Alameda");
    let ran = it.build(&[]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("[client-mismatch]"), "{}", ran.stderr);
    // An export without that client.
    let it = hmis_csv();
    asked(&it.case, "0000AA2C9", "Casa Alameda");
    let ran = it.build(&[]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let told =
        "error: the export has no client that was asked for [no-clients]\n   at --from\n";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
}

#[test]
fn what_from_cannot_take_is_refused() {
    let [export, json, tiles] = every();
    tiles.case.write("list.json", "[]");
    json.case.write("table.csv", importing_tables::TILES[1].1);
    let unknown = "error: a JSON file is neither of a client's, nor a list of theirs, nor a \
                   table [download-unknown]\n   at --from\nhint: ";
    for (it, more, without, code, told) in [
        (
            &export,
            &["--agencies", "ids.csv"][..],
            None,
            2,
            "error: a HUD CSV export takes no `--agencies` [download-flag]\n   at --agencies\n\
             hint: leave that flag out, or check what `--from` names\n"
                .to_owned(),
        ),
        (
            &tiles,
            &["--with", "tiles"],
            None,
            2,
            "error: a download of tables takes no `--with` [download-flag]\n   at --with\n\
             hint: leave that flag out, or check what `--from` names\n"
                .to_owned(),
        ),
        (
            &json,
            &["--map", "map.toml"],
            None,
            2,
            "error: Clarity's JSON takes no `--map` without `--with` [download-flag]\n   \
             at --map\nhint: leave that flag out, or check what `--from` names\n"
                .to_owned(),
        ),
        (
            &tiles,
            &[],
            Some("--exported-at"),
            2,
            "error: this download does not say when it was retrieved [exported-at-missing]\n   \
             at --from\nhint: pass the day of the download with `--exported-at YYYY-MM-DD`\n"
                .to_owned(),
        ),
        (
            &json,
            &["--from", "table.csv"],
            None,
            1,
            "error: `--from` names downloads of several kinds [download-mixed]\n   at --from\n\
             hint: name those of one kind; what an export lacks goes into `--with`\n"
                .to_owned(),
        ),
        (
            &tiles,
            &["--from", "list.json"],
            None,
            1,
            format!(
                "{unknown}name the JSON file of the client\n\
                 hint: an empty list says what it is by its name: `enrollments.json` or `files.json`\n"
            ),
        ),
    ] {
        let keep = |flag: &&str| without != Some(*flag) && **flag != RETRIEVED[1][..];
        let from = match without {
            None => it.from.clone(),
            Some(_) => it.from.iter().copied().filter(keep).collect(),
        };
        let at = ["build", "request.toml", "--site", "site.toml", "--at", AT];
        let ran = it.case.crr(at.iter().chain(&from).chain(more));
        assert_eq!((ran.code, ran.stdout.as_str()), (code, ""), "{}", ran.stderr);
        let (found, end) = ran.stderr.split_at(told.len().min(ran.stderr.len()));
        assert_eq!(found, told, "{}", ran.stderr);
        assert!(end.ends_with("nothing was written\n"), "{end}");
        assert!(!it.case.dir.join("out/2026-0142").exists());
        // The near miss: the download as it is.
        assert_eq!(it.check(&[]).code, 0);
    }
    // An archive that cannot be opened is told as such, whatever it contains.
    for (name, bytes, told) in [
        (
            "cut.zip",
            &b"PK\x03\x04 and no more"[..],
            "not a folder or a zip that can be read",
        ),
        ("a.7z", b"7z\xBC\xAF\x27\x1C\x00", "a 7z archive"),
    ] {
        export.case.write(name, bytes);
        let at = ["check", "request.toml", "--site", "site.toml", "--from", name];
        let ran = export.case.crr(at);
        let is_told = ran.stderr.contains(told) && ran.stderr.contains("at --from\n");
        assert!(ran.code == 1 && is_told, "{}", ran.stderr);
    }
    let lists = ["--from", "files.json", "--from", "enrollments.json"];
    let json = Download { from: [&lists[..], &RETRIEVED].concat(), ..json };
    let ran = json.check(&[]);
    let told = "error: `--from` names lists of Clarity's, but not the client's own JSON \
                [download-without-client]\n   at --from\n\
                hint: name the JSON file of the client too\n";
    assert!(ran.code == 1 && ran.stderr.starts_with(told), "{}", ran.stderr);
}

#[test]
fn from_goes_with_neither_extract_nor_extracts() {
    let it = tables();
    for (flag, value) in [("--extract", "x.json"), ("--extracts", "extracts")] {
        let ran = it.check(&[flag, value]);
        assert!(ran.code == 2 && ran.stderr.contains(flag), "{}", ran.stderr);
    }
    let ran = it.case.crr(["check", "request.toml", "--ids", "ids.csv"]);
    assert!(ran.code == 2 && ran.stderr.contains("--from"), "{}", ran.stderr);
}

#[test]
fn the_site_file_names_what_reads_a_download() {
    let it = hmis_csv();
    let it = Download { from: vec!["--from", "export"], ..it };
    let ran = it.check(&[]);
    assert!(ran.code == 1 && ran.stderr.contains("[no-clients]"), "{}", ran.stderr);
    let site = it.case.read("site.toml");
    it.case.write("site.toml", format!("{site}\n[import]\nids = \"ids.csv\"\n"));
    let ran = it.check(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let site = it.case.read("site.toml");
    it.case.write("site.toml", site.replace("ids = \"ids.csv\"", "idz = \"ids.csv\""));
    let ran = it.check(&[]);
    assert!(ran.code == 1 && ran.stderr.contains("[unknown-key]"), "{}", ran.stderr);
}

#[test]
fn many_requests_are_built_from_one_export() {
    let it = hmis_csv();
    fs::create_dir(it.case.dir.join("requests")).expect("a folder");
    let one = it.case.read("request.toml");
    let two = one.replace("2026-0142", "2026-0143");
    it.case.write("requests/one.toml", &one);
    it.case.write("requests/two.toml", two.replace("69E44770D", "0000AA2C9"));
    let start = ["build", "requests", "--site", "site.toml", "--at", AT];
    let list = ["--passphrase-out", "passphrase"];
    let ran = it.case.crr(start.iter().chain(&it.from).chain(&list));
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(it.package().join("receipt.json").is_file());
    assert!(!it.case.dir.join("out/2026-0143").exists());
}

#[test]
fn each_profile_may_have_a_download() {
    let it = tables();
    let other = |text: &str| text.replace("3AF9017C2", "5501AA2C9");
    fs::create_dir(it.case.dir.join("second")).expect("a folder");
    for (name, text) in importing_tables::TILES {
        it.case.write(&format!("second/{name}"), other(text).replace("7,00", "8,00"));
    }
    let request = it.case.read("request.toml");
    let (one, two) = ("client_id    = \"3AF9017C2\"", "[\"5501AA2C9\", \"3AF9017C2\"]");
    assert!(request.contains(one));
    it.case
        .write("request.toml", request.replacen(one, &format!("client_ids = {two}"), 1));
    let ran = it.check(&[]);
    let told = "hint: export it too, and name the file with `--from` as well\n";
    assert!(ran.stderr.contains("[profile-not-supplied]"), "{}", ran.stderr);
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    let ran = it.check(&["--from", "second"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

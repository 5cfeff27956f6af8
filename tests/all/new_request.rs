//! `crr new`: a request from flags, from questions on a terminal, from the agency's form.

use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use super::support::{AT, Case, Ran, has, ran, skip};

/// Flags for an adult who asks by ticket and gets the copy by e-mail.
const USUAL: [&str; 22] = [
    "--client-id",
    "69E44770D",
    "--agency",
    "Harbor Bridge Outreach",
    "--asked-by",
    "client",
    "--requested-on",
    "11/16/2026",
    "--identity-verified-on",
    "Nov 16, 2026",
    "--found-in-hmis-on",
    "2026-11-16",
    "--submitted-on",
    "11/18/26",
    "--delivery",
    "email",
    "--others-may-read",
    "no",
    "--opened-on",
    "phone",
    "--can-open-confirmed-on",
    "11/16/2026",
];

fn new(case: &Case, flags: &[&str]) -> Ran {
    case.crr([&["new", "2026-0200"], flags].concat())
}

/// `crr check` of a request with the extract of the case.
fn check(case: &Case, request: &str) -> Ran {
    case.crr(["check", request, "--extract", "extract.json", "--at", AT, "--strict"])
}

#[test]
fn flags_make_a_request_that_can_be_built() {
    let case = Case::of("typical-adult");
    let made = new(&case, &USUAL);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let path = "data/requests/2026-0200.toml";
    assert_eq!(made.stdout, format!("{path}\n"));
    assert_eq!(
        made.stderr,
        format!(
            "wrote the request of 2026-0200\nnext:\n  1. export the client's record from \
             HMIS; `crr import` makes an extract of it, in `data/extracts`\n  2. run `crr check {path}`\n"
        )
    );
    let mode = |path: &str| {
        let data = std::fs::metadata(case.dir.join(path)).expect("it was made");
        data.permissions().mode() & 0o777
    };
    assert_eq!((mode(path), mode("data/requests")), (0o600, 0o700));
    // Whoever goes on before anything was exported is told what is missing.
    let early = case.crr(["check", path, "--at", AT]);
    assert_eq!(
        (early.code, &*early.stderr),
        (
            1,
            "\
error: there are no extracts yet: `data/extracts` is not there [no-extracts-yet]
   at --extracts
hint: export the client's record from HMIS; then `crr import` makes an extract of it, or name the download with `--from`
refused: 1 error
"
        )
    );
    let checked = check(&case, path);
    assert_eq!(checked.code, 0, "{}", checked.stderr);
    let text = case.read(path);
    for line in ["requested_on = 2026-11-16", "layout = \"phone\"", "formats = [\"pdf\"]"]
    {
        assert!(text.lines().any(|it| it == line), "{line}: {text}");
    }
    // Every key has its meaning above it.
    for (above, line) in text.lines().zip(text.lines().skip(1)) {
        let is_key = line.contains(" = ") && !line.starts_with('#');
        assert!(!is_key || above.starts_with("# "), "{line}: {text}");
    }
    let again = new(&case, &USUAL);
    assert_eq!(again.code, 1);
    assert!(again.stderr.contains("[already-there]"), "{}", again.stderr);
    assert_eq!(case.read(path), text);
}

#[test]
fn what_is_missing_is_named_all_at_once() {
    let case = Case::empty();
    let few =
        case.crr(["new", "--asked-by", "guardian", "--delivery", "trusted-contact"]);
    assert_eq!(few.code, 2, "{}", few.stderr);
    assert!(
        few.stderr
            .contains("error: 11 answers of a request are missing [answers-missing]")
    );
    for flag in [
        "`crr new 2026-0142`",
        "`--client-id`",
        "`--agency`",
        "`--requested-on`",
        "`--identity-verified-on`",
        "`--found-in-hmis-on`",
        "`--submitted-on`",
        "`--authority-seen`",
        "`--approved-in-writing-on`",
        "`--opened-on`",
        "`--can-open-confirmed-on`",
    ] {
        assert!(few.stderr.contains(flag), "{flag}: {}", few.stderr);
    }
    assert!(case.tree().is_empty());
    let bad = new(&case, &["--requested-on", "11/31/2026"]);
    assert_eq!(bad.code, 2);
    assert!(bad.stderr.contains("this day does not exist"), "{}", bad.stderr);
    let named = new(&case, &["--client-id", "Maria"]);
    assert_eq!(named.code, 2);
    assert!(named.stderr.contains("no name"), "{}", named.stderr);
    assert!(!named.stderr.contains("Maria"), "{}", named.stderr);
}

#[test]
fn what_is_typed_stays_a_value() {
    let case = Case::empty();
    let agency = "Home \"A\" '''\n[delivery]\nmethod = \"in-person\" # \\ \u{7F}";
    let mut flags = USUAL.to_vec();
    flags[3] = "Home \"A\" ''' [delivery] # \\";
    flags.extend(["--contact-relation", "case\nmanager = 1", "--to", "-"]);
    let printed = new(&case, &flags);
    assert_eq!(printed.code, 0, "{}", printed.stderr);
    let table: toml::Table = toml::from_str(&printed.stdout).expect("TOML");
    assert_eq!(table["agency"].as_str(), Some(flags[3]));
    assert_eq!(table["delivery"]["method"].as_str(), Some("email"));
    assert!(case.tree().is_empty(), "it was printed alone");
    // What no page can show is refused before anything is written.
    flags[3] = agency;
    let refused = new(&case, &flags);
    assert_eq!(refused.code, 1, "{}", refused.stderr);
    assert!(refused.stderr.contains("[control-character]"), "{}", refused.stderr);
}

#[test]
fn the_site_file_knows_its_ids_and_its_agencies() {
    let case = Case::of("typical-adult");
    case.edit(
        "site.toml",
        "# hmis_id = \"9 hexadecimal\"",
        "hmis_id = \"9 hexadecimal\"",
    );
    case.edit(
        "site.toml",
        "participating_agencies = []",
        "participating_agencies = [\"Harbor Bridge Outreach\"]",
    );
    let mut flags = USUAL.to_vec();
    flags.extend(["--site", "site.toml"]);
    flags[1] = "69E44770";
    let short = new(&case, &flags);
    assert_eq!(short.code, 1);
    let told =
        "error: an HMIS ID has 9 characters here, and this has 8 [id-of-another-form]";
    assert!(short.stderr.contains(told), "{}", short.stderr);
    flags[1] = "69E44770D";
    flags[3] = "Harbour Bridge Outreach";
    let slip = new(&case, &flags);
    assert_eq!(slip.code, 0, "{}", slip.stderr);
    assert!(slip.stderr.contains("[agency-not-listed]"), "{}", slip.stderr);
    assert!(slip.stderr.contains("did you mean `Harbor Bridge Outreach`?"));
}

#[test]
fn the_example_builds_as_it_says() {
    let case = Case::empty();
    let made = case.crr(["new", "--example", "play"]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let words: Vec<&str> = made.stdout.trim().split(' ').skip(1).collect();
    let built = case.crr([&words[..], &["--passphrase-out", "list"]].concat());
    assert_eq!(built.code, 0, "{}", built.stderr);
    assert!(case.dir.join("play/out/2026-0142/2026-0142.pdf").is_file());
    assert!(!case.read("play/request.toml").contains("data/samples/typical"));
    assert_eq!(case.crr(["new", "--example", "play"]).code, 1);
}

/// `crr new` on a terminal, with what is typed there.
fn on_a_terminal(case: &Case, flags: &str, typed: &[&str]) -> Option<Ran> {
    if !has("script") {
        skip("script");
        return None;
    }
    let mut command = Command::new("script");
    command.current_dir(&case.dir).env("CRR", env!("CARGO_BIN_EXE_crr"));
    let line = format!("\"$CRR\" new 2026-0200 {flags}; exit $?");
    command.args(["-qec", &line, "/dev/null"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("script starts");
    let mut input = child.stdin.take().expect("a pipe");
    let lines: String = typed.iter().map(|it| format!("{it}\n")).collect();
    input.write_all(lines.as_bytes()).expect("it listens");
    let ran = ran(child.wait_with_output());
    drop(input);
    Some(ran)
}

/// How many questions were asked.
fn n_asked(ran: &Ran) -> usize {
    let is_head = |line: &&str| {
        let (n, rest) = line.split_once(". ").unwrap_or_default();
        n.parse::<u8>().is_ok() && rest.trim_end().ends_with('?')
    };
    ran.stdout.lines().filter(is_head).count()
}

#[test]
fn ten_questions_make_the_request_of_an_adult() {
    let case = Case::of("typical-adult");
    // A slip is asked again, and does not count.
    let typed = [
        "Maria Lopez",
        "69E44770D",
        "Harbor Bridge Outreach",
        "1",
        "11/31/2026",
        "11/16/2026",
        "1",
        "11/18/2026",
        "1",
        "3",
        "",
        "2",
    ];
    let Some(asked) = on_a_terminal(&case, "", &typed) else { return };
    assert_eq!(asked.code, 0, "{}", asked.stdout);
    assert_eq!(n_asked(&asked), 10, "{}", asked.stdout);
    let path = "data/requests/2026-0200.toml";
    case.edit("site.toml", "# languages_reviewed", "languages_reviewed");
    let checked = check(&case, path);
    assert_eq!(checked.code, 0, "{}", checked.stderr);
    let text = case.read(path);
    for line in [
        "identity_verified_on = 2026-11-16",
        "found_in_hmis_on = 2026-11-16",
        "can_open_confirmed_on = 2026-11-16",
        "others_may_read = false",
        "language = \"es\"",
        "layout = \"letter\"",
    ] {
        assert!(text.lines().any(|it| it == line), "{line}: {text}");
    }
}

#[test]
fn more_is_asked_only_where_an_answer_needs_it() {
    let case = Case::of("typical-adult");
    let flags = "--client-id 69E44770D --agency \"Harbor Bridge Outreach\" --language en \
                 --requested-on 2026-11-16 --submitted-on 2026-11-18";
    // A guardian whose agency called, in person: nothing about mail.
    let typed = ["3", "4", "", "3", "", "11/17/2026", "3", "11/24/2026", "2"];
    let Some(asked) = on_a_terminal(&case, flags, &typed) else { return };
    assert_eq!(asked.code, 0, "{}", asked.stdout);
    assert!(!asked.stdout.contains("open a locked file"), "{}", asked.stdout);
    let text = case.read("data/requests/2026-0200.toml");
    for line in [
        "relation = \"guardian\"",
        "authority_seen = \"letters-of-guardianship\"",
        "intake = \"phone\"",
        "called_on = 2026-11-17",
        "method = \"in-person\"",
        "pick_up_on = 2026-11-24",
        "layout = \"large-print\"",
    ] {
        assert!(text.lines().any(|it| it == line), "{line}: {text}");
    }
    assert!(!text.contains("found_in_hmis_on") && !text.contains("attach"), "{text}");
}

/// Whoever stops answering has written nothing. (The shell keeps the interrupt from ending the
/// program, as some terminals do.)
#[test]
fn questions_that_are_not_answered_write_nothing() {
    if !has("script") {
        return skip("script");
    }
    let case = Case::empty();
    let mut command = Command::new("script");
    command.current_dir(&case.dir).env("CRR", env!("CARGO_BIN_EXE_crr"));
    command.args(["-qec", "trap '' INT; \"$CRR\" new 2026-0200; exit $?", "/dev/null"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("script starts");
    let mut input = child.stdin.take().expect("a pipe");
    let mut output = child.stdout.take().expect("a pipe");
    let mut shown = Vec::new();
    let mut byte = [0];
    while output.read(&mut byte).is_ok_and(|n| n == 1) {
        shown.push(byte[0]);
        if shown.ends_with(b"HMIS ID: ") {
            break;
        }
    }
    input.write_all(b"6").expect("it listens");
    // An interrupt is lost where it comes before the program reads keys one by one.
    let code = loop {
        if let Some(it) = child.try_wait().expect("it can be asked") {
            break it.code();
        }
        let _ = input.write_all(b"\x03");
        std::thread::sleep(std::time::Duration::from_millis(50));
    };
    output.read_to_end(&mut shown).expect("the rest");
    let stdout = String::from_utf8(shown).expect("UTF-8").replace('\r', "");
    let (stderr, applied) = (String::new(), None);
    let ran = Ran { code: code.unwrap_or(-1), stdout, stderr, applied };
    super::slugs::record(&ran);
    assert_eq!(ran.code, 1, "{}", ran.stdout);
    assert!(ran.stdout.contains("[questions-not-answered]"), "{}", ran.stdout);
    assert!(ran.stdout.contains("nothing was written"), "{}", ran.stdout);
    assert!(case.tree().is_empty());
}

/// The day on which somebody comes for a copy stands in the guide for the agency.
#[test]
fn the_guide_names_the_day_of_the_pick_up() {
    if !has("pdftotext") {
        return skip("pdftotext");
    }
    let case = Case::of("typical-adult");
    let mut flags = USUAL[..14].to_vec();
    flags.extend(["--delivery", "in-person", "--pick-up-on", "11/24/2026"]);
    assert_eq!(new(&case, &flags).code, 0);
    case.write("request.toml", case.read("data/requests/2026-0200.toml"));
    let folder = case.built();
    let guide = folder.join("2026-0200-agency-guide.pdf");
    let ran = super::support::tool("pdftotext", [guide.to_str().expect("UTF-8"), "-"]);
    let words = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("The client comes for it on November 24, 2026."), "{words}");
}

/// The commented formats name every key of the schema.
#[test]
fn commented_formats_describe_every_key() {
    fn keys(schema: &serde_json::Value, found: &mut Vec<String>) {
        let Some(map) = schema.as_object() else { return };
        if let Some(properties) = map.get("properties").and_then(|it| it.as_object()) {
            found.extend(properties.keys().cloned());
        }
        map.values().for_each(|it| keys(it, found));
    }
    let case = Case::empty();
    for format in ["request", "extract", "site"] {
        let schema = case.crr(["schema", format]);
        let schema = serde_json::from_str(&schema.stdout).expect("a schema");
        let commented = case.crr(["schema", format, "--commented"]);
        assert_eq!(commented.code, 0, "{}", commented.stderr);
        let text = commented.stdout;
        let mut all = Vec::new();
        keys(&schema, &mut all);
        // It says why a section is not there, in place of its rows.
        all.retain(|it| it != "unavailable");
        assert!(all.len() > 30, "{format}: {all:?}");
        for key in all {
            let shown = [format!("{key} = "), format!("\"{key}\": "), format!("{key}]")];
            assert!(shown.iter().any(|it| text.contains(it)), "{format}: {key}\n{text}");
        }
        if format == "extract" {
            assert!(text.contains("// "), "{text}");
        } else {
            assert!(text.contains("One of: "), "{text}");
            toml::from_str::<toml::Table>(&text)
                .unwrap_or_else(|err| panic!("{err}\n{text}"));
            // With everything in it, it is TOML too.
            let whole = text.lines().map(|it| match it.strip_prefix("# ") {
                Some(it) if it.starts_with('[') || it.contains(" = ") && is_key(it) => it,
                _ => it,
            });
            let whole = whole.collect::<Vec<_>>().join("\n");
            toml::from_str::<toml::Table>(&whole)
                .unwrap_or_else(|err| panic!("{err}\n{whole}"));
        }
    }
}

/// True for a line of a key that is commented out.
fn is_key(line: &str) -> bool {
    let key = line.split(" = ").next().unwrap_or_default();
    !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

/// What lies beside requests in a folder is told, and requests that are done are passed over.
#[test]
fn files_that_are_no_requests_are_told() {
    let case = Case::of("typical-adult");
    let request = case.read("request.toml");
    std::fs::create_dir_all(case.dir.join("in/done")).expect("a folder");
    case.write("in/2026-0202.toml.txt", &request);
    let flags = ["check", "in", "--extracts", ".", "--at", AT];
    let none = case.crr(flags);
    assert_eq!(none.code, 1);
    assert!(none.stderr.contains("[no-requests]"), "{}", none.stderr);
    assert!(none.stderr.contains("`2026-0202.toml.txt`"), "{}", none.stderr);
    case.write("in/2026-0142.toml", &request);
    case.write("in/done/2026-0001.toml", request.replace("2026-0142", "2026-0001"));
    case.write("in/README.md", "");
    let told = case.crr(flags);
    assert_eq!(told.code, 0, "{}", told.stderr);
    for words in [
        "warning: 1 file of this folder is not a request: `2026-0202.toml.txt` [not-requests]",
        "note: 1 request in folders named `done` passed over [done-passed-over]",
        "checked 1 request: 1 can be built",
    ] {
        assert!(told.stderr.contains(words), "{words}: {}", told.stderr);
    }
}

/// Another file in the place of a request is known by its first characters: one error.
#[test]
fn another_file_is_not_read_as_a_request() {
    let case = Case::of("typical-adult");
    let csv = "Clients Unique Identifier,Clients Date of Birth,Agency\n69E44770D,1980-01-02,X\n";
    case.write("table.csv", csv);
    case.write("list.json", "[\n {\"clients.id\": \"69E44770D\"}]");
    case.write("download.zip", b"PK\x03\x04\x14\xFF\xFE");
    for (file, words) in [
        ("extract.json", "this is an extract, not a request"),
        ("table.csv", "this is a table, as a download has it, not a request"),
        ("list.json", "this is a list in JSON, as a download has it, not a request"),
        ("download.zip", "this is a download, not a request"),
    ] {
        let ran = case.crr(["check", file, "--extract", "extract.json", "--at", AT]);
        assert_eq!(ran.code, 1, "{file}");
        let told = format!("error: {words} [not-a-request]");
        assert!(ran.stderr.contains(&told), "{file}: {}", ran.stderr);
        assert!(ran.stderr.contains("refused: 1 error"), "{file}: {}", ran.stderr);
        assert!(!ran.stderr.contains("1980"), "{file}: {}", ran.stderr);
    }
    let list = case.crr(["check", "request.toml", "--extract", "list.json", "--at", AT]);
    assert!(list.stderr.contains("pass it with `--from`"), "{}", list.stderr);
    let day = case.crr(["check", "request.toml", "--at", "11/31/2026"]);
    assert!(day.stderr.contains("this day does not exist"), "{}", day.stderr);
}

//! The site file is found without a flag, and so are the folders it names; every run says which
//! one counts, and `crr doctor` where each setting comes from.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use super::support::{AT, Case, Ran, ran};

/// A case whose site file lies at a place of its own, with more in it.
fn case(at: &str, more: &str) -> Case {
    let case = Case::of("typical-adult");
    let site = case.read("site.toml");
    fs::remove_file(case.dir.join("site.toml")).expect("the site file");
    if let Some((folder, _)) = at.rsplit_once('/') {
        fs::create_dir_all(case.dir.join(folder)).expect("a folder");
    }
    case.write(at, more.to_owned() + "\n" + &site);
    case
}

/// `crr check` in a folder below the case, with variables.
fn check(case: &Case, below: &str, variables: &[(&str, &str)]) -> Ran {
    let folder = case.dir.join(below);
    fs::create_dir_all(&folder).expect("a folder");
    let mut command = case.command();
    command.current_dir(folder).envs(variables.iter().copied());
    command.arg("check").arg(case.dir.join("request.toml"));
    command.arg("--extract").arg(case.dir.join("extract.json")).args(["--at", AT]);
    ran(command.output())
}

fn applied(ran: &Ran) -> &str {
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.applied.as_deref().expect("a line that says what counts")
}

#[test]
fn the_nearest_site_file_counts_and_is_said() {
    let with = |name: &str| format!("# {name}");
    for at in ["site.toml", "data/site.toml"] {
        let case = case(at, &with("a"));
        let here = check(&case, "", &[]);
        let line = format!("site: Orange County HMIS ({at}); rules: oc-hmis-2020");
        assert_eq!(applied(&here), line);
        let below = check(&case, "a/b", &[]);
        let path = case.dir.canonicalize().expect("a folder").join(at);
        let line =
            format!("site: Orange County HMIS ({}); rules: oc-hmis-2020", path.display());
        assert_eq!(applied(&below), line);
    }
    // Two of them: `data/site.toml` first, the nearer folder before the one above.
    let case = case("data/site.toml", "");
    case.write(
        "site.toml",
        case.read("data/site.toml").replace("Orange County HMIS", "Other"),
    );
    assert!(applied(&check(&case, "", &[])).contains("(data/site.toml)"));
    fs::create_dir_all(case.dir.join("near")).expect("a folder");
    case.write("near/site.toml", case.read("site.toml"));
    let near = check(&case, "near", &[]);
    assert_eq!(applied(&near), "site: Other (site.toml); rules: oc-hmis-2020");
}

#[test]
fn the_variable_and_the_flag_come_first() {
    let case = case("site.toml", "");
    case.write(
        "other.toml",
        case.read("site.toml").replace("Orange County HMIS", "Other"),
    );
    let other = case.dir.join("other.toml").display().to_string();
    let named = check(&case, "", &[("CRR_SITE", &other)]);
    let line = format!("site: Other ({other}, from CRR_SITE); rules: oc-hmis-2020");
    assert_eq!(applied(&named), line);
    let built_in = check(&case, "", &[("CRR_SITE", "built-in")]);
    assert_eq!(
        applied(&built_in),
        "site: Orange County HMIS (built in); rules: oc-hmis-2020"
    );
    let mut command = case.command();
    command.env("CRR_SITE", "built-in").args(["explain", "--site", "other.toml"]);
    assert_eq!(
        applied(&ran(command.output())),
        "site: Other (other.toml); rules: oc-hmis-2020"
    );
    let missing = check(&case, "", &[("CRR_SITE", "gone.toml")]);
    assert_eq!(missing.code, 1);
    assert!(missing.stderr.contains("   at CRR_SITE\n"), "{}", missing.stderr);
}

#[test]
fn a_site_file_that_others_may_write_is_passed_over() {
    let case = case("site.toml", "");
    let path = case.dir.join("site.toml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).expect("ours");
    let open = case.check_without_site();
    assert_eq!(open.code, 0, "{}", open.stderr);
    let said = "warning: this site file was passed over: every account may change it \
                [site-passed-over]\n   at site.toml\n\
                hint: run `chmod o-w site.toml` if nobody else has changed it\n\
                hint: pass `--site site.toml`, or set CRR_SITE, if it is the desk's own\n";
    assert!(open.stderr.starts_with(said), "{}", open.stderr);
    let built_in = "site: Orange County HMIS (built in: no site file here or above); rules: oc-hmis-2020";
    assert!(open.stderr.contains(built_in), "{}", open.stderr);
    // The near miss: its group may write it.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o664)).expect("ours");
    assert!(applied(&case.check_without_site()).contains("(site.toml)"));
}

#[test]
fn folders_are_those_of_the_site_file_unless_somebody_says_otherwise() {
    let case = case("desk/site.toml", "");
    let text = case.read("desk/site.toml");
    let folders = "\n[folders]\npackages = \"packages\"\nextracts = \"records\"\n";
    case.write("desk/site.toml", text + folders);
    fs::create_dir_all(case.dir.join("desk/records")).expect("a folder");
    fs::create_dir_all(case.dir.join("desk/out")).expect("a folder");
    let extract = case.read("extract.json");
    case.write("desk/records/extract.json", extract);
    let build = |below: &str, more: &[&str], variables: &[(&str, &str)]| {
        let mut command = case.command();
        command.current_dir(case.dir.join(below)).envs(variables.iter().copied());
        command.args(["build", "../request.toml", "--at", AT, "--passphrase-out"]);
        command.arg(case.dir.join("passphrase")).args(more);
        ran(command.output())
    };
    let built = build("desk", &[], &[]);
    assert_eq!(
        (built.code, built.stdout.trim()),
        (0, "packages/2026-0142"),
        "{}",
        built.stderr
    );
    assert!(case.dir.join("desk/packages/2026-0142/receipt.json").is_file());
    assert!(case.dir.join("desk/out/ledger.jsonl").is_file(), "where the site file says");
    // From another folder it is the same desk: nothing is built a second time.
    fs::create_dir_all(case.dir.join("desk/below")).expect("a folder");
    fs::copy(case.dir.join("request.toml"), case.dir.join("desk/request.toml"))
        .expect("a copy");
    let again = build("desk/below", &[], &[]);
    assert_eq!(again.code, 0, "{}", again.stderr);
    assert!(
        again.stderr.starts_with("skipped 2026-0142: already built"),
        "{}",
        again.stderr
    );
    // The variable comes before the site file, the flag before both.
    let elsewhere = case.dir.join("elsewhere").display().to_string();
    let doctor = |more: &[&str]| {
        let mut command = case.command();
        command.current_dir(case.dir.join("desk")).env("CRR_OUT", &elsewhere);
        ran(command.args(["doctor"]).args(more).output()).stdout
    };
    assert!(doctor(&[]).contains("elsewhere, CRR_OUT\n"), "{}", doctor(&[]));
    assert!(doctor(&["--out", "flag"]).contains("desk/flag, from the command line\n"));
    assert!(doctor(&[]).contains("desk/records, from the site file\n"));
    assert!(doctor(&[]).contains("desk/data/requests, by default\n"));
}

#[test]
fn a_new_site_file_is_the_built_in_one_and_nothing_is_written_over() {
    let case = Case::empty();
    let made = case.crr(["site", "--init"]);
    assert_eq!((made.code, made.stdout.trim()), (0, "site.toml"), "{}", made.stderr);
    assert_eq!(case.read("site.toml"), client_record_request::site::BUILT_IN);
    let shown = case.crr(["site"]);
    assert_eq!(shown.stdout.trim(), case.read("site.toml").trim());
    let again = case.crr(["site", "--init"]);
    assert_eq!(again.code, 1, "{}", again.stderr);
    assert!(again.stderr.contains("[already-there]"), "{}", again.stderr);
    let other = case.crr(["site", "--init", "other.toml"]);
    assert_eq!(other.code, 0, "{}", other.stderr);
}

/// The ledger would have nobody's name.
#[test]
fn doctor_asks_who_runs_it_where_nobody_is_known() {
    let case = Case::of("typical-adult");
    let told = |name: &str| {
        let mut command = case.command();
        for it in ["CRR_OPERATOR", "LOGNAME", "USER", "USERNAME"] {
            command.env_remove(it);
        }
        command.envs([("LOGNAME", name)]).args(["doctor", "--site", "site.toml"]);
        ran(command.output()).stdout
    };
    let line = |text: String| {
        let line = text.lines().find(|it| it.contains("operator ")).unwrap_or_default();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line(told("j.ortiz")), "ok operator j.ortiz");
    assert_eq!(line(told("")), "warning operator unknown");
    assert!(told("").contains("CRR_OPERATOR"));
}

#[test]
fn doctor_tells_what_is_wrong_and_names_nobody() {
    let case = Case::of("typical-adult");
    fs::create_dir_all(case.dir.join("data/extracts")).expect("a folder");
    let well = case.crr(["doctor", "--json"]);
    assert_eq!(well.code, 0, "{}", well.stdout);
    let state = |ran: &Ran, name: &str| {
        let json: Value = serde_json::from_str(&ran.stdout).expect("JSON");
        let lines = json["result"]["lines"].as_array().expect("lines").clone();
        let of: Vec<_> = lines.iter().filter(|it| it["name"] == name).collect();
        assert!(!of.is_empty(), "no line {name}");
        of.iter()
            .map(|it| it["state"].as_str().expect("a word").to_owned())
            .collect::<Vec<_>>()
    };
    for name in
        ["site", "rules", "pages", "writing", "locks", "ledger", "leftovers", "sealing"]
    {
        assert_eq!(state(&well, name), ["ok"], "{name}");
    }
    case.built();
    let extract = case.read("extract.json");
    case.write("data/extracts/69E44770D.json", &extract);
    case.write("out/.new-2026-0150", "");
    fs::set_permissions(
        case.dir.join("data/extracts"),
        fs::Permissions::from_mode(0o755),
    )
    .expect("ours");
    let ledger = case.read("out/ledger.jsonl");
    case.write("out/ledger.jsonl", ledger.replace("\"release\"", "\"replace\""));
    let ill = case.crr(["doctor", "--json", "--bundle", "bundle.json"]);
    assert_eq!(ill.code, 1, "{}", ill.stdout);
    assert_eq!(state(&ill, "ledger"), ["problem"]);
    assert_eq!(state(&ill, "leftovers"), ["warning"]);
    assert_eq!(state(&ill, "sealing"), ["warning"]);
    assert!(state(&ill, "extracts").contains(&"warning".to_owned()));
    // Neither the words nor the bundle know of a client.
    let words = case.crr(["doctor"]).stdout + &ill.stdout + &case.read("bundle.json");
    let record: Value = serde_json::from_str(&extract).expect("JSON");
    for value in super::privacy::telling(&record) {
        assert!(value.len() < 4 || !words.contains(&value), "{value}");
    }
}

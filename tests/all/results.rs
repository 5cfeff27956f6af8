//! What a program reads of a run: the days that count and the rows of each section stand in
//! every result that has them. And what the end of a desk's week says: where an import writes
//! unasked, and that a package was purged.

use std::fs;

use serde_json::{Value, json};

use super::status::{build, desk};
use super::support::{AT, Ran};
use super::{importing, importing_clarity, importing_tables};

const SITE: [&str; 2] = ["--site", "site.toml"];

/// The results of a run, one a line.
#[track_caller]
fn results(ran: &Ran) -> Vec<Value> {
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let line = |it: &str| -> Value { serde_json::from_str(it).expect("JSON") };
    ran.stdout.lines().map(|it| line(it)["result"].clone()).collect()
}

/// The rows of a section in a result that lists them.
fn rows_of(result: &Value, section: &str) -> Value {
    let all = result["sections"].as_array().expect("a list");
    let found = all.iter().find(|it| it["section"] == section).expect(section);
    found["rows"].clone()
}

#[test]
fn every_result_of_a_copy_has_its_days_and_its_rows() {
    let case = desk();
    // It was asked for after the export.
    fs::remove_file(case.dir.join("requests/2026-0144.toml")).expect("removed");
    let one = |more: &[&str]| {
        let from = ["--extract", "extract.json", "--at", "2026-11-20", "--json"];
        let request = ["requests/2026-0142.toml"];
        let all = more[..1].iter().chain(&request).chain(&from).chain(&SITE);
        results(&case.crr(all.chain(&more[1..])))[0].clone()
    };
    fs::create_dir(case.dir.join("extracts")).expect("a folder");
    fs::copy(case.dir.join("extract.json"), case.dir.join("extracts/a.json"))
        .expect("copied");
    let checked = one(&["check"]);
    let printed = one(&["print", "--to", "record.pdf", "--yes"]);
    let built = one(&["build", "--passphrase-out", "passphrases"]);
    let batch = ["build", "requests", "--extracts", "extracts", "--at", "2026-11-20"];
    let batch = batch.iter().chain(&["--json", "--passphrase-out", "passphrases"]);
    let batch = results(&case.crr(batch.chain(&SITE)));
    let of_batch = batch.iter().find(|it| it["ticket"] == "2026-0143").expect("a line");
    for it in [&checked, &printed, &built, of_batch] {
        assert_eq!(it["agency"], "Harbor Bridge Outreach", "{it}");
        assert_eq!(it["exported_at"], "2026-11-18T14:05:00-08:00", "{it}");
        assert_eq!(
            (rows_of(it, "enrollments"), rows_of(it, "documents")),
            (json!(12), json!(8))
        );
    }
    assert_eq!(
        (&checked["due_on"], &of_batch["due_on"]),
        (&json!("2026-11-23"), &json!("2026-11-24"))
    );
    let verify =
        ["verify", "out/2026-0142", "--passphrase-file", "passphrases", "--json"];
    let verified = &results(&case.crr(verify.iter().chain(&SITE)))[0];
    assert_eq!(verified["exported_on"], "2026-11-18");
    assert_eq!(
        (&verified["due_on"], &verified["built_on"]),
        (&json!("2026-11-23"), &json!("2026-11-20"))
    );
    assert_eq!(rows_of(verified, "enrollments"), 12);
    let status = ["status", "requests", "--at", "2026-11-20", "--json"];
    let status = &results(&case.crr(status.iter().chain(&SITE)))[0];
    let row = &status["rows"][0];
    assert_eq!(
        (&row["exported_on"], &row["due_on"]),
        (&json!("2026-11-18"), &json!("2026-11-23"))
    );
}

#[test]
fn every_result_of_an_import_has_its_day_and_its_rows() {
    let csv = importing::plain();
    let ran = importing::import(&csv, &["--all", "--json"]);
    let told = &results(&ran)[0];
    assert_eq!(told["sections"]["enrollments"], told["enrollments"]);
    assert_eq!(told["sections"]["profile"], told["clients"]);
    assert!(told["exported_at"].as_str().expect("a moment").starts_with("2026-"));
    let tables = importing_tables::plain();
    let told = &results(&importing_tables::import(&tables, &["--json"]))[0];
    let extract = importing_tables::extract(&tables);
    assert_eq!(told["exported_at"], extract["exported_at"]);
    for section in ["enrollments", "documents", "release_of_information"] {
        let n = extract[section].as_array().expect("rows").len();
        assert_eq!(told["sections"][section], n, "{section}");
    }
    let (client, stays, files) = (
        importing_clarity::client(),
        importing_clarity::enrollments(),
        importing_clarity::files(),
    );
    let (case, _) = importing_clarity::import(&client, &stays, &files);
    let again = ["import", "clarity-json", "--client", "client.json", "--files"];
    let again = again.iter().chain(&["files.json", "--exported-at", "2026-11-18"]);
    let told = &results(&case.crr(again.chain(&["--to", "again", "--json"])))[0];
    assert_eq!(told["exported_at"], "2026-11-18T00:00:00-08:00");
    assert_eq!(told["sections"]["profile"], 1);
    assert!(told["sections"]["documents"].as_u64() > Some(0), "{told}");
    assert_eq!(told["sections"]["enrollments"], Value::Null);
}

/// Without `--to`, an extract goes where the next build looks for it.
#[test]
fn an_import_writes_where_a_build_looks() {
    let case = importing_tables::plain();
    fs::create_dir(case.dir.join("desk")).expect("a folder");
    let import = |site: &[&str], variable: Option<&str>| {
        let mut command = case.command();
        command.args(["import", "tables", "tiles", "--client", importing_tables::CLIENT]);
        command.args(["--exported-at", "2026-11-18", "--json"]).args(site);
        command.envs(variable.map(|it| ("CRR_EXTRACTS", it)));
        let told = super::support::ran(command.output());
        assert_eq!(told.code, 0, "{}", told.stdout);
    };
    let site = include_str!("../../data/site.toml");
    case.write("desk/site.toml", format!("folders.extracts = \"in\"\n{site}"));
    import(&["--site", "built-in"], None);
    import(&["--site", "desk/site.toml"], None);
    import(&["--site", "desk/site.toml"], Some("elsewhere"));
    for there in ["data/extracts", "desk/in", "elsewhere"] {
        let n = fs::read_dir(case.dir.join(there)).expect(there).count();
        assert_eq!(n, 1, "{there}");
    }
}

/// A package that was purged is not damaged, and whoever asks is told.
#[test]
fn a_purged_package_is_known_to_be() {
    let case = desk();
    assert_eq!(build(&case, "2026-0142", AT, &[]).code, 0);
    let verify = |path: &str| {
        let all = ["verify", path, "--passphrase-file", "passphrases"];
        case.crr(all.iter().chain(&SITE))
    };
    assert_eq!(verify("out/2026-0142").code, 0);
    let purge = ["purge", "--requests", "requests", "--at", "2026-12-21", "--yes"];
    assert_eq!(case.crr(purge.iter().chain(&SITE)).code, 0);
    let today = chrono::Utc::now().with_timezone(&chrono_tz::America::Los_Angeles);
    let told = |at: &str| {
        format!(
            "\
error: the package of 2026-0142 was purged on {}, past its retention [package-purged]
   at {at}
hint: nothing is wrong: there is nothing left to verify; the digests of its files are in the ledger
hint: if the client needs the copy again, run `crr build REQUEST --again --because other`, from a new export
refused: 1 error
",
            today.date_naive()
        )
    };
    let ran = verify("out/2026-0142");
    assert_eq!((ran.code, ran.stderr), (1, told("out/2026-0142")));
    // A file of it, and a folder that is gone with its receipt.
    let ran = verify("out/2026-0142/2026-0142.pdf");
    assert_eq!(ran.stderr, told("out/2026-0142"));
    fs::remove_dir_all(case.dir.join("out/2026-0142")).expect("removed");
    assert_eq!(verify("out/2026-0142").stderr, told("out/2026-0142"));
    // One that nobody purged is missing.
    assert_eq!(build(&case, "2026-0143", AT, &[]).code, 0);
    fs::remove_dir_all(case.dir.join("out/2026-0143")).expect("removed");
    let ran = verify("out/2026-0143");
    assert!(ran.code == 1 && !ran.stderr.contains("purged"), "{}", ran.stderr);
}

//! Shards of a batch: they share the work without knowing of each other, and their ledgers merge.

use std::collections::BTreeSet;
use std::fs;

use super::batch::many;
use super::support::AT;

#[test]
fn shards_share_the_work_and_their_ledgers_merge() {
    let case = many(9);
    let mut all = BTreeSet::new();
    for i in 1..=3 {
        let (shard, out, list) =
            (format!("{i}/3"), format!("out-{i}"), format!("list-{i}"));
        let ran = case.crr([
            "build",
            "in",
            "--extracts",
            "in",
            "--at",
            AT,
            // Each shard keeps a ledger of its own, beside its packages.
            "--site",
            "built-in",
            "--shard",
            &shard,
            "--out",
            &out,
            "--passphrase-out",
            &list,
        ]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let built = fs::read_dir(case.dir.join(&out)).expect("a folder");
        for entry in built.map(|it| it.expect("an entry")) {
            if entry.path().is_dir() {
                assert!(all.insert(entry.file_name()), "{:?} twice", entry.file_name());
            }
        }
    }
    assert_eq!(all.len(), 9);
    let merge = ["ledger", "merge", "out-1/ledger.jsonl", "out-2/ledger.jsonl"];
    let ran =
        case.crr(merge.iter().chain(&["out-3/ledger.jsonl", "--to", "merged.jsonl"]));
    assert_eq!((ran.code, &*ran.stderr), (0, "merged 3 ledgers into one of 9 lines\n"));
    fs::create_dir(case.dir.join("out")).expect("a folder");
    fs::rename(case.dir.join("merged.jsonl"), case.dir.join("out/ledger.jsonl"))
        .expect("moved");
    for name in &all {
        let from = (1..=3).map(|i| case.dir.join(format!("out-{i}")).join(name));
        let from = from.into_iter().find(|it| it.is_dir()).expect("it is somewhere");
        fs::rename(from, case.dir.join("out").join(name)).expect("moved");
    }
    assert_eq!(case.crr(["ledger", "verify"]).code, 0);
    // Onto a file that is there it is not written.
    let ran =
        case.crr(["ledger", "merge", "out-1/ledger.jsonl", "--to", "out/ledger.jsonl"]);
    assert!(ran.code == 1 && ran.stderr.contains("[already-there]"), "{}", ran.stderr);
}

/// Where a site file is found, the shards of one machine have one ledger, and nothing to merge.
#[test]
fn shards_with_a_site_file_share_its_ledger() {
    let case = many(4);
    case.edit("site.toml", "\"out/ledger.jsonl\"", "\"ledger.jsonl\"");
    case.edit("site.toml", "\"out/desk.key\"", "\"desk.key\"");
    let shard = |i: usize| {
        let (shard, out, list) =
            (format!("{i}/2"), format!("out-{i}"), format!("list-{i}"));
        let all = ["build", "in", "--extracts", "in", "--site", "site.toml", "--at", AT];
        let own = ["--shard", &shard, "--out", &out, "--passphrase-out", &list];
        let ran = case.crr(all.iter().chain(&own));
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    };
    std::thread::scope(|it| {
        it.spawn(|| shard(1));
        it.spawn(|| shard(2));
    });
    assert_eq!(case.read("ledger.jsonl").lines().count(), 4);
    for out in ["out-1", "out-2"] {
        let verify = ["ledger", "verify", "--site", "site.toml", "--out", out];
        assert_eq!(case.crr(verify).code, 0);
    }
    let merge = ["ledger", "merge", "out-1/ledger.jsonl", "ledger.jsonl", "--to", "m"];
    assert_eq!(
        case.crr(merge).stderr,
        "\
error: `out-1/ledger.jsonl` was not found [not-found]
   at LEDGER
hint: check the spelling of the path
hint: with a site file the ledger lies beside it, and all shards of one machine share it: then there is nothing to merge
refused: 1 error; nothing was written
"
    );
}

#[test]
fn a_ticket_of_two_shards_is_told() {
    let case = many(1);
    for out in ["one", "two"] {
        let list = format!("list-{out}");
        let all = ["build", "in", "--extracts", "in", "--site", "built-in", "--at"];
        let day = if out == "one" { AT } else { "2026-11-19" };
        let ran =
            case.crr(all.iter().chain(&[day, "--out", out, "--passphrase-out", &list]));
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    let ran = case.crr([
        "ledger",
        "merge",
        "one/ledger.jsonl",
        "two/ledger.jsonl",
        "--to",
        "m",
    ]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stderr,
        "\
error: `2026-0000` is in two of the ledgers [ticket-in-two-ledgers]
   at two/ledger.jsonl
hint: one released it and the other closed it, or both released it, perhaps for two people: find out what is true
hint: then name the ledger that is right with `--prefer LEDGER`
refused: 1 error; nothing was written
"
    );
    // A denial is not lifted by a merge either.
    assert_eq!(
        case.crr(["withdraw", "2026-0000", "--site", "built-in", "--out", "two"]).code,
        0
    );
    let merge = ["ledger", "merge", "one/ledger.jsonl", "two/ledger.jsonl", "--to", "m"];
    let ran = case.crr(merge);
    assert!(
        ran.code == 1 && ran.stderr.contains("[ticket-in-two-ledgers]"),
        "{}",
        ran.stderr
    );
    let ran = case.crr(merge.iter().chain(&["--prefer", "other"]));
    assert!(
        ran.code == 2 && ran.stderr.contains("[not-among-ledgers]"),
        "{}",
        ran.stderr
    );
    let ran = case.crr(merge.iter().chain(&["--prefer", "one/ledger.jsonl"]));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.starts_with("warning: `2026-0000` is in two"), "{}", ran.stderr);
    let last = case.read("m").lines().next_back().expect("a line").to_owned();
    assert!(last.contains("\"release\""), "{last}");
    // The keys of both are joined beside the new ledger: what either built can be compared.
    let keys = case.read("desk.key");
    for out in ["one", "two"] {
        assert!(keys.contains(&case.read(&format!("{out}/desk.key"))), "{out}");
    }
}

//! `--from` with many requests, and with a pipe: a download is read once.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use super::from_download::{Download, clarity, every, hmis_csv, tables};
use super::importing_clarity;
use super::importing_hostile::zipped;
use super::importing_tables::TILES;
use super::support::{AT, Ran, has, ran, skip};
use super::watched::with_opens;

/// A folder with so many requests for the client of a download, each with a ticket of its own.
fn requests(it: &Download, n: usize) {
    let folder = it.case.dir.join("requests");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir(folder).expect("a folder");
    let request = it.case.read("request.toml");
    for i in 0..n {
        let ticket = format!("2026-01{i:02}");
        it.case
            .write(&format!("requests/{i}.toml"), request.replace("2026-0142", &ticket));
    }
}

fn many<'a>(it: &Download, command: &'a str) -> Vec<&'a str> {
    let start = [command, "requests", "--site", "site.toml", "--at", AT];
    [&start[..], &it.from].concat()
}

#[test]
fn many_requests_read_an_export_as_often_as_one_does() {
    if !has("strace") {
        return skip("strace");
    }
    for (it, file) in [(hmis_csv(), "export/Client.csv"), (clarity(), "client.json")] {
        let opens = |n| {
            requests(&it, n);
            let (ran, opens) = with_opens(&it.case, &many(&it, "check"), file);
            assert_eq!(ran.code, 0, "{}", ran.stderr);
            opens
        };
        let once = opens(1);
        assert!(once > 0);
        assert_eq!(opens(5), once);
    }
}

/// Each client of a run is judged alone: rows of one stop no other.
#[test]
fn what_is_wrong_with_one_client_stops_no_other() {
    let it = hmis_csv();
    it.case.edit("export/Client.csv", "5/4/1990", "once");
    requests(&it, 2);
    let second = it.case.read("requests/1.toml").replace("69E44770D", "5501AA2C9");
    it.case.write("requests/1.toml", second);
    let ran = it.case.crr(many(&it, "check"));
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("requests/0.toml: can be built"), "{}", ran.stderr);
    let told = "error: 1 client asked for got no extract: a row of this record was skipped \
                [client-left-out]\n";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    assert_eq!(ran.stderr.matches("[client-left-out]").count(), 1, "{}", ran.stderr);
}

/// Two clients of Clarity's JSON, and a request for each.
#[test]
fn each_request_takes_its_own_client_of_several() {
    let it = clarity();
    let second = importing_clarity::client().to_string();
    let second = second.replace("69E44770D", "5501AA2C9").replace("ab01", "ef05");
    it.case.write("second.json", second);
    let it = Download { from: [&it.from[..], &["--from", "second.json"]].concat(), ..it };
    // For one request, another client's download is a mistake.
    let ran = it.check(&[]);
    assert!(ran.code == 1 && ran.stderr.contains("[client-mismatch]"), "{}", ran.stderr);
    requests(&it, 1);
    let ran = it.case.crr(many(&it, "check"));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

/// Runs a check that is given a download through a pipe.
fn piped(it: &Download, from: &[&str], bytes: &[u8]) -> Ran {
    let start = ["check", "request.toml", "--site", "site.toml", "--at", AT];
    let mut command = it.case.command();
    command.args(start).args(from).stdin(Stdio::piped());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program");
    child.stdin.take().expect("a pipe").write_all(bytes).expect("written");
    ran(child.wait_with_output())
}

#[test]
fn a_download_may_come_through_a_pipe() {
    for it in every() {
        let is_piped = |it: &&str| ["export", "tiles", "client.json"].contains(it);
        let name = it.from.iter().copied().find(is_piped).expect("a download");
        let bytes = match name {
            "client.json" => it.case.bytes(name),
            folder => zip_of(&it, folder),
        };
        let from = it.from.iter().copied();
        let from: Vec<_> = from.map(|it| if it == name { "-" } else { it }).collect();
        let ran = piped(&it, &from, &bytes);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    // One table alone is the client's too; what it lacks the rules tell.
    let it = tables();
    let from = ["--from", "-", "--exported-at", "2026-11-18"];
    let ran = piped(&it, &from, TILES[0].1.as_bytes());
    assert!(!ran.stderr.contains("[not-found]"), "{}", ran.stderr);
    let ran = piped(&it, &[&from[..], &["--from", "-"]].concat(), b"");
    let told = "error: standard input can be read only once [input-twice]\n   at --from\n\
                hint: name the file of each other download\n";
    assert!(ran.code == 2 && ran.stderr.starts_with(told), "{}", ran.stderr);
}

fn zip_of(it: &Download, folder: &str) -> Vec<u8> {
    let entries = fs::read_dir(it.case.dir.join(folder)).expect("a folder");
    let files: Vec<(String, Vec<u8>)> = entries
        .map(|it| it.expect("an entry").path())
        .map(|it| {
            let name = it.file_name().expect("a name").to_string_lossy().into_owned();
            (name, fs::read(it).expect("a file"))
        })
        .collect();
    let files: Vec<_> = files.iter().map(|it| (&*it.0, &*it.1)).collect();
    let zip = zipped(&it.case, &files);
    let bytes = fs::read(&zip).expect("a zip");
    fs::remove_file(zip).expect("removed");
    bytes
}

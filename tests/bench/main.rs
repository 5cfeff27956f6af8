//! How fast, beside what: `tests/bench/run` prints the tables.
//!
//! Every figure is the median of processes started cold, one program after the other in
//! turns, so that a busy minute of the machine meets all of them. Ratios are what counts.
#![expect(clippy::print_stdout, reason = "a table is printed")]
#![expect(clippy::disallowed_methods, reason = "a benchmark makes files")]

mod bare;
mod fixture;
mod lockers;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use fixture::Fixture;

/// Enrollments in a record, and how often each program is run with it.
const SIZES: [(usize, usize); 3] = [(12, 21), (200, 9), (2000, 5)];

/// The documents of a package, each with the folder of the fixture that it is set in.
const DOCUMENTS: [(&str, &str); 4] = [
    ("templates", "/record.typ"),
    ("templates", "/cover.typ"),
    ("open", "/how-to-open.typ"),
    ("guide", "/agency-guide.typ"),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // The bench starts itself anew to measure the bare library in a cold process.
    if let [word, folder] = arguments.as_slice()
        && word == "bare"
    {
        let folder = Path::new(folder);
        let roots = DOCUMENTS.map(|(root, main)| (folder.join(root), main));
        let documents = roots.each_ref().map(|(root, main)| (root.as_path(), *main));
        for ((_, main), pdf) in documents.iter().zip(bare::compile(&documents)) {
            std::fs::write(folder.join(format!("{}.pdf", &main[1..])), pdf)
                .expect("written");
        }
        return;
    }
    if lockers::run(&arguments) {
        return;
    }
    println!("medians of cold processes, milliseconds; memory in MB; sizes in kB\n");
    println!(
        "enrollments | crr build | bare Typst | ratio | scripted | ratio | memory | record.pdf"
    );
    println!(
        "----------- | --------- | ---------- | ----- | -------- | ----- | ------ | ----------"
    );
    let mut walls = Vec::new();
    for (n, rounds) in SIZES {
        let fixture = Fixture::new(n);
        walls.push((n, row(&fixture, n, rounds)));
    }
    let [_, (n, a), (m, b)] = walls[..] else { return };
    let exponent = (b / a).ln() / (number(m) / number(n)).ln();
    println!(
        "\ngrowth from {n} to {m} enrollments: exponent {exponent:.2} (1 is linear)"
    );
    lockers::table();
}

fn row(fixture: &Fixture, n: usize, rounds: usize) -> f64 {
    let (mut ours, mut bare, mut scripted) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        ours.push(timed(&mut fixture.crr()));
        let this = std::env::current_exe().expect("its own path");
        bare.push(timed(Command::new(this).arg("bare").arg(&fixture.folder)));
        if let Some(mut command) = fixture.scripted() {
            scripted.push(timed(&mut command));
        }
    }
    let (ours, bare) = (median(ours), median(bare));
    let scripted = (!scripted.is_empty()).then(|| median(scripted));
    let or_dash = |it: Option<String>| it.unwrap_or_else(|| "-".into());
    println!(
        "{n:11} | {ours:9.1} | {bare:10.1} | {:5.2} | {:>8} | {:>5} | {:>6} | {:10.1}",
        ours / bare,
        or_dash(scripted.map(|it| format!("{it:.1}"))),
        or_dash(scripted.map(|it| format!("{:.1}", it / ours))),
        or_dash(fixture.memory().map(|it| format!("{it:.0}"))),
        fixture.record_size() / 1000.0,
    );
    ours
}

/// Wall time of a process, in milliseconds.
fn timed(command: &mut Command) -> f64 {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().expect("the program starts");
    let wall = start.elapsed().as_secs_f64() * 1000.0;
    assert!(status.success(), "{command:?} failed");
    wall
}

/// Peak resident memory of a process in MB, by GNU time.
fn memory(command: &mut Command) -> Option<f64> {
    let mut measured = Command::new("/usr/bin/time");
    measured.args(["-f", "%M"]).arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        measured.current_dir(folder);
    }
    let output = measured.output().ok().filter(|it| it.status.success())?;
    let text = String::from_utf8(output.stderr).ok()?;
    let kilobytes: f64 = text.lines().next_back()?.trim().parse().ok()?;
    Some(kilobytes / 1024.0)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn number(n: usize) -> f64 {
    f64::from(u32::try_from(n).expect("a small number"))
}

/// The Python that `tests/bench/run` has furnished with Typst.
fn python() -> Option<PathBuf> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench-peers/bin/python");
    path.is_file().then_some(path)
}

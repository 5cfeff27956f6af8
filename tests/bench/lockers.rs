//! The three lockers beside 7-Zip and qpdf: one file each, sealed and opened again, by cold
//! processes in turns.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use client_record_request::package::{Content, Passphrase, locker};
use client_record_request::render::pack;
use client_record_request::request::{Format, Language};
use client_record_request::sections::Catalog;
use zeroize::Zeroizing;

use super::{median, memory, timed};

/// Bytes of what is locked, and how often.
const SIZES: [(usize, usize); 3] = [(60_000, 15), (1_400_000, 11), (17_000_000, 7)];

const PASSPHRASE: &str = "cactus-ladder-mellow-orbit-pebble-violin";

/// What the bench does when it starts itself anew: `seal FORMAT FROM TO`, `open FORMAT FROM`.
pub(super) fn run(arguments: &[String]) -> bool {
    let passphrase = Passphrase::to_open(PASSPHRASE);
    let format = |token: &str| Format::ALL.iter().find(|it| it.token() == token);
    match arguments {
        [verb, token, from, to] if verb == "seal" => {
            let locker = locker(*format(token).expect("a format"));
            let bytes = Zeroizing::new(std::fs::read(from).expect("a file"));
            let members = [("record.pdf".to_owned(), bytes)];
            let words = include_str!("../../templates/i18n/en/delivery.toml");
            let words = Catalog::staff(words).expect("words");
            let content = Content::new(&members, &words, Language::En);
            let random = &|it: &mut [u8]| it.fill(113);
            let bytes = locker.lock(&content, &passphrase, random).expect("locked");
            std::fs::write(to, bytes).expect("written");
            true
        }
        [verb, token, from] if verb == "open" => {
            let locker = locker(*format(token).expect("a format"));
            let bytes = std::fs::read(from).expect("a file");
            assert!(locker.open(&bytes, &passphrase).is_ok());
            true
        }
        _ => false,
    }
}

/// Prints the table.
#[expect(clippy::print_stdout, reason = "a table is printed")]
pub(super) fn table() {
    println!(
        "\nlocked alone; 7-Zip writes zip and, for want of another page, its own format\n"
    );
    println!(
        "locker | plain kB | seal ms | peer | ratio | MB | peer | open ms | peer | ratio | MB | peer"
    );
    println!(
        "------ | -------- | ------- | ---- | ----- | -- | ---- | ------- | ---- | ----- | -- | ----"
    );
    let folder = std::env::temp_dir().join(format!("crr-lockers-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    for (size, rounds) in SIZES {
        for format in Format::ALL {
            row(&folder, *format, size, rounds);
        }
    }
    std::fs::remove_dir_all(&folder).expect("removed");
}

#[expect(clippy::print_stdout, reason = "a table is printed")]
fn row(folder: &Path, format: Format, size: usize, rounds: usize) {
    let path = |name: &str| folder.join(name);
    let (plain, ours, theirs) = (path("record.pdf"), path("ours"), path("theirs.x"));
    std::fs::write(&plain, if format == Format::Pdf { pdf(size) } else { noise(size) })
        .expect("written");
    let this = |arguments: &[&str], files: &[&PathBuf]| {
        let mut command = Command::new(std::env::current_exe().expect("its own path"));
        command.args(arguments).args(files);
        command
    };
    let seal_ours = || this(&["seal", format.token()], &[&plain, &ours]);
    let open_ours = || this(&["open", format.token()], &[&ours]);
    let seal_theirs = || {
        // 7-Zip adds to an archive that is there.
        let _ = std::fs::remove_file(&theirs);
        match format {
            Format::Pdf => peer(
                "qpdf",
                &["--encrypt", PASSPHRASE, "owner", "256", "--"],
                &[&plain, &theirs],
            ),
            Format::Zip => {
                peer("7z", &["a", "-tzip", "-mem=AES256", SEVEN], &[&theirs, &plain])
            }
            Format::Html => {
                peer("7z", &["a", "-t7z", "-mhe=on", SEVEN], &[&theirs, &plain])
            }
        }
    };
    let decrypted = path("decrypted");
    let open_theirs = || match format {
        Format::Pdf => peer(
            "qpdf",
            &[&format!("--password={PASSPHRASE}"), "--decrypt"],
            &[&theirs, &decrypted],
        ),
        _ => peer("7z", &["t", SEVEN], &[&theirs]),
    };
    let mut times = [const { Vec::new() }; 4];
    for _ in 0..rounds {
        times[0].push(timed(&mut seal_ours()));
        times[1].push(timed(&mut seal_theirs()));
        times[2].push(timed(&mut open_ours()));
        times[3].push(timed(&mut open_theirs()));
    }
    let [seal, seal_peer, open, open_peer] = times.map(median);
    let memory =
        [&mut seal_ours(), &mut seal_theirs(), &mut open_ours(), &mut open_theirs()]
            .map(|it| memory(it).map_or_else(|| "-".into(), |it| format!("{it:.0}")));
    println!(
        "{:6} | {:8} | {seal:7.1} | {seal_peer:4.0} | {:5.2} | {:>2} | {:>4} | {open:7.1} | {open_peer:4.0} | {:5.2} | {:>2} | {:>4}",
        format.token(),
        size / 1000,
        seal / seal_peer,
        memory[0],
        memory[1],
        open / open_peer,
        memory[2],
        memory[3],
    );
}

const SEVEN: &str = "-pcactus-ladder-mellow-orbit-pebble-violin";

fn peer(program: &str, arguments: &[&str], files: &[&PathBuf]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).args(files);
    command
}

/// Bytes that no packing makes smaller, as those of a PDF are.
fn noise(size: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        state.to_be_bytes()[0]
    };
    std::iter::repeat_with(next).take(size).collect()
}

/// A packed PDF of many small objects and some streams of noise.
fn pdf(size: usize) -> Vec<u8> {
    const STREAM: usize = 20_000;
    const NOTES: usize = 30;
    let mut objects = vec![b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), Vec::new()];
    let mut kids = String::new();
    for i in 0..size.div_ceil(STREAM) {
        let content = noise(STREAM - 2_000);
        let mut stream = format!("<</Length {}>>\nstream\n", content.len()).into_bytes();
        stream.extend(content);
        stream.extend(b"\nendstream");
        objects.push(stream);
        let first = objects.len();
        let mut notes = String::new();
        for j in 0..NOTES {
            let text = format!("<</S/TD/Alt(an object of page {i}, number {j})>>");
            objects.push(text.into_bytes());
            write!(notes, "{} 0 R ", first + j + 1).expect("a string");
        }
        let page = format!(
            "<</Type/Page/Parent 2 0 R/Contents {first} 0 R/MediaBox[0 0 612 792]\
             /Notes[{notes}]>>"
        );
        objects.push(page.into_bytes());
        write!(kids, "{} 0 R ", objects.len()).expect("a string");
    }
    let count = size.div_ceil(STREAM);
    objects[1] = format!("<</Type/Pages/Kids[{kids}]/Count {count}>>").into_bytes();

    let n = objects.len() + 1;
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let mut end = format!("xref\n0 {n}\n0000000000 65535 f\r\n");
    for (i, words) in objects.iter().enumerate() {
        write!(end, "{:010} 00000 n\r\n", pdf.len()).expect("a string");
        pdf.extend(format!("{} 0 obj\n", i + 1).bytes());
        pdf.extend(words);
        pdf.extend(b"\nendobj\n");
    }
    let start = pdf.len();
    write!(
        end,
        "trailer\n<</Size {n}/Root 1 0 R/ID[(a)(a)]>>\nstartxref\n{start}\n%%EOF"
    )
    .expect("a string");
    pdf.extend(end.bytes());
    pack(&pdf).expect("packed")
}

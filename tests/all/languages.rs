//! Every sample in every language and every layout: 240 packages. Other people's programs
//! judge each page, and the digests of all records are kept in `tests/golden`, so that no page
//! changes unseen. `CASES=overwrite` writes them anew, to be looked at.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use client_record_request::package::digest;

use super::golden::{kept, same_lines};
use super::judges::{judge, python, unpacked};
use super::support::{Case, ROOT, has, samples, skip, tool};

const LANGUAGES: [&str; 8] = ["en", "es", "vi", "ko", "zh-Hans", "zh-Hant", "fa", "ar"];
const LAYOUTS: [&str; 3] = ["letter", "large-print", "phone"];

/// The threads that build and judge: as many as there are cores.
fn side_by_side<T: Sync>(items: &[T], work: impl Fn(&T) + Sync) {
    let next = AtomicUsize::new(0);
    let n = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..n {
            scope.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    work(item);
                }
            });
        }
    });
}

/// What is built of a sample in a language and a layout.
struct Built {
    name: String,
    /// Its folder goes when this goes.
    _case: Case,
    /// The cover, the record, and of one sample the guides too.
    pdfs: Vec<PathBuf>,
}

fn all() -> Vec<Built> {
    let mut wanted = Vec::new();
    for sample in samples() {
        for language in LANGUAGES {
            wanted.extend(LAYOUTS.map(|layout| (sample.clone(), language, layout)));
        }
    }
    let built = Mutex::new(Vec::new());
    side_by_side(&wanted, |(sample, language, layout)| {
        let case = Case::of(sample);
        case.speak(language, layout);
        let mut pdfs = unpacked(&case);
        if sample == "typical-adult" {
            let folder = case.dir.join("out/2026-0142");
            pdfs.extend(
                ["2026-0142-how-to-open.pdf", "2026-0142-agency-guide.pdf"]
                    .map(|it| folder.join(it)),
            );
        }
        let name = format!("{sample} {language} {layout}");
        built.lock().expect("no builder fails").push(Built { name, _case: case, pdfs });
    });
    let mut built = built.into_inner().expect("no builder fails");
    built.sort_by(|a, b| a.name.cmp(&b.name));
    built
}

#[test]
fn every_sample_in_every_language_and_edition_conforms() {
    let built = all();
    assert_eq!(built.len(), samples().len() * LANGUAGES.len() * LAYOUTS.len());
    golden(&built);
    two_sides(&built);
    if python().is_none() || !has("qpdf") {
        return skip("the judges' Python or qpdf");
    }
    let pdfs: Vec<&Path> = built.iter().flat_map(|it| &it.pdfs).map(|it| &**it).collect();
    let batches: Vec<_> = pdfs.chunks(20).collect();
    side_by_side(&batches, |batch| {
        for name in ["pdf_pages.py", "pdf_boxes.py"] {
            let ran = judge(name, batch).expect("asked for above");
            assert_eq!(ran.code, 0, "{}", ran.stderr);
        }
        for pdf in *batch {
            let ran = tool("qpdf", ["--check", pdf.to_str().expect("UTF-8")]);
            assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
        }
    });
    words(&built);
    paper(&built);
}

/// No page is wasted, and no letter is too small; the record of an adult with a long history is
/// no longer than what somebody reads.
fn paper(built: &[Built]) {
    for it in built.iter().filter(|it| it.name.starts_with("typical-adult ")) {
        let most = match &*it.name {
            "typical-adult en letter" => 7,
            name if name.ends_with(" letter") => 9,
            _ => continue,
        };
        let n = n_pages(&it.pdfs[1]);
        assert!(n <= most, "{}: {n} pages", it.name);
    }
    let catalogs = Path::new(ROOT).join("templates/i18n");
    let argument = |it: &Built| {
        let mut words = it.name.split(' ').skip(1);
        let (language, layout) = (words.next()?, words.next()?);
        let catalog = catalogs.join(language);
        Some(format!("{}:{layout}:{}", catalog.display(), it.pdfs[1].display()))
    };
    let all: Vec<String> = built.iter().filter_map(argument).collect();
    assert_eq!(all.len(), built.len());
    let batches: Vec<_> = all.chunks(20).collect();
    side_by_side(&batches, |batch| {
        let paths: Vec<&Path> = batch.iter().map(|it| Path::new(&**it)).collect();
        let ran = judge("pdf_paper.py", &paths).expect("asked for above");
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    });
}

/// The digest and the pages of every record, against those that were looked at.
fn golden(built: &[Built]) {
    let mut found = String::new();
    for it in built {
        let record = fs::read(&it.pdfs[1]).expect("the record");
        let pages = |i: usize| n_pages(&it.pdfs[i]);
        writeln!(
            found,
            "{} {} {} {}",
            it.name,
            pages(0),
            pages(1),
            &digest(&record)[..16]
        )
        .expect("writing to a string cannot fail");
    }
    same_lines("pages.txt", &found);
}

pub(crate) fn n_pages(pdf: &Path) -> usize {
    lopdf::Document::load(pdf).expect("a PDF").get_pages().len()
}

/// In the letter edition a cover is the two sides of one sheet, alone and in the record, where
/// its contents have page numbers: what has the second bookmark stands on the third page.
fn two_sides(built: &[Built]) {
    let letters = built.iter().filter(|it| it.name.ends_with(" letter"));
    let mut n = 0;
    for it in letters {
        n += 1;
        assert_eq!(n_pages(&it.pdfs[0]), 2, "{}", it.name);
        assert_eq!(page_of_second_bookmark(&it.pdfs[1]), Some(3), "{}", it.name);
    }
    assert_eq!(n, samples().len() * LANGUAGES.len());
}

/// The page of the second bookmark of the highest rank, counted from 1.
fn page_of_second_bookmark(pdf: &Path) -> Option<u32> {
    let document = lopdf::Document::load(pdf).expect("a PDF");
    let below = |it: &lopdf::Dictionary, key: &[u8]| {
        let (_, it) = document.dereference(it.get(key).ok()?).ok()?;
        it.as_dict().ok().cloned()
    };
    let outlines = below(document.catalog().ok()?, b"Outlines")?;
    let second = below(&below(&outlines, b"First")?, b"Next")?;
    let (_, place) = document.dereference(second.get(b"Dest").ok()?).ok()?;
    let page = place.as_array().ok()?.first()?.as_reference().ok()?;
    let (number, _) = document.get_pages().into_iter().find(|it| it.1 == page)?;
    Some(number)
}

/// The text of one record in each language, as Poppler lays it out: what the digests cannot
/// show, a reader of a change can see here.
#[test]
fn the_words_of_a_record_are_those_that_were_read() {
    if !has("pdftotext") {
        return skip("pdftotext");
    }
    let mut changed = Vec::new();
    for language in LANGUAGES {
        let case = Case::of("typical-adult");
        case.speak(language, "letter");
        let record = unpacked(&case).swap_remove(1);
        let found = tool("pdftotext", ["-layout", record.to_str().expect("UTF-8"), "-"]);
        assert_eq!(found.code, 0, "{language}: {}", found.stderr);
        let found = found.stdout;
        let expected = kept(&format!("text/{language}.txt"), &found);
        if found != expected {
            let (old, new) = (expected.lines(), found.lines());
            let n = old.zip(new).take_while(|(old, new)| old == new).count();
            let line = |text: &str| text.lines().nth(n).unwrap_or("(its end)").to_owned();
            changed.push(format!(
                "{language}, line {}:\n- {}\n+ {}",
                n + 1,
                line(&expected),
                line(&found)
            ));
        }
    }
    assert!(
        changed.is_empty(),
        "these texts are not as they were read; read them, then write them again with \
         CASES=overwrite:\n{}",
        changed.join("\n")
    );
}

/// What the English record says, every other one says in its own words.
fn words(built: &[Built]) {
    let record = |language: &str, layout: &str| {
        let name = format!("typical-adult {language} {layout}");
        let it = built.iter().find(|it| it.name == name).expect("it was built");
        it.pdfs[1].clone()
    };
    let catalogs = Path::new(ROOT).join("templates/i18n");
    for layout in LAYOUTS {
        let english = record("en", layout);
        side_by_side(&LANGUAGES[1..], |language| {
            let own = record(language, layout);
            let paths = [&*catalogs, Path::new(language), &english, &own];
            let ran = judge("pdf_words.py", &paths).expect("asked for above");
            assert_eq!(ran.code, 0, "{language} {layout}: {}", ran.stderr);
        });
    }
}

/// The letter of a denial, in every language and layout.
#[test]
fn every_letter_conforms() {
    let mut cases = Vec::new();
    for language in LANGUAGES {
        for layout in LAYOUTS {
            let case = Case::of("typical-adult");
            case.speak(language, layout);
            let ran = case.deny(&["--reason", "promised-confidentiality"]);
            assert_eq!(ran.code, 0, "{}", ran.stderr);
            cases.push(case);
        }
    }
    let letters: Vec<_> =
        cases.iter().map(|it| it.dir.join("out/2026-0142/denial-letter.pdf")).collect();
    let letters: Vec<&Path> = letters.iter().map(|it| &**it).collect();
    for name in ["pdf_pages.py", "pdf_boxes.py"] {
        let Some(ran) = judge(name, &letters) else { return skip("the judges' Python") };
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
}

/// Sections that the newer policy offers stand where they are asked for, in any language.
#[test]
fn offered_sections_are_printed_where_they_are_asked_for() {
    let case = Case::of("typical-adult");
    let mut extract: serde_json::Value =
        serde_json::from_str(&case.read("extract.json")).expect("JSON");
    let id = extract["client_id"].clone();
    extract["assessments"] = serde_json::json!([{
        "client_id": id, "assessment_id": "A-1", "name": "Housing Needs Assessment",
        "date": "2026-02-11", "agency": "Harbor Bridge Outreach",
        "answers": [{ "label": "Slept where?", "value": "In my car" },
                    { "label": "Do you have a doctor?", "value": null }],
    }]);
    extract["services"] = serde_json::json!([{
        "client_id": id, "service_id": "S-1", "name": "Bus pass", "start": "2026-03-01",
        "end": null, "agency": "Harbor Bridge Outreach",
    }]);
    extract["alerts"] = serde_json::json!([{
        "client_id": id, "alert_id": "L-1", "title": "Mail waiting",
        "text": "A letter is at the front desk.", "start": "2026-10-01", "end": "2026-12-01",
        "agency": "Harbor Bridge Outreach",
    }, {
        "client_id": id, "alert_id": "L-2", "title": "Zweiter Hinweis", "text": null,
        "start": null, "end": null, "agency": null,
    }]);
    extract["locations"] = serde_json::json!([{
        "client_id": id, "location_id": "P-1", "kind": "Last seen",
        "address": "410 Example Avenue, Sampletown, CA 90000", "date": "2026-09-09",
    }]);
    case.write("extract.json", extract.to_string());
    let words_of = |case: &Case| {
        let pdf = unpacked(case).swap_remove(1);
        let ran = tool("pdftotext", [pdf.to_str().expect("UTF-8"), "-"]);
        let words = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        (pdf, words)
    };
    if !has("pdftotext") {
        return skip("pdftotext");
    }
    // Supplied and not asked for: nothing of it is printed, and nothing is said of it.
    let (_, words) = words_of(&case);
    for text in ["In my car", "Bus pass", "Mail waiting", "Last seen", "Assessments"] {
        assert!(!words.contains(text), "{text}");
    }
    let ask = "[release]\nsections = [\"profile\", \"enrollments\", \"assessments\", \
               \"services\", \"alerts\", \"locations\"]\n\n[[withhold]]\nsection = \
               \"alerts\"\nids = [\"L-2\"]\nreason = \"about-another-person\"\n";
    for layout in LAYOUTS {
        let asking = Case::of("typical-adult");
        asking.write("extract.json", extract.to_string());
        let request = asking.read("request.toml");
        let (before, _) = request.split_once("[release]").expect("a release");
        asking.write("request.toml", format!("{before}\n{ask}"));
        asking.speak("es", layout);
        let (pdf, words) = words_of(&asking);
        for text in [
            "Evaluaciones",
            "Housing Needs Assessment",
            "Slept where?",
            "In my car",
            "Bus pass",
            "Mail waiting",
            "A letter is at the front desk.",
            "410 Example Avenue",
        ] {
            assert!(words.contains(text), "{layout}: {text} in {words}");
        }
        assert!(!words.contains("Zweiter"), "{layout}: held back");
        for name in ["pdf_pages.py", "pdf_boxes.py"] {
            let Some(ran) = judge(name, &[&pdf]) else {
                return skip("the judges' Python");
            };
            assert_eq!(ran.code, 0, "{layout}: {}", ran.stderr);
        }
    }
}

/// The order in which a screen reader hears the headings, and the sheet that is torn off.
#[test]
fn headings_are_heard_in_order_and_the_worksheet_is_a_sheet_of_its_own() {
    if !has("pdftotext") {
        return skip("pdftotext");
    }
    for sample in samples() {
        let case = Case::of(&sample);
        let pdf = unpacked(&case).swap_remove(1);
        let Some(ran) = judge("headings.py", &[&pdf]) else {
            return skip("the judges' Python");
        };
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        // Of several profiles, the sections stand below the name of theirs.
        let heard: Vec<&str> = ran.stdout.lines().map(str::trim).collect();
        let sections = [
            "At a glance",
            "Client Profile",
            "Release of Information",
            "Contact Information",
            "Enrollment History",
            "Client Documentation",
            "Ask for a correction",
        ];
        let places: Vec<_> = sections
            .iter()
            .filter_map(|it| heard.iter().position(|heading| *heading == *it))
            .collect();
        assert!(places.len() >= 5, "{sample}: {heard:?}");
        assert!(places.is_sorted(), "{sample}: {heard:?}");
        let text = tool("pdftotext", [pdf.to_str().expect("UTF-8"), "-"]).stdout;
        let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
        let last = pages.iter().position(|it| it.contains("Ask for a correction\n"));
        assert_eq!(last, Some(pages.len() - 1), "{sample}");
        assert!(pages.len() % 2 == 1, "{sample}: it starts on the back of page {last:?}");
    }
}

//! Who could be the danger does not learn that there is one: what others than the client read
//! of something held back for safety.

use client_record_request::diagnostics::Origin;
use client_record_request::render::{Kit, Overrides};
use client_record_request::request::Language;
use client_record_request::sections::view;
use client_record_request::site::{BUILT_IN, Site};
use client_record_request::source::Source;

use super::planning::{held, planned_for};
use super::safety::{DANGER, reviewed_in};
use super::support::{Case, has, skip, tool};

fn site() -> Site {
    let source = Source::toml(Origin::Site, String::new(), BUILT_IN.to_owned());
    Site::parse(&source).value.expect("the built-in site file")
}

/// Who asks and who receives the copy.
fn tables_of(reader: &str) -> String {
    match reader {
        "contact" => {
            "[requester]\nrelation = \"client\"\nidentity_verified_on = 2026-11-16\n\
                      [delivery]\nmethod = \"email\"\n\
                      recipient = \"trusted-contact\"\nrelation = \"cousin\"\n\
                      can_open_confirmed_on = 2026-11-16\n\
                      approved_in_writing_on = 2026-11-16\n"
                .to_owned()
        }
        relation => format!(
            "[requester]\nrelation = \"{relation}\"\nidentity_verified_on = 2026-11-16\n\
             {}[delivery]\nmethod = \"in-person\"\n",
            if relation == "client" { "" } else { "authority_seen = \"court-order\"\n" }
        ),
    }
}

/// The words of every page, for a reader of a child's record.
fn said(reader: &str, tables: &str, kit: &Kit, language: Language) -> String {
    let tables = tables_of(reader) + tables;
    // Whoever names a trusted contact is no minor.
    let born_on = if reader == "contact" { "1996-01-02" } else { "2016-01-02" };
    let (plan, _) = planned_for("", &tables, ("1980-01-02", born_on)).expect("a plan");
    let view =
        view(&plan, &site(), (kit.catalog(language), kit.catalog(Language::En)), &[]);
    serde_json::to_string(&view).expect("words only")
}

#[test]
fn no_page_tells_a_parent_of_a_danger_in_any_language() {
    let kit = Kit::new(Overrides::default()).expect("the built-in kit");
    let rows = held("enrollments", "\"E-2\"", DANGER);
    let section = held("contact-information", "", DANGER);
    let every = held("documents", "\"D-1\", \"D-2\", \"D-3\"", DANGER);
    for language in Language::ALL {
        let catalog = kit.catalog(*language);
        let ask = catalog.get("withheld-ask");
        let reason = catalog.get("reason-endangers-life-or-safety");
        let given_away = ["withheld-rows", "withheld-section"]
            .map(|it| catalog.get(it).replace("{reason}", "").trim().to_owned());
        for tables in [&rows, &section, &every] {
            for reader in ["parent", "guardian", "contact"] {
                let said = said(reader, tables, &kit, *language);
                // On the cover and in the section.
                assert_eq!(said.matches(ask).count(), 2, "{reader}: {tables}");
                assert!(!said.contains(reason), "{reader}: {tables}");
                for it in &given_away {
                    assert!(!said.contains(it.as_str()), "{reader}: {it}");
                }
                assert!(said.contains("\"withheld\":false"), "{reader}: the appeal");
            }
            let said = said("client", tables, &kit, *language);
            assert!(!said.contains(ask) && said.matches(reason).count() == 2);
            assert!(said.contains("\"withheld\":true"), "the appeal");
        }
        // Other reasons are told as they were.
        let law = held("enrollments", "\"E-2\"", "required-by-law");
        let said = said("parent", &law, &kit, *language);
        assert!(said.contains(catalog.get("reason-required-by-law")));
    }
}

/// The cover speaks to whoever asked: the client of themselves, a parent or guardian of the
/// child.
#[test]
fn the_cover_speaks_to_who_asks_in_every_language() {
    let kit = Kit::new(Overrides::default()).expect("the built-in kit");
    let keys = |reader: &str| match reader {
        "parent" => ["document-title-child", "cover-title-child", "cover-lead-parent"],
        "guardian" => {
            ["document-title-child", "cover-title-child", "cover-lead-guardian"]
        }
        _ => ["document-title", "cover-title", "cover-lead"],
    };
    let readers = ["client", "parent", "guardian", "contact"];
    for language in Language::ALL {
        let catalog = kit.catalog(*language);
        let area = site().area.as_str().to_owned();
        let written = |reader: &str| {
            let [document, title, lead] =
                keys(reader).map(|it| catalog.fill(it, &[("area", &area)]));
            [("document-title", document), ("title", title), ("lead", lead)].map(
                |(key, text)| {
                    let text = serde_json::to_string(&text).expect("a text");
                    format!("\"{key}\":{text}")
                },
            )
        };
        for reader in readers {
            let said = said(reader, "", &kit, *language);
            for it in written(reader) {
                assert!(said.contains(&it), "{reader}: {it} in {said}");
            }
            for other in readers.iter().filter(|it| keys(it) != keys(reader)) {
                let [.., lead] = written(other);
                assert!(!said.contains(&lead), "{reader}: {lead}");
            }
        }
    }
}

#[test]
fn nothing_that_a_build_leaves_tells_a_parent_of_a_danger() {
    let case = Case::of("minor-by-parent");
    let request = case.read("request.toml")
        + "\n[[withhold]]\nsection = \"enrollments\"\nids = [\"E-305\"]\nreason = \"endangers-life-or-safety\"\n"
        + &reviewed_in(
            "2026-11-16T11:20:00-08:00",
            &["/release_of_information/0", "/enrollments/3", "/documents/0"],
        );
    case.write("request.toml", &request);
    let members = case.members();
    let folder = case.package();
    let receipt = case.read(&format!("{folder}/receipt.json"));
    let left = receipt.clone() + &case.read("out/ledger.jsonl");
    assert!(!left.contains("danger"), "{left}");
    assert!(!receipt.contains("withheld"), "{receipt}");
    if !has("pdftotext") {
        return skip("pdftotext");
    }
    let ticket = folder.strip_prefix("out/").expect("its folder");
    let guides = ["how-to-open.pdf", "agency-guide.pdf"].map(|it| {
        let name = format!("{ticket}-{it}");
        let bytes = case.bytes(&format!("{folder}/{name}"));
        (name, bytes)
    });
    for (name, bytes) in members.into_iter().chain(guides) {
        case.write(&name, bytes);
        let words = case.words(&name);
        for telling in ["danger", "held back", "safety", "appeal to the agency"] {
            assert!(!words.contains(telling), "{name}: {telling}: {words}");
        }
        let asks = words.contains("Ask the agency about this part.");
        assert_eq!(
            asks,
            ["cover.pdf", "record.pdf", "record.txt"].contains(&&*name),
            "{name}"
        );
    }
    // The client reads why.
    let case = Case::of("minor-by-parent");
    case.write(
        "request.toml",
        request.replace("\"parent\"", "\"client\"").replace("authority_seen", "# "),
    );
    case.built();
    let receipt = case.read(&format!("{}/receipt.json", case.package()));
    assert!(!receipt.contains("danger"), "{receipt}");
    if has("pdftotext") {
        let zip = case.bytes(&format!("{0}/{1}.zip", case.package(), "2026-0144"));
        let phrase = case.passphrase();
        let told =
            super::support::opened(&zip, &phrase).into_iter().any(|(name, bytes)| {
                case.write(&name, bytes);
                let path = case.dir.join(&name);
                let ran = tool("pdftotext", [path.to_str().expect("UTF-8"), "-"]);
                ran.stdout.contains("danger")
            });
        assert!(told, "the client is told why");
    }
}

//! Another person's row is caught in every section: the list of sections is that of the types,
//! so that one added tomorrow is asked for here too.

use client_record_request::model::SectionKind;
use serde_json::{Value, json};

use super::support::Case;

/// The least row that a section takes, about a client.
fn row(kind: SectionKind, client: &str) -> Value {
    let mut row = match kind {
        SectionKind::ReleaseOfInformation => json!({ "permission": true }),
        SectionKind::ContactInformation => {
            json!({ "kind": "phone", "value": "(657) 555-0119" })
        }
        SectionKind::Enrollments => {
            json!({ "enrollment_id": "E-999", "entry_date": "2025-02-20" })
        }
        SectionKind::Documents => json!({ "document_id": "D-999" }),
        SectionKind::Profile
        | SectionKind::Assessments
        | SectionKind::Services
        | SectionKind::Alerts
        | SectionKind::Locations => json!({}),
    };
    row["client_id"] = client.into();
    row
}

fn with_row(case: &Case, kind: SectionKind, client: &str) -> usize {
    let text = case.read("extract.json");
    let mut extract: Value = serde_json::from_str(&text).expect("JSON");
    let section = &mut extract[kind.key()];
    let index = if kind == SectionKind::Profile {
        section["client_id"] = client.into();
        0
    } else {
        let mut rows = section.as_array().cloned().unwrap_or_default();
        rows.push(row(kind, client));
        *section = rows.into();
        section.as_array().expect("rows").len() - 1
    };
    case.write("extract.json", serde_json::to_string_pretty(&extract).expect("JSON"));
    index
}

#[test]
fn another_persons_row_is_caught_in_every_section() {
    for kind in SectionKind::ALL {
        let case = Case::of("typical-adult");
        let index = with_row(&case, *kind, "70A55881E");
        let at = match kind {
            SectionKind::Profile => "/profile/client_id".to_owned(),
            _ => format!("/{}/{index}/client_id", kind.key()),
        };
        let ran = case.check(&[]);
        assert_eq!(ran.code, 1, "{at}: {}", ran.stderr);
        let message = "error: this row is about another client than the extract [another-clients-row]";
        assert!(ran.stderr.starts_with(message), "{at}: {}", ran.stderr);
        assert!(ran.stderr.contains(&format!("\n   at {at}\n")), "{at}: {}", ran.stderr);
        assert!(!ran.stderr.contains("70A55881E"), "{at}: {}", ran.stderr);
        // The client's own is no stranger's.
        let case = Case::of("typical-adult");
        with_row(&case, *kind, "69E44770D");
        let ran = case.check(&[]);
        assert_eq!(ran.code, 0, "{at}: {}", ran.stderr);
    }
}

//! `crr import tables`: what looks like a fault and is none, and the shared downloads that have one.

use std::fs;

use serde_json::json;

use super::importing_tables::{
    CLIENT, extract, import, imported, of_sample, plain, with,
};
use super::importing_tables_refused::silent;
use super::support::shared;

/// Near misses: each looks like a fault and is none.
#[test]
fn what_looks_like_a_fault_and_is_none_passes() {
    for (file, from, to) in [
        // A total: nothing known says anything.
        (
            "stays.csv",
            "Self (head of household),2026/03/09,2026-04-01,,\n",
            "Self (head of household),2026/03/09,2026-04-01,,\n,,,,,,,,,\n",
        ),
        ("who_it_is.csv", "Mauve\n", "Mauve\n,,,,,,,,,,,1\n"),
        // The same row again.
        (
            "roi.csv",
            ",Quarry Street House\n",
            ",Quarry Street House\n3AF9017C2,1,02/01/2026,2029-02-01,Attached PDF,∅,Quarry Street House\n",
        ),
        // A profile without its own columns of alias, and one with more.
        ("who_it_is.csv", "Clients Alias", "Clients Nickname"),
        // Line breaks in what staff typed.
        (
            "reach.csv",
            "Ask for the day manager",
            "\"Ask for\n\nthe day manager, or the night manager\"",
        ),
        // A contact's own note is no case note.
        ("reach.csv", "Note", "Client Contacts Note"),
        // The identifier with a view label that stands nowhere else.
        ("papers.csv", "Unique Identifier", "client_model.unique_identifier"),
        // Words of a year.
        (
            "stays.csv",
            "Place not meant for habitation",
            "\"Rental by client, with VASH housing subsidy\"",
        ),
        (
            "stays.csv",
            "Place not meant for habitation",
            "PLACE NOT MEANT FOR HUMAN  HABITATION",
        ),
        (
            "stays.csv",
            "Place not meant for habitation",
            "\"Jail, prison or juvenile detention facility\"",
        ),
    ] {
        let case = with(file, from, to);
        let ran = import(&case, &[]);
        assert_eq!(ran.code, 0, "{file}: {to}: {}", ran.stderr);
        assert_eq!(extract(&case)["enrollments"].as_array().map(Vec::len), Some(2));
        silent(&ran);
    }
    // A numeric row number under no header, columns that are never used, a tile of JSON.
    let case = plain();
    case.write("tiles/addresses.json", format!(
        r#"[{{"clients.unique_identifier":"{CLIENT}","client_addresses.address1":"1 Example Row",
            "client_addresses.city":"Anaheim","client_addresses.zipcode":92801}}]"#
    ));
    let it = imported(&case, &[]);
    let contacts = it["contact_information"].as_array().expect("a list");
    assert!(
        contacts.iter().any(|it| it["value"] == json!("1 Example Row, Anaheim 92801")),
        "{contacts:?}"
    );
}

#[test]
fn the_shared_downloads_are_refused_as_they_are_to_be() {
    let Some(samples) = shared("looker") else { return };
    for (name, told) in [
        (
            "d1-another-clients-row",
            &["[another-clients-row]\n   at INPUT/documents.csv, row 3\n"][..],
        ),
        (
            "d2-unknown-label",
            &[
                "[unknown-answer]\n   at INPUT/enrollments.csv, row 2, column Update/Exit Screen Destination\n",
            ],
        ),
        (
            "d3-cut-off-tile",
            &[
                "exactly 500 rows, where tiles are cut off [table-cut-off]\n   at INPUT/enrollments.csv\n",
            ],
        ),
        (
            "d4-no-identifier-column",
            &["[table-without-client]\n   at INPUT/contact_information.csv\n"],
        ),
        (
            "d5-two-profiles",
            &[
                "[rows-differ]\n   at INPUT/client_profile.csv, row 2\n   at INPUT/client_profile.csv, row 3\n",
            ],
        ),
        ("d6-case-notes", &["[case-notes]\n   at INPUT/case_notes.csv\n"]),
        (
            "d7-pivoted-tile",
            &["[table-without-client]\n   at INPUT/enrollments_by_type.csv\n"],
        ),
        (
            "d8-everything-wrong",
            &[
                "at INPUT/documents.csv, row 3\n",
                "at INPUT/enrollments.csv, row 2, column Update/Exit Screen Destination\n",
                "[table-cut-off]\n   at INPUT/enrollments.csv\n",
                "at INPUT/contact_information.csv\n",
                "at INPUT/client_profile.csv, row 2\n   at INPUT/client_profile.csv, row 3\n",
                "refused: 5 errors; nothing was written\n",
            ],
        ),
    ] {
        let (ran, case, _) = of_sample(&samples.join(name), None);
        assert_eq!(ran.code, 1, "{name}: {}", ran.stderr);
        for told in told {
            assert!(ran.stderr.contains(told), "{name}: {told}: {}", ran.stderr);
        }
        assert!(!fs::exists(case.dir.join("extracts")).unwrap_or(true), "{name}");
    }
}

//! `crr import tables`: what people and spreadsheets make of a download before it is imported.
//! It is read where that is safe, and else named as what it is.

use super::importing_tables::{CLIENT, TILES, import, imported, plain, tiles, with};
use super::importing_tables_refused::silent;

/// How a run ends that is refused.
const END: &str = "refused: 1 error; nothing was written\n";

#[track_caller]
fn refused(file: &str, from: &str, to: &str, told: &str) {
    let case = with(file, from, to);
    let ran = import(&case, &[]);
    assert!(ran.code == 1 && ran.stderr.contains(told), "{to}: {}", ran.stderr);
    assert!(ran.stderr.ends_with(END), "{to}: {}", ran.stderr);
    silent(&ran);
}

#[test]
fn a_header_below_a_title_is_named() {
    for title in
        ["Releases\n", "Releases,,,,,,\n", "sep=,\n", "Releases\n\nJohn Example\n"]
    {
        refused(
            "roi.csv",
            "Unique Identifier,",
            &format!("{title}Unique Identifier,"),
            "error: the first row of a table is not its header [header-below]\n   \
             at INPUT/roi.csv, row 1\nhint: download again without a title; or delete",
        );
    }
    // The near miss: there is no such header below.
    refused(
        "roi.csv",
        "Unique Identifier,",
        "Releases\nIdentifier,",
        "error: a table has no column that says whose rows these are [table-without-client]",
    );
}

#[test]
fn a_row_of_totals_is_no_other_client() {
    for (from, to) in [
        ("3AF9017C2,Income,Pay stub", "Total,Income,Pay stub"),
        ("3AF9017C2,Income,Pay stub", "Grand Total,2,Pay stub"),
        // Cells that moved.
        ("3AF9017C2,Income,Pay stub", "2026-02-02,Income,Pay stub"),
    ] {
        let told = "error: a row does not say whose it is [row-without-client]\n   \
                    at INPUT/papers.csv, row 3\nhint: turn totals and subtotals off";
        refused("papers.csv", from, to, told);
    }
    // Where it says nothing else, it is left out, and counted.
    let last = "Pay stub,,2026-02-02,Quarry Street House\n";
    let case = with("papers.csv", last, &format!("{last}Grand Total,,,,,\n"));
    let ran = import(&case, &[]);
    let told = "papers.csv: the documents, 2 rows; left out 1 row of totals\n";
    assert!(ran.code == 0 && ran.stderr.contains(told), "{}", ran.stderr);
}

#[test]
fn an_identifier_that_was_changed_is_named() {
    let refused = |to: &str, told: &str| {
        refused("papers.csv", "3AF9017C2,Income,Pay", &format!("{to},Income,Pay"), told);
    };
    let spelled = "error: a row writes the client's identifier in another way [client-spelled]\n   \
                   at INPUT/papers.csv, row 3\nhint: it differs in capitals";
    for to in ["3af9017c2", "3AF9017C2.", "3AF 9017C2", "A3AF9017C2"] {
        let told = if to.contains('.') || to.starts_with('A') {
            "[another-clients-row]"
        } else {
            spelled
        };
        refused(to, told);
    }
    refused(
        "3.17E+11",
        "error: a cell was rounded by a spreadsheet [bad-row]\n   \
         at INPUT/papers.csv, row 3, column Unique Identifier\n",
    );
    // What keeps a spreadsheet from taking it for a number says nothing of it.
    for to in ["'3AF9017C2", "\"=\"\"3AF9017C2\"\"\""] {
        let case =
            with("papers.csv", "3AF9017C2,Income,Pay", &format!("{to},Income,Pay"));
        let it = imported(&case, &[]);
        assert_eq!(it["documents"].as_array().map(Vec::len), Some(2), "{to}");
        assert_eq!(it["documents"][0]["client_id"], CLIENT);
    }
}

#[test]
fn what_a_spreadsheet_adds_says_nothing() {
    let expected = imported(&plain(), &[]);
    // Blank rows of any width; and bars in place of commas.
    let case = tiles(|_, text| format!("{text},,\n\n, ,,,,,,,,,,,,,\n"));
    assert_eq!(imported(&case, &[]), expected);
    let case = tiles(|name, text| match name {
        "roi.csv" => text.replace(',', "|"),
        _ => text.to_owned(),
    });
    assert_eq!(imported(&case, &[]), expected);
    // What Looker shows of a tile without rows is no table without its columns.
    let case = plain();
    case.write("tiles/services.csv", "No results\n");
    let ran = import(&case, &[]);
    let told = "warning: a file of the download is empty, so its section is not supplied \
                [table-empty]\n   at INPUT/services.csv\n";
    assert!(ran.code == 0 && ran.stderr.contains(told), "{}", ran.stderr);
}

/// The numbers of rows, which Looker writes into a first column without a name, are no such.
#[test]
fn what_stands_in_a_column_without_a_name_is_told() {
    let numbered = |mark: &str| {
        let lines = |text: &str| -> String {
            let lines = text.split_inclusive('\n').enumerate();
            let number =
                |i: usize| if i == 0 { String::new() } else { format!("{mark}{i}") };
            lines.map(|(i, line)| format!("{},{line}", number(i))).collect()
        };
        tiles(
            |name, text| if name == "papers.csv" { lines(text) } else { text.to_owned() },
        )
    };
    let told = "note: 1 column of a table is not used [columns-not-used]\n   \
                at INPUT/papers.csv, column A\n";
    for (mark, is_told) in [("", false), ("no. ", true)] {
        let ran = import(&numbered(mark), &[]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert_eq!(ran.stderr.contains(told), is_told, "{mark}: {}", ran.stderr);
    }
    let case = with("papers.csv", "Agency Name\n", "Agency Name,\n");
    let text = case.read("tiles/papers.csv").replace("House\n", "House,Mauve\n");
    case.write("tiles/papers.csv", text);
    let ran = import(&case, &[]);
    let told = "at INPUT/papers.csv, column G\n";
    assert!(ran.code == 0 && ran.stderr.contains(told), "{}", ran.stderr);
    silent(&ran);
}

/// Two tiles of one section may say the same: it stands once, and that is counted.
#[test]
fn what_a_second_table_says_again_is_counted() {
    let case = plain();
    for (name, text) in TILES {
        if ["papers.csv", "roi.csv", "reach.csv"].contains(&name) {
            case.write(&format!("tiles/z_{name}"), text);
        }
    }
    let ran = import(&case, &["--replace"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for told in [
        "z_papers.csv: the documents, 0 rows; left out 2 rows that say the same as others\n",
        "z_reach.csv: the contact information, 0 rows; left out 2 rows that say the same as others\n",
        "z_roi.csv: the releases of information, 0 rows; left out 1 row that says the same as another\n",
    ] {
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
    }
    assert_eq!(imported(&case, &[]), imported(&plain(), &[]));
}

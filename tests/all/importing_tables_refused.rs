//! `crr import tables`: what is refused, never guessed. What is near it and passes is in
//! `importing_tables_near.rs`.

use super::importing_tables::{
    CLIENT, TILES, import, import_of, imported, plain, tiles, with, zip,
};
use super::support::{Case, Ran};

/// What stands in cells, and in headers that no mapping knows.
const VALUES: [&str; 14] = [
    "Wilhelmina",
    "Quistgaard",
    "Mauve",
    "Favorite",
    "Quarry",
    "Award",
    "7,001",
    "7001",
    "cousin",
    "555",
    "0B77E21D4",
    "Pivoted",
    "Nought",
    CLIENT,
];

#[track_caller]
pub(super) fn silent(ran: &Ran) {
    for value in VALUES {
        assert!(!ran.stderr.contains(value), "{value}: {}", ran.stderr);
        assert!(!ran.stdout.contains(value), "{value}: {}", ran.stdout);
    }
}

/// An edit of a tile: file, what, by what; and what is told.
type Edit<'a> = (&'a str, &'a str, &'a str, &'a str);

#[track_caller]
fn refused(case: &Case, told: &str) -> Ran {
    let before = case.tree();
    let ran = import(case, &[]);
    assert_eq!(ran.code, 1, "{told}: {}", ran.stderr);
    assert!(ran.stderr.contains(told), "{told}: {}", ran.stderr);
    assert_eq!(case.tree(), before, "nothing was written");
    silent(&ran);
    ran
}

/// Each by itself: nothing else is said, and the whole text is compared up to the hints.
#[test]
fn one_fault_is_told_by_itself() {
    let edits: &[Edit<'_>] = &[
        (
            "papers.csv",
            "\n3AF9017C2,Income,Pay",
            "\n0B77E21D4,Income,Pay",
            "a row is about another client [another-clients-row]\n   at INPUT/papers.csv, row 3\n",
        ),
        (
            "stays.csv",
            "3AF9017C2,\"7,002\"",
            ",\"7,002\"",
            "a row does not say whose it is [row-without-client]\n   at INPUT/stays.csv, row 3\n",
        ),
        (
            "roi.csv",
            "Unique Identifier",
            "Personal ID",
            "a table has no column that says whose rows these are [table-without-client]\n   at INPUT/roi.csv\n",
        ),
        (
            "reach.csv",
            "Name,",
            "Unique Identifier,",
            "two columns are `client` [table-column-twice]\n   at INPUT/reach.csv, column Unique Identifier\n",
        ),
        (
            "stays.csv",
            "\"7,002\"",
            "\"7,001\"",
            "two rows say different things about one enrollment [rows-differ]\n   \
             at INPUT/stays.csv, row 2\n   at INPUT/stays.csv, row 3\n",
        ),
        (
            "stays.csv",
            "Place not meant for habitation",
            "With a cousin",
            "the mapping does not know this answer [unknown-answer]\n   \
             at INPUT/stays.csv, row 2, column Destination\n\
             hint: if it is right, write `\"…\" = HUD's code` below `[values.destination]` in a \
             mapping file, and pass that with `--map`\n",
        ),
        (
            "stays.csv",
            "Emergency Shelter - Night-by-Night",
            "1",
            "the mapping does not know this answer [unknown-answer]\n   \
             at INPUT/stays.csv, row 2, column Project Type Code\n",
        ),
        (
            "who_it_is.csv",
            "\"White, American",
            "\"Multi-Racial, American",
            "[unknown-answer]\n   at INPUT/who_it_is.csv, row 2, column Clients Race and Ethnicity\n",
        ),
        (
            "who_it_is.csv",
            ",No,",
            ",Perhaps,",
            "[unknown-answer]\n   at INPUT/who_it_is.csv, row 2, column Clients Private (Yes / No)\n\
             hint: if it is right, write `\"…\" = 1` below `[values.yes_no]`",
        ),
        (
            "stays.csv",
            "2/1/2026",
            "2/1/26",
            "a cell is not a date [bad-row]\n   at INPUT/stays.csv, row 2, column Project Start Date\n",
        ),
        (
            "who_it_is.csv",
            "1969-07-04",
            "4.7.1969",
            "a cell is not a date [bad-row]\n   \
             at INPUT/who_it_is.csv, row 2, column Clients Date of Birth Date\n",
        ),
        (
            "stays.csv",
            "\"7,002\"",
            "",
            "a cell is blank [bad-row]\n   at INPUT/stays.csv, row 3, column Enrollment ID\n",
        ),
        (
            "stays.csv",
            "\"7,002\"",
            "7.0E+11",
            "a cell was rounded by a spreadsheet [bad-row]\n   \
             at INPUT/stays.csv, row 3, column Enrollment ID\n",
        ),
        (
            "roi.csv",
            ",Yes,",
            ",,",
            "a cell is blank [bad-row]\n   at INPUT/roi.csv, row 2, column Permission\n",
        ),
        (
            "roi.csv",
            ",Attached PDF,",
            ",Attached PDF,,",
            "a row has more or fewer fields than the header [bad-row]\n   at INPUT/roi.csv, row 2\n",
        ),
        (
            "stays.csv",
            "Quarry Keys",
            "\"Quarry\nKeys\"",
            "a cell contains a line break [bad-row]\n   \
             at INPUT/stays.csv, row 3, column Programs Name\n",
        ),
        (
            "reach.csv",
            "not early",
            "3AF9017C2,Shelter",
            "a cell contains a line break [bad-row]\n   at INPUT/reach.csv, row 2\n",
        ),
        (
            "who_it_is.csv",
            "Wilhelmina",
            "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4",
            "a cell contains a hash instead of the real value [export-hashed]\n",
        ),
        (
            "who_it_is.csv",
            "Favorite Color",
            "Year Separated",
            "a cell is not a year [bad-row]\n   at INPUT/who_it_is.csv, row 2, column Year Separated\n",
        ),
        (
            "roi.csv",
            "Permission",
            "Pivoted",
            "the table of the releases of information has no column for `permission` \
             [table-columns-missing]\n   at INPUT/roi.csv\n",
        ),
        (
            "stays.csv",
            "Project Start Date",
            "Nought",
            "a table fits no section; the nearest is the enrollments, but it has no column for \
             `entry_date` [table-not-known]\n   at INPUT/stays.csv\n",
        ),
        (
            "stays.csv",
            "Relationship to Head of Household",
            "Enrollments Project Start Date",
            "two columns are `entry_date` [table-column-twice]\n   \
             at INPUT/stays.csv, column Project Start Date\n",
        ),
        (
            "reach.csv",
            "Note",
            "Client Notes - Client Level Note",
            "a table contains case notes [case-notes]\n   at INPUT/reach.csv\n",
        ),
        (
            "who_it_is.csv",
            "Favorite Color\n3AF9017C2,No,Wilhelmina",
            "Clients Deleted (Yes / No)\n3AF9017C2,No,Wilhelmina",
            "[unknown-answer]\n   at INPUT/who_it_is.csv, row 2, column Clients Deleted (Yes / No)\n",
        ),
    ];
    for (file, from, to, told) in edits {
        let ran = refused(&with(file, from, to), told);
        let n = ran.stderr.matches("error: ").count();
        assert_eq!(n, 1, "{told}: {}", ran.stderr);
        assert!(
            ran.stderr.ends_with("refused: 1 error; nothing was written\n"),
            "{told}"
        );
    }
}

/// What is no table, and tables that are too many or say nothing.
#[test]
fn files_that_cannot_be_read_are_named() {
    for (name, content, told) in [
        ("x.xlsx", &b"PK\x03\x04\0\0"[..], "[export-unreadable]"),
        ("x.xls", b"\xD0\xCF\x11\xE0", "this is a workbook, not a table that is read [not-a-table]\n   at INPUT/x.xls\n"),
        ("x.html", b"<html>", "not a table that is read [not-a-table]"),
        ("x.md", b"| a | b |", "[not-a-table]"),
        ("x.json", b"{\"fields\":{}}", "this is not a JSON list of rows [export-unreadable]"),
        ("x.json", b"[{\"unique_identifier\":\"3AF9017C2\",\"permission\":\"Yes\",\"start_date\":null},", "this is not a JSON list of rows [export-unreadable]"),
        ("x.json", b"[]", "a table fits no section [table-not-known]\n   at INPUT/x.json\n"),
        ("x.csv", b"Unique Identifier\n3AF9017C2\n", "a table fits no section [table-not-known]"),
        ("case_notes.csv", b"Unique Identifier,Name,Phone1\n", "a table contains case notes [case-notes]"),
        ("enrollments.csv", TILES[2].1.as_bytes(), "two tables are the enrollments [table-twice]\n   at INPUT/enrollments.csv\n   at INPUT/stays.csv\n"),
        ("x.csv", b"Unique Identifier,Permission,Start Date\n3AF9017C2,Y\xE9s,2026-01-01\n", "a row is not UTF-8 text [bad-row]\n   at INPUT/x.csv, row 2\n"),
        (
            "roi2.json",
            br#"[{"unique_identifier":"3AF9017C2","permission":"Yes","start_date":["2026-02-01"]}]"#,
            "a row contains a list or an object [bad-row]\n   at INPUT/roi2.json, row 1\n",
        ),
        (
            "roi2.json",
            br#"[{"unique_identifier":"3AF9017C2","permission":"Yes","start_date":null},
                 {"unique_identifier":"3AF9017C2","permission":"Yes","permission":"No"}]"#,
            "a row has more or fewer fields than the header [bad-row]\n   at INPUT/roi2.json, row 2\n",
        ),
    ] {
        let case = plain();
        case.write(&format!("tiles/{name}"), content);
        refused(&case, told);
    }
    let case = plain();
    let long =
        format!("Unique Identifier,Note,Phone1\n{CLIENT},\"{}", "x ".repeat(200_000));
    case.write("tiles/x.csv", long);
    refused(
        &case,
        "a record does not end [export-unreadable]\n   at INPUT/x.csv, row 2\n",
    );
    // Nothing but empty files; an empty folder.
    let case = tiles(|_, _| " \n".into());
    refused(&case, "the download contains no table [no-tables]\n   at INPUT\n");
    // A profile without a row, one that is deleted, and two.
    let head = |text: &str| text.lines().next().expect("a header").to_owned();
    let case = tiles(
        |name, text| if name == "who_it_is.csv" { head(text) } else { text.into() },
    );
    refused(&case, "the table of the profile has no row [no-clients]\n");
    let case = with("who_it_is.csv", "Favorite Color", "Clients Deleted (Yes / No)");
    case.edit("tiles/who_it_is.csv", "Mauve", "Yes");
    refused(
        &case,
        "a row of the profile is marked as deleted [profile-deleted]\n   at INPUT/who_it_is.csv, row 2\n",
    );
    let case = with(
        "who_it_is.csv",
        "Mauve\n",
        "Mauve\n3AF9017C2,No,Wilma,Q,,,1969-07-04,,,,,\n",
    );
    refused(&case, "two rows say different things about one client [rows-differ]\n");
    let case = plain();
    let ran = case.crr([
        "import",
        "tables",
        "tiles",
        "--client",
        "../x",
        "--exported-at",
        "2026-11-18T14:05:00-08:00",
        "--to",
        "extracts",
    ]);
    assert!(
        ran.code == 1 && ran.stderr.contains("[not-an-id]\n   at --client\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_zip_that_means_harm_is_refused() {
    let all = || TILES.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let refused = |extra: (&str, String)| {
        let case = Case::empty();
        let extra = (extra.0.to_owned(), extra.1);
        zip(&case, "d.zip", all().into_iter().chain([extra]));
        let before = case.tree();
        let ran = import_of(&case, "d.zip", &[]);
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        assert_eq!(case.tree(), before);
        silent(&ran);
        ran.stderr
    };
    assert!(
        refused(("../x.csv", String::new())).contains("leads out of it [export-zip]")
    );
    assert!(refused(("ROI.csv", String::new())).contains("the same name [export-zip]"));
    let bomb = format!("{}{}", TILES[1].1, " ".repeat(40_000_000));
    assert!(
        refused(("x.csv", bomb)).contains("unpacks to far more than tables can contain")
    );
    let told = refused(("[Content_Types].xml", "<x/>".into()));
    assert!(told.contains("a workbook, or a zip within the download"), "{told}");
    let inner = {
        let case = Case::empty();
        zip(&case, "in.zip", all());
        case.bytes("in.zip")
    };
    let case = plain();
    case.write("tiles/in.zip", inner);
    // A zip in a folder is opened, and has every table a second time.
    let ran = import(&case, &[]);
    assert!(ran.stderr.contains("[table-twice]"), "{}", ran.stderr);
    // Cut short, and locked.
    let case = Case::empty();
    zip(&case, "d.zip", all());
    let bytes = case.bytes("d.zip");
    case.write("d.zip", &bytes[..bytes.len() / 2]);
    let ran = import_of(&case, "d.zip", &[]);
    assert!(ran.stderr.contains("[export-unreadable]"), "{}", ran.stderr);
    let mut locked = bytes.clone();
    for at in 0..locked.len() - 10 {
        // The bit that says that a member is encrypted, in both of its headers.
        match &locked[at..at + 4] {
            b"PK\x03\x04" => locked[at + 6] |= 1,
            b"PK\x01\x02" => locked[at + 8] |= 1,
            _ => {}
        }
    }
    case.write("d.zip", locked);
    let ran = import_of(&case, "d.zip", &[]);
    assert!(
        ran.stderr.contains("a zip asks for a password [export-zip]"),
        "{}",
        ran.stderr
    );
    let many = (0..600).map(|i| (format!("{i}.csv"), String::new()));
    zip(&case, "d.zip", many);
    let ran = import_of(&case, "d.zip", &[]);
    assert!(
        ran.stderr.contains("there are more than 500 files [too-many-tables]"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_tile_that_may_be_cut_off_is_refused() {
    let stay =
        |i: usize| format!("{CLIENT},{i},P,Street Outreach,A,Self,2026-01-01,,,\n");
    let of = |n: usize| {
        let case = plain();
        let header = TILES[2].1.split_once('\n').expect("a header").0;
        let rows: String = (0..n).map(stay).collect();
        case.write("tiles/stays.csv", format!("{header}\n{rows},,,,,,,,,\n"));
        case
    };
    for n in [500, 5000] {
        let told = format!(
            "a table has exactly {n} rows, where tiles are cut off [table-cut-off]\n"
        );
        refused(&of(n), &told);
    }
    for n in [499, 501] {
        let it = imported(&of(n), &[]);
        assert_eq!(it["enrollments"].as_array().map(Vec::len), Some(n));
    }
    // Rows that are the same count, for Looker counts them.
    let case = plain();
    let (header, rows) = TILES[2].1.split_once('\n').expect("a header");
    case.write("tiles/stays.csv", format!("{header}\n{}", rows.repeat(250)));
    refused(&case, "exactly 500 rows");
}

#[test]
fn all_faults_are_told_together_fifteen_at_most() {
    let case = with("papers.csv", "3AF9017C2,Income,Pay", "0B77E21D4,Income,Pay");
    case.edit("tiles/stays.csv", "Place not meant for habitation", "With a cousin");
    case.edit("tiles/roi.csv", "Unique Identifier", "Client ID");
    let ran = refused(&case, "refused: 3 errors; nothing was written\n");
    for slug in ["another-clients-row", "unknown-answer", "table-without-client"] {
        assert!(ran.stderr.contains(slug), "{slug}: {}", ran.stderr);
    }
    // Many rows of one kind are one fault with a count, and hide no other.
    let others: String =
        (0..30_000).map(|i| format!("0B77E21D4,X,{i},,2026-01-01,\n")).collect();
    let case = tiles(|name, text| match name {
        "papers.csv" => text.to_owned() + &others,
        _ => text.to_owned(),
    });
    case.edit("tiles/stays.csv", "Place not meant for habitation", "With a cousin");
    let told = "error: 30,000 rows are about another client";
    let ran = import(&case, &[]);
    assert!(
        ran.stderr.contains(told) || ran.stderr.contains("error: 30000 rows are about another client [another-clients-row]\n   at INPUT/papers.csv, row 4\n   at INPUT/papers.csv, row 5\n   at INPUT/papers.csv, row 6\n"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("unknown-answer"), "{}", ran.stderr);
    silent(&ran);
    // Each unknown answer is one.
    let stays: String = (0..40)
        .map(|i| format!("{CLIENT},9{i},P,Street Outreach,A,Self,2026-01-01,,2026-02-01,Nought {i}\n"))
        .collect();
    let case = tiles(|name, text| match name {
        "stays.csv" => text.to_owned() + &stays + &stays,
        _ => text.to_owned(),
    });
    let ran = refused(
        &case,
        "error: 25 more faults of the download are not shown [more-faults]\n   at INPUT\n",
    );
    assert_eq!(ran.stderr.matches("[unknown-answer]").count(), 15, "{}", ran.stderr);
    assert_eq!(
        ran.stderr.matches("hint: ").count(),
        1,
        "one hint is enough: {}",
        ran.stderr
    );
}

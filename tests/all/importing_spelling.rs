//! `crr import` of exports whose files write one identifier in two ways, as spreadsheets do: no
//! stay is lost without a word.

use super::from_download::hmis_csv;
use super::importing::{export, extract, import, with};
use super::support::Case;

/// The plain export with a PersonalID of digits, and so the other files with another one.
fn personal(client: &str, others: &str) -> Case {
    export(|name, text| {
        text.replace(
            "P1,",
            &format!("{},", if name == "Client.csv" { client } else { others }),
        )
    })
}

#[test]
fn rows_of_an_identifier_that_client_csv_writes_differently_stop_the_client() {
    for (client, others) in [
        ("0101", "101"),
        ("101", "101.0"),
        ("P1", "p1"),
        ("101", "0101"),
        // What a spreadsheet puts between digits, and what is to keep it from changing them.
        ("1001", "\"1,001\""),
        ("0101", "'0101"),
        ("0101", "\"=\"\"0101\"\"\""),
        ("P1", "\u{200b}P1"),
    ] {
        let case = personal(client, others);
        let told = "another file writes this `PersonalID` with other zeros at the beginning, \
                    `.0`, marks or capitals [bad-row]\n   at EXPORT/Enrollment.csv, row 2, column \
                    PersonalID\n";
        for more in [&["--client", client][..], &["--all"]] {
            let ran = import(&case, more);
            assert!(
                ran.code == 1 && ran.stderr.contains(told),
                "{client}: {}",
                ran.stderr
            );
        }
        let ran = import(&case, &["--client", client]);
        assert!(ran.stderr.contains("[client-left-out]"), "{client}: {}", ran.stderr);
        // Nobody else is stopped.
        let ran = import(&case, &["--client", "P2"]);
        assert!(ran.code == 0, "{client}: {}", ran.stderr);
        let ran = import(&case, &["--all", "--skip-bad-rows", "--replace"]);
        assert!(ran.code == 0, "{client}: {}", ran.stderr);
        assert!(!case.dir.join(format!("extracts/{client}.json")).exists(), "{client}");
    }
    // The near miss: both are clients, or the other one was deleted.
    for deleted in ["", "2026-01-01"] {
        let case = personal("0101", "0101");
        let commas = ",".repeat(33);
        let clients = case.read("export/Client.csv");
        case.write("export/Client.csv", format!("{clients}101{commas}{deleted}\n"));
        let stays = case.read("export/Enrollment.csv");
        case.write("export/Enrollment.csv", format!("{stays}E7,101,70,2025-02-20,1,,\n"));
        let ran = import(&case, &["--client", "0101"]);
        assert!(ran.code == 0, "{deleted}: {}", ran.stderr);
        assert!(!ran.stderr.contains("[bad-row]"), "{deleted}: {}", ran.stderr);
    }
}

#[test]
fn who_is_asked_for_is_told_of_rows_of_nobody_in_client_csv() {
    let case = with("Enrollment.csv", "E2,P1", "E2,P7");
    let ran = import(&case, &["--client", "P1"]);
    let told = "note: 2 rows with a PersonalID that Client.csv does not have were left out \
                [row-without-client-row]\n   at EXPORT\n";
    assert!(ran.code == 0 && ran.stderr.contains(told), "{}", ran.stderr);
}

#[test]
fn an_identifier_that_the_export_writes_differently_is_named_as_the_cause() {
    let case = personal("101", "101");
    let told = "[no-clients]\n   at EXPORT\nhint: Client.csv has a PersonalID that differs only \
                in zeros at the beginning, `.0`, marks or capitals";
    let ran = import(&case, &["--client", "0101"]);
    assert!(ran.code == 1 && ran.stderr.contains(told), "{}", ran.stderr);
    case.write("ids.csv", "PersonalID,UniqueIdentifier\n0101,69E44770D\n");
    let ran = import(&case, &["--client", "69E44770D", "--ids", "ids.csv"]);
    assert!(ran.code == 1 && ran.stderr.contains(told), "{}", ran.stderr);
    let ran = import(&case, &["--client", "1010"]);
    assert!(ran.code == 1 && !ran.stderr.contains("differs only"), "{}", ran.stderr);
}

#[test]
fn who_is_marked_as_deleted_is_told_so() {
    let case = with("Client.csv", "Gone", "Gone");
    let told = "[no-clients]\n   at EXPORT\nhint: the export marks this client as deleted: look \
                in HMIS whether the record was merged into another\n";
    let ran = import(&case, &["--client", "P3"]);
    assert!(ran.code == 1 && ran.stderr.contains(told), "{}", ran.stderr);
    let ran = import(&case, &["--client", "P4"]);
    assert!(ran.code == 1 && !ran.stderr.contains("as deleted: look"), "{}", ran.stderr);
}

#[test]
fn an_exit_that_writes_its_enrollment_differently_stops_the_client() {
    for (enrollment, exit) in [("E1", "e1"), ("11", "11.0"), ("011", "11")] {
        let case = export(|name, text| {
            let it = if name == "Exit.csv" { exit } else { enrollment };
            text.replace("E1,", &format!("{it},"))
        });
        let ran = import(&case, &["--client", "P1"]);
        let told = "another file writes this `EnrollmentID` with other zeros at the beginning, \
                    `.0`, marks or capitals [bad-row]\n   at EXPORT/Exit.csv, row 2, column EnrollmentID";
        assert!(ran.code == 1 && ran.stderr.contains(told), "{exit}: {}", ran.stderr);
        let ran = import(&case, &["--client", "P2"]);
        assert!(ran.code == 0, "{exit}: {}", ran.stderr);
    }
}

#[test]
fn an_agency_that_project_csv_writes_differently_stops_who_stayed_there() {
    for id in ["07", "7.0"] {
        let case = with("Organization.csv", "7,Casa", &format!("{id},Casa"));
        let ran = import(&case, &["--client", "P1"]);
        let told = "another file writes this `OrganizationID`";
        assert!(ran.code == 1 && ran.stderr.contains(told), "{id}: {}", ran.stderr);
    }
}

#[test]
fn a_project_or_agency_that_is_gone_is_told_as_what_it_is() {
    let case = with("Organization.csv", "7,Casa Alameda,", "7,Casa Alameda,2026-01-01");
    let ran = import(&case, &["--client", "P1"]);
    let told = "warning: 2 enrollments are in a project whose agency Organization.csv does not \
                have, or marks as deleted [row-without-agency]\n   at EXPORT\n";
    assert!(ran.code == 0 && ran.stderr.contains(told), "{}", ran.stderr);
    let case = with("Project.csv", "Shelter,0,", "Shelter,0,2026-01-01");
    let ran = import(&case, &["--client", "P1"]);
    let told = "warning: 1 row of Enrollment.csv names a project that Project.csv marks as \
                deleted [project-deleted]\n   at EXPORT\n";
    assert!(ran.code == 0 && ran.stderr.contains(told), "{}", ran.stderr);
    assert!(!ran.stderr.contains("[row-without-project]"), "{}", ran.stderr);
}

/// A file that was cut off within an identifier names somebody else.
#[test]
fn what_is_left_of_a_row_that_was_cut_off_is_nobodys() {
    let case = with("Client.csv", "P3,Gone", "P12,Gone");
    let clients = case.read("export/Client.csv").replace("2026-01-01 10:00:00", "");
    case.write("export/Client.csv", clients);
    let stays = case.read("export/Enrollment.csv");
    case.write("export/Enrollment.csv", format!("{stays}E9,P1"));
    let ran = import(&case, &["--client", "P12"]);
    assert!(ran.code == 1 && ran.stderr.contains("[row-of-nobody]"), "{}", ran.stderr);
    let ran = import(&case, &["--client", "P1"]);
    assert!(ran.code == 1 && ran.stderr.contains("[client-left-out]"), "{}", ran.stderr);
    // The near miss: an exit tells whose the enrollment is.
    let exits = case.read("export/Exit.csv");
    case.write("export/Exit.csv", format!("{exits}X9,E9,P1,2026-01-01,410,\n"));
    let ran = import(&case, &["--client", "P12"]);
    assert!(ran.code == 0, "{}", ran.stderr);
}

#[test]
fn what_marks_a_row_as_deleted_is_a_day() {
    for (file, from) in [
        ("Enrollment.csv", "E2,P1,71,2025-03-01,1,,"),
        ("Exit.csv", "12:00:00,410,"),
        ("Organization.csv", "Casa Alameda,"),
    ] {
        for text in ["0", "NaT", "null", "false", "No", "2026-01-01 or so"] {
            let case = with(file, from, &format!("{from}{text}"));
            let ran = import(&case, &["--client", "P1"]);
            let told =
                format!("`DateDeleted` is not a date [bad-row]\n   at EXPORT/{file}");
            assert!(
                ran.code == 1 && ran.stderr.contains(&told),
                "{text}: {}",
                ran.stderr
            );
        }
        let case = with(file, from, &format!("{from}1900-01-01"));
        let ran = import(&case, &["--client", "P1"]);
        assert!(ran.code == 0, "{file}: {}", ran.stderr);
        assert_eq!(extract(&case, "P1")["enrollments"].as_array().map(Vec::len), Some(2));
    }
}

#[test]
fn a_build_tells_of_the_rows_of_its_client_that_it_left_out() {
    let it = hmis_csv();
    let exits = it.case.read("export/Exit.csv");
    let rows: String = exits.lines().skip(1).map(|it| format!("{it}\n")).collect();
    it.case.write("export/Exit.csv", exits.clone() + &rows);
    let ran = it.check(&[]);
    assert!(ran.stderr.contains("[rows-twice]\n   at --from\n"), "{}", ran.stderr);
    assert!(ran.stderr.contains("[rows-deleted]\n   at --from\n"), "{}", ran.stderr);
}

//! `crr import --skip-bad-rows`: a client of whom a row was skipped gets no extract, since it
//! would be read as the whole record.

use std::fmt::Write;
use std::fs;

use super::importing::{export, extract, import, plain, with};
use super::support::{Case, Ran};

/// Identifiers of which the last two characters are told.
const ONE: &str = "69E44770D";

/// The plain export, its first client under a long identifier, with a file changed.
fn renamed(file: &str, from: &str, to: &str) -> Case {
    export(|name, text| {
        let text = if name == file {
            assert!(text.contains(from), "{from:?} is in {file}");
            text.replacen(from, to, 1)
        } else {
            text.to_owned()
        };
        text.replace("P1", ONE)
    })
}

fn extracts(case: &Case) -> Vec<String> {
    let names = case.tree().into_iter().filter(|it| it.starts_with("extracts/"));
    names.map(|it| it.trim_start_matches("extracts/").to_owned()).collect()
}

fn skipping(case: &Case, more: &[&str]) -> Ran {
    let all: Vec<&str> = more.iter().copied().chain(["--skip-bad-rows"]).collect();
    import(case, &all)
}

#[test]
fn a_client_of_whom_a_row_was_skipped_gets_no_extract_and_is_named() {
    let case = renamed("Exit.csv", "11-15-2025 12:00:00", "31-15-2025");
    let ran = skipping(&case, &["--all"]);
    let told = "\
warning: 1 client got no extract: a row of this record was skipped [client-left-out]
   at client `·······0D`: Exit.csv, row 2
hint: export again; if the rows are the same, correct them in HMIS
warning: `ExitDate` is not a date [bad-row]
   at EXPORT/Exit.csv, row 2, column ExitDate
warning: 1 row with a PersonalID that Client.csv does not have was left out [row-without-client-row]
";
    assert!(ran.code == 0 && ran.stderr.starts_with(told), "{}", ran.stderr);
    let told = "\nimported 1 client with 1 enrollment; left out 2 rows";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    assert_eq!(extracts(&case), ["P2.json"]);
    let ran = skipping(&case, &["--all", "--replace", "--json"]);
    assert!(ran.stdout.contains("\"left_out\":1"), "{}", ran.stdout);
    assert!(!ran.stdout.contains(ONE), "{}", ran.stdout);
}

#[test]
fn who_was_asked_for_by_name_is_not_left_out_but_the_import_refused() {
    let case = renamed("Exit.csv", "11-15-2025 12:00:00", "31-15-2025");
    let before = case.tree();
    {
        let ran = skipping(&case, &["--client", ONE]);
        let told = "\
error: 1 client asked for got no extract: a row of this record was skipped [client-left-out]
   at client `·······0D`: Exit.csv, row 2
hint: export again; if the rows are the same, correct them in HMIS
warning: `ExitDate` is not a date [bad-row]
   at EXPORT/Exit.csv, row 2, column ExitDate
refused: 1 error; nothing was written
";
        assert_eq!((ran.code, &*ran.stderr), (1, told));
        assert_eq!(case.tree(), before);
    }
    // Without the flag nothing is written for anybody; with it, who is whole gets an extract.
    let both = ["--client", "P2", "--client", ONE];
    assert_eq!(import(&case, &both).code, 1);
    assert_eq!(case.tree(), before);
    let ran = skipping(&case, &both);
    let told =
        "warning: 1 client asked for got no extract: a row of this record was skipped";
    assert!(ran.code == 0 && ran.stderr.starts_with(told), "{}", ran.stderr);
    assert_eq!(extracts(&case), ["P2.json"]);
    fs::remove_file(case.dir.join("extracts/P2.json")).expect("removed");
    // The near miss: another client's row is no reason.
    let ran = skipping(&case, &["--client", "P2"]);
    assert!(ran.code == 0 && ran.stderr.contains("[bad-row]"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("client-left-out"), "{}", ran.stderr);
    assert_eq!(extracts(&case), ["P2.json"]);
}

/// In whatever file it is, and whatever is wrong with it.
#[test]
fn every_row_that_a_record_needs_counts() {
    for (file, from, to, row) in [
        ("Client.csv", "1980-01-02", "yesterday", "Client.csv, row 2"),
        ("Client.csv", "P1,Kanarivogel", "P1,Kanari,vogel", "Client.csv, row 2"),
        // Cells that moved: the PersonalID stands in another column.
        ("Client.csv", "P1,Kanarivogel", ",P1,Kanarivogel", "Client.csv, row 2"),
        (
            "Enrollment.csv",
            "E1,P1,70,2025-02-20",
            "E1,P1,70,soon",
            "Enrollment.csv, row 2",
        ),
        ("Enrollment.csv", "E1,P1,70", "P1,70", "Enrollment.csv, row 2"),
        // Its exit tells whose the enrollment is.
        ("Enrollment.csv", "E1,P1,70", "E1,,70", "Enrollment.csv, row 2"),
        ("Exit.csv", ",410", ",four", "Exit.csv, row 2"),
        ("Exit.csv", "X1,E1,P1", "X1,,P1", "Exit.csv, row 2"),
        // The enrollment tells whose the exit is.
        ("Exit.csv", "X1,E1,P1", "X1,E1,", "Exit.csv, row 2"),
        ("Exit.csv", "X1,E1,P1", "X1,E1", "Exit.csv, row 2"),
        ("Exit.csv", "X1,E1,P1,11-15", "X1,E1,P9,31-15", "Exit.csv, row 2"),
        ("Exit.csv", "X1,E1,P1", "E1,P1", "Exit.csv, row 2"),
        ("Project.csv", "Family Shelter,0", "Family Shelter,no", "Project.csv, row 2"),
    ] {
        let case = with(file, from, to);
        let ran = skipping(&case, &["--all"]);
        assert_eq!(ran.code, 0, "{file}, {to}: {}", ran.stderr);
        let told = format!("[client-left-out]\n   at client `··`: {row}");
        assert!(ran.stderr.contains(&told), "{file}, {to}: {}", ran.stderr);
        assert_eq!(extracts(&case), ["P2.json"], "{file}, {to}");
        let case = with(file, from, to);
        let ran = skipping(&case, &["--client", "P1"]);
        assert_eq!(ran.code, 1, "{file}, {to}: {}", ran.stderr);
        assert!(ran.stderr.contains("error: "), "{file}, {to}: {}", ran.stderr);
        assert_eq!(extracts(&case), [""; 0], "{file}, {to}");
    }
}

#[test]
fn a_stay_whose_project_or_agency_was_lost_is_not_shown_without() {
    for (file, from, to, left) in [
        // P2's stay names a project that no row has: one that says nothing for sure may be of it.
        ("Project.csv", "70,7,Bluebird", ",7,Bluebird", &[][..]),
        ("Project.csv", "70,7,Bluebird", "70,7,Blue,bird", &[]),
        ("Organization.csv", "7,Casa Alameda,", "7,Casa, Alameda,", &["P2.json"]),
        ("Organization.csv", "7,Casa Alameda,", ",Casa Alameda,", &["P2.json"]),
    ] {
        let case = with(file, from, to);
        let ran = skipping(&case, &["--all"]);
        assert_eq!(ran.code, i32::from(left.is_empty()), "{to}: {}", ran.stderr);
        assert!(ran.stderr.contains("[client-left-out]"), "{to}: {}", ran.stderr);
        assert!(ran.stderr.contains(&format!("{file}, row 2")), "{to}: {}", ran.stderr);
        assert_eq!(extracts(&case), left, "{to}");
    }
    // Whether a stay is shown rests on whether its project takes part.
    let participating = |row: &str| {
        let case = plain();
        let header = "HMISParticipationID,ProjectID,HMISParticipationType,DateDeleted";
        case.write("export/HMISParticipation.csv", format!("{header}\n1,71,2,\n{row}\n"));
        case
    };
    let case = participating("2,70,yes,");
    let ran = skipping(&case, &["--all"]);
    assert!(ran.code == 0 && ran.stderr.contains("[client-left-out]"), "{}", ran.stderr);
    assert_eq!(extracts(&case), ["P2.json"]);
    let ran = skipping(&participating("2,,1,"), &["--client", "P2"]);
    assert!(ran.code == 1 && ran.stderr.contains("[row-of-nobody]"), "{}", ran.stderr);
}

#[test]
fn a_row_that_may_be_anybodys_stops_who_is_asked_for_and_is_told_to_all() {
    for (file, from, to, row) in [
        ("Client.csv", "P1,Kanarivogel", ",Kanarivogel", "Client.csv, row 2"),
        ("Enrollment.csv", "E2,P1,71", "E2,,71", "Enrollment.csv, row 3"),
        ("Enrollment.csv", "E2,P1,71", "E2,71", "Enrollment.csv, row 3"),
        ("Exit.csv", "X1,E1,P1", "X1,E8,", "Exit.csv, row 2"),
        ("Exit.csv", "X1,E1,P1", "X1,,", "Exit.csv, row 2"),
        ("Exit.csv", "X1,E1,P1", "X1", "Exit.csv, row 2"),
    ] {
        let case = with(file, from, to);
        let ran = skipping(&case, &["--client", "P2"]);
        let told = format!(
            "error: 1 skipped row does not say about whom: it may be about a client asked for \
             [row-of-nobody]\n   at {row}\n\
             hint: export again; if the rows are the same, correct them in HMIS\n"
        );
        assert_eq!(ran.code, 1, "{to}: {}", ran.stderr);
        assert!(ran.stderr.starts_with(&told), "{to}: {}", ran.stderr);
        assert_eq!(extracts(&case), [""; 0], "{to}");
        let ran = skipping(&case, &["--all"]);
        let told = format!(
            "warning: 1 skipped row does not say about whom: it may be about any client \
             [row-of-nobody]\n   at {row}\n"
        );
        assert!(ran.code == 0 && ran.stderr.contains(&told), "{to}: {}", ran.stderr);
        assert!(!ran.stderr.contains("client-left-out"), "{to}: {}", ran.stderr);
    }
}

#[test]
fn a_row_that_another_row_tells_to_be_somebody_elses_stops_nobody() {
    for (file, from, to) in [
        ("Client.csv", "P2,\"Zo", "P2,x,\"Zo"),
        ("Enrollment.csv", "E3,P2,99,2024-01-05,77,,", "E3,P2,99"),
        // The enrollment is deleted: its exit is no loss to anybody.
        ("Exit.csv", "410,\n", "410,\nX2,E5,,2021-01-01,410,\n"),
        ("Exit.csv", "410,\n", "410,\nX2,E3,,2024-02-01,410,\n"),
        ("Exit.csv", "410,\n", "410,\nX2,E3,P2,2024-02-31,410,\n"),
    ] {
        let case = with(file, from, to);
        let ran = skipping(&case, &["--client", "P1"]);
        assert_eq!(ran.code, 0, "{to}: {}", ran.stderr);
        assert!(ran.stderr.contains("[bad-row]"), "{to}: {}", ran.stderr);
        assert_eq!(extracts(&case), ["P1.json"], "{to}");
        assert_eq!(extract(&case, "P1")["enrollments"][0]["exit_date"], "2025-11-15");
    }
}

/// A mark that is not closed makes one row of two: both people lost theirs.
#[test]
fn of_rows_that_ran_together_every_client_is_left_out() {
    let case = with("Client.csv", "P1,Kanarivogel,,Nguyễn", "P1,Kanarivogel,,\"Nguyễn");
    let text = case.read("export/Client.csv").replace("Ibáñez", "\"Ibáñez\"");
    case.write("export/Client.csv", text.replace("P3,Gone", "P3,\"Gone\""));
    for more in [&["--all"][..], &["--client", "P1"], &["--client", "P2"]] {
        let ran = skipping(&case, more);
        assert_eq!(ran.code, 1, "{more:?}: {}", ran.stderr);
        assert!(ran.stderr.contains("[client-left-out]"), "{more:?}: {}", ran.stderr);
        assert_eq!(extracts(&case), [""; 0], "{more:?}");
    }
    // A mark that is open to the end of the file.
    let case = with("Exit.csv", "X1,E1,P1", "X1,E1,\"P1");
    let ran = skipping(&case, &["--client", "P1"]);
    let told = "at client `··`: Exit.csv, row 2\n";
    assert!(ran.code == 1 && ran.stderr.contains(told), "{}", ran.stderr);
}

/// Two people under one identifier stay two, whoever of them lost a row.
#[test]
fn who_is_left_out_takes_part_in_what_must_be_unique() {
    let case = with("Exit.csv", ",410", ",four");
    case.write("export/Client.csv", case.read("export/Client.csv").replace("P2,", "p1,"));
    let ran = skipping(&case, &["--all"]);
    assert!(
        ran.code == 1 && ran.stderr.contains("[mapping-ambiguous]"),
        "{}",
        ran.stderr
    );
    // With a mapping it is the mapped identifier that is told, masked.
    let case = with("Exit.csv", ",410", ",four");
    case.write(
        "ids.csv",
        format!("PersonalID,UniqueIdentifier\nP1,{ONE}\nP2,70A55881E\n"),
    );
    let ran = skipping(&case, &["--all", "--ids", "ids.csv"]);
    let told = "at client `·······0D`: Exit.csv, row 2\n";
    assert!(ran.code == 0 && ran.stderr.contains(told), "{}", ran.stderr);
    assert_eq!(extracts(&case), ["70A55881E.json"]);
}

#[test]
fn many_clients_are_named_up_to_fifteen() {
    let case = plain();
    let mut clients = case.read("export/Client.csv");
    let mut enrollments = case.read("export/Enrollment.csv");
    let commas = ",".repeat(33);
    for i in 0..40 {
        writeln!(clients, "B{i}{commas}").expect("a string");
        writeln!(enrollments, "EB{i},B{i},70,soon,1,,").expect("a string");
    }
    case.write("export/Client.csv", clients);
    case.write("export/Enrollment.csv", enrollments);
    let ran = skipping(&case, &["--all"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("40 clients got no extract"), "{}", ran.stderr);
    assert_eq!(ran.stderr.matches("   at client ").count(), 15, "{}", ran.stderr);
    assert!(ran.stderr.contains("   at 25 more clients\n"), "{}", ran.stderr);
    assert_eq!(extracts(&case), ["P1.json", "P2.json"]);
}

/// A large export is read in several passes; whatever pass a client is in, it is told once.
#[test]
fn in_every_pass_of_a_large_export_who_lost_a_row_is_left_out() {
    const N: usize = 1_200;
    let case = plain();
    let wide = "x".repeat(60_000);
    let mut clients = String::from("PersonalID,FirstName,Padding\n");
    let mut enrollments = String::from("EnrollmentID,PersonalID,ProjectID,EntryDate\n");
    let mut exits = String::from("EnrollmentID,PersonalID,ExitDate\n");
    for i in 0..N {
        writeln!(clients, "C{i},Ada,{wide}").expect("a string");
        writeln!(enrollments, "E{i},C{i},70,2025-02-20").expect("a string");
        // Of every hundredth the exit does not say whose it is; of the next it is no date.
        let exit = match i % 100 {
            0 => format!("E{i},,2025-03-01"),
            1 => format!("E{i},C{i},soon"),
            _ => format!("E{i},C{i},2025-03-01"),
        };
        writeln!(exits, "{exit}").expect("a string");
    }
    exits.push_str("E-nobody,,2025-03-01\n");
    assert!(clients.len() > 64 * 1024 * 1024, "one pass would do");
    case.write("export/Client.csv", clients);
    case.write("export/Enrollment.csv", enrollments);
    case.write("export/Exit.csv", exits);
    let ran = skipping(&case, &["--all"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for told in [
        "24 clients got no extract: ",
        "1 skipped row does not say about whom",
        "10 more rows cannot be read",
        "imported 1176 clients with 1176 enrollments",
    ] {
        assert!(ran.stderr.contains(told), "{told}: {}", ran.stderr);
    }
    for name in extracts(&case) {
        let n: usize = name[1..].trim_end_matches(".json").parse().expect("a number");
        assert!(n % 100 > 1, "{name}");
        let text = fs::read_to_string(case.dir.join("extracts").join(&name));
        assert!(text.expect("an extract").contains("\"exit_date\": \"2025-03-01\""));
    }
}

/// The row that is told is the line of the file, however lines end, and blank ones counted.
#[test]
fn the_row_that_is_told_is_the_line_of_the_file() {
    let lines = |end: &str, last: &str| {
        let rows = ["EnrollmentID,PersonalID,ExitDate", "", "E1,P1,2025-11-15", "", ""];
        let mut text = rows.map(|it| it.to_owned() + end).concat();
        text.push_str("E3,P2,soon");
        text + last
    };
    for end in ["\n", "\r\n", "\r"] {
        for last in ["", end] {
            let case = plain();
            case.write("export/Exit.csv", lines(end, last));
            let ran = import(&case, &["--all"]);
            let told = "error: `ExitDate` is not a date [bad-row]\n   at EXPORT/Exit.csv, row 6, \
                        column ExitDate\n";
            assert!(ran.stderr.contains(told), "{end:?} {last:?}: {}", ran.stderr);
        }
    }
}

/// Excel rounds long numbers: whose such a row is, its first digits tell.
#[test]
fn a_row_of_a_rounded_personal_id_counts_for_whoever_begins_so() {
    for file in ["Enrollment.csv", "Exit.csv"] {
        let case = export(|name, text| {
            let text = text.replace("P1", "123456789").replace("P2", "987654321");
            if name == file { text.replacen("123456789", "1.23457E+08", 1) } else { text }
        });
        let ran = skipping(&case, &["--client", "123456789"]);
        let told =
            "error: 1 client asked for got no extract: a row of this record was skipped";
        assert!(ran.code == 1 && ran.stderr.starts_with(told), "{file}: {}", ran.stderr);
        let ran = skipping(&case, &["--client", "987654321"]);
        assert_eq!(ran.code, 0, "{file}: {}", ran.stderr);
        let ran = skipping(&case, &["--all", "--replace"]);
        assert!(
            ran.code == 0 && ran.stderr.contains("[client-left-out]"),
            "{}",
            ran.stderr
        );
        assert_eq!(extracts(&case), ["987654321.json"], "{file}");
    }
}

//! `crr import` of exits that name an enrollment of another client than they say they are of:
//! nobody can tell which of the two has left, so neither record is whole.

use std::fmt::Write;

use super::importing::{import, plain, with};
use super::support::Case;

const TOLD: &str = "`EnrollmentID` names an enrollment of another client [bad-row]\n   \
                    at EXPORT/Exit.csv, row 2, column EnrollmentID\n";

/// P1's enrollment, the exit of which says that it is P2's.
fn crossed() -> Case {
    with("Exit.csv", "X1,E1,P1", "X1,E1,P2")
}

fn extracts(case: &Case) -> Vec<String> {
    case.tree().into_iter().filter(|it| it.starts_with("extracts/")).collect()
}

#[test]
fn an_exit_of_another_clients_enrollment_is_a_bad_row_of_both() {
    for more in [&["--all"][..], &["--client", "P1"], &["--client", "P2"]] {
        let case = crossed();
        let ran = import(&case, more);
        // Who is asked for by name is told that it is their own record.
        let is_all = more.contains(&"--all");
        let told = format!("{}: {TOLD}", if is_all { "error" } else { "warning" });
        assert!(ran.code == 1 && ran.stderr.contains(&told), "{}", ran.stderr);
        assert_ne!(ran.stderr.contains("[client-left-out]"), is_all, "{}", ran.stderr);
        assert!(ran.stderr.ends_with("refused: 1 error; nothing was written\n"));
        let ran = import(&case, &[more, &["--skip-bad-rows"]].concat());
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        assert!(ran.stderr.contains(&format!("warning: {TOLD}")), "{}", ran.stderr);
        assert!(ran.stderr.contains("[client-left-out]"), "{}", ran.stderr);
        assert!(!ran.stderr.contains("exit-without-enrollment"), "{}", ran.stderr);
        assert_eq!(extracts(&case), [""; 0], "{more:?}");
    }
}

/// Whoever else is in the export keeps theirs.
#[test]
fn a_third_client_is_not_concerned() {
    let case = crossed();
    let clients = case.read("export/Client.csv");
    let commas = ",".repeat(33);
    case.write("export/Client.csv", format!("{clients}P4{commas}\n"));
    let ran = import(&case, &["--all", "--skip-bad-rows"]);
    assert!(ran.code == 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("2 clients got no extract"), "{}", ran.stderr);
    assert_eq!(extracts(&case), ["extracts/P4.json"]);
    let ran = import(&case, &["--client", "P4", "--replace"]);
    assert!(ran.code == 0 && !ran.stderr.contains("bad-row"), "{}", ran.stderr);
}

/// Also where the owner of the enrollment, or the client of the exit, has no row in Client.csv.
#[test]
fn who_is_not_in_the_export_spoils_the_record_of_who_is() {
    for (from, to, lost, kept) in [
        ("X1,E1,P1", "X1,E1,P9", "P1", "extracts/P2.json"),
        ("X1,E1,P1", "X1,E4,P1", "P1", "extracts/P2.json"),
    ] {
        let case = with("Exit.csv", from, to);
        let ran = import(&case, &["--all", "--skip-bad-rows"]);
        assert!(ran.code == 0 && ran.stderr.contains(TOLD), "{}", ran.stderr);
        assert_eq!(extracts(&case), [kept], "{to}");
        let ran = import(&case, &["--client", lost, "--replace"]);
        assert!(ran.code == 1 && ran.stderr.contains(TOLD), "{}", ran.stderr);
    }
}

#[test]
fn an_exit_of_no_enrollment_or_of_a_deleted_one_is_only_reported() {
    for to in ["X1,E8,P2", "X1,E5,P2", "X1,E5,P1"] {
        let case = with("Exit.csv", "X1,E1,P1", to);
        let ran = import(&case, &["--all"]);
        let told = "warning: 1 row of Exit.csv was left out: Enrollment.csv does not have its \
                    enrollment [exit-without-enrollment]\n   at EXPORT\n";
        assert!(ran.code == 0 && ran.stderr.contains(told), "{to}: {}", ran.stderr);
        assert!(!ran.stderr.contains("bad-row"), "{to}: {}", ran.stderr);
    }
}

/// An enrollment is one person's: whose it is that two have, nobody can tell. An exit of either
/// does not show it, and whoever else is in the export keeps theirs.
#[test]
fn an_enrollment_of_two_clients_is_a_bad_row_of_both() {
    const TOLD: &str = "another client has an enrollment of the same `EnrollmentID` \
                        [bad-row]\n   at EXPORT/Enrollment.csv, row 4, column EnrollmentID\n";
    let crossed = || {
        let case = with("Enrollment.csv", "E3,P2", "E1,P2");
        case.write(
            "export/Exit.csv",
            "EnrollmentID,PersonalID,ExitDate\nE1,P1,2025-11-15\nE1,P2,2025-03-01\n",
        );
        case
    };
    for (more, severity) in [
        (&["--all"][..], "error"),
        (&["--client", "P1"], "warning"),
        (&["--client", "P2"], "warning"),
        (&["--client", "P2", "--client", "P1"], "warning"),
    ] {
        let case = crossed();
        let ran = import(&case, more);
        let told = format!("{severity}: {TOLD}");
        assert!(ran.code == 1 && ran.stderr.contains(&told), "{}", ran.stderr);
        assert_eq!(ran.stderr.matches("[bad-row]").count(), 1, "{}", ran.stderr);
        assert_eq!(extracts(&case), [""; 0], "{more:?}");
    }
    let case = crossed();
    let clients = case.read("export/Client.csv");
    let commas = ",".repeat(33);
    case.write("export/Client.csv", format!("{clients}P4{commas}\n"));
    let ran = import(&case, &["--all", "--skip-bad-rows"]);
    assert!(ran.code == 0 && ran.stderr.contains(TOLD), "{}", ran.stderr);
    assert!(ran.stderr.contains("2 clients got no extract"), "{}", ran.stderr);
    assert_eq!(extracts(&case), ["extracts/P4.json"]);
    // The near miss: what was deleted of the other is nobody's.
    let case = with("Enrollment.csv", "E5,P1,70,2020-01-05", "E1,P2,70,2020-01-05");
    let ran = import(&case, &["--all"]);
    assert!(ran.code == 0 && !ran.stderr.contains("bad-row"), "{}", ran.stderr);
}

/// The two clients need not be in one pass; the row is counted once.
#[test]
fn in_whatever_pass_the_two_are_both_go_without() {
    const N: usize = 1_200;
    let case = plain();
    let wide = "x".repeat(60_000);
    let mut clients = String::from("PersonalID,FirstName,Padding\n");
    let mut enrollments = String::from("EnrollmentID,PersonalID,ProjectID,EntryDate\n");
    let mut exits = String::from("EnrollmentID,PersonalID,ExitDate\n");
    for i in 0..N {
        writeln!(clients, "C{i},Ada,{wide}").expect("a string");
        writeln!(enrollments, "E{i},C{i},70,2025-02-20").expect("a string");
        // Of every hundredth the exit names the enrollment of the next.
        let of = if i % 100 == 0 { i + 1 } else { i };
        if i % 100 != 1 {
            writeln!(exits, "E{of},C{i},2025-03-01").expect("a string");
        }
    }
    assert!(clients.len() > 64 * 1024 * 1024, "one pass would do");
    case.write("export/Client.csv", clients);
    case.write("export/Enrollment.csv", enrollments);
    case.write("export/Exit.csv", exits);
    let ran = import(&case, &["--all", "--skip-bad-rows"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(ran.stderr.matches("[bad-row]").count(), 12, "{}", ran.stderr);
    assert!(ran.stderr.contains("24 clients got no extract"), "{}", ran.stderr);
    assert!(ran.stderr.contains("imported 1176 clients"), "{}", ran.stderr);
    for name in extracts(&case) {
        let n: usize =
            name["extracts/C".len()..].trim_end_matches(".json").parse().expect("n");
        assert!(n % 100 > 1, "{name}");
    }
}

//! `crr import hmis-csv` and the names of the household: HouseholdID joins people, Client.csv
//! names them.

use serde_json::{Value, json};

use super::importing::{export, extract, import};
use super::support::Case;

const HEADER: &str = "EnrollmentID,PersonalID,ProjectID,EntryDate,HouseholdID\n";

/// An export of these enrollments and, besides the two clients, these rows of Client.csv.
fn joined(enrollments: &str, clients: &str) -> Case {
    export(|name, text| match name {
        "Enrollment.csv" => format!("{HEADER}{enrollments}"),
        "Client.csv" => text.to_owned() + clients,
        "Exit.csv" => "EnrollmentID,PersonalID,ExitDate\n".into(),
        _ => text.to_owned(),
    })
}

fn names(case: &Case, id: &str) -> Value {
    let ran = import(case, &["--all", "--replace"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    extract(case, id).get("household_names").cloned().unwrap_or(Value::Null)
}

#[test]
fn everybody_of_every_household_of_a_client_is_named() {
    let rest = ",".repeat(30);
    let clients = format!("P5,Ana,María,Ruiz{rest}\nP6,Bo,,NULL,{}\n", ",".repeat(29));
    let case = joined(
        "E1,P1,70,2025-02-20,H1\nE2,P2,70,2025-02-20,H1\nE3,P1,71,2025-03-01,H2\n\
         E4,P5,71,2025-03-01,H2\nE5,P6,70,2025-03-01,H9\n",
        &clients,
    );
    assert_eq!(names(&case, "P1"), json!(["Ana María Ruiz", "Zo\"e, the second Ibáñez"]));
    assert_eq!(names(&case, "P2"), json!(["Kanarivogel Nguyễn"]));
    assert_eq!(names(&case, "P6"), json!([]), "there is nobody else");
    // Whoever is asked for.
    let ran = import(&case, &["--client", "P2", "--replace"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(extract(&case, "P2")["household_names"], json!(["Kanarivogel Nguyễn"]));
    let told = "who else is of the household is known of 1 client\n";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
}

/// What is unknown is not "nobody".
#[test]
fn a_household_that_is_not_known_is_not_told() {
    for enrollments in [
        // One stay says nothing; a member has no row, or a row that does not say who it is.
        "E1,P1,70,2025-02-20,H1\nE3,P1,71,2025-03-01,\n",
        "E1,P1,70,2025-02-20,H1\nE2,P9,70,2025-02-20,H1\n",
        "E1,P1,70,2025-02-20,NULL\n",
        // A spreadsheet made one number of several.
        "E1,P1,70,2025-02-20,1.23457E+08\nE2,P2,70,2025-02-20,1.23457E+08\n",
    ] {
        let case = joined(enrollments, "");
        assert_eq!(names(&case, "P1"), Value::Null, "{enrollments}");
        assert_eq!(names(&case, "P2"), Value::Null, "no stay, or none that is known");
    }
    // Who was deleted has a name too.
    let case = joined("E1,P1,70,2025-02-20,H1\nE2,P3,70,2025-02-20,H1\n", "");
    assert_eq!(names(&case, "P1"), json!(["Gone Away"]));
    // An enrollment that was deleted joins nobody.
    let rows = "E1,P1,70,2025-02-20,H1,\nE2,P2,70,2025-02-20,H1,2025-02-21\n";
    let case = joined("", "");
    let header = HEADER.replace('\n', ",DateDeleted\n");
    case.write("export/Enrollment.csv", header + rows);
    assert_eq!(names(&case, "P1"), json!([]));
}

#[test]
fn more_than_fifty_people_are_no_household() {
    let rest = ",".repeat(32);
    let clients: String = (0..60).map(|i| format!("B{i},Ben{i}{rest}\n")).collect();
    let of = |n: usize| -> String {
        let rows = (0..n).map(|i| format!("EB{i},B{i},70,2025-02-20,H1\n"));
        "E1,P1,70,2025-02-20,H1\n".to_owned() + &rows.collect::<String>()
    };
    let case = joined(&of(49), &clients);
    assert_eq!(names(&case, "P1").as_array().map(Vec::len), Some(49));
    let case = joined(&of(50), &clients);
    assert_eq!(names(&case, "P1"), Value::Null);
    let ran = import(&case, &["--all", "--replace"]);
    let told = "warning: 1 HouseholdID joins more than 50 people [household-too-large]\n";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
}

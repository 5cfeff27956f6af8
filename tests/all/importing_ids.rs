//! `crr import hmis-csv --ids`: several identifiers of one PersonalID, and one of two.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::importing::{export, extract, import, plain, with};
use super::support::{AT, Case, ROOT, Ran};

const ONE: &str = "69E44770D";
const TWO: &str = "B8143FA2D";

/// How a run ends that is refused.
const END: &str = "refused: 1 error; nothing was written\n";

fn ids(case: &Case, rows: &str) {
    case.write("ids.csv", format!("PersonalID,UniqueIdentifier\n{rows}"));
}

fn mapped(case: &Case, more: &[&str]) -> Ran {
    import(case, &[&["--ids", "ids.csv"], more].concat())
}

#[track_caller]
fn passed(ran: Ran) -> Ran {
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran
}

/// The extracts there are.
fn extracts(case: &Case) -> Vec<String> {
    let files = case.tree();
    let names = files.iter().filter_map(|it| it.strip_prefix("extracts/"));
    names.map(str::to_owned).collect()
}

/// The first identifier, and the further ones.
fn both(case: &Case, id: &str) -> (Value, Value) {
    let it = extract(case, id);
    (it["client_id"].clone(), it.get("further_ids").cloned().unwrap_or_default())
}

#[test]
fn several_identifiers_of_a_client_stand_in_one_extract() {
    let case = plain();
    ids(&case, &format!("P1,{ONE}\nP2,C2\nP1,{TWO}\nP1,{ONE}\n"));
    let ran = passed(mapped(&case, &["--all"]));
    assert_eq!(extracts(&case), ["69E44770D.json", "C2.json"]);
    assert_eq!(both(&case, ONE), (json!(ONE), json!([TWO])), "the first of the file");
    assert_eq!(both(&case, "C2"), (json!("C2"), Value::Null));
    let one = extract(&case, ONE);
    assert_eq!(one["profile"]["client_id"], ONE);
    assert_eq!(one["enrollments"].as_array().map(Vec::len), Some(2), "rows stand once");
    let told = "\n1 client has several HMIS identifiers: all stand in one extract\n";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    assert!(!ran.stderr.contains(ONE) && !ran.stderr.contains(TWO), "{}", ran.stderr);
    // Without a second one nothing is told.
    ids(&case, &format!("P1,{ONE}\nP2,C2\nP1,{ONE}\n"));
    let ran = passed(mapped(&case, &["--all", "--replace"]));
    assert!(!ran.stderr.contains("several"), "{}", ran.stderr);
}

#[test]
fn who_is_asked_for_comes_first() {
    let case = plain();
    ids(&case, &format!("P1,A1\nP1,{ONE}\nP1,{TWO}\nP2,C2\n"));
    passed(mapped(&case, &["--client", TWO]));
    assert_eq!(extracts(&case), ["B8143FA2D.json"]);
    assert_eq!(both(&case, TWO), (json!(TWO), json!(["A1", ONE])));
    // Two of one client: both are found, and the order is that of the file.
    let ran = passed(mapped(&case, &["--client", TWO, "--client", ONE, "--replace"]));
    assert!(!ran.stderr.contains("client-not-in-export"), "{}", ran.stderr);
    assert_eq!(extracts(&case), ["69E44770D.json"]);
    assert_eq!(both(&case, ONE), (json!(ONE), json!(["A1", TWO])));
}

#[test]
fn an_identifier_of_two_clients_is_refused_to_who_asks_for_it() {
    for rows in ["P1,X1\nP2,C2\nP2,X1\n", "P1,X1\nP2,C2\nP2,x1\n"] {
        let case = plain();
        ids(&case, rows);
        let before = case.tree();
        let ran = mapped(&case, &["--client", "X1"]);
        let told = "error: an HMIS identifier asked for is that of two PersonalIDs \
                    [mapping-ambiguous]\n   at --ids, row 2\n   at --ids, row 4\n\
                    hint: look up in HMIS whose it is, and remove the other row from the \
                    file of `--ids`\n";
        assert_eq!((ran.code, ran.stderr), (1, format!("{told}{END}")));
        assert_eq!(case.tree(), before);
        // Who is asked for by an identifier of their own gets an extract without that one.
        let ran = passed(mapped(&case, &["--client", "C2"]));
        let told = "warning: 1 HMIS identifier of the clients imported was left out: it is \
                    that of another PersonalID too, or is not one [id-left-out]\n   \
                    at --ids\nhint: look up";
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
        assert_eq!(both(&case, "C2"), (json!("C2"), Value::Null));
        // The near miss: the row is gone.
        ids(&case, "P1,X1\nP2,C2\n");
        let ran = passed(mapped(&case, &["--client", "X1"]));
        assert!(!ran.stderr.contains("id-left-out"), "{}", ran.stderr);
    }
}

#[test]
fn with_all_an_identifier_of_two_clients_stops_nobody_else() {
    let clients = ["P5", "P6"].map(|it| format!("{it},Ana{}\n", ",".repeat(32)));
    let case = export(|name, text| match name {
        "Client.csv" => text.to_owned() + &clients.concat(),
        _ => text.to_owned(),
    });
    ids(&case, &format!("P1,{ONE}\nP2,C2\nP5,C5\nP2,{ONE}\nP6,C6\nP6,C7\n"));
    let ran = passed(mapped(&case, &["--all"]));
    assert_eq!(extracts(&case), ["C5.json", "C6.json"]);
    let told = "warning: 2 clients got no extract: an HMIS identifier of each of these \
                clients is that of another PersonalID too [id-of-two-clients]\n   \
                at --ids, identifier `·······0D`\n   at --ids, identifier `·······0D`\n\
                hint: look up in HMIS whose it is, and remove the other row from the file of \
                `--ids`\n";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    assert!(!ran.stderr.contains(ONE), "{}", ran.stderr);
    let ran = passed(mapped(&case, &["--all", "--replace", "--json"]));
    let told: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let counts = ["clients", "several_ids", "shared_ids", "ids_not_taken"];
    assert_eq!(counts.map(|it| told["result"][it].as_u64()), [2, 1, 2, 0].map(Some));
}

#[test]
fn where_every_client_is_left_out_nothing_is_written() {
    let case = plain();
    ids(&case, "P1,X1\nP2,X1\n");
    let before = case.tree();
    let ran = mapped(&case, &["--all"]);
    let told = "error: every client of the export was left out [no-clients]\n   at EXPORT\n\
                hint: look up in HMIS whose it is, and remove the other row from the file of \
                `--ids`\n";
    assert!(ran.code == 1 && ran.stderr.contains(told), "{}", ran.stderr);
    assert_eq!(case.tree(), before);
}

#[test]
fn who_lost_a_row_is_told_whatever_the_identifiers() {
    let case = with("Exit.csv", ",410", ",four");
    ids(&case, &format!("P1,{ONE}\nP1,{TWO}\nP2,C2\n"));
    let ran = mapped(&case, &["--client", TWO]);
    assert!(ran.stderr.contains("at client `·······2D`: Exit.csv, row 2\n"));
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    passed(mapped(&case, &["--all", "--skip-bad-rows"]));
    assert_eq!(extracts(&case), ["C2.json"]);
}

#[test]
fn the_columns_are_taken_as_looker_names_them() {
    for header in [
        "Clients Personal ID,Clients Unique Identifier",
        "Personal ID,Unique Identifier",
        "CLIENT PERSONAL ID,unique identifier",
        "clients.personal_id,clients.unique_identifier",
        "PersonalID,Clients Unique Identifier",
    ] {
        let case = plain();
        case.write("ids.csv", format!("{header}\nP1,A1\n"));
        passed(mapped(&case, &["--client", "A1"]));
        assert_eq!(both(&case, "A1").0, "A1", "{header}");
    }
    let refused = |text: &str, told: &str| {
        let case = plain();
        case.write("ids.csv", text);
        let ran = mapped(&case, &["--client", "A1"]);
        assert_eq!((ran.code, ran.stderr), (1, format!("{told}{END}")));
    };
    // Whose it is, another view would say of somebody else.
    refused(
        "Head of Household Personal ID,Clients Unique Identifier\nP1,A1\n",
        "error: the file of `--ids` has no column PersonalID [export-columns-missing]\n   \
         at --ids, row 1\nhint: name the columns in the first row of that file\n",
    );
    refused(
        "Personal ID,PersonalID,Unique Identifier\nP1,P2,A1\n",
        "error: the file of `--ids` has two columns `PersonalID` [export-column-twice]\n   \
         at --ids, row 1\nhint: remove one of them\n",
    );
    refused(
        "Clients Personal ID;Clients Unique Identifier\nP1;A1\n",
        "error: the file of `--ids` is separated by semicolons, not by commas \
         [export-not-csv]\n   at --ids\n\
         hint: save that file as CSV, comma delimited, in UTF-8\n",
    );
}

/// Only a file that a person made is read so.
#[test]
fn the_columns_of_the_export_are_those_of_hud() {
    let case = with("Exit.csv", "PersonalID", "Clients Personal ID");
    let ran = import(&case, &["--all"]);
    let told = "Exit.csv has no column PersonalID [export-columns-missing]";
    assert!(ran.code == 1 && ran.stderr.contains(told), "{}", ran.stderr);
}

#[test]
fn of_a_client_there_is_one_file_whatever_its_name() {
    let case = plain();
    ids(&case, &format!("P1,{ONE}\nP1,{TWO}\nP2,C2\n"));
    for seal in [&[][..], &["--key", "desk.key"]] {
        let run =
            |more: &[&str]| import(&case, &[&["--ids", "ids.csv"], seal, more].concat());
        passed(run(&["--client", ONE, "--replace"]));
        let before = case.tree();
        let ran = run(&["--client", TWO]);
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        assert!(ran.stderr.contains("·······0D."), "{}", ran.stderr);
        assert_eq!(case.tree(), before);
        passed(run(&["--client", TWO, "--replace"]));
        let ending = if seal.is_empty() { "json" } else { "sealed" };
        assert_eq!(extracts(&case), [format!("{TWO}.{ending}")]);
    }
    // What is no extract is not replaced; nobody else's file is touched.
    let case = plain();
    ids(&case, &format!("P1,{ONE}\nP1,{TWO}\nP2,C2\n"));
    passed(mapped(&case, &["--client", "C2"]));
    case.write(&format!("extracts/{TWO}.json"), "{}");
    let ran = mapped(&case, &["--client", ONE, "--replace"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert_eq!(extracts(&case), ["B8143FA2D.json", "C2.json"]);
}

#[test]
fn what_is_beside_is_taken_under_every_identifier() {
    let case = export(|name, text| match name {
        "Enrollment.csv" => "EnrollmentID,PersonalID,ProjectID,EntryDate,HouseholdID\n\
                             E1,P1,70,2025-02-20,H1\nE2,P2,70,2025-02-20,H1\n"
            .into(),
        "Exit.csv" => "EnrollmentID,PersonalID,ExitDate\n".into(),
        _ => text.to_owned(),
    });
    ids(&case, &format!("P1,{ONE}\nP1,{TWO}\nP2,C2\nP2,C3\n"));
    let document = |id: &str, of: &str| {
        json!({
            "client_id": of, "document_id": id, "category": "Identification",
            "name": "Card", "added_on": "2024-10-03", "agency": null,
            "program_eligibility": null
        })
    };
    let (first, second) = (document("D-1", ONE), document("D-2", TWO));
    let beside = json!([
        {
            "client_id": ONE, "documents": [first], "contact_information": [],
            "profile": { "private": true }
        },
        {
            "client_id": TWO, "documents": [second, first],
            "contact_information": { "unavailable": "no access" },
            "profile": { "private": false }
        },
    ]);
    case.write("more.json", beside.to_string());
    let ran = passed(mapped(&case, &["--all", "--with", "more.json"]));
    assert!(!ran.stderr.contains("sections-not-merged"), "{}", ran.stderr);
    let one = extract(&case, ONE);
    assert_eq!(one["documents"], json!([first, second]), "each once");
    assert!(one["contact_information"].get("unavailable").is_some(), "not known whole");
    assert_eq!(one["profile"]["private"], true);
    // A client's own name is not one of the household, however many identifiers there are.
    assert_eq!(one["household_names"], json!(["Zo\"e, the second Ibáñez"]));
    assert_eq!(extract(&case, "C2")["household_names"], json!(["Kanarivogel Nguyễn"]));
}

/// The whole way: the request names another identifier than the rows.
#[test]
fn a_request_may_name_any_of_them() {
    let case = plain();
    ids(&case, &format!("P1,{TWO}\nP1,{ONE}\nP2,C2\n"));
    passed(mapped(&case, &["--all"]));
    let sample = Path::new(ROOT).join("data/samples/typical-adult/request.toml");
    let request = fs::read_to_string(sample).expect("a sample");
    let request = request.replace("Harbor Bridge Outreach", "Casa Alameda");
    let request = request.replace("# found_in_hmis_on", "found_in_hmis_on");
    assert!(request.contains(ONE));
    case.write("request.toml", &request);
    let check = || {
        case.crr(["check", "request.toml", "--extracts", "extracts", "--at", AT].iter())
    };
    passed(check());
    // The near miss: another client's.
    case.write("request.toml", request.replace(ONE, "D00000077"));
    let ran = check();
    assert!(ran.code == 1 && ran.stderr.contains("[no-extract]"), "{}", ran.stderr);
}

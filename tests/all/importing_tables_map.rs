//! `crr import tables` with a mapping file, and tables beside an export.

use serde_json::{Value, json};

use super::importing;
use super::importing_tables::{
    CLIENT, TILES, extract, import, import_of, imported, plain, tiles, with, zip,
};
use super::support::Case;

fn mapped(case: &Case, map: &str) -> Value {
    case.write("map.toml", map);
    imported(case, &["--map", "map.toml"])
}

#[test]
fn a_mapping_file_is_laid_over_the_built_in_one() {
    // An answer, in any spelling.
    let case =
        with("stays.csv", "Place not meant for habitation", "\"Couch, at a cousin's\"");
    assert_eq!(import(&case, &[]).code, 1);
    let it = mapped(&case, "[values.destination]\n\"COUCH at a cousin’s\" = 312\n");
    assert_eq!(it["enrollments"][0]["destination"], 312);
    // One that says nothing, and one of any list that has the code.
    let case = with("who_it_is.csv", "Client doesn’t know", "Rather not");
    assert_eq!(
        mapped(&case, "[values.any]\n\"Rather not\" = 9\n")["profile"]["veteran_status"],
        9
    );
    let it = mapped(&case, "[values.veteran_status]\n\"Rather not\" = \"nothing\"\n");
    assert_eq!(it["profile"]["veteran_status"], Value::Null);
    // A race by the name of HUD's column.
    let case = with("who_it_is.csv", "\"White, ", "\"Sámi, ");
    let it = mapped(&case, "[values.race_ethnicity]\n\"Sámi\" = \"White\"\n");
    assert_eq!(it["profile"]["race_ethnicity"], json!(["White", "AmIndAKNative"]));
    // A column, and a field of the community's own.
    let case = with("who_it_is.csv", "Clients Alias", "Goes By");
    let it = mapped(
        &case,
        "[tables.profile]\nalias = [\"Goes by\"]\n[custom_fields]\n\"Color\" = [\"Favorite color\"]\n",
    );
    assert_eq!(it["profile"]["alias"], "Null");
    assert_eq!(
        it["profile"]["custom_fields"],
        json!([{ "label": "Color", "value": "Mauve" }])
    );
    // A file's name, and a view label.
    let case = tiles(|name, text| match name {
        "roi.csv" => text.replace("Permission", "Papers Permission"),
        _ => text.to_owned(),
    });
    let it = mapped(&case, "views = [\"Papers\"]\n");
    assert_eq!(it["release_of_information"][0]["permission"], true);
    // A tile that belongs to no record, and a column that is not to be used.
    let case = plain();
    case.write("tiles/how_many.csv", "Number of Clients\n1\n");
    assert_eq!(import(&case, &[]).code, 1);
    let it = mapped(
        &case,
        "left_out = [\"How many\"]\nignored = [\"Alias\", \"Favorite Color\"]\n",
    );
    assert!(it["profile"].get("alias").is_none());
    // A limit of the tile's own.
    case.write("map.toml", "row_limits = [2]\nleft_out = [\"how_many.csv\"]\n");
    let ran = import(&case, &["--replace", "--map", "map.toml"]);
    assert!(ran.stderr.contains("exactly 2 rows"), "{}", ran.stderr);
}

#[test]
fn a_mapping_can_take_the_place_of_the_built_in_one() {
    let case = Case::empty();
    case.write(
        "people.csv",
        format!("Case No,Given,Family,Stat\n{CLIENT},Ottoline,Marchetti,Yes (HUD)\n"),
    );
    case.write(
        "map.toml",
        "instead = true\nsource = \"Another System\"\nstandard = \"FY2024\"\n\
         client = [\"Case No\"]\ncut_words = [\"(HUD)\"]\n\
         [tables.profile]\nfiles = [\"people\"]\nfirst_name = [\"Given\"]\n\
         last_name = [\"Family\"]\nveteran_status = [\"Stat\"]\n",
    );
    let ran = import_of(&case, "people.csv", &["--map", "map.toml"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let it = extract(&case);
    assert_eq!(
        (&it["source"], &it["standard"]),
        (&json!("Another System"), &json!("FY2024"))
    );
    assert_eq!(it["profile"]["veteran_status"], 1);
    assert!(it.get("enrollments").is_none());
}

#[test]
fn the_built_in_mapping_is_printed_and_is_a_mapping_file() {
    let case = plain();
    let ran = case.crr(["import", "tables", "--print-map"]);
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    let expected = imported(&case, &[]);
    // Laid over itself, or in its own place, it changes nothing.
    assert_eq!(mapped(&case, &ran.stdout), expected);
    assert_eq!(mapped(&case, &format!("instead = true\n{}", ran.stdout)), expected);
    let ran = case.crr(["import", "looker", "--recipe"]);
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    for section in ["Client Profile", "Release of Information", "row limit 5000"] {
        assert!(ran.stdout.contains(section), "{section}");
    }
    let ran = case.crr(["import", "tables", "tiles"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
}

#[test]
fn what_is_wrong_with_a_mapping_is_told_at_its_line() {
    let case = plain();
    for (map, told) in [
        (
            "[tables.enrollments]\nentry_dat = [\"Began\"]\n",
            "error: this key is not known [unknown-key]\n  --> map.toml:2:1\n",
        ),
        ("[values.destinations]\n", "hint: did you mean `destination`?\n"),
        (
            "[values.destination]\n\"Elsewhere\" = 4711\n",
            "error: HUD's list has no such code or column [map-unknown-code]\n  --> map.toml:2:1\n",
        ),
        ("[values.race_ethnicity]\n\"Sami\" = \"Sami\"\n", "[map-unknown-code]"),
        ("[values.yes_no]\n\"Maybe\" = 2\n", "hint: write 1 for yes and 0 for no\n"),
        (
            "[values.destination]\n\"The shed\" = 116\n\"the  SHED\" = 17\n",
            "error: two lines give this answer two meanings [map-ambiguous]\n  --> map.toml:3:1\n",
        ),
        (
            "[tables.enrollments]\nentry_date = [\"Day\"]\nexit_date = [\"DAY\"]\n",
            "error: a column here is one of `entry_date` too [map-ambiguous]\n",
        ),
        ("client = \"Unique Identifier\"\n", "[wrong-type]"),
        ("[values.sex]\n\"F\" = 0.5\n", "[wrong-type]"),
        ("ignored = [\n", "[malformed-toml]"),
        ("format = 2\n", "[format-newer]"),
        ("standard = \"FY2022\"\n", "[unknown-standard]"),
    ] {
        case.write("map.toml", map);
        let ran = import(&case, &["--map", "map.toml"]);
        assert!(ran.code == 1 && ran.stderr.contains(told), "{map}: {}", ran.stderr);
        for value in ["Elsewhere", "shed", "SHED", "Began"] {
            assert!(!ran.stderr.contains(value), "{value}: {}", ran.stderr);
        }
        assert!(!case.dir.join("extracts").exists(), "{map}");
    }
    let ran = import(&case, &["--map", "nowhere.toml"]);
    assert!(ran.stderr.contains("[not-found]"), "{}", ran.stderr);
}

/// Three tiles beside a HUD CSV: the way with the fewest texts to interpret.
#[test]
fn tables_are_merged_with_an_export() {
    let case = importing::plain();
    let three = |id: &str| {
        let of = |i: usize| (TILES[i].0.to_owned(), TILES[i].1.replace(CLIENT, id));
        [of(1), of(3), of(4)]
    };
    zip(&case, "one.zip", three("P1"));
    zip(&case, "two.zip", three("P2"));
    let both = ["--all", "--with", "one.zip", "--with", "two.zip"];
    let ran = importing::import(&case, &both);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("  reach.csv: the contact information, 2 rows\n"),
        "{}",
        ran.stderr
    );
    for id in ["P1", "P2"] {
        let it = importing::extract(&case, id);
        assert_eq!(it["documents"][0]["client_id"], id);
        assert_eq!(it["contact_information"].as_array().map(Vec::len), Some(4));
        assert_eq!(it["exported_at"], "2026-11-18T14:05:00-08:00", "that of the export");
        assert!(it["enrollments"].as_array().is_some_and(|it| !it.is_empty()));
    }
    // Tables without a row are about the one client that is asked for.
    let empty = three("P1")
        .map(|(name, text)| (name, text.lines().next().expect("a header").to_owned()));
    zip(&case, "none.zip", empty);
    let ran =
        importing::import(&case, &["--client", "P1", "--replace", "--with", "none.zip"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(importing::extract(&case, "P1")["documents"], json!([]));
    let ran = importing::import(&case, &["--all", "--replace", "--with", "none.zip"]);
    assert!(
        ran.stderr.contains(
            "no row says whom the download is about [no-clients]\n   at --with\n"
        ),
        "{}",
        ran.stderr
    );
    // Rows of two people, and enrollments, which the export has.
    let [roi, papers, reach] = three("P1");
    let mixed = (reach.0, reach.1.replacen("P1", "P2", 1));
    zip(&case, "mixed.zip", [roi.clone(), papers, mixed]);
    let ran = importing::import(&case, &["--all", "--replace", "--with", "mixed.zip"]);
    assert!(
        ran.stderr.contains("[another-clients-row]\n   at --with/reach.csv, row 2\n"),
        "{}",
        ran.stderr
    );
    let stays = (TILES[2].0.to_owned(), TILES[2].1.replace(CLIENT, "P1"));
    zip(&case, "stays.zip", [roi, stays]);
    let ran = importing::import(&case, &["--all", "--replace", "--with", "stays.zip"]);
    let told = "error: a table has enrollments, which come from the export [merge-unreadable]\n   \
                at --with/stays.csv\n";
    assert!(ran.code == 1 && ran.stderr.contains(told), "{}", ran.stderr);
}

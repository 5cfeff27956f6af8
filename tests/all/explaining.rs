//! `crr explain`: every name in brackets is explained, by its rule or by a line of its own.

use std::collections::BTreeSet;

use client_record_request::diagnostics::Explanation;
use client_record_request::rules::{self, Edition};
use serde_json::Value;

use super::slugs;
use super::support::Case;

#[test]
fn every_name_has_exactly_one_explanation() {
    let rules: BTreeSet<String> = rules::slugs().map(str::to_owned).collect();
    let explained: BTreeSet<String> =
        Explanation::all().into_iter().map(|it| it.slug).collect();
    let both: Vec<_> = rules.intersection(&explained).collect();
    assert!(both.is_empty(), "rules explain themselves: {both:?}");
    let all = slugs::all();
    let missing: Vec<_> = all
        .iter()
        .filter(|it| !rules.contains(*it) && !explained.contains(*it))
        .collect();
    assert!(missing.is_empty(), "data/explanations.toml lacks {missing:?}");
    let unknown: Vec<_> = explained.difference(&all).collect();
    assert!(unknown.is_empty(), "no message has the name {unknown:?}");
}

#[test]
fn the_command_prints_each() {
    let case = Case::empty();
    for slug in slugs::all() {
        let ran = case.crr(["explain", &slug]);
        assert_eq!(ran.code, 0, "{slug}: {}", ran.stderr);
        assert!(ran.stdout.starts_with(&format!("{slug} (")), "{}", ran.stdout);
        if let Some(it) = Explanation::of(&slug) {
            let words: Vec<_> = ran.stdout.split_whitespace().collect();
            assert!(words.join(" ").ends_with(&it.explanation), "{}", ran.stdout);
            assert!(ran.stdout.lines().all(|it| it.chars().count() <= 78));
        } else {
            assert!(ran.stdout.contains("What to do: "), "{}", ran.stdout);
        }
    }
}

#[test]
fn a_rule_is_explained_with_the_sentence_it_rests_on() {
    let case = Case::empty();
    let all = case.crr(["explain"]);
    assert_eq!(all.code, 0, "{}", all.stderr);
    let edition = Edition::named("oc-hmis-2020").expect("the default edition");
    for rule in edition.rules {
        assert!(all.stdout.contains(&rule.slug), "{}", rule.slug);
        let one = case.crr(["explain", &rule.slug]);
        assert!(one.stdout.contains(&rule.sentence), "{}", one.stdout);
        assert!(!one.stdout.contains("does not have this rule"), "{}", one.stdout);
        let limits = rule.limits.map(|it| format!("\nNot found: {it}.\n"));
        let told = limits.unwrap_or_else(|| "What to do: ".into());
        assert!(one.stdout.contains(&told), "{}", one.stdout);
        assert_eq!(one.stdout.contains("\nNot found: "), told.starts_with('\n'));
    }
    let more = "Every other name in brackets is explained too: run `crr explain NAME`.\n";
    assert!(all.stdout.ends_with(more), "{}", all.stdout);
    for (slug, head) in [
        ("client-mismatch", "refuse, edition oc-hmis-2020"),
        ("late-submission", "warn, edition oc-hmis-2020"),
        ("minor-asking-alone", "note, edition oc-hmis-2020"),
        ("late-copy", "warn, edition oc-hmis-2025"),
    ] {
        let ran = case.crr(["explain", slug]);
        assert!(ran.stdout.starts_with(&format!("{slug} ({head})")), "{}", ran.stdout);
    }
    let other = case.crr(["explain", "late-copy"]).stdout;
    let said = "The site's edition, oc-hmis-2020, does not have this rule.\n";
    assert!(other.ends_with(said), "{other}");
}

#[test]
fn as_json_only_what_was_asked_for_is_given() {
    let case = Case::empty();
    let result = |arguments: &[&str]| -> Value {
        let ran = case.crr(arguments);
        let envelope: Value = serde_json::from_str(&ran.stdout).expect("JSON");
        envelope["result"].clone()
    };
    let found = result(&["explain", "[not-found]", "--json"]);
    assert_eq!(found["slug"], "not-found");
    assert_eq!(found["subject"], "files");
    assert_eq!(found.as_object().map(serde_json::Map::len), Some(3), "{found}");
    let rule = result(&["explain", "old-request", "--json"]);
    assert_eq!(rule["slug"], "old-request");
    assert_eq!(rule["edition"], "oc-hmis-2020");
    assert!(rule["parameters"].is_object(), "{rule}");
    assert!(rule.get("rules").is_none(), "{rule}");
    assert!(result(&["explain", "--json"])["rules"].is_array());
}

#[test]
fn a_name_is_explained_where_the_site_file_is_what_is_wrong() {
    let case = Case::of("typical-adult");
    case.edit("site.toml", "\"oc-hmis-2020\"", "\"oc-hmis-1999\"");
    let all = case.crr(["explain", "--site", "site.toml"]);
    assert!(all.stderr.contains("[unknown-edition]"), "{}", all.stderr);
    let one = case.crr(["explain", "unknown-edition", "--site", "site.toml"]);
    assert_eq!((one.code, one.stderr.as_str()), (0, ""));
}

#[test]
fn an_unknown_name_is_answered_with_the_nearest() {
    let case = Case::empty();
    let said = |name: &str| {
        let ran = case.crr(["explain", name]);
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        ran.stderr
            .lines()
            .filter(|it| !it.starts_with("site: "))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let head = "error: no rule and no message has this name [unknown-rule]\n   at NAME\n";
    let end = "hint: copy the name from the brackets after a message, or run `crr explain` \
               for a list of all rules\nrefused: 1 error";
    assert_eq!(said("no-such-rule"), format!("{head}{end}"));
    let near = format!("{head}hint: did you mean `late-copy`?\n{end}");
    assert_eq!(said("late-cpoy"), near);
}

//! Every judgement. A rule is a row of `data/rules/<edition>.toml` (whether it applies, how
//! severe it is, the sentence it rests on, what to do) and a function here, found by slug.
//! No code asks for the edition's name.

mod accepted;
mod agencies;
mod answers;
mod authority;
mod calendar;
mod checks;
mod codes;
mod contradictions;
mod dates;
mod delivery;
mod facts;
mod held;
mod known;
mod names;
mod odd_days;
mod ordinals;
mod ownership;
mod parameters;
mod people;
mod phrases;
mod plain;
mod privacy;
mod profiles;
mod runs;
mod safety;
mod sections;
mod shapes;
mod supplied;
mod ticket;
mod ticket_signs;
mod written_days;

pub use accepted::Accepted;
pub use agencies::nearest_agency;
pub use answers::{Answer, Table};
pub use calendar::{Due, due_after, federal_holidays};
pub use facts::{Facts, Finding, Found};
pub use known::known_warnings;
pub use parameters::Parameters;
pub use ticket::shape_in_ticket;

use answers::Answers;
use checks::{ANSWER_CHECKS, CHECKS, Check, IN_EVERY, NOTHING_ACCEPTED, SAME_IN_EVERY};
use serde::{Deserialize, Serialize};

use crate::diagnostics::{Diagnostic, Report, Severity};

/// The editions built into the program.
const EDITIONS: &[(&str, &str)] = &[
    ("oc-hmis-2020", include_str!("../../data/rules/oc-hmis-2020.toml")),
    ("oc-hmis-2025", include_str!("../../data/rules/oc-hmis-2025.toml")),
];

/// The slugs of all rules.
pub fn slugs() -> impl Iterator<Item = &'static str> {
    let answers = ANSWER_CHECKS.iter().map(|(slug, _)| *slug);
    CHECKS.iter().map(|(slug, _)| *slug).chain(answers).chain([NOTHING_ACCEPTED])
}

/// A set of rules.
#[derive(Debug, Serialize)]
pub struct Edition {
    /// Its name, as the site file gives it.
    pub edition: String,
    /// What it rests on.
    pub title: String,
    /// The numbers of its rules.
    pub parameters: Parameters,
    /// Its rules.
    pub rules: Vec<Rule>,
}

/// An edition as its file gives it: whole, or as what differs from another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EditionFile {
    edition: String,
    title: String,
    base: Option<String>,
    #[serde(default)]
    drop: Vec<String>,
    #[serde(default)]
    parameters: parameters::Given,
    #[serde(rename = "rule")]
    rules: Vec<Rule>,
}

/// One rule of an edition.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its stable name.
    pub slug: String,
    /// What follows from a finding.
    pub severity: Weight,
    /// The sentence of the policy, paraphrased.
    pub sentence: String,
    /// Where that sentence stands.
    pub source: String,
    /// What to do.
    pub hint: String,
    /// The numbers of the edition that it judges by.
    #[serde(default)]
    pub parameters: Vec<String>,
    /// How a finding can be answered in the request; none where it has to be put right.
    pub answer: Option<Answer>,
    /// What its check cannot find, so that somebody has to look; none where it finds all.
    pub limits: Option<String>,
    /// When a finding can be accepted in the request, after "if": for one that has no place in
    /// the extract.
    pub accept: Option<String>,
}

/// What follows from a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// The build stops.
    Refuse,
    /// The help desk is told.
    Warn,
    /// Worth knowing.
    Note,
}

impl Weight {
    /// The word in the rule's file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Warn => "warn",
            Self::Note => "note",
        }
    }
}

impl Edition {
    /// The edition of a name.
    pub fn named(name: &str) -> Option<Self> {
        let (_, text) = EDITIONS.iter().find(|(it, _)| *it == name)?;
        let file: EditionFile =
            toml::from_str(text).expect("a test reads every built-in edition");
        let base = file.base.as_deref().and_then(Self::named);
        let given = file.parameters.over(base.as_ref().map(|it| it.parameters));
        let parameters = given.expect("a test reads every built-in edition");
        let is_kept = |rule: &Rule| {
            !file.drop.contains(&rule.slug)
                && file.rules.iter().all(|it| it.slug != rule.slug)
        };
        let kept = base.into_iter().flat_map(|it| it.rules).filter(is_kept);
        let mut rules: Vec<Rule> = kept.collect();
        rules.extend(file.rules);
        Some(Self { edition: file.edition, title: file.title, parameters, rules })
    }

    /// The names of all editions.
    pub fn names() -> impl Iterator<Item = &'static str> {
        EDITIONS.iter().map(|(name, _)| *name)
    }

    /// Puts every rule of the edition to the facts, profile by profile. What the request
    /// answers is not said.
    pub fn check(&self, facts: &Facts<'_>, accepted: &mut Accepted) -> Report {
        let mut report = Report::default();
        let each = facts.each();
        let mut answers = Answers::of(&each);
        for (slug, check) in CHECKS {
            let Some(rule) = self.rule(slug) else { continue };
            for finding in findings(slug, *check, &each) {
                let answer = rule.answer.as_ref();
                if answer.is_some_and(|it| answers.takes(it, &finding)) {
                    continue;
                }
                let is_accepted = rule.accept.is_some() && accepted.takes(slug);
                if is_accepted {
                    continue;
                }
                let answer = answer.and_then(|it| answers.hint(it, &finding));
                let accept = rule.accept.as_ref().map(|it| accepted.hint(slug, it));
                let mut it = rule.diagnostic(slug, finding);
                it.hints.extend(answer.or(accept));
                report.push(it);
            }
        }
        for (slug, check) in ANSWER_CHECKS {
            let Some(rule) = self.rule(slug) else { continue };
            let findings = check(&answers).into_iter();
            report.extend(findings.map(|it| rule.diagnostic(slug, it)));
        }
        report
    }

    /// What is said of entries that accept nothing, once everything that can warn has.
    pub fn check_accepted(&self, accepted: &Accepted) -> Report {
        let mut report = Report::default();
        let Some(rule) = self.rule(NOTHING_ACCEPTED) else { return report };
        let findings = accepted.unused().into_iter();
        report.extend(findings.map(|it| rule.diagnostic(NOTHING_ACCEPTED, it)));
        report
    }

    /// True where it has a rule.
    pub fn has(&self, slug: &str) -> bool {
        self.rule(slug).is_some()
    }

    fn rule(&self, slug: &str) -> Option<&Rule> {
        self.rules.iter().find(|it| it.slug == slug)
    }
}

/// What a check finds in all profiles, each thing once.
fn findings(slug: &str, check: Check, each: &[Facts<'_>]) -> Vec<Finding> {
    let found: Vec<_> = each.iter().map(|it| (it.nth, check(it))).collect();
    if IN_EVERY.contains(&slug) && found.iter().any(|(_, it)| it.is_empty()) {
        return Vec::new();
    }
    if SAME_IN_EVERY.contains(&slug) {
        let is_common = |it: &Finding| found.iter().all(|(_, all)| all.contains(it));
        let first = check(&each[0]).into_iter();
        return first.filter(is_common).collect();
    }
    let mut all: Vec<Finding> = Vec::new();
    for (nth, found) in found {
        for it in found.into_iter().map(|it| it.of_profile(nth)) {
            // What is found in the request is found with every profile. One profile alone may
            // say the same of two rows.
            if each.len() == 1 || !all.contains(&it) {
                all.push(it);
            }
        }
    }
    all
}

impl Rule {
    fn diagnostic(&self, slug: &'static str, finding: Finding) -> Diagnostic {
        let severity = match self.severity {
            Weight::Refuse => Severity::Error,
            Weight::Warn => Severity::Warning,
            Weight::Note => Severity::Note,
        };
        let mut it = Diagnostic::new(severity, slug, finding.message);
        it.places = finding.places;
        it.hints.push(self.hint.clone());
        it.hints.extend(finding.hint);
        it
    }
}

#[cfg(test)]
mod tests {
    use super::{EDITIONS, Edition, NOTHING_ACCEPTED, Parameters, Weight, slugs};

    /// Warnings that end when a line of the request or of the site file is put right.
    const PUT_RIGHT: [&str; 5] = [
        "call-without-date",
        "section-not-supplied",
        "household-not-known",
        "supplied-after-all",
        NOTHING_ACCEPTED,
    ];

    #[test]
    fn every_number_is_used_by_a_rule() {
        let editions: Vec<Edition> =
            Edition::names().filter_map(Edition::named).collect();
        let rules = editions.iter().flat_map(|it| &it.rules);
        let used: Vec<&str> =
            rules.flat_map(|it| &it.parameters).map(String::as_str).collect();
        for name in Parameters::names() {
            assert!(used.contains(name), "no rule uses {name}");
        }
        for name in used {
            assert!(editions.iter().all(|it| it.parameters.named(name).is_some()));
        }
    }

    #[test]
    fn every_rule_of_every_edition_has_its_check() {
        for (name, _) in EDITIONS {
            let edition = Edition::named(name).expect("its own name");
            assert_eq!(edition.edition, *name);
            for rule in &edition.rules {
                assert!(
                    slugs().any(|slug| slug == rule.slug),
                    "{name}: {} has no check",
                    rule.slug
                );
                assert!(rule.sentence.ends_with('.') && !rule.source.is_empty());
                let is_put_right = PUT_RIGHT.contains(&&*rule.slug);
                let is_answered =
                    rule.answer.is_some() || rule.accept.is_some() || is_put_right;
                assert!(rule.severity != Weight::Warn || is_answered, "{}", rule.slug);
            }
        }
    }

    #[test]
    fn an_edition_differs_from_its_base_in_what_it_says() {
        let rules = |name: &str| -> Vec<String> {
            let edition = Edition::named(name).expect("an edition");
            edition.rules.into_iter().map(|it| it.slug).collect()
        };
        let (old, new) = (rules("oc-hmis-2020"), rules("oc-hmis-2025"));
        let only = |a: &[String], b: &[String]| -> Vec<String> {
            a.iter().filter(|it| !b.contains(it)).cloned().collect()
        };
        assert_eq!(only(&old, &new), ["agency-never-served", "late-submission"]);
        assert_eq!(only(&new, &old), ["agency-not-participating", "late-copy"]);
    }

    #[test]
    fn every_check_is_used_by_an_edition() {
        let used: Vec<_> = Edition::names()
            .filter_map(Edition::named)
            .flat_map(|it| it.rules)
            .map(|it| it.slug)
            .collect();
        for slug in slugs() {
            assert!(used.iter().any(|it| it == slug), "{slug} is used by no edition");
        }
    }
}

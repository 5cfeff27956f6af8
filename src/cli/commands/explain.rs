//! `crr explain`: a rule, the sentence of the policy it is based on, and what to do.

use clap::Args as ClapArgs;

use crate::cli::flags::SiteFlag;
use crate::cli::outcome::Done;
use crate::cli::read;
use crate::cli::session::Session;
use crate::diagnostics::{Diagnostic, Failure, Place};
use crate::pipeline::edition_of;
use crate::rules::{Answer, Edition, Rule};

#[derive(Debug, ClapArgs)]
pub(crate) struct Explain {
    /// Name of a rule, as shown in brackets after a message; default: list all rules.
    rule: Option<String>,
    #[command(flatten)]
    site: SiteFlag,
}

impl Explain {
    /// Explains one rule of the site's edition, or lists them all.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        let mut explained = || {
            let site = read::site(&self.site, session)?;
            explain(self, &edition_of(&site)?)
        };
        explained().map_err(Failure::of_reading)
    }
}

fn explain(args: &Explain, edition: &Edition) -> Result<Done, Failure> {
    let data = match &args.rule {
        None => list(edition),
        Some(slug) => match edition.rules.iter().find(|it| it.slug == *slug) {
            Some(rule) => one(rule, edition),
            None => return Err(unknown(edition)),
        },
    };
    Ok(Done {
        data,
        result: Some(serde_json::to_value(edition).expect("texts only")),
        ..Done::default()
    })
}

fn list(edition: &Edition) -> String {
    let width = edition.rules.iter().map(|it| it.slug.len()).max().unwrap_or(0);
    let line = |it: &Rule| {
        format!("{:width$}  {:6}  {}", it.slug, it.severity.word(), it.sentence)
    };
    let lines: Vec<_> = edition.rules.iter().map(line).collect();
    format!("{}: {}\n\n{}", edition.edition, edition.title, lines.join("\n"))
}

fn one(rule: &Rule, edition: &Edition) -> String {
    let answer = rule.answer.as_ref().map(answered).unwrap_or_default();
    let accept = rule.accept.as_deref().map(accepted).unwrap_or_default();
    format!(
        "{} ({}, edition {})\n\n  {}\n  Source: {}.\n{}\nWhat to do: {}.{answer}{accept}",
        rule.slug,
        rule.severity.word(),
        edition.edition,
        rule.sentence,
        rule.source,
        numbers(rule, edition),
        rule.hint
    )
}

/// The numbers that a rule judges by, a line each.
fn numbers(rule: &Rule, edition: &Edition) -> String {
    let number = |name: &String| {
        edition.parameters.named(name).map(|it| format!("  {name} = {it}\n"))
    };
    rule.parameters.iter().filter_map(number).collect()
}

/// How a finding is accepted.
fn accepted(when: &str) -> String {
    format!(
        "\nAnswer: if {when}, add [[accepted]] to the request, with the name of the rule as \
         `rule`, the day as `on` and your initials as `by`."
    )
}

/// How a finding is answered.
fn answered(answer: &Answer) -> String {
    format!(
        "\nAnswer: if {}, add [[{}]] to the request, with the place as `at` and the \
         `exported_at` of the extract as `export`; the message prints both.",
        answer.when,
        answer.table.key()
    )
}

fn unknown(edition: &Edition) -> Failure {
    Failure::refused(
        Diagnostic::error(
            "unknown-rule",
            format!("the edition `{}` has no rule of this name", edition.edition),
        )
        .at(Place::Outside("RULE".into()))
        .hint("run `crr explain` for a list of all rules"),
    )
}

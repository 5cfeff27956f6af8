//! `crr explain`: a rule, the sentence of the policy it rests on, and what to do.

use super::Done;
use super::args::Explain;
use super::inputs::Inputs;
use super::outcome::Stop;
use super::shared::{edition, site};
use crate::diagnostics::{Diagnostic, Place};
use crate::rules::{Edition, Rule};

/// Explains one rule of the site's edition, or lists them all.
pub(super) fn explain(args: &Explain, inputs: &mut Inputs) -> Result<Done, Stop> {
    let site = site(args.site.as_deref(), inputs)?;
    let edition = edition(&site)?;
    let data = match &args.rule {
        None => list(&edition),
        Some(slug) => match edition.rules.iter().find(|it| it.slug == *slug) {
            Some(rule) => one(rule, &edition),
            None => return Err(unknown(&edition)),
        },
    };
    Ok(Done {
        data,
        result: Some(serde_json::to_value(&edition).expect("texts only")),
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
    format!(
        "{} ({}, edition {})\n\n  {}\n  Source: {}.\n\nWhat to do: {}.",
        rule.slug,
        rule.severity.word(),
        edition.edition,
        rule.sentence,
        rule.source,
        rule.hint
    )
}

fn unknown(edition: &Edition) -> Stop {
    Stop::refused(
        Diagnostic::error(
            "unknown-rule",
            format!("the edition `{}` has no rule of this name", edition.edition),
        )
        .at(Place::Outside("RULE".into()))
        .hint("`crr explain` lists all rules"),
    )
}

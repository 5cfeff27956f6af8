//! `crr explain`: what a name in brackets means. Of a rule, the sentence of the policy it is
//! based on, and what to do; of any other, why the program says it.

use clap::Args as ClapArgs;
use strsim::damerau_levenshtein;

use crate::cli::flags::SiteFlag;
use crate::cli::outcome::Done;
use crate::cli::read;
use crate::cli::session::Session;
use crate::cli::wrap::lines;
use crate::diagnostics::{Diagnostic, Explanation, Failure, Place};
use crate::pipeline::edition_of;
use crate::rules::{Answer, Edition, Rule, slugs};

/// How long the lines of an explanation are, in characters.
const WIDTH: usize = 76;

#[derive(Debug, ClapArgs)]
pub(crate) struct Explain {
    /// A name in brackets, as shown after a message; default: list all rules.
    name: Option<String>,
    #[command(flatten)]
    site: SiteFlag,
}

impl Explain {
    /// Explains one name, or lists the rules of the site's edition.
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Done, Failure> {
        // The brackets may be copied along.
        let name = self.name.as_deref().map(|it| it.trim_matches(['[', ']']));
        // No site is read for what is no rule: its file may be what the message is about.
        let found = name.and_then(Explanation::of);
        let mut explained = || match (name, &found) {
            (Some(_), Some(found)) => Ok(message(found)),
            (Some(name), None) => rule(name, &edition(&self.site, session)?),
            (None, _) => Ok(rules(&edition(&self.site, session)?)),
        };
        explained().map_err(Failure::of_reading)
    }
}

fn edition(site: &SiteFlag, session: &mut Session<'_>) -> Result<Edition, Failure> {
    Ok(edition_of(&read::site(site, session)?)?)
}

/// The meaning of a name that is no rule's.
fn message(found: &Explanation) -> Done {
    let lines = lines(&found.explanation, WIDTH).into_iter();
    let text: String = lines.map(|it| format!("  {it}\n")).collect();
    let data = format!("{} ({})\n\n{text}", found.slug, found.subject.replace('-', " "));
    done(data, serde_json::to_value(found))
}

/// A rule of the site's edition, or of another one where that has none of this name.
fn rule(name: &str, edition: &Edition) -> Result<Done, Failure> {
    let has = |it: &Edition| it.rules.iter().any(|it| it.slug == name);
    let others = || Edition::names().filter_map(Edition::named);
    let other = if has(edition) { None } else { others().find(|it| has(it)) };
    let of = other.as_ref().unwrap_or(edition);
    let Some(rule) = of.rules.iter().find(|it| it.slug == name) else {
        return Err(unknown(name));
    };
    let mut data = one(rule, of);
    if other.is_some() {
        let line = format!(
            "\nThe site's edition, {}, does not have this rule.",
            edition.edition
        );
        data.push_str(&line);
    }
    let mut result = serde_json::to_value(rule).expect("texts only");
    result["edition"] = of.edition.clone().into();
    let all = serde_json::to_value(of.parameters).expect("numbers only");
    let numbers = rule.parameters.iter().map(|it| (it.clone(), all[it].clone()));
    result["parameters"] = serde_json::Value::Object(numbers.collect());
    Ok(done(data, Ok(result)))
}

/// All rules of an edition.
fn rules(edition: &Edition) -> Done {
    done(list(edition), serde_json::to_value(edition))
}

fn done(data: String, result: serde_json::Result<serde_json::Value>) -> Done {
    Done { data, result: Some(result.expect("texts only")), ..Done::default() }
}

fn list(edition: &Edition) -> String {
    let width = edition.rules.iter().map(|it| it.slug.len()).max().unwrap_or(0);
    let line = |it: &Rule| {
        format!("{:width$}  {:6}  {}", it.slug, it.severity.word(), it.sentence)
    };
    let lines: Vec<_> = edition.rules.iter().map(line).collect();
    format!(
        "{}: {}\n\n{}\n\nEvery other name in brackets is explained too: run `crr explain NAME`.",
        edition.edition,
        edition.title,
        lines.join("\n")
    )
}

fn one(rule: &Rule, edition: &Edition) -> String {
    let answer = rule.answer.as_ref().map(answered).unwrap_or_default();
    let accept = rule.accept.as_deref().map(accepted).unwrap_or_default();
    let limits = rule.limits.as_deref().map(|it| format!("\nNot found: {it}."));
    let limits = limits.unwrap_or_default();
    format!(
        "{} ({}, edition {})\n\n  {}\n  Source: {}.\n{}\nWhat to do: {}.{answer}{accept}{limits}",
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

fn unknown(name: &str) -> Failure {
    let it = Diagnostic::error("unknown-rule", "no rule and no message has this name")
        .at(Place::Outside("NAME".into()));
    let it = match nearest(name) {
        Some(near) => it.hint(format!("did you mean `{near}`?")),
        None => it,
    };
    Failure::refused(it.hint(
        "copy the name from the brackets after a message, or run `crr explain` for a list of all rules",
    ))
}

/// The name that a misspelled one was probably meant to be: at most every third character
/// differs.
fn nearest(name: &str) -> Option<String> {
    // No name is half as long; and the comparison takes the product of both lengths.
    let short: String = name.chars().take(64).collect();
    let rules = slugs().map(str::to_owned);
    let names = rules.chain(Explanation::all().into_iter().map(|it| it.slug));
    let (n, near) = names.map(|it| (damerau_levenshtein(&short, &it), it)).min()?;
    (n * 3 <= near.len()).then_some(near)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_name_is_shown_where_it_is_near() {
        assert_eq!(nearest("not-fuond").as_deref(), Some("not-found"));
        assert_eq!(nearest("late_copy").as_deref(), Some("late-copy"));
        assert_eq!(nearest("x"), None);
        assert_eq!(nearest(&"not-found".repeat(9999)), None);
    }
}

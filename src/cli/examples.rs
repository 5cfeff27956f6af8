//! Two or three examples a command, at the end of its help, from `data/examples.toml`. A new
//! command gets its own there; a test puts each of them to the real command line, so that none
//! goes stale.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use clap::Command;

use super::wrap::lines;

/// How long a line may be, in characters, besides the space before it and the break after it: on
/// a terminal of 60 columns it is not broken once more.
const WIDTH: usize = 52;

/// What goes on in the next line can be copied, and is one command to a shell.
const BREAK: &str = " \\\n      ";

/// What one wants, and the line to type.
type Example = [String; 2];

/// By the path of a command, such as `ledger merge`.
type Examples = BTreeMap<String, Vec<Example>>;

fn all() -> Examples {
    toml::from_str(include_str!("../../data/examples.toml"))
        .expect("a test reads the built-in examples")
}

/// The command line with the examples of every command.
pub(super) fn shown(command: Command) -> Command {
    below(command, "", &all())
}

fn below(command: Command, above: &str, all: &Examples) -> Command {
    command.mut_subcommands(|it| {
        let path = format!("{above}{}", it.get_name());
        let it = match all.get(&path) {
            Some(examples) => it.after_help(text(examples)),
            None => it,
        };
        below(it, &format!("{path} "), all)
    })
}

fn text(examples: &[Example]) -> String {
    let mut text = "Examples:\n".to_owned();
    for [what, line] in examples {
        let line = lines(&quoted(line, " ", HELD), WIDTH).join(BREAK);
        let line = line.replace(HELD, " ");
        writeln!(text, "  {what}:\n    {line}").expect("writing to a string cannot fail");
    }
    text
}

/// What stands for a blank that is no place for a break.
const HELD: &str = "\u{1}";

/// A line with something else in place of a text, where that stands between quotes.
fn quoted(line: &str, from: &str, to: &str) -> String {
    let parts = line.split('"').enumerate();
    let parts = parts.map(|(i, it)| match i % 2 {
        1 => it.replace(from, to),
        _ => it.to_owned(),
    });
    parts.collect::<Vec<_>>().join("\"")
}

#[cfg(test)]
mod tests {
    use clap::{Command, CommandFactory};

    use super::{BREAK, all, shown, text};
    use crate::cli::Args;

    /// The commands that have no commands of their own, by their paths.
    fn leaves(command: &Command, above: &str, all: &mut Vec<String>) {
        for it in command.get_subcommands() {
            let path = format!("{above}{}", it.get_name());
            if it.has_subcommands() {
                leaves(it, &format!("{path} "), all);
            } else {
                all.push(path);
            }
        }
    }

    /// The words of a line; what stands between quotes is one.
    fn words(line: &str) -> Vec<String> {
        let parts = line.split('"').enumerate();
        let words = parts.flat_map(|(i, part)| {
            let is_quoted = i % 2 == 1;
            let split: Vec<&str> =
                if is_quoted { vec![part] } else { part.split_whitespace().collect() };
            split
        });
        words.map(str::to_owned).collect()
    }

    #[test]
    fn every_command_has_examples_and_every_example_is_one_of_a_command() {
        let mut commands = Vec::new();
        leaves(&Args::command(), "", &mut commands);
        commands.sort();
        let shown: Vec<_> = all().into_keys().collect();
        assert_eq!(commands, shown, "data/examples.toml");
    }

    #[test]
    fn every_example_is_a_command_line() {
        for (path, examples) in all() {
            assert!((2..=3).contains(&examples.len()), "{path}");
            for [what, line] in &examples {
                assert!(line.starts_with(&format!("crr {path}")), "{line}");
                let parsed = shown(Args::command()).try_get_matches_from(words(line));
                assert!(parsed.is_ok(), "{line}: {:?}", parsed.err());
                assert!(what.len() <= 70 && !what.ends_with('.'), "{what}");
            }
            let text = text(&examples);
            let mut typed = text.lines().filter(|it| it.starts_with("    "));
            assert!(typed.all(|it| it.chars().count() <= 60), "{text}");
            // What is quoted stays in one line: the space before the next would be part of it.
            let is_whole = |it: &str| it.matches('"').count().is_multiple_of(2);
            assert!(text.lines().all(is_whole), "{text}");
            for [_, line] in &examples {
                assert!(text.replace(BREAK, " ").contains(line), "{text}");
            }
        }
    }

    #[test]
    fn the_help_of_a_command_ends_with_its_examples() {
        let mut command = shown(Args::command());
        command.build();
        let merge = command.find_subcommand_mut("ledger");
        let merge = merge.and_then(|it| it.find_subcommand_mut("merge"));
        let help = merge.expect("a command").render_help().to_string();
        let (_, examples) = help.split_once("\nExamples:\n").expect("examples");
        assert!(examples.contains("    crr ledger merge 1/ledger.jsonl"), "{help}");
        assert!(!examples.contains("--quiet"), "{help}");
    }
}

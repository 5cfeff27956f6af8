//! What is said of a wrong command line, and when messages have color.

use serde_json::Value;

use super::support::{Case, ran};

/// What `--json` tells of a wrong command line: the message and the first hint.
fn told(arguments: &[&str]) -> (String, String) {
    let case = Case::empty();
    let ran = case.crr(arguments.iter().chain(&["--json"]));
    assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.stdout);
    assert_eq!(ran.stderr, "", "{arguments:?}");
    for typed in ["Marisol", "--marisol"] {
        assert!(!ran.stdout.contains(typed), "{arguments:?}: {}", ran.stdout);
    }
    let envelope: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(envelope["outcome"], "usage");
    let it = &envelope["diagnostics"][0];
    assert_eq!(it["slug"], "usage");
    let text = |it: &Value| it.as_str().expect("a text").to_owned();
    (text(&it["message"]), text(&it["hints"][0]))
}

const HELP: &str =
    "run `crr help` for every command, and `crr help COMMAND` for its flags";

#[test]
fn a_wrong_command_line_names_what_is_missing_and_nothing_that_was_typed() {
    for (arguments, message, hint) in [
        (&["build"][..], "the command line lacks `<REQUEST>...`", HELP),
        (
            &["reopen"],
            "the command line lacks `--because <REASON>`, `<TICKET>`",
            "write --because <REASON> with one of appeal, mistake, asked-again, other",
        ),
        (
            &["completions"],
            "the command line lacks `<SHELL>`",
            "write <SHELL> with one of bash, elvish, fish, powershell, zsh",
        ),
        (
            &["reopen", "2026-0142", "--because", "Marisol"],
            "`--because <REASON>` does not take this value",
            "write one of `appeal`, `mistake`, `asked-again`, `other`",
        ),
        (
            &["reopen", "2026-0142", "--because"],
            "`--because <REASON>` needs a value",
            "write one of `appeal`, `mistake`, `asked-again`, `other`",
        ),
        (
            &["check", "a.toml", "--at", "Marisol"],
            "`--at <YYYY-MM-DD>` does not take this value",
            HELP,
        ),
        (
            &[
                "import", "hmis-csv", "Marisol", "--to", "x", "--all", "--client",
                "Marisol",
            ],
            "`--all` cannot be used with `--client <ID>`",
            HELP,
        ),
        (
            &["print", "a.toml", "--to", "Marisol", "--to", "x"],
            "`--to <FILE>` can be given only once",
            HELP,
        ),
        (&["build", "a.toml", "--marisol"], "an argument is not known", HELP),
        (
            &["build", "a.toml", "--extrcts", "Marisol"],
            "an argument is not known",
            "did you mean `--extracts`?",
        ),
        (&["explain", "late-copy", "Marisol"], "an argument is not known", HELP),
        (&["Marisol"], "this command is not known", HELP),
        (&["biuld"], "this command is not known", "did you mean `build`?"),
        (&["withdraw", "Marisol Vega"], "`<TICKET>` does not take this value", HELP),
    ] {
        let expected = (message.to_owned(), hint.to_owned());
        assert_eq!(told(arguments), expected, "{arguments:?}");
    }
    assert_eq!(told(&["ledger"]).0, "a command is missing");
}

/// Who forgets a flag is told the words that it takes.
#[test]
fn a_missing_flag_names_its_words() {
    let ran = Case::of("typical-adult").crr(["deny", "request.toml"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    let tip = "tip: write --reason <REASON> with one of anticipated-litigation, \
               about-another-person, promised-confidentiality, endangers-life-or-safety, \
               required-by-law, asked-by-another, identity-not-verified\n";
    assert!(ran.stderr.contains(tip), "{}", ran.stderr);
}

#[test]
fn color_is_forced_by_a_variable_and_forbidden_by_another() {
    let case = Case::empty();
    let has_color = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = case.command();
        command.args(["verify", "missing"]).args(arguments);
        command.envs(variables.iter().copied());
        let ran = ran(command.output());
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        ran.stderr.contains("\u{1b}[")
    };
    let force = ("CLICOLOR_FORCE", "1");
    assert!(!has_color(&[], &[]));
    assert!(has_color(&[], &[force]));
    assert!(has_color(&[], &[force, ("NO_COLOR", "")]));
    assert!(!has_color(&[], &[("CLICOLOR_FORCE", "0")]));
    assert!(!has_color(&[], &[("CLICOLOR_FORCE", "")]));
    assert!(!has_color(&[], &[force, ("NO_COLOR", "1")]));
    assert!(!has_color(&["--color", "never"], &[force]));
    assert!(has_color(&["--color", "always"], &[("CLICOLOR_FORCE", "0")]));
    assert!(has_color(&["--color", "always"], &[("NO_COLOR", "1")]));
}

#[test]
fn the_help_of_every_command_ends_with_examples() {
    let case = Case::empty();
    for command in ["build", "import tables", "ledger verify", "explain"] {
        let mut arguments: Vec<_> = command.split(' ').collect();
        arguments.push("--help");
        let ran = case.crr(arguments);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let (_, examples) = ran.stdout.split_once("\nExamples:\n").expect("examples");
        assert!(examples.contains(&format!("    crr {command}")), "{examples}");
    }
}

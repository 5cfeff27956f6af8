//! The first help page: the commands by what somebody wants to do.

use std::fmt::Write as _;

use clap::Command;

/// What somebody wants to do, and the commands for it. A test finds each visible command in one
/// group.
const GROUPS: &[(&str, &[&str])] = &[
    ("A request", &["new", "form", "check", "status"]),
    (
        "A release",
        &["build", "print", "deny", "withdraw", "reopen", "passphrase", "verify"],
    ),
    ("Records and files", &["import", "ledger", "purge"]),
    ("The desk", &["site", "doctor", "templates", "preview"]),
    ("Help", &["explain", "schema"]),
];

/// What follows the commands.
const EXITS: &str = "Exit codes: 0 done, 1 refused, 2 usage, 3 machine, 4 our fault.
`crr help COMMAND` has the flags of a command and examples; `crr explain NAME`
tells what a name in brackets means.";

/// The command with its overview as help.
pub(super) fn with_overview(command: Command) -> Command {
    let overview = overview(&command);
    command.help_template(format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n{overview}\n\
         General:\n{{options}}\n\n{EXITS}"
    ))
}

fn overview(command: &Command) -> String {
    let about = |name: &str| {
        let found = command.get_subcommands().find(|it| it.get_name() == name);
        found.and_then(Command::get_about).map(ToString::to_string)
    };
    let names = GROUPS.iter().flat_map(|it| it.1);
    let width = names.map(|it| it.len()).max().unwrap_or(0);
    let mut text = String::new();
    for (title, names) in GROUPS {
        write!(text, "\n{title}:\n").expect(INFALLIBLE);
        let lines = names.iter().filter_map(|it| Some((it, about(it)?)));
        for (name, about) in lines {
            writeln!(text, "  {name:width$}  {about}").expect(INFALLIBLE);
        }
    }
    text
}

const INFALLIBLE: &str = "writing to a string cannot fail";

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::GROUPS;

    #[test]
    fn each_command_is_in_one_group() {
        let command = crate::cli::Args::command();
        let visible = command.get_subcommands().filter(|it| !it.is_hide_set());
        let mut visible: Vec<_> = visible.map(clap::Command::get_name).collect();
        let mut grouped: Vec<_> = GROUPS.iter().flat_map(|it| it.1).copied().collect();
        visible.sort_unstable();
        grouped.sort_unstable();
        assert_eq!(visible, grouped);
        assert!(visible.len() <= 20, "{} commands", visible.len());
    }
}

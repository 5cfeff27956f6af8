//! What is wrong with a command line, for `--json`: which of our arguments is missing or in the
//! way. Nothing that somebody typed is repeated: it may be a client's.

use std::ffi::OsString;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::diagnostics::Diagnostic;

/// What is wrong, with the names of commands, flags and words that we give.
pub(super) fn problem(err: &clap::Error) -> Diagnostic {
    let of = |kind| names(err, kind);
    let argument = || listed(&of(ContextKind::InvalidArg));
    let message = match err.kind() {
        ErrorKind::MissingRequiredArgument => {
            format!("the command line lacks {}", argument())
        }
        ErrorKind::InvalidValue if is_empty(err) => {
            format!("{} needs a value", argument())
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("{} does not take this value", argument())
        }
        ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues => {
            format!("{} takes another number of values", argument())
        }
        ErrorKind::ArgumentConflict => {
            let (these, others) =
                (of(ContextKind::InvalidArg), of(ContextKind::PriorArg));
            if others.is_empty() || these == others {
                format!("{} can be given only once", listed(&these))
            } else {
                format!("{} cannot be used with {}", listed(&these), listed(&others))
            }
        }
        ErrorKind::UnknownArgument => "an argument is not known".into(),
        ErrorKind::InvalidSubcommand => "this command is not known".into(),
        ErrorKind::MissingSubcommand
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "a command is missing".into()
        }
        ErrorKind::InvalidUtf8 => "an argument is not UTF-8 text".into(),
        other => other.to_string(),
    };
    let mut it = Diagnostic::error("usage", message);
    for kind in [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand] {
        let near = of(kind);
        if !near.is_empty() {
            it = it.hint(format!("did you mean {}?", listed(&near)));
        }
    }
    for kind in [ContextKind::ValidValue, ContextKind::ValidSubcommand] {
        let words = of(kind);
        if !words.is_empty() {
            it = it.hint(format!("write one of {}", listed(&words)));
        }
    }
    if let Some(ContextValue::StyledStrs(tips)) = err.get(ContextKind::Suggested)
        && err.kind() == ErrorKind::MissingRequiredArgument
    {
        it = tips.iter().fold(it, |it, tip| it.hint(tip.to_string()));
    }
    it.hint("run `crr help` for every command, and `crr help COMMAND` for its flags")
}

/// A mistake with what clap leaves out: the words that a flag takes which is missing.
pub(super) fn with_words(
    mut err: clap::Error,
    command: Command,
    arguments: &[OsString],
) -> clap::Error {
    if err.kind() != ErrorKind::MissingRequiredArgument {
        return err;
    }
    let command = called(command, arguments);
    let tips: Vec<_> = names(&err, ContextKind::InvalidArg)
        .iter()
        .filter_map(|it| words_for(&command, it))
        .collect();
    if !tips.is_empty() {
        let tips = tips.into_iter().map(Into::into).collect();
        err.insert(ContextKind::Suggested, ContextValue::StyledStrs(tips));
    }
    err
}

/// The words of a missing argument, `--reason <REASON>` or `<SHELL>`, where it takes some only.
fn words_for(command: &Command, missing: &str) -> Option<String> {
    let first = missing.split_whitespace().next()?;
    let mut arguments = command.get_arguments();
    let argument = match first.strip_prefix("--") {
        Some(long) => arguments.find(|it| it.get_long() == Some(long)),
        None => arguments.find(|it| it.is_positional() && it.to_string() == first),
    };
    let words = argument?.get_possible_values();
    let words: Vec<_> =
        words.iter().map(clap::builder::PossibleValue::get_name).collect();
    let is_list = !words.is_empty();
    is_list.then(|| format!("write {missing} with one of {}", words.join(", ")))
}

/// The command that a command line calls.
fn called(mut command: Command, arguments: &[OsString]) -> Command {
    for it in arguments.iter().skip(1) {
        if let Some(it) = command.find_subcommand(it) {
            command = it.clone();
        }
    }
    command
}

/// True where a flag stands without its value.
fn is_empty(err: &clap::Error) -> bool {
    let value = err.get(ContextKind::InvalidValue);
    matches!(value, Some(ContextValue::String(it)) if it.is_empty())
}

/// What clap tells of one kind, as long as it is names.
fn names(err: &clap::Error, kind: ContextKind) -> Vec<String> {
    match err.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(all)) => all.clone(),
        _ => Vec::new(),
    }
}

/// "`a`, `b`".
fn listed(names: &[String]) -> String {
    let names: Vec<_> = names.iter().map(|it| format!("`{it}`")).collect();
    names.join(", ")
}

//! What was looked at, and what was found: one line, and what to do.

use serde::Serialize;

/// What was looked at, and what was found.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Line {
    /// How it is.
    pub state: State,
    /// What was looked at.
    pub name: &'static str,
    /// What was found.
    pub found: String,
    /// What to do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<String>,
}

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum State {
    /// In order.
    Ok,
    /// It can be worked with; somebody should look at it.
    Warning,
    /// No build can be right, or none is possible.
    Problem,
}

impl State {
    /// The word that a line begins with.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Problem => "problem",
        }
    }
}

impl Line {
    /// Something that is in order.
    pub(super) fn ok(name: &'static str, found: impl Into<String>) -> Self {
        Self { state: State::Ok, name, found: found.into(), hints: Vec::new() }
    }

    /// Something that somebody should look at.
    pub(super) fn warning(name: &'static str, found: impl Into<String>) -> Self {
        Self { state: State::Warning, ..Self::ok(name, found) }
    }

    /// Something that stops the work.
    pub(super) fn problem(name: &'static str, found: impl Into<String>) -> Self {
        Self { state: State::Problem, ..Self::ok(name, found) }
    }

    /// With what to do.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

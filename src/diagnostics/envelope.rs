//! The JSON object that `--json` prints on standard output; of many requests each has its own,
//! on a line of its own.

use serde::Serialize;

use super::emit::located;
use super::{Report, Sources, hide_ids, hide_in_path};

/// How the command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Everything was done.
    #[default]
    Done,
    /// The inputs or a rule stopped it.
    Refused,
    /// The command line was wrong.
    Usage,
    /// The machine stopped it: disk, permission.
    Failed,
    /// A fault of ours.
    Fault,
}

impl Outcome {
    /// The exit code; `crr --help` lists them.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Refused => 1,
            Self::Usage => 2,
            Self::Failed => 3,
            Self::Fault => 4,
        }
    }
}

/// The most findings that are spelled out.
const MAX_ITEMS: usize = 500;

/// What `--json` prints.
#[derive(Debug, Serialize)]
pub struct Envelope {
    /// The subcommand.
    pub command: &'static str,
    /// The request, where there were many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// The exit code.
    pub exit_code: u8,
    /// The site and the rules that were applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied: Option<serde_json::Value>,
    /// The findings, at most 500.
    pub diagnostics: Vec<Item>,
    /// How many there are in all.
    pub n_diagnostics: usize,
    /// What the command made, where it made something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<serde_json::Value>,
}

/// One finding, with its places worked out.
#[derive(Debug, Serialize)]
pub struct Item {
    severity: &'static str,
    slug: &'static str,
    message: String,
    places: Vec<At>,
    hints: Vec<String>,
}

#[derive(Debug, Serialize)]
struct At {
    file: String,
    line: Option<usize>,
    column: Option<usize>,
    pointer: Option<String>,
}

impl Envelope {
    /// Works out the places of a report.
    pub fn new(
        command: &'static str,
        outcome: Outcome,
        report: &Report,
        sources: &dyn Sources,
    ) -> Self {
        let ids = sources.to_hide();
        let diagnostics = report
            .items()
            .iter()
            .take(MAX_ITEMS)
            .map(|it| Item {
                severity: it.severity.word(),
                slug: it.slug,
                message: hide_ids(&it.message, &ids),
                places: it
                    .places
                    .iter()
                    .map(|place| located(place, sources))
                    .map(|at| At {
                        file: hide_in_path(&at.file, &ids),
                        line: at.line,
                        column: at.column,
                        pointer: at.pointer,
                    })
                    .collect(),
                hints: it.hints.iter().map(|it| hide_ids(it, &ids)).collect(),
            })
            .collect();
        let (exit_code, n_diagnostics) = (outcome.code(), report.items().len());
        Self {
            command,
            input: None,
            applied: None,
            outcome,
            exit_code,
            diagnostics,
            n_diagnostics,
            result: None,
        }
    }
}

//! Why a command came to no good end.

use super::{Diagnostic, Outcome, Report};

/// How a command failed, and what there is to say about it.
#[derive(Debug)]
pub struct Failure {
    /// What kind of failure it is; it decides the exit code.
    pub outcome: Outcome,
    /// What is wrong, and what came before it.
    pub report: Report,
}

impl Failure {
    /// The inputs or a rule stopped it.
    pub fn refused(report: impl Into<Report>) -> Self {
        Self { outcome: Outcome::Refused, report: report.into() }
    }

    /// The command line was wrong.
    pub fn usage(problem: Diagnostic) -> Self {
        Self { outcome: Outcome::Usage, report: problem.into() }
    }

    /// The machine stopped it.
    pub fn failed(problem: Diagnostic) -> Self {
        Self { outcome: Outcome::Failed, report: problem.into() }
    }

    /// A fault of ours.
    pub fn fault(report: impl Into<Report>) -> Self {
        Self { outcome: Outcome::Fault, report: report.into() }
    }

    /// The same, after what the steps before it had to say.
    #[must_use]
    pub fn after(mut self, mut before: Report) -> Self {
        before.append(self.report);
        self.report = before;
        self
    }
}

impl From<Report> for Failure {
    fn from(report: Report) -> Self {
        Self::refused(report)
    }
}

//! Why a command failed, and what it had written by then.

use super::{Diagnostic, Outcome, Report};

/// How a command failed, and what there is to say about it.
#[derive(Debug)]
pub struct Failure {
    /// What kind of failure it is; it decides the exit code.
    pub outcome: Outcome,
    /// What is wrong, and what came before it.
    pub report: Report,
    /// What was written all the same.
    pub written: Written,
}

/// What a command that failed has written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Nothing is said of it: the command never writes, or a fault of ours hides what it wrote.
    Unsaid,
    /// Nothing, of all that it could have written.
    Nothing,
    /// So many files, before it failed.
    Files(usize),
    /// Nothing of its own; but it completed so many builds that were interrupted.
    Completed(usize),
}

impl Failure {
    /// The inputs or a rule stopped it.
    pub fn refused(report: impl Into<Report>) -> Self {
        Self::new(Outcome::Refused, report)
    }

    /// The command line was wrong.
    pub fn usage(problem: Diagnostic) -> Self {
        Self::new(Outcome::Usage, problem)
    }

    /// The machine stopped it.
    pub fn failed(problem: Diagnostic) -> Self {
        Self::new(Outcome::Failed, problem)
    }

    /// A fault of ours.
    pub fn fault(report: impl Into<Report>) -> Self {
        Self::new(Outcome::Fault, report)
    }

    /// A failure of a command that has written nothing, as long as nobody says otherwise.
    pub fn new(outcome: Outcome, report: impl Into<Report>) -> Self {
        Self { outcome, report: report.into(), written: Written::Nothing }
    }

    /// The same, after what the steps before it had to say.
    #[must_use]
    pub fn after(mut self, mut before: Report) -> Self {
        before.append(self.report);
        self.report = before;
        self
    }

    /// The same, of a command that had written so many files by then.
    #[must_use]
    pub fn having_written(self, n_files: usize) -> Self {
        if n_files == 0 { self } else { self.saying(Written::Files(n_files)) }
    }

    /// The same, of a command that had completed so many interrupted builds by then.
    #[must_use]
    pub fn having_completed(self, n_builds: usize) -> Self {
        if n_builds == 0 { self } else { self.saying(Written::Completed(n_builds)) }
    }

    /// The same, of a command that never writes.
    #[must_use]
    pub fn of_reading(self) -> Self {
        self.saying(Written::Unsaid)
    }

    /// The same, with other words on what was written.
    #[must_use]
    pub fn saying(mut self, written: Written) -> Self {
        self.written = written;
        self
    }
}

impl From<Report> for Failure {
    fn from(report: Report) -> Self {
        Self::refused(report)
    }
}

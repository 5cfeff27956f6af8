//! A value and what there is to say about it.

use super::Report;

/// What came of a step that collects every problem it finds.
#[derive(Debug, Clone)]
pub struct Checked<T> {
    /// The value; none where an error of the report says why.
    pub value: Option<T>,
    /// Errors, warnings and notes.
    pub report: Report,
}

impl<T> Checked<T> {
    /// A value, and warnings about it. Where the report holds an error, the value is dropped:
    /// what was refused is not used after that.
    pub fn new(value: Option<T>, report: Report) -> Self {
        Self { value: value.filter(|_| !report.is_refused()), report }
    }

    /// No value, for these reasons.
    pub fn refused(report: impl Into<Report>) -> Self {
        Self { value: None, report: report.into() }
    }

    /// The value, its findings added to those of the steps before it.
    pub fn noting(self, report: &mut Report) -> Option<T> {
        report.append(self.report);
        self.value
    }

    /// The value and its warnings, or why there is none.
    pub fn into_result(self) -> Result<(T, Report), Report> {
        match self.value {
            Some(value) => Ok((value, self.report)),
            None => Err(self.report),
        }
    }
}

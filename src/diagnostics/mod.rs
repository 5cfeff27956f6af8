//! What is wrong, where, and what to do.
//!
//! A [`Diagnostic`] never holds a client's value: it is made of keys, types, counts and
//! places. Every problem of a pass is collected in a [`Report`] and reported at once.

mod checked;
mod count;
mod emit;
mod envelope;
mod explained;
mod failure;
mod hide;
mod mask;
mod paths;
mod place;
mod problem;

pub use checked::Checked;
pub use count::{agreeing, counted};
pub use emit::{Sources, emit};
pub use envelope::{Envelope, Outcome};
pub use explained::Explanation;
pub use failure::{Failure, Written};
pub use hide::{hide_ids, hide_in_path};
pub use mask::{in_one_line, is_forbidden, json_safe, mask_line, masked_id, sanitise};
pub use place::{Origin, Place, Pointer, Span};
pub use problem::Problem;

/// The most diagnostics that are shown of one pass; the rest are counted.
pub const MAX_SHOWN: usize = 20;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The build stops.
    Error,
    /// The build continues; the help desk should look at it.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word that opens the line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One thing to tell the person at the terminal.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// The stable name of this kind of problem; tests, README and `crr explain` use it.
    pub slug: &'static str,
    /// What happened: lower case, no period, names in back-ticks, no client's value.
    pub message: String,
    /// Where; the first is the culprit, others are what it disagrees with.
    pub places: Vec<Place>,
    /// What the reader can do now.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// An error that stops the build.
    pub fn error(slug: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, slug, message)
    }

    /// A warning.
    pub fn warning(slug: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, slug, message)
    }

    /// A diagnostic of any severity.
    pub fn new(
        severity: Severity,
        slug: &'static str,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity,
            slug,
            message: message.into(),
            places: Vec::new(),
            hints: Vec::new(),
        }
    }

    /// Adds a place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.places.push(place);
        self
    }

    /// Adds a hint: something the reader can do now.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

/// All that one pass found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    items: Vec<Diagnostic>,
}

impl Report {
    /// Adds one finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.items.push(diagnostic);
    }

    /// Takes over all of another pass's findings.
    pub fn append(&mut self, other: Report) {
        self.items.extend(other.items);
    }

    /// True where something stops the build.
    pub fn is_refused(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.items.iter().filter(|it| it.severity == severity).count()
    }

    /// The findings in the order they were made.
    pub fn items(&self) -> &[Diagnostic] {
        &self.items
    }

    /// The findings themselves, in the order they were made.
    pub fn into_items(self) -> Vec<Diagnostic> {
        self.items
    }

    /// Adds a place to every finding.
    pub fn mark(&mut self, place: &Place) {
        for it in &mut self.items {
            it.places.push(place.clone());
        }
    }

    /// Makes every warning an error: `--strict`.
    pub fn harden(&mut self) {
        for it in &mut self.items {
            if it.severity == Severity::Warning {
                it.severity = Severity::Error;
            }
        }
    }
}

impl Extend<Diagnostic> for Report {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, findings: T) {
        self.items.extend(findings);
    }
}

impl FromIterator<Diagnostic> for Report {
    fn from_iter<T: IntoIterator<Item = Diagnostic>>(findings: T) -> Self {
        Self { items: findings.into_iter().collect() }
    }
}

impl From<Diagnostic> for Report {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { items: vec![diagnostic] }
    }
}

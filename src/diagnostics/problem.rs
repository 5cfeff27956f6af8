//! What every type of error says of itself, so that all of them are reported in one way.

use super::{Diagnostic, Place};

/// An error that is reported to a person. None of its words is a client's value.
pub trait Problem {
    /// The stable name of the problem.
    fn slug(&self) -> &'static str;

    /// What happened: lower case, no period, names in back-ticks.
    fn message(&self) -> String;

    /// Where, as far as the error itself knows.
    fn place(&self) -> Option<Place> {
        None
    }

    /// All the places, where they are several.
    fn places(&self) -> Vec<Place> {
        self.place().into_iter().collect()
    }

    /// What the reader can do now.
    fn hint(&self) -> Option<&'static str> {
        None
    }
}

impl Diagnostic {
    /// The error that a problem is.
    pub fn of(problem: &impl Problem) -> Self {
        let mut it = Self::error(problem.slug(), problem.message());
        it.places.extend(problem.places());
        it.hints.extend(problem.hint().map(str::to_owned));
        it
    }
}

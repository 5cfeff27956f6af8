//! What a rule may look at, and what it finds.

use super::parameters::Parameters;
use crate::diagnostics::Place;
use crate::extract::Extract;
use crate::model::Day;
use crate::request::{Request, Wording};
use crate::site::Site;

/// All that a rule may look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// What was asked.
    pub request: &'a Request,
    /// The lines of the ticket, where its text was given beside the request.
    pub ticket_lines: &'a [String],
    /// What stands in the request's file beside its keys.
    pub wording: &'a Wording,
    /// What is on record.
    pub extract: &'a Extract,
    /// Local rules.
    pub site: &'a Site,
    /// The numbers of the rules.
    pub parameters: &'a Parameters,
    /// The day of the build.
    pub at: Day,
}

/// What a rule found.
#[derive(Debug)]
pub struct Finding {
    pub(super) message: String,
    pub(super) places: Vec<Place>,
    /// What to do in this case, besides what the rule says.
    pub(super) hint: Option<String>,
}

impl Finding {
    pub(super) fn new(
        message: impl Into<String>,
        places: impl IntoIterator<Item = Place>,
    ) -> Self {
        let places = places.into_iter().collect();
        Self { message: message.into(), places, hint: None }
    }

    pub(super) fn hint(self, hint: String) -> Self {
        Self { hint: Some(hint), ..self }
    }
}

//! What a rule may look at, and what it finds.

use std::sync::OnceLock;

use super::parameters::Parameters;
use crate::diagnostics::{Place, masked_id};
use crate::extract::Extract;
use crate::model::{ClientId, Day};
use crate::request::{MAX_PROFILES, Request, Withhold, Wording, is_same};
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
    /// What is on record in the profile that is looked at.
    pub extract: &'a Extract,
    /// What is on record in every profile, in the order of the pages.
    pub profiles: &'a [Extract],
    /// Which of them is looked at.
    pub nth: usize,
    /// Local rules.
    pub site: &'a Site,
    /// The numbers of the rules.
    pub parameters: &'a Parameters,
    /// The day of the build.
    pub at: Day,
    /// What one rule found and another asks for too. Other facts need another one.
    pub found: &'a Found,
}

/// What the texts around a request hold, by profile. Two rules ask for it, and the first of them
/// looks. One of these belongs to one set of facts: it does not notice when it is given others.
#[derive(Debug, Default)]
pub struct Found(OnceLock<Vec<OnceLock<InTicket>>>);

/// What the texts around a request certainly hold, and what they may hold.
#[derive(Debug)]
pub(super) struct InTicket {
    pub(super) surely: Vec<Finding>,
    pub(super) perhaps: Vec<Finding>,
}

impl<'a> Facts<'a> {
    /// The same facts, looked at in each profile.
    pub fn each(self) -> Vec<Self> {
        let profiles = self.profiles.iter().enumerate();
        profiles.map(|(nth, extract)| Self { extract, nth, ..self }).collect()
    }

    /// What the texts around the request hold, looked for once.
    pub(super) fn in_ticket(&self, look: fn(&Self) -> InTicket) -> &'a InTicket {
        let profiles = self.profiles.iter();
        let all =
            self.found.0.get_or_init(|| profiles.map(|_| OnceLock::new()).collect());
        all[self.nth].get_or_init(|| look(self))
    }

    /// What is held back of this profile, with the numbers of the entries.
    pub(super) fn withhold(&self) -> impl Iterator<Item = (usize, &'a Withhold)> {
        let ids = self.extract.ids();
        let entries = self.request.withhold.iter().enumerate();
        entries.filter(move |(_, it)| it.is_of(&ids))
    }

    /// The numbers of the identifiers by which the request asks for this profile.
    pub(super) fn asked(&self) -> Vec<usize> {
        let is_own = |id: &ClientId| self.extract.ids().iter().any(|it| is_same(it, id));
        let clients = self.request.clients().iter().enumerate();
        clients.filter(|(_, id)| is_own(id)).map(|(i, _)| i).collect()
    }

    /// What an entry of the request has to say of its profile, where there are several: a line
    /// of TOML, in which the identifier is shown by its end.
    pub(super) fn profile_line(&self) -> String {
        if self.profiles.len() < 2 {
            return String::new();
        }
        // Which of the request's identifiers it is: nobody needs to look into the extract.
        let asked = self.asked().first().copied().unwrap_or_default();
        let id = self.request.clients().get(asked).unwrap_or(&self.extract.client_id);
        let id = masked_id(id.as_str());
        let nth = ORDINALS.get(asked).unwrap_or(&"last");
        format!("client_id = \"{id}\"  # write all of it: the {nth} of `client_ids`\n")
    }
}

/// Words for the places in a list of profiles.
const ORDINALS: [&str; MAX_PROFILES] = ["first", "second", "third", "fourth", "fifth"];

/// What a rule found.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub(super) message: String,
    pub(super) places: Vec<Place>,
    /// What to do in this case, besides what the rule says.
    pub(super) hint: Option<String>,
    /// True where the places say by themselves whose extract they are in.
    is_placed: bool,
}

impl Finding {
    pub(super) fn new(
        message: impl Into<String>,
        places: impl IntoIterator<Item = Place>,
    ) -> Self {
        let places = places.into_iter().collect();
        Self { message: message.into(), places, hint: None, is_placed: false }
    }

    /// What was found in several profiles at once.
    pub(super) fn of_several(
        message: impl Into<String>,
        places: impl IntoIterator<Item = Place>,
    ) -> Self {
        Self { is_placed: true, ..Self::new(message, places) }
    }

    /// The same in the extract of the profile that was looked at.
    pub(super) fn of_profile(mut self, nth: usize) -> Self {
        if !self.is_placed {
            self.places = self.places.into_iter().map(|it| it.of_profile(nth)).collect();
        }
        self
    }

    pub(super) fn hint(self, hint: String) -> Self {
        Self { hint: Some(hint), ..self }
    }
}

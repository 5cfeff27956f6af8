//! What a copy is opened on, and what follows from it (`data/policy/what-opens-where.md`, 1
//! and 2): which locked forms are built, which of them a message carries, which layout.

use super::Way;
use crate::request::{Format, Layout};
use crate::source::tokens;

tokens! {
    /// What the recipient reads an e-mailed copy on.
    pub enum OpenedOn {
        /// A phone.
        Phone = "phone",
        /// A computer or tablet of their own.
        Computer = "computer",
        /// A computer that others use too, as in a library.
        LibraryComputer = "library-computer",
    }
}

/// How a copy is built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The locked forms.
    pub formats: Vec<Format>,
    /// The one that a message carries; none where nothing is sent.
    pub attach: Option<Format>,
    /// The layout of the pages.
    pub layout: Layout,
}

impl Made {
    /// What suits a way, what it is opened on, and eyes that need large print. Only what people
    /// have opens without anything installed: a locked PDF. The zip is for a computer on which
    /// somebody can install what opens it.
    pub fn of(way: Way, opened_on: Option<OpenedOn>, is_large: bool) -> Self {
        let opened_on = opened_on.filter(|_| way.is_mailed());
        let formats = match opened_on {
            Some(OpenedOn::Computer) => vec![Format::Zip, Format::Pdf],
            _ => vec![Format::Pdf],
        };
        let layout = match opened_on {
            _ if is_large => Layout::LargePrint,
            Some(OpenedOn::Phone) => Layout::Phone,
            _ => Layout::Letter,
        };
        Self { formats, attach: way.is_mailed().then_some(Format::Pdf), layout }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Way;
    use super::{Made, OpenedOn};
    use crate::request::{Format, Layout};

    #[test]
    fn what_it_is_opened_on_decides_how_it_is_built() {
        let made = |way, on, is_large| {
            let Made { formats, attach, layout } = Made::of(way, on, is_large);
            (formats, attach, layout)
        };
        let pdf = || vec![Format::Pdf];
        let both = || vec![Format::Zip, Format::Pdf];
        let mail = Some(Format::Pdf);
        for (way, on, is_large, expected) in [
            (Way::InPerson, None, false, (pdf(), None, Layout::Letter)),
            // What is handed over is on paper, whatever was ticked.
            (Way::InPerson, Some(OpenedOn::Phone), false, (pdf(), None, Layout::Letter)),
            (Way::Email, Some(OpenedOn::Phone), false, (pdf(), mail, Layout::Phone)),
            (Way::Email, Some(OpenedOn::Phone), true, (pdf(), mail, Layout::LargePrint)),
            (Way::Email, Some(OpenedOn::Computer), false, (both(), mail, Layout::Letter)),
            (
                Way::TrustedContact,
                Some(OpenedOn::LibraryComputer),
                false,
                (pdf(), mail, Layout::Letter),
            ),
        ] {
            assert_eq!(made(way, on, is_large), expected, "{way:?} {on:?} {is_large}");
        }
    }
}

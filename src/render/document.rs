//! The documents of the program, each with its name, its entry point in the templates, and
//! whether it may lie about unlocked.

/// A document that is typeset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Document {
    /// The cover alone.
    Cover,
    /// The record, with its cover.
    Record,
    /// How to open the locked files, for the client.
    HowToOpen,
    /// What to do with a package, for the Agency Administrator.
    AgencyGuide,
    /// The passphrase, for the recipient's hand.
    PassphraseSheet,
    /// The letter that gives no copy.
    DenialLetter,
    /// The form that the agency fills in with the client.
    RequestForm,
}

impl Document {
    /// Every document.
    pub const ALL: [Self; 7] = [
        Self::Cover,
        Self::Record,
        Self::HowToOpen,
        Self::AgencyGuide,
        Self::PassphraseSheet,
        Self::DenialLetter,
        Self::RequestForm,
    ];

    /// The name of its file, inside a locked file or beside it.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Cover => "cover.pdf",
            Self::Record => "record.pdf",
            Self::HowToOpen => "how-to-open.pdf",
            Self::AgencyGuide => "agency-guide.pdf",
            Self::PassphraseSheet => "passphrase-sheet.pdf",
            Self::DenialLetter => "denial-letter.pdf",
            Self::RequestForm => "request-form.pdf",
        }
    }

    /// The name of its file in the folder of a ticket. Guides carry the ticket: those of several
    /// packages may lie side by side at the agency.
    pub fn name_beside(self, ticket: &str) -> String {
        match self {
            Self::HowToOpen | Self::AgencyGuide => {
                format!("{ticket}-{}", self.file_name())
            }
            _ => self.file_name().to_owned(),
        }
    }

    /// Its entry point in the templates.
    pub fn template(self) -> &'static str {
        match self {
            Self::Cover => "/cover.typ",
            Self::Record => "/record.typ",
            Self::HowToOpen => "/how-to-open.typ",
            Self::AgencyGuide => "/agency-guide.typ",
            Self::PassphraseSheet => "/passphrase-sheet.typ",
            Self::DenialLetter => "/denial.typ",
            Self::RequestForm => "/request-form.typ",
        }
    }

    /// True where it tells something of a record: then it leaves memory only locked.
    pub fn holds_client_data(self) -> bool {
        matches!(self, Self::Cover | Self::Record)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Document;

    #[test]
    fn no_two_share_a_name_or_a_template() {
        let names: BTreeSet<_> = Document::ALL.iter().map(|it| it.file_name()).collect();
        let entries: BTreeSet<_> = Document::ALL.iter().map(|it| it.template()).collect();
        assert_eq!((names.len(), entries.len()), (7, 7));
    }
}

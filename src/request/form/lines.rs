//! The lines of the form, in its order and in English: on paper, where the client's language
//! stands beside them, and as the text that is pasted into a ticket. Each is a key of a request,
//! or something the desk has to know.

/// A line of the form.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// What it is to us.
    pub item: Item,
    /// What it says.
    pub words: &'static str,
    /// What is filled in.
    pub takes: Fills,
}

/// What is filled in.
#[derive(Debug, Clone, Copy)]
pub enum Fills {
    /// Something typed.
    Text,
    /// A day, and perhaps a time after it.
    Day,
    /// A mark at one of these: the word of a request, and ours for it.
    One(Options),
    /// A mark at any of these.
    Any(Options),
}

/// What can be marked: the word that stands for it, and what the form says.
pub type Options = &'static [(&'static str, &'static str)];

/// What a line is to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// The client's HMIS ID.
    Client,
    /// The agency that asks.
    Agency,
    /// The day they asked the agency.
    RequestedOn,
    /// The day the agency verified who asks.
    IdentityVerifiedOn,
    /// The day the agency found the record itself.
    FoundInHmisOn,
    /// The day the agency told the help desk.
    SubmittedOn,
    /// The day they said that they can open a locked file.
    CanOpenConfirmedOn,
    /// The day the client approved the trusted contact in writing.
    ApprovedInWritingOn,
    /// The day a minor consented, after a youth program.
    YouthConsentedOn,
    /// The paper of a parent or guardian.
    AuthoritySeen,
    /// What protects an e-mailed copy.
    Protection,
    /// Who asks.
    AskedBy,
    /// How the copy reaches them.
    Way,
    /// When they come for it; the time stays a note.
    PickUp,
    /// What an e-mailed copy is opened on.
    OpenedOn,
    /// A safe way to reach them: a note.
    Reach,
    /// Whether others read along.
    Others,
    /// Whether the record could put them in danger.
    Danger,
    /// The parts they want.
    Parts,
    /// How much of the Social Security number.
    Ssn,
    /// The language they read.
    Language,
    /// The size of the letters.
    Size,
    /// Whether they want it read to them: a note.
    ReadAloud,
    /// Whether they need an interpreter: a note.
    Interpreter,
}

/// What the Agency Administrator fills in; in English on every form.
pub const STAFF: &[Line] = &[
    line(Item::Client, "HMIS ID", Fills::Text),
    line(Item::Agency, "Agency", Fills::Text),
    line(Item::RequestedOn, "They asked us on", Fills::Day),
    line(Item::IdentityVerifiedOn, "Identity verified on", Fills::Day),
    line(Item::FoundInHmisOn, "I found the record in HMIS on", Fills::Day),
    line(Item::SubmittedOn, "Sent to the help desk on", Fills::Day),
    line(Item::CanOpenConfirmedOn, "Can open a locked file, said on", Fills::Day),
    line(Item::ApprovedInWritingOn, "Contact approved in writing on", Fills::Day),
    line(Item::YouthConsentedOn, "Youth program: minor agreed on", Fills::Day),
    line(
        Item::AuthoritySeen,
        "Paper that the parent or guardian showed",
        Fills::One(&[
            ("birth-certificate", "birth certificate"),
            ("adoption-decree", "adoption decree"),
            ("court-order", "court order"),
            ("letters-of-guardianship", "letters of guardianship"),
        ]),
    ),
    line(
        Item::Protection,
        "What protects an e-mailed copy",
        Fills::One(&[
            ("locked", "a lock and a passphrase"),
            ("encrypted-email", "our encrypted e-mail service"),
        ]),
    ),
];

/// What is asked of the client.
pub const CLIENT: &[Line] = &[
    line(
        Item::AskedBy,
        "Who is asking?",
        Fills::One(&[
            ("client", "the client"),
            ("parent", "a parent of a client under 18"),
            ("guardian", "a guardian of a client under 18"),
        ]),
    ),
    line(
        Item::Way,
        "How do you want to get the copy?",
        Fills::One(&[
            ("in-person", "in person, on paper"),
            ("email", "by e-mail to me"),
            ("trusted-contact", "by e-mail to a person I trust"),
        ]),
    ),
    line(Item::PickUp, "In person: day and time to pick it up", Fills::Day),
    line(
        Item::OpenedOn,
        "By e-mail: what will you open it on?",
        Fills::One(&[
            ("phone", "a phone"),
            ("computer", "my own computer or tablet"),
            ("library-computer", "a computer that others use"),
        ]),
    ),
    line(
        Item::Reach,
        "What is a safe way to reach you?",
        Fills::Any(&[
            ("call", "a call"),
            ("text", "a text message"),
            ("e-mail", "an e-mail"),
            ("agency", "only through the agency"),
        ]),
    ),
    line(
        Item::Others,
        "Can others read your e-mail or see your phone?",
        Fills::One(UNSURE),
    ),
    line(
        Item::Danger,
        "Could something in your record put you in danger if someone saw it?",
        Fills::One(UNSURE),
    ),
    line(
        Item::Parts,
        "What do you want a copy of?",
        Fills::Any(&[
            ("all", "all of these"),
            ("profile", "who I am"),
            ("release-of-information", "my permission to share"),
            ("contact-information", "ways to reach me"),
            ("enrollments", "my programs"),
            ("documents", "the list of my papers"),
        ]),
    ),
    line(
        Item::Ssn,
        "How much of your Social Security number should it show?",
        Fills::One(&[("last-four", "the last four digits"), ("full", "all nine digits")]),
    ),
    line(
        Item::Language,
        "Which language do you read?",
        Fills::One(&[
            ("en", "English"),
            ("es", "Spanish"),
            ("vi", "Vietnamese"),
            ("ko", "Korean"),
            ("zh-Hans", "Chinese (simplified)"),
            ("zh-Hant", "Chinese (traditional)"),
            ("fa", "Farsi"),
            ("ar", "Arabic"),
        ]),
    ),
    line(
        Item::Size,
        "How large should the letters be?",
        Fills::One(&[("letter", "as usual"), ("large-print", "large")]),
    ),
    line(Item::ReadAloud, "Should someone read it to you?", Fills::One(YES_NO)),
    line(Item::Interpreter, "Do you need an interpreter?", Fills::One(YES_NO)),
];

const YES_NO: Options = &[("no", "no"), ("yes", "yes")];
const UNSURE: Options = &[("no", "no"), ("yes", "yes"), ("unsure", "not sure")];

const fn line(item: Item, words: &'static str, takes: Fills) -> Line {
    Line { item, words, takes }
}

/// All lines, in the order of the form.
pub fn lines() -> impl Iterator<Item = &'static Line> + Clone {
    STAFF.iter().chain(CLIENT)
}

impl Line {
    /// What can be marked.
    pub fn options(&self) -> Options {
        match self.takes {
            Fills::One(options) | Fills::Any(options) => options,
            Fills::Text | Fills::Day => &[],
        }
    }
}

/// Every English text that a client reads on the form, each once: what a translation has.
pub fn phrases() -> Vec<&'static str> {
    let mut all = vec![TITLE, LEAD];
    // Languages stand in their own names.
    for line in CLIENT {
        all.push(line.words);
        let options = line.options().iter().filter(|_| line.item != Item::Language);
        for (_, words) in options {
            if !all.contains(words) {
                all.push(words);
            }
        }
    }
    all
}

/// The name of the form.
pub const TITLE: &str = "Client Record Request Form";

/// What is to be known before anything is filled in.
pub const LEAD: &str =
    "Write no name, no birth date and no Social Security number on this form.";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Fills, Item, lines, phrases};
    use crate::model::SectionKind;
    use crate::request::form::{OpenedOn, Way};
    use crate::request::{Authority, Language, Layout, Protection, Relation, SsnShown};

    /// At most twelve answers are typed, none of them twice, and all others are marks.
    #[test]
    fn few_answers_are_typed_and_none_twice() {
        let typed = lines().filter(|it| matches!(it.takes, Fills::Text | Fills::Day));
        assert!((8..=12).contains(&typed.count()));
        let items: BTreeSet<_> = lines().map(|it| it.item).collect();
        assert_eq!(items.len(), lines().count());
        let words: BTreeSet<_> = lines().map(|it| it.words).collect();
        assert_eq!(words.len(), lines().count());
        assert_eq!(phrases().iter().collect::<BTreeSet<_>>().len(), phrases().len());
    }

    /// What can be marked is a word that a request takes.
    #[test]
    fn marks_are_words_of_a_request() {
        let known = |item, token: &str| match item {
            Item::AuthoritySeen => Authority::ALL.iter().any(|it| it.token() == token),
            Item::Protection => Protection::ALL.iter().any(|it| it.token() == token),
            Item::AskedBy => Relation::ALL.iter().any(|it| it.token() == token),
            Item::Way => Way::ALL.iter().any(|it| it.token() == token),
            Item::OpenedOn => OpenedOn::ALL.iter().any(|it| it.token() == token),
            Item::Parts => {
                SectionKind::ALL.iter().any(|it| it.token() == token) || token == "all"
            }
            Item::Ssn => SsnShown::ALL.iter().any(|it| it.token() == token),
            Item::Language => Language::ALL.iter().any(|it| it.token() == token),
            Item::Size => Layout::ALL.iter().any(|it| it.token() == token),
            _ => true,
        };
        for line in lines() {
            for (token, _) in line.options() {
                assert!(known(line.item, token), "{token}");
            }
        }
        let language = lines().find(|it| it.item == Item::Language).expect("a line");
        assert_eq!(language.options().len(), Language::ALL.len());
    }
}

//! What a value hands out about a client: words, days, and whose row it is.

use super::day::Day;
use super::ids::{ClientId, StaffName, Ticket};
use super::text::{ClientText, Instant, PlainText};
use crate::diagnostics::Pointer;

/// Types that may hold a client's words or days, wherever they stand.
pub trait Texts {
    /// Visits every text and every day with its place. Texts and days are visited together,
    /// so that no type can hand on the one and forget the other.
    fn leaves(&self, at: &Pointer, visit: VisitLeaf<'_>);

    /// Visits every text with its place.
    fn texts(&self, at: &Pointer, visit: Visit<'_>) {
        self.leaves(at, &mut |at, leaf| {
            if let Leaf::Text(text, _) = leaf {
                visit(at, text);
            }
        });
    }
}

/// A value that tells something about a client by itself; a code tells it by its list.
#[derive(Debug, Clone, Copy)]
pub enum Leaf<'a> {
    /// Words, and how they came to be written.
    Text(&'a ClientText, Written),
    /// A day.
    Day(Day),
    /// Whose row it is.
    Client(&'a ClientId),
}

/// How words came to be written. A field says it where it stands ("`: Option<ClientText> as
/// Listed`"); one that says nothing was written freely, so that a field added later is
/// searched for everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Written {
    /// Somebody wrote what they liked.
    #[default]
    Freely,
    /// Somebody called a thing so, as a file: no sentences, where a word in small letters may be
    /// a name.
    Title,
    /// The words come from a list, or are the name of an agency or a project.
    Listed,
    /// A name of the client.
    OwnName,
}

impl Written {
    /// True where somebody wrote what they liked.
    pub fn is_free(self) -> bool {
        matches!(self, Self::Freely | Self::Title)
    }
}

impl Leaf<'_> {
    /// The same, where words are written in another way than freely.
    #[must_use]
    pub fn written(self, how: Written) -> Self {
        match self {
            Self::Text(text, Written::Freely) => Self::Text(text, how),
            other => other,
        }
    }
}

/// What is done with each text.
pub type Visit<'a> = &'a mut dyn FnMut(&Pointer, &ClientText);

/// What is done with each text and each day.
pub type VisitLeaf<'a> = &'a mut dyn FnMut(&Pointer, Leaf<'_>);

impl<T: Texts> Texts for Option<T> {
    fn leaves(&self, at: &Pointer, visit: VisitLeaf<'_>) {
        if let Some(it) = self {
            it.leaves(at, visit);
        }
    }
}

impl<T: Texts> Texts for Vec<T> {
    fn leaves(&self, at: &Pointer, visit: VisitLeaf<'_>) {
        for (i, it) in self.iter().enumerate() {
            it.leaves(&at.index(i), visit);
        }
    }
}

impl Texts for ClientText {
    fn leaves(&self, at: &Pointer, visit: VisitLeaf<'_>) {
        visit(at, Leaf::Text(self, Written::Freely));
    }
}

impl Texts for ClientId {
    fn leaves(&self, at: &Pointer, visit: VisitLeaf<'_>) {
        visit(at, Leaf::Client(self));
    }
}

macro_rules! no_texts {
    ($($ty:ty),*) => {$(
        impl Texts for $ty {
            fn leaves(&self, _: &Pointer, _: VisitLeaf<'_>) {}
        }
    )*};
}
no_texts!(bool, i64, PlainText, Instant, StaffName, Ticket);

impl Texts for Day {
    fn leaves(&self, at: &Pointer, visit: VisitLeaf<'_>) {
        visit(at, Leaf::Day(*self));
    }
}

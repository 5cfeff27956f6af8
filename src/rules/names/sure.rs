//! How certain it is that a text names somebody.

/// How certain it is that a text names somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Certainty {
    /// Nobody is named.
    #[default]
    None,
    /// It may be somebody's name, or a word, a street, the client's own name.
    Doubtful,
    /// It is somebody's name.
    Sure,
}

//! Which program this is.

/// What `crr --version` says. A program that others are given also says which commit it was
/// built from, and of which day; `tests/dist/run` hands that in.
pub(crate) const VERSION: &str = match option_env!("CRR_BUILT_AS") {
    Some(built_as) => built_as,
    None => env!("CARGO_PKG_VERSION"),
};

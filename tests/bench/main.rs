//! Placeholder until the bench proper.
fn main() {}

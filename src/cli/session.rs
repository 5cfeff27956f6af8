//! What every command is run with.

use super::terminal::Terminal;
use crate::pipeline::Inputs;

/// What every command is run with.
pub(super) struct Session<'a> {
    /// Where words go.
    pub terminal: &'a Terminal,
    /// The texts of the run, for places in messages.
    pub inputs: &'a mut Inputs,
}

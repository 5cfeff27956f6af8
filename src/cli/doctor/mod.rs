//! What `crr doctor` looks at, and how it tells of it: one line a thing, and what to do. Nothing
//! here reads a record, and no line can name a client.

mod desk;
mod line;
mod machine;
mod settings;

pub(super) use desk::desk_lines;
pub(super) use line::{Line, State};
pub(super) use machine::machine_lines;
pub(super) use settings::{Setup, setting_lines};

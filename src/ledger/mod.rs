//! The ledger, an accounting of disclosures: one line for each deed, chained by digest, so that
//! an edited, removed, reordered or cut-off line is found. It is the record of what was
//! released: the state of every ticket is what its lines say. It contains no client data.

mod account;
mod binding;
mod chain;
mod entry;
mod head;
mod history;
mod merge;
mod next;
mod state;
mod status;
mod totals;

pub use account::{Account, Circumstances, MadeFrom};
pub use binding::{Binding, Compared, Content};
pub use chain::{Broken, Fault, is_newer, line_after, readable, receipts, verify};
pub use entry::{Action, Because, Entry, LedgerEvent};
pub use head::{Head, Heads};
pub use merge::{Conflict, conflicts, merge};
pub use next::{Deed, Folder, Next, Stop, Wish, next};
pub use state::{PrintedCopy, State, add_states, purged_since, states};
pub use status::{Asking, Clock, Deadline, Row, Stage, status};
pub use totals::Totals;

/// The name of the file.
pub const LEDGER: &str = "ledger.jsonl";

/// What the first line has before it.
const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

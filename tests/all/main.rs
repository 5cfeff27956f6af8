//! All tests that use the program as its users do. `tests/README.md` tells how to run them.
#![expect(clippy::disallowed_methods, reason = "tests look at files")]
#![expect(clippy::print_stderr, reason = "a skipped test says so")]

mod authors;
mod batch;
mod checking;
mod coded;
mod denial;
mod fresh_clone;
mod guides;
mod hand_over;
mod importing;
mod importing_beside;
mod importing_clarity;
mod importing_exits;
mod importing_hashed;
mod importing_hostile;
mod importing_lost;
mod judges;
mod kit;
mod languages;
mod locked_page;
mod locked_pdf;
mod locked_zip;
mod message;
mod outcomes;
mod planning;
mod print;
mod privacy;
mod properties;
mod refusals;
mod same_request;
mod samples;
mod schema;
mod secrets;
mod shards;
mod states;
mod support;
mod tidy;
mod verify;
mod whole;
mod writing;

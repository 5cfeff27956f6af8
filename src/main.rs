//! The program: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    client_record_request::io::guard_process();
    // A panic's words may hold a value of the record. `run` tells that there was one.
    std::panic::set_hook(Box::new(|_| {}));
    ExitCode::from(client_record_request::cli::run(std::env::args_os()))
}

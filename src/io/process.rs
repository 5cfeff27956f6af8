//! What the program asks of the system for itself, before it reads anything.
#![expect(clippy::disallowed_methods, reason = "this is the door to the system")]

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Keeps memory with a record or a passphrase from being written to a disk when the program
/// is ended by force, and makes of a limit on the size of files an error that can be reported.
/// What the system does not grant is left as it is: no work is refused for it.
#[cfg(unix)]
pub fn guard_process() {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let _ = setrlimit(Resource::Core, none);
    #[cfg(target_os = "linux")]
    not_dumpable();
    // Without a handler the system ends the program where a file grows past the limit, and half
    // a package would be left behind. What is written then fails like on a full disk.
    let seen = Arc::new(AtomicBool::new(false));
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, seen);
}

/// A flag that the first Ctrl-C sets from now on, so that what was begun can be ended well; the
/// second one ends the program at once, as ever.
#[cfg(unix)]
pub fn interrupts() -> Arc<AtomicBool> {
    use signal_hook::consts::SIGINT;
    use signal_hook::flag::{register, register_conditional_default};

    let flag = Arc::new(AtomicBool::new(false));
    // In this order: the first one must not see the flag that it sets.
    let _ = register_conditional_default(SIGINT, Arc::clone(&flag));
    let _ = register(SIGINT, Arc::clone(&flag));
    flag
}

/// The same on Windows, which calls the program from a thread of its own.
#[cfg(windows)]
pub fn interrupts() -> Arc<AtomicBool> {
    use std::sync::atomic::Ordering;

    /// What Windows itself ends a program with (STATUS_CONTROL_C_EXIT).
    const INTERRUPTED: u32 = 0xC000_013A;

    let flag = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&flag);
    let _ = ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::Relaxed) {
            #[expect(clippy::exit, reason = "nothing may be waited for any more")]
            std::process::exit(INTERRUPTED.cast_signed());
        }
    });
    flag
}

/// Elsewhere Ctrl-C ends the program at once.
#[cfg(not(any(unix, windows)))]
pub fn interrupts() -> Arc<AtomicBool> {
    Arc::default()
}

/// A system that hands dumps to another program does so whatever the limit is; not, though,
/// of a process that says no. The same keeps other programs of the account from its memory.
#[cfg(target_os = "linux")]
fn not_dumpable() {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};

    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mut lines = status.lines();
    let tracer = lines.find_map(|it| it.strip_prefix("TracerPid:"));
    // Whoever traces the program reads its memory anyway, and would lose only their view.
    if tracer.is_none_or(|it| it.trim() == "0") {
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

/// Elsewhere nothing of this is known.
#[cfg(not(unix))]
pub fn guard_process() {}

//! A bar on a terminal: how many are done, how fast, how long it will take. Elsewhere there
//! is none, and each request's own line is what is seen.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::{self, Terminal};

/// The bar, or nothing.
pub(super) struct Progress(ProgressBar);

impl Progress {
    pub(super) fn new(n: usize, terminal: &Terminal) -> Self {
        let is_shown = terminal::has_reader() && !terminal.json && !terminal.is_quiet();
        if !is_shown {
            return Self(ProgressBar::hidden());
        }
        let target = ProgressDrawTarget::stderr_with_hz(8);
        let bar = ProgressBar::with_draw_target(Some(n as u64), target);
        let style = "{pos} of {len} {wide_bar} {per_sec:.1}, {eta} left";
        bar.set_style(ProgressStyle::with_template(style).expect("a template"));
        Self(bar)
    }

    /// One more is done; what is said of it stands above the bar.
    pub(super) fn tell(&self, say: impl FnOnce()) {
        self.0.suspend(say);
        self.0.inc(1);
    }

    /// All are.
    pub(super) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

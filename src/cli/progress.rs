//! How far a run over many files has come: a bar on a terminal, nothing in a pipe.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The bar.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar for a number of files; a single one needs none.
    pub fn new(files: usize) -> Self {
        if files < 2 {
            let bar = ProgressBar::hidden();
            return Progress { bar };
        }
        // Hidden by itself where stderr is no terminal.
        let target = ProgressDrawTarget::stderr();
        let bar = ProgressBar::with_draw_target(Some(files as u64), target);
        let style = ProgressStyle::with_template("{bar:32} {pos}/{len}　还需 {eta}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Progress { bar }
    }

    /// One more file is done.
    pub fn step(&self) {
        self.bar.inc(1);
    }

    /// Prints something without disturbing the bar.
    pub fn aside<R>(&self, print: impl FnOnce() -> R) -> R {
        self.bar.suspend(print)
    }
}

impl Drop for Progress {
    /// The bar goes; what was printed stays.
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

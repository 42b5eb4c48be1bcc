//! How far a run over many files has come: a bar on a terminal, nothing in a pipe.
//!
//! A run has one at a time; whatever is told or shown meanwhile is printed [`aside`] of it.

use std::sync::{Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

static BAR: Mutex<Option<ProgressBar>> = Mutex::new(None);

fn show(bar: Option<ProgressBar>) {
    *BAR.lock().unwrap_or_else(PoisonError::into_inner) = bar;
}

/// The bar, shown until it is dropped.
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar for a number of files; a single one needs none.
    pub fn new(files: usize) -> Self {
        if files < 2 {
            return Progress(ProgressBar::hidden());
        }
        // Hidden by itself where stderr is no terminal.
        let target = ProgressDrawTarget::stderr();
        let bar = ProgressBar::with_draw_target(Some(files as u64), target);
        let style = ProgressStyle::with_template("{bar:32} {pos}/{len}　还需 {eta}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        show(Some(bar.clone()));
        Progress(bar)
    }

    /// One more file is done.
    pub fn step(&self) {
        self.0.inc(1);
    }
}

impl Drop for Progress {
    /// The bar goes; what was printed stays.
    fn drop(&mut self) {
        self.0.finish_and_clear();
        show(None);
    }
}

/// Prints something without disturbing the bar.
pub fn aside<R>(print: impl FnOnce() -> R) -> R {
    let bar = BAR.lock().unwrap_or_else(PoisonError::into_inner).clone();
    match bar {
        Some(bar) => bar.suspend(print),
        None => print(),
    }
}

#![doc = include_str!("../README.md")]

pub mod format;
pub mod language;
pub mod next_year;
#[cfg(feature = "readers")]
pub mod update;
pub mod workbench;

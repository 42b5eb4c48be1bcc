#![doc = include_str!("../README.md")]

pub mod format;
pub mod language;
pub mod successor;
#[cfg(feature = "readers")]
pub mod update;
pub mod workbench;

//! A data file changed by its smallest part, and what an editor may ask about it.

pub mod format;
pub mod language;
pub mod successor;

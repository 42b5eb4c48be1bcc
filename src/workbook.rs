//! The form as an Excel workbook: written for a clerk to fill in, and read back.
//!
//! The sheets print the three tables exactly as the form does. Every cell that holds a
//! figure has a name of its own (`年报.` and its path), which Excel carries along when a
//! sheet is renamed or a row put in; reading goes by these names and never by place.

mod read;
mod sheet;
mod value;
mod write;

#[cfg(test)]
mod tests;

pub use read::read;
pub use write::{WriteError, write};

/// What the names of our cells begin with.
const PREFIX: &str = "年报.";
/// The name of the cell that says which form it is: the 文号.
const FORM: &str = "格式";
/// The names of the cells of the front sheet.
const YEAR: &str = "年度";
const AGENCY: &str = "机关";
const CATEGORY: &str = "类别";
const DATE: &str = "日期";

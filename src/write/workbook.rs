//! The form as an Excel workbook, for a clerk to fill in.
//!
//! The sheets print the three tables exactly as the form does. Every cell that holds a
//! figure has a name of its own (`年报.` and its path), which Excel carries along when a
//! sheet is renamed or a row put in; reading ([`read::workbook`](crate::read::workbook)) goes by these names and never by place.

mod sheet;
mod write;

pub use write::{WriteError, write};

/// What the names of our cells begin with.
pub(crate) const PREFIX: &str = "年报.";
/// The name of the cell that says which form it is: the 文号.
pub(crate) const FORM: &str = "格式";
/// The names of the cells of the front sheet.
pub(crate) const YEAR: &str = "年度";
pub(crate) const AGENCY: &str = "机关";
pub(crate) const CATEGORY: &str = "类别";
pub(crate) const DATE: &str = "日期";

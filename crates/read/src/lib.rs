#![doc = include_str!("../README.md")]

mod aligner;
mod archive;
mod assemble;
mod container;
mod day;
pub mod docx;
mod encoding;
mod escape;
mod figure;
mod filled;
pub mod html;
mod identity;
mod import_messages;
mod import_summary;
mod label;
mod locate;
pub mod markdown;
mod narrative;
mod page_data;
pub mod pdf;
mod places;
pub mod published;
pub mod rows;
mod separated;
pub mod text;
mod words;
pub mod workbook;
pub mod xlsx;

pub use assemble::{Import, ImportOptions, import};
pub use container::{MOST, is_document, read};
pub use import_messages::{Notice, findings};
pub use import_summary::{ImportSummary, TableCount};
pub use locate::Outside;
pub use places::{Places, Taken};

/// Reads a report from the bytes of any document: a workbook of ours tells what each of its
/// cells is, everything else is matched with the form.
///
/// # Errors
/// Nothing reads it, or there is no report in it: why, and what to do.
pub fn read_report(name: &str, bytes: &[u8], options: &ImportOptions) -> Result<Import, Fault> {
    if xlsx::is_workbook(bytes)
        && let Some(imported) = workbook::read(bytes)?
    {
        return Ok(imported.with(options));
    }
    import(&read(name, bytes)?, options)
}

/// Why a container cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong with it, in Chinese.
    pub message: String,
    /// What to do, in Chinese.
    pub help: String,
    /// Whether nothing is wrong with it, but it holds no report.
    pub is_foreign: bool,
}

impl Fault {
    /// A fault.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Fault {
            message: message.into(),
            help: help.into(),
            is_foreign: false,
        }
    }
}

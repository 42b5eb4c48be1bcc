//! From a published report to a data file.
//!
//! A reader of a container (a page, a text, a Word file, a PDF) gives a
//! [`Published`](crate::read::published::Published); what cannot be read at all is a
//! [`Fault`].

mod account;
mod aligner;
mod archive;
mod assemble;
mod container;
mod day;
pub mod docx;
mod encoding;
mod escape;
mod figure;
mod gather;
pub mod html;
mod identity;
mod label;
mod locate;
pub mod markdown;
mod mime;
mod narrative;
pub mod pdf;
pub mod published;
mod say;
mod separated;
pub mod text;
mod words;
pub mod workbook;
pub mod xlsx;

pub use account::{Account, Count};
pub use assemble::{Import, Wishes, import};
pub use container::{MOST, read};
pub use locate::Outside;
pub use say::{Notice, findings};

/// Why a container cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong with it, in Chinese.
    pub message: String,
    /// What to do, in Chinese.
    pub help: String,
}

impl Fault {
    /// A fault.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Fault {
            message: message.into(),
            help: help.into(),
        }
    }
}

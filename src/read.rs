//! From a published report to a data file.
//!
//! In: the bytes of a page, a Word file, a PDF, a text or a workbook, and what is known of
//! the report besides. Out: a data file, what is not certain about it, and what was found:
//!
//! ```
//! use nianbao::read::{self, Wishes};
//!
//! let page = "<h1>某县某局2024年政府信息公开工作年度报告</h1><h2>一、总体情况</h2><p>主动公开6条。</p>\
//!             <h2>五、存在的主要问题及改进情况</h2><p>无。</p>";
//! let published = read::read("page.html", page.as_bytes()).expect("it is a page");
//! let import = read::import(&published, &Wishes::default()).expect("it is a report");
//! assert_eq!(import.file.year.value, 2024);
//! assert!(!import.doubts.is_empty(), "its tables are not there");
//! ```
//!
//! | step | where |
//! |---|---|
//! | which reader a file needs | `container`, `archive`, `encoding`, `mime` |
//! | thin readers: paragraphs and grids of cells, nothing understood | [`html`], [`docx`], [`pdf`], [`xlsx`], [`markdown`], [`text`] |
//! | what they all give | [`published`] |
//! | where in it the report stands, whose it is, of which year | `locate`, `identity` |
//! | tables laid along the form; doubts | `aligner`, `figure`, `label` |
//! | the particulars of a form to fill in; guides and lists of a draft left out | `filled` |
//! | texts as Markdown | `narrative`, `words`, `escape` |
//! | the data file | `assemble`; [`workbook`] where a workbook names its cells |
//! | all that is said about it, in Chinese | `say`, [`Account`] |
//!
//! A cell that is not certain carries a [`Doubt`](published::Doubt) and comes out blank with
//! the published words beside it. Nothing here reads scans, checks a report or writes files.

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
mod filled;
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

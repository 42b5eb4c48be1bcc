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
//! | the form's headings, heads and rows laid along all rows of it; doubts | `aligner`, `figure`, `label` |
//! | where in it the report stands, whose it is, of which year | `locate`, `identity` |
//! | what a page of ours holds beside what it shows | `page_data` |
//! | the particulars of a form to fill in; guides and lists of a draft left out | `filled` |
//! | texts as Markdown | `narrative`, `words`, `escape` |
//! | the data file | `assemble`; [`workbook`] where a workbook names its cells |
//! | where in the document each of its parts stands, and the report itself | [`Places`] |
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
mod page_data;
pub mod pdf;
mod places;
pub mod published;
pub mod rows;
mod say;
mod separated;
pub mod text;
mod words;
pub mod workbook;
pub mod xlsx;

pub use account::{Account, Count};
pub use assemble::{Import, Wishes, import};
pub use container::{MOST, is_document, read};
pub use locate::Outside;
pub use places::{Places, Taken};
pub use say::{Notice, findings};

/// Reads a report from the bytes of any document: a workbook of ours tells what each of its
/// cells is, everything else is matched with the form.
///
/// # Errors
/// Nothing reads it, or there is no report in it: why, and what to do.
pub fn read_report(name: &str, bytes: &[u8], wishes: &Wishes) -> Result<Import, Fault> {
    if xlsx::is_workbook(bytes)
        && let Some(imported) = workbook::read(bytes)?
    {
        return Ok(imported.with(wishes));
    }
    import(&read(name, bytes)?, wishes)
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

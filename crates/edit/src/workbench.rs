//! The workbench: the official form over a data file, without a screen or a disk.
//!
//! In goes the text of a data file; out come the form as it would be printed with all that is
//! known of each cell, and, for each change that somebody makes in it, the smallest splices of
//! the text:
//!
//! ```
//! use edit::workbench::{Edit, Session, Typed};
//! use form::report::Alone;
//!
//! let text = "年度: 2024\n机关: {名称: 某局}\n申请:\n  新收: 0  # 没有\n";
//! let mut session = Session::open("2024.yaml", text.to_owned(), &Alone);
//! let cells = vec![Typed { path: "申请.新收.总计".into(), words: "１２件".into() }];
//! session.edit(&Edit::Cells { cells }, &Alone).expect("it is a cell");
//! assert!(session.text().contains("\n  新收: {其余: 0, 总计: 12}  # 没有\n"));
//! session.undo(&Alone).expect("there is a change");
//! assert_eq!(session.text(), text);
//! ```
//!
//! A [`Session`] holds one open file, merges what is changed elsewhere and answers the page's
//! requests ([`Session::handle`]) as far as they need no folder; a [`Workbench`] answers all of
//! them over a [`WorkbenchHost`]: the folder on a disk, or a [`MemoryFolder`].
//! `web/src/messages.ts` says what the page and its host tell each other.

mod apply;
pub mod arrivals;
mod cells;
mod change;
mod host;
mod listing;
mod memory_folder;
pub mod merge;
mod messages;
mod particulars;
mod prose;
mod publish;
mod session;
mod state;
mod tables;
mod texts;

pub use apply::{Applied, MAX_TEXT, apply};
pub use change::{DATA, Texts};
pub use host::{Workbench, WorkbenchHost};
pub use listing::due_year;
pub use memory_folder::{Day, Files, MemoryFolder, Reading, Reply};
pub use messages::*;
#[cfg(feature = "readers")]
pub(super) use prose::{passages, tidy};
pub use publish::{Built, publish};
pub use session::{Session, json};
pub use texts::read_texts;

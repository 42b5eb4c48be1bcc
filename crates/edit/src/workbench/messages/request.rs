//! What the page asks of its host.

use serde::Deserialize;

use super::{Passage, Product};

/// What the page asks.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "do", rename_all = "lowercase")]
pub enum Request {
    /// The reports of the folder.
    Folder,
    /// A data file of the folder becomes the open one.
    Open {
        /// Its name.
        file: String,
    },
    /// The open file as it is.
    State,
    /// A change of the open file.
    Edit {
        /// The state that the page made it in.
        revision: String,
        /// The change.
        edit: Edit,
    },
    /// The form as a change would make it, which is still being typed; nothing is changed.
    Try {
        /// The change.
        edit: Edit,
    },
    /// The last change is taken back.
    Undo,
    /// And made again.
    Redo,
    /// Back to the text that the file had when it was opened.
    Restore,
    /// What was chosen of a conflict.
    Settle {
        /// Whose version.
        keep: Keep,
    },
    /// The report as a page.
    Preview,
    /// Products beside the data file.
    Build {
        /// Which.
        to: Vec<Product>,
        /// Whether errors are no matter.
        draft: bool,
    },
    /// A new data file, blank.
    New {
        /// The report year.
        year: u16,
        /// The agency's name.
        agency: String,
        /// What the agency is.
        category: String,
    },
    /// Next year's file from one of the folder.
    Next {
        /// Its name.
        file: String,
    },
    /// A published report becomes a new data file.
    Read {
        /// The file's name.
        name: String,
        /// Its bytes.
        base64: String,
    },
    /// A picture for a text.
    Picture {
        /// The file's name.
        name: String,
        /// Its bytes.
        base64: String,
    },
}

/// Whose version of a place stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Keep {
    /// That of the page.
    Mine,
    /// That of the file.
    Theirs,
}

/// A change of the data file.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Edit {
    /// What was typed or pasted into cells.
    Cells {
        /// Each with its words.
        cells: Vec<Typed>,
    },
    /// The remark on a figure.
    Note {
        /// The figure.
        path: String,
        /// The remark; none takes it away.
        words: String,
    },
    /// A section's text.
    Text {
        /// The section.
        key: String,
        /// All of it.
        passages: Vec<Passage>,
        /// Whether it was typed on without a pause: one step with the last change of it.
        #[serde(default)]
        goes_on: bool,
    },
    /// The year, the agency and such.
    Particular {
        /// Which.
        key: String,
        /// What it says; nothing takes it away where it may be left out.
        words: String,
    },
    /// A finding is accepted.
    Waive {
        /// The rule.
        rule: String,
        /// Where.
        path: String,
        /// Why.
        reason: String,
    },
    /// One of the fixes that a finding offers.
    Fix {
        /// The finding's number among all.
        finding: usize,
        /// The fix's number among the finding's.
        fix: usize,
    },
    /// The whole text.
    Source {
        /// The text.
        text: String,
    },
}

/// Words for a cell.
#[derive(Clone, Debug, Deserialize)]
pub struct Typed {
    /// The cell.
    pub path: String,
    /// The words as they were typed.
    pub words: String,
}

//! What the workbench's page and its host say to each other: `web/src/messages.ts` in Rust.

mod request;

use serde::{Deserialize, Serialize};

use base::diagnostic::Record;

pub use request::{Edit, Keep, Request, Typed};
pub use write::Product;

/// Markdown under a sub-heading, or under none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The sub-heading.
    pub heading: Option<String>,
    /// The Markdown, references as they are written.
    pub text: String,
}

/// In place of an answer: nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// What is wrong.
    pub refused: String,
    /// What to do.
    pub help: String,
}

impl From<(String, String)> for Refusal {
    fn from((refused, help): (String, String)) -> Self {
        Refusal { refused, help }
    }
}

impl Refusal {
    /// What is wrong, and what to do.
    pub fn new(refused: impl Into<String>, help: impl Into<String>) -> Self {
        Refusal {
            refused: refused.into(),
            help: help.into(),
        }
    }
}

/// The reports of a folder.
#[derive(Clone, Debug, Serialize)]
pub struct Folder {
    /// The folder's name.
    pub name: String,
    /// The data file that is open.
    pub open: Option<String>,
    /// Whether nothing may be changed.
    pub readonly: bool,
    /// The years for which there is a form, the newest first.
    pub years: Vec<u16>,
    /// What an agency may be.
    pub categories: Vec<&'static str>,
    /// The reports, by their files' names.
    pub reports: Vec<Listed>,
}

/// A report of a folder.
#[derive(Clone, Debug, Serialize)]
pub struct Listed {
    /// The file's name.
    pub file: String,
    /// The agency.
    pub agency: String,
    /// The report year, where it is known.
    pub year: Option<u16>,
    /// How many errors it has.
    pub errors: usize,
    /// And warnings.
    pub warnings: usize,
    /// The last change, in milliseconds since 1970.
    pub changed: u64,
}

/// The open file, understood.
#[derive(Clone, Debug, Serialize)]
pub struct State {
    /// The file's name.
    pub file: String,
    /// Whether nothing may be changed.
    pub readonly: bool,
    /// Names this state.
    pub revision: String,
    /// Whether the disk has it.
    pub saved: bool,
    /// Why not.
    pub fault: Option<String>,
    /// The data file's text.
    pub source: String,
    /// The form, unless the text cannot be read as one.
    pub form: Option<Form>,
    /// What is wrong, in file order.
    pub findings: Vec<Finding>,
    /// The summary line of `check`.
    pub summary: String,
    /// What undoing would do.
    pub undo: Option<String>,
    /// What making again would do.
    pub redo: Option<String>,
    /// A place that was changed here and elsewhere.
    pub conflict: Option<Conflict>,
}

/// A place that was changed here and elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// What stands there.
    pub place: String,
    /// The version of the page.
    pub mine: String,
    /// The version of the file.
    pub theirs: String,
}

/// The form, filled in as far as it is.
#[derive(Clone, Debug, Serialize)]
pub struct Form {
    /// The report year.
    pub year: u16,
    /// The edition.
    pub edition: String,
    /// The document that prescribes it.
    pub document: String,
    /// The title as printed.
    pub title: String,
    /// The same in its lines, each in the pieces between which it may be broken.
    pub title_pieces: Vec<Vec<String>>,
    /// The year, the agency and such.
    pub particulars: Vec<Particular>,
    /// The preamble and the six sections.
    pub sections: Vec<Section>,
    /// What a text may refer to.
    pub references: Vec<Reference>,
}

/// A path that a text may refer to.
#[derive(Clone, Debug, Serialize)]
pub struct Reference {
    /// The path.
    pub path: String,
    /// What it is called.
    pub name: String,
    /// What would be printed now.
    pub value: String,
}

/// The year, the agency and such.
#[derive(Clone, Debug, Serialize)]
pub struct Particular {
    /// The key.
    pub key: &'static str,
    /// What is written.
    pub words: String,
    /// What is taken where it is left out.
    pub fallback: String,
    /// What may be written, where that is a choice.
    pub choices: Option<Vec<&'static str>>,
    /// Whether it must be there.
    pub required: bool,
}

/// The preamble or a section.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// Its key.
    pub key: String,
    /// Its heading.
    pub heading: String,
    /// How many errors it has.
    pub errors: usize,
    /// And warnings.
    pub warnings: usize,
    /// Whether all of it has been filled in.
    pub filled: bool,
    /// Its text.
    pub text: Option<Text>,
    /// Its table.
    pub table: Option<Table>,
}

/// A section's text.
#[derive(Clone, Debug, Serialize)]
pub struct Text {
    /// Its parts.
    pub passages: Vec<Passage>,
    /// The file that holds it.
    pub file: Option<String>,
    /// Characters that count.
    pub length: usize,
    /// Fewer are hardly a text.
    pub least: usize,
    /// What it should cover.
    pub topics: Vec<Topic>,
    /// The longest passage that stands in last year's text.
    pub copied: Option<String>,
}

/// What a text should cover.
#[derive(Clone, Debug, Serialize)]
pub struct Topic {
    /// What it is called.
    pub name: String,
    /// Whether it does.
    pub covered: bool,
}

/// A table as printed.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// What it is.
    pub summary: String,
    /// How many columns it has.
    pub columns: usize,
    /// How wide each of them is at least, in characters.
    pub widths: Vec<f64>,
    /// How many rows at the top are headings.
    pub header_rows: usize,
    /// The cells, each in the row of its top edge.
    pub rows: Vec<Vec<Cell>>,
    /// What should be equal.
    pub balances: Vec<Balance>,
}

/// Two sums that should be equal, in one column.
#[derive(Clone, Debug, Serialize)]
pub struct Balance {
    /// The equation.
    pub name: String,
    /// The column.
    pub column: String,
    /// The cells.
    pub paths: Vec<String>,
    /// By how much the first sum is more than the second; `0` where it is not.
    pub difference: String,
}

/// What an edit would make.
#[derive(Clone, Debug, Serialize)]
pub struct Tried {
    /// The form; none where the text could not be read as one.
    pub form: Option<Form>,
}

/// A cell of a table.
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
    /// `corner`, `caption`, `column`, `row` or `figure`.
    pub kind: &'static str,
    /// The leftmost column.
    pub column: usize,
    /// How many columns it covers.
    pub colspan: usize,
    /// How many rows it covers.
    pub rowspan: usize,
    /// A heading's words; a figure as printed, or what was typed where that is none.
    pub words: String,
    /// More of a figure.
    pub figure: Option<Figure>,
}

/// A figure of the form.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// Its path.
    pub path: String,
    /// Row and column as the form names them.
    pub name: String,
    /// `stated`, `covered`, `blank`, `computed` or `missing`.
    pub state: &'static str,
    /// Whether it is a total.
    pub total: bool,
    /// What the parts of a total add up to, where it states another figure.
    pub expected: Option<String>,
    /// Whether it may have decimals.
    pub decimals: bool,
    /// Whether it has a sign.
    pub signed: bool,
    /// The remark.
    pub note: Option<String>,
    /// Last year's figure.
    pub last: Option<String>,
    /// What last year's report carried over to here.
    pub offered: Option<String>,
}

/// Something to put right, or to know: as programs are told it, and what the page does with it.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// What is wrong and what to do, in the words of the form.
    #[serde(flatten)]
    pub record: Record,
    /// What the rule is called.
    pub title: &'static str,
    /// Where it stands in the source, in units of UTF-16; none in another file.
    pub start: Option<usize>,
    /// Where it ends.
    pub end: Option<usize>,
    /// The paths of what it is about: of more than one where that has one cause.
    pub paths: Vec<String>,
    /// Whether it may be accepted.
    pub waivable: bool,
    /// What puts it right.
    pub fixes: Vec<String>,
}

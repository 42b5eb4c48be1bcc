//! What a report is given as: a data file, or a document that holds one.
//!
//! In go a file's name and bytes; out comes its YAML, a document's made by the readers, or the
//! findings that say why there is none. Whoever reads a report from wherever begins here.

use std::path::Path;

use super::{language::is_yaml, workbench::Refusal};
use crate::{
    form::report,
    ground::{
        content::{Content, MAX_TEXT, too_large},
        diagnostic::Finding,
        source::{FileId, Sources},
        yaml::Node,
    },
};
#[cfg(feature = "readers")]
use crate::{
    ground::{diagnostic::rules, source::Span},
    read::{self, MOST, Taken, Wishes},
};

/// What a report is given as.
pub enum Given {
    /// A data file.
    Text(Content),
    /// A document that is read as `import` reads it.
    #[cfg(feature = "readers")]
    Document(Vec<u8>),
}

impl Given {
    /// What some bytes are.
    ///
    /// # Errors
    /// There are too many of them, or they are a document and there are no readers.
    pub fn of(name: &str, bytes: Vec<u8>) -> Result<Self, Refusal> {
        let refused = |most| Err(Refusal::new(too_large(name, most), ""));
        #[cfg(feature = "readers")]
        match read::is_document(name, &bytes) {
            true if bytes.len() > MOST => return refused(MOST),
            true => return Ok(Given::Document(bytes)),
            false => {}
        }
        #[cfg(not(feature = "readers"))]
        if !is_yaml(Path::new(name)) {
            return Err(super::workbench::arrivals::no_data_file(name));
        }
        match bytes.len() > MAX_TEXT {
            true => refused(MAX_TEXT),
            false => Ok(Given::Text(Content::of(bytes))),
        }
    }
}

/// What a file is as YAML.
pub struct Tree {
    /// The text: the file's own, or one that was made of a document.
    pub file: FileId,
    /// The YAML, or why there is none.
    pub node: Result<Node, Vec<Finding>>,
    /// What was not certain when a document was read.
    pub doubts: Vec<Finding>,
    /// Whether it is sound, but nothing that holds a report.
    pub is_foreign: bool,
}

impl Tree {
    /// Takes a file's text in and reads it as YAML.
    pub fn of(sources: &mut Sources, name: &str, given: Given) -> Self {
        match given {
            Given::Text(content) => Self::of_text(sources, name, content),
            #[cfg(feature = "readers")]
            Given::Document(bytes) => Self::of_document(sources, name, &bytes),
        }
    }

    fn of_text(sources: &mut Sources, name: &str, content: Content) -> Self {
        let (file, node) = match content.take_in(sources, name) {
            (file, None) => (file, report::tree(sources, file)),
            (file, Some(finding)) => (file, Err(vec![finding])),
        };
        Tree {
            is_foreign: node.as_ref().is_ok_and(report::is_foreign),
            file,
            node,
            doubts: Vec::new(),
        }
    }

    /// Reads a document as `import` reads it.
    #[cfg(feature = "readers")]
    fn of_document(sources: &mut Sources, name: &str, bytes: &[u8]) -> Self {
        let fault = match read::read_report(name, bytes, &Wishes::default()) {
            Ok(import) => {
                let Taken { file, tree, doubts } = import.take_in(sources, name);
                return Tree {
                    file,
                    node: tree,
                    doubts,
                    is_foreign: false,
                };
            }
            Err(fault) => fault,
        };
        let file = sources.add(name, "");
        sources.made(file, Vec::new());
        let path = Path::new(name);
        let rule = match is_yaml(path) {
            true => &rules::YAML_SYNTAX,
            false => &rules::NO_REPORT,
        };
        let finding = Finding::new(rule, Span::new(file, 0..0), fault.message).help(fault.help);
        Tree {
            file,
            node: Err(vec![finding]),
            doubts: Vec::new(),
            is_foreign: match () {
                () if is_yaml(path) => false,
                // A note that somebody wrote beside the reports.
                () if is_words(path) => true,
                // Words by the name of a Word file are a file that was spoilt.
                () => fault.is_foreign && read::is_document("", bytes),
            },
        }
    }
}

/// Whether a file is named as words that may be anything.
pub fn is_words(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    ["txt", "md", "markdown"]
        .iter()
        .any(|known| ending == *known)
}

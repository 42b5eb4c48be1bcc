//! What a report is given as: a data file, or a document that holds one.
//!
//! In go a file's name and bytes; out comes a data file's YAML, a document's report made by the
//! readers, or the findings that say why there is neither.

use std::path::Path;

use base::{
    content::{Content, MAX_DATA_FILE, too_large},
    diagnostic::Finding,
    source::{FileId, Sources},
    yaml::Node,
};
#[cfg(feature = "readers")]
use base::{diagnostic::rules, source::Span};
use form::report::{self, Library, Report};
#[cfg(feature = "readers")]
use read::{ImportOptions, MOST, Taken};

/// What a report is given as.
pub enum InputFile {
    /// A data file.
    Text(Content),
    /// A document that is read as `import` reads it.
    #[cfg(feature = "readers")]
    Document(Vec<u8>),
}

impl From<String> for InputFile {
    fn from(text: String) -> Self {
        InputFile::Text(Content::Text(text))
    }
}

impl InputFile {
    /// What some bytes are.
    ///
    /// # Errors
    /// There are too many of them, or they are a document and there are no readers: what is
    /// wrong, in Chinese, and what to do.
    pub fn of(name: &str, bytes: Vec<u8>) -> Result<Self, (String, String)> {
        let refused = |most| Err((too_large(name, most), String::new()));
        #[cfg(feature = "readers")]
        match read::is_document(name, &bytes) {
            true if bytes.len() > MOST => return refused(MOST),
            true => return Ok(InputFile::Document(bytes)),
            false => {}
        }
        #[cfg(not(feature = "readers"))]
        if !is_yaml(Path::new(name)) {
            return Err(no_data_file(name));
        }
        match bytes.len() > MAX_DATA_FILE {
            true => refused(MAX_DATA_FILE),
            false => Ok(InputFile::Text(Content::of(bytes))),
        }
    }
}

/// What is said where a published report stands and a data file should.
pub fn no_data_file(name: &str) -> (String, String) {
    (
        format!("「{name}」不是数据文件（YAML）"),
        "先用 import 读成数据文件".to_owned(),
    )
}

/// A file that was read, and not yet understood.
pub struct ParsedInput {
    /// The file's text; of a document, what findings quote of it.
    pub file: FileId,
    /// A data file's YAML, and for everything else nothing.
    pub tree: Option<Node>,
    /// A document's report.
    report: Option<Report>,
    /// What was found so far.
    pub findings: Vec<Finding>,
    /// Whether it is sound, but nothing that holds a report.
    pub is_foreign: bool,
}

impl ParsedInput {
    /// Takes a file's text in and reads it.
    pub fn of(sources: &mut Sources, name: &str, file: InputFile) -> Self {
        match file {
            InputFile::Text(content) => Self::of_text(sources, name, content),
            #[cfg(feature = "readers")]
            InputFile::Document(bytes) => Self::of_document(sources, name, &bytes),
        }
    }

    fn of_text(sources: &mut Sources, name: &str, content: Content) -> Self {
        let (file, tree) = match content.take_in(sources, name) {
            (file, None) => (file, report::tree(sources, file)),
            (file, Some(finding)) => (file, Err(vec![finding])),
        };
        let is_foreign = tree.as_ref().is_ok_and(report::is_foreign);
        let (tree, findings) = match tree {
            Ok(tree) => (Some(tree), Vec::new()),
            Err(findings) => (None, findings),
        };
        ParsedInput {
            file,
            tree,
            report: None,
            findings,
            is_foreign,
        }
    }

    /// Reads a document as `import` reads it.
    #[cfg(feature = "readers")]
    fn of_document(sources: &mut Sources, name: &str, bytes: &[u8]) -> Self {
        let fault = match read::read_report(name, bytes, &ImportOptions::default()) {
            Ok(import) => {
                let taken = import.take_in(sources, name);
                let Taken {
                    file,
                    report,
                    findings,
                } = taken;
                return ParsedInput {
                    file,
                    tree: None,
                    report,
                    findings,
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
        ParsedInput {
            file,
            tree: None,
            report: None,
            findings: vec![finding],
            is_foreign: match () {
                () if is_yaml(path) => false,
                // A note that somebody wrote beside the reports.
                () if is_words(path) => true,
                // Words by the name of a Word file are a file that was spoilt.
                () => fault.is_foreign && read::is_document("", bytes),
            },
        }
    }

    /// The report, and what is wrong with it so far.
    pub fn report(
        self,
        sources: &mut Sources,
        library: &dyn Library,
    ) -> (Option<Report>, Vec<Finding>) {
        match &self.tree {
            Some(tree) => report::read_tree(sources, tree, library),
            None => (self.report, self.findings),
        }
    }
}

/// Whether a file's name is that of a data file.
pub fn is_yaml(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    ending == "yaml" || ending == "yml"
}

/// Whether a file is named as words that may be anything.
pub fn is_words(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    ["txt", "md", "markdown"]
        .iter()
        .any(|known| ending == *known)
}

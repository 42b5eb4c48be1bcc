//! From the path of a data file to a checked report.

use std::path::{Path, PathBuf};

use super::{
    Failure,
    files::{Content, Folder},
    gather::Input,
    open::Open,
};
use crate::{
    check,
    edit::language::Document,
    form::report::{self, Report},
    ground::{
        diagnostic::{self, FileFindings, Finding, rules},
        hidden,
        source::{FileId, Sources, Span},
        yaml::Node,
    },
};

/// How to turn a file of a Chinese encoding into UTF-8.
pub const CONVERT: &str =
    "用记事本打开，「另存为」时编码选 UTF-8；或运行 iconv -f GB18030 -t UTF-8 原文件 > 新文件";
/// How to turn a file of UTF-16 into UTF-8.
const CONVERT_WIDE: &str =
    "用记事本打开，「另存为」时编码选 UTF-8；或运行 iconv -f UTF-16 -t UTF-8 原文件 > 新文件";

/// A data file, read and checked.
pub struct Loaded {
    /// The file as the user named it.
    pub path: PathBuf,
    /// The texts that were read.
    pub sources: Sources,
    /// The data file among them.
    pub file: FileId,
    /// The report, unless nothing could be made of the file.
    pub report: Option<Report>,
    /// Last year's report, if it was found.
    pub previous: Option<Report>,
    /// What is wrong, in file order.
    pub findings: Vec<Finding>,
    /// Every file that was looked for, found or not: what a preview watches.
    pub files: Vec<PathBuf>,
}

/// Reads and checks a data file, with last year's where it is named.
///
/// # Errors
/// A file cannot be read.
pub fn load(path: &Path, previous: Option<&Path>, draft: bool) -> Result<Loaded, Failure> {
    load_open(path, previous, draft, &Open::default()).map(Loaded::together)
}

/// The same where an editor has some of the texts open.
///
/// # Errors
/// A file cannot be read.
pub fn load_open(
    path: &Path,
    previous: Option<&Path>,
    draft: bool,
    open: &Open,
) -> Result<Loaded, Failure> {
    let mut shelf = Shelf::new(path, open);
    let text = tree(&mut shelf.sources, path, open.read(path)?);
    finish(path, previous, draft, shelf, text)
}

/// Reads and checks a data file that was named, or found in a folder; `None` for one that
/// was found and is YAML of another kind.
///
/// # Errors
/// A file cannot be read.
pub fn load_input(
    input: &Input,
    previous: Option<&Path>,
    draft: bool,
) -> Result<Option<Loaded>, Failure> {
    let loaded = load_places(input, previous, draft, &Open::default())?;
    Ok(loaded.map(Loaded::together))
}

/// The same with every finding at its own place, and where some texts are not as on disk.
///
/// # Errors
/// A file cannot be read.
pub fn load_places(
    input: &Input,
    previous: Option<&Path>,
    draft: bool,
    open: &Open,
) -> Result<Option<Loaded>, Failure> {
    let path = &input.path;
    let mut shelf = Shelf::new(path, open);
    let text = tree(&mut shelf.sources, path, open.read(path)?);
    match is_other(input, &text) {
        true => Ok(None),
        false => finish(path, previous, draft, shelf, text).map(Some),
    }
}

/// A file's text and what it is as YAML, or why it is none.
pub type Tree = (FileId, Result<Node, Vec<Finding>>);

/// Takes a file's text in and reads it as YAML.
pub fn tree(sources: &mut Sources, path: &Path, content: Content) -> Tree {
    match open(sources, path, content) {
        (file, None) => (file, report::tree(sources, file)),
        (file, Some(finding)) => (file, Err(vec![finding])),
    }
}

/// Whether a file that was not named itself is something else, a roster say.
pub fn is_other(input: &Input, (_, tree): &Tree) -> bool {
    input.below.is_some() && tree.as_ref().is_ok_and(report::is_foreign)
}

/// What a text was understood as.
type Read = (FileId, Option<Report>, Vec<Finding>);

/// From what was read to what is checked.
fn finish(
    path: &Path,
    previous: Option<&Path>,
    draft: bool,
    mut shelf: Shelf<'_>,
    text: Tree,
) -> Result<Loaded, Failure> {
    let (file, report, mut findings) = shelf.understand(path, text);
    let name = path.display().to_string();
    let start = Span::new(file, 0..0);
    findings.extend(hidden::finding(&name, "文件名", |_| start));
    let mut last = None;
    let report = match report {
        Some(mut report) => {
            last = last_year(&mut shelf, path, &report, previous, &mut findings)?;
            findings.extend(report::expand(&mut report, last.as_ref()));
            findings.extend(report::illustrate(&mut report, &Folder::of(path)));
            findings = check::check(&report, last.as_ref(), findings, draft);
            Some(report)
        }
        None => None,
    };
    Ok(Loaded {
        path: path.to_owned(),
        sources: shelf.sources,
        file,
        report,
        previous: last,
        findings,
        files: shelf.files,
    })
}

/// What is read for one report.
struct Shelf<'a> {
    sources: Sources,
    files: Vec<PathBuf>,
    open: &'a Open,
}

impl<'a> Shelf<'a> {
    fn new(path: &Path, open: &'a Open) -> Self {
        Shelf {
            sources: Sources::new(),
            files: vec![path.to_owned()],
            open,
        }
    }

    /// What a text says as a data file.
    fn understand(&mut self, path: &Path, (file, tree): Tree) -> Read {
        match tree {
            Ok(tree) => {
                let folder = Folder::with(path, self.open);
                let (report, findings) = report::read_tree(&mut self.sources, &tree, &folder);
                self.files.extend(folder.asked());
                (file, report, findings)
            }
            Err(findings) => (file, None, findings),
        }
    }
}

/// Takes a file's text in; the finding says why its bytes are none.
pub fn open(sources: &mut Sources, path: &Path, content: Content) -> (FileId, Option<Finding>) {
    let name = path.display().to_string();
    let (Content::Text(text) | Content::Garbled(text, _)) = &content;
    let other = published(text);
    match content {
        Content::Text(text) | Content::Garbled(text, _) if let Some(kind) = other => {
            let first = text.chars().next().map_or(0, char::len_utf8);
            let file = sources.add(name, text);
            (file, Some(no_data(path, file, first, kind)))
        }
        Content::Text(text) => (sources.add(name, text), None),
        Content::Garbled(text, at) => {
            // A byte order mark of two bytes is no UTF-8, and neither is what follows it.
            let utf16 = at == 0 && text.starts_with("\u{fffd}\u{fffd}") && text.contains('\0');
            let file = sources.add(name, text);
            (file, Some(garbled(file, at, utf16)))
        }
    }
}

/// What a file is that is no data file but may hold a published report.
fn published(text: &str) -> Option<&'static str> {
    let head = text.trim_start_matches('\u{feff}').trim_start();
    match () {
        () if head.starts_with('<') => Some("网页"),
        () if text.starts_with("%PDF") => Some(" PDF 文件"),
        () if text.starts_with("PK\u{3}\u{4}") => Some(" Word 或 Excel 文件"),
        () => None,
    }
}

fn no_data(path: &Path, file: FileId, first: usize, kind: &str) -> Finding {
    let message = format!("这是{kind}，不是数据文件");
    let help = format!(
        "先运行 nianbao import {} -o 年报.yaml，把它变成数据文件",
        path.display()
    );
    Finding::new(&rules::YAML_SYNTAX, Span::new(file, 0..first), message).help(help)
}

fn garbled(file: FileId, at: usize, utf16: bool) -> Finding {
    let (message, help) = match utf16 {
        true => (
            "文件是 UTF-16 编码（记事本的「Unicode」），应为 UTF-8",
            CONVERT_WIDE,
        ),
        false => ("文件不是 UTF-8 编码，多半是 GBK（GB18030）", CONVERT),
    };
    Finding::new(&rules::YAML_SYNTAX, Span::new(file, at..at + 1), message).help(help)
}

/// Last year's report: the file of the command line, else the one that the data file names.
///
/// One that is broken or of another year is found fault with and not used.
fn last_year(
    shelf: &mut Shelf<'_>,
    path: &Path,
    report: &Report,
    given: Option<&Path>,
    findings: &mut Vec<Finding>,
) -> Result<Option<Report>, Failure> {
    let (named, place) = match (given, &report.previous) {
        (Some(given), _) => (given.to_owned(), report.year_place),
        (None, Some(words)) => {
            let folder = path.parent().unwrap_or(Path::new(""));
            (folder.join(&words.text), words.place)
        }
        (None, None) => return Ok(None),
    };
    let name = named.display();
    let content = match given.is_none() && is_remote(&named) {
        true => Err(format!("上年的数据文件 {name} 在别的电脑上，不去读它")),
        false => {
            shelf.files.push(named.clone());
            shelf.open.read(&named)
        }
    };
    let read = content.map(|content| {
        let text = tree(&mut shelf.sources, &named, content);
        shelf.understand(&named, text)
    });
    let (message, help) = match read {
        Ok((_, Some(previous), _)) => {
            let (fits, fault) = check::suits(report, &previous, place);
            findings.extend(fault);
            return Ok(fits.then_some(previous));
        }
        Ok((_, None, faults)) => {
            let fault = faults.first().map_or("", |finding| &finding.message);
            (
                format!("上年的数据文件 {name} 读不懂：{fault}"),
                "先用 nianbao check 检查那份文件".to_owned(),
            )
        }
        Err(message) if given.is_some() => return Err(message),
        Err(message) => (
            message,
            "检查「上年」后面的文件名，应是本机上的文件；别处的可以用 --previous 指定".to_owned(),
        ),
    };
    let finding = Finding::new(&rules::PREVIOUS_FILE, place, message);
    findings.push(finding.at("上年").help(help));
    Ok(None)
}

/// Whether a path names another computer or a device, as Windows reads it. Where a stranger's
/// file names one, asking for it would already tell that computer who asks.
pub fn is_remote(path: &Path) -> bool {
    let path = path.to_string_lossy();
    let mut start = path.chars().take(2);
    let slash = |c: Option<char>| c.is_some_and(|c| matches!(c, '/' | '\\'));
    slash(start.next()) && slash(start.next())
}

impl Loaded {
    /// The data file's text.
    pub fn text(&self) -> &str {
        self.sources.get(self.file).text()
    }

    /// The file as what changes and explains it takes it.
    pub fn document(&self) -> Document<'_> {
        Document {
            sources: &self.sources,
            file: self.file,
            report: self.report.as_ref(),
            previous: self.previous.as_ref(),
            findings: &self.findings,
        }
    }

    /// With findings of one cause told as one.
    pub fn together(mut self) -> Self {
        self.findings = check::together(self.findings);
        self
    }

    /// The findings in the form that writers take.
    pub fn view<'a>(&'a self, name: &'a str) -> FileFindings<'a> {
        FileFindings {
            name,
            sources: &self.sources,
            findings: &self.findings,
        }
    }

    /// Whether anything keeps the report from being published.
    pub fn is_blocked(&self) -> bool {
        self.findings.iter().any(Finding::blocks)
    }

    /// `2 个错误，1 个警告`, or that nothing was found.
    pub fn summary(&self) -> String {
        diagnostic::summary(&self.findings)
    }
}

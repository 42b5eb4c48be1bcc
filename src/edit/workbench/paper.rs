//! The open texts, read and checked: what the form shows and what changes are made in.

use std::{cell::RefCell, path::Path, sync::Arc};

use super::change::{DATA, Texts};
use crate::{
    check,
    edit::{
        given::{Given, Tree},
        language::Document,
    },
    form::{
        edition::Edition,
        report::{self, Library, Report},
    },
    ground::{
        content::Content,
        diagnostic::{Finding, Surface, rules},
        hidden,
        source::{FileId, Sources, Span},
        yaml::Node,
    },
};

/// What lies beside the open data file. The workbench itself opens no file.
pub trait Shelf: Library {
    /// Last year's data file, where it is another than the one that the open file names.
    fn last_year(&self) -> Option<String> {
        None
    }

    /// Last year's data file by its name: the name for messages, its text.
    ///
    /// # Errors
    /// Why it cannot be read, in Chinese, and what to do.
    fn data_file(&self, target: &str) -> Result<(String, String), (String, String)> {
        self.text(target)
    }
}

impl Shelf for report::Alone {}

/// Some texts, read and checked.
pub struct Paper {
    /// The texts that were read.
    pub sources: Sources,
    /// The data file among them.
    pub file: FileId,
    /// The data file as YAML.
    pub tree: Option<Node>,
    /// The report with its references as they are written.
    pub plain: Option<Report>,
    /// The report with references replaced.
    pub report: Option<Report>,
    /// Last year's report.
    pub previous: Option<Report>,
    /// What is wrong, in file order.
    pub findings: Vec<Finding>,
    /// What was found before the report was checked.
    reading: Vec<Finding>,
}

impl Paper {
    /// Reads and checks the data file among some texts. Text files that it names and that are
    /// not among them are taken from the shelf and put there.
    pub fn read(name: &str, texts: &mut Texts, shelf: &dyn Shelf) -> Self {
        let desk = Desk {
            texts: RefCell::new(std::mem::take(texts)),
            shelf,
        };
        let text = desk.texts.borrow().get(DATA).cloned().unwrap_or_default();
        let paper = desk.read(name, Given::Text(Content::Text(text)));
        *texts = desk.texts.into_inner();
        paper
    }

    /// Reads and checks a report that nobody has open.
    pub fn given(name: &str, given: Given, shelf: &dyn Shelf) -> Self {
        let texts = RefCell::default();
        Desk { texts, shelf }.read(name, given)
    }

    /// What is wrong with it as a draft, in which errors may be accepted.
    pub fn as_draft(&self) -> Vec<Finding> {
        let reading = self.reading.clone();
        match &self.report {
            Some(report) => {
                let previous = self.previous.as_ref();
                check::check(report, previous, reading, true)
            }
            None => reading,
        }
    }

    /// What the form prints for a path.
    pub fn name(&self, path: &str) -> String {
        let report = self.plain.as_ref();
        let edition = report.map_or(Edition::latest(), |report| report.edition);
        edition.subject(path).name
    }

    /// The data file's text.
    pub fn text(&self) -> &str {
        self.sources.get(self.file).text()
    }

    /// The name of a file among the open texts.
    pub fn name_of(&self, file: FileId) -> &str {
        match file == self.file {
            true => DATA,
            false => self.sources.get(file).name(),
        }
    }

    /// The file as what explains and mends it takes it.
    pub fn document(&self) -> Document<'_> {
        Document {
            sources: &self.sources,
            file: self.file,
            report: self.report.as_ref(),
            previous: self.previous.as_ref(),
            findings: &self.findings,
        }
    }
}

/// The open texts before those on the shelf.
struct Desk<'a> {
    texts: RefCell<Texts>,
    shelf: &'a dyn Shelf,
}

impl Library for Desk<'_> {
    fn text(&self, target: &str) -> Result<(String, String), (String, String)> {
        if let Some(text) = self.texts.borrow().get(target).filter(|_| target != DATA) {
            return Ok((target.to_owned(), text.clone()));
        }
        let (_, text) = self.shelf.text(target)?;
        let mut texts = self.texts.borrow_mut();
        texts.insert(target.to_owned(), text.clone());
        Ok((target.to_owned(), text))
    }

    fn image(&self, target: &str) -> Result<Arc<[u8]>, (String, String)> {
        self.shelf.image(target)
    }
}

impl Desk<'_> {
    fn read(&self, name: &str, given: Given) -> Paper {
        let mut sources = Sources::new();
        let Tree {
            file, node, doubts, ..
        } = Tree::of(&mut sources, name, given);
        let (tree, plain, mut reading) = match node {
            Ok(tree) => {
                let (plain, findings) = report::read_tree(&mut sources, &tree, self);
                (Some(tree), plain, findings)
            }
            Err(findings) => (None, None, findings),
        };
        reading.extend(doubts);
        let start = Span::new(file, 0..0);
        reading.extend(hidden::finding(name, "文件名", |_| start));
        let mut report = plain.clone();
        let mut previous = None;
        if let Some(report) = &mut report {
            previous = self.last_year(&mut sources, report, &mut reading);
            reading.extend(report::expand(report, previous.as_ref()));
            reading.extend(report::illustrate(report, self));
        }
        let mut findings = reading.clone();
        if let Some(report) = &report {
            findings = check::check(report, previous.as_ref(), findings, false);
        }
        Paper {
            sources,
            file,
            tree,
            plain,
            report,
            previous,
            findings,
            reading,
        }
    }

    /// Last year's report, if it is there and of last year.
    fn last_year(
        &self,
        sources: &mut Sources,
        report: &Report,
        findings: &mut Vec<Finding>,
    ) -> Option<Report> {
        let words = report.previous.as_ref();
        let target = self.shelf.last_year();
        let target = target.or_else(|| words.map(|words| words.text.clone()))?;
        let place = words.map_or(report.year_place, |words| words.place);
        let mut missing = |message: String, help: String| {
            let finding = Finding::new(&rules::PREVIOUS_FILE, place, message);
            findings.push(finding.at(report::keys::PREVIOUS).help(help));
        };
        let (name, text) = match self.shelf.data_file(&target) {
            Ok(read) => read,
            Err((message, help)) => {
                missing(message, help);
                return None;
            }
        };
        let file = sources.add(&*name, text);
        match report::read(sources, file, self.shelf_library()) {
            (Some(mut previous), _) => {
                let (fits, fault) = check::suits(report, &previous, place);
                findings.extend(fault);
                if self.shelf.last_year().is_none() {
                    let years = report::charts::years(report);
                    previous.before = self.before(sources, &target, &previous, years);
                }
                fits.then_some(previous)
            }
            (None, faults) => {
                let fault = faults
                    .first()
                    .map_or("", |finding| finding.message.on(Surface::Form));
                let message = format!("上年的数据文件 {name} 读不懂：{fault}");
                missing(message, "先打开那份文件改正".to_owned());
                None
            }
        }
    }

    /// The report before last year's, where charts go back so many years.
    fn before(
        &self,
        sources: &mut Sources,
        beside: &str,
        report: &Report,
        years: usize,
    ) -> Option<Box<Report>> {
        let words = report.previous.as_ref().filter(|_| years > 2)?;
        let target = Path::new(beside).with_file_name("").join(&words.text);
        let target = target.to_string_lossy();
        let (name, text) = self.shelf.data_file(&target).ok()?;
        let file = sources.add(&*name, text);
        let mut before = report::read(sources, file, self.shelf_library()).0?;
        let (fits, _) = check::suits(report, &before, words.place);
        before.before = self.before(sources, &target, &before, years - 1);
        fits.then(|| Box::new(before))
    }

    /// Last year's text files are not those of the open file, and nobody edits them here.
    fn shelf_library(&self) -> &dyn Library {
        self.shelf
    }
}

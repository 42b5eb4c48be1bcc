//! The front door: what a program that uses the crate needs, and all that is promised to it.
//!
//! | in | by | out |
//! |---|---|---|
//! | a file's name and bytes, or its path | [`read()`], [`read_beside`], [`open`](crate::open()) | a [`Report`] |
//! | a report | [`check()`] | [`Finding`]s |
//! | a report | [`build`], [`Builder`] | the bytes of a file |
//! | a published report | `import` | a data file |
//!
//! Nothing is done here: what is found and made is that of the rooms.

use std::{collections::BTreeMap, fmt};

use crate::{
    base::diagnostic::Record as Finding,
    edit::workbench::{Files, Refusal, publish},
    form::{edition::SlotId, report},
    open::{InputFile, Opened, open},
    write::{Press, Product as Format, Templates, pdf::Fonts},
};
#[cfg(feature = "readers")]
use crate::{
    base::source::Sources,
    read::{self, ImportOptions},
};

/// A report that was read, whether from a data file or from a published one of any kind.
///
/// There is one of whatever was given: what cannot be understood, [`check()`] tells.
pub struct Report {
    opened: Opened,
}

impl Report {
    /// The report that was given.
    pub(crate) fn of(opened: Opened) -> Self {
        Report { opened }
    }

    /// The agency's name, where one is stated.
    pub fn agency(&self) -> Option<&str> {
        let (agency, _) = self.opened.report.as_ref()?.about();
        Some(agency).filter(|agency| !agency.is_empty())
    }

    /// The report year, where one is stated.
    pub fn year(&self) -> Option<u16> {
        self.opened.report.as_ref()?.about().1
    }

    /// The title that is printed.
    pub fn title(&self) -> Option<String> {
        self.opened.report.as_ref().map(report::Report::full_title)
    }

    /// What is printed in a cell of the form, by its path: `申请.新收.总计`; empty where that
    /// is blank.
    pub fn figure(&self, path: &str) -> Option<String> {
        let report = self.opened.report.as_ref()?;
        Some(report.printed(report.edition.find(path)?))
    }

    /// Every cell of the form by its path, and what is printed in it, in the form's order.
    pub fn figures(&self) -> impl Iterator<Item = (&str, String)> {
        self.opened.report.iter().flat_map(|report| {
            let slots = report.edition.slots.iter().zip((0..).map(SlotId));
            slots.map(|(slot, id)| (&*slot.path, report.printed(id)))
        })
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = out.debug_struct("Report");
        out.field("agency", &self.agency())
            .field("year", &self.year());
        out.finish_non_exhaustive()
    }
}

/// What is wrong and what to do, in Chinese.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Error {
    /// What is wrong.
    pub message: String,
    /// What to do; empty where the message says it.
    pub help: String,
    /// Of a report that has errors, all that was found.
    pub findings: Vec<Finding>,
}

impl Error {
    pub(crate) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Error {
            message: message.into(),
            help: help.into(),
            findings: Vec::new(),
        }
    }
}

/// What the rooms refuse.
fn refused(refusal: Refusal) -> Error {
    Error::new(refusal.refused, refusal.help)
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.help {
            "" => out.write_str(&self.message),
            help => write!(out, "{}；{help}", self.message),
        }
    }
}

impl std::error::Error for Error {}

/// Reads a report: a data file, or with the feature `readers` a Word file, a workbook, a web
/// page, a PDF or a text.
///
/// What it is, its content says, and only where that leaves it open the ending of its `name`,
/// by which findings speak of it. Files that it names are not there; see [`read_beside`].
///
/// # Errors
/// It is too large for a report, or needs readers and there are none.
pub fn read(name: &str, bytes: &[u8]) -> Result<Report, Error> {
    read_beside(name, bytes, &[])
}

/// Reads a report beside which files lie, by the names that it calls them: texts, pictures,
/// last year's report in whichever format.
///
/// # Errors
/// Those of [`read()`].
pub fn read_beside(name: &str, bytes: &[u8], beside: &[(&str, &[u8])]) -> Result<Report, Error> {
    let mut files = Files::default();
    for (name, bytes) in beside {
        files.put(name, bytes);
    }
    let file = InputFile::of(name, bytes.to_vec());
    let file = file.map_err(|(message, help)| Error::new(message, help))?;
    Ok(Report::of(open(name, file, &files)))
}

/// Checks a report: all that is wrong with it and that somebody should look at, in file order.
///
/// One with a finding that [`blocks`](Finding::blocks) must not be published.
pub fn check(report: &Report) -> Vec<Finding> {
    let Opened {
        sources, findings, ..
    } = &report.opened;
    findings.iter().map(|f| f.record(sources)).collect()
}

/// Builds a report in a format, with what comes with the crate.
///
/// # Errors
/// It has errors: they are among the [`findings`](Error::findings). Or something in it cannot
/// be printed, or there are no fonts.
pub fn build(report: &Report, format: Format) -> Result<Vec<u8>, Error> {
    Builder::new().build(report, format)
}

/// Builds reports otherwise than [`build`]: as drafts, with fonts or templates of one's own.
#[derive(Default)]
pub struct Builder {
    draft: bool,
    fonts: Option<Fonts>,
    templates: Option<Templates>,
}

impl Builder {
    /// With what comes with the crate.
    pub fn new() -> Self {
        Builder {
            #[cfg(feature = "fonts")]
            fonts: Some(Fonts::bundled()),
            ..Builder::default()
        }
    }

    /// Whether errors do not matter: every page says that it is a draft, and they are listed.
    pub fn draft(self, draft: bool) -> Self {
        Builder { draft, ..self }
    }

    /// With these fonts, which PDF and Word need where the crate is without the feature `fonts`.
    pub fn fonts(self, fonts: Fonts) -> Self {
        let fonts = Some(fonts);
        Builder { fonts, ..self }
    }

    /// With templates of one's own, by the names of those in `templates/`, before those that
    /// come with the crate.
    ///
    /// # Errors
    /// A template has a mistake.
    pub fn templates(self, own: &BTreeMap<String, String>) -> Result<Self, Error> {
        let templates = Some(templates(own)?);
        Ok(Builder { templates, ..self })
    }

    /// Builds a report in a format.
    ///
    /// # Errors
    /// Those of [`build`]; a draft may have errors.
    pub fn build(&self, report: &Report, format: Format) -> Result<Vec<u8>, Error> {
        let embedded;
        let press = Press {
            templates: match &self.templates {
                Some(own) => own,
                None => {
                    embedded = templates(&BTreeMap::new())?;
                    &embedded
                }
            },
            fonts: self.fonts.as_ref(),
            date: None,
        };
        let made = publish(&report.opened, &[format], self.draft, &press);
        let made = made.map_err(|refusal| Error {
            findings: check(report),
            ..refused(refusal)
        })?;
        Ok(made.into_iter().flat_map(|(_, bytes)| bytes).collect())
    }
}

fn templates(own: &BTreeMap<String, String>) -> Result<Templates, Error> {
    Templates::new(own).map_err(|error| Error::new(error.to_string(), "改正模板"))
}

/// A published report as a data file.
#[cfg(feature = "readers")]
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Imported {
    /// The data file.
    pub text: String,
    /// The agency's name, where it was found.
    pub agency: Option<String>,
    /// The report year.
    pub year: u16,
    /// What is not certain, each where it is to be mended in the data file.
    pub doubts: Vec<Finding>,
    /// What was found, line by line, in Chinese.
    pub account: Vec<String>,
    /// The same in one line.
    pub summary: String,
}

#[cfg(feature = "readers")]
impl Imported {
    /// The name by which [`doubts`](Self::doubts) speak of the data file.
    pub const NAME: &str = "年报.yaml";
}

/// Makes a data file of a published report, or of a form that was filled in.
///
/// # Errors
/// Nothing reads it, there is no report in it, or it is too large for one.
#[cfg(feature = "readers")]
pub fn import(name: &str, bytes: &[u8], options: &ImportOptions) -> Result<Imported, Error> {
    if bytes.len() > read::MOST {
        return Err(Error::new(
            crate::base::content::too_large(name, read::MOST),
            "",
        ));
    }
    let mut options = options.clone();
    if options.name.is_empty() {
        name.clone_into(&mut options.name);
    }
    let imported = read::read_report(name, bytes, &options);
    let imported = imported
        .map_err(|fault| Error::new(format!("导入不了 {name}：{}", fault.message), fault.help))?;
    let text = imported.file.write();
    let mut sources = Sources::new();
    let file = sources.add(Imported::NAME, &*text);
    let doubts = read::findings(&sources, file, &imported.doubts);
    Ok(Imported {
        doubts: doubts.iter().map(|doubt| doubt.record(&sources)).collect(),
        account: imported.summary.lines(),
        summary: imported.summary.line(),
        agency: imported.file.agency.value.filter(|name| !name.is_empty()),
        year: imported.file.year.value,
        text,
    })
}

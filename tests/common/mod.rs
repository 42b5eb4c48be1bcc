//! What the tests share: a data file read and checked in memory.

pub mod desk;
pub mod forms;

use std::path::{Path, PathBuf};

use nianbao::{
    base::{
        diagnostic::{FileFindings, Finding, Message, Surface},
        source::Sources,
    },
    form::report::{Library, Report},
    open::{InputFile, LastYear, NeighbourFiles, Opened, open},
    read::{Fault, Import, ImportOptions, import},
};

/// A data file, read and checked.
pub struct Checked {
    pub sources: Sources,
    pub report: Option<Report>,
    pub findings: Vec<Finding>,
}

impl Checked {
    pub fn of(text: &str) -> Self {
        Self::named("report.yaml", text)
    }

    pub fn named(name: &str, text: &str) -> Self {
        Self::after(name, text, None)
    }

    /// With last year's data file.
    pub fn after(name: &str, text: &str, previous: Option<&str>) -> Self {
        Self::full(name, text, previous, false)
    }

    /// All that is known of it.
    pub fn opened(name: &str, text: &str, previous: Option<&str>) -> Opened {
        let files = Shelf(previous.map(str::to_owned));
        open(name, text.to_owned().into(), &files)
    }

    /// As `check` does it, or as `build --draft` does.
    pub fn full(name: &str, text: &str, previous: Option<&str>, draft: bool) -> Self {
        let opened = Self::opened(name, text, previous);
        let findings = match draft {
            true => opened.as_draft(),
            false => opened.findings,
        };
        let Opened {
            sources, report, ..
        } = opened;
        Checked {
            sources,
            report,
            findings,
        }
    }

    /// Every finding for itself, in file order.
    pub fn each(&self) -> Vec<&Finding> {
        let mut each: Vec<&Finding> = self.findings.iter().flat_map(Finding::each).collect();
        each.sort_by_key(|finding| finding.place);
        each
    }

    /// Every finding as `(line, rule, path)`, in file order.
    pub fn told(&self) -> Vec<(usize, String, String)> {
        let told = self.each().into_iter().map(|finding| {
            let line = self.sources.start(finding.place).line;
            (
                line,
                finding.rule.code.to_owned(),
                finding.subject.path.clone(),
            )
        });
        told.collect()
    }

    /// Every finding as `rule path`, in file order.
    pub fn rules_and_paths(&self) -> Vec<String> {
        let findings = self.findings.iter().flat_map(Finding::each);
        let told =
            findings.map(|finding| format!("{} {}", finding.rule.code, finding.subject.path));
        told.map(|told| told.trim_end().to_owned()).collect()
    }

    pub fn view<'a>(&'a self, name: &'a str) -> FileFindings<'a> {
        FileFindings {
            name,
            sources: &self.sources,
            findings: &self.findings,
            about: self.report.as_ref().map(Report::about),
            written: None,
        }
    }

    pub fn report(&self) -> &Report {
        self.report.as_ref().expect("the file can be read")
    }
}

/// A text, `文字.md`, and a picture, `流程图.png`, lie beside every data file; last year's too
/// where there is one.
struct Shelf(Option<String>);

impl NeighbourFiles for Shelf {
    fn last_year(&self, report: &Report) -> LastYear {
        let text = self.0.clone().filter(|_| report.previous.is_none());
        text.map_or(LastYear::Stated, |text| {
            LastYear::File("previous.yaml".to_owned(), text.into())
        })
    }

    fn report(
        &self,
        target: &str,
        _: Option<&str>,
    ) -> Result<(String, InputFile), (String, String)> {
        match &self.0 {
            Some(text) => Ok((target.to_owned(), text.clone().into())),
            None => Err((format!("「{target}」读不了"), "检查文件名".to_owned())),
        }
    }

    fn library<'a>(&'a self, _: &str) -> Box<dyn Library + 'a> {
        Box::new(self)
    }
}

impl Library for Shelf {
    fn image(&self, target: &str) -> Result<std::sync::Arc<[u8]>, (String, String)> {
        match target {
            "流程图.png" => Ok(b"\x89PNG\r\n\x1a\n".as_slice().into()),
            _ => Err((format!("「{target}」读不了"), "检查文件名".to_owned())),
        }
    }

    fn text(&self, target: &str) -> Result<(String, String), (String, String)> {
        match target {
            "文字.md" => Ok((
                target.to_owned(),
                "全年收到申请{{申请.新收}}件，个别答复发出偏晚，公开栏的内容更新不及时。\
                 明年由办公室每月核对一次，到期前三天提醒承办股室。\n"
                    .to_owned(),
            )),
            _ => Err((format!("「{target}」读不了"), "检查文件名".to_owned())),
        }
    }
}

/// A message as those read it who write a data file.
pub fn words(message: &Message) -> &str {
    message.on(Surface::DataFile)
}

/// A path below the package's folder.
pub fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The files of a folder with an extension, by name.
pub fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root(folder)).expect("the folder is there");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .collect();
    files.sort();
    files
}

pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn stem(path: &Path) -> String {
    path.file_stem()
        .expect("a file has a name")
        .to_string_lossy()
        .into_owned()
}

/// A published report as a data file.
pub fn imported_with(name: &str, bytes: &[u8], options: &ImportOptions) -> Result<Import, Fault> {
    import(&nianbao::read::read(name, bytes)?, options)
}

/// The same of a text that can be imported.
#[track_caller]
pub fn imported(name: &str, text: &str) -> Import {
    match imported_with(name, text.as_bytes(), &ImportOptions::default()) {
        Ok(import) => import,
        Err(fault) => panic!("{name}: {fault:?}"),
    }
}

//! A folder of last year's reports: which of them is whose.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::{common::Jobs, gather::gather, load};
use crate::{
    form::report::Report,
    ground::diagnostic::terminal::safe,
    office::{
        copies::{Again, Content, Known},
        register::Register,
    },
};

/// Where last year's report of a report is looked for.
#[derive(Clone, Copy)]
pub enum Last<'a> {
    /// Where the data file says.
    Stated,
    /// In this file.
    File(&'a Path),
    /// Among these, else where the data file says.
    Among(&'a Years),
}

impl<'a> From<Option<&'a Path>> for Last<'a> {
    fn from(named: Option<&'a Path>) -> Self {
        named.map_or(Last::Stated, Last::File)
    }
}

/// The reports of a folder.
#[derive(Debug, Default)]
pub struct Years {
    folder: PathBuf,
    roster: Register,
    files: BTreeMap<(String, u16), PathBuf>,
    /// Why something of it could not be searched.
    pub complaints: Vec<String>,
}

impl Years {
    /// Reads a folder. Of what is not clear in it, it is told at once.
    pub fn read(folder: &Path, roster: Register, jobs: &Jobs) -> Self {
        let gathered = gather(&[folder.to_owned()]).data_first();
        let mut years = Years {
            folder: folder.to_owned(),
            roster,
            ..Years::default()
        };
        let mut known = Known::default();
        gathered.each(jobs, load::load_found, |input, read, progress| {
            let file = read.as_ref().ok().and_then(Option::as_ref);
            let Some(report) = file.and_then(|file| file.report.as_ref()) else {
                let told = read.map_or_else(Some, |file| {
                    file.map(|_| format!("{} 读不懂", input.path.display()))
                });
                if let Some(told) = told {
                    progress.aside(|| eprintln!("注意: 上年的文件不用：{}", safe(&told)));
                }
                return;
            };
            let name = input.path.display().to_string();
            let key = years.key(report, report.year);
            let content = Some(Content::of(report));
            match known.meet(key.0.clone(), key.1, &name, false, content) {
                Some(Again::Copy(_)) => {}
                Some(Again::Other(other, why)) => {
                    let told = format!("{other} 和 {name} 不一样（{why}），都不用");
                    progress.aside(|| eprintln!("注意: 上年的文件不用：{}", safe(&told)));
                    years.files.remove(&key);
                }
                None => {
                    years.files.insert(key, input.path.clone());
                }
            }
        });
        years.complaints = gathered.complaints;
        years
    }

    fn key(&self, report: &Report, year: u16) -> (String, u16) {
        (self.roster.identity(&report.agency.text), year)
    }

    /// The file of last year's report of the same agency, by whatever name.
    pub fn before(&self, report: &Report) -> Option<&Path> {
        let year = report.year.checked_sub(1)?;
        self.files
            .get(&self.key(report, year))
            .map(PathBuf::as_path)
    }

    /// What is said where there is none, and what to do.
    pub fn lacking(&self, report: &Report) -> (String, String) {
        let (folder, agency) = (self.folder.display(), &report.agency.text);
        (
            format!(
                "文件夹 {folder} 里没有「{agency}」{} 年度的报告，没有和上年核对",
                report.year.saturating_sub(1)
            ),
            "改了名的，在名册里把旧名写成别名，加 --roster；上年没有报告就不用管".to_owned(),
        )
    }
}

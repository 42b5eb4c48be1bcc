//! `nianbao years`: one agency over its years, or all agencies of an office.

use std::path::Path;

use clap::Args;

use super::{
    Failure, Outcome,
    collection::{Collection, Filed, Reading, Reports},
    load::Loaded,
    new::relative,
    output::{Output, Survey},
};
use crate::{
    office::{
        collection::{Standing, Unread},
        index::uri,
        years::{self, History},
    },
    write::html::OVERVIEW,
};

/// The arguments of `years`.
#[derive(Args)]
#[command(after_help = "\
写一份报告，就沿着「上年」往前找，找到哪一年算哪一年；写文件夹，就是其中所有机关的各年。
比的是新收、公开率、不公开的、结转、复议和诉讼的纠正率、许可、处罚、收费；各从哪些格算来，都写明。

例:
  nianbao years 2025.yaml            一家机关，显示在屏幕上
  nianbao years 2025.yaml -o 历年.html
  nianbao years 报送/ -o 历年.pdf    也可以写 .docx、.xlsx、.md、.json
  nianbao years 2023/ 2024/ 2025/ --roster 名册.yaml -o 历年.html")]
pub struct Years {
    #[command(flatten)]
    reports: Reports,
    #[command(flatten)]
    output: Output<Survey>,
}

impl Years {
    /// Reads everything, and writes the years.
    pub fn run(self) -> Result<Outcome, Failure> {
        let format = self.output.format(Some(Survey::Table))?;
        let collection = self.reports.collect(&Reading {
            without: &[self.output.file.path()],
            earlier: true,
            ..Reading::default()
        })?;
        collection.tell_odd();
        let history = self.history(&collection);
        self.output.result(
            OVERVIEW,
            || years::document(&history, format == Survey::Html),
            || years::json(&history),
        )?;
        Ok(match (collection.gathered.outcome(), history.is_sound()) {
            (Outcome::Failed, _) => Outcome::Failed,
            (_, false) => Outcome::Findings,
            (_, true) => Outcome::Clean,
        })
    }

    fn history(&self, collection: &Collection) -> History {
        let (mut odd, mut unread, mut wanted) = (Vec::new(), Vec::new(), Vec::new());
        for filed in collection.all() {
            let file = filed.entry.file.clone();
            let (known, standing) = (filed.entry.report(), collection.known.standing(filed.at));
            let disputed = collection.known.disputed(filed.at, &collection.roster);
            match (known, standing, disputed) {
                (None, ..) => {
                    let fault = filed.entry.fault().filter(|fault| fault.may_be_report);
                    let why = fault.map(|fault| fault.why.clone());
                    unread.extend(why.map(|why| Unread {
                        file,
                        agency: None,
                        why,
                    }));
                }
                (Some(known), ..) if known.agency.is_empty() => {
                    odd.push(format!("{file}：没有写机关的名称，没有列入"));
                }
                (Some(known), Standing::First, Some((other, why))) => odd.push(format!(
                    "{file}和{}：同是「{}」{} 年度的，{why}；留下一份再比较，这一年没有列入",
                    collection.known.entries[other].file,
                    known.agency,
                    known.year.unwrap_or_default()
                )),
                (Some(_), Standing::First, None) => wanted.push(filed),
                (Some(_), ..) => {}
            }
        }
        let mut files = Vec::new();
        collection.each(
            wanted,
            &self.reports.jobs,
            |filed, read| self.filed(collection, filed, &read.ok().flatten()?),
            |_, filed, _| files.extend(filed),
        );
        History::of(files, odd, unread)
    }

    /// What a file comes to, with its address from where the page will lie.
    fn filed(
        &self,
        collection: &Collection,
        filed: &Filed<'_>,
        file: &Loaded,
    ) -> Option<years::Filed> {
        let report = file.report.as_ref().filter(|report| report.year_is_sound)?;
        let owner = collection
            .known
            .owner(&report.agency.text, &collection.roster);
        let name = filed.entry.file.clone();
        let mut found = years::Filed::of(report, &file.sources, name, owner);
        found.errors = file.findings.iter().filter(|found| found.blocks()).count();
        if filed.input.path != Path::new("-") {
            let page = self.output.file.path();
            found.address = uri(&relative(&filed.input.path, page));
        }
        Some(found)
    }
}

//! `nianbao years`: one agency over its years, or all agencies of an office.

use clap::Args;

use super::{
    Failure, Outcome,
    collection::{Filed, Reading, Reports},
    files::is_stdin,
    load::Loaded,
    new::relative,
    output::{Output, Survey},
};
use crate::{
    office::{
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
        let collection = self.reports.collect(&Reading {
            without: self.output.file.path(),
            earlier: true,
            ..Reading::default()
        })?;
        collection.tell_odd();
        let counted = collection.counted(&collection.entries);
        let (owners, wanted): (Vec<String>, Vec<&Filed>) = counted.files.into_iter().unzip();
        let mut files = Vec::new();
        collection.each(
            &wanted,
            |filed, read| self.filed(filed, &read.ok().flatten()?),
            |_, filed| files.push(filed),
        );
        let files = files.into_iter().zip(owners);
        let files = files.filter_map(|(filed, owner)| Some(years::Filed { owner, ..filed? }));
        let history = History::of(files.collect(), counted.odd, counted.unread);
        let written = || years::document(&history);
        self.output.result(OVERVIEW, written, || history.json())?;
        Ok(collection.ends(history.is_sound()))
    }

    /// What a file comes to, with its address from where the page will lie.
    fn filed(&self, filed: &Filed, file: &Loaded) -> Option<years::Filed> {
        let report = file.report.as_ref().filter(|report| report.year_is_sound)?;
        let path = Some(&*filed.input.path).filter(|path| !is_stdin(path));
        let address = path.map(|path| uri(&relative(path, self.output.file.path())));
        Some(years::Filed {
            errors: file.findings.iter().filter(|found| found.blocks()).count(),
            address: address.unwrap_or_default(),
            ..years::Filed::of(report, filed.file.clone(), String::new())
        })
    }
}

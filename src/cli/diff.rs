//! `nianbao diff`: two reports side by side, of two years or of two hand-ins.

use std::path::PathBuf;

use clap::Args;

use super::{
    Failure, Outcome, gather, listing,
    load::{self, Loaded},
    output::{Output, Survey},
};
use crate::{
    base::diagnostic::terminal::safe,
    office::compare::{compare, document},
    write::html::COMPARISON,
};

/// The arguments of `diff`.
#[derive(Args)]
#[command(after_help = "\
例:
  nianbao diff 2024.yaml 2025.yaml
  nianbao diff 2024.yaml 2025.yaml -o 对照.html        也可以写 .md、.pdf、.docx、.xlsx、.json
  nianbao diff 原来.docx 改过的.docx                   重交的改了哪些数、哪些话

许多机关的各年，用 nianbao years。")]
pub struct Diff {
    /// 上年的报告、本年的报告；或原来的、改过的
    #[arg(value_name = "文件", required = true, num_args = 2)]
    files: Vec<PathBuf>,
    /// 没有变化的数也列出
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    output: Output<Survey>,
}

impl Diff {
    /// Compares two reports, faulty as they may be.
    pub fn run(self) -> Result<Outcome, Failure> {
        if let Some(folder) = self.files.iter().find(|path| gather::is_folder(path)) {
            let name = folder.display();
            return Err(format!(
                "{name} 是文件夹，这里对照两份报告；许多机关的各年用 nianbao years"
            ));
        }
        let read = self.files.iter().map(|path| load::load(path));
        let files = read.collect::<Result<Vec<Loaded>, _>>()?;
        let reports: Vec<_> = files.iter().map(|file| file.report.as_ref()).collect();
        let [Some(before), Some(now)] = reports[..] else {
            for file in files.iter().filter(|file| file.report.is_none()) {
                let name = file.path.display().to_string();
                listing::show(&name, &file.sources, &file.findings);
                eprintln!("{}: 读不懂，没有比较：先改正上面的错误", safe(&name));
            }
            return Ok(Outcome::Findings);
        };
        let comparison = compare(before, now, self.all);
        let written = || document(&comparison);
        self.output
            .result(COMPARISON, written, || comparison.json())?;
        Ok(Outcome::Clean)
    }
}

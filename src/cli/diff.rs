//! `nianbao diff`: two years side by side, of one agency or of all in two folders.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{
    Failure, Outcome,
    common::Jobs,
    complain,
    gather::gather,
    listing,
    load::{self, Loaded},
    output, roster,
};
use crate::{
    ground::diagnostic::terminal::safe,
    office::{
        compare::{
            self, compare,
            folders::{self, Filed, Year},
        },
        roster::Roster,
    },
};

/// The arguments of `diff`.
#[derive(Args)]
#[command(after_help = "\
例:
  nianbao diff 2024.yaml 2025.yaml
  nianbao diff 2024.yaml 2025.yaml --to html -o 对照.html
  nianbao diff 2024/ 2025/ --roster 名册.yaml -o 对照.html    各机关一行，变化大的在前")]
pub struct Diff {
    /// 上年的数据文件，或工作簿、Word、网页、PDF；或放着各机关上年报告的文件夹
    #[arg(value_name = "上年的文件或文件夹")]
    last: PathBuf,
    /// 本年的，也是这些
    #[arg(value_name = "本年的文件或文件夹")]
    this: PathBuf,
    /// 两份都是 0 或空白的数也列出
    #[arg(long)]
    all: bool,
    /// 机关名册：改了名的机关，按名册里的别名对上
    #[arg(long, value_name = "名册")]
    roster: Option<PathBuf>,
    /// 写成什么：table 表格、md、html、json；不写就看 -o 的文件名
    #[arg(long, value_name = "格式")]
    to: Option<To>,
    /// 写到这个文件；不写或写 - 就显示在屏幕上
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    #[command(flatten)]
    jobs: Jobs,
}

/// How a comparison is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum To {
    /// 表格
    #[value(alias = "human")]
    Table,
    /// Markdown
    Md,
    /// 网页
    Html,
    /// 给程序读
    Json,
}

impl Diff {
    /// Compares two data files, or those of two folders, faulty as they may be.
    pub fn run(self) -> Result<Outcome, Failure> {
        match (self.last.is_dir(), self.this.is_dir()) {
            (true, true) => self.folders(),
            (false, false) => self.files(),
            (true, false) | (false, true) => {
                Err("一边是文件夹，一边是文件，没法对照；两边都写文件，或都写文件夹".to_owned())
            }
        }
    }

    /// What is written: as it was asked for, else as the file's name ends.
    fn to(&self) -> To {
        let ending = output::ending(self.output.as_deref());
        let named = To::from_str(&ending, true).ok();
        self.to.or(named).unwrap_or(To::Table)
    }

    fn files(&self) -> Result<Outcome, Failure> {
        let (last, this) = (read(&self.last)?, read(&self.this)?);
        let (Some(before), Some(now)) = (&last.report, &this.report) else {
            for file in [&last, &this].into_iter().filter(|f| f.report.is_none()) {
                let name = file.path.display().to_string();
                listing::show(&name, &file.sources, &file.findings);
                eprintln!("{}: 读不懂，没有比较：先改正上面的错误", safe(&name));
            }
            return Ok(Outcome::Findings);
        };
        let comparison = compare(before, now, self.all);
        let output = output::named(self.output.as_deref());
        // A table on the screen says it itself.
        if output.is_some() || self.to() != To::Table {
            for remark in &comparison.remarks {
                eprintln!("注意: {}", safe(remark));
            }
        }
        let text = match self.to() {
            To::Table => compare::table(&comparison),
            To::Md => compare::markdown(&comparison),
            To::Html => compare::html(&comparison)?,
            To::Json => compare::json(&comparison),
        };
        output::put(output, text.as_bytes())?;
        Ok(Outcome::Clean)
    }

    fn folders(&self) -> Result<Outcome, Failure> {
        let roster = roster::named(self.roster.as_deref())?;
        let (last, first) = self.year(&self.last, &roster);
        let (this, second) = self.year(&self.this, &roster);
        let years = folders::compare(last, this, self.all);
        let text = match self.to() {
            To::Table => folders::table(&years),
            To::Md => folders::markdown(&years),
            To::Html => folders::html(&years)?,
            To::Json => folders::json(&years),
        };
        output::put(self.output.as_deref(), text.as_bytes())?;
        Ok(first.max(second))
    }

    /// The reports of a folder. What cannot be read is told among what is not compared.
    fn year(&self, folder: &Path, roster: &Roster) -> (Year, Outcome) {
        let gathered = gather(&[folder.to_owned()]).without(self.roster.as_deref());
        let mut outcome = match gathered.complaints.is_empty() {
            true => Outcome::Clean,
            false => Outcome::Failed,
        };
        let (mut files, mut odd) = (Vec::new(), Vec::new());
        gathered.each(
            &self.jobs,
            |input| load::load_input(input, None, true),
            |input, read, progress| {
                let file = input.path.display().to_string();
                match read {
                    Ok(None) => {}
                    Ok(Some(Loaded {
                        report: Some(report),
                        ..
                    })) => files.push(Filed { file, report }),
                    Ok(Some(faulty)) => {
                        let first = faulty.findings.first();
                        let why = first.map_or("", |finding| &finding.message);
                        odd.push(format!("{file}：读不懂，没有比较：{why}"));
                        outcome = outcome.max(Outcome::Findings);
                    }
                    Err(message) => {
                        progress.aside(|| complain(&message));
                        odd.push(message);
                        outcome = Outcome::Failed;
                    }
                }
            },
        );
        let mut year = folders::year(files, roster);
        year.odd.splice(0..0, odd);
        (year, outcome)
    }
}

fn read(path: &Path) -> Result<Loaded, Failure> {
    load::load(path, None, true)
}

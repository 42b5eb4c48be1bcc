//! `nianbao diff`: two years side by side, of one agency or of all in two folders.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{
    Failure, Outcome,
    common::Jobs,
    complain,
    gather::gather,
    last_years::Years,
    listing,
    load::{self, Loaded},
    output::{Output, Survey},
    roster,
};
use crate::{
    ground::diagnostic::terminal::safe,
    office::{
        compare::{
            self, compare,
            folders::{self, Filed, Year},
        },
        register::Register,
    },
};

/// The arguments of `diff`.
#[derive(Args)]
#[command(after_help = "\
例:
  nianbao diff 2024.yaml 2025.yaml
  nianbao diff 2024.yaml 2025.yaml --to html -o 对照.html
  nianbao diff 2025.yaml --previous 2024/              在文件夹里找同一机关上年的
  nianbao diff 2024/ 2025/ --roster 名册.yaml -o 对照.html    各机关一行，变化大的在前")]
pub struct Diff {
    /// 上年的报告、本年的报告；都写文件夹就对照其中所有的机关，上年写文件夹、本年写文件就从中找它的
    #[arg(value_name = "文件或文件夹", required = true, num_args = 1..=2)]
    files: Vec<PathBuf>,
    /// 上年的报告或文件夹：另外写在这里，前面就只写本年的
    #[arg(long, value_name = "文件或文件夹")]
    previous: Option<PathBuf>,
    /// 两份都是 0 或空白的数也列出
    #[arg(long)]
    all: bool,
    /// 机关名册：改了名的机关，按名册里的别名对上
    #[arg(long, value_name = "名册")]
    roster: Option<PathBuf>,
    #[command(flatten)]
    output: Output<Survey>,
    #[command(flatten)]
    jobs: Jobs,
}

impl Diff {
    /// Compares two data files, or those of two folders, faulty as they may be.
    pub fn run(self) -> Result<Outcome, Failure> {
        let (last, this) = match (&self.previous, self.files.as_slice()) {
            (None, [last, this]) | (Some(last), [this]) => (last, this),
            (Some(_), _) => return Err("写了 --previous，就只写本年的一份".to_owned()),
            (None, _) => {
                return Err("要写两份：上年的、本年的；或者用 --previous 指明上年的".to_owned());
            }
        };
        match (last.is_dir(), this.is_dir()) {
            (true, true) => self.folders(last, this),
            (false, false) => self.files(last, &load::load(this)?),
            (false, true) => Err("本年写了文件夹，上年也要写文件夹".to_owned()),
            (true, false) => {
                let this = load::load(this)?;
                let years = Years::read(last, roster::named(self.roster.as_deref())?, &self.jobs);
                let report = this.report.as_ref();
                match report.map(|report| years.before(report).ok_or(report)) {
                    Some(Err(report)) => Err(years.lacking(report).0),
                    Some(Ok(last)) => self.files(last, &this),
                    None => self.files(last, &this),
                }
            }
        }
    }

    fn files(&self, last: &Path, this: &Loaded) -> Result<Outcome, Failure> {
        // Of a folder nothing is found where this year's cannot be read.
        let last = if last.is_dir() {
            None
        } else {
            Some(load::load(last)?)
        };
        let before = last.as_ref().and_then(|last| last.report.as_ref());
        let (Some(before), Some(now)) = (before, &this.report) else {
            for file in last.iter().chain([this]).filter(|f| f.report.is_none()) {
                let name = file.path.display().to_string();
                listing::show(&name, &file.sources, &file.findings);
                eprintln!("{}: 读不懂，没有比较：先改正上面的错误", safe(&name));
            }
            return Ok(Outcome::Findings);
        };
        let comparison = compare(before, now, self.all);
        let format = self.output.format(Some(Survey::Table))?;
        // A table on the screen says it itself.
        if self.output.file.path().is_some() || format != Survey::Table {
            for remark in &comparison.remarks {
                eprintln!("注意: {}", safe(remark));
            }
        }
        let text = match format {
            Survey::Table => compare::table(&comparison, self.output.file.terminal()),
            Survey::Md => compare::markdown(&comparison),
            Survey::Html => compare::html(&comparison, before, now)?,
            Survey::Json => compare::json(&comparison),
        };
        self.output.file.put(text.as_bytes(), "")?;
        Ok(Outcome::Clean)
    }

    fn folders(&self, last: &Path, this: &Path) -> Result<Outcome, Failure> {
        let roster = roster::named(self.roster.as_deref())?;
        let (last, first) = self.year(last, &roster);
        let (this, second) = self.year(this, &roster);
        let years = folders::compare(last, this, self.all);
        let text = match self.output.format(Some(Survey::Table))? {
            Survey::Table => folders::table(&years, self.output.file.terminal()),
            Survey::Md => folders::markdown(&years),
            Survey::Html => folders::html(&years)?,
            Survey::Json => folders::json(&years),
        };
        self.output.file.put(text.as_bytes(), "")?;
        Ok(first.max(second))
    }

    /// The reports of a folder. What cannot be read is told among what is not compared.
    fn year(&self, folder: &Path, roster: &Register) -> (Year, Outcome) {
        let gathered = gather(&[folder.to_owned()]).without(self.roster.as_deref());
        let mut outcome = gathered.outcome();
        let (mut files, mut odd) = (Vec::new(), Vec::new());
        gathered.each(&self.jobs, load::load_found, |input, read, progress| {
            let file = input.path.display().to_string();
            match read {
                Ok(None) => {}
                Ok(Some(mut loaded)) => match loaded.opened.report.take() {
                    Some(report) => files.push(Filed { file, report }),
                    None => {
                        let (why, _) = loaded.first_fault();
                        odd.push(format!("{file}：读不懂，没有比较：{why}"));
                        outcome = outcome.max(Outcome::Findings);
                    }
                },
                Err(message) => {
                    progress.aside(|| complain(&message));
                    odd.push(message);
                    outcome = Outcome::Failed;
                }
            }
        });
        let mut year = folders::year(files, roster);
        year.odd.splice(0..0, odd);
        (year, outcome)
    }
}

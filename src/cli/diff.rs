//! `nianbao diff`: two years side by side, of one agency or of all in two folders.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use clap::Args;

use super::{
    Failure, Outcome,
    collection::{Collection, Filed, Reading, Reports},
    gather, listing,
    load::{self, Loaded},
    output::{Output, Survey},
};
use crate::{
    base::diagnostic::terminal::safe,
    office::compare::{Lone, Pair, Years, compare, document, document_of_years},
    write::html::COMPARISON,
};

/// The arguments of `diff`.
#[derive(Args)]
#[command(after_help = "\
例:
  nianbao diff 2024.yaml 2025.yaml
  nianbao diff 2024.yaml 2025.yaml -o 对照.html        也可以写 .md、.pdf、.docx、.xlsx、.json
  nianbao diff 2024/ 2025.yaml                         在文件夹里找同一机关上年的
  nianbao diff 原来.docx 改过的.docx                   重交的改了哪些数、哪些话
  nianbao diff 2024/ 2025/ --roster 名册.yaml -o 对照.html    各机关一行，变化大的在前")]
pub struct Diff {
    /// 上年的报告、本年的报告；都写文件夹就对照其中所有的机关，上年写文件夹、本年写文件就从中找它的
    #[arg(value_name = "文件或文件夹", required = true, num_args = 2)]
    files: Vec<PathBuf>,
    /// 没有变化的数也列出
    #[arg(long)]
    all: bool,
    /// 机关名册：改了名的机关，按名册里的别名对上
    #[arg(long, value_name = "名册")]
    roster: Option<PathBuf>,
    #[command(flatten)]
    output: Output<Survey>,
}

impl Diff {
    /// Compares two data files, or those of two folders, faulty as they may be.
    pub fn run(self) -> Result<Outcome, Failure> {
        let [last, this] = self.files.as_slice() else {
            return Err("要写两份：上年的、本年的".to_owned());
        };
        match (gather::is_folder(last), gather::is_folder(this)) {
            (true, true) => self.folders(last, this),
            (false, false) => self.files(load::load(last)?, &load::load(this)?),
            (false, true) => Err("本年写了文件夹，上年也要写文件夹".to_owned()),
            (true, false) => {
                let this = load::load(this)?;
                let collection = self.collect(last)?;
                let Some(report) = &this.report else {
                    return Ok(unread(&this));
                };
                let found = collection.before(report).map(load::load_found);
                let found = found.transpose()?.flatten();
                let found = found.ok_or_else(|| {
                    let (folder, agency) = (last.display(), &report.agency.text);
                    let year = report.year.saturating_sub(1);
                    format!("文件夹 {folder} 里没有「{agency}」{year} 年度的报告")
                });
                self.files(found?, &this)
            }
        }
    }

    fn collect(&self, folder: &Path) -> Result<Collection, Failure> {
        let reports = Reports {
            files: vec![folder.to_owned()],
            previous: None,
            roster: self.roster.clone(),
        };
        let collection = reports.collect(&Reading {
            without: self.output.file.path(),
            ..Reading::default()
        })?;
        collection.tell_odd();
        Ok(collection)
    }

    fn files(&self, last: Loaded, this: &Loaded) -> Result<Outcome, Failure> {
        let (Some(before), Some(now)) = (&last.report, &this.report) else {
            let unreadable = [&last, this]
                .into_iter()
                .filter(|file| file.report.is_none());
            for file in unreadable {
                unread(file);
            }
            return Ok(Outcome::Findings);
        };
        let comparison = compare(before, now, self.all);
        // A table on the screen says it itself.
        let is_shown = self.output.format(Some(Survey::Table))? == Survey::Table;
        if self.output.file.path().is_some() || !is_shown {
            for remark in &comparison.remarks {
                eprintln!("注意: {}", safe(remark));
            }
        }
        let written = || document(&comparison);
        self.output
            .result(COMPARISON, written, || comparison.json())?;
        Ok(Outcome::Clean)
    }

    fn folders(&self, last: &Path, this: &Path) -> Result<Outcome, Failure> {
        let format = self.output.format(Some(Survey::Table))?;
        let collections = [self.collect(last)?, self.collect(this)?];
        let years = collections
            .each_ref()
            .map(|one| one.usual_year().unwrap_or_default());
        let counted = collections.each_ref().map(|one| one.counted(one.files()));
        let (mut odd, mut is_sound) = (Vec::new(), true);
        let mut files = [BTreeMap::new(), BTreeMap::new()];
        for ((counted, year), files) in counted.into_iter().zip(years).zip(&mut files) {
            odd.extend(counted.odd);
            is_sound &= !counted.files.is_empty() && counted.unread.is_empty();
            let unread = counted.unread.iter();
            odd.extend(unread.map(|one| format!("{}：读不懂，没有比较：{}", one.file, one.why)));
            for (owner, filed) in counted.files {
                match filed.year() {
                    Some(other) if other != year => odd.push(format!(
                        "{}：是 {other} 年度的，其余是 {year} 年度，没有比较",
                        filed.file
                    )),
                    _ => drop(files.insert(owner, filed)),
                }
            }
        }
        let lone = |filed: &Filed| Lone {
            agency: filed.report().map_or("", |known| &*known.agency).to_owned(),
            file: filed.file.clone(),
            alike: None,
        };
        let [before, mut now] = files;
        let (mut both, mut gone) = (Vec::new(), Vec::new());
        for (owner, last) in before {
            match now.remove(&owner) {
                Some(this) => both.push([last, this]),
                None => gone.push(lone(last)),
            }
        }
        let lone = [gone, now.into_values().map(lone).collect()];
        let mut pairs = Vec::new();
        let work = |both: &[&Filed; 2]| self.pair(both);
        gather::each(&both, work, |_, pair, _| pairs.push(pair));
        let pairs = pairs.into_iter().collect::<Result<Vec<_>, _>>()?;
        let years = Years::of(years, pairs, lone, odd);
        let whole = !matches!(format, Survey::Table | Survey::Md);
        let written = || document_of_years(&years, whole);
        self.output.result(COMPARISON, written, || years.json())?;
        let ends = collections.iter().map(|one| one.ends(is_sound));
        Ok(ends.max().unwrap_or_default())
    }

    fn pair(&self, both: &[&Filed; 2]) -> Result<Pair, Failure> {
        let read = both.map(|filed| {
            let report = load::identify(&filed.input)?.and_then(|file| file.opened.report);
            report.ok_or_else(|| format!("{} 读的时候变了；再运行一次", filed.file))
        });
        let [last, this] = read;
        let files = both.map(|filed| filed.file.clone());
        Ok(Pair::of(files, &last?, &this?, self.all))
    }
}

/// Says why a file is not compared.
fn unread(file: &Loaded) -> Outcome {
    let name = file.path.display().to_string();
    listing::show(&name, &file.sources, &file.findings);
    eprintln!("{}: 读不懂，没有比较：先改正上面的错误", safe(&name));
    Outcome::Findings
}

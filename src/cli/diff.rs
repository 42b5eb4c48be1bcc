//! `nianbao diff`: two years side by side, of one agency or of all in two folders.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use clap::Args;

use super::{
    Failure, Outcome,
    collection::{Collection, Counted, Filed, Group, Reading, Reports},
    common::Jobs,
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
  nianbao diff 2025.yaml --previous 2024/              在文件夹里找同一机关上年的
  nianbao diff 原来.docx 改过的.docx                   重交的改了哪些数、哪些话
  nianbao diff 2024/ 2025/ --roster 名册.yaml -o 对照.html    各机关一行，变化大的在前")]
pub struct Diff {
    /// 上年的报告、本年的报告；都写文件夹就对照其中所有的机关，上年写文件夹、本年写文件就从中找它的
    #[arg(value_name = "文件或文件夹", required = true, num_args = 1..=2)]
    files: Vec<PathBuf>,
    /// 上年的报告或文件夹：另外写在这里，前面就只写本年的
    #[arg(long, value_name = "文件或文件夹")]
    previous: Option<PathBuf>,
    /// 没有变化的数也列出
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
            jobs: self.jobs,
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
        let [(first, before), (second, now)] = collections.each_ref().map(of_year);
        let lone = |filed: &Filed<'_>| Lone {
            agency: filed
                .entry
                .report()
                .map_or("", |known| &*known.agency)
                .to_owned(),
            file: filed.entry.file.clone(),
            alike: None,
        };
        let unread = [&before, &now].map(|one| one.unread.iter());
        let unread = unread.into_iter().flatten();
        let unread: Vec<String> = unread
            .map(|one| format!("{}：读不懂，没有比较：{}", one.file, one.why))
            .collect();
        let faulty = [
            before.files.is_empty(),
            now.files.is_empty(),
            !unread.is_empty(),
        ];
        let odd = [before.odd, now.odd, unread].concat();
        let mut now: BTreeMap<String, Filed<'_>> = now.files.into_iter().collect();
        let (mut groups, mut gone) = (Vec::new(), Vec::new());
        for (owner, last) in before.files {
            match now.remove(&owner) {
                Some(this) => groups.push(Group(vec![last, this])),
                None => gone.push(lone(&last)),
            }
        }
        let lone = [gone, now.values().map(lone).collect()];
        let mut pairs = Vec::new();
        let work = |both: &Group<'_>| self.pair(both);
        gather::each(&groups, &self.jobs, work, |_, pair, _| pairs.push(pair));
        let pairs = pairs.into_iter().collect::<Result<Vec<_>, _>>()?;
        let years = Years::of([first, second], pairs, lone, odd);
        let whole = !matches!(format, Survey::Table | Survey::Md);
        let written = || document_of_years(&years, whole);
        self.output.result(COMPARISON, written, || years.json())?;
        let outcome = collections.iter().map(|one| one.gathered.outcome()).max();
        Ok(
            match (outcome.unwrap_or(Outcome::Clean), faulty.contains(&true)) {
                (Outcome::Clean, true) => Outcome::Findings,
                (outcome, _) => outcome,
            },
        )
    }

    fn pair(&self, both: &Group<'_>) -> Result<Pair, Failure> {
        let mut reports = Vec::new();
        for filed in &both.0 {
            let report = load::identify(filed.input)?.and_then(|file| file.opened.report);
            let gone = || format!("{} 读的时候变了；再运行一次", filed.entry.file);
            reports.push(report.ok_or_else(gone)?);
        }
        let files = [0, 1].map(|at| both.0[at].entry.file.clone());
        Ok(Pair::of(files, &reports[0], &reports[1], self.all))
    }
}

/// Says why a file is not compared.
fn unread(file: &Loaded) -> Outcome {
    let name = file.path.display().to_string();
    listing::show(&name, &file.sources, &file.findings);
    eprintln!("{}: 读不懂，没有比较：先改正上面的错误", safe(&name));
    Outcome::Findings
}

/// The year that most reports of a folder are of, and the one report of each agency of that year.
fn of_year(collection: &Collection) -> (u16, Counted<'_>) {
    let files = collection.files().map(|filed| filed.at);
    let year = collection.known.usual_year(files).unwrap_or_default();
    let mut counted = collection.counted(collection.files());
    let (own, others) = counted
        .files
        .into_iter()
        .partition::<Vec<_>, _>(|(_, filed)| filed.year() == Some(year));
    counted.files = own;
    counted.odd.extend(others.iter().map(|(_, filed)| {
        let (file, own) = (&filed.entry.file, filed.year().unwrap_or_default());
        format!("{file}：是 {own} 年度的，其余是 {year} 年度，没有比较")
    }));
    (year, counted)
}

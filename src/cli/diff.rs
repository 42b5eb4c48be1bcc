//! `nianbao diff`: two years side by side, of one agency or of all in two folders.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{
    Failure, Outcome,
    collection::{Collection, Filed, Reading, Reports},
    common::Jobs,
    gather, listing,
    load::{self, Loaded},
    output::{Output, Survey},
};
use crate::{
    base::diagnostic::terminal::safe,
    office::{
        collection::Standing,
        compare::{
            self, compare,
            folders::{self, Lone, Pair, Years},
        },
    },
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
            (false, false) => self.files(Some(load::load(last)?), &load::load(this)?),
            (false, true) => Err("本年写了文件夹，上年也要写文件夹".to_owned()),
            (true, false) => {
                let this = load::load(this)?;
                let collection = self.collect(&[last], &self.jobs)?;
                let report = this.report.as_ref();
                let last = match report.map(|report| (collection.before(report), report)) {
                    Some((None, report)) => {
                        let (folder, agency) = (last.display(), &report.agency.text);
                        let year = report.year.saturating_sub(1);
                        return Err(format!(
                            "文件夹 {folder} 里没有「{agency}」{year} 年度的报告"
                        ));
                    }
                    Some((Some(last), _)) => load::load_found(last)?,
                    None => None,
                };
                self.files(last, &this)
            }
        }
    }

    fn collect(&self, folders: &[&Path], jobs: &Jobs) -> Result<Collection, Failure> {
        let reports = Reports {
            files: folders.iter().map(|folder| folder.to_path_buf()).collect(),
            previous: None,
            roster: self.roster.clone(),
            jobs: *jobs,
        };
        let collection = reports.collect(&Reading {
            without: &[self.output.file.path()],
            ..Reading::default()
        })?;
        collection.tell_odd();
        Ok(collection)
    }

    fn files(&self, last: Option<Loaded>, this: &Loaded) -> Result<Outcome, Failure> {
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
        self.output.result(
            COMPARISON,
            || compare::document(&comparison),
            || compare::json(&comparison),
        )?;
        Ok(Outcome::Clean)
    }

    fn folders(&self, last: &Path, this: &Path) -> Result<Outcome, Failure> {
        let format = self.output.format(Some(Survey::Table))?;
        let collections = [
            self.collect(&[last], &self.jobs)?,
            self.collect(&[this], &self.jobs)?,
        ];
        let outcomes = collections.each_ref().map(|one| one.gathered.outcome());
        let mut outcome = outcomes[0].max(outcomes[1]);
        let mut odd = Vec::new();
        let [(first, before), (second, now)] = collections.each_ref().map(|collection| {
            let (year, files, told) = of_year(collection);
            let faulty = files.is_empty() || told.iter().any(|(_, is_fault)| *is_fault);
            if faulty && outcome == Outcome::Clean && !told.is_empty() {
                outcome = Outcome::Findings;
            }
            odd.extend(told.into_iter().map(|(told, _)| told));
            (year, files)
        });
        let lone = |filed: &Filed<'_>| Lone {
            agency: filed
                .entry
                .report()
                .map_or_else(String::new, |known| known.agency.clone()),
            file: filed.entry.file.clone(),
            alike: None,
        };
        let mut now: std::collections::BTreeMap<String, Filed<'_>> = now.into_iter().collect();
        let (mut pairs, mut gone) = (Vec::new(), Vec::new());
        for (owner, last) in before {
            match now.remove(&owner) {
                Some(this) => pairs.push(Both(last, this)),
                None => gone.push(lone(&last)),
            }
        }
        let new = now.values().map(lone).collect();
        let mut compared = Vec::new();
        let work = |both: &Both<'_>| self.pair(both);
        gather::each(&pairs, &self.jobs, work, |_, pair, _| compared.push(pair));
        let compared = compared.into_iter().collect::<Result<Vec<_>, _>>()?;
        let years = Years::of([first, second], compared, [gone, new], odd);
        let whole = !matches!(format, Survey::Table | Survey::Md);
        self.output.result(
            COMPARISON,
            || compare::document_of_years(&years, whole),
            || compare::json_of_years(&years),
        )?;
        Ok(outcome)
    }

    fn pair(&self, Both(last, this): &Both<'_>) -> Result<Pair, Failure> {
        let files = [last, this].map(|filed| filed.entry.file.clone());
        let [last, this] = [last, this].map(|filed| load::identify(filed.input));
        let gone = |file: &str| format!("{file} 读的时候变了；再运行一次");
        let (last, this) = (last?, this?);
        let report = |file: &Option<Loaded>| file.as_ref().and_then(|file| file.report.clone());
        let before = report(&last).ok_or_else(|| gone(&files[0]))?;
        let now = report(&this).ok_or_else(|| gone(&files[1]))?;
        Ok(folders::pair(files, &before, &now, self.all))
    }
}

/// An agency's reports of both years.
struct Both<'a>(Filed<'a>, Filed<'a>);

impl AsRef<gather::Input> for Both<'_> {
    fn as_ref(&self) -> &gather::Input {
        self.1.input
    }
}

/// The year that most reports of a folder are of.
type OfYear<'a> = (u16, Vec<(String, Filed<'a>)>, Vec<(String, bool)>);

/// The one report of each agency of the year that most are of, by what the names of the agency
/// have in common; and what is not compared, with whether it is a fault.
fn of_year(collection: &Collection) -> OfYear<'_> {
    let year = collection
        .known
        .usual_year(collection.files().map(|filed| filed.at));
    let year = year.unwrap_or_default();
    let (mut files, mut odd) = (Vec::new(), Vec::new());
    for filed in collection.files() {
        let file = &filed.entry.file;
        let standing = collection.known.standing(filed.at);
        let disputed = collection.known.disputed(filed.at, &collection.roster);
        match (filed.entry.report(), standing, disputed) {
            (None, ..) => {
                let fault = filed.entry.fault().filter(|fault| fault.may_be_report);
                let why = fault.map(|fault| format!("{file}：读不懂，没有比较：{}", fault.why));
                odd.extend(why.map(|why| (why, true)));
            }
            (Some(known), ..) if known.agency.is_empty() => {
                odd.push((format!("{file}：没有写机关的名称，没有比较"), false));
            }
            (Some(known), ..) if known.year != Some(year) => {
                let own = known.year.unwrap_or_default();
                let told = format!("{file}：是 {own} 年度的，其余是 {year} 年度，没有比较");
                odd.push((told, false));
            }
            (Some(known), Standing::First, Some((other, why))) => {
                let (other, agency) = (&collection.known.entries[other].file, &known.agency);
                let told = format!("{file}和{other}：同是「{agency}」的，{why}；留下一份再比较");
                odd.push((told, false));
            }
            (Some(known), Standing::First, None) => {
                let owner = collection.known.owner(&known.agency, &collection.roster);
                files.push((owner, filed));
            }
            (Some(_), ..) => {}
        }
    }
    (year, files, odd)
}

//! `nianbao years`: one agency over its years, or all agencies of an office.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};

use super::{
    Failure, Outcome,
    build::epoch,
    common::Jobs,
    gather::{Gathered, Input, gather},
    load::{self, Loaded},
    neighbours::is_remote,
    new::relative,
    output::Output,
    roster,
};
use crate::{
    office::{
        index::uri,
        register::Register,
        years::{self, Filed, History, Unread},
    },
    write::pdf,
};

/// The arguments of `years`.
#[derive(Args)]
#[command(after_help = "\
写一份报告，就沿着「上年」往前找，找到哪一年算哪一年；写文件夹，就是其中所有机关的各年。
比的是新收、公开率、不公开的、结转、复议和诉讼的纠正率、许可、处罚、收费；各从哪些格算来，都写在页上。

例:
  nianbao years 2025.yaml            一家机关，显示在屏幕上
  nianbao years 2025.yaml -o 历年.html
  nianbao years 报送/ -o 历年.pdf    也可以写 .xlsx、.json
  nianbao years 2023/ 2024/ 2025/ --roster 名册.yaml -o 历年.html")]
pub struct Years {
    /// 各年的报告：数据文件，或填好的工作簿、Word、网页、PDF；写文件夹就是其中（包括下级）所有的；写 - 读标准输入
    #[arg(value_name = "数据文件或文件夹", required = true)]
    files: Vec<PathBuf>,
    /// 机关名册：改了名的机关，按名册里的别名对上
    #[arg(long, value_name = "名册")]
    roster: Option<PathBuf>,
    #[command(flatten)]
    output: Output<Target>,
    #[command(flatten)]
    jobs: Jobs,
}

/// How the years are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Target {
    /// 表格
    #[value(alias = "human")]
    Table,
    /// 网页
    Html,
    /// PDF
    Pdf,
    /// Excel 工作簿
    Xlsx,
    /// 给程序读
    Json,
}

impl Years {
    /// Reads everything, and writes the years.
    pub fn run(self) -> Result<Outcome, Failure> {
        let target = self.output.format(Some(Target::Table))?;
        let roster = roster::named(self.roster.as_deref())?;
        let (history, is_searched) = self.history(&roster);
        let bytes = match target {
            Target::Table => years::table(&history, self.output.file.terminal()).into_bytes(),
            Target::Html => years::page(&history)?.into_bytes(),
            Target::Json => years::json(&history).into_bytes(),
            Target::Xlsx => years::workbook(&history).map_err(|error| error.to_string())?,
            Target::Pdf => {
                let mut document = years::document(&history);
                document.date = epoch();
                pdf::render(&document, &pdf::Fonts::bundled()).map_err(|error| error.to_string())?
            }
        };
        self.output.file.put(&bytes, "")?;
        Ok(match (is_searched, history.is_sound()) {
            (false, _) => Outcome::Failed,
            (true, false) => Outcome::Findings,
            (true, true) => Outcome::Clean,
        })
    }

    /// The years of what was named and of what that names as last year's, and whether every
    /// folder could be searched.
    fn history(&self, roster: &Register) -> (History, bool) {
        let page = self.output.file.path();
        let mut gathered = gather(&self.files)
            .without(self.roster.as_deref())
            .without(page)
            .data_first();
        let is_searched = gathered.complaints.is_empty();
        let mut shelf = Shelf::default();
        for input in &gathered.inputs {
            shelf.seen.insert(key(&input.path));
        }
        loop {
            gathered.each(&self.jobs, load::load_found, |input, file, _| {
                shelf.take(input, file, page)
            });
            gathered = Gathered::of(std::mem::take(&mut shelf.earlier));
            if gathered.inputs.is_empty() {
                break;
            }
        }
        let history = History::of(shelf.files, roster, shelf.unread);
        (history, is_searched)
    }
}

/// What was read so far.
#[derive(Default)]
struct Shelf {
    files: Vec<Filed>,
    unread: Vec<Unread>,
    /// Files of earlier years that are still to be read.
    earlier: Vec<Input>,
    seen: BTreeSet<String>,
}

impl Shelf {
    /// Takes a file in; the page of them will lie at `page`.
    fn take(&mut self, input: &Input, file: Result<Option<Loaded>, Failure>, page: Option<&Path>) {
        let name = input.path.display().to_string();
        let mut unread = |why: String| {
            let file = name.clone();
            self.unread.push(Unread { file, why });
        };
        let file = match file {
            Ok(Some(file)) => file,
            Ok(None) => return,
            Err(message) => return unread(message),
        };
        let Some(report) = file.report.as_ref().filter(|report| report.year_is_sound) else {
            return unread(file.first_fault().0.to_owned());
        };
        let errors = file.findings.iter().filter(|finding| finding.blocks());
        let mut filed = Filed::of(report, &file.sources, name.clone());
        filed.errors = errors.count();
        filed.key = key(&input.path);
        if input.path != Path::new("-") {
            filed.address = match page {
                Some(_) => uri(&relative(&input.path, page)),
                None => uri(&name),
            };
        }
        if let Some(words) = &report.previous {
            let folder = input.path.parent().unwrap_or(Path::new(""));
            filed.before = self.earlier(folder.join(&words.text));
        }
        self.files.push(filed);
    }

    /// The key of last year's file, which is read in its turn; not one on another computer.
    fn earlier(&mut self, path: PathBuf) -> Option<String> {
        if is_remote(&path) {
            return None;
        }
        let key = key(&path);
        if self.seen.insert(key.clone()) {
            // As a file that was found: no pipe, and nothing of another kind.
            let below = Some(path.clone());
            self.earlier.push(Input { path, below });
        }
        Some(key)
    }
}

/// What tells a file from every other, by whatever path it is named.
fn key(path: &Path) -> String {
    let whole = path.canonicalize();
    whole.as_deref().unwrap_or(path).display().to_string()
}

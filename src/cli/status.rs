//! `nianbao status`: who has handed in, and how it stands with each.

use std::path::Path;

use clap::Args;

use super::{
    Failure, Outcome,
    collection::{Collection, Filed, Reading, Reports},
    gather::{self, Wanted},
    letters::Letters,
    new::{relative, today},
    output::{Output, Survey},
};
use crate::{
    base::{date::Date, diagnostic::terminal::safe},
    edit::workbench::due_year,
    office::{
        index::uri,
        received::LEDGER,
        status::{Board, Checked, Sketch, Term, document},
    },
};

/// What the page says of its own making.
const MARK: &str = "<meta name=\"generator\" content=\"nianbao status\">";

/// The arguments of `status`.
#[derive(Args)]
#[command(mut_arg("roster", |arg| arg.required(true).help("应交报告的机关名册")))]
#[command(after_help = "\
名册是一个 YAML 文件，每家一行：
  - 某某县教育局
  - {名称: 某某县公安局, 类别: 部门, 别名: 某某公安局, 联系人: 张三 1234567}
类别决定期限：人民政府 3 月 31 日，其余 1 月 31 日。
名册旁边有「收文」（nianbao receive 登记的），就写明第几次、哪天收到，逾期按收到的日子算。

例:
  nianbao status 报送/ --roster 名册.yaml
  nianbao status 报送/ --roster 名册.yaml -o 进度.html      也可以写 .pdf、.docx、.xlsx
  nianbao status 报送/ --roster 名册.yaml --notes 退回/     每家一份修改意见
  nianbao status 报送/ --roster 名册.yaml --notes 退回/ --sender 某县政府办公室 --back 2026-02-10")]
pub struct Status {
    #[command(flatten)]
    reports: Reports,
    /// 报告的年度；不写就是最近该报告的一年
    #[arg(long, value_name = "年份")]
    year: Option<u16>,
    /// 期限，写作 2026-01-31；不写就按类别，用《条例》规定的期限
    #[arg(long, value_name = "日期", value_parser = super::rollup::date)]
    due: Option<Date>,
    /// 截至哪一天，写作 2026-02-01；不写就是今天
    #[arg(long, value_name = "日期", value_parser = super::rollup::date)]
    as_of: Option<Date>,
    #[command(flatten)]
    output: Output<Survey>,
    #[command(flatten)]
    letters: Letters,
}

impl Status {
    /// Reads everything and writes the board, and the notes where they are asked for.
    pub fn run(self) -> Result<Outcome, Failure> {
        let format = self.output.format(Some(Survey::Table))?;
        let collection = self.reports.collect(&Reading {
            without: self.letters.notes.as_deref(),
            wanted: Wanted::All,
            ..Reading::default()
        })?;
        for (line, told) in &collection.ledger.faults {
            eprintln!("{}", safe(&format!("{LEDGER}:{line}: {told}")));
        }
        let as_of = self.as_of.or_else(today);
        let term = Term {
            year: self.year.unwrap_or_else(|| due_year(as_of)),
            deadline: self.due,
            as_of,
        };
        let mut files = Vec::new();
        let checked = |filed: &Filed| checked(&collection, filed, term.year);
        let all = collection.files();
        gather::each(all, checked, |_, checked| files.push(checked));
        let files = all.iter().zip(files);
        let (roster, odd) = (&collection.roster, collection.odd.clone());
        let mut board = Board::of(roster, odd, files, &collection.ledger, term);
        // The page leads to the letters.
        self.letters.write(&mut board)?;
        let page = self.output.file.path();
        let is_whole = !matches!(format, Survey::Table | Survey::Md);
        let way = |file: &str| way(file, page);
        let written = || document(&board, &way, is_whole);
        self.output.result(MARK, written, || board.json())?;
        let is_done = board.is_done() && collection.ledger.faults.is_empty();
        Ok(collection.ends(is_done))
    }
}

/// What a check of a report of the year shows, or of a data file that is none.
fn checked(collection: &Collection, filed: &Filed, year: u16) -> Checked {
    let is_wanted = match filed.report() {
        Some(_) => filed.is_of(Some(year)) && filed.standing.counts(),
        None => filed.is_data,
    };
    let read = is_wanted.then(|| collection.load(&filed.input).ok()?);
    read.flatten().map_or_else(Checked::default, |file| {
        let open = file.findings.iter().filter(|found| found.waived.is_none());
        Checked {
            findings: open.map(|found| found.record(&file.sources)).collect(),
            words: file.report.as_ref().and_then(Sketch::of),
        }
    })
}

/// How a page leads to a file; nothing leads to standard input.
fn way(file: &str, page: Option<&Path>) -> String {
    match file {
        "-" => String::new(),
        file => uri(&relative(Path::new(file), page)),
    }
}

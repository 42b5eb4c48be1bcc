//! `nianbao status`: who has handed in, and how it stands with each.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{
    Failure, Outcome,
    common::Jobs,
    gather::{Input, Kind, gather},
    letters::Letters,
    load::{self, Loaded},
    new::{relative, today},
    output::{Output, Survey},
    roster,
};
use crate::{
    edit::workbench::due_year,
    ground::date::Date,
    office::{
        copies,
        index::uri,
        register::Register,
        status::{self, Fault, Handed, Term},
    },
};

/// The arguments of `status`.
#[derive(Args)]
#[command(after_help = "\
名册是一个 YAML 文件，每家一行：
  - 某某县教育局
  - {名称: 某某县公安局, 类别: 部门, 别名: 某某公安局, 联系人: 张三 1234567}
类别决定期限：人民政府 3 月 31 日，其余 1 月 31 日。

例:
  nianbao status 报送/ --roster 名册.yaml
  nianbao status 报送/ --roster 名册.yaml -o 进度.html
  nianbao status 报送/ --roster 名册.yaml --notes 退回/     每家一份修改意见
  nianbao status 报送/ --roster 名册.yaml --notes 退回/ --sender 某县政府办公室 --back 2026-02-10")]
pub struct Status {
    /// 各机关的数据文件，或填好的工作簿、Word、网页、PDF；写文件夹就是其中（包括下级）所有的；写 - 读标准输入
    #[arg(value_name = "数据文件或文件夹", required = true)]
    files: Vec<PathBuf>,
    /// 应交报告的机关名册
    #[arg(long, value_name = "名册")]
    roster: PathBuf,
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
    #[command(flatten)]
    jobs: Jobs,
}

impl Status {
    /// Reads everything and writes the board, and the notes where they are asked for.
    pub fn run(self) -> Result<Outcome, Failure> {
        let format = self.output.format(Some(Survey::Table))?;
        let (roster, odd) = roster::read(&self.roster)?;
        let (handed, unread) = self.handed(&roster);
        let as_of = self.as_of.or_else(today);
        let term = Term {
            year: self.year.unwrap_or_else(|| due_year(as_of)),
            deadline: self.due,
            as_of,
        };
        let mut board = status::board(&roster, handed, term, odd);
        let sending = self.letters.sending(term.as_of);
        // The page leads to the letters.
        self.letters.write(&mut board, &sending, |_| 1)?;
        let output = &self.output.file;
        let text = match format {
            Survey::Table => status::table(&board, output.terminal()),
            Survey::Md => status::markdown(&board),
            Survey::Html => status::page(&board, &sending, &|file| way(file, output.path()))?,
            Survey::Json => status::json(&board, &sending),
        };
        output.put(text.as_bytes(), "")?;
        Ok(match (unread, board.is_done()) {
            (true, _) => Outcome::Failed,
            (false, false) => Outcome::Findings,
            (false, true) => Outcome::Clean,
        })
    }

    /// What was handed in, and whether a folder could not be searched.
    fn handed(&self, roster: &Register) -> (Vec<Handed>, bool) {
        let gathered = gather(&self.files)
            .with_products()
            .without(Some(&self.roster))
            .outside(self.letters.notes.as_deref());
        let mut handed = Vec::new();
        gathered.each(
            &self.jobs,
            |input| match load::load_found(input) {
                Ok(Some(file)) => of_file(input, &file, roster),
                Ok(None) => {
                    let fault = fault("里面没有年报", "检查是不是交错了文件", false);
                    unread(input, fault, roster)
                }
                Err(why) => unread(input, fault(why, "换成能读的文件", true), roster),
            },
            |input, file, _| handed.push((Kind::of(&input.path), file)),
        );
        // What is handed in besides a data file is measured by that.
        handed.sort_by_key(|(kind, _)| *kind);
        let handed = handed.into_iter().map(|(_, file)| file);
        let others = gathered.others.iter().map(|input| {
            let help = "改交数据文件（.yaml）、工作簿（.xlsx）、Word（.docx）、网页或 PDF";
            unread(input, fault("这种文件读不了", help, true), roster)
        });
        (
            handed.chain(others).collect(),
            !gathered.complaints.is_empty(),
        )
    }
}

/// Why nothing of a file was read, and what to do.
fn fault(why: impl Into<String>, help: impl Into<String>, may_be_report: bool) -> Fault {
    Fault {
        why: why.into(),
        help: help.into(),
        may_be_report,
    }
}

/// A file that says nothing of a report.
fn unread(input: &Input, fault: Fault, roster: &Register) -> Handed {
    Handed {
        file: input.path.display().to_string(),
        guess: roster::owner(roster, "", input),
        unread: Some(fault),
        ..Handed::default()
    }
}

/// What a file hands in. What its author accepted with a reason is not told again.
fn of_file(input: &Input, file: &Loaded, roster: &Register) -> Handed {
    let open = file
        .findings
        .iter()
        .filter(|finding| finding.waived.is_none());
    let mut handed = Handed {
        file: input.path.display().to_string(),
        is_data: !file.is_document(),
        findings: open.map(|finding| finding.record(&file.sources)).collect(),
        ..Handed::default()
    };
    if let Some(report) = &file.report {
        let at = file.sources.place(report.agency.place);
        let name = &report.agency.text;
        handed.agency = (!name.is_empty()).then(|| (name.clone(), at));
        handed.year = report.year_is_sound.then_some(report.year);
        handed.date = report.date.map(|(date, _)| date);
        handed.category = report.category;
        handed.content = Some(copies::Content::of(report));
    }
    // A data file is to be mended; of a document there may be another that can be read.
    let is_document = Kind::of(&input.path) != Some(Kind::Data);
    if file.report.is_none() && !file.findings.is_empty() && is_document {
        let (why, help) = file.first_fault();
        return unread(input, fault(why, help, true), roster);
    }
    if handed.agency.is_none() {
        let text = file
            .sources
            .all()
            .first()
            .map_or("", |source| source.text());
        handed.guess = roster::owner(roster, "", input).or_else(|| roster.find_in(text));
    }
    handed
}

/// How a page leads to a file; nothing leads to standard input.
fn way(file: &str, page: Option<&Path>) -> String {
    match file {
        "-" => String::new(),
        file => uri(&relative(Path::new(file), page)),
    }
}

//! `nianbao status`: who has handed in, and how it stands with each.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};

use super::{
    Failure, Outcome,
    common::Jobs,
    files::{Content, read_text},
    gather::{Input, gather},
    load::{self, CONVERT, Loaded},
    new::due_year,
    output::{self, Draft},
};
use crate::{
    ground::{
        characters::is_hidden,
        date::Date,
        diagnostic::{Finding, Severity},
        source::{Place, Sources},
    },
    office::{
        roster::{self, Roster},
        status::{self, Board, Handed, Told},
    },
};

/// The arguments of `status`.
#[derive(Args)]
#[command(after_help = "\
名册是一个 YAML 文件，每家一行：
  - 某某县教育局
  - {名称: 某某县公安局, 类别: 部门, 别名: 某某公安局, 联系人: 张三 1234567}
类别决定期限：人民政府 3 月 31 日，其余 1 月 31 日。文件夹里有往年的报告时，网页上画出各年的变化。

例:
  nianbao status 报送/ --roster 名册.yaml
  nianbao status 报送/ --roster 名册.yaml -o 进度.html
  nianbao status 报送/ --roster 名册.yaml --notes 退回/     每家一份修改意见")]
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
    /// 写成哪种：table 表格，md，html 网页，json；不写就看 -o 的文件名
    #[arg(long, value_name = "格式")]
    to: Option<Target>,
    /// 写到这个文件；不写或写 - 就显示在屏幕上
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 给每家要改的机关写一份修改意见，放到这个文件夹
    #[arg(long, value_name = "文件夹")]
    notes: Option<PathBuf>,
    /// 修改意见的格式：md、html；不写就是 md
    #[arg(long, value_name = "格式", default_value = "md")]
    notes_format: Form,
    #[command(flatten)]
    jobs: Jobs,
}

/// How the board is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Target {
    /// For a terminal
    Table,
    /// Markdown
    Md,
    /// A page
    Html,
    /// For programs
    Json,
}

/// How notes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Markdown
    Md,
    /// A page
    Html,
}

impl Status {
    /// Reads everything and writes the board, and the notes where they are asked for.
    pub fn run(self) -> Result<Outcome, Failure> {
        let (roster, odd) = roster(&self.roster)?;
        let (handed, unread) = self.handed(&roster);
        let year = self.year.unwrap_or_else(due_year);
        let board = status::board(&roster, handed, year, self.due, odd);
        let text = match self.target()? {
            Target::Table => status::table(&board),
            Target::Md => status::markdown(&board),
            Target::Html => status::page(&board)?,
            Target::Json => status::json(&board),
        };
        output::put(self.output.as_deref(), text.as_bytes())?;
        if let Some(folder) = &self.notes {
            let written = notes(&board, folder, self.notes_format)?;
            eprintln!("已生成 {written} 份修改意见，在 {}", folder.display());
        }
        Ok(match (unread, board.is_done()) {
            (true, _) => Outcome::Failed,
            (false, false) => Outcome::Findings,
            (false, true) => Outcome::Clean,
        })
    }

    fn target(&self) -> Result<Target, Failure> {
        let ending = output::ending(self.output.as_deref());
        Ok(match (self.to, ending.as_str()) {
            (Some(target), _) => target,
            (None, "md") => Target::Md,
            (None, "html" | "htm") => Target::Html,
            (None, "json") => Target::Json,
            (None, "" | "txt") => Target::Table,
            (None, ending) => {
                return Err(format!(
                    "不能生成 .{ending} 文件：文件名用 .html、.md、.json 或 .txt 结尾，或用 --to 指定格式"
                ));
            }
        })
    }

    /// What was handed in, and whether a folder could not be searched.
    fn handed(&self, roster: &Roster) -> (Vec<Handed>, bool) {
        let gathered = gather(&self.files).without(Some(&self.roster));
        let mut handed = Vec::new();
        gathered.each(
            &self.jobs,
            |input| match load::load_input(input, None, false) {
                Ok(None) => None,
                Ok(Some(file)) => Some(of_file(input, &file, roster)),
                Err(message) => Some(unreadable(input, message, roster)),
            },
            |_, file, _| handed.extend(file),
        );
        (handed, !gathered.complaints.is_empty())
    }
}

/// The roster, and what is wrong with it.
fn roster(path: &Path) -> Result<(Roster, Vec<Told>), Failure> {
    let name = path.display().to_string();
    let text = match read_text(path)? {
        Content::Text(text) => text,
        Content::Garbled(..) => return Err(format!("名册 {name} 不是 UTF-8 编码；{CONVERT}")),
    };
    let mut sources = Sources::new();
    let file = sources.add(name, text);
    let (roster, findings) = roster::read(&sources, file);
    let odd = findings.iter().map(|finding| told(&sources, finding));
    Ok((roster, odd.collect()))
}

fn told(sources: &Sources, finding: &Finding) -> Told {
    let file = sources.get(finding.place.file).name().to_owned();
    Told {
        rule: finding.rule.code,
        severity: finding.severity,
        place: (file, sources.place(finding.place)),
        message: finding.message.clone(),
        help: finding.help.clone(),
    }
}

/// What a file hands in. What its author accepted with a reason is not told again.
fn of_file(input: &Input, file: &Loaded, roster: &Roster) -> Handed {
    let open = file
        .findings
        .iter()
        .filter(|finding| finding.waived.is_none());
    let mut handed = Handed {
        file: input.path.display().to_string(),
        findings: open.map(|finding| told(&file.sources, finding)).collect(),
        ..Handed::default()
    };
    if let Some(report) = &file.report {
        let at = file.sources.place(report.agency.place);
        let name = &report.agency.text;
        handed.agency = (!name.is_empty()).then(|| (name.clone(), at));
        handed.year = report.year_is_sound.then_some(report.year);
        handed.date = report.date.map(|(date, _)| date);
        handed.category = report.category;
        handed.received = status::received(report);
    }
    if handed.agency.is_none() {
        let text = file
            .sources
            .all()
            .first()
            .map_or("", |source| source.text());
        handed.guess = guess(input, roster).or_else(|| roster.find_in(text));
    }
    handed
}

/// The agency that a file's name speaks of.
fn guess(input: &Input, roster: &Roster) -> Option<usize> {
    let name = input.path.file_stem()?.to_string_lossy().into_owned();
    roster.find_in(&name)
}

fn unreadable(input: &Input, message: String, roster: &Roster) -> Handed {
    let file = input.path.display().to_string();
    Handed {
        guess: guess(input, roster),
        findings: vec![Told {
            rule: "unreadable",
            severity: Severity::Error,
            place: (file.clone(), Place::default()),
            message,
            help: "换成能读的文件".to_owned(),
        }],
        file,
        ..Handed::default()
    }
}

/// Writes a note for every agency that has something to do, and says how many.
fn notes(board: &Board, folder: &Path, form: Form) -> Result<usize, Failure> {
    output::make_folder(folder)?;
    let mut taken = BTreeSet::new();
    let mut written = 0;
    for line in &board.lines {
        let Some(note) = status::note(board, line) else {
            continue;
        };
        let (ending, text) = match form {
            Form::Md => ("md", note.markdown),
            Form::Html => ("html", note.html),
        };
        let mut name = file_name(&line.name);
        while !taken.insert(name.clone()) {
            name.push('_');
        }
        let path = folder.join(format!("{name}.{ending}"));
        Draft::derived(&path, text.as_bytes())?.commit()?;
        written += 1;
    }
    Ok(written)
}

/// An agency's name as the name of a file on any system.
fn file_name(agency: &str) -> String {
    let safe = |c: char| match c {
        c if c.is_control() || is_hidden(c) || "/\\:*?\"<>|".contains(c) => '_',
        c => c,
    };
    // File systems allow 255 bytes.
    let name: String = agency.chars().map(safe).take(60).collect();
    match name.trim_matches(['.', ' ']) {
        "" => "_".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn names_stay_in_their_folder() {
        assert_eq!(file_name("../某局"), "_某局");
        assert_eq!(file_name("某局:本级/?"), "某局_本级__");
        assert_eq!(file_name(".."), "_");
    }
}

//! `nianbao status`: who has handed in, and how it stands with each.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};

use super::{
    Failure, Outcome,
    collection::{Collection, Filed, Reading, Reports},
    files::{Content, read_text, reason},
    new::{relative, today},
    output::{self, AtomicFile, Output, Survey},
};
use crate::{
    edit::workbench::due_year,
    ground::date::Date,
    office::{
        collection::Standing,
        index::uri,
        status::{self, Board, Checked, Sending, Sketch, Term},
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
    /// 给每家要改的机关写一份修改意见，放到这个文件夹；其中本年度不再适用的旧意见删去
    #[arg(long, value_name = "文件夹")]
    notes: Option<PathBuf>,
    /// 修改意见由谁发出，写在落款处，如 某县政府办公室；日期是当天
    #[arg(long, value_name = "单位", requires = "notes")]
    sender: Option<String>,
    /// 修改意见里要求报回的日期，写作 2026-02-10
    #[arg(long, value_name = "日期", requires = "notes", value_parser = super::rollup::date)]
    back: Option<Date>,
    /// 修改意见的格式：md、html；不写就是 md
    #[arg(long, value_name = "格式", default_value = "md")]
    notes_format: Form,
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
        let format = self.output.format(Some(Survey::Table))?;
        let mut collection = self.reports.collect(&Reading {
            outside: self.notes.as_deref(),
            all_formats: true,
            ..Reading::default()
        })?;
        let as_of = self.as_of.or_else(today);
        let term = Term {
            year: self.year.unwrap_or_else(|| due_year(as_of)),
            deadline: self.due,
            as_of,
        };
        let checked = self.checked(&collection, term.year);
        let odd = std::mem::take(&mut collection.odd);
        let files = collection.files().map(|filed| filed.at);
        let (known, roster) = (&collection.known, &collection.roster);
        let mut board = status::board(known, files, checked, roster, term, odd);
        let sender = self.sender.as_ref();
        let sending = Sending {
            by: sender.map(|name| (name.clone(), term.as_of)),
            back: self.back,
        };
        // The page leads to the notes.
        if let Some(folder) = &self.notes {
            self.write_notes(&mut board, folder, &sending)?;
        }
        let output = &self.output.file;
        let is_whole = !matches!(format, Survey::Table | Survey::Md);
        self.output.result(
            MARK,
            || status::document(&board, &sending, &|file| way(file, output.path()), is_whole),
            || status::json(&board, &sending),
        )?;
        Ok(match (collection.gathered.outcome(), board.is_done()) {
            (Outcome::Failed, _) => Outcome::Failed,
            (_, false) => Outcome::Findings,
            (_, true) => Outcome::Clean,
        })
    }

    /// What a check of the year's reports shows, and of data files that are none.
    fn checked(&self, collection: &Collection, year: u16) -> BTreeMap<usize, Checked> {
        let wanted = |filed: &Filed<'_>| match filed.entry.report() {
            Some(known) => {
                known.year.is_none_or(|own| own == year)
                    && !matches!(collection.known.standing(filed.at), Standing::Copy(_))
            }
            None => filed.entry.is_data,
        };
        let mut checked = BTreeMap::new();
        collection.each(
            collection.files().filter(wanted).collect(),
            &self.reports.jobs,
            |_, read| {
                let file = read.ok().flatten()?;
                let open = file.findings.iter().filter(|found| found.waived.is_none());
                Some(Checked {
                    findings: open.map(|found| found.record(&file.sources)).collect(),
                    words: file.report.as_ref().and_then(Sketch::of),
                })
            },
            |filed, found, _| checked.extend(found.map(|found| (filed.at, found))),
        );
        checked
    }
    /// Writes the notes, and clears away those that no longer apply.
    fn write_notes(
        &self,
        board: &mut Board,
        folder: &Path,
        sending: &Sending,
    ) -> Result<(), Failure> {
        let written = notes(board, folder, self.notes_format, sending)?;
        let place = folder.display();
        eprintln!("已生成 {} 份修改意见，在 {place}", written.len());
        let gone = outdated(folder, board.term.year, &written)?;
        if !gone.is_empty() {
            let (count, names) = (gone.len(), gone.join("、"));
            eprintln!("删去了 {count} 份不再适用的修改意见：{names}");
        }
        Ok(())
    }
}

/// How a page leads to a file; nothing leads to standard input.
fn way(file: &str, page: Option<&Path>) -> String {
    match file {
        "-" => String::new(),
        file => uri(&relative(Path::new(file), page)),
    }
}

/// Writes a note for every agency that has something to do, and gives their names.
fn notes(
    board: &mut Board,
    folder: &Path,
    form: Form,
    sending: &Sending,
) -> Result<BTreeSet<String>, Failure> {
    output::make_folder(folder)?;
    let mut written = BTreeSet::new();
    for at in 0..board.lines.len() {
        let line = &board.lines[at];
        let Some(note) = status::note(board, line, sending)? else {
            continue;
        };
        let (ending, text) = match form {
            Form::Md => ("md", note.markdown),
            Form::Html => ("html", note.html),
        };
        let mut stem = output::file_name(&line.name);
        while written.contains(&format!("{stem}.{ending}")) {
            stem.push('_');
        }
        let name = format!("{stem}.{ending}");
        let path = folder.join(&name);
        AtomicFile::derived(&path, text.as_bytes())?.commit()?;
        board.lines[at].note = Some(path.display().to_string());
        written.insert(name);
    }
    Ok(written)
}

/// Clears away the notes of the year that were not written now, and gives their names: what
/// they say was mended, or stands in another file.
fn outdated(folder: &Path, year: u16, written: &BTreeSet<String>) -> Result<Vec<String>, Failure> {
    let failed = |path: &Path, error: &io::Error| {
        let path = path.display();
        format!("{path} 是不再适用的修改意见，删不掉：{}", reason(error))
    };
    let mut gone = Vec::new();
    let entries = fs::read_dir(folder).map_err(|error| failed(folder, &error))?;
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy().into_owned();
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        let is_kind = [".md", ".html"].iter().any(|ending| name.ends_with(ending));
        if !is_file || !is_kind || written.contains(&name) {
            continue;
        }
        if let Ok(Content::Text(text)) = read_text(&path)
            && status::is_note(&text, year)
        {
            fs::remove_file(&path).map_err(|error| failed(&path, &error))?;
            gone.push(name);
        }
    }
    gone.sort();
    Ok(gone)
}

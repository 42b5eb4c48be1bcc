//! `nianbao fmt`: data files in the canonical layout.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{
    Failure, Outcome, complain,
    files::{InputFile, is_stream, read_report},
    gather::{Input, Wanted, gather, is_yaml},
    listing, load,
    neighbours::DiskFiles,
    output,
};
use crate::{
    base::{diagnostic::terminal::safe, source::Sources},
    edit::format::{Formatted, Refusal, format},
    open::ParsedInput,
};

/// The arguments of `fmt`.
#[derive(Args)]
#[command(after_help = "\
例:
  nianbao fmt report.yaml      整理写法
  nianbao fmt --check 2025/    只检查文件夹里的全部，不改文件")]
pub struct Fmt {
    /// 数据文件；写文件夹就是其中（包括下级）所有的 .yaml 和 .yml
    #[arg(value_name = "数据文件或文件夹", required = true)]
    files: Vec<PathBuf>,
    /// 只检查写法，不改文件；有要整理的就以状态 1 退出
    #[arg(long)]
    check: bool,
}

impl Fmt {
    /// Lays every file out; one that cannot be read does not keep the others from it.
    pub fn run(self) -> Result<Outcome, Failure> {
        let mut gathered = gather(&self.files, Wanted::First);
        // Of a folder the data files.
        gathered
            .inputs
            .retain(|input| input.below.is_none() || (is_yaml(&input.path) && input.is_loose()));
        gathered.skipped.clear();
        gathered.tell();
        let outcomes = gathered.inputs.iter().map(|input| self.one(input));
        let outcomes = outcomes.map(|outcome| {
            outcome.unwrap_or_else(|message| {
                complain(&message);
                Outcome::Failed
            })
        });
        Ok(outcomes
            .max()
            .unwrap_or(Outcome::Clean)
            .max(gathered.outcome()))
    }

    fn one(&self, input: &Input) -> Result<Outcome, Failure> {
        let path = input.path.as_path();
        let name = path.display().to_string();
        let mut sources = Sources::new();
        let given = read_report(path, input.below.is_none())?;
        if matches!(given, InputFile::Document(_)) {
            return Err(load::no_data(path, "整理"));
        }
        let text = ParsedInput::of(&mut sources, &name, given);
        if input.below.is_some() && text.is_foreign {
            return Ok(Outcome::Clean);
        }
        let formatted = match text.tree {
            None => Err(Refusal::Faulty(text.findings)),
            Some(_) => format(&mut sources, text.file, &DiskFiles::of(path, None)),
        };
        match formatted {
            Ok(formatted) => {
                let same = sources.get(text.file).text() == formatted.text;
                self.done(path, &formatted, same)
            }
            Err(refusal) => {
                refused(&name, &sources, &refusal);
                Ok(Outcome::Findings)
            }
        }
    }

    /// Writes what was laid out, or tells of it.
    fn done(&self, path: &Path, formatted: &Formatted, same: bool) -> Result<Outcome, Failure> {
        let name = path.display().to_string();
        let shown = safe(&name);
        for (key, line) in &formatted.left {
            let key = safe(key);
            eprintln!("{shown}:{line}: 「{key}」的写法特殊，这一部分保持原样");
        }
        match (same, self.check) {
            (_, false) if is_stream(path) => {
                output::show(formatted.text.as_bytes())?;
                Ok(Outcome::Clean)
            }
            (true, _) => {
                eprintln!("{shown}: 写法已经规范，没有改动");
                Ok(Outcome::Clean)
            }
            (false, true) => {
                eprintln!("{shown}: 需要整理，运行 nianbao fmt {shown}");
                Ok(Outcome::Findings)
            }
            (false, false) => {
                output::rewrite(path, &formatted.text)?;
                eprintln!("{shown}: 已整理");
                Ok(Outcome::Clean)
            }
        }
    }
}

/// Tells why a file stays as it is.
fn refused(name: &str, sources: &Sources, refusal: &Refusal) {
    let shown = safe(name);
    match refusal {
        Refusal::Faulty(findings) => {
            listing::show(name, sources, findings);
            eprintln!("{shown}: 没有整理：先改正上面的错误");
        }
        Refusal::Unsuitable(why) => eprintln!("{shown}: 没有整理：{why}；文件保持原样"),
        Refusal::Different(what) => {
            let what = safe(what);
            eprintln!("{shown}: 没有整理：整理后「{what}」会与原来不同；文件保持原样");
        }
    }
}

//! `nianbao fmt`: data files in the canonical layout.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{
    Failure, Outcome, complain,
    files::{Folder, Pending, has_byte_order_mark, read_text},
    listing, load,
};
use crate::{
    diagnostic::terminal::safe,
    format::{Formatted, Refusal, format},
    source::Sources,
};

/// The arguments of `fmt`.
#[derive(Args)]
#[command(after_help = "\
例:
  nianbao fmt report.yaml             整理写法
  nianbao fmt --totals report.yaml    同时补上没有写的总计
  nianbao fmt --check *.yaml          只检查，不改文件")]
pub struct Fmt {
    /// 数据文件
    #[arg(value_name = "数据文件", required = true)]
    files: Vec<PathBuf>,
    /// 只检查写法，不改文件；有要整理的就以状态 1 退出
    #[arg(long)]
    check: bool,
    /// 把没有写的总计按算出的数补上；已经写的总计不动
    #[arg(long)]
    totals: bool,
}

impl Fmt {
    /// Lays every file out; one that cannot be read does not keep the others from it.
    pub fn run(self) -> Result<Outcome, Failure> {
        let outcomes = self.files.iter().map(|path| match self.one(path) {
            Ok(outcome) => outcome,
            Err(message) => {
                complain(&message);
                Outcome::Failed
            }
        });
        Ok(outcomes.max().unwrap_or(Outcome::Clean))
    }

    fn one(&self, path: &Path) -> Result<Outcome, Failure> {
        let name = path.display().to_string();
        let shown = safe(&name);
        let mut sources = Sources::new();
        let formatted = match load::open(&mut sources, path, read_text(path)?) {
            (_, Some(finding)) => Err(Refusal::Faulty(vec![finding])),
            (file, None) => {
                let formatted = format(&mut sources, file, &Folder::of(path), self.totals);
                formatted.map(|formatted| {
                    let same = sources.get(file).text() == formatted.text;
                    (formatted, same)
                })
            }
        };
        let (formatted, same) = match formatted {
            Ok(formatted) => formatted,
            Err(Refusal::Faulty(findings)) => {
                listing::show(&name, &sources, &findings);
                eprintln!("{shown}: 没有整理：先改正上面的错误");
                return Ok(Outcome::Findings);
            }
            Err(Refusal::Unsuitable(why)) => {
                eprintln!("{shown}: 没有整理：{why}；文件保持原样");
                return Ok(Outcome::Findings);
            }
            Err(Refusal::Different(what)) => {
                let what = safe(&what);
                eprintln!("{shown}: 没有整理：整理后「{what}」会与原来不同；文件保持原样");
                return Ok(Outcome::Findings);
            }
        };
        for (key, line) in &formatted.left {
            let key = safe(key);
            eprintln!("{shown}:{line}: 「{key}」的写法特殊，这一部分保持原样");
        }
        match (same, self.check) {
            (true, _) => {
                eprintln!("{shown}: 写法已经规范，没有改动");
                Ok(Outcome::Clean)
            }
            (false, true) => {
                eprintln!("{shown}: 需要整理，运行 nianbao fmt {shown}");
                Ok(Outcome::Findings)
            }
            (false, false) => {
                replace(path, &formatted)?;
                match formatted.totals {
                    0 => eprintln!("{shown}: 已整理"),
                    totals => eprintln!("{shown}: 已整理，补上 {totals} 处总计"),
                }
                Ok(Outcome::Clean)
            }
        }
    }
}

/// Replaces the file itself, not a link to it.
fn replace(path: &Path, formatted: &Formatted) -> Result<(), Failure> {
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mark = match has_byte_order_mark(path) {
        true => "\u{feff}",
        false => "",
    };
    let text = format!("{mark}{}", formatted.text);
    Pending::write(&target, text.as_bytes())?.commit()
}

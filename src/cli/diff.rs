//! `nianbao diff`: two years side by side.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{
    Failure, Outcome, listing,
    load::{self, Loaded},
    output,
};
use crate::{
    ground::diagnostic::terminal::safe,
    office::compare::{self, compare},
};

/// The arguments of `diff`.
#[derive(Args)]
#[command(after_help = "\
例:
  nianbao diff 2024.yaml 2025.yaml
  nianbao diff 2024.yaml 2025.yaml --to html -o 对照.html")]
pub struct Diff {
    /// 上年的数据文件，或工作簿、Word、网页、PDF
    #[arg(value_name = "上年的文件")]
    last: PathBuf,
    /// 本年的，也是这些
    #[arg(value_name = "本年的文件")]
    this: PathBuf,
    /// 两份都是 0 或空白的数也列出
    #[arg(long)]
    all: bool,
    /// 写成什么：table 表格（不写就是它）、md、html、json
    #[arg(long, value_name = "格式", default_value = "table")]
    to: To,
    /// 写到这个文件；不写或写 - 就显示在屏幕上
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
}

/// How a comparison is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum To {
    /// 表格
    Table,
    /// Markdown
    Md,
    /// 网页
    Html,
    /// 给程序读
    Json,
}

impl Diff {
    /// Compares two data files, faulty as they may be.
    pub fn run(self) -> Result<Outcome, Failure> {
        let (last, this) = (read(&self.last)?, read(&self.this)?);
        let (Some(before), Some(now)) = (&last.report, &this.report) else {
            for file in [&last, &this].into_iter().filter(|f| f.report.is_none()) {
                let name = file.path.display().to_string();
                listing::show(&name, &file.sources, &file.findings);
                eprintln!("{}: 读不懂，没有比较：先改正上面的错误", safe(&name));
            }
            return Ok(Outcome::Findings);
        };
        let comparison = compare(before, now, self.all);
        let output = output::named(self.output.as_deref());
        // A table on the screen says it itself.
        if output.is_some() || !matches!(self.to, To::Table) {
            for remark in &comparison.remarks {
                eprintln!("注意: {}", safe(remark));
            }
        }
        let text = match self.to {
            To::Table => compare::table(&comparison),
            To::Md => compare::markdown(&comparison),
            To::Html => compare::html(&comparison)?,
            To::Json => compare::json(&comparison),
        };
        output::put(output, text.as_bytes())?;
        Ok(Outcome::Clean)
    }
}

fn read(path: &Path) -> Result<Loaded, Failure> {
    load::load(path, None, true)
}

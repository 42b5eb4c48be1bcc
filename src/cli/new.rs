//! `nianbao new`: a blank data file.

use std::{
    path::{Path, PathBuf},
    time::SystemTime,
};

use clap::Args;

use super::{Failure, Outcome, files::Pending};
use crate::{date::Date, edition::Edition, scaffold::scaffold};

/// The arguments of `new`.
#[derive(Args)]
#[command(after_help = "\
例:
  nianbao new -o report.yaml                          最近该报告的一年
  nianbao new --year 2025 --agency 某某县某某局 -o 2025.yaml")]
pub struct New {
    /// 报告的年度；不写就是最近该报告的一年
    #[arg(long, value_name = "年份")]
    year: Option<u16>,
    /// 机关的全称
    #[arg(long, value_name = "名称")]
    agency: Option<String>,
    /// 写到这个文件；不写或写 - 就显示在屏幕上
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
}

impl New {
    /// Writes the file; an existing one is never touched.
    pub fn run(self) -> Result<Outcome, Failure> {
        let year = self.year.unwrap_or_else(due_year);
        let edition = Edition::of_year(year)
            .filter(|_| year < 9999)
            .ok_or_else(|| {
                let first = &Edition::all()[0];
                format!("没有适用于 {year} 年度的格式；最早的是 {} 年度", first.from)
            })?;
        let text = scaffold(edition, year, self.agency.as_deref());
        let Some(path) = self.output.filter(|path| path != Path::new("-")) else {
            print!("{text}");
            return Ok(Outcome::Clean);
        };
        if path.exists() {
            let name = path.display();
            return Err(format!("{name} 已经存在，不会覆盖；换一个文件名"));
        }
        Pending::write(&path, text.as_bytes())?.commit()?;
        eprintln!("已生成 {}，填好后运行 nianbao check 检查", path.display());
        Ok(Outcome::Clean)
    }
}

/// The year whose report is due next: reports are published in the January that follows.
fn due_year() -> u16 {
    let seconds = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |elapsed| elapsed.as_secs());
    let today = Date::of_unix_day((seconds / 86400) as i64);
    today.map_or(Edition::latest().from, |today| match today.month {
        1..=6 => today.year - 1,
        _ => today.year,
    })
}

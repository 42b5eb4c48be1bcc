//! `nianbao new`: a blank data file, or next year's from last year's.

use std::{
    path::{Path, PathBuf, absolute},
    time::SystemTime,
};

use clap::{Args, ValueEnum};

use super::{
    Failure, Outcome, listing, load,
    output::{Output, folder_of},
};
use crate::{
    base::{date::Date, diagnostic::terminal::safe},
    document,
    edit::{
        next_year::{Plan, next_year},
        workbench,
    },
    form::{
        datafile::{DataFile, Text},
        edition::Edition,
        report::{Alone, Report},
        scaffold,
    },
    open::open,
    write::{docx, pdf::Fonts, workbook},
};

/// The arguments of `new`.
#[derive(Args)]
#[command(after_help = "\
例:
  nianbao new -o report.yaml                          最近该报告的一年
  nianbao new --year 2025 --agency 某某县某某局 -o 2025.yaml
  nianbao new --from 2024.yaml -o 2025.yaml           从上年的文件生成
  nianbao new --agency 某某县某某局 -o 填报表.docx    给 Word 填；.xlsx 给 Excel 填")]
pub struct New {
    /// 从上年的报告（数据文件、Word、Excel、网页、PDF）生成：机关、小标题和说明照旧，上年结转填好，文字和其他的数留空
    #[arg(long, value_name = "上年的文件")]
    from: Option<PathBuf>,
    /// 报告的年度；不写就是最近该报告的一年，有 --from 时是上年的下一年
    #[arg(long, value_name = "年份")]
    year: Option<u16>,
    /// 机关的全称
    #[arg(long, value_name = "名称")]
    agency: Option<String>,
    #[command(flatten)]
    output: Output<Target>,
}

/// What to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Target {
    /// 数据文件
    Yaml,
    /// 给 Excel 填的工作簿
    Xlsx,
    /// 给 Word 填的表
    Docx,
}

impl New {
    /// Writes the file; an existing one is never touched.
    pub fn run(self) -> Result<Outcome, Failure> {
        let target = self.output.format(Some(Target::Yaml))?;
        let output = self.output.file.untaken()?;
        let file = match &self.from {
            Some(last) => match self.next(last, output)? {
                Some(file) => file,
                None => return Ok(Outcome::Findings),
            },
            None => {
                let year = self.year.unwrap_or_else(due_year);
                scaffold::blank(edition(year)?, year, self.agency.as_deref())
            }
        };
        let bytes = match target {
            Target::Yaml => file.write().into_bytes(),
            Target::Xlsx => workbook::write(&report(file)?).map_err(|error| error.to_string())?,
            Target::Docx => {
                let form = document::to_fill(&report(file)?);
                let made = docx::render(&form, &Fonts::bundled());
                made.map_err(|error| error.to_string())?
            }
        };
        let next = match target {
            Target::Yaml => "，填好后运行 nianbao check 检查",
            Target::Xlsx | Target::Docx => "，填好后保存，运行 nianbao import 导入",
        };
        self.output.file.put(&bytes, next)?;
        Ok(Outcome::Clean)
    }

    /// Next year's file; nothing where last year's cannot be read, which has been told.
    fn next(&self, last: &Path, output: Option<&Path>) -> Result<Option<DataFile>, Failure> {
        let name = last.display().to_string();
        let shown = safe(&name);
        let loaded = load::load(last)?;
        let Some(report) = &loaded.plain else {
            listing::show(&name, &loaded.sources, &loaded.findings);
            eprintln!("{shown}: 读不懂，没有生成：先改正上面的错误");
            return Ok(None);
        };
        if !report.year_is_sound {
            return Err(format!("{shown} 没有写对「年度」，不知道下一年是哪一年"));
        }
        let year = self.year.unwrap_or(report.year + 1);
        if year <= report.year {
            return Err(format!(
                "{shown} 是 {} 年度的，--year 要写更晚的年度，不能是 {year}",
                report.year
            ));
        }
        let previous = relative(last, output);
        let plan = Plan {
            year,
            edition: edition(year)?,
            previous: &previous,
            agency: self.agency.as_deref(),
        };
        Ok(next_year(&loaded, &plan))
    }
}

/// The report of a data file, however little is filled in.
fn report(file: DataFile) -> Result<Report, Failure> {
    let whole = DataFile {
        texts: file
            .texts
            .into_iter()
            .map(|text| Some(text?.in_one()))
            .collect(),
        preamble: file.preamble.map(Text::in_one),
        ..file
    };
    let opened = open("", whole.write().into(), &Alone);
    opened.plain.ok_or_else(|| "读不了空白数据文件".to_owned())
}

/// The form of a year.
fn edition(year: u16) -> Result<&'static Edition, Failure> {
    let edition = Edition::of_year(year).filter(|_| year < 9999);
    edition.ok_or_else(|| {
        let first = &Edition::all()[0];
        format!("没有适用于 {year} 年度的格式；最早的是 {} 年度", first.from)
    })
}

/// How a file is named from the folder of another one that is not there yet.
pub fn relative(file: &Path, beside: Option<&Path>) -> String {
    let folder = beside.map_or(Path::new("."), folder_of);
    let (Ok(file_whole), Ok(folder)) = (file.canonicalize(), folder.canonicalize()) else {
        return file.display().to_string();
    };
    let same = file_whole
        .components()
        .zip(folder.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = folder.components().skip(same).map(|_| "..".to_owned());
    let down = file_whole.components().skip(same);
    let down = down.map(|part| part.as_os_str().to_string_lossy().into_owned());
    match same {
        // Another drive.
        0 => absolute(file).unwrap_or(file_whole).display().to_string(),
        _ => up.chain(down).collect::<Vec<_>>().join("/"),
    }
}

/// The day by the machine's clock.
pub fn today() -> Option<Date> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    Date::of_unix_day((since.ok()?.as_secs() / 86400) as i64)
}

/// The year whose report is due next.
pub fn due_year() -> u16 {
    workbench::due_year(today())
}

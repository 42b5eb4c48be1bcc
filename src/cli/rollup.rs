//! `nianbao rollup`: the report of an area from those of its agencies.

mod collect;
mod told;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use self::collect::{Collected, Draft, Wanted, collect, listed};
use super::{
    Failure, Outcome,
    collection::{OfYear, Reading, Reports},
    load,
    output::{self, DataFile, OutputFile},
};
use crate::{
    base::{characters::visible, date::Date},
    form::report::{Category, Report},
    office::rollup::{self, Refusal},
};

/// The arguments of `rollup`.
#[derive(Args)]
#[command(after_help = "\
汇总得到一份数据文件：每一格是各机关之和，文件末尾列出来源；文字要自己写。
有错误的机关、名册里还没有交的机关会让汇总停下；用 --except 略去，或加 --draft 先汇总（--draft=缺交 只是不等没有交的），文件里都会写明。
别的年度的报告也在其中时，用 --year 指明年度；上年的就拿来核对结转。

例:
  nianbao rollup 2025/ --agency 某某县人民政府 -o 全县.yaml
  nianbao rollup 2025/ --agency 某某县人民政府 --roster 名册.yaml -o 全县.yaml
  nianbao rollup 2025/ --agency 某某县人民政府 --except 某某局,某某镇人民政府 -o 全县.yaml
  nianbao rollup --check 全县.yaml 2025/          核对已公布的汇总，找出差在哪一家")]
pub struct Rollup {
    #[command(flatten)]
    reports: Reports,
    #[command(flatten)]
    of: OfYear,
    /// 汇总报告的机关，写全称
    #[arg(long, value_name = "名称", required_unless_present = "check")]
    agency: Option<String>,
    /// 它的类别：部门、人民政府、乡镇街道、其他；不写就是人民政府
    #[arg(long, value_name = "类别", value_parser = category)]
    category: Option<Category>,
    /// 落款日期，写作 2026-03-20
    #[arg(long, value_name = "日期", value_parser = date)]
    date: Option<Date>,
    #[command(flatten)]
    output: OutputFile,
    /// 略去这些机关（写名称或数据文件），用逗号隔开
    #[arg(long, value_name = "名称", value_delimiter = ',')]
    except: Vec<String>,
    /// 先汇总已有的：缺交（名册里缺的不等）、有错（有错误的也计入，读不出的数空着）、名册外（名册里没有的也计入），用逗号隔开；只写 --draft 就是全部
    #[arg(long, value_name = "种类", value_delimiter = ',', num_args = 0..=1, require_equals = true, default_missing_value = "全部")]
    draft: Vec<Draft>,
    /// 不生成，只核对这份汇总报告与各机关是否相符；结果用 -o 存下
    #[arg(long, value_name = "汇总报告")]
    check: Option<PathBuf>,
    /// 核对结果的写法：human 给人看，json 给程序读；不写就是 human
    #[arg(long, value_name = "写法", default_value = "human")]
    format: Format,
}

/// How a comparison is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[value(alias = "table")]
    Human,
    /// For programs
    Json,
}

fn category(text: &str) -> Result<Category, String> {
    let found = Category::ALL.into_iter().find(|c| c.chinese() == text);
    found.ok_or_else(|| "从这几种里选一种：部门、人民政府、乡镇街道、其他".to_owned())
}

/// A day as it is written on the command line.
pub fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "写作 年-月-日，例如 2026-03-20".to_owned())
}

impl Rollup {
    /// Writes the area's data file, or compares one that is there.
    pub fn run(self) -> Result<Outcome, Failure> {
        match &self.check {
            Some(area) => self.compare(area),
            None => self.write(),
        }
    }

    /// The agencies' contributions, once all was said that is missing or wrong; the file at
    /// `own`, of an area and year as far as they are known, is not one of them.
    fn collected(
        &self,
        own: Option<&Path>,
        area: &str,
        year: Option<u16>,
    ) -> Result<Result<Collected, Outcome>, Failure> {
        let collection = self.reports.collect(&Reading {
            without: &[own],
            ..Reading::default()
        })?;
        let wanted = Wanted {
            except: &self.except,
            area,
            year: self.of.year.or(year),
            draft: &self.draft,
        };
        let collected = collect(&collection, &wanted, &self.reports.jobs)?;
        let mut refusals = rollup::problems(&collected.contributions, Some(area), year);
        refusals.extend(rollup::covered(&collected.contributions));
        // Why there is nothing is said by what is wrong with each.
        refusals.retain(|refusal| *refusal != Refusal::Nothing || !collected.is_stopped());
        told::missing(&collected);
        Ok(match collected.stops(&refusals, &wanted) {
            Some(outcome) => {
                told::stopped(&collected, &refusals, &wanted);
                Err(outcome)
            }
            None => Ok(collected),
        })
    }

    fn write(&self) -> Result<Outcome, Failure> {
        let output = self.output.untaken()?;
        self.output.format(None, Some(DataFile::Yaml))?;
        let agency = self.agency.clone().unwrap_or_default();
        let collected = match self.collected(output, &agency, None)? {
            Ok(collected) => collected,
            Err(outcome) => return Ok(outcome),
        };
        let area = rollup::Area {
            agency,
            category: self.category.unwrap_or(Category::Government),
            date: self.date,
            missing: collected.missing.clone(),
            left_out: collected.left_out.clone(),
            faulty: collected.faulty.clone(),
        };
        let file = rollup::area(&area, &collected.contributions).map_err(|r| told::refusal(&r))?;
        let count = collected.contributions.len();
        let next = format!("：{count} 家机关之和；写好文字后运行 nianbao check 检查");
        self.output.put(file.write().as_bytes(), &next)?;
        if output.is_some() {
            told::asides(&collected);
        }
        Ok(Outcome::Clean)
    }

    fn compare(&self, path: &Path) -> Result<Outcome, Failure> {
        let loaded = load::load(path)?;
        let Some(area): Option<&Report> = loaded.report.as_ref() else {
            let (name, (why, help)) = (path.display(), loaded.first_fault());
            return Err(format!("汇总报告 {name} 读不懂：{why}；{help}"));
        };
        let collected = match self.collected(Some(path), &area.agency.text, Some(area.year))? {
            Ok(collected) => collected,
            Err(outcome) => return Ok(outcome),
        };
        let comparison = rollup::compare(area, &collected.contributions, &listed(&loaded))
            .map_err(|refusal| told::refusal(&refusal))?;
        let view = told::View {
            area,
            sources: &loaded.sources,
            comparison: &comparison,
            collected: &collected,
        };
        match (self.format, self.output.ending().as_str()) {
            (Format::Json, _) | (_, "json") => self.output.put(view.json().as_bytes(), "")?,
            (Format::Human, _) if self.output.path().is_some() => {
                self.output.put(view.human().as_bytes(), "")?;
            }
            (Format::Human, _) => {
                eprint!("{}", output::errors().wrapped(2, &visible(&view.human())))
            }
        }
        Ok(match comparison.differences.is_empty() {
            true => Outcome::Clean,
            false => Outcome::Findings,
        })
    }
}

//! `nianbao rollup`: the report of an area from those of its agencies.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};

use super::{
    Failure, Outcome,
    collection::{Collection, Filed, OfYear, Reading, Reports},
    complain,
    load::{self, Loaded},
    output::{DataFile, Output, Survey},
};
use crate::{
    base::{
        date::Date,
        diagnostic::{Finding, terminal::safe},
    },
    office::{
        agency::identity,
        rollup::{self, Asides, Contribution, compare, few},
        status::brief,
    },
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
  nianbao rollup --check 全县.yaml 2025/          核对已公布的汇总，找出差在哪一家
  nianbao rollup --check 全县.yaml 2025/ -o 核对.docx    也可以写 .html、.pdf、.xlsx、.md、.json")]
pub struct Rollup {
    #[command(flatten)]
    reports: Reports,
    #[command(flatten)]
    of: OfYear,
    /// 汇总报告的机关，写全称
    #[arg(long, value_name = "名称", required_unless_present = "check")]
    agency: Option<String>,
    #[command(flatten)]
    output: Output<Survey>,
    /// 略去这些机关（写名称或数据文件），用逗号隔开
    #[arg(long, value_name = "名称", value_delimiter = ',')]
    except: Vec<String>,
    /// 先汇总已有的：缺交（名册里缺的不等）、有错（有错误的也计入，读不出的数空着）、名册外（名册里没有的也计入），用逗号隔开；只写 --draft 就是全部
    #[arg(long, value_name = "种类", value_delimiter = ',', num_args = 0..=1, require_equals = true, default_missing_value = "全部")]
    draft: Vec<Draft>,
    /// 不生成，只核对这份汇总报告与各机关是否相符
    #[arg(long, value_name = "汇总报告")]
    check: Option<PathBuf>,
}

/// What is added as it is, or not waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Draft {
    /// 都算上
    #[value(name = "全部")]
    All,
    /// 名册里缺的不等
    #[value(name = "缺交")]
    Missing,
    /// 有错误的也计入，读不出的文件不等
    #[value(name = "有错")]
    Faulty,
    /// 名册里没有的也计入
    #[value(name = "名册外")]
    Strange,
}

/// A day as it is written on the command line.
pub fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "写作 年-月-日，例如 2026-03-20".to_owned())
}

/// What the page says of its own making.
const MARK: &str = "<meta name=\"generator\" content=\"nianbao rollup\">";

/// What was read for a roll-up.
#[derive(Default)]
struct Collected {
    /// What is added.
    contributions: Vec<Contribution>,
    /// What it is made without, or in spite of.
    asides: Asides,
    /// What has to be mended before the roll-up can be made, a line each.
    stopping: Vec<String>,
    /// Whether it can be made: what could not be read at all, or is no sum, fails.
    outcome: Outcome,
}

impl Rollup {
    /// Writes the area's data file, or compares one that is there.
    pub fn run(self) -> Result<Outcome, Failure> {
        match &self.check {
            Some(area) => self.compare(area),
            None => self.write(),
        }
    }

    fn write(&self) -> Result<Outcome, Failure> {
        let output = &self.output.file;
        let path = output.untaken()?;
        output.format(None, Some(DataFile::Yaml))?;
        let agency = self.agency.clone().unwrap_or_default();
        let collected = self.collected(path, &agency, None)?;
        if collected.outcome != Outcome::Clean {
            return Ok(collected.outcome);
        }
        let contributions = &collected.contributions;
        let file = rollup::area(&agency, &collected.asides, contributions)?;
        let count = contributions.len();
        let next = format!(
            "：{count} 家机关之和；没有计入、没有数的，有就列在文件里；写好日期和文字后运行 nianbao check 检查"
        );
        output.put(file.write().as_bytes(), &next)?;
        Ok(Outcome::Clean)
    }

    fn compare(&self, path: &Path) -> Result<Outcome, Failure> {
        self.output.format(Some(Survey::Table))?;
        let loaded = load::load(path)?;
        let Some(area) = loaded.report.as_ref() else {
            let (name, (why, help)) = (path.display(), loaded.first_fault());
            return Err(format!("汇总报告 {name} 读不懂：{why}；{help}"));
        };
        let collected = self.collected(Some(path), &area.agency.text, Some(area.year))?;
        if collected.outcome != Outcome::Clean {
            return Ok(collected.outcome);
        }
        let (sources, asides) = (&loaded.sources, &collected.asides);
        let comparison = compare(area, &collected.contributions)?;
        self.output.result(
            MARK,
            || comparison.document(area, sources, asides),
            || comparison.json(area, sources, asides),
        )?;
        Ok(match comparison.differences.is_empty() {
            true => Outcome::Clean,
            false => Outcome::Findings,
        })
    }

    /// The agencies' contributions, once all was said that is missing or wrong; the file at
    /// `own`, of an area and year as far as they are known, is not one of them.
    fn collected(
        &self,
        own: Option<&Path>,
        area: &str,
        year: Option<u16>,
    ) -> Result<Collected, Failure> {
        let collection = self.reports.collect(&Reading {
            without: own,
            ..Reading::default()
        })?;
        let mut collected = self.collect(&collection, area, self.of.year.or(year))?;
        let missing = &collected.asides.missing;
        if !missing.is_empty() {
            let (count, names) = (missing.len(), safe(&few(missing)).into_owned());
            let roster = collection.roster.members.iter();
            let all = roster.filter(|one| identity(&one.name.text) != identity(area));
            let all = all.count();
            eprintln!("名册 {all} 家，还有 {count} 家没有报告：{names}");
        }
        for line in &collected.stopping {
            eprintln!("{}", safe(line));
        }
        let (stopping, is_unread) = (
            collected.stopping.len(),
            collected.outcome == Outcome::Failed,
        );
        let mut refusals = rollup::problems(&collected.contributions, Some(area), year);
        if collected.contributions.is_empty() && (stopping > 0 || is_unread) {
            // Why there is nothing is said by what is wrong with each.
            refusals.clear();
        }
        refusals.extend(rollup::covered(&collected.contributions));
        for refusal in &refusals {
            complain(refusal);
        }
        let is_waited_for = !missing.is_empty() && !self.allows(Draft::Missing);
        for (is_so, what) in [
            (is_unread, "有文件读不了".to_owned()),
            (stopping > 0, format!("要改正的 {stopping} 处没有改正")),
            (is_waited_for, "名册里的没有交齐".to_owned()),
        ] {
            if is_so {
                eprintln!(
                    "{what}，没有汇总；改正、交齐再试，用 --except 略去，或加 --draft 先汇总已有的"
                );
            }
        }
        let outcome = match (refusals.is_empty(), stopping > 0 || is_waited_for) {
            (false, _) => Outcome::Failed,
            (true, true) => Outcome::Findings,
            (true, false) => Outcome::Clean,
        };
        collected.outcome = collected.outcome.max(outcome);
        Ok(collected)
    }

    /// Whether something is added as it is.
    fn allows(&self, what: Draft) -> bool {
        self.draft.contains(&what) || self.draft.contains(&Draft::All)
    }

    /// Reads every file that is to be added.
    fn collect(
        &self,
        collection: &Collection,
        area: &str,
        year: Option<u16>,
    ) -> Result<Collected, Failure> {
        let (roster, area) = (&collection.roster, collection.roster.find(area));
        let mut collected = Collected::default();
        if !self.allows(Draft::Faulty) {
            collected.outcome = collection.outcome;
        }
        let mut left_out = collection.left.clone();
        // A file may be named with either stroke where the system knows both.
        let meant = |name: &str| identity(&name.replace('\\', "/"));
        let except: BTreeSet<String> = self.except.iter().map(|name| meant(name)).collect();
        let mut unused = except.clone();
        let mut excepted = |name: &str| {
            unused.remove(&meant(name));
            except.contains(&meant(name))
        };
        let (mut files, mut of_others) = (Vec::new(), 0);
        let mut there: BTreeSet<usize> = area.into_iter().collect();
        for filed in collection.files() {
            if !filed.is_of(year) {
                of_others += 1;
                continue;
            }
            there.extend(filed.member());
            let agency = filed.report().map_or("", |known| &*known.agency);
            let below = filed.input.below.as_ref().unwrap_or(&filed.input.path);
            let names = [agency, &filed.file, &below.to_string_lossy()];
            let why = match filed.standing.counts() {
                _ if names.map(&mut excepted).contains(&true) => "按 --except 略去".to_owned(),
                false => filed.standing.told().unwrap_or_default(),
                true => {
                    let is_none = filed.fault().is_some_and(|fault| !fault.may_be_report);
                    files.extend((!is_none).then_some(filed));
                    continue;
                }
            };
            left_out.push(line(agency, &filed.file, &why));
        }
        // What is in a report that covers those below it is not added twice, nor waited for.
        let members = files.iter().filter_map(|filed| filed.member());
        let members: BTreeSet<usize> = members.collect();
        let covering = |member: usize| {
            let above = roster.covered_by(member)?;
            (members.contains(&above) && Some(above) != area).then_some(above)
        };
        files.retain(|filed| {
            let above = filed.member().and_then(covering);
            left_out.extend(above.map(|above| {
                let above = &roster.members[above].name.text;
                let why = format!("在「{above}」的报告里（名册写明它含下级），不另加");
                line("", &filed.file, &why)
            }));
            above.is_none()
        });
        there.extend((0..roster.members.len()).filter(|member| covering(*member).is_some()));
        if of_others > 0 {
            left_out.push(format!("别的年度的 {of_others} 份，只作上年核对"));
        }
        collection.each(
            &files,
            |filed, read| Ok((filed.input.digest()?, read?)),
            |filed, read: Result<_, Failure>| match read {
                Ok((digest, Some(file))) => {
                    let one = self.take(&mut collected, collection, (filed, &file), digest);
                    left_out.extend(one);
                }
                Ok((_, None)) => {}
                Err(message) => {
                    complain(&message);
                    left_out.push(line("", &filed.file, &message));
                    if !self.allows(Draft::Faulty) {
                        collected.outcome = Outcome::Failed;
                    }
                }
            },
        );
        for (at, member) in roster.members.iter().enumerate() {
            let mut names = [&member.name].into_iter().chain(&member.aliases);
            let name = &member.name.text;
            match there.contains(&at) {
                true => {}
                false if names.any(|name| excepted(&name.text)) => {
                    left_out.push(format!("{name}：没有报告，按 --except 略去"));
                }
                false => collected.asides.missing.push(name.clone()),
            }
        }
        collected.asides.left_out = left_out;
        let odd = collection.odd.iter().map(brief);
        match self.allows(Draft::Faulty) {
            true => collected.asides.faulty.extend(odd),
            false => collected.stopping.extend(odd),
        }
        match unused.first() {
            None => Ok(collected),
            Some(name) => Err(format!(
                "--except 里的「{name}」没有对应的机关或文件；照抄数据文件里的名称"
            )),
        }
    }

    /// Takes in a file with its digest; the line of one that is left out.
    fn take(
        &self,
        collected: &mut Collected,
        collection: &Collection,
        (filed, file): (&Filed, &Loaded),
        digest: String,
    ) -> Option<String> {
        // Without a name it is nobody's.
        let report = file.report.as_ref();
        let report = report.filter(|report| !report.agency.text.is_empty());
        let is_strange = !collection.roster.members.is_empty() && filed.member().is_none();
        let strange = is_strange.then(|| "名册里没有它；写进名册，或写成别名".to_owned());
        let wrong = [(errors(file), Draft::Faulty), (strange, Draft::Strange)];
        let is_allowed = |(why, of): &(Option<String>, Draft)| why.is_none() || self.allows(*of);
        let is_allowed = wrong.iter().all(is_allowed);
        let wrong: Vec<String> = wrong.into_iter().filter_map(|(why, _)| why).collect();
        let agency = report.map_or("", |report| &report.agency.text);
        let told = line(agency, &filed.file, &wrong.join("；"));
        match (report, is_allowed) {
            (None, true) => return Some(told),
            (_, false) => collected.stopping.push(told),
            (_, true) if wrong.is_empty() => {}
            (_, true) => collected.asides.faulty.push(told),
        }
        let report = report?;
        collected.contributions.push(Contribution {
            identity: collection.owner(&report.agency.text),
            ..Contribution::of(report, filed.file.clone(), digest)
        });
        None
    }
}

/// `某局（某局.yaml）：2 个错误`.
fn line(agency: &str, file: &str, why: &str) -> String {
    match agency {
        "" => format!("{file}：{why}"),
        agency => format!("{agency}（{file}）：{why}"),
    }
}

/// How many errors a file has, and the first of them with its place.
fn errors(file: &Loaded) -> Option<String> {
    let blocking: Vec<&Finding> = file.findings.iter().filter(|f| f.blocks()).collect();
    let first = blocking.first()?;
    Some(format!(
        "{} 个错误，第一个在{}：{}",
        blocking.len(),
        file.sources.place(first.place),
        safe(first.message.on(first.surface(&file.sources)))
    ))
}

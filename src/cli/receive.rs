//! `nianbao receive`: every arrival is kept as it came, and written into a ledger that shows
//! any later change.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{Read, Write},
    path::Path,
    time::SystemTime,
};

use clap::Args;

use super::{
    Failure, Outcome,
    collection::{Collection, Filed, Reading, Reports, folder_beside},
    files::reason,
    gather::{self, Wanted},
    load,
    new::today,
    output::{self, AtomicFile},
};
use crate::{
    base::{
        date::Date,
        diagnostic::{Severity, terminal::safe},
    },
    check::due,
    edit::workbench::due_year,
    form::report::Report,
    office::{
        compare::compare,
        received::{Arrival, KEPT, LEDGER, Ledger, State},
        register::{Match, Register},
        rollup::digest,
    },
};

/// The arguments of `receive`.
#[derive(Args)]
#[command(mut_arg("roster", |arg| arg.required(true).help("应交报告的机关名册")))]
#[command(after_help = "\
每份文件原样存进名册旁边的 收文/原件/，在 收文/登记.jsonl 里登记一行：时间、SHA-256、第几次、状态
（未交 → 退回 → 重交 → 通过）。登记只增不改，一行连着一行，后来改过的看得出来；收过的文件
再收一次不会重复登记。又交的和上一次逐数对照。

例:
  nianbao receive 收件/ --roster 名册.xlsx

谁还没有交，用 nianbao status。")]
pub struct Receive {
    #[command(flatten)]
    reports: Reports,
    /// 报告的年度，文件自己没有写明时用；不写就是最近该报告的一年
    #[arg(long, value_name = "年份")]
    year: Option<u16>,
    /// 收到的日期，写作 2026-01-20；不写就是今天
    #[arg(long, value_name = "日期", value_parser = super::rollup::date)]
    day: Option<Date>,
}

/// A file that came, read.
struct Taken {
    bytes: Vec<u8>,
    sha256: String,
    signed: Option<Date>,
    errors: usize,
    warnings: usize,
    report: Option<Report>,
}

/// Where arrivals are kept and written down.
struct Office<'a> {
    folder: &'a Path,
    register: &'a Register,
    ledger: Ledger,
    file: File,
    day: Option<Date>,
}

impl Receive {
    /// Reads everything, keeps what is new, and says of that how it stands.
    pub fn run(self) -> Result<Outcome, Failure> {
        let roster = self.reports.roster.as_deref().unwrap_or(Path::new(""));
        let folder = folder_beside(roster);
        let collection = self.reports.collect(&Reading {
            without: Some(&folder),
            wanted: Wanted::All,
            ..Reading::default()
        })?;
        collection.tell_odd();
        let odd = collection.odd.iter();
        let mut is_sound = odd.filter(|odd| odd.severity == Severity::Error).count() == 0;
        let mut outcome = Outcome::Clean;
        let day = self.day.or_else(today);
        let year = self.year.unwrap_or_else(|| due_year(day));
        let mut groups: BTreeMap<(Option<usize>, u16), Vec<&Filed>> = BTreeMap::new();
        for filed in collection.files() {
            match filed.fault().filter(|fault| !fault.may_be_report) {
                Some(fault) => {
                    let told = format!("{}：{}", filed.file, fault.why);
                    eprintln!("没有收：{}", safe(&told));
                }
                None => {
                    let key = (filed.member(), filed.year().unwrap_or(year));
                    groups.entry(key).or_default().push(filed);
                }
            }
        }
        let (mut office, faults) = Office::open(&folder, &collection.roster, day)?;
        is_sound &= faults.is_empty();
        for told in faults {
            eprintln!("{}", safe(&told));
        }
        let (mut known, mut lost) = (0, Ok(()));
        let groups: Vec<_> = groups.into_iter().collect();
        let work = |(_, files): &(_, Vec<&Filed>)| -> Vec<_> {
            files
                .iter()
                .map(|filed| taken(filed, &collection))
                .collect()
        };
        gather::each(&groups, work, |(owner, files), read| {
            let mut new = Vec::new();
            for (filed, read) in files.iter().zip(read) {
                match read {
                    Err(why) => {
                        eprintln!("没有收：{}", safe(&why));
                        outcome = Outcome::Failed;
                    }
                    Ok(taken) if office.ledger.knows(&taken.sha256) => known += 1,
                    Ok(taken) => new.push((*filed, taken)),
                }
            }
            if new.is_empty() || lost.is_err() {
                return;
            }
            is_sound &= owner.0.is_some();
            let told = office.take_in(*owner, new);
            lost = told.and_then(|told| output::show(format!("{}\n", safe(&told)).as_bytes()));
        });
        lost?;
        // Whoever waits for the ledger may write now.
        let closed = office.file.sync_all().and_then(|()| office.file.unlock());
        closed.map_err(|error| format!("写不了 {LEDGER}：{}", reason(&error)))?;
        if known > 0 {
            eprintln!("{known} 份以前收过，没有再登记");
        }
        Ok(collection.ends(is_sound).max(outcome))
    }
}

/// Reads a file; what cannot be understood came all the same.
fn taken(filed: &Filed, collection: &Collection) -> Result<Taken, Failure> {
    let bytes = filed.input.bytes()?;
    let mut taken = Taken {
        sha256: digest(&bytes),
        bytes,
        signed: None,
        errors: 1,
        warnings: 0,
        report: None,
    };
    if filed.report().is_some() || filed.is_data {
        let Ok(Some(loaded)) = collection.load(&filed.input) else {
            return Ok(taken);
        };
        let count = |severity| {
            let findings = loaded.findings.iter();
            let open = findings.filter(|one| one.waived.is_none() && one.severity == severity);
            open.count()
        };
        (taken.errors, taken.warnings) = (count(Severity::Error), count(Severity::Warning));
        taken.report = loaded.opened.report;
        let date = taken.report.as_ref().and_then(|report| report.date);
        taken.signed = date.map(|(date, _)| date);
    }
    Ok(taken)
}

impl<'a> Office<'a> {
    /// Opens the ledger; another office that receives at the same time waits here, and then
    /// reads what this one wrote. What is no more as it was received is told.
    fn open(
        folder: &'a Path,
        register: &'a Register,
        day: Option<Date>,
    ) -> Result<(Self, Vec<String>), Failure> {
        output::make_folder(folder)?;
        let path = folder.join(LEDGER);
        let name = path.display();
        let failed = |error| format!("写不了 {name}：{}", reason(&error));
        let mut options = File::options();
        let open = options.read(true).append(true).create(true).open(&path);
        let mut file = open.map_err(failed)?;
        file.lock().map_err(failed)?;
        let mut text = Vec::new();
        file.read_to_end(&mut text).map_err(failed)?;
        let ledger = Ledger::read(&String::from_utf8_lossy(&text));
        let faults = ledger.faults.iter();
        let faults = faults.map(|(line, told)| format!("{name}:{line}: {told}"));
        let altered = ledger
            .arrivals
            .iter()
            .filter_map(|one| altered(folder, one));
        let faults = faults.chain(altered).collect();
        let office = Office {
            folder,
            register,
            ledger,
            file,
            day,
        };
        Ok((office, faults))
    }

    /// Keeps what an agency handed in for a year, writes it into the ledger, and tells how it
    /// differs from what it handed in before.
    fn take_in(
        &mut self,
        (owner, year): (Option<usize>, u16),
        files: Vec<(&Filed, Taken)>,
    ) -> Result<String, Failure> {
        let member = owner.map(|index| &self.register.members[index]);
        let name = member.map(|member| member.name.text.clone());
        let before = name.iter().flat_map(|name| self.ledger.latest(name, year));
        let before: Vec<Arrival> = before.cloned().collect();
        let round = before.first().map_or(0, |one| one.round) + usize::from(owner.is_some());
        let statute = member.and_then(|one| due(year, one.category, &one.name.text));
        let deadline = member.and_then(|one| one.due).or(statute);
        // Of several files of a hand-in the one that can be read says how it stands.
        let now = files.iter().find_map(|(_, one)| one.report.as_ref());
        let telling = files.iter().map(|(_, one)| one);
        let telling = telling.filter(|one| one.report.is_some() || now.is_none());
        let state = State::of(
            round,
            telling.map(|one| one.errors).max().unwrap_or_default(),
        );
        let mut told = match &name {
            Some(name) => format!("{year} 年度 {name}：第 {round} 次，{}", state.chinese()),
            None => format!("{year} 年度 看不出是哪一家的：已收下，{}", state.chinese()),
        };
        let mut kept = before.iter().map(|one| self.folder.join(&one.kept));
        let last = kept.find_map(|path| load::load(&path).ok()?.opened.report);
        let changes = last.as_ref().zip(now).map(|(last, now)| {
            let mut told = compare(last, now, false).told();
            if told.is_empty() {
                return "\n  和上一次相同".to_owned();
            }
            told.iter_mut()
                .for_each(|line| line.insert_str(0, "\n  改了 "));
            told.concat()
        });
        for (filed, one) in files {
            let base = filed.input.path.file_name().unwrap_or_default();
            let base = output::file_name(&base.to_string_lossy());
            let kept = format!("{KEPT}/{}/{base}", &one.sha256[..16]);
            let place = self.folder.join(&kept);
            if !place.exists() {
                output::make_folder(output::folder_of(&place))?;
                AtomicFile::derived(&place, &one.bytes)?.settle()?;
            }
            let day = |date: Option<Date>| date.map(|date| date.to_string());
            let arrival = Arrival {
                time: now_in_words(),
                day: day(self.day).unwrap_or_default(),
                file: filed.file.clone(),
                kept,
                sha256: one.sha256,
                year,
                agency: name.clone(),
                id: member.and_then(|member| member.id.clone()),
                round,
                state,
                errors: one.errors,
                warnings: one.warnings,
                signed: day(one.signed),
                due: day(deadline),
            };
            let late = if arrival.is_late() { "，逾期" } else { "" };
            let or_none = |day: &Option<String>| day.clone().unwrap_or_else(|| "无".to_owned());
            told += &format!(
                "\n  {}：{} 收到{late}（期限 {}，落款 {}），{} 个错误，{} 个警告",
                arrival.file,
                arrival.day,
                or_none(&arrival.due),
                or_none(&arrival.signed),
                arrival.errors,
                arrival.warnings
            );
            if let Match::Several(_) = &filed.owner {
                let stated = filed.report().map(|known| &*known.agency);
                let stated = stated.filter(|name| !name.is_empty()).unwrap_or(&base);
                told += &format!("\n  {}，再收一次", self.register.advice(stated));
            }
            let line = self.ledger.add(arrival);
            let written = self.file.write_all(line.as_bytes());
            written.map_err(|error| format!("写不了 {LEDGER}：{}", reason(&error)))?;
        }
        Ok(told + &changes.unwrap_or_default())
    }
}

/// What is said of a file that is no more what came.
fn altered(folder: &Path, arrival: &Arrival) -> Option<String> {
    let path = folder.join(&arrival.kept);
    let name = path.display();
    match fs::read(&path) {
        Err(error) => Some(format!("{name} 登记过，现在读不了：{}", reason(&error))),
        Ok(bytes) if digest(&bytes) != arrival.sha256 => Some(format!(
            "{name} 收到之后被改过：和登记的 SHA-256 不符；从备份里找回原件"
        )),
        Ok(_) => None,
    }
}

/// The moment, in the time of Greenwich.
fn now_in_words() -> String {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs());
    let day = Date::of_unix_day((seconds / 86_400) as i64).map(|day| day.to_string());
    let rest = seconds % 86_400;
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!(
        "{}T{hour:02}:{minute:02}:{second:02}Z",
        day.unwrap_or_default()
    )
}

//! `nianbao receive`: every arrival is kept as it came, and written into a ledger that shows
//! any later change.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{Read, Write},
    path::{Path, PathBuf},
    time::SystemTime,
};

use clap::Args;

use super::{
    Failure, Outcome,
    common::Jobs,
    files::{self, reason},
    gather::{Input, each, gather},
    load::{self, Loaded},
    new::today,
    output::{self, AtomicFile},
    roster,
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
        received::{Arrival, KEPT, LEDGER, Ledger, State, changes},
        register::{Match, Register},
        rollup::digest,
        status::brief,
    },
    read::MOST,
};

/// The arguments of `receive`.
#[derive(Args)]
#[command(after_help = "\
每份文件原样存进 收文/原件/，在 收文/登记.jsonl 里登记一行：时间、SHA-256、第几次、状态
（未交 → 退回 → 重交 → 通过）。登记只增不改，一行连着一行，后来改过的看得出来；收过的文件
再收一次不会重复登记。又交的和上一次逐数对照。

例:
  nianbao receive 收件/ --roster 名册.xlsx
  nianbao receive 收件/ --roster 名册.csv --learn      认出来的简称写进名册")]
pub struct Receive {
    /// 收到的文件；写文件夹就是其中（包括下级）所有的
    #[arg(value_name = "文件或文件夹", required = true)]
    files: Vec<PathBuf>,
    /// 应交报告的机关名册
    #[arg(long, value_name = "名册")]
    roster: PathBuf,
    /// 原件和登记放在这个文件夹；不写就是名册旁边的「收文」
    #[arg(long, value_name = "文件夹")]
    into: Option<PathBuf>,
    /// 报告的年度，文件自己没有写明时用；不写就是最近该报告的一年
    #[arg(long, value_name = "年份")]
    year: Option<u16>,
    /// 收到的日期，写作 2026-01-20；不写就是今天
    #[arg(long, value_name = "日期", value_parser = super::rollup::date)]
    day: Option<Date>,
    /// 按简称认出来的，把这个简称写进名册（YAML 或 CSV）
    #[arg(long)]
    learn: bool,
    #[command(flatten)]
    jobs: Jobs,
}

/// A file that came, read.
struct Taken {
    file: String,
    bytes: Vec<u8>,
    sha256: String,
    owner: Match,
    year: Option<u16>,
    signed: Option<Date>,
    errors: usize,
    warnings: usize,
    report: Option<Report>,
}

impl Receive {
    /// Reads everything, keeps what is new, and says how it stands.
    pub fn run(self) -> Result<Outcome, Failure> {
        let (register, odd) = roster::read(&self.roster)?;
        for odd in &odd {
            eprintln!("{}", safe(&brief(odd)));
        }
        let folder = self.into.clone();
        let folder = folder.unwrap_or_else(|| folder_beside(&self.roster));
        let mut gathered = gather(&self.files)
            .with_products()
            .without(Some(&self.roster))
            .outside(Some(&folder));
        let others = std::mem::take(&mut gathered.others);
        gathered.tell();
        let mut taken = Vec::new();
        let mut outcome = gathered.outcome();
        let mut take = |input: &Input, read: Result<Option<Taken>, Failure>| match read {
            Ok(Some(file)) => taken.push(file),
            Ok(None) => {
                let name = input.path.display().to_string();
                eprintln!("没有收：{} 里面没有年报", safe(&name));
            }
            Err(why) => {
                eprintln!("没有收：{}", safe(&why));
                outcome = Outcome::Failed;
            }
        };
        let read = |input: &Input| self.read(input, &register);
        each(&gathered.inputs, &self.jobs, read, |input, read, _| {
            take(input, read)
        });
        for (input, _) in &others {
            take(input, self.read(input, &register));
        }
        output::make_folder(&folder)?;
        let path = folder.join(LEDGER);
        let failed = |error| format!("写不了 {}：{}", path.display(), reason(&error));
        let open = File::options()
            .read(true)
            .append(true)
            .create(true)
            .open(&path);
        let mut file = open.map_err(failed)?;
        // Another office that receives at the same time waits here, and then reads what this
        // one wrote.
        file.lock().map_err(failed)?;
        let mut text = Vec::new();
        file.read_to_end(&mut text).map_err(failed)?;
        let mut ledger = Ledger::read(&String::from_utf8_lossy(&text));
        let mut is_sound = odd.iter().all(|odd| odd.severity != Severity::Error);
        for (line, told) in &ledger.faults {
            is_sound = false;
            eprintln!("{}", safe(&format!("{}:{line}: {told}", path.display())));
        }
        for told in ledger
            .arrivals
            .iter()
            .filter_map(|one| altered(&folder, one))
        {
            is_sound = false;
            eprintln!("{}", safe(&told));
        }
        let (mut known, mut learnt) = (0, BTreeMap::<usize, Vec<String>>::new());
        let mut groups: BTreeMap<(Option<usize>, u16), Vec<Taken>> = BTreeMap::new();
        for file in taken {
            if ledger.knows(&file.sha256) {
                known += 1;
                continue;
            }
            if let Match::One(index, by) = &file.owner
                && !by.is_empty()
                && !register.is_written(by)
            {
                let names = learnt.entry(*index).or_default();
                if !names.contains(by) {
                    names.push(by.clone());
                }
            }
            let year = file
                .year
                .or(self.year)
                .unwrap_or_else(|| due_year(self.day()));
            groups
                .entry((file.owner.one(), year))
                .or_default()
                .push(file);
        }
        for ((owner, year), files) in groups {
            let told = self.take_in(
                &register,
                &folder,
                &mut ledger,
                &mut file,
                (owner, year),
                files,
            )?;
            is_sound &= owner.is_some();
            output::show(format!("{}\n", safe(&told)).as_bytes())?;
        }
        file.sync_all().map_err(failed)?;
        file.unlock().map_err(failed)?;
        if known > 0 {
            eprintln!("{known} 份以前收过，没有再登记");
        }
        if self.learn && !learnt.is_empty() {
            self.write_names(&learnt)?;
        }
        let year = self.year.unwrap_or_else(|| due_year(self.day()));
        let standing = standing(&register, &ledger, year);
        output::show(format!("{standing}\n").as_bytes())?;
        Ok(match (outcome, is_sound) {
            (Outcome::Clean, false) => Outcome::Findings,
            (outcome, _) => outcome,
        })
    }

    fn day(&self) -> Option<Date> {
        self.day.or_else(today)
    }

    /// Reads a file; nothing comes of one that is sound and no report.
    fn read(&self, input: &Input, register: &Register) -> Result<Option<Taken>, Failure> {
        let bytes = match input.is_loose() {
            true => files::read(&input.path, MOST as u64)?,
            false => input.bytes()?,
        };
        let mut taken = Taken {
            file: input.path.display().to_string(),
            sha256: digest(&bytes),
            bytes,
            owner: roster::matched(register, input),
            year: None,
            signed: None,
            errors: 1,
            warnings: 0,
            report: None,
        };
        let loaded = match load::load_found(input) {
            Ok(Some(loaded)) => loaded,
            Ok(None) => return Ok(None),
            // What cannot be read came all the same.
            Err(_) => return Ok(Some(taken)),
        };
        let count = |severity| {
            let findings = loaded.findings.iter();
            let open = findings.filter(|one| one.waived.is_none() && one.severity == severity);
            open.count()
        };
        (taken.errors, taken.warnings) = (count(Severity::Error), count(Severity::Warning));
        let Loaded { opened, .. } = loaded;
        if let Some(report) = opened.report {
            taken.year = report.year_is_sound.then_some(report.year);
            taken.signed = report.date.map(|(date, _)| date);
            if !report.agency.text.is_empty() {
                taken.owner = register.stated(&report.agency.text);
            }
            taken.report = Some(report);
        }
        Ok(Some(taken))
    }

    /// Keeps what an agency handed in for a year, writes it into the ledger, and tells how it
    /// differs from what it handed in before.
    fn take_in(
        &self,
        register: &Register,
        folder: &Path,
        ledger: &mut Ledger,
        file: &mut File,
        (owner, year): (Option<usize>, u16),
        files: Vec<Taken>,
    ) -> Result<String, Failure> {
        let member = owner.map(|index| &register.members[index]);
        let name = member.map(|member| member.name.text.clone());
        let before = name
            .as_ref()
            .map(|name| ledger.latest(name, year))
            .unwrap_or_default();
        let last = before
            .iter()
            .find_map(|one| report_of(&folder.join(&one.kept)));
        let (round, deadline) = match &name {
            Some(name) => {
                let round = before.first().map_or(0, |one| one.round) + 1;
                let member_due = member.and_then(|member| member.due);
                let category = member.and_then(|member| member.category);
                (round, member_due.or_else(|| due(year, category, name)))
            }
            None => (0, None),
        };
        let now = files.iter().find_map(|one| one.report.as_ref());
        let changed = last.as_ref().zip(now).map(|(last, now)| changes(last, now));
        // Of several files of a hand-in the one that can be read says how it stands.
        let errors = files
            .iter()
            .filter(|one| one.report.is_some() || now.is_none());
        let state = State::of(
            round,
            errors.map(|one| one.errors).max().unwrap_or_default(),
        );
        let mut told = format!(
            "{year} 年度 {}：{}，{}",
            name.as_deref().unwrap_or("看不出是哪一家的"),
            if round == 0 {
                "已收下".to_owned()
            } else {
                format!("第 {round} 次")
            },
            state.chinese()
        );
        for one in files {
            let base = one.file.rsplit(['/', '\\']).next().unwrap_or_default();
            let kept = format!("{KEPT}/{}/{}", &one.sha256[..16], output::file_name(base));
            let place = folder.join(&kept);
            if !place.exists() {
                output::make_folder(output::folder_of(&place))?;
                AtomicFile::derived(&place, &one.bytes)?.settle()?;
            }
            let arrival = Arrival {
                time: now_in_words(),
                day: self.day().map(|day| day.to_string()).unwrap_or_default(),
                file: one.file,
                kept,
                sha256: one.sha256,
                year,
                agency: name.clone(),
                id: member.and_then(|member| member.id.clone()),
                round,
                state,
                errors: one.errors,
                warnings: one.warnings,
                signed: one.signed.map(|date| date.to_string()),
                due: deadline.map(|date| date.to_string()),
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
            if let (None, Match::Several(all)) = (owner, &one.owner) {
                let names = all.iter().map(|index| &*register.members[*index].name.text);
                let names: Vec<&str> = names.take(5).collect();
                told += &format!(
                    "\n  是不是 {}？在名册里写明简称，再收一次",
                    names.join(" 或 ")
                );
            }
            let line = ledger.add(arrival);
            let written = file.write_all(line.as_bytes());
            written.map_err(|error| format!("写不了 {LEDGER}：{}", reason(&error)))?;
        }
        match changed.as_deref() {
            Some([]) => told += "\n  和上一次相同",
            Some(changed) => {
                for line in changed {
                    told += &format!("\n  改了 {line}");
                }
            }
            None => {}
        }
        Ok(told)
    }

    /// Writes names into the register by which agencies were known.
    fn write_names(&self, names: &BTreeMap<usize, Vec<String>>) -> Result<(), Failure> {
        let name = self.roster.display().to_string();
        match roster::learn(&self.roster, names)? {
            Some(text) => {
                output::rewrite(&self.roster, &text)?;
                eprintln!("已把 {} 家的简称写进 {}", names.len(), safe(&name));
            }
            None => {
                let all: Vec<String> = names.values().flatten().cloned().collect();
                let all = all.join("、");
                eprintln!(
                    "{} 没有能写的「简称」一栏，请自己写上：{}",
                    safe(&name),
                    safe(&all)
                );
            }
        }
        Ok(())
    }
}

/// Where arrivals are kept unless another folder is named: beside the register.
pub fn folder_beside(register: &Path) -> PathBuf {
    output::folder_of(register).join("收文")
}

/// The report of a file that was kept.
fn report_of(path: &Path) -> Option<Report> {
    let loaded = load::load(path).ok()?;
    loaded.opened.report
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

/// How many agencies stand in each state for a year.
fn standing(register: &Register, ledger: &Ledger, year: u16) -> String {
    let states = register.members.iter().map(|member| {
        let latest = ledger.latest(&member.name.text, year);
        latest.first().map(|arrival| arrival.state)
    });
    let states: Vec<Option<State>> = states.collect();
    let count = |state: Option<State>| states.iter().filter(|own| **own == state).count();
    let told = [State::Returned, State::Again, State::Passed]
        .map(|state| format!("{} {}", state.chinese(), count(Some(state))));
    let (all, missing) = (states.len(), count(None));
    format!(
        "{year} 年度，应交 {all} 家：未交 {missing}，{}",
        told.join("，")
    )
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

//! The files of a command: searched for, each read once to know whose it is and of which year,
//! then worked on, each with its report of last year if that is among them.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use clap::Args;

use super::{
    Failure,
    common::Jobs,
    files::{MAX_TEXT, read},
    gather::{self, Gathered, Input, Kind},
    load::{self, Loaded},
    local_rules,
    neighbours::is_remote,
    open::Open,
    output::folder_of,
    progress::Progress,
};
use crate::{
    base::{
        diagnostic::{Record, terminal::safe},
        source::Sources,
    },
    form::report::Report,
    office::{
        collection::{
            Collection as Known, Content, Entry, Fault, Held, Known as Head, Standing, Unread,
        },
        received::{LEDGER, Ledger},
        register::{self, Match, Register},
        status::brief,
    },
};

/// Which reports a command reads.
#[derive(Args)]
pub struct Reports {
    /// 数据文件，或填好的工作簿、Word、网页、PDF；写文件夹或压缩包（.zip）就是其中（包括下级）所有的；写 - 读标准输入
    #[arg(value_name = "数据文件或文件夹", required = true)]
    pub files: Vec<PathBuf>,
    /// 上年的报告（数据文件、工作簿、Word、网页、PDF），用于核对结转和同比；写文件夹就各找各的。不写就在前面的文件里找
    #[arg(long, value_name = "文件或文件夹")]
    pub previous: Option<PathBuf>,
    /// 机关名册：改了名的机关按别名对上
    #[arg(long, value_name = "名册")]
    pub roster: Option<PathBuf>,
    #[command(flatten)]
    pub jobs: Jobs,
}

/// Of which year the reports are that a command is for.
#[derive(Args)]
pub struct OfYear {
    /// 只要这一年度的报告；别的年度的只作上年核对
    #[arg(long, value_name = "年份")]
    pub year: Option<u16>,
}

/// How the files of a command are read.
#[derive(Default)]
pub struct Reading<'a> {
    /// A file that is read or written for another end, and its products.
    pub without: Option<&'a Path>,
    /// A folder that is written to.
    pub outside: Option<&'a Path>,
    /// Whether every format of a report is read, those beside a data file too; what cannot be
    /// read is among the files then, with the reason.
    pub all_formats: bool,
    /// Whether documents are read that lie beside others of the same name, products of a data
    /// file left out.
    pub beside: bool,
    /// Whether the files that reports name as last year's are read, and those that these name.
    pub earlier: bool,
    /// Whether a file that is alone need not be known before it is worked on.
    pub alone: bool,
}

/// Where last year's report of a report is looked for.
#[derive(Clone, Copy)]
pub enum Last<'a> {
    /// Where the data file says.
    Stated,
    /// In this file.
    File(&'a Path),
    /// Among these, else where the data file says.
    Among(&'a Collection),
}

impl<'a> From<Option<&'a Path>> for Last<'a> {
    fn from(named: Option<&'a Path>) -> Self {
        named.map_or(Last::Stated, Last::File)
    }
}

/// The files, and what is known of them.
#[derive(Default)]
pub struct Collection {
    /// What the arguments lead to.
    pub gathered: Gathered,
    /// Who must hand in a report; nobody where there is no roster.
    pub roster: Register,
    /// What is wrong with the roster.
    pub odd: Vec<Record>,
    /// What was received so far, where that is written down beside the roster.
    pub ledger: Ledger,
    /// What is known of the files: of those that were gathered, then of last year's.
    pub known: Known,
    /// Last year's files, which the command is not for.
    earlier: Vec<Input>,
    previous: Option<PathBuf>,
}

/// A file of a collection.
#[derive(Clone, Copy)]
pub struct Filed<'a> {
    /// Its number.
    pub at: usize,
    /// Where it lies.
    pub input: &'a Input,
    /// What is known of it.
    pub entry: &'a Entry,
}

impl AsRef<Input> for Filed<'_> {
    fn as_ref(&self) -> &Input {
        self.input
    }
}

impl Filed<'_> {
    /// The report year, where it is known.
    pub fn year(&self) -> Option<u16> {
        self.entry.report()?.year
    }

    /// Whether it is of a year, or of none that can be known.
    pub fn is_of(&self, year: Option<u16>) -> bool {
        year.is_none() || self.year().is_none() || self.year() == year
    }
}

/// Files that are worked on together.
#[derive(Default)]
pub struct Group<'a>(pub Vec<Filed<'a>>);

impl AsRef<Input> for Group<'_> {
    fn as_ref(&self) -> &Input {
        self.0[0].input
    }
}

/// The one report of each agency and year that counts, and what does not count.
#[derive(Default)]
pub struct Counted<'a> {
    /// Those that count, each with what the names of its agency have in common.
    pub files: Vec<(String, Filed<'a>)>,
    /// What is not certain, a line each.
    pub odd: Vec<String>,
    /// Files that may be reports, and cannot be read.
    pub unread: Vec<Unread>,
}

impl Reports {
    /// Reads the files so far that they are known. What is not read is told.
    ///
    /// # Errors
    /// The roster cannot be read.
    pub fn collect(&self, reading: &Reading<'_>) -> Result<Collection, Failure> {
        let mut gathered = gather::gather(&self.files)
            .without(self.roster.as_deref())
            .without(reading.without)
            .outside(reading.outside);
        let mut others = Vec::new();
        if reading.all_formats {
            gathered = gathered.with_products();
            others = std::mem::take(&mut gathered.others);
        }
        if reading.beside {
            gathered = gathered.with_beside();
        }
        let roster = self.roster.as_deref().map(read_register).transpose()?;
        let (roster, odd) = roster.unwrap_or_default();
        let ledger = self.roster.as_deref().map(ledger_beside).transpose()?;
        let ledger = ledger.unwrap_or_default();
        let folder = self.previous.as_deref().filter(|path| path.is_dir());
        let folder: Vec<PathBuf> = folder.map(Path::to_owned).into_iter().collect();
        let mut before = gather::gather(&folder);
        gathered.complaints.append(&mut before.complaints);
        let mut earlier = before.inputs;
        gathered.tell();
        let mut entries = match reading.alone && gathered.inputs.len() == 1 && earlier.is_empty() {
            true => gathered.inputs.iter().map(unknown).collect(),
            false => identified(&gathered.inputs, &roster, &self.jobs),
        };
        for (input, why) in others {
            let help = "改交数据文件（.yaml）、工作簿（.xlsx）、Word（.docx）、网页或 PDF";
            entries.push(Entry {
                held: fault(&why, help, true),
                owner: by_name(&roster, &input),
                ..unknown(&input)
            });
            gathered.inputs.push(input);
        }
        note_rounds(&mut entries, &gathered.inputs, &ledger, &roster);
        let before = identified(&earlier, &roster, &self.jobs);
        for fault in before.iter().filter_map(Entry::told) {
            eprintln!("注意: 上年的文件不用：{}", safe(&fault));
        }
        entries.extend(before);
        let mut seen: BTreeSet<String> = entries.iter().map(|one| one.key.clone()).collect();
        let mut from = 0;
        while reading.earlier && from < entries.len() {
            let known = entries[from..].iter().filter_map(Entry::report);
            let named = known.filter_map(|known| known.before.clone());
            let named = named.filter(|(key, _)| seen.insert(key.clone()));
            let inputs = named.map(|(_, path)| Input::found((&path).into(), path.into()));
            let inputs: Vec<Input> = inputs.collect();
            from = entries.len();
            entries.extend(identified(&inputs, &roster, &self.jobs));
            earlier.extend(inputs);
        }
        let collection = Collection {
            known: Known::of(entries, &roster),
            gathered,
            roster,
            odd,
            ledger,
            earlier,
            previous: self.previous.clone(),
        };
        let own = collection.gathered.inputs.len();
        for filed in collection.all().skip(own) {
            if let Standing::Other(first, why) = collection.known.standing(filed.at) {
                let (one, other) = (&collection.known.entries[*first].file, &filed.entry.file);
                let told = format!("{one} 和 {other} 不一样（{why}），都不用");
                eprintln!("注意: 上年的文件不用：{}", safe(&told));
            }
        }
        Ok(collection)
    }
}

/// The register, and what is wrong with it; the rules beside it are those of the run.
fn read_register(path: &Path) -> Result<(Register, Vec<Record>), Failure> {
    local_rules::beside(path)?;
    let mut sources = Sources::new();
    let (name, bytes) = (path.display().to_string(), read(path, MAX_TEXT)?);
    let (register, findings) = register::read(&mut sources, &name, bytes)?;
    let odd = findings.iter().map(|finding| finding.record(&sources));
    Ok((register, odd.collect()))
}

/// Where arrivals are kept unless another folder is named: beside the register.
pub fn folder_beside(register: &Path) -> PathBuf {
    folder_of(register).join("收文")
}

/// What was received so far; what is wrong with the ledger is told.
fn ledger_beside(register: &Path) -> Result<Ledger, Failure> {
    let path = folder_beside(register).join(LEDGER);
    if !path.is_file() {
        return Ok(Ledger::default());
    }
    Ok(Ledger::read(&String::from_utf8_lossy(&read(
        &path, MAX_TEXT,
    )?)))
}

/// Notes in which round files were received, of those who handed in more than once.
fn note_rounds(entries: &mut [Entry], inputs: &[Input], ledger: &Ledger, roster: &Register) {
    let again = ledger.arrivals.iter().filter(|one| one.round > 1);
    let again: BTreeSet<&str> = again.filter_map(|one| one.agency.as_deref()).collect();
    for (entry, input) in entries.iter_mut().zip(inputs) {
        let name = entry.member().map(|at| &*roster.members[at].name.text);
        if name.is_some_and(|name| again.contains(name))
            && let Ok(digest) = input.digest()
        {
            let own = ledger.arrivals.iter().filter(|one| one.sha256 == digest);
            entry.round = own.map(|one| one.round).max().unwrap_or(0);
        }
    }
}

/// A file of which nothing needs to be known.
fn unknown(input: &Input) -> Entry {
    Entry {
        file: input.path.display().to_string(),
        key: key(&input.path),
        is_data: false,
        owner: Match::None,
        round: 0,
        held: Held::Fault(Fault::default()),
    }
}

/// What is known of files, each read once.
fn identified(inputs: &[Input], roster: &Register, jobs: &Jobs) -> Vec<Entry> {
    let mut entries = Vec::new();
    let read = |input: &Input| entry(input, load::identify(input), roster);
    gather::each(inputs, jobs, read, |_, entry, _| entries.push(entry));
    entries
}

fn fault(why: &str, help: &str, may_be_report: bool) -> Held {
    Held::Fault(Fault {
        why: why.to_owned(),
        help: help.to_owned(),
        may_be_report,
    })
}

/// Whom the name of a file, or of a folder which it lies in, means.
fn by_name(roster: &Register, file: &Input) -> Match {
    let stem = file.path.file_stem().unwrap_or_default().to_string_lossy();
    let below = file.below.as_deref().and_then(Path::parent);
    let below = below.unwrap_or(Path::new("")).to_string_lossy();
    match roster.matched(&stem) {
        Match::None => roster.matched(&below),
        found => found,
    }
}

fn entry(input: &Input, read: Result<Option<Loaded>, Failure>, roster: &Register) -> Entry {
    let is_data = Kind::of(&input.path) == Some(Kind::Data);
    let (held, owner, is_data) = match &read {
        Err(why) => (fault(why, "换成能读的文件", true), Match::None, is_data),
        Ok(None) => {
            let held = fault("里面没有年报", "检查是不是交错了文件", false);
            (held, Match::None, is_data)
        }
        Ok(Some(file)) => match &file.report {
            Some(report) => {
                let owner = match &*report.agency.text {
                    "" => Match::None,
                    name => roster.stated(name),
                };
                let held = Held::Report(Box::new(head(report, file, input)));
                (held, owner, !file.is_document())
            }
            None => {
                let (why, help) = file.first_fault();
                (fault(why, help, true), Match::None, is_data)
            }
        },
    };
    let text = read.as_ref().ok().and_then(Option::as_ref);
    let is_named = matches!(&held, Held::Report(known) if !known.agency.is_empty());
    let found = by_name(roster, input);
    let owner = match (is_named, found.one()) {
        (true, _) => owner,
        (false, Some(_)) => found,
        // Neither its words nor its name says whose it is: a written name in its text may.
        (false, None) => {
            let within = text.and_then(|file| roster.find_in(file.text()));
            within.map_or(found, |at| Match::One(at, String::new()))
        }
    };
    Entry {
        held,
        owner,
        is_data,
        ..unknown(input)
    }
}

fn head(report: &Report, file: &Loaded, input: &Input) -> Head {
    let before = report.previous.as_ref().filter(|_| input.is_loose());
    let folder = input.path.parent().unwrap_or(Path::new(""));
    let before = before.map(|words| folder.join(&words.text));
    Head {
        agency: report.agency.text.clone(),
        at: file.sources.place(report.agency.place),
        year: report.year_is_sound.then_some(report.year),
        date: report.date.map(|(date, _)| date),
        category: report.category,
        content: Content::of(report),
        before: before
            .filter(|path| !is_remote(path))
            .map(|path| (key(&path), path.display().to_string())),
    }
}

/// What tells a file from every other, by whatever path it is named.
fn key(path: &Path) -> String {
    let whole = path.canonicalize();
    whole.as_deref().unwrap_or(path).display().to_string()
}

impl Collection {
    /// The files that the command is for, those that count first before those measured by them.
    pub fn files(&self) -> impl Iterator<Item = Filed<'_>> {
        self.all().take(self.gathered.inputs.len())
    }

    /// Every file, those of earlier years too.
    pub fn all(&self) -> impl Iterator<Item = Filed<'_>> {
        let inputs = self.gathered.inputs.iter().chain(&self.earlier);
        let filed = inputs.zip(&self.known.entries).enumerate();
        filed.map(|(at, (input, entry))| Filed { at, input, entry })
    }

    /// Of some files the one of each agency and year that counts. Of several that differ the
    /// first does, and it is told.
    pub fn counted<'a>(&'a self, files: impl Iterator<Item = Filed<'a>>) -> Counted<'a> {
        let mut counted = Counted::default();
        for filed in files {
            let file = &filed.entry.file;
            let Some(known) = filed.entry.report() else {
                let fault = filed.entry.fault().filter(|fault| fault.may_be_report);
                counted.unread.extend(fault.map(|fault| Unread {
                    file: file.clone(),
                    agency: None,
                    why: fault.why.clone(),
                }));
                continue;
            };
            let (agency, year) = (&known.agency, known.year.unwrap_or_default());
            match self.known.standing(filed.at) {
                _ if agency.is_empty() => {
                    counted
                        .odd
                        .push(format!("{file}：没有写机关的名称，没有列入"));
                }
                Standing::First => {
                    let owner = self.known.owner(agency, &self.roster);
                    counted.files.push((owner, filed));
                }
                Standing::Other(first, why) => {
                    let first = &self.known.entries[*first].file;
                    counted.odd.push(format!(
                        "{first}和{file}：同是「{agency}」{year} 年度的，{why}；用的是 {first}，留下一份"
                    ));
                }
                Standing::Copy(_) | Standing::Earlier(_) => {}
            }
        }
        counted
    }

    /// Reads and checks a file, with last year's report.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn load(&self, input: &Input) -> Result<Option<Loaded>, Failure> {
        load::load_input(input, self.last(), Open::none())
    }

    /// Reads and checks some files, on several at once, and takes them in order.
    pub fn each<R: Send>(
        &self,
        files: Vec<Filed<'_>>,
        jobs: &Jobs,
        work: impl Fn(&Filed<'_>, Result<Option<Loaded>, Failure>) -> R + Sync,
        take: impl FnMut(&Filed<'_>, R, &Progress),
    ) {
        let work = |filed: &Filed<'_>| work(filed, self.load(filed.input));
        gather::each(&files, jobs, work, take);
    }

    /// Where last year's reports are.
    pub fn last(&self) -> Last<'_> {
        match self.previous.as_deref().filter(|path| !path.is_dir()) {
            Some(file) => Last::File(file),
            None => Last::Among(self),
        }
    }

    /// The report of the same agency and the year before, by whatever name.
    pub fn before(&self, report: &Report) -> Option<&Input> {
        let (agency, year) = (&report.agency.text, report.year.checked_sub(1)?);
        let at = self.known.report(agency, year, &self.roster)?;
        let is_earlier = at >= self.gathered.inputs.len();
        let found = self.all().nth(at).map(|filed| filed.input);
        // Who names files one by one has not said that they belong together.
        found.filter(|input| is_earlier || input.below.is_some())
    }

    /// What is said where there is none in the folder that was named for it, and what to do.
    pub fn lacking(&self, report: &Report) -> Option<(String, String)> {
        let (folder, agency) = (self.previous.as_ref()?.display(), &report.agency.text);
        let year = report.year.saturating_sub(1);
        Some((
            format!("文件夹 {folder} 里没有「{agency}」{year} 年度的报告，没有和上年核对"),
            "改了名的，在名册里把旧名写成别名，加 --roster；上年没有报告就不用管".to_owned(),
        ))
    }

    /// Says what is wrong with the roster.
    pub fn tell_odd(&self) {
        for odd in &self.odd {
            eprintln!("{}", safe(&brief(odd)));
        }
    }

    /// Says which files are one report, and which of one agency and year are not.
    pub fn tell_copies(&self) {
        // Who names files one by one knows of them.
        let found = self.files().filter(|filed| filed.input.below.is_some());
        for filed in found {
            let (own, name) = (&filed.entry.file, |at: &usize| {
                &self.known.entries[*at].file
            });
            let told = match self.known.standing(filed.at) {
                Standing::First => continue,
                Standing::Copy(other) => format!("{own}: 与 {} 是同一份报告", name(other)),
                Standing::Earlier(other) => {
                    format!("{own}: 后来又交了 {}，以那一份为准", name(other))
                }
                Standing::Other(first, why) => format!(
                    "注意: {own} 和 {} 同一机关、同一年度，不一样（{why}）；留下一份",
                    name(first)
                ),
            };
            eprintln!("{}", safe(&told));
        }
    }
}

//! The files of a command: searched for, each read once to know whose it is and of which year,
//! then worked on, each with its report of last year if that is among them.

use std::{
    collections::BTreeSet,
    ops::Deref,
    path::{Path, PathBuf},
};

use clap::Args;

use super::{
    Failure, Outcome,
    files::{MAX_TEXT, read},
    gather::{self, Input, Kind, Wanted},
    load::{self, Loaded},
    local_rules,
    neighbours::is_remote,
    open::Open,
    output::folder_of,
};
use crate::{
    base::{
        diagnostic::{Record, terminal::safe},
        source::Sources,
    },
    form::report::Report,
    office::{
        collection::{Collection as Known, Content, Entry, Fault, Known as Head, Standing},
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
    /// A file that is read or written for another end, with its products; or a folder.
    pub without: Option<&'a Path>,
    /// Which of several files of one name are read; where all are, those that cannot be read
    /// are among the files, with the reason.
    pub wanted: Wanted,
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

/// A file of a collection.
pub type Filed = Entry<Input>;

/// The files, and what is known of them.
pub struct Collection {
    known: Known<Input>,
    /// What is wrong with the roster.
    pub odd: Vec<Record>,
    /// What was received so far, where that is written down beside the roster.
    pub ledger: Ledger,
    /// What of the arguments is not read, a line each.
    pub left: Vec<String>,
    /// How the run begins: one for which not all could be searched has failed.
    pub outcome: Outcome,
    previous: Option<PathBuf>,
}

impl Deref for Collection {
    type Target = Known<Input>;

    fn deref(&self) -> &Known<Input> {
        &self.known
    }
}

impl Reports {
    /// Reads the files so far that they are known. What is not read is told.
    ///
    /// # Errors
    /// The roster cannot be read.
    pub fn collect(&self, reading: &Reading<'_>) -> Result<Collection, Failure> {
        let mut gathered = gather::gather(&self.files, reading.wanted);
        for file in [self.roster.as_deref(), reading.without]
            .into_iter()
            .flatten()
        {
            gathered.without(file);
        }
        let others = match reading.wanted {
            Wanted::All => std::mem::take(&mut gathered.skipped),
            Wanted::First | Wanted::Documents => Vec::new(),
        };
        let roster = self.roster.as_deref().map(read_register).transpose()?;
        let (roster, odd) = roster.unwrap_or_default();
        let ledger = self.roster.as_deref().map(ledger_beside).transpose()?;
        let ledger = ledger.unwrap_or_default();
        let folder = self.previous.iter().filter(|path| path.is_dir());
        let folder: Vec<PathBuf> = folder.cloned().collect();
        let mut before = gather::gather(&folder, Wanted::First);
        gathered.complaints.append(&mut before.complaints);
        gathered.tell();
        let outcome = gathered.outcome();
        let left = gathered.skipped.into_iter();
        let left =
            left.filter_map(|(input, why)| Some(format!("{}：{}", input.path.display(), why?)));
        let left = gathered.strays.into_iter().chain(left).collect();
        let known = |inputs: Vec<Input>| identified(inputs, &roster);
        let is_alone = reading.alone && gathered.inputs.len() == 1 && before.inputs.is_empty();
        let mut entries = match is_alone {
            true => gathered.inputs.into_iter().map(unknown).collect(),
            false => known(gathered.inputs),
        };
        let others = others.into_iter().map(|(input, why)| {
            let help = "改交数据文件（.yaml）、工作簿（.xlsx）、Word（.docx）、网页或 PDF";
            Entry {
                held: fault(&why.unwrap_or_default(), help, true),
                owner: by_name(&roster, &input),
                ..unknown(input)
            }
        });
        entries.extend(others);
        note_rounds(&mut entries, &ledger, &roster);
        let own = entries.len();
        entries.extend(known(before.inputs));
        let mut seen: BTreeSet<String> = entries.iter().map(|one| one.key.clone()).collect();
        let mut from = 0;
        while reading.earlier && from < entries.len() {
            let named = entries[from..]
                .iter()
                .filter_map(|one| one.report()?.before.clone());
            let named = named.filter(|(key, _)| seen.insert(key.clone()));
            let inputs = named.map(|(_, path)| Input::found((&path).into(), path.into()));
            let inputs: Vec<Input> = inputs.collect();
            from = entries.len();
            entries.extend(known(inputs));
        }
        let known = Known::of(entries, own, roster);
        for entry in known.earlier() {
            let unread = entry.unread(&known.roster).map(|unread| unread.told());
            let other = match &entry.standing {
                one @ Standing::Other(..) => one.told(),
                _ => None,
            };
            let told = unread.or_else(|| Some(format!("{}：{}", entry.file, other?)));
            if let Some(told) = told {
                eprintln!("注意: 上年的文件不用：{}", safe(&told));
            }
        }
        Ok(Collection {
            known,
            odd,
            ledger,
            left,
            outcome,
            previous: self.previous.clone(),
        })
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

/// Where arrivals are kept: beside the register.
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
fn note_rounds(entries: &mut [Filed], ledger: &Ledger, roster: &Register) {
    let again = ledger.arrivals.iter().filter(|one| one.round > 1);
    let again: BTreeSet<&str> = again.filter_map(|one| one.agency.as_deref()).collect();
    for entry in entries {
        let name = entry.member().map(|at| &*roster.members[at].name.text);
        if name.is_some_and(|name| again.contains(name))
            && let Ok(digest) = entry.input.digest()
        {
            let own = ledger.arrivals.iter().filter(|one| one.sha256 == digest);
            entry.round = own.map(|one| one.round).max().unwrap_or(0);
        }
    }
}

/// A file of which nothing needs to be known.
fn unknown(input: Input) -> Filed {
    Entry {
        file: input.path.display().to_string(),
        key: key(&input.path),
        is_data: false,
        owner: Match::None,
        round: 0,
        held: Err(Fault::default()),
        standing: Standing::First,
        input,
    }
}

/// What is known of files, each read once.
fn identified(inputs: Vec<Input>, roster: &Register) -> Vec<Filed> {
    let mut entries = Vec::new();
    let read = |input: &Input| entry(input, load::identify(input), roster);
    gather::each(&inputs, read, |_, entry| entries.push(entry));
    entries
}

fn fault<T>(why: &str, help: &str, may_be_report: bool) -> Result<T, Fault> {
    Err(Fault {
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

fn entry(input: &Input, read: Result<Option<Loaded>, Failure>, roster: &Register) -> Filed {
    let mut entry = Entry {
        is_data: Kind::of(&input.path) == Some(Kind::Data),
        owner: by_name(roster, input),
        ..unknown(input.clone())
    };
    let file = match read {
        Ok(Some(file)) => file,
        Ok(None) => {
            entry.held = fault("里面没有年报", "检查是不是交错了文件", false);
            return entry;
        }
        Err(why) => {
            entry.held = fault(&why, "换成能读的文件", true);
            return entry;
        }
    };
    let agency = match &file.report {
        Some(report) => {
            entry.held = Ok(Box::new(head(report, &file, input)));
            entry.is_data = !file.is_document();
            &*report.agency.text
        }
        None => {
            let (why, help) = file.first_fault();
            entry.held = fault(why, help, true);
            ""
        }
    };
    match agency {
        // Where its name does not say whose it is, a written name in its text may.
        "" if entry.member().is_none() => {
            let within = roster.find_in(file.text());
            entry.owner = within.map_or(entry.owner, Match::One);
        }
        "" => {}
        agency => entry.owner = roster.stated(agency),
    }
    entry
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
        files: &[&Filed],
        work: impl Fn(&Filed, Result<Option<Loaded>, Failure>) -> R + Sync,
        mut take: impl FnMut(&Filed, R),
    ) {
        let work = |filed: &&Filed| work(filed, self.load(&filed.input));
        gather::each(files, work, |filed: &&Filed, result| take(filed, result));
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
        let (found, is_own) = self.report(agency, year)?;
        // Who names files one by one has not said that they belong together.
        let is_found = !is_own || found.input.below.is_some();
        is_found.then_some(&found.input)
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
        let found = self.files().iter().filter(|one| one.input.below.is_some());
        for entry in found {
            if let Some(told) = entry.standing.told() {
                eprintln!("{}", safe(&format!("{}: {told}", entry.file)));
            }
        }
    }

    /// How a run ends that found everything in order, or did not.
    pub fn ends(&self, is_sound: bool) -> Outcome {
        match (self.outcome, is_sound) {
            (Outcome::Clean, false) => Outcome::Findings,
            (outcome, _) => outcome,
        }
    }
}

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
    gather::{self, Gathered, Input, Kind},
    load::{self, Loaded},
    neighbours::is_remote,
    open::Open,
    progress::Progress,
    roster,
};
use crate::{
    base::diagnostic::{Record, terminal::safe},
    form::report::Report,
    office::{
        collection::{Collection as Known, Entry, Fault, Held, Known as Head, Standing},
        register::Register,
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
    /// Files that are read or written for another end, and their products.
    pub without: &'a [Option<&'a Path>],
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
    /// What is known of the files: of those that were gathered, then of last year's.
    pub known: Known,
    /// Last year's files, which the command is not for.
    earlier: Vec<Input>,
    previous: Option<PathBuf>,
}

/// A file of a collection.
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
    /// Whether it is of a year, or of none that can be known.
    pub fn is_of(&self, year: Option<u16>) -> bool {
        let own = self.entry.report().and_then(|known| known.year);
        year.is_none() || own.is_none() || own == year
    }
}

impl Reports {
    /// Reads the files so far that they are known. What is not read is told.
    ///
    /// # Errors
    /// The roster cannot be read.
    pub fn collect(&self, reading: &Reading<'_>) -> Result<Collection, Failure> {
        let mut gathered = gather::gather(&self.files)
            .without(self.roster.as_deref())
            .outside(reading.outside);
        for file in reading.without {
            gathered = gathered.without(*file);
        }
        let mut others = Vec::new();
        if reading.all_formats {
            gathered = gathered.with_products();
            others = std::mem::take(&mut gathered.others);
        }
        if reading.beside {
            gathered = gathered.with_beside();
        }
        let roster = self.roster.as_deref().map(roster::read).transpose()?;
        let (roster, odd) = roster.unwrap_or_default();
        let folder = self.previous.as_deref().filter(|path| path.is_dir());
        let mut earlier = match folder {
            Some(folder) => {
                let mut before = gather::gather(&[folder.to_owned()]);
                gathered.complaints.append(&mut before.complaints);
                before.inputs
            }
            None => Vec::new(),
        };
        gathered.tell();
        let mut entries = match reading.alone && gathered.inputs.len() == 1 && earlier.is_empty() {
            true => gathered.inputs.iter().map(unknown).collect(),
            false => identified(&gathered.inputs, &roster, &self.jobs),
        };
        for (input, why) in others {
            let fault = fault(
                &why,
                "改交数据文件（.yaml）、工作簿（.xlsx）、Word（.docx）、网页或 PDF",
                true,
            );
            entries.push(Entry {
                held: fault,
                member: roster::owner(&roster, "", &input),
                ..unknown(&input)
            });
            gathered.inputs.push(input);
        }
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
        let known = Known::of(entries, &roster);
        let collection = Collection {
            gathered,
            known,
            roster,
            odd,
            earlier,
            previous: self.previous.clone(),
        };
        for (one, other, why) in collection.disputes(collection.gathered.inputs.len()) {
            let told = format!("{one} 和 {other} 不一样（{why}），都不用");
            eprintln!("注意: 上年的文件不用：{}", safe(&told));
        }
        Ok(collection)
    }
}

/// A file of which nothing needs to be known.
fn unknown(input: &Input) -> Entry {
    Entry {
        file: input.path.display().to_string(),
        key: key(&input.path),
        is_data: false,
        member: None,
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

fn entry(input: &Input, read: Result<Option<Loaded>, Failure>, roster: &Register) -> Entry {
    let guess = |agency: &str| roster::owner(roster, agency, input);
    let is_data = Kind::of(&input.path) == Some(Kind::Data);
    let (held, member, is_data) = match read {
        Err(why) => (fault(&why, "换成能读的文件", true), guess(""), is_data),
        Ok(None) => (
            fault("里面没有年报", "检查是不是交错了文件", false),
            guess(""),
            is_data,
        ),
        Ok(Some(file)) => {
            let held = match file.report.as_ref() {
                Some(report) => Held::Report(Box::new(head(report, &file, input))),
                None => {
                    let (why, help) = file.first_fault();
                    fault(why, help, true)
                }
            };
            let is_data = match held {
                Held::Report(_) => !file.is_document(),
                Held::Fault(_) => is_data,
            };
            let agency = file
                .report
                .as_ref()
                .map_or("", |report| &report.agency.text);
            let named = || roster.find_in(file.text()).filter(|_| agency.is_empty());
            (held, guess(agency).or_else(named), is_data)
        }
    };
    Entry {
        held,
        member,
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
        content: crate::office::collection::Content::of(report),
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
        let own = self.gathered.inputs.iter().enumerate();
        own.map(|(at, input)| Filed {
            at,
            input,
            entry: &self.known.entries[at],
        })
    }

    /// Every file, those of earlier years too.
    pub fn all(&self) -> impl Iterator<Item = Filed<'_>> {
        let inputs = self.gathered.inputs.iter().chain(&self.earlier);
        let filed = inputs.zip(&self.known.entries).enumerate();
        filed.map(|(at, (input, entry))| Filed { at, input, entry })
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
        let own = self.gathered.inputs.len();
        match at.checked_sub(own) {
            // Who names files one by one has not said that they belong together.
            None => self
                .gathered
                .inputs
                .get(at)
                .filter(|input| input.below.is_some()),
            Some(at) => self.earlier.get(at),
        }
    }

    /// What is said where there is none in the folder that was named for it, and what to do.
    pub fn lacking(&self, report: &Report) -> Option<(String, String)> {
        let (folder, agency) = (self.previous.as_ref()?.display(), &report.agency.text);
        Some((
            format!(
                "文件夹 {folder} 里没有「{agency}」{} 年度的报告，没有和上年核对",
                report.year.saturating_sub(1)
            ),
            "改了名的，在名册里把旧名写成别名，加 --roster；上年没有报告就不用管".to_owned(),
        ))
    }

    /// Files from a number on that say something else than another of their agency and year:
    /// both, and what.
    fn disputes(&self, from: usize) -> impl Iterator<Item = (&str, &str, &str)> {
        let entries = &self.known.entries;
        (from..entries.len()).filter_map(|at| match self.known.standing(at) {
            Standing::Other(first, why) => {
                Some((&*entries[*first].file, &*entries[at].file, &**why))
            }
            _ => None,
        })
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
            let (own, entries) = (&filed.entry.file, &self.known.entries);
            let told = match self.known.standing(filed.at) {
                Standing::First => continue,
                Standing::Copy(other) => {
                    let other = &entries[*other].file;
                    format!("{own}: 与 {other} 是同一份报告")
                }
                Standing::Other(first, why) => {
                    let first = &entries[*first].file;
                    format!("注意: {own} 和 {first} 同一机关、同一年度，不一样（{why}）；留下一份")
                }
            };
            eprintln!("{}", safe(&told));
        }
    }
}

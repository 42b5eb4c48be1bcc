//! `nianbao import FOLDER -o FOLDER`: every report of a folder as a data file.
//!
//! One that cannot be read stops nothing. A data file is called after its agency and year,
//! so that the same report goes by the same name again; one that is there stays as it is.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use super::{Arguments, file_name};
use crate::{
    base::{
        diagnostic::{self, FileFindings, terminal::safe},
        source::Sources,
    },
    cli::{
        Failure, Format, Outcome,
        collection::{Collection, Filed, Reading, Reports},
        gather::{self, Input},
        output::{self, AtomicFile},
        progress::Progress,
    },
    office::{collection::Standing, plain::pretty, register::Register},
    read::{self, ImportOptions, Notice},
};

/// What a file turned out to be.
enum Read {
    /// A report, as a data file.
    Report(Box<Report>),
    /// One in which no report can be read, and why.
    Faulty(String),
    /// Something else.
    Foreign(String),
    /// A data file already.
    Data,
}

/// A report that was read.
struct Report {
    agency: String,
    year: u16,
    text: String,
    doubts: Vec<Notice>,
    account: Vec<String>,
}

/// What became of a file, in the order of the summary.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    /// Written, and nothing of it is in doubt.
    Imported,
    /// Written, with something to compare with the original.
    Unsure,
    /// Its data file was there already.
    Existing,
    /// The same report as another file.
    Copy,
    /// It cannot be read.
    Unread,
    /// There is no report in it.
    Foreign,
    /// A data file already.
    Data,
}

impl State {
    /// The word that programs read, and what is said of how many there are.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            State::Imported => ("imported", "份都读准了"),
            State::Unsure => ("unsure", "份有要对照原文核对的"),
            State::Existing => ("existing", "份已经有了，没有动"),
            State::Copy => ("copy", "份是同一份报告的另一个文件，没有另写"),
            State::Unread => ("unread", "份读不了"),
            State::Foreign => ("foreign", "个文件里没有年报"),
            State::Data => ("data", "个已经是数据文件"),
        }
    }

    /// What is said of a file that is not written.
    fn told(self) -> &'static str {
        match self {
            State::Foreign => "跳过",
            State::Copy => "没有另写",
            _ => "读不了",
        }
    }
}

/// What a run has found so far.
struct Run<'a> {
    arguments: &'a Arguments,
    folder: &'a Path,
    roster: &'a Register,
    collection: &'a Collection,
    outputs: BTreeSet<PathBuf>,
    members: BTreeSet<usize>,
    counts: BTreeMap<State, usize>,
    records: Vec<Value>,
    outcome: Outcome,
}

/// Imports every file of the arguments into a folder.
///
/// # Errors
/// The roster cannot be read, or the folder cannot be made.
pub fn run(arguments: &Arguments, folder: &Path) -> Result<Outcome, Failure> {
    if arguments.agency.is_some() {
        return Err("--agency 只能用于一份报告；许多份的，用 --roster 按文件名认".to_owned());
    }
    if !matches!(
        arguments.format,
        Format::Human | Format::Short | Format::Json
    ) {
        return Err(
            "导入许多份时，疑问的写法只有 human、short、json；导入后运行 nianbao check 有各种写法"
                .to_owned(),
        );
    }
    output::make_folder(folder)?;
    output::sweep(folder);
    let reports = Reports {
        files: arguments.published.clone(),
        previous: None,
        roster: arguments.roster.clone(),
        jobs: arguments.jobs,
    };
    let collection = reports.collect(&Reading {
        beside: true,
        ..Reading::default()
    })?;
    collection.tell_odd();
    let mut run = Run {
        arguments,
        folder,
        roster: &collection.roster,
        collection: &collection,
        outputs: BTreeSet::new(),
        members: BTreeSet::new(),
        counts: BTreeMap::new(),
        records: Vec::new(),
        outcome: collection.gathered.outcome(),
    };
    let files: Vec<Filed<'_>> = collection.files().collect();
    gather::each(
        &files,
        &arguments.jobs,
        |filed| read(filed, arguments.year, &collection.roster),
        |filed, read, progress| run.take(filed, read, progress),
    );
    run.close()
}

/// Reads a file; the agency whose name the file's own has stands in where the report has none.
fn read(filed: &Filed<'_>, year: Option<u16>, roster: &Register) -> Result<Read, Failure> {
    if filed.entry.is_data {
        return Ok(Read::Data);
    }
    let name = &filed.entry.file;
    let bytes = filed.input.bytes()?;
    let member = filed.entry.member.map(|index| &roster.members[index]);
    let options = ImportOptions::of(
        year,
        member.map(|member| member.name.text.clone()),
        file_name(&filed.input.path),
    );
    Ok(match read::read_report(name, &bytes, &options) {
        Ok(import) => Read::Report(Box::new(Report {
            agency: import.file.agency.value.clone().unwrap_or_default(),
            year: import.file.year.value,
            text: import.file.write(),
            doubts: import.doubts.clone(),
            account: import.summary.lines(),
        })),
        Err(fault) if fault.is_foreign => Read::Foreign(fault.message),
        Err(fault) => Read::Faulty(format!("{}；{}", fault.message, fault.help)),
    })
}

impl Run<'_> {
    fn take(&mut self, filed: &Filed<'_>, read: Result<Read, Failure>, progress: &Progress) {
        let source = filed.entry.file.clone();
        let (state, mut record) = match read {
            Ok(Read::Report(report)) => self.report(filed, *report, progress),
            Ok(Read::Foreign(why)) => (State::Foreign, json!({ "message": why })),
            Ok(Read::Data) => {
                self.members.extend(filed.entry.member);
                (State::Data, json!({}))
            }
            Ok(Read::Faulty(why)) => {
                self.outcome = self.outcome.max(Outcome::Findings);
                (State::Unread, json!({ "message": why }))
            }
            Err(why) => {
                self.outcome = Outcome::Failed;
                (State::Unread, json!({ "message": why }))
            }
        };
        if let Some(why) = record["message"].as_str() {
            let line = format!("{source}: {}：{why}", state.told());
            progress.aside(|| eprintln!("{}", safe(&line)));
        }
        *self.counts.entry(state).or_default() += 1;
        record["source"] = source.into();
        record["state"] = state.words().0.into();
        // What does not apply is null.
        for key in [
            "agency", "findings", "listed", "message", "output", "twice", "year",
        ] {
            record[key] = record[key].take();
        }
        if self.arguments.format == Format::Json {
            self.records.push(record);
        }
    }

    /// Writes a report as a data file, unless it is there already.
    fn report(&mut self, filed: &Filed<'_>, report: Report, progress: &Progress) -> (State, Value) {
        let (input, source) = (filed.input, filed.entry.file.clone());
        let mut record = json!({
            "agency": report.agency,
            "year": report.year,
        });
        let member = self.listed(&report, &source, progress);
        if !self.roster.members.is_empty() {
            record["listed"] = member.is_some().into();
        }
        let files = &self.collection.known.entries;
        match self.collection.known.standing(filed.at) {
            Standing::Copy(other) => {
                let other = &files[*other].file;
                record["twice"] = json!({"file": other, "difference": null});
                record["message"] = format!("与 {other} 是同一份报告").into();
                return (State::Copy, record);
            }
            Standing::Other(other, why) => {
                self.outcome = self.outcome.max(Outcome::Findings);
                let (agency, year, other) = (&report.agency, report.year, &files[*other].file);
                let line = format!(
                    "{source}: 「{agency}」{year} 年度的报告不止一份，与 {other} 不一样：{why}；两份都写了，留下一份"
                );
                progress.aside(|| eprintln!("{}", safe(&line)));
                record["twice"] = json!({"file": other, "difference": why});
            }
            Standing::First => {}
        }
        let output = self.output(input, &report, member);
        record["output"] = output.display().to_string().into();
        if output.exists() {
            return (State::Existing, record);
        }
        match put(&output, &report.text) {
            Ok(()) => self.written(&source, &output, &report, record, progress),
            Err(message) => {
                self.outcome = Outcome::Failed;
                record["message"] = message.into();
                (State::Unread, record)
            }
        }
    }

    /// Tells what is not certain in a file that was written.
    fn written(
        &mut self,
        source: &str,
        output: &Path,
        report: &Report,
        mut record: Value,
        progress: &Progress,
    ) -> (State, Value) {
        let name = output.display().to_string();
        let mut sources = Sources::new();
        let file = sources.add(name.as_str(), report.text.as_str());
        let findings = read::findings(&sources, file, &report.doubts);
        let view = FileFindings {
            name: &name,
            sources: &sources,
            findings: &findings,
            about: Some((&report.agency, Some(report.year))),
            written: None,
        };
        match self.arguments.format {
            Format::Json => {
                let findings = findings.iter().map(|finding| finding.record(&sources));
                record["findings"] = json!(findings.collect::<Vec<_>>());
            }
            Format::Short => progress.aside(|| eprint!("{}", diagnostic::short(view))),
            _ => {}
        }
        if self.arguments.report {
            for line in &report.account {
                progress.aside(|| eprintln!("{}", safe(&format!("{source}: {line}"))));
            }
        }
        let unsure = report.doubts.iter().filter(|doubt| doubt.is_unsure());
        match unsure.count() {
            0 => (State::Imported, record),
            count => {
                self.outcome = self.outcome.max(Outcome::Findings);
                let line = format!("{source}: 读入 {name}，{count} 处要对照原文核对");
                progress.aside(|| eprintln!("{}", safe(&line)));
                (State::Unsure, record)
            }
        }
    }

    /// The agency of the roster that a report is of; where there is none it is told.
    fn listed(&mut self, report: &Report, source: &str, progress: &Progress) -> Option<usize> {
        let roster = self.roster;
        if roster.members.is_empty() {
            return None;
        }
        let found = roster.find(&report.agency);
        self.members.extend(found);
        if found.is_none() {
            self.outcome = self.outcome.max(Outcome::Findings);
            let line = format!(
                "{source}: 名册里没有「{}」；{}",
                report.agency,
                roster.advice(&report.agency)
            );
            progress.aside(|| eprintln!("{}", safe(&line)));
        }
        found
    }

    /// Where a data file goes: below the folder as its source lies, called after the agency
    /// and the year; a second one of these has its source's name behind.
    fn output(&mut self, input: &Input, report: &Report, member: Option<usize>) -> PathBuf {
        let below = input.below.as_ref().and_then(|below| below.parent());
        let folder = self.folder.join(below.unwrap_or(Path::new("")));
        let stem = input.path.file_stem().unwrap_or_default().to_string_lossy();
        let agency = member.map(|index| &self.roster.members[index].name.text);
        let name = match agency.unwrap_or(&report.agency).as_str() {
            "" => output::file_name(&stem),
            agency => format!("{}{}", output::file_name(agency), report.year),
        };
        let mut path = folder.join(format!("{name}.yaml"));
        // With both names in full it might be too long for a file system.
        let mut further: String = output::file_name(&stem).chars().take(15).collect();
        while !self.outputs.insert(path.clone()) {
            path = folder.join(format!("{name}（{further}）.yaml"));
            further.push('_');
        }
        path
    }

    /// Says how many there were of each kind, and who of the roster is not among them.
    fn close(self) -> Result<Outcome, Failure> {
        let members = self.roster.members.iter().enumerate();
        let missing: Vec<&str> = members
            .filter(|(index, _)| !self.members.contains(index))
            .map(|(_, member)| member.name.text.as_str())
            .collect();
        if self.arguments.format == Format::Json {
            let whole = json!({"files": self.records, "missing": missing});
            output::show(pretty(&whole).as_bytes())?;
        }
        if !missing.is_empty() {
            let names = missing.join("、");
            eprintln!("名册里没有报告的 {} 家：{}", missing.len(), safe(&names));
        }
        let counts = self.counts.iter();
        let told = counts.map(|(state, count)| format!("{count} {}", state.words().1));
        let count: usize = self.counts.values().sum();
        let told = told.collect::<Vec<_>>().join("，");
        eprintln!("共 {count} 个文件：{told}");
        let written = [State::Imported, State::Unsure]
            .map(|state| self.counts.get(&state).copied().unwrap_or(0));
        if written.iter().sum::<usize>() > 0 {
            let name = self.folder.display().to_string();
            eprintln!("再运行 nianbao check {} 检查", safe(&name));
        }
        Ok(self.outcome)
    }
}

fn put(path: &Path, text: &str) -> Result<(), Failure> {
    output::make_folder(output::folder_of(path))?;
    AtomicFile::derived(path, text.as_bytes())?.commit()
}

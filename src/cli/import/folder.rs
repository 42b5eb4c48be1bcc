//! `nianbao import FOLDER -o FOLDER`: every report of a folder as a data file.
//!
//! One that cannot be read stops nothing. A data file is called after its agency and year,
//! so that the same report goes by the same name again; one that is there stays as it is.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use serde::Serialize;
use serde_json::json;

use super::{Arguments, file_name};
use crate::{
    base::diagnostic::terminal::safe,
    cli::{
        Failure, Format, Outcome,
        collection::{Collection, Filed, Reading, Reports},
        gather::{self, Wanted},
        output::{self, AtomicFile},
    },
    office::plain::pretty,
    read::{self, Fault, Import, ImportOptions},
};

/// What becomes of a file, in the order of the summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    /// Written, and nothing of it is in doubt.
    Imported,
    /// Written, with something to compare with the original.
    Unsure,
    /// Its data file was there already.
    Existing,
    /// The same report as another file, or one that came later took its place.
    Copy,
    /// It cannot be read.
    Unread,
    /// There is no report in it.
    Foreign,
    /// A data file already.
    Data,
}

impl State {
    /// What is said of how many there are.
    fn words(self) -> &'static str {
        match self {
            State::Imported => "份都读准了",
            State::Unsure => "份有要对照原文核对的",
            State::Existing => "份已经有了，没有动",
            State::Copy => "份是同一份报告的另一个文件，没有另写",
            State::Unread => "份读不了",
            State::Foreign => "个文件里没有年报",
            State::Data => "个已经是数据文件",
        }
    }
}

/// What became of a file, for programs.
#[derive(Default, Serialize)]
struct Record {
    source: String,
    state: Option<State>,
    agency: Option<String>,
    year: Option<u16>,
    output: Option<String>,
    /// What was said of it, a line each.
    messages: Vec<String>,
}

/// What a run has found so far.
struct Run<'a> {
    arguments: &'a Arguments,
    folder: &'a Path,
    collection: &'a Collection,
    outputs: BTreeSet<PathBuf>,
    members: BTreeSet<usize>,
    counts: BTreeMap<State, usize>,
    records: Vec<Record>,
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
    if ![Format::Human, Format::Json].contains(&arguments.format) {
        let told = "导入许多份时，写法只有 human、json；疑问导入后用 nianbao check 看，有各种写法";
        return Err(told.to_owned());
    }
    output::make_folder(folder)?;
    output::sweep(folder);
    let reports = Reports {
        files: arguments.published.clone(),
        previous: None,
        roster: arguments.roster.clone(),
    };
    let collection = reports.collect(&Reading {
        wanted: Wanted::Documents,
        ..Reading::default()
    })?;
    collection.tell_odd();
    let mut run = Run {
        arguments,
        folder,
        collection: &collection,
        outputs: BTreeSet::new(),
        members: BTreeSet::new(),
        counts: BTreeMap::new(),
        records: Vec::new(),
        outcome: collection.outcome,
    };
    let read = |filed: &Filed| read(filed, arguments.year, &collection);
    let files = collection.files();
    gather::each(files, read, |filed, read| run.take(filed, read));
    run.close()
}

/// What was read of a file that is no data file already.
type Read = Result<Option<Result<Import, Fault>>, Failure>;

/// Reads a file; the agency whose name the file's own has stands in where the report has none.
fn read(filed: &Filed, year: Option<u16>, collection: &Collection) -> Read {
    if filed.is_data {
        return Ok(None);
    }
    let member = filed.member();
    let name = member.map(|index| collection.roster.members[index].name.text.clone());
    let wishes = ImportOptions::of(year, name, file_name(&filed.input.path));
    let bytes = filed.input.bytes()?;
    Ok(Some(read::read_report(&filed.file, &bytes, &wishes)))
}

impl Run<'_> {
    fn take(&mut self, filed: &Filed, read: Read) {
        let mut record = Record {
            source: filed.file.clone(),
            ..Record::default()
        };
        let done = match read {
            Err(why) => Err((Outcome::Failed, why)),
            Ok(None) => {
                self.members.extend(filed.member());
                Ok(State::Data)
            }
            Ok(Some(Ok(import))) => {
                let done = self.report(filed, &import, &mut record);
                done.map_err(|why| (Outcome::Failed, why))
            }
            Ok(Some(Err(fault))) if fault.is_foreign => {
                record.messages.push(format!("跳过：{}", fault.message));
                Ok(State::Foreign)
            }
            Ok(Some(Err(Fault { message, help, .. }))) => {
                Err((Outcome::Findings, format!("{message}；{help}")))
            }
        };
        let state = done.unwrap_or_else(|(outcome, why)| {
            self.outcome = self.outcome.max(outcome);
            record.messages.push(format!("读不了：{why}"));
            State::Unread
        });
        *self.counts.entry(state).or_default() += 1;
        record.state = Some(state);
        for line in &record.messages {
            eprintln!("{}", safe(&format!("{}: {line}", filed.file)));
        }
        if self.arguments.format == Format::Json {
            self.records.push(record);
        }
    }

    /// Writes a report as a data file, unless it is there already, and tells what is not certain.
    fn report(
        &mut self,
        filed: &Filed,
        import: &Import,
        record: &mut Record,
    ) -> Result<State, Failure> {
        let roster = &self.collection.roster;
        let agency = import.file.agency.value.as_deref().unwrap_or_default();
        let year = import.file.year.value;
        (record.agency, record.year) = (Some(agency.to_owned()), Some(year));
        let member = roster.find(agency);
        self.members.extend(member);
        let is_listed = roster.members.is_empty() || member.is_some();
        let strange = format!("名册里没有「{agency}」；{}", roster.advice(agency));
        record.messages.extend((!is_listed).then_some(strange));
        let standing = filed.standing.told();
        if let (Some(why), false) = (&standing, filed.standing.counts()) {
            record.messages.push(format!("没有另写：{why}"));
            return Ok(State::Copy);
        }
        record.messages.extend(standing.iter().cloned());
        if !is_listed || standing.is_some() {
            self.outcome = self.outcome.max(Outcome::Findings);
        }
        let called = member.map_or(agency, |index| &roster.members[index].name.text);
        let output = self.output(filed, called, year);
        let shown = output.display().to_string();
        record.output = Some(shown.clone());
        if output.exists() {
            return Ok(State::Existing);
        }
        output::make_folder(output::folder_of(&output))?;
        AtomicFile::derived(&output, import.file.write().as_bytes())?.commit()?;
        if self.arguments.report {
            record.messages.extend(import.summary.lines());
        }
        let unsure = import.doubts.iter().filter(|doubt| doubt.is_unsure());
        Ok(match unsure.count() {
            0 => State::Imported,
            count => {
                self.outcome = self.outcome.max(Outcome::Findings);
                let told = format!("读入 {shown}，{count} 处要对照原文核对");
                record.messages.push(told);
                State::Unsure
            }
        })
    }

    /// Where a data file goes: below the folder as its source lies, called after the agency
    /// and the year; a second one of these has its source's name behind.
    fn output(&mut self, filed: &Filed, agency: &str, year: u16) -> PathBuf {
        let below = filed.input.below.as_ref().and_then(|below| below.parent());
        let folder = self.folder.join(below.unwrap_or(Path::new("")));
        let stem = filed.input.path.file_stem().unwrap_or_default();
        let stem = output::file_name(&stem.to_string_lossy());
        let name = match agency {
            "" => stem.clone(),
            agency => format!("{}{year}", output::file_name(agency)),
        };
        let mut path = folder.join(format!("{name}.yaml"));
        // With both names in full it might be too long for a file system.
        let mut further: String = stem.chars().take(15).collect();
        while !self.outputs.insert(path.clone()) {
            path = folder.join(format!("{name}（{further}）.yaml"));
            further.push('_');
        }
        path
    }

    /// Says how many there were of each kind, and who of the roster is not among them.
    fn close(self) -> Result<Outcome, Failure> {
        let members = self.collection.roster.members.iter().enumerate();
        let missing = members.filter(|(index, _)| !self.members.contains(index));
        let missing: Vec<&str> = missing.map(|(_, member)| &*member.name.text).collect();
        if self.arguments.format == Format::Json {
            let whole = json!({"files": self.records, "missing": missing});
            output::show(pretty(&whole).as_bytes())?;
        }
        if !missing.is_empty() {
            let names = missing.join("、");
            eprintln!("名册里没有报告的 {} 家：{}", missing.len(), safe(&names));
        }
        let told = self.counts.iter();
        let told: Vec<String> = told
            .map(|(state, count)| format!("{count} {}", state.words()))
            .collect();
        let all: usize = self.counts.values().sum();
        eprintln!("共 {all} 个文件：{}", told.join("，"));
        let is_written = |state| self.counts.contains_key(&state);
        if is_written(State::Imported) || is_written(State::Unsure) {
            let name = self.folder.display().to_string();
            eprintln!("再运行 nianbao check {} 检查", safe(&name));
        }
        Ok(self.outcome)
    }
}

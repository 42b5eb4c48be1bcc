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

use super::{Arguments, file_name, told as told_of};
use crate::{
    base::diagnostic::{self, terminal::safe},
    cli::{
        Failure, Format, Outcome,
        collection::{Collection, Filed, Reading, Reports},
        gather,
        output::{self, AtomicFile},
        progress::Progress,
    },
    office::{collection::Standing, plain::pretty},
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
    /// Whether the roster has the agency.
    listed: Option<bool>,
    output: Option<String>,
    /// The other file of the agency and year.
    twice: Option<Twice>,
    message: Option<String>,
    findings: Option<Vec<diagnostic::Record>>,
}

#[derive(Serialize)]
struct Twice {
    file: String,
    difference: Option<String>,
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
    let formats = [Format::Human, Format::Short, Format::Json];
    if !formats.contains(&arguments.format) {
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
        collection: &collection,
        outputs: BTreeSet::new(),
        members: BTreeSet::new(),
        counts: BTreeMap::new(),
        records: Vec::new(),
        outcome: collection.outcome,
    };
    let read = |filed: &Filed| read(filed, arguments.year, &collection);
    let files = collection.files();
    gather::each(files, &arguments.jobs, read, |filed, read, progress| {
        run.take(filed, read, progress);
    });
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

/// How something is said of a file.
fn teller<'a>(file: &'a str, progress: &'a Progress) -> impl Fn(&str) + 'a {
    move |line| progress.aside(|| eprintln!("{}", safe(&format!("{file}: {line}"))))
}

impl Run<'_> {
    fn take(&mut self, filed: &Filed, read: Read, progress: &Progress) {
        let mut record = Record {
            source: filed.file.clone(),
            ..Record::default()
        };
        let say = teller(&filed.file, progress);
        let mut unread = |outcome: Outcome, why: String| {
            self.outcome = self.outcome.max(outcome);
            say(&format!("读不了：{why}"));
            record.message = Some(why);
            State::Unread
        };
        let state = match read {
            Err(why) => unread(Outcome::Failed, why),
            Ok(Some(Err(fault))) if !fault.is_foreign => unread(
                Outcome::Findings,
                format!("{}；{}", fault.message, fault.help),
            ),
            Ok(Some(Err(fault))) => {
                say(&format!("跳过：{}", fault.message));
                record.message = Some(fault.message);
                State::Foreign
            }
            Ok(None) => {
                self.members.extend(filed.member());
                State::Data
            }
            Ok(Some(Ok(import))) => match self.report(filed, &import, &mut record, progress) {
                Ok(state) => state,
                Err(why) => {
                    self.outcome = Outcome::Failed;
                    say(&why);
                    record.message = Some(why);
                    State::Unread
                }
            },
        };
        *self.counts.entry(state).or_default() += 1;
        record.state = Some(state);
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
        progress: &Progress,
    ) -> Result<State, Failure> {
        let say = teller(&filed.file, progress);
        let roster = &self.collection.roster;
        let agency = import.file.agency.value.as_deref().unwrap_or_default();
        let year = import.file.year.value;
        (record.agency, record.year) = (Some(agency.to_owned()), Some(year));
        let member = roster.find(agency);
        self.members.extend(member);
        record.listed = (!roster.members.is_empty()).then_some(member.is_some());
        let mut is_sound = record.listed != Some(false);
        if !is_sound {
            say(&format!(
                "名册里没有「{agency}」；{}",
                roster.advice(agency)
            ));
        }
        let (file, difference) = match &filed.standing {
            Standing::First => (None, None),
            Standing::Copy(other) | Standing::Earlier(other) => (Some(other), None),
            Standing::Other(other, why) => (Some(other), Some(why.clone())),
        };
        record.twice = file.cloned().map(|file| Twice { file, difference });
        let told = filed.standing.told();
        match told.filter(|_| !filed.standing.counts()) {
            Some(why) => {
                say(&format!("没有另写：{why}"));
                record.message = Some(why);
                return Ok(State::Copy);
            }
            None if record.twice.is_some() => {
                is_sound = false;
                let why = filed.standing.told().unwrap_or_default();
                say(&format!("「{agency}」{year} 年度的报告不止一份：{why}"));
            }
            None => {}
        }
        if !is_sound {
            self.outcome = self.outcome.max(Outcome::Findings);
        }
        let called = member.map_or(agency, |index| &roster.members[index].name.text);
        let output = self.output(filed, called, year);
        let shown = output.display().to_string();
        record.output = Some(shown.clone());
        if output.exists() {
            return Ok(State::Existing);
        }
        let text = import.file.write();
        output::make_folder(output::folder_of(&output))?;
        AtomicFile::derived(&output, text.as_bytes())?.commit()?;
        let (short, findings) = told_of(import, &shown, text);
        match self.arguments.format {
            Format::Json => record.findings = Some(findings),
            Format::Short => progress.aside(|| eprint!("{short}")),
            _ => {}
        }
        if self.arguments.report {
            import.summary.lines().iter().for_each(|line| say(line));
        }
        Ok(
            match import
                .doubts
                .iter()
                .filter(|doubt| doubt.is_unsure())
                .count()
            {
                0 => State::Imported,
                count => {
                    self.outcome = self.outcome.max(Outcome::Findings);
                    say(&format!("读入 {shown}，{count} 处要对照原文核对"));
                    State::Unsure
                }
            },
        )
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

//! What the agencies' files add up to, and what is left out.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use crate::{
    cli::{
        Failure, Outcome,
        common::Jobs,
        complain,
        gather::{Gathered, Input},
        load::{self, Loaded},
        roster,
    },
    ground::diagnostic::{Finding, Record, terminal::safe},
    office::{
        agency::identity,
        copies::{Again, Content, Known},
        register::Register,
        rollup::{Contribution, Refusal, Source, sources},
        status::brief,
    },
};

/// What was read for a roll-up.
#[derive(Default)]
pub struct Collected {
    /// What is added.
    pub contributions: Vec<Contribution>,
    /// What is left out, a line each.
    pub left_out: Vec<String>,
    /// Agencies with errors that are counted all the same, a line each.
    pub faulty: Vec<String>,
    /// What has to be mended before the roll-up can be made, a line each.
    pub stopping: Vec<String>,
    /// Agencies of the roster that have no report.
    pub missing: Vec<String>,
    known: Known,
    /// How many agencies the roster has, where there is one.
    pub expected: Option<usize>,
    /// Whether a file or folder could not be read at all, and that stops the roll-up.
    pub unread: bool,
}

/// What a roll-up is to be made of.
pub struct Wanted<'a> {
    /// The names of agencies or files that are left out.
    pub except: &'a [String],
    /// Who must hand in a report; nobody where there is no roster.
    pub roster: &'a Register,
    /// What is wrong with the roster.
    pub odd: &'a [Record],
    /// The agency whose report it becomes.
    pub area: &'a str,
    /// Whether what is there is added as it is.
    pub draft: bool,
}

impl Wanted<'_> {
    fn has_roster(&self) -> bool {
        !self.roster.members.is_empty()
    }
}

/// What a file holds.
struct Read {
    agency: String,
    contribution: Option<Contribution>,
    is_data: bool,
    content: Option<Content>,
    /// How many errors there are, and the first.
    errors: Option<String>,
}

/// Reads every file.
///
/// # Errors
/// An exception names no agency and no file.
pub fn collect(
    gathered: &Gathered,
    wanted: &Wanted<'_>,
    jobs: &Jobs,
) -> Result<Collected, Failure> {
    let mut collected = Collected {
        unread: !gathered.complaints.is_empty() && !wanted.draft,
        left_out: gathered.strays.clone(),
        ..Collected::default()
    };
    let mut exceptions = Exceptions::new(wanted.except);
    let mut there = BTreeSet::new();
    // The files come in their order.
    let mut names = names(&gathered.inputs).into_iter();
    gathered.each(jobs, read_file, |input, read, progress| {
        let file = input.path.display().to_string();
        let name = names.next().unwrap_or_else(|| file.clone());
        let known = read.as_ref().ok().and_then(Option::as_ref);
        let agency = known.map_or("", |read| read.agency.as_str());
        let member = roster::owner(wanted.roster, agency, input);
        there.extend(member);
        let is_excepted = [agency, &file, &name].map(|name| exceptions.has(name));
        let is_excepted = is_excepted.contains(&true);
        match read {
            Ok(None) => {}
            Ok(Some(read)) if is_excepted => {
                let line = format!("{}（{file}）：按 --except 略去", read.agency);
                collected.left_out.push(line);
            }
            Err(_) if is_excepted => collected.left_out.push(format!("{file}：按 --except 略去")),
            Ok(Some(read)) => collected.take(read, (&file, name), member, wanted),
            Err(message) => {
                progress.aside(|| complain(&message));
                collected.left_out.push(format!("{file}：{message}"));
                collected.unread |= !wanted.draft;
            }
        }
    });
    if wanted.has_roster() {
        collected.count(wanted.roster, &there, wanted.area, &mut exceptions);
    }
    collected.wrong(wanted.odd.iter().map(brief), wanted.draft);
    match exceptions.unused().as_slice() {
        [] => Ok(collected),
        unused => Err(format!(
            "--except 里的「{}」没有对应的机关或文件；照抄数据文件里的名称",
            unused.join("、")
        )),
    }
}

/// What the files are called: each has the name below its folder, unless that of another
/// folder has it too.
fn names(inputs: &[Input]) -> Vec<String> {
    let below = |input: &Input| input.below.as_ref().unwrap_or(&input.path).clone();
    let mut counts = BTreeMap::<PathBuf, usize>::new();
    for input in inputs {
        *counts.entry(below(input)).or_default() += 1;
    }
    let name = |input: &Input| match below(input) {
        below if counts[&below] > 1 => input.path.clone(),
        below => below,
    };
    let names = inputs.iter().map(name);
    names
        .map(|name| name.display().to_string().replace('\\', "/"))
        .collect()
}

/// What is left out by name: what each name means, the name, and whether it is one of
/// anything.
struct Exceptions<'a>(Vec<(String, &'a str, bool)>);

impl<'a> Exceptions<'a> {
    fn new(names: &'a [String]) -> Self {
        let names = names.iter();
        Exceptions(names.map(|name| (meant(name), &**name, false)).collect())
    }

    /// Whether an agency or a file is left out.
    fn has(&mut self, name: &str) -> bool {
        let own = meant(name);
        let found = self.0.iter_mut().find(|(meant, ..)| *meant == own);
        found.map(|(.., used)| *used = true).is_some()
    }

    /// Names of nothing that is there.
    fn unused(&self) -> Vec<&'a str> {
        let unused = self.0.iter().filter(|(.., used)| !used);
        unused.map(|(_, name, _)| *name).collect()
    }
}

/// What a name is the same by; a file may be named with either stroke where the system knows
/// both.
fn meant(name: &str) -> String {
    identity(&name.replace('\\', "/"))
}

impl Collected {
    /// Whether something that was found keeps the roll-up from being made.
    pub fn is_stopped(&self) -> bool {
        self.unread || !self.stopping.is_empty()
    }

    /// How the run ends, if it cannot go on.
    pub fn stops(&self, refusals: &[Refusal], draft: bool) -> Option<Outcome> {
        let missing = !self.missing.is_empty() && !draft;
        match (
            self.unread || !refusals.is_empty(),
            !self.stopping.is_empty() || missing,
        ) {
            (true, _) => Some(Outcome::Failed),
            (false, true) => Some(Outcome::Findings),
            (false, false) => None,
        }
    }

    /// Notes who of the roster is not there; the area's own report is what is being made.
    fn count(
        &mut self,
        roster: &Register,
        there: &BTreeSet<usize>,
        area: &str,
        exceptions: &mut Exceptions<'_>,
    ) {
        let area = roster.find(area);
        self.expected = Some(roster.members.len() - usize::from(area.is_some()));
        let gone = (0..roster.members.len())
            .filter(|index| !there.contains(index) && Some(*index) != area);
        for member in gone.map(|index| &roster.members[index]) {
            let mut names = [&member.name].into_iter().chain(&member.aliases);
            match names.any(|name| exceptions.has(&name.text)) {
                true => {
                    let line = format!("{}：没有报告，按 --except 略去", member.name.text);
                    self.left_out.push(line);
                }
                false => self.missing.push(member.name.text.clone()),
            }
        }
    }

    /// Notes what is to be mended: it stops the roll-up, or stands in a draft's list.
    fn wrong(&mut self, lines: impl Iterator<Item = String>, draft: bool) {
        match draft {
            true => self.faulty.extend(lines),
            false => self.stopping.extend(lines),
        }
    }

    /// Takes in a file that is called so.
    fn take(
        &mut self,
        read: Read,
        (file, called): (&str, String),
        member: Option<usize>,
        wanted: &Wanted<'_>,
    ) {
        let name = match read.agency.as_str() {
            "" => file.to_owned(),
            agency => format!("{agency}（{file}）"),
        };
        // By whatever name: an agency counts once.
        let identity = wanted.roster.identity(&read.agency);
        let again = read.contribution.as_ref().and_then(|one| {
            let content = read.content.clone();
            self.known
                .meet(identity.clone(), one.year, file, read.is_data, content)
        });
        if let Some(Again::Copy(other)) = again {
            let line = format!("{name}：与 {other} 是同一份报告，只计一次");
            return self.left_out.push(line);
        }
        let unknown = wanted.has_roster() && member.is_none();
        let unknown = unknown.then(|| "名册里没有它；写进名册，或写成别名".to_owned());
        let wrong: Vec<String> = read.errors.into_iter().chain(unknown).collect();
        let line = format!("{name}：{}", wrong.join("；"));
        match (read.contribution, wanted.draft) {
            (None, true) => self.left_out.push(line),
            (None, false) => self.stopping.push(line),
            (Some(contribution), draft) => {
                self.wrong((!wrong.is_empty()).then_some(line).into_iter(), draft);
                self.contributions.push(Contribution {
                    file: called,
                    identity,
                    ..contribution
                });
            }
        }
    }
}

fn read_file(input: &Input) -> Result<Option<Read>, Failure> {
    let digest = input.digest()?;
    let Some(file) = load::load_found(input)? else {
        return Ok(None);
    };
    let report = file.report.as_ref();
    // Without a name it is nobody's.
    let report = report.filter(|report| !report.agency.text.is_empty());
    let contribution = report.map(|report| {
        let parts = listed(&file).into_iter().map(|source| source.digest);
        Contribution {
            parts: parts.collect(),
            // What it is called is told where all files are known.
            ..Contribution::of(report, String::new(), digest)
        }
    });
    Ok(Some(Read {
        agency: report.map_or_else(String::new, |report| report.agency.text.clone()),
        contribution,
        is_data: !file.is_document(),
        content: report.map(Content::of),
        errors: errors(&file),
    }))
}

/// The sources that a file lists, if it is a roll-up.
pub fn listed(file: &Loaded) -> Vec<Source> {
    let text = file.sources.all().first();
    text.map_or_else(Vec::new, |text| sources(text.text()))
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

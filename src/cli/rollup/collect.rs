//! What the agencies' files add up to, and what is left out.

use std::collections::BTreeSet;

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
        rollup::{Contribution, Refusal, sources},
        roster::Roster,
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
    /// Who must hand in a report, and what is wrong with that list.
    pub roster: Option<(&'a Roster, &'a [Record])>,
    /// The agency whose report it becomes.
    pub area: &'a str,
    /// Whether what is there is added as it is.
    pub draft: bool,
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
    let mut names = BTreeSet::new();
    let alike = gathered
        .inputs
        .iter()
        .filter(|input| !names.insert(called(input)));
    let alike: BTreeSet<_> = alike.map(|input| input.below.clone()).collect();
    gathered.each(jobs, read_file, |input, read, progress| {
        let file = input.path.display().to_string();
        let agency = read.as_ref().ok().and_then(Option::as_ref);
        let agency = agency.map_or("", |read| read.agency.as_str()).to_owned();
        let member = wanted
            .roster
            .and_then(|(roster, _)| roster::owner(roster, &agency, input));
        there.extend(member);
        // A file has the name below its folder, unless that of another folder has it too.
        let called = match alike.contains(&input.below) {
            true => file.replace('\\', "/"),
            false => called(input),
        };
        let names = [&agency, &file, &called];
        let excepted = names.into_iter().any(|name| exceptions.has(name));
        match read {
            Ok(None) => {}
            Ok(Some(_)) if excepted => {
                let line = format!("{agency}（{file}）：按 --except 略去");
                collected.left_out.push(line);
            }
            Ok(Some(mut read)) => {
                if let Some(contribution) = &mut read.contribution {
                    contribution.file = called;
                }
                collected.take(read, &file, member, wanted);
            }
            Err(_) if excepted => {
                collected.left_out.push(format!("{file}：按 --except 略去"));
            }
            Err(message) => {
                progress.aside(|| complain(&message));
                collected.left_out.push(format!("{file}：{message}"));
                collected.unread |= !wanted.draft;
            }
        }
    });
    if let Some((roster, odd)) = wanted.roster {
        collected.count(roster, &there, wanted.area, &mut exceptions);
        collected.wrong(odd.iter().map(brief), wanted.draft);
    }
    match exceptions.unused() {
        unused if unused.is_empty() => Ok(collected),
        unused => Err(format!(
            "--except 里的「{}」没有对应的机关或文件；照抄数据文件里的名称",
            unused.join("、")
        )),
    }
}

/// What is left out by name.
struct Exceptions<'a> {
    names: &'a [String],
    used: BTreeSet<usize>,
}

impl<'a> Exceptions<'a> {
    fn new(names: &'a [String]) -> Self {
        let used = BTreeSet::new();
        Exceptions { names, used }
    }

    /// Whether an agency or a file is left out.
    fn has(&mut self, name: &str) -> bool {
        // A file may be named with either stroke where the system knows both.
        let identity = |name: &str| identity(&name.replace('\\', "/"));
        let own = identity(name);
        let found = self.names.iter().position(|other| identity(other) == own);
        self.used.extend(found);
        found.is_some()
    }

    /// Names of nothing that is there.
    fn unused(&self) -> Vec<&str> {
        let unused = self.names.iter().enumerate();
        let unused = unused.filter(|(index, _)| !self.used.contains(index));
        unused.map(|(_, name)| name.as_str()).collect()
    }
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
        roster: &Roster,
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

    /// The file that says what this one says, of the same agency and year.
    fn copied(&mut self, read: &Read, file: &str, wanted: &Wanted<'_>) -> Option<String> {
        let year = read.contribution.as_ref()?.year;
        let agency = match wanted.roster {
            Some((roster, _)) => roster.identity(&read.agency),
            None => identity(&read.agency),
        };
        let content = read.content.clone();
        match self.known.meet(agency, year, file, read.is_data, content)? {
            Again::Copy(other) => Some(other),
            Again::Other(..) => None,
        }
    }

    fn take(&mut self, read: Read, file: &str, member: Option<usize>, wanted: &Wanted<'_>) {
        let name = match read.agency.as_str() {
            "" => file.to_owned(),
            agency => format!("{agency}（{file}）"),
        };
        if let Some(other) = self.copied(&read, file, wanted) {
            let line = format!("{name}：与 {other} 是同一份报告，只计一次");
            self.left_out.push(line);
            return;
        }
        let unknown = wanted.roster.is_some() && member.is_none();
        let unknown = unknown.then(|| "名册里没有它；写进名册，或写成别名".to_owned());
        let wrong: Vec<String> = read.errors.into_iter().chain(unknown).collect();
        let line = format!("{name}：{}", wrong.join("；"));
        let Some(mut contribution) = read.contribution else {
            return match wanted.draft {
                true => self.left_out.push(line),
                false => self.stopping.push(line),
            };
        };
        if !wrong.is_empty() {
            self.wrong([line].into_iter(), wanted.draft);
        }
        // By whatever name: an agency counts once.
        if let Some((roster, _)) = wanted.roster {
            contribution.identity = roster.identity(&contribution.agency);
        }
        self.contributions.push(contribution);
    }
}

fn read_file(input: &Input) -> Result<Option<Read>, Failure> {
    let digest = input.digest()?;
    let Some(file) = load::load_input(input, None, false)? else {
        return Ok(None);
    };
    let report = file.report.as_ref();
    // Without a name it is nobody's.
    let report = report.filter(|report| !report.agency.text.is_empty());
    let contribution = report.map(|report| {
        let text = file
            .sources
            .all()
            .first()
            .map_or("", |source| source.text());
        let parts = sources(text).into_iter().map(|source| source.digest);
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

/// What a file is called: its name below the folder that was named.
fn called(input: &Input) -> String {
    input
        .below
        .as_ref()
        .unwrap_or(&input.path)
        .display()
        .to_string()
        .replace('\\', "/")
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

//! What the agencies' files add up to, and what is left out.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use clap::ValueEnum;

use crate::{
    base::diagnostic::{Finding, terminal::safe},
    cli::{
        Failure, Outcome,
        collection::{Collection, Filed},
        common::Jobs,
        complain,
        gather::Input,
        load::Loaded,
    },
    office::{
        agency::identity,
        collection::Standing,
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
    /// How many agencies the roster has, where there is one.
    pub expected: Option<usize>,
    /// Whether a file or folder could not be read at all, and that stops the roll-up.
    pub unread: bool,
}

/// What is added as it is, or not waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Draft {
    /// 都算上
    #[value(name = "全部")]
    All,
    /// 名册里缺的不等
    #[value(name = "缺交")]
    Missing,
    /// 有错误的也计入，读不出的文件不等
    #[value(name = "有错")]
    Faulty,
    /// 名册里没有的也计入
    #[value(name = "名册外")]
    Strange,
}

/// What a roll-up is to be made of.
pub struct Wanted<'a> {
    /// The names of agencies or files that are left out.
    pub except: &'a [String],
    /// The agency whose report it becomes.
    pub area: &'a str,
    /// Of which year the reports are, where that is said.
    pub year: Option<u16>,
    /// What is added as it is.
    pub draft: &'a [Draft],
}

impl Wanted<'_> {
    /// Whether something is added as it is.
    pub fn allows(&self, what: Draft) -> bool {
        self.draft.contains(&what) || self.draft.contains(&Draft::All)
    }
}

/// Reads every file.
///
/// # Errors
/// An exception names no agency and no file.
pub fn collect(
    collection: &Collection,
    wanted: &Wanted<'_>,
    jobs: &Jobs,
) -> Result<Collected, Failure> {
    let gathered = &collection.gathered;
    let strict = !wanted.allows(Draft::Faulty);
    let mut collected = Collected {
        unread: !gathered.complaints.is_empty() && strict,
        left_out: gathered.strays.clone(),
        ..Collected::default()
    };
    let others = gathered.others.iter();
    let others = others.map(|(input, why)| format!("{}：{why}", input.path.display()));
    collected.left_out.extend(others);
    let mut exceptions = Exceptions::new(wanted.except);
    let mut there = BTreeSet::new();
    let names = names(&gathered.inputs);
    let mut files = Vec::new();
    let mut others = 0;
    for filed in collection.files() {
        let known = filed.entry.report();
        let (file, agency) = (&filed.entry.file, known.map_or("", |known| &*known.agency));
        let year = wanted.year.filter(|_| known.is_some());
        if !filed.is_of(year) {
            others += 1;
            continue;
        }
        there.extend(filed.entry.member);
        let name = if agency.is_empty() {
            file.clone()
        } else {
            format!("{agency}（{file}）")
        };
        let is_excepted = [agency, file, &names[filed.at]].map(|name| exceptions.has(name));
        match (collection.known.standing(filed.at), filed.entry.fault()) {
            _ if is_excepted.contains(&true) => {
                collected.left_out.push(format!("{name}：按 --except 略去"));
            }
            (Standing::Copy(other), _) => {
                let other = &collection.known.entries[*other].file;
                let line = format!("{name}：与 {other} 是同一份报告，只计一次");
                collected.left_out.push(line);
            }
            (_, Some(fault)) if !fault.may_be_report => {}
            _ => files.push(filed),
        }
    }
    // What is in a report that covers those below it is not added twice.
    let roster = &collection.roster;
    let members: BTreeSet<usize> = files
        .iter()
        .filter_map(|filed| filed.entry.member)
        .collect();
    let area = roster.find(wanted.area);
    let covering = |member: usize| {
        let above = roster.covered_by(member)?;
        (members.contains(&above) && Some(above) != area).then_some(above)
    };
    files.retain(|filed| {
        let above = filed.entry.member.and_then(covering);
        let above = above.map(|above| &roster.members[above].name.text);
        collected.left_out.extend(above.map(|above| {
            let file = &filed.entry.file;
            format!("{file}：在「{above}」的报告里（名册写明它含下级），不另加")
        }));
        above.is_none()
    });
    there.extend((0..roster.members.len()).filter(|member| covering(*member).is_some()));
    if others > 0 {
        let line = format!("别的年度的 {others} 份，只作上年核对");
        collected.left_out.push(line);
    }
    collection.each(
        files,
        jobs,
        |filed, read| Ok((filed.input.digest()?, read?)),
        |filed, read: Result<_, Failure>, progress| match read {
            Ok((digest, Some(file))) => {
                let called = names[filed.at].clone();
                collected.take((filed, &file), (digest, called), collection, wanted);
            }
            Ok((_, None)) => {}
            Err(message) => {
                progress.aside(|| complain(&message));
                collected
                    .left_out
                    .push(format!("{}：{message}", filed.entry.file));
                collected.unread |= strict;
            }
        },
    );
    if !roster.members.is_empty() {
        collected.count(roster, &there, wanted.area, &mut exceptions);
    }
    let odd = collection.odd.iter().map(brief);
    collected.wrong(odd, wanted.allows(Draft::Faulty));
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
    pub fn stops(&self, refusals: &[Refusal], wanted: &Wanted<'_>) -> Option<Outcome> {
        let missing = !self.missing.is_empty() && !wanted.allows(Draft::Missing);
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

    /// Takes in a file with its digest, that is called so.
    fn take(
        &mut self,
        (filed, file): (&Filed<'_>, &Loaded),
        (digest, called): (String, String),
        collection: &Collection,
        wanted: &Wanted<'_>,
    ) {
        // Without a name it is nobody's.
        let report = file.report.as_ref();
        let report = report.filter(|report| !report.agency.text.is_empty());
        let name = match report {
            None => filed.entry.file.clone(),
            Some(report) => format!("{}（{}）", report.agency.text, filed.entry.file),
        };
        let has_roster = !collection.roster.members.is_empty();
        let unknown = has_roster && filed.entry.member.is_none();
        let unknown = unknown.then(|| "名册里没有它；写进名册，或写成别名".to_owned());
        let errors = errors(file);
        let allowed = (errors.is_none() || wanted.allows(Draft::Faulty))
            && (unknown.is_none() || wanted.allows(Draft::Strange));
        let wrong: Vec<String> = errors.into_iter().chain(unknown).collect();
        let line = format!("{name}：{}", wrong.join("；"));
        let Some(report) = report else {
            return match allowed {
                true => self.left_out.push(line),
                false => self.stopping.push(line),
            };
        };
        self.wrong((!wrong.is_empty()).then_some(line).into_iter(), allowed);
        let parts = listed(file).into_iter().map(|source| source.digest);
        self.contributions.push(Contribution {
            parts: parts.collect(),
            identity: collection
                .known
                .owner(&report.agency.text, &collection.roster),
            ..Contribution::of(report, called, digest)
        });
    }
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

//! What the agencies' files add up to, and what is left out.

use std::collections::BTreeSet;

use crate::{
    cli::{
        Failure, Outcome,
        common::Jobs,
        complain, files,
        gather::{Gathered, Input},
        load::{self, Loaded},
    },
    ground::diagnostic::{Finding, terminal::safe},
    office::{
        agency::identity,
        rollup::{self, Contribution},
    },
    read::MOST,
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
    /// Agencies whose errors stop the roll-up, a line each.
    pub stopping: Vec<String>,
    /// Whether a file or folder could not be read at all, and that stops the roll-up.
    pub unread: bool,
}

/// What a file holds.
struct Read {
    agency: String,
    contribution: Option<Contribution>,
    /// How many errors there are, and the first.
    errors: Option<String>,
}

/// Reads every file.
///
/// # Errors
/// An exception names no agency and no file.
pub fn collect(
    gathered: &Gathered,
    except: &[String],
    draft: bool,
    jobs: &Jobs,
) -> Result<Collected, Failure> {
    let mut collected = Collected {
        unread: !gathered.complaints.is_empty() && !draft,
        left_out: gathered.strays.clone(),
        ..Collected::default()
    };
    // A file may be named with either stroke where the system knows both.
    let identity = |name: &str| identity(&name.replace('\\', "/"));
    let exceptions: Vec<String> = except.iter().map(|name| identity(name)).collect();
    let mut used = BTreeSet::new();
    gathered.each(jobs, read_file, |input, read, progress| {
        let file = input.path.display().to_string();
        let named = |name: &str| exceptions.iter().position(|other| *other == identity(name));
        match read {
            Ok(None) => {}
            Ok(Some(read)) => match named(&read.agency).or_else(|| named(&file)) {
                Some(exception) => {
                    used.insert(exception);
                    let line = format!("{}（{file}）：按 --except 略去", read.agency);
                    collected.left_out.push(line);
                }
                None => collected.take(read, &file, draft),
            },
            Err(message) => match named(&file) {
                Some(exception) => {
                    used.insert(exception);
                    collected.left_out.push(format!("{file}：按 --except 略去"));
                }
                None => {
                    progress.aside(|| complain(&message));
                    collected.left_out.push(format!("{file}：{message}"));
                    collected.unread |= !draft;
                }
            },
        }
    });
    let unused = (0..except.len()).filter(|index| !used.contains(index));
    let unused: Vec<&str> = unused.map(|index| except[index].as_str()).collect();
    match unused.is_empty() {
        true => Ok(collected),
        false => Err(format!(
            "--except 里的「{}」没有对应的机关或文件；照抄数据文件里的名称",
            unused.join("、")
        )),
    }
}

impl Collected {
    /// How the run ends, if it cannot go on.
    pub fn stops(&self) -> Option<Outcome> {
        match (self.unread, self.stopping.is_empty()) {
            (true, _) => Some(Outcome::Failed),
            (false, false) => Some(Outcome::Findings),
            (false, true) => None,
        }
    }

    fn take(&mut self, read: Read, file: &str, draft: bool) {
        let name = match read.agency.as_str() {
            "" => file.to_owned(),
            agency => format!("{agency}（{file}）"),
        };
        match (read.contribution, read.errors) {
            (Some(contribution), None) => self.contributions.push(contribution),
            (contribution, errors) => {
                let line = format!("{name}：{}", errors.unwrap_or_default());
                match (draft, contribution) {
                    (false, _) => self.stopping.push(line),
                    (true, None) => self.left_out.push(line),
                    (true, Some(contribution)) => {
                        self.contributions.push(contribution);
                        self.faulty.push(line);
                    }
                }
            }
        }
    }
}

fn read_file(input: &Input) -> Result<Option<Read>, Failure> {
    let read = match input.below {
        None => files::read_named,
        Some(_) => files::read,
    };
    let digest = rollup::digest(&read(&input.path, MOST as u64)?);
    let Some(file) = load::load_input(input, None, false)? else {
        return Ok(None);
    };
    let name = input.below.as_ref().unwrap_or(&input.path);
    let name = name.display().to_string().replace('\\', "/");
    let report = file.report.as_ref();
    // Without a name it is nobody's.
    let report = report.filter(|report| !report.agency.text.is_empty());
    Ok(Some(Read {
        agency: report.map_or_else(String::new, |report| report.agency.text.clone()),
        contribution: report.map(|report| Contribution::of(report, name, digest)),
        errors: errors(&file),
    }))
}

/// How many errors a file has, and the first of them with its place.
fn errors(file: &Loaded) -> Option<String> {
    let blocking: Vec<&Finding> = file.findings.iter().filter(|f| f.blocks()).collect();
    let first = blocking.first()?;
    Some(format!(
        "{} 个错误，第一个在{}：{}",
        blocking.len(),
        file.sources.place(first.place),
        safe(&first.message)
    ))
}

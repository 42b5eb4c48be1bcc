//! A finding: what is wrong, where, what was expected, and what to do.
//!
//! The author's mistakes are collected as [`Finding`]s and never end a run. Each
//! belongs to a [`Rule`], and each rule has a basis: why anybody may demand it.

mod human;
mod json;
mod line;
mod message;
pub mod rules;
pub mod terminal;

pub use crate::message;
pub use human::human;
pub use json::{JsonStream, Record, json};
pub use line::{github, short};
pub use message::{Message, Subject, Surface, either, joined};
pub use rules::{Basis, Rule};

use std::{collections::HashMap, path::PathBuf};

use serde::Serialize;

use crate::source::{Sources, Span};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The report must not be published like this.
    Error,
    /// Somebody should look.
    Warning,
    /// A matter of style.
    Hint,
}

impl Severity {
    /// The word that messages use.
    pub fn chinese(self) -> &'static str {
        match self {
            Severity::Error => "错误",
            Severity::Warning => "警告",
            Severity::Hint => "提示",
        }
    }

    /// The word that machine formats use.
    pub fn code(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "hint",
        }
    }
}

/// What is not there, of which a table may have many for one cause.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MissingKind {
    /// A row with nothing behind its key.
    Unfilled,
    /// Likewise the agency's name, the date and such.
    Unsaid,
    /// A row whose key is not there.
    Absent,
    /// A column of a row that is not there.
    Column(Subject),
    /// Cells of a row or group that the author left blank.
    Blank {
        /// Their columns.
        columns: Vec<Subject>,
        /// How many there are.
        cells: usize,
    },
}

/// How a text becomes right.
#[derive(Clone, Debug)]
pub struct Fix {
    /// What is done, in a few words.
    pub title: Message,
    /// What is replaced and by what, in the text's order.
    pub edits: Vec<(Span, String)>,
    /// Whether nobody could answer otherwise.
    pub safe: bool,
}

/// Something that an author should put right, or know.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that it breaks.
    pub rule: &'static Rule,
    /// How bad it is; usually the rule's own severity.
    pub severity: Severity,
    /// Where the figure or the words stand.
    pub place: Span,
    /// What it is about.
    pub subject: Subject,
    /// What is wrong, in one sentence: what was stated, what was expected.
    pub message: Message,
    /// What to do.
    pub help: Message,
    /// What the mark under the source says; empty for none.
    pub label: Message,
    /// What was stated, if it is one figure or word.
    pub stated: Option<String>,
    /// What was expected, likewise.
    pub expected: Option<String>,
    /// Other places that belong to the finding, each with what it is.
    pub related: Vec<(Span, Message)>,
    /// The author's reason for accepting it.
    pub waived: Option<String>,
    /// Whether only a draft may accept it, whatever its basis.
    pub firm: bool,
    /// What is not there, where that may have one cause with others of its table.
    pub missing: Option<MissingKind>,
    /// How the text becomes right, where reading it has shown that.
    pub fix: Option<Fix>,
    /// The findings of one cause that it stands for; none where it stands for itself.
    pub members: Vec<Finding>,
}

impl Finding {
    /// A finding with what every finding has.
    pub fn new(rule: &'static Rule, place: Span, message: impl Into<Message>) -> Self {
        Finding {
            rule,
            severity: rule.severity,
            place,
            subject: Subject::default(),
            message: message.into(),
            help: Message::default(),
            label: Message::default(),
            stated: None,
            expected: None,
            related: Vec::new(),
            waived: None,
            firm: false,
            missing: None,
            fix: None,
            members: Vec::new(),
        }
    }

    /// That only a draft may accept.
    pub fn firm(mut self) -> Self {
        self.firm = true;
        self
    }

    /// That something is not there.
    pub fn missing(mut self, kind: MissingKind) -> Self {
        self.missing = Some(kind);
        self
    }

    /// With how the text becomes right.
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// About a part of the report.
    pub fn at(mut self, subject: impl Into<Subject>) -> Self {
        self.subject = subject.into();
        self
    }

    /// With what to do.
    pub fn help(mut self, help: impl Into<Message>) -> Self {
        self.help = help.into();
        self
    }

    /// With words under the marked place.
    pub fn label(mut self, label: impl Into<Message>) -> Self {
        self.label = label.into();
        self
    }

    /// With what was stated.
    pub fn stated(mut self, stated: impl ToString) -> Self {
        self.stated = Some(stated.to_string());
        self
    }

    /// With what was expected.
    pub fn expected(mut self, expected: impl ToString) -> Self {
        self.expected = Some(expected.to_string());
        self
    }

    /// With another place that belongs to it.
    pub fn related(mut self, place: Span, label: impl Into<Message>) -> Self {
        self.related.push((place, label.into()));
        self
    }

    /// Whose words tell of it where the file was given: those of the form for a document.
    pub fn surface(&self, sources: &Sources) -> Surface {
        match sources.is_made(self.place.file) {
            true => Surface::Form,
            false => Surface::DataFile,
        }
    }

    /// The message, and what to do.
    fn told(&self, surface: Surface) -> String {
        match (self.message.on(surface), self.help.on(surface)) {
            (message, "") => message.to_owned(),
            (message, help) => format!("{message}。{help}。"),
        }
    }

    /// It, or what it stands for: each at its own place.
    pub fn each(&self) -> &[Finding] {
        match &self.members[..] {
            [] => std::slice::from_ref(self),
            members => members,
        }
    }

    /// Whether it keeps a report from being published.
    pub fn blocks(&self) -> bool {
        self.severity == Severity::Error && self.waived.is_none()
    }
}

/// The findings on one file.
#[derive(Clone, Copy)]
pub struct FileFindings<'a> {
    /// The file as the user named it.
    pub name: &'a str,
    /// The texts that the findings point into.
    pub sources: &'a Sources,
    /// The findings in file order.
    pub findings: &'a [Finding],
    /// Whose report the file holds and of which year, if it could be read so far.
    pub about: Option<(&'a str, Option<u16>)>,
    /// The files that were made of it, where a run makes some.
    pub written: Option<&'a [PathBuf]>,
}

/// `2 个错误，1 个警告`, or that nothing was found.
pub fn summary(findings: &[Finding]) -> String {
    let open = |severity| {
        let findings = findings.iter();
        findings
            .filter(|f| f.severity == severity && f.waived.is_none())
            .count()
    };
    let waived = findings.iter().filter(|f| f.waived.is_some()).count();
    let counts = [
        (open(Severity::Error), "个错误"),
        (open(Severity::Warning), "个警告"),
        (open(Severity::Hint), "个提示"),
        (waived, "个已豁免"),
    ];
    let told: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    match told.is_empty() {
        true => "没有发现问题".to_owned(),
        false => told.join("，"),
    }
}

/// Findings of a rule on a file that are told of one by one. More help nobody.
pub const MOST_TOLD: usize = 1000;

/// Tells of the first findings of every rule, and how many more there are.
///
/// Those that are waived are counted apart, and so are those that keep a report from being
/// published.
pub fn bounded(findings: Vec<Finding>) -> Vec<Finding> {
    // How many there are of a kind, and which of those that are told of stands for the rest.
    let mut kinds: HashMap<_, (usize, usize)> = HashMap::new();
    let mut told: Vec<Finding> = Vec::new();
    for finding in findings {
        let kind = (
            finding.rule.code,
            finding.blocks(),
            finding.waived.is_some(),
        );
        let (count, rest) = kinds.entry(kind).or_default();
        *count += 1;
        if *count <= MOST_TOLD + 1 {
            *rest = told.len();
            told.push(finding);
        }
    }
    for (count, rest) in kinds.into_values().filter(|(count, _)| *count > MOST_TOLD) {
        let Finding {
            rule,
            severity,
            place,
            waived,
            firm,
            ..
        } = told[rest].clone();
        let message = format!("这样的问题还有 {} 处，没有一一列出", count - MOST_TOLD);
        told[rest] = Finding {
            severity,
            waived,
            firm,
            help: "先改正已经列出的，再检查一次".into(),
            ..Finding::new(rule, place, message)
        };
    }
    told
}

/// Puts findings into file order: by place, the graver first.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| {
        let Span { file, start, .. } = finding.place;
        (file, start, finding.severity, finding.rule.code)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_findings_of_a_rule_are_counted() {
        let mut sources = Sources::new();
        let file = sources.add("a", "甲");
        let finding = |message: usize| {
            let place = Span::new(file, 0..3);
            Finding::new(&rules::PUNCTUATION, place, message.to_string()).help("改")
        };
        let one = bounded((0..MOST_TOLD).map(finding).collect());
        assert_eq!(one.len(), MOST_TOLD);
        let mut many: Vec<Finding> = (0..5000).map(finding).collect();
        many.push(Finding::new(&rules::UNFILLED, many[0].place, "别的"));
        many[7].waived = Some("有理由".to_owned());
        let told = bounded(many);
        assert_eq!(told.len(), MOST_TOLD + 3);
        let words = |at: usize| told[at].message.on(Surface::Form);
        assert_eq!(words(MOST_TOLD), "1000");
        assert_eq!(words(MOST_TOLD + 1), "这样的问题还有 3999 处，没有一一列出");
        assert_eq!(words(MOST_TOLD + 2), "别的");
    }
}

//! The form of an open file: all that the page shows, from the texts and the edition alone.

use super::{
    change::Texts,
    messages::{self, Form, Reference, Section, Text, Topic},
    particulars::particulars,
    prose::passages,
    tables::table,
};
use crate::language::{mends, waivable};
use base::{
    diagnostic::{Finding, Severity, Surface},
    source::Source,
};
use check::likeness;
use form::{
    edition::{Body, Field},
    report::{Report, keys},
};
use open::Opened;
use write::title_breaks;

/// Findings whose fixes are looked for, at the most: nobody reads on that far.
const MENDED: usize = 300;
/// Bytes that are read again for it, at the most.
const MENDED_BYTES: usize = 8_000_000;

/// The form; nothing where the text cannot be read as one.
pub fn form(paper: &Opened, texts: &Texts) -> Option<Form> {
    let report = paper.report.as_ref()?;
    let edition = report.edition;
    let title = report.full_title();
    let lines = title_breaks::lines(&title, &report.agency.text).into_iter();
    let owned = |line: Vec<&str>| line.into_iter().map(str::to_owned).collect();
    let title_pieces = lines.map(owned).collect();
    let mut sections = vec![section(paper, texts, report, keys::PREAMBLE, None)];
    let own = edition.sections.iter();
    sections.extend(own.map(|one| section(paper, texts, report, &one.key, Some(one))));
    Some(Form {
        year: report.year,
        edition: edition.name.clone(),
        document: edition.document.clone(),
        title,
        title_pieces,
        particulars: particulars(paper),
        sections,
        references: references(report),
    })
}

fn section(
    paper: &Opened,
    texts: &Texts,
    report: &Report,
    key: &str,
    form: Option<&form::edition::Section>,
) -> Section {
    let count = |severity: Severity| {
        let own = paper.findings.iter().filter(|finding| {
            let top = finding.subject.path.split('.').next();
            top == Some(key) && finding.waived.is_none() && finding.severity == severity
        });
        own.count()
    };
    let table_of = form.and_then(|form| Some((form, form.table.as_ref()?)));
    let text = table_of
        .is_none()
        .then(|| text(paper, texts, report, key, form));
    let filled = match (&text, table_of) {
        (Some(text), _) => text.length > 0,
        (None, Some((_, table))) => {
            let mut slots = table.fields.iter().flat_map(Field::slots);
            slots.all(|slot| !report.is_open(slot))
        }
        (None, None) => true,
    };
    Section {
        key: key.to_owned(),
        heading: form.map_or(key, |form| form.heading.as_str()).to_owned(),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        filled,
        text,
        table: table_of.map(|(form, of)| table(paper, report, form, of)),
    }
}

fn text(
    paper: &Opened,
    texts: &Texts,
    report: &Report,
    key: &str,
    form: Option<&form::edition::Section>,
) -> Text {
    let (passages, file) = passages(paper, texts, key);
    let prose = report.all_prose().find(|(own, _)| *own == key);
    let parts = prose.map_or(&[][..], |(_, prose)| &prose.passages);
    let whole: String = parts
        .iter()
        .flat_map(|part| {
            let heading = part.heading.as_ref().map_or("", |words| &words.text);
            [heading, "\n", &part.text, "\n"]
        })
        .collect();
    let topics = form.map_or(&[][..], |form| &form.topics);
    let topics = topics.iter().map(|topic| Topic {
        name: topic.name.clone(),
        covered: topic.words.iter().any(|word| whole.contains(word.as_str())),
    });
    let previous = paper.previous.as_ref();
    let alike = previous.and_then(|previous| likeness(report, previous, key));
    Text {
        passages,
        file,
        length: whole.chars().filter(|c| !c.is_whitespace()).count(),
        least: form.map_or(0, |form| form.least),
        topics: topics.collect(),
        copied: alike.and_then(|alike| alike.passage().map(str::to_owned)),
    }
}

/// Every row that has a total, and every figure.
fn references(report: &Report) -> Vec<Reference> {
    fn collect(report: &Report, fields: &[Field], found: &mut Vec<Reference>) {
        for field in fields {
            found.extend(report.number(&field.path).map(|value| Reference {
                name: report.edition.subject(&field.path).name,
                path: field.path.clone(),
                value: value.to_string(),
            }));
            if let Body::Group(inner) = &field.body {
                collect(report, inner, found);
            }
        }
    }
    let mut found = Vec::new();
    let tables = report
        .edition
        .sections
        .iter()
        .flat_map(|section| &section.table);
    tables.for_each(|table| collect(report, &table.fields, &mut found));
    found
}

/// The findings, with what puts them right.
pub fn findings(paper: &Opened) -> Vec<messages::Finding> {
    let source = paper.sources.get(paper.file);
    let units = Units::of(source);
    let most = MENDED.min(MENDED_BYTES / source.text().len().max(1));
    let numbered = paper.findings.iter().enumerate();
    numbered
        .map(|(number, finding)| {
            let alone = number < most && finding.members.is_empty();
            let fixes = alone.then(|| mends(paper, finding));
            let fixes = fixes.into_iter().flatten();
            let fixes = fixes.map(|action| action.title.on(Surface::Form).to_owned());
            told(paper, finding, &units, fixes.collect())
        })
        .collect()
}

fn told(
    paper: &Opened,
    finding: &Finding,
    units: &Units<'_>,
    fixes: Vec<String>,
) -> messages::Finding {
    let own = finding.place.file == paper.file;
    let range = finding.place.range();
    let paths = finding.each().iter().map(|member| &member.subject.path);
    messages::Finding {
        record: finding.record_on(&paper.sources, Surface::Form),
        title: finding.rule.title,
        start: own.then(|| units.before(range.start)),
        end: own.then(|| units.before(range.end)),
        paths: paths.filter(|path| !path.is_empty()).cloned().collect(),
        waivable: waivable(paper, finding),
        fixes,
    }
}

/// Places in a text as JavaScript counts them.
struct Units<'a> {
    source: &'a Source,
    /// Characters beyond the first plane, which count twice.
    wide: Vec<usize>,
}

impl<'a> Units<'a> {
    fn of(source: &'a Source) -> Self {
        let wide = source.text().char_indices();
        let wide = wide.filter(|(_, c)| c.len_utf16() > 1).map(|(at, _)| at);
        Units {
            source,
            wide: wide.collect(),
        }
    }

    fn before(&self, at: usize) -> usize {
        let at = self.source.floor(at);
        let wide = self.wide.partition_point(|wide| *wide < at);
        self.source.characters_before(at) + wide
    }
}

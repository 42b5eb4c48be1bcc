//! A data file's top level.

use std::collections::BTreeMap;

use super::{Blank, Category, Cell, Library, Report, Seal, Words, entries::join, keys};
use crate::edition::Edition;
use base::{
    date::Date,
    diagnostic::{Finding, Message, MissingKind, Rule, either, message, rules, terminal::excerpt},
    hidden,
    source::{FileId, Sources, Span},
    yaml::{self, Entry, Node, Value},
};

/// What reading needs at hand, and what it has found so far.
pub(super) struct Reader<'a> {
    pub sources: &'a mut Sources,
    pub library: &'a dyn Library,
    pub edition: &'static Edition,
    pub findings: Vec<Finding>,
    pub cells: Vec<Cell>,
    pub blanks: Vec<Blank>,
    /// Characters that may still be read from other files.
    pub spare: usize,
}

/// Characters of all words of a report, at the most. A full one has about 12,000.
pub(super) const MOST_WORDS: usize = 200_000;

pub(super) const TOO_LONG: &str = "一份年报的文字合起来最多 200000 个字";
pub(super) const CUT: &str = "检查是否贴错了内容；附件和长表放到网站上，在文字里写链接";

/// How many characters the words below a node have.
fn letters(node: &Node) -> usize {
    match &node.value {
        Value::Null => 0,
        Value::Scalar(scalar) => scalar.text.chars().count(),
        Value::List(items) => items.iter().map(letters).sum(),
        Value::Map(entries) => entries.iter().map(letters_of).sum(),
    }
}

fn letters_of(entry: &Entry) -> usize {
    entry.key.chars().count() + letters(&entry.node)
}

/// What is said of a data file with more words than any report, at the longest of its parts.
pub(super) fn too_long<'a>(
    parts: impl Iterator<Item = (&'a str, Span, usize)>,
    letters: usize,
) -> Option<Finding> {
    let (key, place, _) = parts.max_by_key(|(_, _, letters)| *letters)?;
    let message = format!("文件里有 {letters} 个字，{TOO_LONG}；这里最长");
    let finding = Finding::new(&rules::WRONG_VALUE, place, message);
    Some(finding.at(excerpt(key, 40)).help(CUT).firm())
}

/// Reads a data file.
///
/// There is no report where nothing can be made of the file; the findings say why.
pub fn read(
    sources: &mut Sources,
    file: FileId,
    library: &dyn Library,
) -> (Option<Report>, Vec<Finding>) {
    match tree(sources, file) {
        Ok(tree) => read_tree(sources, &tree, library),
        Err(findings) => (None, findings),
    }
}

/// A data file as YAML.
///
/// # Errors
/// What keeps it from being YAML.
pub fn tree(sources: &Sources, file: FileId) -> Result<Node, Vec<Finding>> {
    yaml::parse_keyed(sources, file, is_key)
}

/// The same of a file that may have mistakes: what is right around them.
pub fn recovered(sources: &Sources, file: FileId) -> Option<Node> {
    yaml::recovered(sources, file, is_key)
}

fn is_key(key: &str, indent: usize) -> bool {
    match indent {
        0 => keys::TOP.contains(&key) || marks_data_file(key),
        _ => is_row(key),
    }
}

/// Whether a key stands below those of the top level.
fn is_row(key: &str) -> bool {
    let slots = Edition::all().iter().flat_map(|edition| &edition.slots);
    let mut keys = slots.flat_map(|slot| slot.path.split('.').skip(1));
    [keys::NAME, keys::CATEGORY, keys::REST].contains(&key) || keys.any(|other| other == key)
}

/// Whether a key stands in data files and, as far as can be told, in nothing else: 年度, 机关,
/// or the key of a section.
pub fn marks_data_file(key: &str) -> bool {
    let mut sections = Edition::all().iter().flat_map(|edition| &edition.sections);
    [keys::YEAR, keys::AGENCY].contains(&key) || sections.any(|section| section.key == key)
}

/// Whether a YAML file that lies among data files is something else: a list, or keys of
/// which none is a data file's.
///
/// What is empty, or no YAML, may be a data file that was spoilt.
pub fn is_foreign(tree: &Node) -> bool {
    match &tree.value {
        Value::List(_) => true,
        Value::Map(entries) => !entries.iter().any(|entry| marks_data_file(&entry.key)),
        Value::Null | Value::Scalar(_) => false,
    }
}

/// Reads a data file that is known to be YAML.
pub fn read_tree(
    sources: &mut Sources,
    tree: &Node,
    library: &dyn Library,
) -> (Option<Report>, Vec<Finding>) {
    let words = letters(tree);
    let mut reader = Reader {
        findings: hidden::findings(sources, tree),
        sources,
        library,
        edition: Edition::latest(),
        cells: Vec::new(),
        blanks: Vec::new(),
        spare: MOST_WORDS.saturating_sub(words),
    };
    let report = match &tree.value {
        Value::Map(entries) if words > MOST_WORDS => {
            let parts = entries.iter();
            let parts = parts.map(|entry| (&*entry.key, entry.key_span, letters_of(entry)));
            reader.findings.extend(too_long(parts, words));
            None
        }
        Value::Map(entries) => Some(reader.report(entries, tree.span)),
        _ => {
            reader.findings.push(no_data(tree));
            None
        }
    };
    (report, reader.findings)
}

fn no_data(tree: &Node) -> Finding {
    let message = match &tree.value {
        Value::Null => "文件里没有数据",
        _ => "这不是一份年报数据：最外层应当是「年度: …」「机关: …」这样的项",
    };
    let help = either(
        "用 nianbao new 生成一份空白数据文件，照着填",
        "新建一份空白的报告，照着填",
    );
    Finding::new(&rules::YAML_SYNTAX, tree.span, message).help(help)
}

impl Reader<'_> {
    pub fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Finds fault with something: what is wrong, and what to do.
    pub fn fault(
        &mut self,
        rule: &'static Rule,
        place: Span,
        path: &str,
        message: impl Into<Message>,
        help: impl Into<Message>,
    ) {
        self.push(Finding::new(rule, place, message).at(path).help(help));
    }

    fn report(&mut self, entries: &[Entry], whole: Span) -> Report {
        let file = whole.file;
        let start = Span::new(file, whole.range().start..whole.range().start);
        let (year, year_place) = self.year(entries, start);
        let edition = self.edition(entries, year, year_place);
        self.edition = edition;
        let sections = edition.sections.iter().map(|s| s.key.as_str());
        let known: Vec<&str> = keys::TOP.into_iter().chain(sections.clone()).collect();
        let entries = self.known(entries, &known, "");
        let required: Vec<&str> = [keys::AGENCY].into_iter().chain(sections).collect();
        self.require(&entries, &required, start, "");

        self.cells = vec![Cell::ABSENT; edition.slots.len()];
        let get = |key: &str| entries.iter().find(|entry| entry.key == key).copied();
        let (agency, category) = self.agency(get(keys::AGENCY), start);
        let mut texts = Vec::new();
        for section in &edition.sections {
            let entry = get(&section.key);
            texts.push(match (&section.table, entry) {
                (Some(table), Some(entry)) => {
                    self.fields(&table.fields, entry, &section.key);
                    None
                }
                (None, Some(entry)) => self.prose(entry, true),
                (_, None) => None,
            });
        }
        let signature = match get(keys::SIGNATURE) {
            Some(entry) => self.optional_words(entry).map(|words| words.text),
            None => Some(agency.text.clone()),
        };
        Report {
            edition,
            year: year.unwrap_or(edition.to.unwrap_or(edition.from)),
            year_is_sound: year.is_some_and(|year| Edition::of_year(year).is_some()),
            year_place,
            agency,
            category,
            date: get(keys::DATE).and_then(|entry| self.date(entry)),
            title: get(keys::TITLE).and_then(|entry| self.optional_words(entry)),
            signature,
            seal: get(keys::SEAL).and_then(|entry| self.seal(entry)),
            preamble: get(keys::PREAMBLE).and_then(|entry| self.prose(entry, false)),
            texts,
            cells: std::mem::take(&mut self.cells),
            blanks: std::mem::take(&mut self.blanks),
            images: BTreeMap::new(),
            previous: get(keys::PREVIOUS).and_then(|entry| self.optional_words(entry)),
            before: None,
            waivers: get(keys::WAIVERS).map_or_else(Vec::new, |entry| self.waivers(entry)),
        }
    }

    fn agency(&mut self, entry: Option<&Entry>, start: Span) -> (Words, Option<Category>) {
        let nobody = Words {
            text: String::new(),
            place: entry.map_or(start, |entry| entry.node.span),
        };
        let Some(entry) = entry else {
            return (nobody, None);
        };
        let Value::Map(entries) = &entry.node.value else {
            let name = scalar(&entry.node).filter(|name| !name.is_empty());
            let name = name.map_or("某某市某某局".into(), |name| excerpt(name, 40));
            let help = either(
                format!("写作两行：「  名称: {name}」「  类别: 部门」"),
                "填上机关的全称，选定类别",
            );
            self.wrong(entry, "「机关」下面应当写名称和类别", help);
            return (nobody, None);
        };
        let entries = self.known(entries, &[keys::NAME, keys::CATEGORY], keys::AGENCY);
        self.require(&entries, &[keys::NAME], entry.key_span, keys::AGENCY);
        let get = |key: &str| entries.iter().find(|entry| entry.key == key).copied();
        let own = self.findings.len();
        let name = get(keys::NAME).and_then(|entry| self.words(entry, "机关的全称"));
        let category = get(keys::CATEGORY).and_then(|entry| self.category(entry));
        for finding in &mut self.findings[own..] {
            finding.subject = join(keys::AGENCY, &finding.subject.path).into();
        }
        (name.unwrap_or(nobody), category)
    }

    fn category(&mut self, entry: &Entry) -> Option<Category> {
        let text = scalar(&entry.node).unwrap_or_default();
        let found = Category::named(text);
        if found.is_none() {
            let message = format!("「类别」不能写「{text}」");
            self.misread(entry, text, message, Category::choice());
        }
        found
    }

    fn seal(&mut self, entry: &Entry) -> Option<Seal> {
        let text = scalar(&entry.node).unwrap_or_default();
        let found = Seal::named(text);
        if found.is_none() && !is_blank(&entry.node) {
            let message = format!("「{}」不能写「{text}」", keys::SEAL);
            self.wrong(entry, message, Seal::choice());
        }
        found
    }

    fn date(&mut self, entry: &Entry) -> Option<(Date, Span)> {
        let text = scalar(&entry.node).unwrap_or_default();
        let date = Date::parse(text);
        if date.is_none() && !is_blank(&entry.node) {
            let message = format!("「日期」写的是「{text}」，不是「年-月-日」写的一天");
            let help = Date::loose(text).map(|date| format!("写作 {date}"));
            self.misread(entry, text, message, help.unwrap_or_else(|| DAY.to_owned()));
        }
        Some((date?, entry.node.span))
    }

    /// Finds fault with a field that cannot be read, or that was not filled in.
    pub fn misread(
        &mut self,
        entry: &Entry,
        text: &str,
        message: String,
        help: impl Into<Message>,
    ) {
        let message = match text {
            "" => format!("「{}」没有填写", entry.key),
            _ => message,
        };
        self.wrong(entry, message, help);
    }

    /// Words that may be left out by `~`.
    fn optional_words(&mut self, entry: &Entry) -> Option<Words> {
        match is_blank(&entry.node) {
            true => None,
            false => self.words(entry, "文字"),
        }
    }

    pub fn words(&mut self, entry: &Entry, what: &str) -> Option<Words> {
        let words = Words::new(scalar(&entry.node).unwrap_or_default(), entry.node.span);
        if words.text.is_empty() {
            let (rule, problem) = match entry.node.value {
                Value::Null | Value::Scalar(_) => (&rules::MISSING_KEY, "没有填写"),
                Value::List(_) | Value::Map(_) => (&rules::WRONG_VALUE, "只有一项，不能写成几项"),
            };
            let message = format!("「{}」{problem}", entry.key);
            let help = message!(fill = either("在冒号后面写上", "填上"); "{fill}{what}");
            self.complain(rule, entry, message, help);
            return None;
        }
        Some(words)
    }

    /// Finds fault with a field that cannot be read.
    pub fn wrong(&mut self, entry: &Entry, message: impl Into<Message>, help: impl Into<Message>) {
        let rule = match entry.node.value {
            Value::Null => &rules::MISSING_KEY,
            _ => &rules::WRONG_VALUE,
        };
        self.complain(rule, entry, message, help);
    }

    fn complain(
        &mut self,
        rule: &'static Rule,
        entry: &Entry,
        message: impl Into<Message>,
        help: impl Into<Message>,
    ) {
        let place = match entry.node.span.range().is_empty() {
            true => entry.key_span,
            false => entry.node.span,
        };
        let mut finding = Finding::new(rule, place, message).at(&entry.key).help(help);
        finding.stated = scalar(&entry.node).map(str::to_owned);
        finding.missing = (rule == &rules::MISSING_KEY).then_some(MissingKind::Unsaid);
        self.push(finding);
    }
}

/// How a date is written.
pub(super) const DAY: &str = "写作 年-月-日，月和日都是两位，例如 2026-01-20";

/// The words of a scalar.
pub(super) fn scalar(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Scalar(scalar) => Some(&scalar.text),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}

/// Whether an author wrote `~`; nothing at all is not enough.
pub(super) fn is_blank(node: &Node) -> bool {
    matches!(node.value, Value::Null) && !node.span.range().is_empty()
}

//! What the lines of a fenced block ask for.

use std::ops::Range;

use strsim::jaro;

use super::{AGAIN, Desk, Drawn};
use crate::{
    chart::ChartKind,
    report::{
        expand::filled,
        reader::{is_blank, scalar},
    },
};
use base::{
    diagnostic::{Finding, Message, Rule, either, rules, terminal::excerpt},
    number::{Kind, Misfit, Number},
    source::{Sources, Span},
    yaml::{self, Entry, Node, Value},
};

const TITLE: &str = "标题";
const DATA: &str = "数据";
const STYLE: &str = "样式";
const YEARS: &str = "年度";
const UNIT: &str = "单位";
/// What may be written of a chart.
const KEYS: [&str; 5] = [TITLE, DATA, STYLE, YEARS, UNIT];
/// Years that a chart goes back, at the most.
const MOST_YEARS: usize = 10;

/// What an author asks for.
pub struct Request {
    /// The title; without one the path says it.
    pub title: Option<String>,
    /// What is shown, in order.
    pub data: Data,
    /// How it is shown; else the data decides.
    pub style: Option<ChartKind>,
    /// How many years, and where that stands.
    pub years: (usize, Span),
    /// The unit of the author's own figures, likewise.
    pub unit: Option<(String, Span)>,
}

/// What a chart shows.
pub enum Data {
    /// The parts of a row, a group or a table, or a cell, by its path.
    Parts(String, Span),
    /// The totals of rows and groups, and cells, by their paths.
    Totals(Vec<(String, Span)>),
    /// Figures of the author's own, each with its label, which may be left blank.
    Own(Vec<(String, Option<Number>, Span)>),
}

/// How many years a block asks for, as far as that can be read.
pub fn years(block: &str) -> usize {
    let tree = tree(block).ok();
    let years = tree.as_ref().and_then(|tree| tree.get(YEARS));
    years.and_then(|entry| years_of(&entry.node)).unwrap_or(1)
}

/// A number of years that a chart may go back.
fn years_of(node: &Node) -> Option<usize> {
    let years = scalar(node)?.trim().parse().ok();
    years.filter(|years| (1..=MOST_YEARS).contains(years))
}

fn is_key(key: &str, depth: usize) -> bool {
    depth == 0 && KEYS.contains(&key)
}

/// The lines of a block as YAML; places are within them.
fn tree(block: &str) -> Result<Node, Vec<Finding>> {
    let mut sources = Sources::new();
    let file = sources.add("", block);
    yaml::parse_keyed(&sources, file, is_key)
}

impl Desk<'_> {
    /// Reads the lines of a block.
    pub fn request(&self, inner: &Range<usize>) -> Drawn<Request> {
        let mut form = Form {
            desk: self,
            inner,
            faults: Vec::new(),
        };
        let request = match tree(&self.passage.text[inner.clone()]) {
            Ok(tree) => form.read(&tree),
            Err(faults) => {
                for fault in faults {
                    form.told(&rules::YAML_SYNTAX, fault.place, fault.message, fault.help);
                }
                None
            }
        };
        request
            .filter(|_| form.faults.is_empty())
            .ok_or(form.faults)
    }
}

/// A block that is read.
struct Form<'a> {
    desk: &'a Desk<'a>,
    inner: &'a Range<usize>,
    faults: Vec<Finding>,
}

impl Form<'_> {
    /// Where a place among the lines of the block stands.
    fn at(&self, place: Span) -> Span {
        let (start, range) = (self.inner.start, place.range());
        let map = &self.desk.passage.map;
        map.span(start + range.start..start + range.end)
    }

    fn told(
        &mut self,
        rule: &'static Rule,
        place: Span,
        message: impl Into<Message>,
        help: impl Into<Message>,
    ) {
        let finding = Finding::new(rule, self.at(place), message);
        self.faults.push(finding.help(help));
    }

    fn wrong(&mut self, place: Span, message: impl Into<Message>, help: impl Into<Message>) {
        self.told(&rules::CHART, place, message, help);
    }

    fn read(&mut self, tree: &Node) -> Option<Request> {
        let Value::Map(entries) = &tree.value else {
            let help = either("每行写一项，例如「数据: 申请.新收」", AGAIN);
            self.wrong(tree.span, "图里没有写要画什么", help);
            return None;
        };
        self.strange(entries);
        let find = |key: &str| tree.get(key);
        let Some(data) = find(DATA) else {
            let help = either("写上「数据: 申请.新收」，或一列路径，或「标签: 数」", AGAIN);
            self.told(&rules::MISSING_KEY, tree.span, "图缺少「数据」", help);
            return None;
        };
        let shown = self.data(data);
        let title = find(TITLE).and_then(|entry| self.title(entry));
        if title.is_none() && !matches!(data.node.value, Value::Scalar(_)) {
            let help = "写上「标题: ……」，说这幅图是什么；看不见图的人先听到它";
            self.told(&rules::MISSING_KEY, data.key_span, "图缺少「标题」", help);
        }
        let unit = find(UNIT).and_then(|entry| Some((self.words(entry)?, entry.node.span)));
        let years = find(YEARS);
        let years_place = years.map_or(data.key_span, |entry| entry.node.span);
        let style = find(STYLE).and_then(|entry| self.style(entry));
        let years = years.map_or(1, |entry| self.years(entry));
        Some(Request {
            title,
            data: shown?,
            style,
            years: (years, self.at(years_place)),
            unit: unit.map(|(unit, place)| (unit, self.at(place))),
        })
    }

    /// Finds fault with keys that are unknown or written twice.
    fn strange(&mut self, entries: &[Entry]) {
        for (index, entry) in entries.iter().enumerate() {
            let (place, key) = (entry.key_span, excerpt(&entry.key, 40));
            if entries[..index].iter().any(|other| other.key == entry.key) {
                let message = format!("图的「{key}」写了两次");
                self.told(&rules::DUPLICATE_KEY, place, message, "只留一处");
            } else if !KEYS.contains(&entry.key.as_str()) {
                let near = KEYS.into_iter().find(|known| jaro(known, &entry.key) > 0.6);
                let near = near.map_or_else(String::new, |near| format!("是不是「{near}」？"));
                let help = format!("{near}可以写：{}", KEYS.join("、"));
                let message = format!("图里没有「{key}」这一项");
                let unknown = Finding::new(&rules::UNKNOWN_KEY, self.at(place), message);
                self.faults.push(unknown.help(help).stated(key));
            }
        }
    }

    fn words(&mut self, entry: &Entry) -> Option<String> {
        let words = scalar(&entry.node).map(str::trim).unwrap_or_default();
        if words.is_empty() {
            let message = format!("图的「{}」没有写", entry.key);
            self.wrong(entry.key_span, message, "写上一行文字，或删去这一项");
            return None;
        }
        Some(words.replace(['\n', '\r', '\t'], " "))
    }

    fn title(&mut self, entry: &Entry) -> Option<String> {
        let words = self.words(entry)?;
        match filled(self.desk.report, self.desk.previous, &words) {
            Ok(words) => Some(words),
            Err((message, help)) => {
                self.told(&rules::UNFILLED, entry.node.span, message, help);
                None
            }
        }
    }

    fn style(&mut self, entry: &Entry) -> Option<ChartKind> {
        let words = self.words(entry)?;
        let kinds = ChartKind::ALL.into_iter();
        let kind = kinds.clone().find(|kind| kind.chinese() == words);
        if kind.is_none() {
            let message = format!("没有「{}」这种样式的图", excerpt(&words, 20));
            let names: Vec<&str> = kinds.map(ChartKind::chinese).collect();
            let help = format!("写{}；不写「样式」，由数据决定", names.join("、"));
            self.wrong(entry.node.span, message, help);
        }
        kind
    }

    fn years(&mut self, entry: &Entry) -> usize {
        let years = years_of(&entry.node);
        if years.is_none() {
            let words = scalar(&entry.node).unwrap_or_default().trim();
            let message = format!("图的「年度」写的是「{}」，应当是年数", excerpt(words, 20));
            let help = format!("写 1 到 {MOST_YEARS}：今年算一年，往前顺着「上年」数");
            self.wrong(entry.node.span, message, help);
        }
        years.unwrap_or(1)
    }

    /// A path, a list of them, or labels with figures.
    fn data(&mut self, data: &Entry) -> Option<Data> {
        let node = &data.node;
        match &node.value {
            Value::Scalar(path) => {
                return Some(Data::Parts(path.text.trim().to_owned(), self.at(node.span)));
            }
            Value::List(nodes) if !nodes.is_empty() => {
                let mut paths = Vec::new();
                for node in nodes {
                    match scalar(node) {
                        Some(path) => paths.push((path.trim().to_owned(), self.at(node.span))),
                        None => self.wrong(node.span, "图的这一项没有写路径", data_help()),
                    }
                }
                return Some(Data::Totals(paths));
            }
            Value::Map(entries) if !entries.is_empty() => {
                let mut own: Vec<(String, Option<Number>, Span)> = Vec::new();
                for entry in entries {
                    let label = entry.key.trim().replace(['\n', '\r', '\t'], " ");
                    if label.is_empty() {
                        let help = "写明这个数是什么，例如「门户网站: 120」";
                        self.wrong(entry.key_span, "图里有一项没有标签", help);
                    } else if own.iter().any(|(other, ..)| *other == label) {
                        let message = format!("图里有两项都叫「{}」", excerpt(&label, 40));
                        let help = "各写各的标签，分得清哪个数是哪一项的";
                        self.wrong(entry.node.span, message, help);
                    }
                    let number = self.own(entry, &label);
                    own.push((label, number, self.at(entry.node.span)));
                }
                return Some(Data::Own(own));
            }
            Value::Null | Value::List(_) | Value::Map(_) => {}
        }
        self.wrong(data.key_span, "图的「数据」是空的", data_help());
        None
    }

    /// A figure of the author's own: with a sign, a decimal point, or neither; none where it
    /// is left blank or no figure.
    fn own(&mut self, entry: &Entry, label: &str) -> Option<Number> {
        if is_blank(&entry.node) {
            return None;
        }
        let Some(words) = scalar(&entry.node) else {
            let message = format!("图里「{label}」没有写数");
            self.wrong(entry.key_span, message, data_help());
            return None;
        };
        let text = words.trim();
        let number = match text.strip_prefix('-') {
            Some(amount) => Number::parse(amount, Kind::Amount)
                .map(|amount| Number::from_millionths(-amount.millionths())),
            None if text.starts_with('+') => Number::parse(text, Kind::Change),
            None => Number::parse(text, Kind::Amount),
        };
        let told = |misfit: Misfit| {
            let (written, problem) = (excerpt(words, 40), misfit.problem);
            let message = format!("图里「{label}」写的是「{written}」，{problem}");
            let help = misfit.write.map(|write| format!("写作 {write}").into());
            self.wrong(entry.node.span, message, help.unwrap_or_else(data_help));
        };
        number.map_err(told).ok()
    }
}

fn data_help() -> Message {
    either(
        "写一个路径，例如 申请.新收；或逐行写「- 路径」；或写「标签: 数」，不加引号和单位，留空写 ~",
        AGAIN,
    )
}

//! What the lines of a fenced block ask for.

use std::ops::Range;

use strsim::jaro;

use super::{AGAIN, Desk, Drawn, broken, fault};
use crate::{
    form::{
        chart::ChartKind,
        report::{
            expand::filled,
            reader::{is_blank, scalar},
        },
    },
    ground::{
        diagnostic::{Finding, Message, either, rules, terminal::excerpt},
        number::{Kind, Misfit, Number},
        source::{Sources, Span},
        yaml::{self, Entry, Node, Value},
    },
};

const TITLE: &str = "标题";
/// What a chart shows.
pub const DATA: &str = "数据";
/// How a chart is shown.
pub const STYLE: &str = "样式";
const YEARS: &str = "年度";
const UNIT: &str = "单位";
/// What may be written of a chart.
pub const KEYS: [&str; 5] = [TITLE, DATA, STYLE, YEARS, UNIT];
/// Years that a chart goes back, at the most.
pub const MOST_YEARS: usize = 10;

/// What an author asks for.
pub struct Request {
    /// The title; without one the path says it.
    pub title: Option<String>,
    /// What is shown, in order.
    pub items: Vec<Item>,
    /// Whether that is one path, which may be of a group.
    pub is_one: bool,
    /// How it is shown; else the data decides.
    pub style: Option<ChartKind>,
    /// How many years.
    pub years: usize,
    /// Where that stands.
    pub years_place: Span,
    /// The unit of the author's own figures.
    pub unit: Option<(String, Span)>,
}

/// Something to show.
pub struct Item {
    /// What the author calls it.
    pub label: Option<String>,
    /// What it is.
    pub source: Source,
    /// Where it stands.
    pub place: Span,
}

/// Where a figure comes from.
pub enum Source {
    /// The form.
    Path(String),
    /// The author, who may leave it blank.
    Own(Option<Number>),
}

/// How many years a block asks for, as far as that can be read.
pub fn years(block: &str) -> usize {
    let Ok(Value::Map(entries)) = tree(block).map(|tree| tree.value) else {
        return 1;
    };
    let years = entries.iter().find(|entry| entry.key == YEARS);
    years.and_then(|entry| years_of(&entry.node)).unwrap_or(1)
}

/// A number of years that a chart may go back.
fn years_of(node: &Node) -> Option<usize> {
    let years = scalar(node)?.trim().parse().ok();
    years.filter(|years| (1..=MOST_YEARS).contains(years))
}

/// The lines of a block as YAML; places are within them.
fn tree(block: &str) -> Result<Node, Vec<Finding>> {
    let mut sources = Sources::new();
    let file = sources.add("", block);
    let is_key = |key: &str, depth: usize| depth == 0 && KEYS.contains(&key);
    yaml::parse_keyed(&sources, file, is_key)
}

impl Desk<'_> {
    /// Reads the lines of a block.
    pub fn request(&self, inner: &Range<usize>) -> Drawn<Request> {
        let tree = tree(&self.passage.text[inner.clone()]).map_err(|faults| {
            let faults = faults.into_iter();
            let faults = faults.map(|fault| {
                let place = self.at(inner, fault.place);
                broken(&rules::YAML_SYNTAX, place, fault.message, fault.help)
            });
            faults.collect::<Vec<_>>()
        })?;
        let mut form = Form {
            desk: self,
            inner,
            faults: Vec::new(),
        };
        let request = form.read(&tree);
        match (request, form.faults.is_empty()) {
            (Some(request), true) => Ok(request),
            _ => Err(form.faults),
        }
    }

    /// Where a place among the lines of a block stands.
    fn at(&self, inner: &Range<usize>, place: Span) -> Span {
        let range = place.range();
        self.passage
            .map
            .span(inner.start + range.start..inner.start + range.end)
    }
}

/// A block that is read.
struct Form<'a> {
    desk: &'a Desk<'a>,
    inner: &'a Range<usize>,
    faults: Vec<Finding>,
}

impl Form<'_> {
    fn at(&self, place: Span) -> Span {
        self.desk.at(self.inner, place)
    }

    fn wrong(&mut self, place: Span, message: impl Into<Message>, help: impl Into<Message>) {
        let place = self.at(place);
        self.faults.push(fault(place, message, help));
    }

    fn read(&mut self, tree: &Node) -> Option<Request> {
        let Value::Map(entries) = &tree.value else {
            let help = either("每行写一项，例如「数据: 申请.新收」", AGAIN);
            self.wrong(tree.span, "图里没有写要画什么", help);
            return None;
        };
        self.strange(entries);
        let find = |key: &str| entries.iter().find(|entry| entry.key == key);
        let Some(data) = find(DATA) else {
            let place = self.at(tree.span);
            let help = either("写上「数据: 申请.新收」，或一列路径，或「标签: 数」", AGAIN);
            let missing = broken(&rules::MISSING_KEY, place, "图缺少「数据」", help);
            self.faults.push(missing);
            return None;
        };
        let items = self.items(data);
        let is_one = matches!(data.node.value, Value::Scalar(_));
        let title = find(TITLE).and_then(|entry| self.title(entry));
        if title.is_none() && !is_one {
            let place = self.at(data.key_span);
            let help = "写上「标题: ……」，说这幅图是什么；看不见图的人先听到它";
            let missing = broken(&rules::MISSING_KEY, place, "图缺少「标题」", help);
            self.faults.push(missing);
        }
        let years = find(YEARS);
        let unit = find(UNIT).and_then(|entry| Some((self.words(entry)?, entry.node.span)));
        Some(Request {
            title,
            is_one,
            style: find(STYLE).and_then(|entry| self.style(entry)),
            years: years.map_or(1, |entry| self.years(entry)),
            years_place: self.at(years.map_or(data.key_span, |entry| entry.node.span)),
            unit: unit.map(|(unit, place)| (unit, self.at(place))),
            items,
        })
    }

    /// Finds fault with keys that are unknown or written twice.
    fn strange(&mut self, entries: &[Entry]) {
        for (index, entry) in entries.iter().enumerate() {
            let place = self.at(entry.key_span);
            let key = excerpt(&entry.key, 40);
            if entries[..index].iter().any(|other| other.key == entry.key) {
                let message = format!("图的「{key}」写了两次");
                let twice = broken(&rules::DUPLICATE_KEY, place, message, "只留一处");
                self.faults.push(twice);
            } else if !KEYS.contains(&entry.key.as_str()) {
                let near = KEYS.into_iter().find(|known| jaro(known, &entry.key) > 0.6);
                let near = near.map_or_else(String::new, |near| format!("是不是「{near}」？"));
                let help = format!("{near}可以写：{}", KEYS.join("、"));
                let message = format!("图里没有「{key}」这一项");
                let unknown = broken(&rules::UNKNOWN_KEY, place, message, help);
                self.faults.push(unknown.stated(key));
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
        let Desk {
            report, previous, ..
        } = self.desk;
        match filled(report, *previous, &words) {
            Ok(words) => Some(words),
            Err((message, help)) => {
                let place = self.at(entry.node.span);
                let unfilled = broken(&rules::UNFILLED, place, message, help);
                self.faults.push(unfilled);
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

    fn items(&mut self, data: &Entry) -> Vec<Item> {
        let node = &data.node;
        let own = |form: &mut Self, entries: &[Entry]| -> Vec<Item> {
            let entries = entries.iter();
            entries.filter_map(|entry| form.labelled(entry)).collect()
        };
        let items = match &node.value {
            Value::Scalar(path) => vec![self.path(&path.text, node.span, None)],
            Value::Map(entries) => own(self, entries),
            Value::List(nodes) => {
                let mut items = Vec::new();
                for node in nodes {
                    match &node.value {
                        Value::Map(entries) => items.extend(own(self, entries)),
                        Value::Scalar(path) => items.push(self.path(&path.text, node.span, None)),
                        _ => self.wrong(node.span, "图的这一项没有写", data_help()),
                    }
                }
                items
            }
            Value::Null => Vec::new(),
        };
        for (at, item) in items.iter().enumerate() {
            let Some(label) = item.label.as_ref().filter(|label| !label.is_empty()) else {
                continue;
            };
            let mut before = items[..at].iter();
            if before.any(|other| other.label.as_ref() == Some(label)) {
                let message = format!("图里有两项都叫「{}」", excerpt(label, 40));
                let help = "各写各的标签，分得清哪个数是哪一项的";
                self.faults.push(fault(item.place, message, help));
            }
        }
        if items.is_empty() && self.faults.is_empty() {
            self.wrong(data.key_span, "图的「数据」是空的", data_help());
        }
        items
    }

    fn path(&self, path: &str, place: Span, label: Option<String>) -> Item {
        Item {
            label,
            source: Source::Path(path.trim().to_owned()),
            place: self.at(place),
        }
    }

    /// 「标签: 数」, or 「标签: 路径」.
    fn labelled(&mut self, entry: &Entry) -> Option<Item> {
        let label = entry.key.trim().replace(['\n', '\r', '\t'], " ");
        if label.is_empty() {
            let help = "写明这个数是什么，例如「门户网站: 120」";
            self.wrong(entry.key_span, "图里有一项没有标签", help);
        }
        let span = entry.node.span;
        let number = match &entry.node.value {
            _ if is_blank(&entry.node) => None,
            Value::Scalar(words) => match own(words.text.trim()) {
                Ok(number) => Some(number),
                Err(_) if is_path(&words.text) => {
                    return Some(self.path(&words.text, span, Some(label)));
                }
                Err(Misfit { problem, write }) => {
                    let written = excerpt(&words.text, 40);
                    let message = format!("图里「{label}」写的是「{written}」，{problem}");
                    let help = write.map(|write| format!("写作 {write}").into());
                    self.wrong(span, message, help.unwrap_or_else(data_help));
                    return None;
                }
            },
            _ => {
                let message = format!("图里「{label}」没有写数");
                self.wrong(entry.key_span, message, data_help());
                return None;
            }
        };
        Some(Item {
            label: Some(label),
            source: Source::Own(number),
            place: self.at(span),
        })
    }
}

fn data_help() -> Message {
    either(
        "写一个路径，例如 申请.新收；或逐行写「- 路径」；或写「标签: 数」，不加引号和单位，留空写 ~",
        AGAIN,
    )
}

/// Whether words name a row or cell, and are no figure that went wrong.
fn is_path(words: &str) -> bool {
    words.contains('.') && !words.contains(|c: char| c.is_ascii_digit())
}

/// A figure of the author's own: with a sign, a decimal point, or neither.
fn own(text: &str) -> Result<Number, Misfit> {
    match text.strip_prefix('-') {
        Some(amount) => Number::parse(amount, Kind::Amount)
            .map(|amount| Number::from_millionths(-amount.millionths())),
        None if text.starts_with('+') => Number::parse(text, Kind::Change),
        None => Number::parse(text, Kind::Amount),
    }
}

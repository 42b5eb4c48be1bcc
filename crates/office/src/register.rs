//! The register (名册): who must hand in a report, and by which names it goes.
//!
//! In goes YAML, CSV or a workbook:
//!
//! ```text
//! - {名称: 某县水利局, 编号: 012, 简称: 水利局, 上级: 某县人民政府, 期限: 2026-01-20}
//! ```
//!
//! Out come the agencies in their order, and what is wrong with the list, each with its place.
//! Whose a file is by its name, or a report by the name that it states, is answered here and
//! nowhere else: [`find`](Register::find) and [`matched`](Register::matched). Words that may
//! mean several agencies are nobody's.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use crate::agency::{identity, is_meant, nearest, short_names};
use base::{
    content::{CONVERT, Content},
    date::Date,
    diagnostic::{Finding, rules, sort},
    hidden,
    source::{Sources, Span},
    yaml::{self, Node, Value},
};
use form::report::{Category, Words, keys};

/// The key of the list, where the register has other keys too.
const LIST: &str = "名单";
/// By which an office knows an agency.
const ID: &str = "编号";
/// Shorter names.
const SHORT: &str = "简称";
/// Names that an agency had, and others.
const FORMER: [&str; 2] = ["曾用名", "别名"];
/// Whom to ask.
const CONTACT: &str = "联系人";
/// The agency above it.
const ABOVE: &str = "上级";
/// Its own deadline.
const DUE: &str = "期限";
/// Its place among the others.
const ORDER: &str = "次序";
/// Whether its report has the figures of those below it.
const COVERS: &str = "含下级";
/// Every key of an entry.
const KEYS: [&str; 11] = [
    keys::NAME,
    ID,
    SHORT,
    FORMER[0],
    FORMER[1],
    ABOVE,
    DUE,
    ORDER,
    keys::CATEGORY,
    COVERS,
    CONTACT,
];
/// What lists call the column of names besides.
#[cfg(feature = "readers")]
const NAMES: [&str; 5] = ["机关名称", "单位名称", "机关", "单位", "全称"];

const SHAPE: &str = "每家写一行：- 某某县某某局；或 - {名称: 某某县某某局, 编号: 012, 简称: 某某局, 类别: 部门}；表格的第一行写「名称」等栏目";

/// An agency that must hand in a report.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its name.
    pub name: Words,
    /// By which the office knows it.
    pub id: Option<String>,
    /// What it is, if the register says so: decides the deadline.
    pub category: Option<Category>,
    /// Other names by which its report may go: shorter ones, those it had.
    pub aliases: Vec<Words>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// The agency above it.
    pub above: Option<usize>,
    /// Its own deadline.
    pub due: Option<Date>,
    /// Whether its report has the figures of those below it, too.
    pub covers: bool,
}

/// Whom words name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Match {
    /// An agency.
    One(usize),
    /// One of these perhaps: somebody has to say.
    Several(Vec<usize>),
    /// None.
    #[default]
    None,
}

impl Match {
    /// The agency, where it is certain.
    pub fn one(&self) -> Option<usize> {
        match self {
            Match::One(index) => Some(*index),
            _ => None,
        }
    }
}

/// Who must hand in a report.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// The agencies in the order that the list states, else in the author's.
    pub members: Vec<Member>,
    /// Written names.
    by_name: BTreeMap<String, usize>,
    /// What a written name is called without its area, and whose that may be.
    short: BTreeMap<String, BTreeSet<usize>>,
}

impl Register {
    /// The number of the agency of a name: one that is written, or that one agency alone has
    /// without its area.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.stated(name).one()
    }

    /// Whom the name means that a report states.
    pub fn stated(&self, name: &str) -> Match {
        self.named(&identity(name))
    }

    /// Whom a whole name means.
    fn named(&self, name: &str) -> Match {
        if let Some(index) = self.by_name.get(name) {
            return Match::One(*index);
        }
        let members = self.short.get(name).into_iter().flatten();
        one_of(members.copied().collect())
    }

    /// Whom the name of a file or a folder means: words in which a name stands.
    ///
    /// `气象局年报` is 某县气象局's where no other agency is called so, `区气象局` is not, and
    /// `公安局交警大队` is a question.
    pub fn matched(&self, words: &str) -> Match {
        let words = identity(words);
        if let found @ Match::One(_) = self.named(&words) {
            return found;
        }
        let written = self.by_name.iter().map(|(name, index)| (name, *index));
        let short = self.short.iter();
        let short = short.flat_map(|(name, all)| all.iter().map(move |index| (name, *index)));
        let mut found: Vec<(Range<usize>, usize, bool)> = Vec::new();
        for (name, index) in written.chain(short) {
            for (at, _) in words.match_indices(name.as_str()) {
                let range = at..at + name.len();
                let (lead, rest) = (&words[..at], &words[range.end..]);
                let whole = identity(&self.members[index].name.text);
                if let Some(sure) = is_meant(name, &whole, lead, rest) {
                    found.push((range, index, sure));
                }
            }
        }
        // 某县水利局 is not 某县, and not 水利局 of another one.
        let within = |one: &Range<usize>, other: &Range<usize>| {
            one != other && other.start <= one.start && one.end <= other.end
        };
        let longest: Vec<&(Range<usize>, usize, bool)> = found
            .iter()
            .filter(|one| !found.iter().any(|other| within(&one.0, &other.0)))
            .collect();
        let members: BTreeSet<usize> = longest.iter().map(|one| one.1).collect();
        match longest.iter().any(|one| one.2) {
            true => one_of(members),
            false if members.is_empty() => Match::None,
            false => Match::Several(members.into_iter().collect()),
        }
    }

    /// Whose a report is of which no name can be read: whose written name stands in its text,
    /// where that is one agency's.
    pub fn find_in(&self, text: &str) -> Option<usize> {
        let text = identity(text);
        let named = self.by_name.iter().filter(|(name, _)| text.contains(*name));
        one_of(named.map(|(_, index)| *index).collect()).one()
    }

    /// What every name of an agency has in common, those of its entry too.
    pub fn identity(&self, name: &str) -> String {
        let member = self.find(name).map(|index| &self.members[index].name.text);
        identity(member.map_or(name, String::as_str))
    }

    /// The agency above one whose own report has the figures of that too.
    pub fn covered_by(&self, index: usize) -> Option<usize> {
        let above = |index: &usize| self.members[*index].above;
        let mut all = std::iter::successors(above(&index), above);
        all.find(|index| self.members[*index].covers)
    }

    /// What to do about a name that it does not have.
    pub fn advice(&self, name: &str) -> String {
        let name_of = |index: &usize| format!("「{}」", self.members[*index].name.text);
        if let Match::Several(members) = self.matched(name) {
            let all: Vec<String> = members.iter().take(5).map(name_of).collect();
            return format!("是不是{}？在名册里把这个名字写成它的简称", all.join("或"));
        }
        let names = self.members.iter().map(|member| &member.name.text);
        match nearest(name, names) {
            Some(index) => format!(
                "是不是{}？改正名称，或在名册里写成它的曾用名",
                name_of(&index)
            ),
            None => "把它写进名册，或移走这份文件".to_owned(),
        }
    }
}

/// The entries of a register.
fn list(tree: &Node) -> Option<&[Node]> {
    match &tree.get(LIST).map_or(tree, |entry| &entry.node).value {
        Value::List(items) => Some(items),
        _ => None,
    }
}

/// The one among some agencies that a name means, or the question which.
fn one_of(members: BTreeSet<usize>) -> Match {
    match (members.first(), members.len()) {
        (None, _) => Match::None,
        (Some(index), 1) => Match::One(*index),
        _ => Match::Several(members.into_iter().collect()),
    }
}

/// Reads a register; a workbook and CSV by how its name ends.
///
/// # Errors
/// It cannot be read at all: why, and what to do.
pub fn read(
    sources: &mut Sources,
    name: &str,
    bytes: Vec<u8>,
) -> Result<(Register, Vec<Finding>), String> {
    let mut reader = Reader::default();
    let ending = name.rsplit('.').next().unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "csv" | "tsv" | "txt" | "xlsx" | "xlsm" | "xls" | "et" => {
            reader.table(sources, name, &bytes)?;
        }
        _ => {
            let (file, garbled) = Content::of(bytes).take_in(sources, name);
            if garbled.is_some() {
                return Err(format!("名册 {name} 不是 UTF-8 编码；{CONVERT}"));
            }
            match yaml::parse(sources, file) {
                Ok(tree) => {
                    reader.findings = hidden::findings(sources, &tree);
                    reader.tree(&tree);
                }
                Err(findings) => return Ok((Register::default(), findings)),
            }
        }
    }
    Ok(reader.done())
}

/// What an entry says under one key.
struct Stated {
    key: String,
    key_place: Span,
    words: Vec<Words>,
}

impl Stated {
    fn of(key: &str, key_place: Span, value: &Node) -> Self {
        Stated {
            key: key.to_owned(),
            key_place,
            words: words(value),
        }
    }
}

/// An entry that was read, and what is still to be looked up.
struct Entry {
    member: Member,
    order: Option<i128>,
    above: Option<Words>,
}

#[derive(Default)]
struct Reader {
    entries: Vec<Entry>,
    findings: Vec<Finding>,
    names: BTreeMap<String, Span>,
    ids: BTreeMap<String, Span>,
}

impl Reader {
    fn wrong(&mut self, place: Span, message: impl Into<String>, help: impl Into<String>) {
        let finding = Finding::new(&rules::WRONG_VALUE, place, message.into());
        self.findings.push(finding.help(help.into()));
    }

    fn tree(&mut self, tree: &Node) {
        let Some(items) = list(tree) else {
            let message = "这不是一份名册：应当是一列机关，每家一行";
            return self.wrong(tree.span, message, SHAPE);
        };
        for item in items {
            let stated = match &item.value {
                Value::Scalar(_) => vec![Stated::of(keys::NAME, item.span, item)],
                Value::Map(entries) => entries
                    .iter()
                    .map(|entry| Stated::of(&entry.key, entry.key_span, &entry.node))
                    .collect(),
                Value::Null | Value::List(_) => {
                    self.wrong(item.span, "名册的这一条读不懂", SHAPE);
                    continue;
                }
            };
            self.entry(item.span, stated);
        }
        if items.is_empty() {
            self.wrong(tree.span, "名册里没有机关", SHAPE);
        }
    }

    #[cfg(not(feature = "readers"))]
    fn table(&mut self, _: &mut Sources, name: &str, _: &[u8]) -> Result<(), String> {
        Err(format!("{name} 是表格，这里读不了；把名册写成 YAML"))
    }

    /// The rows below the first one that has a head 名称.
    #[cfg(feature = "readers")]
    fn table(&mut self, sources: &mut Sources, name: &str, bytes: &[u8]) -> Result<(), String> {
        let read = read::rows::rows(sources, name, bytes);
        let read =
            read.map_err(|fault| format!("名册 {name}：{}；{}", fault.message, fault.help))?;
        let place = |range: &Range<usize>| Span::new(read.file, range.clone());
        let is_head = |words: &str| words == keys::NAME || NAMES.contains(&words);
        let mut rows = read.rows.iter();
        let heads = rows.find(|row| row.iter().any(|(words, _)| is_head(words)));
        let Some(heads) = heads else {
            self.wrong(
                place(&(0..0)),
                "这不是一份名册：没有一行栏目里有「名称」",
                SHAPE,
            );
            return Ok(());
        };
        for (words, range) in heads {
            if !words.is_empty() && !is_head(words) && !KEYS.contains(&&**words) {
                let message = format!("名册不用「{words}」这一栏，没有读");
                let help = format!("能读的栏目有：{}", KEYS.join("、"));
                self.findings.push(Finding {
                    severity: base::diagnostic::Severity::Hint,
                    ..Finding::new(&rules::UNKNOWN_KEY, place(range), message).help(help)
                });
            }
        }
        for row in rows {
            let cells = heads.iter().zip(row);
            let stated = cells.filter_map(|((head, head_range), (text, range))| {
                let key = if is_head(head) { keys::NAME } else { head };
                let several = key == SHORT || FORMER.contains(&key);
                let parts = text.split(|c| several && "、，,；;\n".contains(c));
                let words = parts.map(|part| Words::new(part, place(range)));
                let words = words.filter(|words| !words.text.is_empty()).collect();
                KEYS.contains(&key).then(|| Stated {
                    key: key.to_owned(),
                    key_place: place(head_range),
                    words,
                })
            });
            let stated = stated.collect();
            let first = row.iter().find(|(words, _)| !words.is_empty());
            self.entry(
                place(&first.map_or(0..0, |(_, range)| range.clone())),
                stated,
            );
        }
        if self.entries.is_empty() && self.findings.is_empty() {
            self.wrong(place(&(0..0)), "名册里没有机关", SHAPE);
        }
        Ok(())
    }

    /// Takes in an entry, unless its agency is there already.
    fn entry(&mut self, place: Span, stated: Vec<Stated>) {
        for unknown in stated.iter().filter(|one| !KEYS.contains(&&*one.key)) {
            let message = format!("名册里没有「{}」这一项", unknown.key);
            let finding = Finding::new(&rules::UNKNOWN_KEY, unknown.key_place, message);
            self.findings
                .push(finding.help(format!("可以写的有：{}", KEYS.join("、"))));
        }
        let all = |key: &str| -> Vec<Words> {
            let own = stated.iter().filter(|one| one.key == key);
            own.flat_map(|one| one.words.clone()).collect()
        };
        let one = |key: &str| all(key).into_iter().next();
        let Some(name) = one(keys::NAME) else {
            let finding = Finding::new(&rules::MISSING_KEY, place, "这一家没有写「名称」");
            return self.findings.push(finding.help(SHAPE));
        };
        let aliases = [SHORT, FORMER[0], FORMER[1]].map(all).concat();
        let all = || [&name].into_iter().chain(&aliases);
        for own in all() {
            if let Some(first) = self.names.get(&identity(&own.text)) {
                let message = format!("「{}」在名册里写了两次", own.text);
                let finding = Finding::new(&rules::DUPLICATE_KEY, own.place, message)
                    .help("删去一个")
                    .related(*first, "第一次写在这里");
                return self.findings.push(finding);
            }
        }
        self.names
            .extend(all().map(|own| (identity(&own.text), own.place)));
        let id = one(ID);
        if let Some(id) = &id
            && let Some(first) = self.ids.insert(id.text.clone(), id.place)
        {
            let message = format!("编号「{}」有两家在用", id.text);
            let finding = Finding::new(&rules::DUPLICATE_KEY, id.place, message);
            let finding = finding.help("改正其中一家的编号");
            self.findings.push(finding.related(first, "第一次写在这里"));
        }
        let is_so = |text: &str| match text {
            "是" | "true" => Some(true),
            "否" | "false" => Some(false),
            _ => None,
        };
        let number = |text: &str| text.parse().ok();
        let kinds = Category::choice();
        let category = self.understood(&stated, keys::CATEGORY, Category::named, &kinds);
        let due = self.understood(&stated, DUE, Date::loose, "写作 2026-01-20");
        let order = self.understood(&stated, ORDER, number, "写一个整数，小的在前");
        let help = "写 是 或 否：它的报告是否已经含下级的数";
        let covers = self.understood(&stated, COVERS, is_so, help);
        self.entries.push(Entry {
            member: Member {
                name,
                id: id.map(|id| id.text),
                category,
                aliases,
                contact: one(CONTACT).map(|words| words.text),
                above: None,
                due,
                covers: covers.unwrap_or_default(),
            },
            order,
            above: one(ABOVE),
        });
    }

    /// What the words under a key mean; where they mean nothing, it is told.
    fn understood<T>(
        &mut self,
        stated: &[Stated],
        key: &str,
        read: impl Fn(&str) -> Option<T>,
        help: &str,
    ) -> Option<T> {
        let own = stated.iter().filter(|one| one.key == key);
        let words = own.flat_map(|one| &one.words).next()?;
        let found = read(&words.text);
        if found.is_none() {
            let message = format!("「{key}」不能写「{}」", words.text);
            self.wrong(words.place, message, help);
        }
        found
    }

    /// The register, once the agencies above others are looked up.
    fn done(mut self) -> (Register, Vec<Finding>) {
        let mut entries = std::mem::take(&mut self.entries);
        entries.sort_by_key(|entry| entry.order.unwrap_or(i128::MAX));
        let mut register = Register::default();
        for (index, Entry { member, .. }) in entries.iter().enumerate() {
            for name in [&member.name].into_iter().chain(&member.aliases) {
                register.by_name.insert(identity(&name.text), index);
                for short in short_names(&identity(&name.text)) {
                    register.short.entry(short).or_default().insert(index);
                }
            }
        }
        let above: Vec<Option<Words>> = entries.iter().map(|entry| entry.above.clone()).collect();
        register.members = entries.into_iter().map(|entry| entry.member).collect();
        for (index, words) in above.iter().enumerate() {
            let Some(words) = words else { continue };
            let found = register.find(&words.text);
            if found.is_none() {
                let message = format!("上级「{}」不在名册里", words.text);
                let help = register.advice(&words.text);
                self.wrong(words.place, message, help);
            }
            register.members[index].above = found;
        }
        // Each loop is told once, where it was entered, and cut there.
        for (index, stated) in above.iter().enumerate() {
            let next = |at: &usize| register.members[*at].above;
            let way = std::iter::successors(next(&index), next).take(above.len());
            let way: Vec<usize> = way.collect();
            if let (Some(end), Some(stated)) = (way.iter().position(|at| *at == index), stated) {
                let names = [&index].into_iter().chain(&way[..=end]);
                let names = names.map(|at| &*register.members[*at].name.text);
                let names: Vec<&str> = names.collect();
                let message = format!("上级绕成了圈：{}", names.join(" → "));
                self.wrong(stated.place, message, "改正其中一家的「上级」");
                register.members[index].above = None;
            }
        }
        sort(&mut self.findings);
        (register, self.findings)
    }
}

/// The words of a value: of a list, each item's.
fn words(node: &Node) -> Vec<Words> {
    let items = match &node.value {
        Value::List(items) => &items[..],
        _ => std::slice::from_ref(node),
    };
    let words = items.iter().filter_map(|item| match &item.value {
        Value::Scalar(scalar) => Some(Words::new(&scalar.text, item.span)),
        _ => None,
    });
    words.filter(|words| !words.text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::diagnostic::Surface;

    fn told(text: &str) -> (Vec<String>, Vec<(usize, usize, String)>) {
        let mut sources = Sources::new();
        let read = read(&mut sources, "roster.yaml", text.into());
        let (roster, findings) = read.expect("it is UTF-8");
        let names = roster.members.iter().map(|member| member.name.text.clone());
        let findings = findings.iter().map(|finding| {
            let at = sources.start(finding.place);
            (
                at.line,
                at.column,
                finding.message.on(Surface::DataFile).to_owned(),
            )
        });
        (names.collect(), findings.collect())
    }

    fn register(name: &str, text: &str) -> Register {
        let mut sources = Sources::new();
        let (register, findings) = read(&mut sources, name, text.into()).unwrap();
        assert!(findings.is_empty(), "{findings:?}");
        register
    }

    fn named<'a>(register: &'a Register, words: &str) -> Vec<&'a str> {
        let name = |index: &usize| &*register.members[*index].name.text;
        match register.matched(words) {
            Match::One(index) => vec![name(&index)],
            Match::Several(all) => ["?"].into_iter().chain(all.iter().map(name)).collect(),
            Match::None => Vec::new(),
        }
    }

    #[test]
    fn a_name_without_its_area_is_known_where_one_agency_has_it() {
        let register = register(
            "名册.yaml",
            "- 青山市水利局\n- 青山市气象局\n- 青山市东区卫生局\n- 青山市西区卫生局\n\
             - {名称: 青山市公安局, 简称: 市公安}\n- 青山市东区李庄镇人民政府\n- 青山市人民政府\n\
             - 青山市文化和旅游局\n- {名称: 青山市自然资源局, 曾用名: [青山市国土资源局]}\n",
        );
        for (words, found) in [
            ("气象局年报", "青山市气象局"),
            ("市水利局", "青山市水利局"),
            (
                "2025年水利局政府信息公开工作年度报告（终稿）",
                "青山市水利局",
            ),
            ("01_水利局扫描件", "青山市水利局"),
            ("报送青山市水利局年报", "青山市水利局"),
            ("市公安2025", "青山市公安局"),
            ("李庄镇", "青山市东区李庄镇人民政府"),
            ("李庄镇政府年报", "青山市东区李庄镇人民政府"),
            ("国土资源局年报", "青山市自然资源局"),
            (
                "青山市人民政府2025年政府信息公开工作年度报告",
                "青山市人民政府",
            ),
            ("东区卫生局", "青山市东区卫生局"),
            // Questions.
            ("卫生局年报", "? 青山市东区卫生局 青山市西区卫生局"),
            ("公安局交警大队年报", "? 青山市公安局"),
            ("水利局、气象局", "? 青山市水利局 青山市气象局"),
            ("李庄镇卫生院", "? 青山市东区李庄镇人民政府"),
            // Others.
            ("南区水利局", ""),
            ("红旗市水利局年报", ""),
            ("体育局", ""),
            ("年报", ""),
        ] {
            assert_eq!(named(&register, words).join(" "), found, "{words}");
        }
        assert_eq!(register.find("市水利局"), Some(0));
        assert_eq!(register.find("水利局招待所"), None);
        assert!(
            register
                .advice("卫生局")
                .contains("「青山市东区卫生局」或「青山市西区卫生局」")
        );
    }

    #[cfg(feature = "readers")]
    #[test]
    fn tables_are_registers_too() {
        let text = "某县机关名册,,,,,\n编号,单位名称,简称,上级,含下级,期限,次序\n\
            002,某县李庄镇人民政府,,某县人民政府,,2026-01-20,2\n\
            001,某县人民政府,\"县政府、县府\",,是,2026/3/1,1\n";
        let register = register("名册.csv", text);
        let [county, town] = &register.members[..] else {
            panic!("{register:?}");
        };
        assert_eq!(county.id.as_deref(), Some("001"));
        assert_eq!(county.aliases.len(), 2);
        assert_eq!(town.due.unwrap().to_string(), "2026-01-20");
        assert_eq!(register.covered_by(1), Some(0));
        assert_eq!(register.covered_by(0), None);
    }

    #[test]
    fn loops_and_strangers_above_are_told() {
        let (_, told) = told(
            "- {名称: 甲局, 上级: 乙局}\n- {名称: 乙局, 上级: 甲局}\n- {名称: 丙局, 上级: 丁局, 编号: 1}\n\
             - {名称: 戊局, 上级: 戊局, 期限: 2026-02-30, 次序: 一, 编号: 1}\n",
        );
        let words: Vec<String> = told
            .iter()
            .map(|(line, column, words)| format!("{line}:{column} {words}"))
            .collect();
        let wrong = [
            "1:16 上级绕成了圈：甲局 → 乙局 → 甲局",
            "3:16 上级「丁局」不在名册里",
            "4:16 上级绕成了圈：戊局 → 戊局",
            "4:24 「期限」不能写「2026-02-30」",
            "4:40 「次序」不能写「一」",
            "4:47 编号「1」有两家在用",
        ];
        assert_eq!(words, wrong);
    }

    #[test]
    fn rosters_are_lists_of_names_or_more() {
        let (names, findings) =
            told("- 甲局\n- {名称: 乙局, 类别: 部门, 别名: [乙], 联系人: 张三}\n");
        assert_eq!((names.join(" ").as_str(), findings.len()), ("甲局 乙局", 0));
        let (names, findings) = told("名单:\n  - 甲局\n");
        assert_eq!((names.len(), findings.len()), (1, 0));
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        let (names, findings) =
            told("- 甲局\n- {名称: 乙局, 类别: 委办, 电话: 1}\n- 甲 局\n- [丙]\n- {类别: 部门}\n");
        assert_eq!(names, ["甲局", "乙局"]);
        let places: Vec<(usize, usize)> = findings.iter().map(|told| (told.0, told.1)).collect();
        assert_eq!(places, [(2, 16), (2, 20), (3, 3), (4, 3), (5, 3)]);
        assert!(findings[2].2.contains("写了两次"), "{findings:?}");
        assert_eq!(told("甲局").1.len(), 1);
        assert_eq!(told("").1.len(), 1);
        assert_eq!(told("机关: 甲局\n").1.len(), 1);
    }
}

//! The roster: who must hand in a report.
//!
//! A list of names, or of names with what is known about them; or such a list under the
//! key `名单`.

use std::collections::BTreeMap;

use crate::{
    form::report::{Category, Words, keys},
    ground::{
        diagnostic::{Finding, rules},
        hidden,
        source::{FileId, Sources, Span},
        yaml::{self, Entry, Node, Value},
    },
    office::agency::{identity, nearest},
};

/// The key of the list, where the roster has other keys too.
const LIST: &str = "名单";
/// Other names of an agency.
const ALIASES: &str = "别名";
/// Whom to ask.
const CONTACT: &str = "联系人";

const SHAPE: &str =
    "每家写一行：- 某某县某某局；或 - {名称: 某某县某某局, 类别: 部门, 别名: 某某局, 联系人: 张三}";

/// An agency that must hand in a report.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its name.
    pub name: Words,
    /// What it is, if the roster says so: decides the deadline.
    pub category: Option<Category>,
    /// Other names by which its report may go.
    pub aliases: Vec<Words>,
    /// Whom to ask.
    pub contact: Option<String>,
}

/// Who must hand in a report.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    /// The agencies, in the author's order.
    pub members: Vec<Member>,
    by_name: BTreeMap<String, usize>,
}

impl Roster {
    /// The number of the agency of a name.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(&identity(name)).copied()
    }

    /// What every name of an agency has in common, those of its entry too.
    pub fn identity(&self, name: &str) -> String {
        let member = self.find(name).map(|index| &self.members[index].name.text);
        identity(member.map_or(name, String::as_str))
    }

    /// What to do about a name that it does not have.
    pub fn advice(&self, name: &str) -> String {
        let names = self.members.iter().map(|member| &member.name.text);
        match nearest(name, names) {
            Some(index) => format!(
                "是不是「{}」？改正名称，或在名册里给它写上别名",
                self.members[index].name.text
            ),
            None => "把它写进名册，或移走这份文件".to_owned(),
        }
    }

    /// The agency whose name stands in some words, the longest where there are several.
    pub fn find_in(&self, words: &str) -> Option<usize> {
        let words = identity(words);
        let named = self
            .by_name
            .iter()
            .filter(|(name, _)| words.contains(*name));
        let longest = named.max_by_key(|(name, _)| name.len())?;
        Some(*longest.1)
    }
}

/// Reads a roster.
pub fn read(sources: &Sources, file: FileId) -> (Roster, Vec<Finding>) {
    let tree = match yaml::parse(sources, file) {
        Ok(tree) => tree,
        Err(findings) => return (Roster::default(), findings),
    };
    let mut reader = Reader {
        roster: Roster::default(),
        findings: hidden::findings(sources, &tree),
        places: BTreeMap::new(),
    };
    match &tree.value {
        Value::List(items) => reader.members(items),
        Value::Map(entries) => match entries.iter().find(|entry| entry.key == LIST) {
            Some(Entry { node, .. }) => match &node.value {
                Value::List(items) => reader.members(items),
                _ => reader.wrong(node.span, "「名单」应当是一列机关，每家一行"),
            },
            None => reader.wrong(tree.span, "这不是一份名册：缺少「名单」"),
        },
        _ => reader.wrong(tree.span, "这不是一份名册：应当是一列机关，每家一行"),
    }
    if reader.roster.members.is_empty() && reader.findings.is_empty() {
        reader.wrong(tree.span, "名册里没有机关");
    }
    (reader.roster, reader.findings)
}

struct Reader {
    roster: Roster,
    findings: Vec<Finding>,
    places: BTreeMap<String, Span>,
}

impl Reader {
    fn wrong(&mut self, place: Span, message: &str) {
        let finding = Finding::new(&rules::WRONG_VALUE, place, message);
        self.findings.push(finding.help(SHAPE));
    }

    fn members(&mut self, items: &[Node]) {
        for item in items {
            let member = match &item.value {
                Value::Scalar(_) => words(item).map(|name| Member {
                    name,
                    category: None,
                    aliases: Vec::new(),
                    contact: None,
                }),
                Value::Map(entries) => self.member(item, entries),
                Value::Null | Value::List(_) => None,
            };
            match member {
                Some(member) => self.take(member),
                None if matches!(item.value, Value::Map(_)) => {}
                None => self.wrong(item.span, "名册的这一条读不懂"),
            }
        }
    }

    fn member(&mut self, item: &Node, entries: &[Entry]) -> Option<Member> {
        let known = [keys::NAME, keys::CATEGORY, ALIASES, CONTACT];
        for entry in entries
            .iter()
            .filter(|entry| !known.contains(&entry.key.as_str()))
        {
            let message = format!("名册里没有「{}」这一项", entry.key);
            let finding = Finding::new(&rules::UNKNOWN_KEY, entry.key_span, message);
            self.findings
                .push(finding.help(format!("可以写的有：{}", known.join("、"))));
        }
        let get = |key: &str| entries.iter().find(|entry| entry.key == key);
        let Some(name) = get(keys::NAME).and_then(|entry| words(&entry.node)) else {
            let finding = Finding::new(&rules::MISSING_KEY, item.span, "这一家没有写「名称」");
            self.findings.push(finding.help(SHAPE));
            return None;
        };
        let category = get(keys::CATEGORY).and_then(|entry| {
            let stated = words(&entry.node)?;
            let found = Category::named(&stated.text);
            if found.is_none() {
                let message = format!("「类别」不能写「{}」", stated.text);
                let finding = Finding::new(&rules::WRONG_VALUE, stated.place, message);
                self.findings.push(finding.help(Category::choice()));
            }
            found
        });
        let aliases = get(ALIASES).map_or_else(Vec::new, |entry| match &entry.node.value {
            Value::List(items) => items.iter().filter_map(words).collect(),
            _ => words(&entry.node).into_iter().collect(),
        });
        let contact = get(CONTACT).and_then(|entry| words(&entry.node));
        Some(Member {
            name,
            category,
            aliases,
            contact: contact.map(|words| words.text),
        })
    }

    /// Takes in an agency, unless one of its names is there already.
    fn take(&mut self, member: Member) {
        let index = self.roster.members.len();
        let names = [&member.name].into_iter().chain(&member.aliases);
        for name in names.clone() {
            let own = identity(&name.text);
            if let Some(first) = self.places.get(&own) {
                let message = format!("「{}」在名册里写了两次", name.text);
                let finding = Finding::new(&rules::DUPLICATE_KEY, name.place, message)
                    .help("删去一个")
                    .related(*first, "第一次写在这里");
                self.findings.push(finding);
                return;
            }
        }
        for name in names {
            self.places.insert(identity(&name.text), name.place);
            self.roster.by_name.insert(identity(&name.text), index);
        }
        self.roster.members.push(member);
    }
}

fn words(node: &Node) -> Option<Words> {
    let Value::Scalar(scalar) = &node.value else {
        return None;
    };
    let words = Words::new(&scalar.text, node.span);
    (!words.text.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::diagnostic::Surface;

    fn told(text: &str) -> (Vec<String>, Vec<(usize, usize, String)>) {
        let mut sources = Sources::new();
        let file = sources.add("roster.yaml", text);
        let (roster, findings) = read(&sources, file);
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
        assert_eq!(places, [(2, 20), (2, 16), (3, 3), (4, 3), (5, 3)]);
        assert!(findings[2].2.contains("写了两次"), "{findings:?}");
        assert_eq!(told("甲局").1.len(), 1);
        assert_eq!(told("").1.len(), 1);
        assert_eq!(told("机关: 甲局\n").1.len(), 1);
    }
}

//! The suite's reports: read, and written as data files of this program.

use std::collections::{BTreeMap, BTreeSet};

use nianbao::form::edition::Edition;
use serde_json::{Value, json};

use crate::common::{read, root};

const SECTIONS: [&str; 6] = ["1", "2", "3", "4", "5", "6"];

/// A file of the suite.
pub fn load(name: &str) -> Value {
    let text = read(&root(&format!("conformance/{name}")));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

pub fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// What an array holds.
pub fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// What an object holds.
pub fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// JSON Merge Patch (RFC 7386).
fn merge(target: &mut Value, patch: &Value) {
    let Some(patch) = patch.as_object() else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    let target = target.as_object_mut().unwrap();
    for (key, value) in patch {
        match value {
            Value::Null => drop(target.remove(key)),
            _ => merge(target.entry(key).or_insert(Value::Null), value),
        }
    }
}

/// A report: its base with its patch.
pub fn report(given: &Value) -> Value {
    let Some(base) = given["base"].as_str() else {
        return given.clone();
    };
    let mut report = report(&load(&format!("base/{base}.json")));
    if let Some(patch) = given.get("patch") {
        merge(&mut report, patch);
    }
    report
}

/// An official form: the suite's name of every cell beside ours.
pub struct Form {
    edition: &'static Edition,
    /// `3.一.自然人`, in the order of the edition's slots.
    pub cells: Vec<String>,
}

impl Form {
    /// The form of the 文号 of that year.
    pub fn named(name: &str) -> Self {
        let edition = Edition::named(name).unwrap();
        let tables = &load(&format!("forms/{name}.json"))["tables"];
        let mut cells = Vec::new();
        for block in items(&tables["2"]["blocks"]) {
            for (row, column) in pairs(&block["rows"], &block["columns"]) {
                cells.push(format!("2.{row}.{column}"));
            }
        }
        for (row, column) in pairs(&tables["3"]["rows"], &tables["3"]["columns"]) {
            cells.push(format!("3.{row}.{column}"));
        }
        for (group, column) in pairs(&tables["4"]["groups"], &tables["4"]["columns"]) {
            cells.push(format!("4.{group}.{column}"));
        }
        assert_eq!(cells.len(), edition.slots.len());
        Form { edition, cells }
    }

    fn section(&self, number: &str) -> &str {
        let index = SECTIONS.iter().position(|one| *one == number).unwrap();
        &self.edition.sections[index].key
    }

    /// Our path of a cell; of a row that the form lacks, one in its section.
    fn path(&self, cell: &str) -> String {
        match self.cells.iter().position(|one| one == cell) {
            Some(index) => self.edition.slots[index].path.clone(),
            None => format!("{}{}", self.section(&cell[..1]), &cell[1..]),
        }
    }

    /// A place of the suite, which may be `3.一` or `3.*.总计`.
    pub fn place(&self, cell: &str) -> Place {
        let parts: Vec<&str> = cell.splitn(3, '.').collect();
        let within = |cell: &String| {
            let its = cell.splitn(3, '.');
            parts
                .iter()
                .zip(its)
                .all(|(part, its)| *part == "*" || *part == its)
        };
        Place {
            name: cell.to_owned(),
            cells: self.numbers(within),
        }
    }

    /// The place of one of our paths.
    pub fn place_of(&self, path: &str) -> Place {
        let (key, rest) = path.split_once('.').unwrap_or((path, ""));
        let mut sections = self.edition.sections.iter();
        let name = match key {
            "年度" | "版式" => "form".to_owned(),
            "标题" => "title".to_owned(),
            "日期" => "published".to_owned(),
            _ => match sections.position(|section| section.key == key) {
                Some(index) => format!("{}.{rest}", SECTIONS[index]),
                None => path.to_owned(),
            },
        };
        let slots = &self.edition.slots;
        let within = |index: usize| {
            let rest = slots[index].path.strip_prefix(path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        Place {
            name: name.trim_end_matches('.').to_owned(),
            cells: (0..slots.len()).filter(|&index| within(index)).collect(),
        }
    }

    fn numbers(&self, within: impl Fn(&String) -> bool) -> BTreeSet<usize> {
        let cells = self.cells.iter().enumerate();
        cells
            .filter(|(_, cell)| within(cell))
            .map(|(index, _)| index)
            .collect()
    }

    /// A report as a data file.
    pub fn data_file(&self, report: &Value, last: Option<&str>) -> String {
        let quoted = |value: &Value| value.to_string();
        let kind = match text(&report["agency"], "kind") {
            "government" => "人民政府",
            _ => "部门",
        };
        let mut lines = vec![
            format!("年度: {}", report["year"]),
            format!("版式: {}", text(report, "form")),
            format!("机关: {{名称: {}, 类别: {kind}}}", report["agency"]["name"]),
            format!("日期: {}", text(report, "published")),
            format!("标题: {}", quoted(&report["title"])),
        ];
        lines.extend(last.map(|last| format!("上年: {last}")));
        for (number, words) in entries(&report["texts"]) {
            lines.push(format!("{}: {}", self.section(number), quoted(words)));
        }
        let mut tree = Tree::default();
        for (table, rows) in entries(&report["tables"]) {
            for (row, columns) in entries(rows) {
                for (column, figure) in entries(columns) {
                    let path = self.path(&format!("{table}.{row}.{column}"));
                    tree.put(&path, figure.as_str().unwrap());
                }
            }
        }
        tree.write(0, &mut lines);
        lines.join("\n") + "\n"
    }
}

/// Every row with every column, by their names.
fn pairs<'a>(
    rows: &'a Value,
    columns: &'a Value,
) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
    let name = |one: &'a Value| one["id"].as_str().or(one.as_str()).unwrap();
    items(rows)
        .iter()
        .flat_map(move |row| items(columns).iter().map(move |c| (name(row), name(c))))
}

/// Figures by their keys.
#[derive(Default)]
struct Tree {
    figure: String,
    below: BTreeMap<String, Tree>,
}

impl Tree {
    fn put(&mut self, path: &str, figure: &str) {
        let leaf = path.split('.').fold(self, |tree, key| {
            tree.below.entry(key.to_owned()).or_default()
        });
        figure.clone_into(&mut leaf.figure);
    }

    fn write(&self, depth: usize, lines: &mut Vec<String>) {
        for (key, tree) in &self.below {
            let figure = match tree.figure.as_str() {
                "" if tree.below.is_empty() => "~",
                figure => figure,
            };
            lines.push(format!("{}{}: {figure}", "  ".repeat(depth), json!(key)));
            tree.write(depth + 1, lines);
        }
    }
}

/// A cell, row, column or section.
pub struct Place {
    name: String,
    cells: BTreeSet<usize>,
}

impl Place {
    /// Whether it is part of another.
    pub fn within(&self, other: &Place) -> bool {
        match self.cells.is_empty() {
            true => self.name == other.name,
            false => self.cells.is_subset(&other.cells),
        }
    }
}

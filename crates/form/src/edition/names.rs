//! What the form prints for a path of keys.
//!
//! `申请.办理结果.总计.自然人` is printed as the row 三、本年度办理结果（七）总计 and the column 自然人:
//! its name is 「三、本年度办理结果（七）总计 · 自然人」.

use std::collections::HashMap;

use super::{Edition, Head, Section};
use base::diagnostic::Subject;

impl Edition {
    /// What the form prints for a section, row or cell; nothing for what is not of the form.
    pub fn name_of(&self, path: &str) -> Option<&str> {
        self.names.get(path).map(String::as_str)
    }

    /// A part of a data file, named as the form names it as far as it is of the form.
    pub fn subject(&self, path: &str) -> Subject {
        let ends = path.rmatch_indices('.').map(|(at, _)| at);
        let known = [path.len()].into_iter().chain(ends).find_map(|end| {
            let name = self.name_of(&path[..end])?;
            Some(name.to_owned() + &path[end..].replace('.', PART))
        });
        Subject {
            name: known.unwrap_or_else(|| path.replace('.', PART)),
            path: path.to_owned(),
        }
    }
}

/// What parts a row from its column.
const PART: &str = " · ";

/// The names of a section and of all that its table prints, by their paths.
pub fn names(section: &Section) -> HashMap<String, String> {
    let mut names = HashMap::from([(section.key.clone(), section.heading.clone())]);
    for block in section.table.iter().flat_map(|table| &table.blocks) {
        let columns = Head::leaves(&block.columns);
        for row in block.lines() {
            for column in &columns {
                let (mut path, mut name) = (section.key.clone(), String::new());
                let rows = row.iter().map(|head| (head, " "));
                for (head, part) in rows.chain(column.iter().map(|head| (head, PART))) {
                    // Which group of columns a column is of goes without saying.
                    let Some(key) = &head.key else { continue };
                    // A bracket parts rows already.
                    name += match head.heading.starts_with('（') || name.is_empty() {
                        true => "",
                        false => part,
                    };
                    name += &head.heading;
                    path = format!("{path}.{key}");
                    names.entry(path.clone()).or_insert_with(|| name.clone());
                }
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_to_what_is_printed() {
        let edition = Edition::latest();
        for (path, name) in [
            ("申请", "三、收到和处理政府信息公开申请情况"),
            (
                "申请.新收.自然人",
                "一、本年新收政府信息公开申请数量 · 自然人",
            ),
            ("申请.办理结果.总计", "三、本年度办理结果（七）总计"),
            ("主动公开.行政许可", "行政许可"),
            ("复议诉讼.行政复议.总计", "行政复议 · 总计"),
        ] {
            assert_eq!(edition.name_of(path), Some(name));
        }
        assert_eq!(edition.name_of("申请.没有"), None);
        let rest = edition.subject("申请.新收.其余").name;
        assert_eq!(rest, "一、本年新收政府信息公开申请数量 · 其余");
        assert_eq!(edition.subject("机关.名称").name, "机关 · 名称");
        // Every figure of every form has its own words.
        for edition in Edition::all() {
            let names = edition.slots.iter().map(|slot| edition.name_of(&slot.path));
            let names: Option<std::collections::BTreeSet<&str>> = names.collect();
            assert_eq!(
                names.unwrap().len(),
                edition.slots.len(),
                "{}",
                edition.name
            );
        }
    }
}

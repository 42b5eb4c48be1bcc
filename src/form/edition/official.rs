//! What the form prints for a path of keys.
//!
//! `申请.办理结果.总计.自然人` is printed as the section 三、收到和处理政府信息公开申请情况, in it
//! the row 三、本年度办理结果（七）总计 and the column 自然人.

use super::{Edition, Head};

impl Edition {
    /// A section, row or cell in the form's own words; nothing for what is not of the form.
    pub fn official(&self, path: &str) -> Option<String> {
        let (key, rest) = path.split_once('.').unwrap_or((path, ""));
        let section = self.sections.iter().find(|section| section.key == key)?;
        if rest.is_empty() {
            return Some(section.heading.clone());
        }
        let blocks = section.table.iter().flat_map(|table| &table.blocks);
        let cell = blocks.flat_map(|block| {
            let rows = match block.rows.as_slice() {
                [] => vec![Vec::new()],
                rows => Head::leaves(rows),
            };
            let lines = rows.into_iter().zip(&block.slots);
            lines.flat_map(move |(row, slots)| {
                let columns = Head::leaves(&block.columns).into_iter().zip(slots);
                columns.map(move |(column, slot)| (row.clone(), column, *slot))
            })
        });
        let within = |path: &str, whole: &str| {
            let below = whole.strip_prefix(path);
            below.is_some_and(|below| below.is_empty() || below.starts_with('.'))
        };
        let (row, column, _) = { cell }.find(|(.., slot)| within(path, &self.slot(*slot).path))?;
        let mut keys = rest.split('.').count();
        let words = [printed(&row, &mut keys), printed(&column, &mut keys)];
        let words = words.iter().filter(|words| !words.is_empty());
        let words: Vec<&str> = words.map(String::as_str).collect();
        Some(format!("{}：{}", section.heading, words.join("，")))
    }
}

/// The headings of a row or column as far as so many keys lead.
fn printed(heads: &[&Head], keys: &mut usize) -> String {
    let mut words = Vec::new();
    for head in heads {
        if *keys == 0 {
            break;
        }
        *keys -= usize::from(head.key.is_some());
        // Which group of columns a column is of goes without saying.
        if head.key.is_some() {
            words.push(head.heading.as_str());
        }
    }
    // A bracket parts them already.
    words.join(" ").replace(" （", "（")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_to_what_is_printed() {
        let said = |path: &str| Edition::latest().official(path);
        let table = "三、收到和处理政府信息公开申请情况";
        let row = |words: &str| Some(format!("{table}：{words}"));
        assert_eq!(said("申请").as_deref(), Some(table));
        assert_eq!(
            said("申请.新收.自然人"),
            row("一、本年新收政府信息公开申请数量，自然人")
        );
        assert_eq!(
            said("申请.办理结果.总计"),
            row("三、本年度办理结果（七）总计")
        );
        assert_eq!(
            said("主动公开.行政许可").as_deref(),
            Some("二、主动公开政府信息情况：行政许可")
        );
        assert_eq!(said("日期"), None);
        assert_eq!(said("申请.没有"), None);
        // Every figure of every form has its own words.
        for edition in Edition::all() {
            let words = edition
                .slots
                .iter()
                .map(|slot| edition.official(&slot.path));
            let words: Option<std::collections::BTreeSet<String>> = words.collect();
            assert_eq!(
                words.unwrap().len(),
                edition.slots.len(),
                "{}",
                edition.name
            );
        }
    }
}

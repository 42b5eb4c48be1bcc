//! The figures: what is certain, what is not, and what is not there.

use super::{Import, Matched, one_line};
use crate::{
    account::Count,
    figure,
    label::{brief, half_width},
    say::{self, Notice},
};
use base::{
    diagnostic::{Message, either, joined, message, rules},
    number::Kind,
};
use form::{
    edition::{Edition, SlotId},
    figure::{Doubt, Figure},
};

/// So many wordings of a table are told one by one.
const MOST_WORDINGS: usize = 5;

/// Cells about which there is the same to say.
struct Unsure {
    /// The published words, of several rows the first's.
    quote: String,
    /// Why they tell no figure.
    why: Doubt,
    /// The cells.
    slots: Vec<SlotId>,
    /// How many cells a row has.
    row: usize,
    /// In how many rows they stand.
    rows: usize,
}

/// What spoils columns is said once, not for every row.
fn by_column(edition: &Edition, doubts: Vec<Unsure>) -> Vec<Unsure> {
    let columns = |unsure: &Unsure| -> Vec<&str> {
        let paths = unsure.slots.iter().map(|slot| &*edition.slot(*slot).path);
        paths.filter_map(|path| path.rsplit('.').next()).collect()
    };
    let mut found: Vec<(Vec<&str>, Unsure)> = Vec::new();
    for unsure in doubts {
        let own = columns(&unsure);
        let same = |(columns, other): &&mut (Vec<&str>, Unsure)| {
            *columns == own && other.why == unsure.why
        };
        match found.iter_mut().find(same) {
            Some((_, first)) => {
                first.slots.extend(unsure.slots);
                first.rows += 1;
            }
            None => found.push((own, unsure)),
        }
    }
    found.into_iter().map(|(_, unsure)| unsure).collect()
}

impl Import {
    /// Fills the cells, and says which of them are not certain.
    pub(super) fn cells(&mut self, matched: &Matched) {
        let edition = matched.edition;
        for table in edition.sections.iter().filter_map(|s| s.table.as_ref()) {
            let mut doubts: Vec<Unsure> = Vec::new();
            for line in table.blocks.iter().flat_map(|block| &block.slots) {
                doubts.extend(self.line(matched, line));
            }
            let (of_columns, of_rows): (Vec<Unsure>, Vec<Unsure>) = doubts
                .into_iter()
                .partition(|unsure| unsure.why.is_of_column());
            let mut doubts = by_column(edition, of_columns);
            doubts.extend(of_rows);
            doubts.sort_by_key(|unsure| unsure.slots[0]);
            doubts
                .iter()
                .for_each(|unsure| self.unsure(edition, unsure));
        }
        self.groups(matched);
        self.missing(matched);
        self.wordings(matched);
        for (section, left) in &matched.tables.leftovers {
            let key = edition.sections[*section].key.clone();
            self.left(&key, &say::leftover(left));
        }
        self.count(matched);
    }

    /// Tells of rows that stand for a group of the form's, and what they prove of its rows.
    fn groups(&mut self, matched: &Matched) {
        for group in &matched.tables.groups {
            let (count, first) = (group.lines.len(), group.lines[0].0);
            let row = matched.edition.slot(first).row();
            let path = row.rsplit_once('.').map_or(row, |(path, _)| path);
            let zero = match group.zeros {
                (0, _) => String::new(),
                (_, 0) => format!("；它是 0，下面 {count} 行都写成了 0"),
                _ => format!("；它是 0 的格，下面 {count} 行都写成了 0"),
            };
            let quote = one_line(&group.quote);
            let remark = format!("原文「{quote}」{zero}");
            self.file.remarks.push((path.to_owned(), remark));
            let rows: Vec<String> = group
                .lines
                .iter()
                .map(|(_, name)| format!("「{name}」"))
                .collect();
            let name = &group.name;
            self.doubts.push(match group.alone {
                true => Notice::of(
                    &rules::FORM_WORDING,
                    path,
                    format!(
                        "原文「{name}」只有一行，格式分 {count} 行：{}{zero}",
                        rows.join("、")
                    ),
                    either("按格式分行；原文的数写在注释里", "按格式分行填"),
                ),
                false => {
                    let message = format!("原文「{name}」自己有数，下面 {count} 行空着{zero}");
                    Notice::unsure(path, message, "对照原文核对").note()
                }
            });
        }
    }

    /// Tells of headings, rows and heads that the form words otherwise: one finding for
    /// each heading, and one for each table.
    fn wordings(&mut self, matched: &Matched) {
        const HELP: &str = "已按格式的位置读入；核对是不是同一项，发布时照格式的写法";
        let sections = &matched.edition.sections;
        for (section, published) in &matched.located.worded {
            let section = &sections[*section];
            let message = format!(
                "标题「{}」，格式的写法是「{}」",
                brief(published),
                section.heading
            );
            self.doubts.push(Notice::of(
                &rules::FORM_WORDING,
                &section.key,
                message,
                HELP,
            ));
        }
        for (number, section) in sections.iter().enumerate() {
            let own = matched
                .tables
                .wordings
                .iter()
                .filter(|wording| wording.section == number);
            let told: Vec<String> = own
                .map(|w| format!("「{}」应为「{}」", brief(&w.published), w.form))
                .collect();
            if told.is_empty() {
                continue;
            }
            let more = match told.len().checked_sub(MOST_WORDINGS) {
                Some(more @ 1..) => format!("；还有 {more} 处"),
                _ => String::new(),
            };
            let shown = &told[..told.len().min(MOST_WORDINGS)];
            let message = format!("表里的写法与格式不同：{}{more}", shown.join("，"));
            self.doubts.push(Notice::of(
                &rules::FORM_WORDING,
                &section.key,
                message,
                HELP,
            ));
        }
    }

    /// Fills the cells of a row; gives what there is to say of those that are not certain.
    fn line(&mut self, matched: &Matched, line: &[SlotId]) -> Vec<Unsure> {
        let mut doubts: Vec<Unsure> = Vec::new();
        let edition = matched.edition;
        for &slot in line {
            let entry = &mut self.file.entries[slot.0];
            match matched.tables.cells.get(&slot) {
                Some(read) => entry.clone_from(read),
                None => continue,
            }
            if let Figure::Unread(unread) = &mut entry.figure {
                let (quote, why) = (one_line(&unread.words), unread.doubt);
                unread.words.clone_from(&quote);
                let why_not = why_not(edition, slot, &quote, why);
                entry.remark = Some(format!("原文「{quote}」：{why_not}"));
                match doubts.iter_mut().find(|u| u.quote == quote && u.why == why) {
                    Some(unsure) => unsure.slots.push(slot),
                    None => doubts.push(Unsure {
                        quote,
                        why,
                        slots: vec![slot],
                        row: line.len(),
                        rows: 1,
                    }),
                }
            }
        }
        doubts
    }

    /// One doubt for cells about which there is the same to say.
    fn unsure(&mut self, edition: &Edition, unsure: &Unsure) {
        let slots = &unsure.slots;
        let paths: Vec<&str> = slots.iter().map(|s| &*edition.slot(*s).path).collect();
        let place = shared(&paths);
        let columns = slots.iter().filter_map(|slot| {
            let field = edition.field(&edition.slot(*slot).path)?;
            Some(field.subject())
        });
        let columns = joined(columns, "、");
        let row = edition.subject(place);
        let named = match (slots.len(), unsure.rows) {
            (1, _) => message!(row; "「{row}」"),
            (count, 1) if count == unsure.row => message!(row; "「{row}」整行 {count} 格"),
            (_, 1) => message!(row, columns; "「{row}」的{columns}"),
            (count, rows) => message!(row; "「{row}」{rows} 行里的 {count} 格"),
        };
        let more = match unsure.rows {
            1 => Message::default(),
            _ => either("；其余各行的原文写在格子旁边的注释里", ""),
        };
        let (quote, why) = (
            brief(&unsure.quote),
            why_not(edition, slots[0], &unsure.quote, unsure.why),
        );
        let message = message!(named, more; "{named}读不准：原文是「{quote}」，{why}{more}");
        let help = either(
            "对照原文，写上数；原文就是空着的，留 ~",
            "对照原文，在这一格填上数；原文就是空着的，清空",
        );
        self.doubts.push(Notice {
            quote: Some(unsure.quote.clone()),
            ..Notice::unsure(place, message, help)
        });
    }

    /// One doubt for every row that is not there, and one for a table of which nothing is.
    fn missing(&mut self, matched: &Matched) {
        let edition = matched.edition;
        for (number, section) in edition.sections.iter().enumerate() {
            let Some(table) = &section.table else {
                continue;
            };
            let entries = &self.file.entries;
            let gone = |slot: &SlotId| entries[slot.0].figure == Figure::Absent;
            let all: Vec<SlotId> = table
                .fields
                .iter()
                .flat_map(|field| field.slots())
                .collect();
            if all.iter().all(gone) {
                let message = format!("没有找到「{}」的表格", section.heading);
                self.doubt(
                    &section.key,
                    message,
                    "表格是图片的，照着图片填；原文没有的，向机关核实",
                );
                continue;
            }
            let strange = self.unrecognised(matched, number);
            let lines = table.blocks.iter().flat_map(|block| &block.slots);
            let mut runs: Vec<Vec<String>> = Vec::new();
            let mut before = false;
            for line in lines {
                let absent: Vec<SlotId> = line.iter().copied().filter(gone).collect();
                if let Some(first) = absent.first() {
                    let path = &edition.slot(*first).path;
                    let row = match absent.len() == line.len() && line.len() > 1 {
                        true => path.rsplit_once('.').map_or(path.as_str(), |(row, _)| row),
                        false => path,
                    };
                    match runs.last_mut().filter(|_| before) {
                        Some(run) => run.push(row.to_owned()),
                        None => runs.push(vec![row.to_owned()]),
                    }
                }
                before = !absent.is_empty();
            }
            let remark = match strange {
                0 => "原文没有",
                _ => "原文里没有认出",
            };
            for slot in all {
                let entry = &mut self.file.entries[slot.0];
                if entry.figure == Figure::Absent && !edition.slot(slot).total {
                    entry.remark = Some(remark.to_owned());
                }
            }
            for run in runs {
                self.gone(edition, &run, strange);
            }
        }
    }

    /// One doubt for rows that are not there and follow each other in the form.
    fn gone(&mut self, edition: &Edition, rows: &[String], strange: usize) {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
            return;
        };
        let (one, other) = (edition.subject(first), edition.subject(last));
        let named = match rows.len() {
            1 => message!(one; "「{one}」"),
            count => message!(one, other; "从「{one}」到「{other}」的 {count} 行"),
        };
        let left = either("（写成了注释）", "");
        let message = match strange {
            0 => message!(named; "原文的表格里没有{named}"),
            count => message!(named, left;
                "没有认出{named}：这一部分有 {count} 处文字没有认出{left}，可能在其中"
            ),
        };
        self.doubt(first, message, "对照原文补上；原文确实没有的，向机关核实");
    }

    /// How many words with figures of a section are left that may be rows of its table.
    fn unrecognised(&self, matched: &Matched, section: usize) -> usize {
        let key = &matched.edition.sections[section].key;
        let beside = self.file.remarks.iter();
        let beside = beside.filter(|(own, text)| own == key && has_figure(text));
        let rows = matched.tables.leftovers.iter();
        let rows = rows.filter(|(own, left)| *own == section && left.is_row());
        beside.count() + rows.count()
    }

    fn count(&mut self, matched: &Matched) {
        for section in &matched.edition.sections {
            let Some(table) = &section.table else {
                continue;
            };
            let mut count = Count {
                heading: section.heading.clone(),
                ..Count::default()
            };
            for slot in table
                .blocks
                .iter()
                .flat_map(|block| block.slots.iter().flatten())
            {
                count.take(matched.tables.cells.get(slot).map(|cell| &cell.figure));
            }
            self.account.tables.push(count);
        }
    }
}

/// Why published words are not the figure of a cell; a sum in 元 is offered in 万元.
fn why_not(edition: &Edition, slot: SlotId, quote: &str, why: Doubt) -> String {
    let reason = say::reason(why);
    let is_amount = edition.slot(slot).kind == Kind::Amount;
    match figure::yuan(quote).filter(|_| is_amount && why == Doubt::NoFigure) {
        Some(number) => format!("单位是元，合 {number} 万元"),
        None => reason.to_owned(),
    }
}

/// What paths have in common from their beginning, in whole keys.
fn shared<'a>(paths: &[&'a str]) -> &'a str {
    let Some((&first, others)) = paths.split_first() else {
        return "";
    };
    let ends = first.match_indices('.').map(|(at, _)| at);
    let holds = |path: &str, key: &str| {
        path.strip_prefix(key)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let ends = ends.chain([first.len()]).rev();
    let mut keys = ends.map(|end| &first[..end]);
    keys.find(|key| others.iter().all(|path| holds(path, key)))
        .unwrap_or_default()
}

fn has_figure(text: &str) -> bool {
    text.chars().any(|c| half_width(c).is_ascii_digit())
}

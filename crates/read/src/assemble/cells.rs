//! The figures: what is certain, what is not, and what is not there.

use super::Import;
use crate::{
    figure,
    import_messages::{self, Notice},
    label::{brief, half_width},
    locate::Located,
    words::one_line,
};
use base::{
    diagnostic::{either, joined, message, rules},
    number::Kind,
};
use form::{
    edition::{Edition, Field, SlotId, Table},
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
    /// The cells of the last row.
    row: Vec<SlotId>,
    /// In how many rows they stand.
    rows: usize,
}

impl Import {
    /// Fills the cells, and says which of them are not certain.
    pub(super) fn cells(&mut self, located: &Located) {
        let edition = self.file.edition;
        for (slot, entry) in &located.tables.cells {
            self.file.entries[slot.0].clone_from(entry);
        }
        for table in edition.sections.iter().filter_map(|own| own.table.as_ref()) {
            self.unsure(table);
        }
        self.missing(located);
        self.wordings(located);
        for (section, left) in &located.tables.leftovers {
            let key = &edition.sections[*section].key;
            self.left(key, &import_messages::leftover(left));
        }
    }

    /// Says which cells of a table are not certain: once for those of a row whose words are
    /// the same, and once for what spoils columns.
    fn unsure(&mut self, table: &Table) {
        let edition = self.file.edition;
        let mut found: Vec<Unsure> = Vec::new();
        for row in table.blocks.iter().flat_map(|block| &block.slots) {
            for &slot in row {
                let entry = &mut self.file.entries[slot.0];
                let Figure::Unread(unread) = &mut entry.figure else {
                    continue;
                };
                let (quote, why) = (one_line(&unread.words), unread.doubt);
                unread.words.clone_from(&quote);
                entry.remark = Some(format!(
                    "原文「{quote}」：{}",
                    why_not(edition, slot, &quote, why)
                ));
                let is_same = |own: &&mut Unsure| {
                    own.why == why
                        && (why.is_of_column() || (own.quote == quote && own.row == *row))
                };
                match found.iter_mut().find(is_same) {
                    Some(own) => {
                        own.rows += usize::from(own.row != *row);
                        own.row.clone_from(row);
                        own.slots.push(slot);
                    }
                    None => found.push(Unsure {
                        quote,
                        why,
                        slots: vec![slot],
                        row: row.clone(),
                        rows: 1,
                    }),
                }
            }
        }
        let found = found.into_iter().map(|own| own.notice(edition));
        self.doubts.extend(found);
    }

    /// One doubt for rows that are not there and follow each other in the form, and one for a
    /// table of which nothing is.
    fn missing(&mut self, located: &Located) {
        let edition = self.file.edition;
        for (number, section) in edition.sections.iter().enumerate() {
            let Some(table) = &section.table else {
                continue;
            };
            let entries = &mut self.file.entries;
            let is_gone = |slot: &SlotId| !located.tables.cells.contains_key(slot);
            let mut all = table.fields.iter().flat_map(Field::slots);
            if all.all(|slot| is_gone(&slot)) {
                self.doubt(
                    &section.key,
                    format!("没有找到「{}」的表格", section.heading),
                    "表格是图片的，照着图片填；原文没有的，向机关核实",
                );
                continue;
            }
            // Words with figures that may be rows of the table.
            let beside = self.file.remarks.iter();
            let beside = beside.filter(|(own, text)| *own == section.key && has_figure(text));
            let left = located.tables.leftovers.iter();
            let left = left.filter(|(own, left)| *own == number && left.is_row());
            let strange = beside.count() + left.count();
            let remark = if strange == 0 {
                "原文没有"
            } else {
                "原文里没有认出"
            };
            let mut rows: Vec<Option<&str>> = Vec::new();
            for line in table.blocks.iter().flat_map(|block| &block.slots) {
                let gone: Vec<SlotId> = line.iter().copied().filter(is_gone).collect();
                for slot in gone.iter().filter(|slot| !edition.slot(**slot).total) {
                    entries[slot.0].remark = Some(remark.to_owned());
                }
                rows.push(gone.first().map(|first| {
                    let slot = edition.slot(*first);
                    let is_row = gone.len() == line.len() && line.len() > 1;
                    if is_row { slot.row() } else { &slot.path }
                }));
            }
            for run in rows.split(Option::is_none) {
                let run: Vec<&str> = run.iter().flatten().copied().collect();
                if let (Some(first), Some(last)) = (run.first(), run.last()) {
                    let (one, other) = (edition.subject(first), edition.subject(last));
                    let named = match run.len() {
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
            }
        }
    }

    /// Tells of headings, rows and heads that the form words otherwise: one finding for
    /// each heading, and one for each table.
    fn wordings(&mut self, located: &Located) {
        const HELP: &str = "已按格式的位置读入；核对是不是同一项，发布时照格式的写法";
        let edition = self.file.edition;
        let mut tell = |section: usize, message: String| {
            let path = &edition.sections[section].key;
            self.doubts
                .push(Notice::of(&rules::FORM_WORDING, path, message, HELP));
        };
        for (section, published) in &located.worded {
            let form = &edition.sections[*section].heading;
            let published = brief(published);
            tell(
                *section,
                format!("标题「{published}」，格式的写法是「{form}」"),
            );
        }
        for own in located
            .tables
            .wordings
            .chunk_by(|a, b| a.section == b.section)
        {
            let told = own.iter().take(MOST_WORDINGS);
            let told: Vec<String> = told
                .map(|own| format!("「{}」应为「{}」", brief(&own.published), own.form))
                .collect();
            let more = match own.len().saturating_sub(MOST_WORDINGS) {
                0 => String::new(),
                more => format!("；还有 {more} 处"),
            };
            tell(
                own[0].section,
                format!("表里的写法与格式不同：{}{more}", told.join("，")),
            );
        }
    }
}

impl Unsure {
    fn notice(self, edition: &Edition) -> Notice {
        let paths: Vec<&str> = self
            .slots
            .iter()
            .map(|slot| &*edition.slot(*slot).path)
            .collect();
        let place = shared(&paths);
        let row = edition.subject(place);
        let columns = paths
            .iter()
            .filter_map(|path| Some(edition.field(path)?.subject()));
        let columns = joined(columns, "、");
        let named = match (self.slots.len(), self.rows) {
            (1, _) => message!(row; "「{row}」"),
            (count, 1) if count == self.row.len() => message!(row; "「{row}」整行 {count} 格"),
            (_, 1) => message!(row, columns; "「{row}」的{columns}"),
            (count, rows) => message!(row; "「{row}」{rows} 行里的 {count} 格"),
        };
        let quote = brief(&self.quote);
        let why = why_not(edition, self.slots[0], &self.quote, self.why);
        let message = message!(named; "{named}读不准：原文是「{quote}」，{why}");
        let help = either(
            "对照原文，写上数；原文就是空着的，留 ~",
            "对照原文，在这一格填上数；原文就是空着的，清空",
        );
        Notice {
            quote: Some(self.quote),
            ..Notice::unsure(place, message, help)
        }
    }
}

/// Why published words are not the figure of a cell; a sum in 元 is offered in 万元.
fn why_not(edition: &Edition, slot: SlotId, quote: &str, why: Doubt) -> String {
    let is_amount = edition.slot(slot).kind == Kind::Amount && why == Doubt::NoFigure;
    match figure::yuan(quote).filter(|_| is_amount) {
        Some(number) => format!("单位是元，合 {number} 万元"),
        None => import_messages::reason(why).to_owned(),
    }
}

/// What paths have in common from their beginning, in whole keys.
fn shared<'a>(paths: &[&'a str]) -> &'a str {
    let mut shared = paths.first().copied().unwrap_or_default();
    let holds = |path: &str, key: &str| {
        let rest = path.strip_prefix(key);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    while !paths.iter().all(|path| holds(path, shared)) {
        shared = shared.rsplit_once('.').map_or("", |(above, _)| above);
        if shared.is_empty() {
            break;
        }
    }
    shared
}

fn has_figure(text: &str) -> bool {
    text.chars().any(|c| half_width(c).is_ascii_digit())
}

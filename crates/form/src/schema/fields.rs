//! The tables: rows, groups and figures.

use serde_json::Value;

use super::{WORDS, described, map, node::Schema, printed, reference, titled};
use crate::{
    edition::{Body, Edition, Field, Section, SlotId, Table},
    report::keys,
    scaffold::example,
};
use base::number::Kind;

/// The greatest whole number that a cell takes: 18 digits.
const GREATEST: i64 = 999_999_999_999_999_999;

/// The columns that rows share.
pub struct Tables<'a> {
    edition: &'a Edition,
    columns: Vec<Schema>,
}

impl<'a> Tables<'a> {
    pub fn new(edition: &'a Edition) -> Self {
        Tables {
            edition,
            columns: Vec::new(),
        }
    }

    /// The definitions that the sections' schemas refer to.
    pub fn definitions(self) -> Schema {
        let how = "写 0 表示都是零，写 ~ 表示都留空。合计不在内。";
        let rest = described("没有写出来的各项", how);
        let rest = rest.with("enum", vec![Value::from(0), Value::Null]);
        let columns = (1..).zip(self.columns);
        let columns = columns.map(|(number, schema)| (format!("column{number}"), schema));
        columns.chain([("rest".to_owned(), rest)]).collect()
    }

    /// A section that is a table.
    pub fn section(&mut self, section: &Section, table: &Table) -> Schema {
        let corners = table.blocks.iter().filter_map(|b| b.corner.as_deref());
        let ties = corners.filter(|corner| corner.starts_with('（'));
        let ties: String = ties.map(|tie| format!("\n\n{tie}")).collect();
        let how = "逐行写；没有写出来的行都是零时写 其余: 0。";
        let description = format!(
            "{}{how}{ties}\n\n依据：{}。",
            printed(&section.key, &section.heading),
            self.edition.document
        );
        titled(self.group(&table.fields), &section.heading, &description)
    }

    fn field(&mut self, field: &Field) -> Schema {
        let printed = printed(&field.key, &field.heading);
        let basis = self.basis(field);
        let (shape, words) = match (&field.body, field.line()) {
            (Body::Slot(slot), _) => {
                let kind = self.edition.slot(*slot).kind;
                (figure(kind), how(kind).to_owned())
            }
            (Body::Group(fields), Some(columns)) => (self.group(fields), how_line(columns)),
            (Body::Group(fields), None) => {
                let words = "逐行写；整组是零写 `0`，其余的行都是零写 其余: 0。";
                (self.group(fields), words.to_owned())
            }
        };
        titled(shape, &field.heading, &format!("{printed}{words}{basis}"))
    }

    /// The definition of a column, the same for all rows that have it.
    fn column(&mut self, field: &Field) -> Schema {
        let schema = self.field(field);
        let at = self.columns.iter().position(|known| *known == schema);
        let at = at.unwrap_or_else(|| {
            self.columns.push(schema);
            self.columns.len() - 1
        });
        reference(&format!("column{}", at + 1))
    }

    /// Where the form prints it, and what it repeats of last year's report.
    fn basis(&self, field: &Field) -> String {
        let slots = field.slots();
        let mut ties = self.edition.ties.iter();
        let tie = ties.find(|tie| slots.contains(&tie.slot));
        let tie = tie.filter(|_| field.line().is_some()).map(|tie| {
            let row = tie.previous.rsplit_once('.').map_or("", |(row, _)| row);
            format!("\n\n应与上年报告的「{row}」一致。")
        });
        let caption = slots.first().and_then(|slot| self.caption(*slot));
        let caption = caption.map(|caption| format!("\n\n依据：条例{caption}。"));
        [tie, caption].into_iter().flatten().collect()
    }

    fn caption(&self, slot: SlotId) -> Option<&str> {
        let tables = self
            .edition
            .sections
            .iter()
            .filter_map(|s| s.table.as_ref());
        let mut blocks = tables.flat_map(|table| &table.blocks);
        let block = blocks.find(|block| block.slots.iter().flatten().any(|s| *s == slot))?;
        block.caption.as_deref()
    }

    /// Fields that an author writes as a map, as `0` or as `~`.
    fn group(&mut self, fields: &[Field]) -> Schema {
        let line = Field::are_line(fields);
        let schemas: Vec<Schema> = fields
            .iter()
            .map(|field| match line {
                true => self.column(field),
                false => self.field(field),
            })
            .collect();
        let properties = fields.iter().map(|field| &*field.key);
        let properties = properties.zip(schemas.iter().cloned());
        let rest = (keys::REST, reference("rest"));
        let parts = fields.iter().filter(|field| !field.total);
        let parts: Vec<&str> = parts.map(|field| &*field.key).collect();
        let types = ["object", "integer", "null", "array"];
        let group = Schema::of(if line { &types } else { &types[..3] })
            .with("minimum", 0)
            .with("maximum", 0)
            .below("properties", properties.chain([rest]).collect())
            .with("additionalProperties", false);
        let group = match line {
            true => group
                .each("prefixItems", schemas)
                .with("minItems", parts.len())
                .with("maxItems", fields.len()),
            false => group,
        };
        let required = |keys: &[&str]| Schema::default().with("required", keys);
        let group = group.below("if", required(&[keys::REST]));
        group.below("else", required(&parts))
    }
}

/// How a row is written.
fn how_line(columns: &[Field]) -> String {
    let keys: Vec<&str> = columns.iter().map(|column| &*column.key).collect();
    let (map, list) = example(columns);
    let total = columns.iter().find(|column| column.total);
    let total = total.map_or_else(String::new, |total| {
        format!("「{}」可以不写，由程序算出；写了就核对。", total.key)
    });
    format!(
        "列依次是：{}。\n\n例：`{map}`，或 `{list}`；\
         整行是零写 `0`，留空写 `~`。{total}",
        keys.join("、"),
    )
}

/// How a figure is written.
fn how(kind: Kind) -> &'static str {
    match kind {
        Kind::Count => "一个从 0 起的整数，不加引号、逗号和单位；留空写 `~`。",
        Kind::Change => "一个整数：增加写 `+89`，减少写 `-8`；留空写 `~`。",
        Kind::Amount => "金额，单位万元，小数最多六位，例如 `76.786078`；留空写 `~`。",
    }
}

/// A figure alone, or with a note.
fn figure(kind: Kind) -> Schema {
    let (number, least) = match kind {
        Kind::Count => ("integer", 0),
        Kind::Change => ("integer", -GREATEST),
        Kind::Amount => ("number", 0),
    };
    let bounded = |schema: Schema| {
        let bounded = schema.with("minimum", least);
        bounded.with("maximum", GREATEST)
    };
    let plain = described("数", how(kind)).types(&[number, "null"]);
    let note = described("数的说明", "印在数的后面，例如 含某某开发区。").types(&WORDS);
    let parts = [(keys::VALUE, bounded(plain)), (keys::NOTE, note)];
    let shape = bounded(Schema::of(&[number, "object", "null"]));
    map(shape, parts, &[keys::VALUE])
}

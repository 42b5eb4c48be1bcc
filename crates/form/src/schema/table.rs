//! The tables: rows, groups and figures.

use serde_json::Value;

use super::{
    described,
    node::{Named, Others, Schema, Type},
    object, printed, reference, titled,
};
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
    pub fn definitions(self) -> Vec<(String, Schema)> {
        let rest = Schema {
            values: vec![Value::from(0), Value::Null],
            ..described(
                "没有写出来的各项",
                "写 0 表示都是零，写 ~ 表示都留空。合计不在内。",
            )
        };
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
        Schema {
            title: Some(section.heading.clone()),
            description: Some(format!(
                "{}{how}{ties}\n\n依据：{}。",
                printed(&section.key, &section.heading),
                self.edition.document
            )),
            ..self.group(&table.fields)
        }
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
        let keys = fields.iter().map(|field| field.key.clone());
        let properties = keys.zip(schemas.clone());
        let rest = (keys::REST.to_owned(), reference("rest"));
        let parts = fields.iter().filter(|field| !field.total);
        let types = [Type::Object, Type::Integer, Type::Null];
        let types = types.into_iter().chain(line.then_some(Type::Array));
        Schema {
            types: types.collect(),
            minimum: Some(0),
            maximum: Some(0),
            properties: Named(properties.chain([rest]).collect()),
            additional_properties: Some(Others::Allowed(false)),
            min_items: line.then(|| parts.clone().count()),
            max_items: line.then_some(fields.len()),
            prefix_items: match line {
                true => schemas,
                false => Vec::new(),
            },
            condition: Some(Box::new(Schema {
                required: vec![keys::REST.to_owned()],
                ..Schema::default()
            })),
            otherwise: Some(Box::new(Schema {
                required: parts.map(|field| field.key.clone()).collect(),
                ..Schema::default()
            })),
            ..Schema::default()
        }
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
        Kind::Count => (Type::Integer, 0),
        Kind::Change => (Type::Integer, -GREATEST),
        Kind::Amount => (Type::Number, 0),
    };
    let plain = Schema {
        types: vec![number, Type::Null],
        minimum: Some(least),
        maximum: Some(GREATEST),
        ..described("数", how(kind))
    };
    let note = Schema {
        types: vec![Type::String, Type::Number, Type::Boolean, Type::Null],
        ..described("数的说明", "印在数的后面，例如 含某某开发区。")
    };
    Schema {
        types: vec![number, Type::Object, Type::Null],
        minimum: Some(least),
        maximum: Some(GREATEST),
        ..object([(keys::VALUE, plain), (keys::NOTE, note)], &[keys::VALUE])
    }
}

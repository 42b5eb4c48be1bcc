//! The page of a form, written from its edition and its schema.

use nianbao::{
    base::{
        diagnostic::{Rule, rules},
        number::Kind,
    },
    form::{
        edition::{Axis, Body, Edition, Field, Section, SlotId, Table},
        report::keys,
        schema::schema,
    },
};
use serde_json::Value;

use super::{
    keys::{HEAD, TABLES, TEXTS, WITHIN},
    markdown::anchor,
};

/// The whole page.
pub fn page(edition: &Edition) -> String {
    let years = edition.years();
    let schema: Value = serde_json::from_str(&schema(edition)).expect("it is JSON");
    let mut out = format!(
        "# {years}的各项\n\n格式依据：{}。本页由 crates/form/src/edition/{}.yaml 生成，不直接修改。\n\n\
         怎么写数、留空、整行写零，见[怎么填](yaml.md#怎么填)。\n\n",
        edition.document, edition.name
    );
    out += "## 表格和文字以外\n\n| 键 | 是什么，怎么写 | 印在哪里 | 例 | 查它的规则 |\n|---|---|---|---|---|\n";
    for (key, printed, example, rules) in HEAD {
        let place = &schema["properties"][key];
        let words = ["title", "description"].map(|word| cell(place[word].as_str().unwrap_or("")));
        let example = head_example(edition, example);
        let rules = linked(rules);
        out += &format!(
            "| `{key}` | {}。{} | {printed} | `{example}` | {rules} |\n",
            words[0], words[1]
        );
    }
    out += &within(&schema);
    for (number, section) in edition.sections.iter().enumerate() {
        out += &format!(
            "\n## {}\n\n键：`{}`。印作「{}」",
            section.key, section.key, section.heading
        );
        out += &format!("，是报告的第 {} 部分。\n\n", number + 1);
        out += &match &section.table {
            Some(table) => table_of(edition, section, table),
            None => text_of(section),
        };
    }
    out
}

/// The keys within others, and of a figure with a note.
fn within(schema: &Value) -> String {
    let mut out = String::from(
        "\n## 写在别的键里面的\n\n| 键 | 是什么，怎么写 | 写在 | 例 |\n|---|---|---|---|\n",
    );
    let note = schema
        .pointer("/$defs/column1/properties/注")
        .expect("a figure may have a note");
    let known = WITHIN.iter().map(|(key, at, place, example)| {
        let at = schema
            .pointer(at)
            .unwrap_or_else(|| panic!("the schema has {at}"));
        (*key, at, *place, *example)
    });
    let noted = "行政处罚: {值: 120, 注: 含开发区}";
    let value = schema
        .pointer("/$defs/column1/properties/值")
        .expect("a figure may have a note");
    for (key, at, place, example) in { known }.chain([
        (keys::VALUE, value, "一格", noted),
        (keys::NOTE, note, "一格", noted),
    ]) {
        let words = ["title", "description"].map(|word| cell(at[word].as_str().unwrap_or("")));
        out += &format!(
            "| `{key}` | {}。{} | {place} | `{example}` |\n",
            words[0], words[1]
        );
    }
    out
}

/// Examples that can be read by themselves, each a top-level key.
pub fn examples(edition: &Edition) -> Vec<String> {
    let mut found: Vec<String> = HEAD
        .iter()
        .filter(|(key, ..)| ![keys::YEAR, keys::AGENCY].contains(key))
        .map(|(_, _, example, _)| head_example(edition, example))
        .collect();
    let tables = edition.sections.iter().filter_map(|s| s.table.as_ref());
    for field in tables.flat_map(|table| lines(&table.fields)) {
        let mut keys: Vec<&str> = field.path.split('.').collect();
        keys.pop();
        let inner = example(edition, field);
        let nest = |inner, key: &&str| format!("{key}: {{{inner}, 其余: 0}}");
        found.push(keys.iter().rev().fold(inner, nest));
    }
    found
}

fn head_example(edition: &Edition, example: &str) -> String {
    let blank = edition.example().map_or("", |slot| slot.row());
    example
        .replace("EDITION", &edition.name)
        .replace("SECTION", blank)
}

/// One line for a cell of a table of Markdown.
fn cell(text: &str) -> String {
    text.replace("\n\n", " ")
        .replace('\n', " ")
        .replace('|', "\\|")
}

fn linked(rules: &[&Rule]) -> String {
    let links = rules.iter().map(|rule| {
        let anchor = anchor(&format!("{}：{}", rule.code, rule.title));
        format!("[{}](rules.md#{anchor})", rule.code)
    });
    links.collect::<Vec<_>>().join("、")
}

fn text_of(section: &Section) -> String {
    let topics: Vec<&str> = section.topics.iter().map(|t| t.name.as_str()).collect();
    let mut out = String::from("是文字，写 Markdown。");
    if !topics.is_empty() {
        out += &format!("格式要求写到：{}。", topics.join("、"));
    }
    let own = section.topics.iter().map(|topic| match &topic.rule {
        Some(code) => rules::find(code).expect("the edition names a rule"),
        None => &rules::OVERVIEW_TOPICS,
    });
    let mut found = TEXTS.to_vec();
    found.extend((section.least > 0).then_some(&rules::THIN_SECTION));
    for rule in own {
        if !found.contains(&rule) {
            found.push(rule);
        }
    }
    format!(
        "{out}\n\n查它的规则：{}。\n\n```yaml\n{}: |\n  ### （一）某某情况\n\n  正文，每行缩进两个空格。\n```\n",
        linked(&found),
        section.key
    )
}

fn table_of(edition: &Edition, section: &Section, table: &Table) -> String {
    let mut out = format!("是表格。每一行都查：{}。\n", linked(&TABLES));
    for block in &table.blocks {
        for corner in block.corner.iter().filter(|words| words.starts_with('（')) {
            out += &format!("\n{corner}\n");
        }
    }
    out += &columns_of(table);
    out += "\n| 键 | 印作 | 印在 | 单位 | 例 | 另外查它的规则 |\n|---|---|---|---|---|---|\n";
    for field in lines(&table.fields) {
        let slots = field.slots();
        let unit = slots.first().map_or("", |slot| &edition.slot(*slot).unit);
        let path = field
            .path
            .strip_prefix(&format!("{}.", section.key))
            .unwrap_or(&field.path);
        let printed = edition.name_of(&field.path).unwrap_or_default();
        let total = if field.total {
            "（可以不写）"
        } else {
            ""
        };
        let example = example(edition, field);
        let rules = linked(&of(edition, table, &slots));
        out += &format!(
            "| `{path}`{total} | {} | {} | {unit} | `{example}` | {rules} |\n",
            cell(printed),
            printed_in(table, &slots)
        );
    }
    out
}

/// The columns of the rows, each kind of row once.
fn columns_of(table: &Table) -> String {
    let mut kinds: Vec<(String, Vec<&str>)> = Vec::new();
    for row in lines(&table.fields) {
        let Some(columns) = row.line() else { continue };
        let names = columns.iter().map(|c| format!("`{}`{}", c.key, heading(c)));
        let names = names.collect::<Vec<_>>().join("、");
        match kinds.iter_mut().find(|(known, _)| *known == names) {
            Some((_, rows)) => rows.push(&row.key),
            None => kinds.push((names, vec![&row.key])),
        }
    }
    let told = kinds.iter().map(|(names, rows)| {
        let more = if rows.len() > 3 { "等" } else { "" };
        let rows = rows.iter().take(3).map(|key| format!("「{key}」"));
        let rows: String = rows.collect();
        format!("\n{rows}{more}的列依次是：{names}。\n")
    });
    told.collect()
}

/// Where a row of figures is printed: the block's caption, and which row below it.
fn printed_in(table: &Table, slots: &[SlotId]) -> String {
    let first = slots.first();
    let rows = table.blocks.iter().flat_map(|block| {
        let caption = block.caption.as_deref().unwrap_or("表格");
        let rows = (1..).zip(&block.slots);
        rows.map(move |(number, row)| (caption, number, row))
    });
    let found = { rows }.find(|(.., row)| first.is_some_and(|slot| row.contains(slot)));
    found.map_or_else(String::new, |(caption, number, _)| {
        format!("{caption}，第 {number} 行")
    })
}

/// What is printed for a column, where it is not its key.
fn heading(field: &Field) -> String {
    match field.key == field.heading {
        true => String::new(),
        false => format!("（{}）", field.heading),
    }
}

/// The rows of figures, and figures that stand alone.
fn lines(fields: &[Field]) -> Vec<&Field> {
    let found = fields.iter().map(|field| match &field.body {
        Body::Group(inner) if field.line().is_none() => lines(inner),
        _ => vec![field],
    });
    found.flatten().collect()
}

fn example(edition: &Edition, field: &Field) -> String {
    let value = |slot: SlotId| match edition.slot(slot).kind {
        Kind::Count => "6",
        Kind::Change => "+89",
        Kind::Amount => "76.786078",
    };
    let slots = field.slots();
    let value = slots.first().map_or("0", |slot| value(*slot));
    match field.line().and_then(<[Field]>::first) {
        Some(column) => format!("{}: {{{}: {value}, 其余: 0}}", field.key, column.key),
        None => format!("{}: {value}", field.key),
    }
}

/// The rules that look at these cells in particular.
fn of(edition: &Edition, table: &Table, slots: &[SlotId]) -> Vec<&'static Rule> {
    let any = |found: &dyn Fn(&SlotId) -> bool| slots.iter().any(found);
    let summed = |axis| {
        move |slot: &SlotId| {
            let sums = edition.sums.iter().filter(|sum| sum.axis == axis);
            { sums }.any(|sum| sum.total == *slot || sum.parts.contains(slot))
        }
    };
    let said = |slot: &SlotId| {
        let paths = table
            .sayings
            .iter()
            .flat_map(|saying| saying.any.iter().flatten());
        let path = &edition.slot(*slot).path;
        { paths }.any(|said| path == said || path.starts_with(&format!("{said}.")))
    };
    let amount = any(&|slot| edition.slot(*slot).kind == Kind::Amount);
    let balanced = |slot: &SlotId| {
        let mut balances = edition.balances.iter();
        balances.any(|balance| balance.left.contains(slot) || balance.right.contains(slot))
    };
    let kind = if amount {
        &rules::NOT_AN_AMOUNT
    } else {
        &rules::NOT_A_COUNT
    };
    let found = [
        (true, kind),
        (amount, &rules::UNIT_SCALE),
        (any(&summed(Axis::Row)), &rules::ROW_TOTAL),
        (any(&summed(Axis::Column)), &rules::COLUMN_TOTAL),
        (any(&balanced), &rules::BALANCE),
        (
            any(&|slot| edition.ties.iter().any(|tie| tie.slot == *slot)),
            &rules::BROUGHT_FORWARD,
        ),
        (
            any(&|slot| edition.stocks.iter().any(|stock| stock.slot == *slot)),
            &rules::IN_FORCE,
        ),
        (
            any(&|slot| edition.regulations.contains(slot)),
            &rules::REGULATION_POWER,
        ),
        (any(&said), &rules::NARRATIVE_FIGURE),
    ];
    found
        .into_iter()
        .filter_map(|(holds, rule)| holds.then_some(rule))
        .collect()
}

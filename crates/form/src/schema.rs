//! The JSON Schema 2020-12 of a data file, derived from an edition: for editors.
//!
//! Every place has one flat schema: a keyword speaks only of its own type
//! (`minimum` of numbers, `properties` of maps), so that an editor need not guess
//! which of several shapes the author means and marks exactly what is wrong. What
//! a schema cannot say (sums, quoted figures, a key with nothing behind it) the
//! checks say.

mod fields;
mod node;

use node::Schema;
use serde_json::Value;

use crate::{
    edition::{Edition, Section, Slot},
    report::{Category, Seal, keys},
};
use base::diagnostic::rules;

/// What YAML may take words on one line for.
const WORDS: [&str; 4] = ["string", "number", "boolean", "null"];

/// The schema of an edition's data files, as JSON text.
pub fn schema(edition: &Edition) -> String {
    let json = serde_json::to_string_pretty(&file(edition));
    json.map(|json| json + "\n").unwrap_or_default()
}

fn file(edition: &Edition) -> Schema {
    let mut tables = fields::Tables::new(edition);
    let sections = edition.sections.iter().map(|section| {
        let schema = match &section.table {
            Some(table) => tables.section(section, table),
            None => prose(edition, section),
        };
        (&*section.key, schema)
    });
    let sections: Vec<_> = sections.collect();
    let keys = [keys::YEAR, keys::AGENCY].into_iter();
    let required: Vec<&str> = keys
        .chain(sections.iter().map(|section| section.0))
        .collect();
    let properties = before(edition).into_iter().chain(sections);
    let properties = properties.chain([(keys::WAIVERS, waivers(edition))]);
    let title = format!("政府信息公开工作年度报告的数据文件（{}）", edition.years());
    Schema::default()
        .with("$schema", "https://json-schema.org/draft/2020-12/schema")
        .with("$id", format!("urn:nianbao:schema:{}", edition.name))
        .and(described(
            &title,
            &format!("格式依据：{}。", edition.document),
        ))
        .and(map(Schema::of(&["object"]), properties, &required))
        .below(
            "$defs",
            Schema::default()
                .below("passage", passage())
                .and(tables.definitions()),
        )
}

/// The keys that stand before the sections.
fn before(edition: &Edition) -> [(&'static str, Schema); 9] {
    let name_of = titled(words(), "机关的全称", "印在标题和落款里。");
    let parts = [(keys::NAME, name_of), (keys::CATEGORY, category())];
    let agency = map(Schema::of(&["object"]), parts, &[keys::NAME]);
    let agency = titled(agency, "编制报告的机关", "下面写名称和类别。");
    let title = edition.title_of("〈名称〉", 0).replace('0', "〈年度〉");
    let optional = |what: &str, how: &str| described(what, how).and(text_of(&WORDS));
    let own_title = format!("可以不写，不写就是规定的标题：{title}。");
    let signature = "可以不写，不写就是机关的名称；写 ~ 表示没有落款。";
    let how = "可以不写。写了就核对结转，找出照抄的段落，文字里可以写同比。";
    let last = format!("{}.yaml", example_year(edition) - 1);
    let previous = optional("上年的数据文件", how).with("examples", vec![last]);
    let start = "可以不写。例如：根据《中华人民共和国政府信息公开条例》第四十九条……";
    [
        (keys::YEAR, year(edition)),
        (keys::EDITION, name(edition)),
        (keys::AGENCY, agency),
        (keys::DATE, date()),
        (keys::TITLE, optional("报告的标题", &own_title)),
        (keys::SIGNATURE, optional("落款的单位", signature)),
        (keys::SEAL, seal()),
        (keys::PREVIOUS, previous),
        (
            keys::PREAMBLE,
            titled(text(true), "报告开头的一段话", start),
        ),
    ]
}

/// A shape with keys as a map that has no others.
fn map<K: Into<String>>(
    shape: Schema,
    properties: impl IntoIterator<Item = (K, Schema)>,
    required: &[&str],
) -> Schema {
    shape
        .below("properties", properties.into_iter().collect())
        .with("required", required)
        .with("additionalProperties", false)
}

/// A schema with words only.
fn described(title: &str, description: &str) -> Schema {
    let title = Schema::default().with("title", title);
    title.with("description", description)
}

/// A shape with words of its own.
///
/// It is written out at every place: editors mix up the words beside references to one
/// definition.
fn titled(shape: Schema, title: &str, description: &str) -> Schema {
    described(title, description).and(shape)
}

/// What is printed, for editors that show no title beside a key that they offer.
fn printed(key: &str, heading: &str) -> String {
    match key == heading {
        true => String::new(),
        false => format!("印作「{heading}」。"),
    }
}

/// One of the definitions.
fn reference(definition: &str) -> Schema {
    Schema::default().with("$ref", format!("#/$defs/{definition}"))
}

fn year(edition: &Edition) -> Schema {
    let last = edition.to.unwrap_or(9999);
    let years = edition.to.map(|to| {
        let years = (edition.from..=to).map(|year| year.to_string());
        format!("^({})$", years.collect::<Vec<_>>().join("|"))
    });
    let description = format!(
        "四位数的年份，不带「年」字。{}适用这个格式（{}）。",
        edition.years(),
        edition.document
    );
    described("报告所属的年度", &description)
        .types(&["integer", "string"])
        .with("minimum", edition.from)
        .with("maximum", last)
        .with("pattern", years.unwrap_or("^[0-9]{4}$".to_owned()))
        .with("examples", vec![example_year(edition)])
}

/// A year that the edition is for, and the one before it too.
fn example_year(edition: &Edition) -> u16 {
    edition.to.unwrap_or(edition.from + 4)
}

fn name(edition: &Edition) -> Schema {
    let number = edition.name.parse::<u16>().map(Value::from);
    let values = number.into_iter().chain([Value::from(&*edition.name)]);
    let schema = described("采用的格式", "可以不写，程序按年度选用。");
    schema.with("enum", values.collect::<Value>())
}

fn category() -> Schema {
    let description = "可以不写。它决定公布的期限：依据条例第四十九条，部门在 1 月 31 日前，\
                       人民政府在 3 月 31 日前。";
    let choices = Category::ALL.map(Category::chinese);
    described("机关的类别", description).with("enum", &choices[..])
}

fn seal() -> Schema {
    let choices = Seal::ALL.map(Seal::chinese);
    let description = format!("{}。", Seal::told());
    described("是否加盖印章", &description).with("enum", &choices[..])
}

fn date() -> Schema {
    let how = "写作 年-月-日，月和日都是两位，例如 2026-01-20。可以不写。";
    described("落款日期", how)
        .types(&["string", "null"])
        .with(
            "pattern",
            "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        )
        .with("format", "date")
        .with("examples", vec!["2026-01-20"])
}

/// Something of some types that is not blank where it is words.
fn text_of(types: &[&str]) -> Schema {
    Schema::of(types).with("pattern", r"\S")
}

/// Words on one line.
fn words() -> Schema {
    text_of(&WORDS[..3])
}

/// A section's text: Markdown, a file, or a map of sub-headings.
fn text(optional: bool) -> Schema {
    let types = ["string", "number", "boolean", "object", "null"];
    let file = titled(passage(), "另放在一个文件里", FILE);
    let start = "不带小标题、写在第一个小标题前面的文字。";
    let preamble = titled(passage(), "小标题前面的文字", start);
    let properties = [(keys::FILE, file), (keys::PREAMBLE, preamble)];
    text_of(if optional { &types } else { &types[..4] })
        .below("properties", properties.into_iter().collect())
        .with("minProperties", 1)
        .below("additionalProperties", reference("passage"))
}

const FILE: &str = "数据文件所在文件夹里的文件，例如 总体情况.md。";

/// What stands under one sub-heading: Markdown or a file.
fn passage() -> Schema {
    let file = titled(words(), "另放在一个文件里", FILE);
    let shape = text_of(&["string", "number", "boolean", "object"]);
    map(shape, [(keys::FILE, file)], &[keys::FILE])
}

/// A section that is text.
fn prose(edition: &Edition, section: &Section) -> Schema {
    let topics: Vec<&str> = section.topics.iter().map(|t| t.name.as_str()).collect();
    let topics = match topics.is_empty() {
        true => String::new(),
        false => format!("格式要求写到：{}。", topics.join("、")),
    };
    let how = "写成 | 后另起一行，下面每行缩进两个空格；也可以写成几个小标题，或 {文件: …}。\
               引用表中的数写 {{部分.行.列}}。";
    titled(
        text(false),
        &section.heading,
        &format!(
            "{}{topics}{how}\n\n依据：{}。",
            printed(&section.key, &section.heading),
            edition.document
        ),
    )
}

fn waivers(edition: &Edition) -> Schema {
    let rules = rules::ALL.iter().map(|rule| {
        let (severity, basis) = (rule.severity.chinese(), rule.basis.chinese());
        let description = format!("{severity}，依据：{basis}。");
        described(rule.title, &description).with("enum", vec![rule.code])
    });
    let how = "照抄检查结果方括号里的英文，例如 blank-cell。";
    let rule = described("豁免哪条规则", how).each("oneOf", rules.collect());
    let example = edition.example().map_or("", Slot::row);
    let place = format!("问题所在的部分、行或格，例如 {example}；不写就是整个文件。");
    let place = titled(words(), "豁免哪一处", &place);
    let reason = titled(words(), "豁免的理由", "说明为什么可以这样。");
    let parts = [
        (keys::RULE, rule),
        (keys::PLACE, place),
        (keys::REASON, reason),
    ];
    let item = map(Schema::of(&["object"]), parts, &[keys::RULE, keys::REASON]);
    let how = "每条一行，写明规则和理由。依据是法定、格式、表内的错误只在草稿里可以豁免。";
    described("确有原因、予以豁免的问题", how)
        .types(&["array", "null"])
        .below("items", item)
}

//! The JSON Schema 2020-12 of a data file, derived from an edition: for editors.
//!
//! Every place has one flat schema: a keyword speaks only of its own type
//! (`minimum` of numbers, `properties` of maps), so that an editor need not guess
//! which of several shapes the author means and marks exactly what is wrong. What
//! a schema cannot say (sums, quoted figures, a key with nothing behind it) the
//! checks say.

mod node;
mod table;

use node::{Named, Others, Schema, Type};
use serde_json::Value;

use crate::{
    edition::{Edition, Section, Slot},
    report::{Category, Seal, keys},
};
use base::diagnostic::rules;

/// The schema of an edition's data files, as JSON text.
pub fn schema(edition: &Edition) -> String {
    let json = serde_json::to_string_pretty(&file(edition));
    json.map(|json| json + "\n").unwrap_or_default()
}

fn file(edition: &Edition) -> Schema {
    let mut definitions = vec![("passage".to_owned(), passage())];
    let mut tables = table::Tables::new(edition);
    let mut properties = before(edition);
    for section in &edition.sections {
        let schema = match &section.table {
            Some(table) => tables.section(section, table),
            None => prose(edition, section),
        };
        properties.push((section.key.clone(), schema));
    }
    properties.push((keys::WAIVERS.to_owned(), waivers(edition)));
    definitions.extend(tables.definitions());
    let sections = edition.sections.iter().map(|section| section.key.clone());
    let required = [keys::YEAR, keys::AGENCY].map(str::to_owned);
    Schema {
        dialect: Some("https://json-schema.org/draft/2020-12/schema"),
        id: Some(format!("urn:nianbao:schema:{}", edition.name)),
        title: Some(format!(
            "政府信息公开工作年度报告的数据文件（{}）",
            edition.years()
        )),
        description: Some(format!("格式依据：{}。", edition.document)),
        types: vec![Type::Object],
        properties: Named(properties),
        required: required.into_iter().chain(sections).collect(),
        additional_properties: Some(Others::Allowed(false)),
        definitions: Named(definitions),
        ..Schema::default()
    }
}

/// The keys that stand before the sections.
fn before(edition: &Edition) -> Vec<(String, Schema)> {
    let name_of = titled(words(), "机关的全称", "印在标题和落款里。");
    let agency = object(
        [(keys::NAME, name_of), (keys::CATEGORY, category())],
        &[keys::NAME],
    );
    let agency = titled(agency, "编制报告的机关", "下面写名称和类别。");
    let title = edition.title_of("〈名称〉", 0).replace('0', "〈年度〉");
    let optional = |what: &str, how: &str| Schema {
        types: vec![Type::String, Type::Number, Type::Boolean, Type::Null],
        pattern: Some(r"\S".to_owned()),
        ..described(what, how)
    };
    let own_title = format!("可以不写，不写就是规定的标题：{title}。");
    let signature = "可以不写，不写就是机关的名称；写 ~ 表示没有落款。";
    let how = "可以不写。写了就核对结转，找出照抄的段落，文字里可以写同比。";
    let previous = Schema {
        examples: vec![Value::from(format!("{}.yaml", example_year(edition) - 1))],
        ..optional("上年的数据文件", how)
    };
    let start = "可以不写。例如：根据《中华人民共和国政府信息公开条例》第四十九条……";
    let pairs = [
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
    ];
    pairs
        .into_iter()
        .map(|(key, schema)| (key.to_owned(), schema))
        .collect()
}

/// A map that has no keys but these.
fn object<const N: usize>(properties: [(&str, Schema); N], required: &[&str]) -> Schema {
    let properties = properties.map(|(key, schema)| (key.to_owned(), schema));
    Schema {
        types: vec![Type::Object],
        properties: Named(properties.into()),
        required: required.iter().map(|key| (*key).to_owned()).collect(),
        additional_properties: Some(Others::Allowed(false)),
        ..Schema::default()
    }
}

/// A schema with words only.
fn described(title: &str, description: &str) -> Schema {
    titled(Schema::default(), title, description)
}

/// A shape with words of its own.
///
/// It is written out at every place: editors mix up the words beside references to one
/// definition.
fn titled(shape: Schema, title: &str, description: &str) -> Schema {
    Schema {
        title: Some(title.to_owned()),
        description: Some(description.to_owned()),
        ..shape
    }
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
    Schema {
        reference: Some(format!("#/$defs/{definition}")),
        ..Schema::default()
    }
}

fn year(edition: &Edition) -> Schema {
    let last = edition.to.unwrap_or(9999);
    let years = edition.to.map(|to| {
        let years = (edition.from..=to).map(|year| year.to_string());
        format!("^({})$", years.collect::<Vec<_>>().join("|"))
    });
    Schema {
        types: vec![Type::Integer, Type::String],
        minimum: Some(edition.from.into()),
        maximum: Some(last.into()),
        pattern: years.or_else(|| Some("^[0-9]{4}$".to_owned())),
        examples: vec![Value::from(example_year(edition))],
        ..described(
            "报告所属的年度",
            &format!(
                "四位数的年份，不带「年」字。{}适用这个格式（{}）。",
                edition.years(),
                edition.document
            ),
        )
    }
}

/// A year that the edition is for, and the one before it too.
fn example_year(edition: &Edition) -> u16 {
    edition.to.unwrap_or(edition.from + 4)
}

fn name(edition: &Edition) -> Schema {
    let number = edition.name.parse::<u16>().map(Value::from);
    let values = number.into_iter().chain([Value::from(&*edition.name)]);
    Schema {
        values: values.collect(),
        ..described("采用的格式", "可以不写，程序按年度选用。")
    }
}

fn category() -> Schema {
    let description = "可以不写。它决定公布的期限：依据条例第四十九条，部门在 1 月 31 日前，\
                       人民政府在 3 月 31 日前。";
    choice(
        &Category::ALL.map(Category::chinese),
        "机关的类别",
        description,
    )
}

fn seal() -> Schema {
    let description = format!("{}。", Seal::told());
    choice(&Seal::ALL.map(Seal::chinese), "是否加盖印章", &description)
}

/// One of a few words.
fn choice(values: &[&str], title: &str, description: &str) -> Schema {
    Schema {
        values: values.iter().map(|value| Value::from(*value)).collect(),
        ..described(title, description)
    }
}

fn date() -> Schema {
    Schema {
        types: vec![Type::String, Type::Null],
        pattern: Some("^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$".to_owned()),
        format: Some("date"),
        examples: vec![Value::from("2026-01-20")],
        ..described(
            "落款日期",
            "写作 年-月-日，月和日都是两位，例如 2026-01-20。可以不写。",
        )
    }
}

/// Words on one line; YAML takes some of them for numbers.
fn words() -> Schema {
    Schema {
        types: vec![Type::String, Type::Number, Type::Boolean],
        pattern: Some(r"\S".to_owned()),
        ..Schema::default()
    }
}

fn types_of_text(optional: bool) -> Vec<Type> {
    let mut types = vec![Type::String, Type::Number, Type::Boolean, Type::Object];
    types.extend(optional.then_some(Type::Null));
    types
}

/// A section's text: Markdown, a file, or a map of sub-headings.
fn text(optional: bool) -> Schema {
    let file = (
        keys::FILE.to_owned(),
        titled(passage(), "另放在一个文件里", FILE),
    );
    let start = "不带小标题、写在第一个小标题前面的文字。";
    let preamble = (
        keys::PREAMBLE.to_owned(),
        titled(passage(), "小标题前面的文字", start),
    );
    Schema {
        types: types_of_text(optional),
        pattern: Some(r"\S".to_owned()),
        properties: Named(vec![file, preamble]),
        min_properties: Some(1),
        additional_properties: Some(Others::Like(Box::new(reference("passage")))),
        ..Schema::default()
    }
}

const FILE: &str = "数据文件所在文件夹里的文件，例如 总体情况.md。";

/// What stands under one sub-heading: Markdown or a file.
fn passage() -> Schema {
    let file = titled(words(), "另放在一个文件里", FILE);
    Schema {
        types: types_of_text(false),
        pattern: Some(r"\S".to_owned()),
        ..object([(keys::FILE, file)], &[keys::FILE])
    }
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
    let rules = rules::ALL.iter().map(|rule| Schema {
        values: vec![Value::from(rule.code)],
        title: Some(rule.title.to_owned()),
        description: Some(format!(
            "{}，依据：{}。",
            rule.severity.chinese(),
            rule.basis.chinese()
        )),
        ..Schema::default()
    });
    let rule = Schema {
        one_of: rules.collect(),
        ..described(
            "豁免哪条规则",
            "照抄检查结果方括号里的英文，例如 blank-cell。",
        )
    };
    let example = edition.example().map_or("", Slot::row);
    let place = format!("问题所在的部分、行或格，例如 {example}；不写就是整个文件。");
    let place = titled(words(), "豁免哪一处", &place);
    let reason = titled(words(), "豁免的理由", "说明为什么可以这样。");
    let item = object(
        [
            (keys::RULE, rule),
            (keys::PLACE, place),
            (keys::REASON, reason),
        ],
        &[keys::RULE, keys::REASON],
    );
    Schema {
        types: vec![Type::Array, Type::Null],
        items: Some(Box::new(item)),
        ..described(
            "确有原因、予以豁免的问题",
            "每条一行，写明规则和理由。依据是法定、格式、表内的错误只在草稿里可以豁免。",
        )
    }
}

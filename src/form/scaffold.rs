//! A blank data file for a year, every row of the form in it.

use crate::{
    form::{
        edition::{Body, Edition, Field, Section, Table},
        report::{Category, keys},
    },
    ground::{characters::seen, diagnostic::terminal, number::Kind, yaml::write::word},
};

/// A blank data file: commented, and faulty only because it is not filled in.
pub fn scaffold(edition: &Edition, year: u16, agency: Option<&str>) -> String {
    let mut out = String::new();
    let agency = agency.map(name).unwrap_or_default();
    let (map, list) = example(widest(edition));
    out.push_str(&format!(
        "\
# {year} 年政府信息公开工作年度报告的数据文件（格式：{document}）。
# 填好后检查：nianbao check 本文件；生成报告：nianbao build 本文件
#
# 怎么填
#   冒号用半角，后面空一格。# 后面是说明，不会印出来。
#   数字写阿拉伯数字，不加引号、逗号和单位。没有就写 0；留空写 ~（印成空白，会有警告）。
#   一行几个数：{map}，或按表的列序 {list}；整行是零写 0。
#   一组几行：只写不是零的行，最后加一行 其余: 0。总计可以不写，由程序算出；写了就核对。
#   数字要带说明：{{值: 100, 注: 含某某}}。
#   文字写在 | 下面，每行缩进两个空格，段与段之间空一行；小标题写作 ### （一）某某情况。
#   文字里引用表中的数：{{{{{example}}}}}，这样文字和表不会不一致。

年度: {year}
机关:
  名称: {agency:<18}# 全称
  类别: {blank:<18}# {choice}
日期: {blank:<20}# 落款日期，写作 {next}-01-20

# 报告开头的一段话；不需要就删去这两行
# 引言: |
#   根据《中华人民共和国政府信息公开条例》第四十九条……
",
        document = edition.document,
        example = edition.example().map_or("", |slot| &slot.path),
        choice = Category::choice(),
        next = year + 1,
        blank = "",
    ));
    for section in &edition.sections {
        out.push('\n');
        out.push_str(&section_lines(edition, section));
    }
    out
}

/// A name as YAML.
fn name(name: &str) -> String {
    let name = seen(name).replace(['\n', '\r', '\t'], " ");
    word(name.trim())
}

/// Every row of some fields, at whatever depth.
fn rows(fields: &[Field]) -> Vec<&Field> {
    fields
        .iter()
        .flat_map(|field| match &field.body {
            Body::Group(_) if field.line().is_some() => vec![field],
            Body::Group(inner) => rows(inner),
            Body::Slot(_) => Vec::new(),
        })
        .collect()
}

/// The columns of a row: `自然人、商业企业、…`.
fn columns(row: &Field) -> String {
    let fields = row.line().unwrap_or_default();
    let keys: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
    keys.join("、")
}

/// A row by way of example, as a map and as a list: `{自然人: 6, 其余: 0}`, `[6, 0, 0]`.
pub fn example(columns: &[Field]) -> (String, String) {
    let first = columns.first().map_or("", |column| &column.key);
    let others = columns.iter().filter(|column| !column.total).skip(1);
    let zeros: String = others.map(|_| ", 0").collect();
    (
        format!("{{{first}: 6, {}: 0}}", keys::REST),
        format!("[6{zeros}]"),
    )
}

/// The columns of the form's widest row.
fn widest(edition: &Edition) -> &[Field] {
    let tables = edition.sections.iter().filter_map(|s| s.table.as_ref());
    let lines = tables.flat_map(|table| rows(&table.fields));
    let widest = lines.filter_map(Field::line).max_by_key(|line| line.len());
    widest.unwrap_or_default()
}

/// What stands above a section: its official heading, and what is to be written there.
pub fn headline(section: &Section) -> String {
    let heading = &section.heading;
    match &section.table {
        None if section.topics.is_empty() => heading.clone(),
        None => {
            let names: Vec<&str> = section.topics.iter().map(|t| t.name.as_str()).collect();
            format!("{heading}\n格式要求写到：{}", names.join("、"))
        }
        Some(table) if differs(table) => heading.clone(),
        Some(table) => {
            let common = rows(&table.fields).first().map(|row| columns(row));
            let common = common.unwrap_or_default();
            format!("{heading}\n每行的列依次是：{common}")
        }
    }
}

/// Whether a table's rows differ in their columns.
pub fn differs(table: &Table) -> bool {
    let lines = rows(&table.fields);
    let common = lines.first().map(|row| columns(row)).unwrap_or_default();
    let alike = lines.iter().all(|row| columns(row) == common);
    !alike || table.fields.iter().any(|f| matches!(f.body, Body::Slot(_)))
}

fn section_lines(edition: &Edition, section: &Section) -> String {
    let headline = headline(section).replace('\n', "\n# ");
    let Some(table) = &section.table else {
        return format!("# {headline}\n{}: |\n\n", section.key);
    };
    let mut out = format!("# {headline}\n{}:\n", section.key);
    fields(edition, &table.fields, 1, differs(table), &mut out);
    out
}

/// What is to be written for a field: its official heading, and what it holds where rows
/// differ in their columns (`own`).
pub fn hint(edition: &Edition, field: &Field, own: bool) -> Option<String> {
    let heading = Some(field.heading.as_str()).filter(|heading| *heading != field.key);
    let holds = match &field.body {
        Body::Slot(slot) => Some(match edition.slot(*slot).kind {
            Kind::Count => "一个数".to_owned(),
            Kind::Change => "一个带正负号的数".to_owned(),
            Kind::Amount => "一个金额，可以有小数".to_owned(),
        }),
        Body::Group(_) if own && field.line().is_some() => Some(columns(field)),
        Body::Group(_) => None,
    };
    let said: Vec<&str> = heading.into_iter().chain(holds.as_deref()).collect();
    (!said.is_empty()).then(|| said.join("："))
}

/// A line for every field; `own` says that rows differ in their columns.
fn fields(edition: &Edition, fields: &[Field], level: usize, own: bool, out: &mut String) {
    let indent = "  ".repeat(level);
    let width = fields
        .iter()
        .map(|field| terminal::columns(&field.key))
        .max();
    for field in fields.iter().filter(|field| !field.total) {
        let pad = " ".repeat(width.unwrap_or(0) - terminal::columns(&field.key));
        let line = match hint(edition, field, own) {
            None => format!("{indent}{}:", field.key),
            Some(hint) => format!("{indent}{}:{pad}  # {hint}", field.key),
        };
        out.push_str(&line);
        out.push('\n');
        if let (None, Body::Group(inner)) = (field.line(), &field.body) {
            self::fields(edition, inner, level + 1, own, out);
        }
    }
}

//! A blank data file for a year, every row of the form in it.

use crate::{
    datafile::{DataFile, Remarked},
    edition::{Body, Edition, Field, Section, Table},
    report::{Category, keys},
};
use base::number::Kind;

/// A blank data file: commented, and faulty only because it is not filled in.
pub fn scaffold(edition: &'static Edition, year: u16, agency: Option<&str>) -> String {
    blank(edition, year, agency).write()
}

/// The same, to be filled in further.
pub fn blank(edition: &'static Edition, year: u16, agency: Option<&str>) -> DataFile {
    let mut file = DataFile::blank(edition, year);
    let title = format!(
        "{year} 年政府信息公开工作年度报告的数据文件（格式：{}）。",
        edition.document
    );
    file.head = std::iter::once(title).chain(notes(edition)).collect();
    file.agency = Remarked {
        value: agency.map(str::to_owned),
        remark: Some("全称".to_owned()),
    };
    if let Some(category) = agency.and_then(Category::of_name) {
        file.category = Remarked {
            value: Some(category),
            remark: Some(format!("按名称推断；{}", Category::choice())),
        };
    }
    for (index, section) in edition.sections.iter().enumerate() {
        let headline = headline(section);
        match (&section.table, &mut file.texts[index]) {
            (Some(table), _) => {
                file.remarks.push((section.key.clone(), headline));
                hints(edition, &table.fields, differs(table), &mut file);
            }
            (None, text) => text.get_or_insert_default().remark = Some(headline),
        }
    }
    file
}

/// How a data file is filled in, a line each.
fn notes(edition: &Edition) -> Vec<String> {
    let (map, list) = example(widest(edition));
    let example = edition.example().map_or("", |slot| &slot.path);
    let notes = format!(
        "\
填好后检查：nianbao check 本文件；生成报告：nianbao build 本文件

怎么填
  冒号用半角，后面空一格。# 后面是说明，不会印出来。
  数字写阿拉伯数字，不加引号、逗号和单位。没有就写 0；留空写 ~（印成空白，会有警告）。
  一行几个数：{map}，或按表的列序 {list}；整行是零写 0。
  一组几行：只写不是零的行，最后加一行 其余: 0。总计可以不写，由程序算出；写了就核对。
  数字要带说明：{{值: 100, 注: 含某某}}。
  文字写在 | 下面，每行缩进两个空格，段与段之间空一行；小标题写作 ### （一）某某情况。
  文字里引用表中的数：{{{{{example}}}}}，这样文字和表不会不一致。
  报告开头另有一段话的，在日期下面加一行 引言: | ，文字写在它下面。"
    );
    notes.lines().map(str::to_owned).collect()
}

/// Puts beside every row what is to be written there.
fn hints(edition: &Edition, fields: &[Field], own: bool, file: &mut DataFile) {
    for field in fields.iter().filter(|field| !field.total) {
        let hint = hint(edition, field, own);
        match &field.body {
            Body::Group(below) if field.line().is_none() => {
                file.remarks
                    .extend(hint.map(|hint| (field.path.clone(), hint)));
                hints(edition, below, own, file);
            }
            _ => {
                for slot in field.slots() {
                    file.entries[slot.0].remark.clone_from(&hint);
                }
            }
        }
    }
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
fn headline(section: &Section) -> String {
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
fn differs(table: &Table) -> bool {
    let lines = rows(&table.fields);
    let common = lines.first().map(|row| columns(row)).unwrap_or_default();
    let alike = lines.iter().all(|row| columns(row) == common);
    !alike || table.fields.iter().any(|f| matches!(f.body, Body::Slot(_)))
}

/// What is to be written for a field: its official heading, and what it holds where rows
/// differ in their columns (`own`).
fn hint(edition: &Edition, field: &Field, own: bool) -> Option<String> {
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

//! The form as an Excel workbook, for a clerk to fill in.
//!
//! In: a report, blank or filled. Out: the bytes of an `.xlsx`: instructions, a front sheet,
//! and a sheet for each table of the form, where a total is `=IF(COUNT(D4:I4)=0,"",SUM(D4:I4))`
//! and a line below tells whether the balance holds. It holds no texts and takes no templates;
//! the overview of many reports is another workbook, [`office::export`](crate::office::export).
//!
//! The sheets print the three tables exactly as the form does. Every cell that holds a
//! figure has a name of its own (`年报.` and its path), which Excel carries along when a
//! sheet is renamed or a row put in; reading ([`read::workbook`](crate::read::workbook)) goes by these names and never by place.

mod sheet;

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties,
    ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::{
    document::{Block, compose, plain_text},
    form::report::{Category, Report},
};

/// What the names of our cells begin with.
pub(crate) const PREFIX: &str = "年报.";
/// The name of the cell that says which form it is: the 文号.
pub(crate) const FORM: &str = "格式";
/// The names of the cells of the front sheet.
pub(crate) const YEAR: &str = "年度";
pub(crate) const AGENCY: &str = "机关";
pub(crate) const CATEGORY: &str = "类别";
pub(crate) const DATE: &str = "日期";

/// A workbook that cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("无法生成 Excel 文件：{0}")]
pub struct WriteError(#[from] XlsxError);

/// Names for cells, gathered while sheets are written: the name and the cell.
pub(super) type Names = Vec<(String, String)>;

/// Writes a workbook that holds a report's figures; what the report leaves open is left to
/// fill in. The same report gives the same bytes.
///
/// # Errors
/// The form does not fit into a workbook.
pub fn write(report: &Report) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(report)?);
    let mut names = Names::new();
    instructions(workbook.add_worksheet(), report)?;
    front(workbook.add_worksheet(), report, &mut names)?;
    let document = compose(report);
    let mut heading = String::new();
    for block in &document.blocks {
        match block {
            Block::Heading { content, level: 2 } => {
                heading = plain_text(content);
            }
            Block::Table(grid) if grid.is_form() => {
                sheet::write(workbook.add_worksheet(), report, grid, &heading, &mut names)?;
            }
            _ => {}
        }
    }
    for (name, cell) in names {
        workbook.define_name(format!("{PREFIX}{name}"), &format!("={cell}"))?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// The clock has no part in it: the day is that of the report, or the last for publishing it.
fn properties(report: &Report) -> Result<DocProperties, XlsxError> {
    let day = match report.date {
        Some((date, _)) if date.year >= 1900 => (date.year, date.month, date.day),
        _ => (report.year.clamp(1900, 9998) + 1, 1, 31),
    };
    let created = ExcelDateTime::from_ymd(day.0, day.1, day.2)?;
    Ok(DocProperties::new()
        .set_title(report.full_title())
        .set_author(&report.agency.text)
        .set_creation_datetime(&created))
}

/// The keys of the sections that have tables.
fn tables(report: &Report) -> Vec<&str> {
    let sections = report.edition.sections.iter();
    let tables = sections.filter(|section| section.table.is_some());
    tables.map(|section| section.key.as_str()).collect()
}

fn instructions(sheet: &mut Worksheet, report: &Report) -> Result<(), XlsxError> {
    sheet.set_name("填表说明")?;
    sheet.set_column_width(0, 96)?;
    let title = Format::new().set_bold().set_font_size(16);
    let words = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.write_with_format(0, 0, "怎样填这个工作簿", &title)?;
    let tables = tables(report).join("」「");
    let sections = &report.edition.sections;
    let text = sections.iter().find(|section| section.table.is_none());
    let texts = text.map_or(String::new(), |text| format!("（{}等）", text.key));
    let lines = [
        format!("1. 先在「封面」填机关、类别和落款日期，再填「{tables}」各表。"),
        "2. 黄色的格子填数，用阿拉伯数字，不加单位和逗号。没有就写 0；空着的格子导入后仍是空白，印出来也是空白，检查时会有警告。".to_owned(),
        "3. 灰色的总计由公式自动算出，不用填，也改不了。".to_owned(),
        "4. 表下方的「勾稽关系检查」逐列核对：绿色的「平」是对的，红色的「差」写着等号前各项之和比等号后多多少（负数是少）。".to_owned(),
        "5. 件数、项数只能填从 0 起的整数；增减可以是负数；金额以万元为单位，最多六位小数。".to_owned(),
        "6. 表头和行名是国务院办公厅规定的文字，锁定了，没有密码。不要增删行列，不要改工作表的名字。".to_owned(),
        "7. 填好后保存为 .xlsx，然后运行：nianbao import 本文件.xlsx -o report.yaml".to_owned(),
        format!("8. 文字部分{texts}在 report.yaml 里写，写好后运行：nianbao check report.yaml"),
        format!("格式：{}（{}）。", report.edition.document, report.edition.years()),
    ];
    for (row, line) in (2..).zip(lines) {
        sheet.set_row_height(row, if line.chars().count() > 46 { 34 } else { 18 })?;
        sheet.write_with_format(row, 0, line, &words)?;
    }
    one_page(sheet);
    Ok(())
}

fn front(sheet: &mut Worksheet, report: &Report, names: &mut Names) -> Result<(), XlsxError> {
    const NAME: &str = "封面";
    sheet.set_name(NAME)?.set_active(true);
    sheet.set_column_width(0, 14)?;
    sheet.set_column_width(1, 48)?;
    sheet.set_column_width(2, 44)?;
    let title = Format::new().set_bold().set_font_size(16);
    sheet.write_with_format(0, 0, "政府信息公开工作年度报告：数据", &title)?;
    let label = locked().set_align(FormatAlign::Left);
    let fill = open().set_align(FormatAlign::Left);
    let hint = Format::new().set_font_color(Color::Gray);
    let rows = [
        (YEAR, "四位数字"),
        (AGENCY, "全称"),
        (CATEGORY, "点开格子从几种里选一种"),
        (DATE, "例如 2026-01-20"),
        (FORM, "不要改"),
    ];
    for (row, (name, told)) in (2..).zip(rows) {
        sheet.set_row_height(row, 22)?;
        sheet.write_with_format(row, 0, name, &label)?;
        sheet.write_with_format(row, 2, told, &hint)?;
        names.push((name.to_owned(), format!("'{NAME}'!$B${}", row + 1)));
    }
    sheet.write_with_format(2, 1, report.year, &fill)?;
    let category = report.category.map_or("", Category::chinese);
    for (row, words) in [(3, report.agency.text.as_str()), (4, category)] {
        match words {
            "" => sheet.write_blank(row, 1, &fill)?,
            words => sheet.write_with_format(row, 1, words, &fill)?,
        };
    }
    match report.date.map(|(date, _)| date.to_string()) {
        None => sheet.write_blank(5, 1, &fill.clone().set_num_format("yyyy-mm-dd"))?,
        Some(date) => sheet.write_with_format(5, 1, date, &fill)?,
    };
    sheet.write_with_format(6, 1, &report.edition.document, &label)?;
    let edition = report.edition;
    let last = edition.to.unwrap_or(9998);
    let years = DataValidationRule::Between(i32::from(edition.from), i32::from(last));
    let years = DataValidation::new().allow_whole_number(years);
    let told = format!("这个格式适用于{}", edition.years());
    sheet.add_data_validation(2, 1, 2, 1, &refusing(years, &told)?)?;
    let kinds: Vec<&str> = Category::ALL.iter().map(|kind| kind.chinese()).collect();
    let kinds = DataValidation::new().allow_list_strings(&kinds)?;
    let told = "点开格子，从几种里选一种";
    sheet.add_data_validation(4, 1, 4, 1, &refusing(kinds, told)?)?;
    one_page(sheet);
    Ok(())
}

/// Prints a sheet across one page of A4, and locks what is not to be filled in.
fn one_page(sheet: &mut Worksheet) {
    const A4: u8 = 9;
    let sheet = sheet.set_landscape().set_paper_size(A4);
    sheet.set_print_fit_to_pages(1, 1).protect();
}

/// A rule for a cell that refuses what does not fit, and says what does.
pub(super) fn refusing(rule: DataValidation, told: &str) -> Result<DataValidation, XlsxError> {
    rule.set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title("填得不对")?
        .set_error_message(told)
}

/// The look of a cell that nobody changes.
pub(super) fn locked() -> Format {
    let format = Format::new().set_border(FormatBorder::Thin).set_text_wrap();
    let format = format.set_align(FormatAlign::Center);
    format.set_align(FormatAlign::VerticalCenter)
}

/// The look of a cell to fill in.
pub(super) fn open() -> Format {
    locked()
        .set_unlocked()
        .set_background_color(Color::RGB(0x00FF_F9DB))
}

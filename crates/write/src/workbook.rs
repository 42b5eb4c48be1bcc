//! The form as an Excel workbook, for a clerk to fill in.
//!
//! In: a report, blank or filled. Out: the bytes of an `.xlsx`: instructions, a front sheet
//! with the particulars, and a sheet for each text and each table of the form, where a total
//! is `=IF(COUNT(D4:I4)=0,"",SUM(D4:I4))` and a line below tells whether the balance holds.
//! What is not filled in yet is red. It takes no templates.
//!
//! The sheets print the three tables exactly as the form does. Every cell that holds a
//! figure has a name of its own (`年报.` and its path), which Excel carries along when a
//! sheet is renamed or a row put in; reading (`read::workbook`) goes by these names and never by place.

mod prose;
mod sheet;
pub mod tables;

use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, DataValidationRule,
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError, row_col_to_cell,
};

use document::compose;
use form::{
    edition::Section,
    fill::{self, Particular},
    report::{Report, keys},
};

/// What the names of our cells begin with.
pub const PREFIX: &str = "年报.";
/// The name of the cell that says which form it is: the 文号.
pub const FORM: &str = "格式";
/// The ground of what is not filled in yet.
const RED: Color = Color::RGB(0x00FF_B3B3);

/// The front sheet.
const FRONT: &str = "封面";

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
    let guide = fill::guide_to(None);
    let preamble = (keys::PREAMBLE, keys::PREAMBLE, guide.as_str());
    prose::write(
        workbook.add_worksheet(),
        preamble,
        report.preamble.as_ref(),
        &mut names,
    )?;
    let document = compose(report);
    let mut grids = document.tables().filter(|grid| grid.is_form());
    for (section, prose) in report.edition.sections.iter().zip(&report.texts) {
        let sheet = workbook.add_worksheet();
        let heading = &section.heading;
        match section.table.as_ref().and_then(|_| grids.next()) {
            Some(grid) => sheet::write(sheet, report, grid, heading, &mut names)?,
            None => {
                let told = (&*section.key, &**heading, &*fill::guide_to(Some(section)));
                prose::write(sheet, told, prose.as_ref(), &mut names)?;
            }
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

fn instructions(sheet: &mut Worksheet, report: &Report) -> Result<(), XlsxError> {
    sheet.set_name("填表说明")?;
    sheet.set_column_width(0, 96)?;
    let title = Format::new().set_bold().set_font_size(16);
    let words = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.write_with_format(0, 0, "怎样填这个工作簿", &title)?;
    let (tables, texts): (Vec<_>, Vec<_>) = report
        .edition
        .sections
        .iter()
        .partition(|section| section.table.is_some());
    let keys = |sections: Vec<&Section>| -> String {
        let keys = sections.iter().map(|section| section.key.as_str());
        keys.collect::<Vec<_>>().join("」「")
    };
    let (tables, texts) = (keys(tables), keys(texts));
    let example = report.edition.example().map_or("", |slot| &slot.path);
    let told = [
        format!("1. 先在「封面」填机关、类别和落款日期，再填「{tables}」各表和「{texts}」各段文字；报告开头另有一段话的，填「引言」。"),
        "2. 还没有填的格子是红的，填上就不红了。黄色的格子填数，用阿拉伯数字，不加单位和逗号，没有就写 0；数字要带说明，写作 100（含某某）。".to_owned(),
        "3. 「封面」的「空白按0」选「是」，表里空着的格子都算 0；选「否」，空着的格子印出来也是空白，检查时会有警告。".to_owned(),
        "4. 灰色的总计由公式自动算出，不用填，也改不了。".to_owned(),
        "5. 表下方的「勾稽关系检查」逐列核对：绿色的「平」是对的，红色的「差」写着等号前各项之和比等号后多多少（负数是少）。".to_owned(),
        "6. 件数、项数只能填从 0 起的整数；增减可以是负数；金额以万元为单位，最多六位小数。".to_owned(),
        format!("7. 文字一格一段，小标题写在左边一列；可以插入行。加粗写 **两边加星号**，列表每项以「- 」开头，引用表中的数写 {{{{{example}}}}}。"),
        "8. 表头和行名是国务院办公厅规定的文字，锁定了，没有密码。不要增删表里的行列。".to_owned(),
        "9. 填好后保存为 .xlsx，然后运行：nianbao import 本文件.xlsx -o report.yaml".to_owned(),
        format!("格式：{}（{}）。", report.edition.document, report.edition.years()),
    ];
    for (row, line) in (2..).zip(told) {
        sheet.set_row_height(row, 2.0 + 16.0 * lines(&line, 96.0))?;
        sheet.write_with_format(row, 0, line, &words)?;
    }
    one_page(sheet);
    Ok(())
}

fn front(sheet: &mut Worksheet, report: &Report, names: &mut Names) -> Result<(), XlsxError> {
    sheet.set_name(FRONT)?.set_active(true);
    for (column, width) in [(0, 14), (1, 48), (2, 60)] {
        sheet.set_column_width(column, width)?;
    }
    let title = Format::new().set_bold().set_font_size(16);
    sheet.write_with_format(0, 0, "政府信息公开工作年度报告：填报", &title)?;
    let label = locked().set_align(FormatAlign::Left);
    let hint = Format::new().set_font_color(Color::Gray);
    let hint = hint.set_align(FormatAlign::VerticalCenter).set_text_wrap();
    let mut row = 2;
    for particular in fill::particulars(report) {
        sheet.set_row_height(row, 7.0 + 15.0 * lines(&particular.told, 60.0))?;
        sheet.write_with_format(row, 0, particular.key, &label)?;
        sheet.write_with_format(row, 2, &particular.told, &hint)?;
        names.push((particular.key.to_owned(), named(row)));
        value(sheet, report, row, &particular)?;
        row += 1;
    }
    sheet.set_row_height(row, 22)?;
    sheet.write_with_format(row, 0, FORM, &label)?;
    sheet.write_with_format(row, 1, &report.edition.document, &label)?;
    sheet.write_with_format(row, 2, "不要改", &hint)?;
    names.push((FORM.to_owned(), named(row)));
    one_page(sheet);
    Ok(())
}

/// The cell of a row of the front sheet.
fn named(row: u32) -> String {
    format!("'{FRONT}'!$B${}", row + 1)
}

/// Writes a particular, and what may be written for it.
fn value(
    sheet: &mut Worksheet,
    report: &Report,
    row: u32,
    particular: &Particular,
) -> Result<(), XlsxError> {
    let fill = open().set_align(FormatAlign::Left);
    let day = particular.key == keys::DATE;
    match particular.value.as_str() {
        "" if day => sheet.write_blank(row, 1, &fill.set_num_format("yyyy-mm-dd"))?,
        "" => sheet.write_blank(row, 1, &fill)?,
        words => match words.parse::<u16>() {
            Ok(year) => sheet.write_with_format(row, 1, year, &fill)?,
            Err(_) => sheet.write_with_format(row, 1, words, &fill)?,
        },
    };
    if particular.needed {
        let cell = row_col_to_cell(row, 1);
        unfilled(sheet, &format!("=LEN(TRIM({cell}))=0"), &cell, (row, 1))?;
    }
    let edition = report.edition;
    if particular.key == keys::YEAR {
        let last = edition.to.unwrap_or(9998);
        let years = DataValidationRule::Between(i32::from(edition.from), i32::from(last));
        let years = DataValidation::new().allow_whole_number(years);
        let told = format!("这个格式适用于{}", edition.years());
        sheet.add_data_validation(row, 1, row, 1, &refusing(years, &told)?)?;
    }
    if !particular.choices.is_empty() {
        let choices = DataValidation::new().allow_list_strings(&particular.choices)?;
        let told = "点开格子，从几种里选一种";
        sheet.add_data_validation(row, 1, row, 1, &refusing(choices, told)?)?;
    }
    Ok(())
}

/// Makes the cells of a range red for which a rule holds.
fn unfilled(
    sheet: &mut Worksheet,
    rule: &str,
    range: &str,
    first: (u32, u16),
) -> Result<(), XlsxError> {
    let red = Format::new().set_background_color(RED);
    let rule = ConditionalFormatFormula::new().set_rule(rule);
    let rule = rule.set_format(red).set_multi_range(range);
    sheet.add_conditional_format(first.0, first.1, first.0, first.1, &rule)?;
    Ok(())
}

/// How wide words are, in columns of half a Chinese character.
fn columns(words: &str) -> f64 {
    let width = |c: char| if c.is_ascii() { 1.0 } else { 2.1 };
    words.chars().map(width).sum()
}

/// How many lines words take in a cell so wide, of which its sides take one column.
fn lines(words: &str, width: f64) -> f64 {
    let lines = words
        .lines()
        .map(|line| columns(line) / (width - 1.0).max(2.0));
    lines.map(|line| line.ceil().max(1.0)).sum::<f64>().max(1.0)
}

/// Prints a sheet across one page of A4, and locks what is not to be filled in.
fn one_page(sheet: &mut Worksheet) {
    page(sheet).set_print_fit_to_pages(1, 1).protect();
}

/// Prints a sheet on A4, its long side across.
fn page(sheet: &mut Worksheet) -> &mut Worksheet {
    const A4: u8 = 9;
    sheet.set_landscape().set_paper_size(A4)
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

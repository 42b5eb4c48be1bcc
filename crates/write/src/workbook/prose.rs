//! A text on a sheet: sub-headings in the first column, paragraphs in the second, a cell for
//! each.
//!
//! Excel holds 32,767 characters in a cell, and a clerk reads a column of short ones better
//! than one that fills the screen; so `（一）主动公开` stands beside its first paragraph, and
//! each further paragraph in a row of its own.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError, cell_range, cell_range_absolute};

use super::{Names, lines, open, page, unfilled};
use form::report::Prose;

/// The first row of the text: above it stand heading, guide and the columns' heads.
const TOP: u32 = 3;
/// Rows for a text, at the least, and beyond what is written of it.
const ROWS: u32 = 26;
const SPARE: u32 = 10;
/// The widths of the columns, in characters.
const WIDTHS: [f64; 2] = [28.0, 92.0];
/// Characters of a cell, at the most: Excel's own bound, and room for what it counts twice.
const MOST: usize = 16_000;

/// Writes a sheet that is named after a text, with what is written of it.
pub(super) fn write(
    sheet: &mut Worksheet,
    (key, heading, guide): (&str, &str, &str),
    prose: Option<&Prose>,
    names: &mut Names,
) -> Result<(), XlsxError> {
    sheet.set_name(key)?;
    let left = open()
        .set_align(FormatAlign::Left)
        .set_align(FormatAlign::Top);
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let title = Format::new().set_bold().set_font_size(14);
    sheet.write_with_format(0, 0, heading, &title)?;
    let told = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let told = told.set_font_color(rust_xlsxwriter::Color::Gray);
    sheet.merge_range(1, 0, 1, 1, guide, &told)?;
    sheet.set_row_height(1, 34)?;
    let heads = super::locked().set_bold();
    sheet.write_with_format(2, 0, "小标题（没有就空着）", &heads)?;
    sheet.write_with_format(
        2,
        1,
        "正文（一格一段，格内按 Alt+Enter 也是另起一段）",
        &heads,
    )?;
    let rows = prose.map(rows).unwrap_or_default();
    let last = TOP + ROWS.max(rows.len() as u32 + SPARE) - 1;
    for row in TOP..=last {
        sheet.write_blank(row, 0, &left)?;
        sheet.write_blank(row, 1, &left)?;
    }
    for (row, (heading, words)) in (TOP..).zip(&rows) {
        for (column, words) in [(0, heading), (1, words)] {
            if !words.is_empty() {
                sheet.write_string_with_format(row, column, words, &left)?;
            }
        }
        let most = lines(words, WIDTHS[1]).max(lines(heading, WIDTHS[0]));
        sheet.set_row_height(row, most.min(27.0) * 15.0)?;
    }
    let area = cell_range_absolute(TOP, 0, last, 1);
    names.push((key.to_owned(), format!("'{key}'!{area}")));
    if !guide.contains("不需要就空着") {
        let rule = format!("=COUNTA({area})=0");
        unfilled(sheet, &rule, &cell_range(TOP, 1, TOP, 1), (TOP, 1))?;
    }
    sheet.set_freeze_panes(TOP, 0)?;
    page(sheet).set_print_fit_to_pages(1, 0);
    Ok(())
}

/// What stands in each row: a sub-heading, a paragraph or both.
fn rows(prose: &Prose) -> Vec<(String, String)> {
    let mut rows: Vec<(String, String)> = Vec::new();
    for passage in &prose.passages {
        if let Some(heading) = &passage.heading {
            rows.push((heading.text.clone(), String::new()));
        }
        for block in blocks(&passage.text) {
            let sub = block
                .strip_prefix("### ")
                .filter(|line| !line.contains('\n'));
            match (sub, rows.last_mut()) {
                (Some(heading), _) => rows.push((heading.trim().to_owned(), String::new())),
                (None, Some((_, words))) if words.is_empty() => *words = block,
                (None, _) => rows.push((String::new(), block)),
            }
        }
    }
    rows.into_iter().flat_map(parts).collect()
}

/// A row whose paragraph is longer than a cell may be, as several.
fn parts((heading, words): (String, String)) -> Vec<(String, String)> {
    let letters: Vec<char> = words.chars().collect();
    let mut parts = letters.chunks(MOST).map(|part| part.iter().collect());
    let first = parts.next().unwrap_or_default();
    let first = (heading, first);
    let others = parts.map(|part| (String::new(), part));
    std::iter::once(first).chain(others).collect()
}

/// The blocks of a Markdown text; a paragraph's lines are one.
fn blocks(text: &str) -> Vec<String> {
    let mut found: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.lines() {
        match line.trim().is_empty() {
            true => found.push(Vec::new()),
            false => found[..]
                .last_mut()
                .into_iter()
                .for_each(|lines| lines.push(line)),
        }
    }
    let marked = |line: &&str| {
        let line = line.trim_start();
        line.starts_with(['|', '-', '*', '+', '>', '#'])
            || line.starts_with(|c: char| c.is_ascii_digit())
    };
    let whole = |lines: Vec<&str>| match lines.iter().any(marked) {
        true => lines.join("\n"),
        false => lines.concat(),
    };
    let found = found.into_iter().filter(|lines| !lines.is_empty());
    found.map(whole).collect()
}

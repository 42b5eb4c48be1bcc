//! The particulars of a form to fill in: a table of what is asked, what is written, and what
//! may be; a choice is a list to pick from.

use super::{
    page::MEASURE,
    runs::{self, Manner},
    word_table,
    xml::Xml,
};
use form::fill::Particular;

/// The widths of the columns, in twentieths of a point.
const WIDTHS: [u32; 3] = [1500, 3900, MEASURE - 1500 - 3900];
/// The ground of a cell to write into.
const OPEN: &str = r#"<w:shd w:val="clear" w:color="auto" w:fill="FFF9DB"/>"#;
/// The size of the words, in half points.
const SIZE: &str = "24";

/// Writes the table.
pub(super) fn write(xml: &mut Xml, particulars: &[Particular]) {
    word_table::begin(xml, &WIDTHS, |_| {});
    for particular in particulars {
        xml.open("w:tr", &[]);
        xml.constant("<w:trPr><w:cantSplit/></w:trPr>");
        cell(xml, WIDTHS[0], "", |xml| words(xml, particular.key));
        cell(xml, WIDTHS[1], OPEN, |xml| {
            match particular.choices.is_empty() {
                true => words(xml, &particular.value),
                false => choice(xml, particular),
            }
        });
        cell(xml, WIDTHS[2], "", |xml| words(xml, &particular.told));
        xml.close();
    }
    xml.close();
}

fn cell(xml: &mut Xml, width: u32, shade: &'static str, fill: impl FnOnce(&mut Xml)) {
    word_table::begin_cell(xml, width);
    xml.constant(shade);
    xml.value("w:vAlign", "center");
    xml.close();
    xml.open("w:p", &[]);
    xml.constant(r#"<w:pPr><w:pStyle w:val="Table"/><w:jc w:val="left"/>"#);
    runs::mark(xml, SIZE);
    xml.constant("</w:pPr>");
    fill(xml);
    xml.close();
    xml.close();
}

fn words(xml: &mut Xml, words: &str) {
    if !words.is_empty() {
        let manner = Manner {
            size: Some(SIZE),
            ..Manner::default()
        };
        runs::run(xml, words, manner);
    }
}

/// A list that Word lets one pick from; what is to be picked yet shows as a space.
fn choice(xml: &mut Xml, particular: &Particular) {
    xml.open("w:sdt", &[]);
    xml.open("w:sdtPr", &[]);
    xml.value("w:alias", particular.key);
    xml.value("w:tag", particular.key);
    xml.open("w:dropDownList", &[]);
    for choice in &particular.choices {
        let item = [("w:displayText", *choice), ("w:value", *choice)];
        xml.empty("w:listItem", &item);
    }
    xml.close();
    xml.close();
    xml.open("w:sdtContent", &[]);
    match particular.value.as_str() {
        "" => words(xml, "\u{3000}"),
        value => words(xml, value),
    }
    xml.close();
    xml.close();
}

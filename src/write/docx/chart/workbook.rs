//! The figures of a chart as the workbook within the file that Word opens to change them.

use zip::result::ZipError;

use super::{categories, name, plain};
use crate::{
    document::Chart,
    write::docx::{
        package,
        xml::{Xml, fixed},
    },
};

const SPREADSHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// The figures as a workbook of one sheet: labels in the first column, series beside them.
pub(super) fn workbook(chart: &Chart) -> Result<Vec<u8>, ZipError> {
    let file = |name: &str, bytes| (name.to_owned(), bytes, true);
    package::archive(vec![
        file(
            "[Content_Types].xml",
            fixed(include_str!("../parts/book/types.xml")),
        ),
        file(
            "_rels/.rels",
            package::relation("officeDocument", "xl/workbook.xml"),
        ),
        file(
            "xl/workbook.xml",
            fixed(include_str!("../parts/book/workbook.xml")),
        ),
        file(
            "xl/_rels/workbook.xml.rels",
            package::relation("worksheet", "worksheets/sheet1.xml"),
        ),
        file("xl/worksheets/sheet1.xml", sheet(chart)),
    ])
}

fn sheet(chart: &Chart) -> Vec<u8> {
    let mut xml = Xml::new("worksheet", &[("xmlns", SPREADSHEET)]);
    xml.open("sheetData", &[]);
    xml.open("row", &[]);
    words(&mut xml, &chart.unit);
    for series in &chart.series {
        words(&mut xml, &name(chart, series));
    }
    xml.close();
    for (row, label) in categories(chart).iter().enumerate() {
        xml.open("row", &[]);
        words(&mut xml, label);
        for series in &chart.series {
            xml.open("c", &[]);
            if let Some(number) = series.values[row].number {
                xml.words("v", &[], &plain(number));
            }
            xml.close();
        }
        xml.close();
    }
    xml.close();
    xml.finish()
}

/// A cell of words.
fn words(xml: &mut Xml, words: &str) {
    xml.open("c", &[("t", "inlineStr")]);
    xml.open("is", &[]);
    xml.words("t", &[], words);
    xml.close();
    xml.close();
}

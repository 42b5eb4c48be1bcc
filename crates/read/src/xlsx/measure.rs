//! How large a workbook is once it is unpacked, told before its reader believes it.
//!
//! In go the bytes of a workbook, out comes what a bounded reading needs to know, or why it is
//! not read. The reader reserves room for as many shared strings as the file says it has,
//! keeps for every cell format a copy of the words that it refers to, and reads a part as
//! often as sheets name it.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;

use super::book::{broken, huge};
use crate::{Fault, archive};

/// What its pictures and the like unpack to, in bytes, at the most.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// What is read of its XML, in bytes, at the most: each part once for every sheet.
pub(super) const MOST_READ: usize = 96 * 1024 * 1024;
/// What its XML unpacks to, in bytes, at the most. A full one has about 200 KB.
const MOST_XML: usize = 24 * 1024 * 1024;
/// Parts of a workbook, at the most.
const MOST_PARTS: usize = 2000;
/// Bytes of what formats and sheets may repeat, at the most.
const MOST_REPEATED: usize = 64 * 1024 * 1024;

/// What is known of a workbook before it is read.
#[derive(Default)]
pub(super) struct Measured {
    /// Whether it carries macros.
    pub(super) macros: bool,
    /// Bytes of its largest part in XML.
    pub(super) largest: usize,
}

/// Measures a workbook, however it is packed.
pub(super) fn measure(bytes: &[u8]) -> Result<Measured, Fault> {
    let foreign = || {
        Fault::new(
            "这不是 Excel 工作簿（.xlsx）",
            "用 Excel 或 WPS 打开，另存为 .xlsx，再导入",
        )
    };
    let parts = archive::parts(bytes);
    if parts > MOST_PARTS {
        return Err(huge(&format!("有 {parts} 个部件")));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| foreign())?;
    let (mut other, mut xml, mut tags, mut longest) = (0, 0, 0, 0);
    let (mut book, mut measured) = (false, Measured::default());
    let mut text = Vec::new();
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| broken())?;
        let name = part.name().map_err(|_| broken())?.to_ascii_lowercase();
        let is_xml = [".xml", ".rels"].iter().any(|end| name.ends_with(end));
        let spare = match is_xml {
            true => MOST_XML - xml,
            false => MOST_BYTES - other,
        };
        text.clear();
        let mut bounded = part.take(spare as u64 + 1);
        let size = match is_xml {
            true => bounded.read_to_end(&mut text),
            false => io::copy(&mut bounded, &mut io::sink()).map(|size| size as usize),
        };
        let size = size.map_err(|_| broken())?;
        if size > spare {
            return Err(huge("解开后太大"));
        }
        xml += text.len();
        other += size - text.len();
        book |= name == "xl/workbook.xml";
        measured.macros |= name == "xl/vbaproject.bin";
        measured.largest = measured.largest.max(text.len());
        if name.ends_with("sharedstrings.xml") {
            counts_truly(&text)?;
        }
        if [".rels", "styles.xml", "workbook.xml"]
            .iter()
            .any(|end| name.ends_with(end))
        {
            let runs = text.split(|byte| *byte == b'<').map(<[u8]>::len);
            tags += runs.clone().count();
            longest = runs.fold(longest, usize::max);
        }
    }
    if tags.saturating_mul(longest) > MOST_REPEATED {
        return Err(huge("的样式和工作表名太多、太长"));
    }
    match book {
        true => Ok(measured),
        false => Err(foreign()),
    }
}

/// Whether a part says no more shared strings than it has room for.
fn counts_truly(part: &[u8]) -> Result<(), Fault> {
    const COUNT: &[u8] = b"uniqueCount";
    let mut rest = part;
    while let Some(at) = rest.windows(COUNT.len()).position(|word| word == COUNT) {
        rest = &rest[at + COUNT.len()..];
        let mark = |byte: &&u8| byte.is_ascii_whitespace() || b"=\"'".contains(*byte);
        let marks = rest.iter().take_while(mark).count();
        let digits = rest[marks..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit());
        let digits: String = digits.map(|byte| char::from(*byte)).collect();
        let ends = rest.get(marks + digits.len());
        let plain = ends.is_none_or(|byte| b"\"' ".contains(byte));
        // A string takes more bytes than its own mark, `<si/>`.
        if !plain || digits.parse().is_ok_and(|count: usize| count > part.len()) || digits.len() > 9
        {
            return Err(huge(&format!("自称有 {digits} 个字符串，放不下这么多")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::super::read;
    use super::*;

    const RELATIONS: &str = "<Relationships><Relationship Id=\"r\" \
        Type=\"x/worksheet\" Target=\"worksheets/s.xml\"/></Relationships>";
    const BOOK: &str = "<workbook><sheets><sheet name=\"a\" r:id=\"r\"/></sheets></workbook>";

    /// A workbook of a sheet, with parts that take the place of its own or are added.
    fn book(sheet: &str, parts: &[(&str, &str)]) -> Vec<u8> {
        let office = "<Relationships><Relationship Id=\"o\" \
            Type=\"x/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
        let sheet = format!("<worksheet>{sheet}</worksheet>");
        let mut all = std::collections::BTreeMap::from([
            ("_rels/.rels", office),
            ("xl/workbook.xml", BOOK),
            ("xl/_rels/workbook.xml.rels", RELATIONS),
            ("xl/worksheets/s.xml", &*sheet),
        ]);
        all.extend(parts.iter().copied());
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in all {
            let options = SimpleFileOptions::default();
            writer.start_file(name, options).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    /// So many cells, each of which says the same.
    fn cells(count: usize, kind: &str) -> String {
        let cell = format!("<c{kind}><v>0</v></c>");
        let rows = cell.repeat(100) + "</row><row>";
        format!(
            "<sheetData><row>{}</row></sheetData>",
            rows.repeat(count / 100)
        )
    }

    #[track_caller]
    fn refused(bytes: &[u8], words: &str) {
        let fault = read(bytes).unwrap_err();
        assert!(fault.message.contains(words), "{fault:?}");
    }

    #[test]
    fn what_a_workbook_says_of_its_strings_is_not_believed() {
        for count in [
            "4294967295",
            "99999999999999999999",
            "+4294967295",
            " 4294967295",
        ] {
            let strings = format!("<sst uniqueCount = '{count}'><si><t>甲</t></si></sst>");
            let book = book(
                &cells(100, " t=\"s\""),
                &[("xl/sharedStrings.xml", &strings)],
            );
            refused(&book, "个字符串，放不下这么多");
        }
        let strings = "<sst count=\"100\" uniqueCount=\"1\"><si><t>甲</t></si></sst>";
        let book = book(
            &cells(100, " t=\"s\""),
            &[("XL/SharedStrings.xml", strings)],
        );
        assert_eq!(read(&book).unwrap().blocks.len(), 1);
    }

    #[test]
    fn long_words_that_all_cells_share_are_read_within_bounds() {
        let long = format!("<sst><si><t>{}</t></si></sst>", "甲".repeat(100_000));
        let book = book(
            &cells(20_000, " t=\"s\""),
            &[("xl/sharedStrings.xml", &long)],
        );
        refused(&book, "工作表「a」时，格子或其中的文字已经太多");
        let blank = format!("<sst><si><t>{}</t></si></sst>", " ".repeat(100_000));
        let book = self::book(
            &cells(20_000, " t=\"s\""),
            &[("xl/sharedStrings.xml", &blank)],
        );
        assert_eq!(read(&book).unwrap().blocks.len(), 0);
    }

    #[test]
    fn a_part_that_many_sheets_name_is_not_read_for_all_of_them() {
        let book_of = |sheets: usize, cells: &str| {
            let sheet = |number| format!("<sheet name=\"a{number}\" r:id=\"r\"/>");
            let sheets: String = (0..sheets).map(sheet).collect();
            let own = format!("<workbook><sheets>{sheets}</sheets></workbook>");
            book(cells, &[("xl/workbook.xml", &own)])
        };
        refused(&book_of(3000, &cells(100, "")), "有 3000 张工作表");
        refused(
            &book_of(90, &" ".repeat(2 << 20)),
            "有 90 张工作表，合起来太大",
        );
        refused(&book_of(90, &cells(12_000, "")), "格子或其中的文字已经太多");
        assert_eq!(
            read(&book_of(90, &cells(100, ""))).unwrap().blocks.len(),
            90
        );
    }

    #[test]
    fn what_formats_and_sheets_repeat_is_bounded() {
        let long = "0".repeat(30_000);
        let styles = format!(
            "<styleSheet><numFmts><numFmt numFmtId=\"9\" formatCode=\"{long}\"></numFmt></numFmts>\
             <cellXfs>{}</cellXfs></styleSheet>",
            "<xf numFmtId=\"9\"></xf>".repeat(10_000)
        );
        refused(&book("", &[("xl/styles.xml", &styles)]), "样式和工作表名");
    }

    #[test]
    fn what_unpacks_to_more_than_any_workbook_is_refused() {
        let bomb = " ".repeat(MOST_XML + 1);
        refused(&book(&bomb, &[]), "解开后太大");
        refused(&book("", &[("xl/charts/a.XML", &bomb)]), "解开后太大");
    }

    #[test]
    fn the_size_that_a_sheet_states_is_not_believed() {
        let cells = "<dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c>\
            </row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row></sheetData>";
        assert_eq!(read(&book(cells, &[])).unwrap().blocks.len(), 1);
    }
}

//! The forms to fill in, filled in their XML: nothing of the program writes into them.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read, Write},
};

use nianbao::{
    document::to_fill,
    form::{
        edition::{Edition, SlotId},
        report::Report,
        scaffold::scaffold,
    },
    write::{docx, pdf::Fonts, workbook},
};

use super::Checked;

/// What a clerk writes into a form.
#[derive(Clone)]
pub struct Clerk {
    pub year: u16,
    pub agency: &'static str,
    /// Values of particulars, by key.
    pub particulars: Vec<(&'static str, &'static str)>,
    /// Words of figures, by path.
    pub figures: BTreeMap<String, String>,
    /// By key, and by heading for Word, the paragraphs of each text.
    pub texts: Vec<(&'static str, &'static str, Vec<Line>)>,
}

/// A paragraph that a clerk writes.
#[derive(Clone, Copy)]
pub enum Line {
    /// A sub-heading.
    Heading(&'static str),
    /// Words, those between `**` bold.
    Words(&'static str),
    /// An item of a list.
    Item(&'static str),
    /// A table of two columns.
    Table(&'static [[&'static str; 2]]),
}

/// The figures of a report as a clerk writes them, totals left to the form.
pub fn figures(report: &Report) -> BTreeMap<String, String> {
    let slots = report.edition.slots.iter().zip((0..).map(SlotId));
    let own = slots.filter(|(slot, _)| !slot.total);
    own.map(|(slot, id)| {
        let note = report.cell(id).note.as_ref();
        let note = note.map_or(String::new(), |note| format!("（{}）", note.text));
        (slot.path.clone(), format!("{}{note}", report.printed(id)))
    })
    .collect()
}

impl Clerk {
    /// The blank report that the forms are made from.
    pub fn blank(&self) -> Report {
        let edition = Edition::of_year(self.year).unwrap();
        let text = scaffold(edition, self.year, Some(self.agency));
        Checked::of(&text).report.unwrap()
    }

    /// The Word form, filled.
    pub fn word(&self) -> Vec<u8> {
        let form = to_fill(&self.blank());
        let paths: Vec<String> = form.figures().map(|cell| cell.path.clone()).collect();
        let bytes = docx::render(&form, &Fonts::bundled()).unwrap();
        rewritten(&bytes, "word/document.xml", |xml| {
            let (head, rest) = xml.split_once("</w:tbl>").unwrap();
            let mut head = head.to_owned();
            for (key, value) in &self.particulars {
                let at = head.find(&format!(">{key}</w:t>")).unwrap();
                let at = at + head[at..].find("</w:tc>").unwrap() + "</w:tc>".len();
                let end = at + head[at..].find("</w:p></w:tc>").unwrap();
                match head[at..end].contains("<w:sdt>") {
                    // Picked from the list.
                    true => {
                        let text = at + head[at..end].rfind("preserve\">").unwrap() + 10;
                        let close = text + head[text..].find('<').unwrap();
                        head.replace_range(text..close, value);
                    }
                    false => head.insert_str(end, &run(value)),
                }
            }
            let mut paths = paths.iter();
            let mut cell = |cell: &str| {
                const BLANK: &str = "preserve\"></w:t>";
                let value = cell
                    .contains(BLANK)
                    .then(|| paths.next().expect("no more cells than figures"));
                let value = value.and_then(|path| self.figures.get(path));
                let value = value.filter(|value| !value.is_empty());
                value.map_or(cell.to_owned(), |value| {
                    cell.replacen(BLANK, &format!("preserve\">{value}</w:t>"), 1)
                })
            };
            let mut cells = rest.split("<w:tc>");
            let first = cells.next().unwrap().to_owned();
            let mut rest = cells.fold(first, |rest, own| rest + "<w:tc>" + &cell(own));
            assert_eq!(paths.next(), None);
            for (_, heading, lines) in &self.texts {
                const BLANK: &str = "<w:p><w:pPr></w:pPr></w:p>";
                let heads = format!(">{heading}</w:t>");
                let from = if heading.is_empty() {
                    0
                } else {
                    rest.find(&heads).unwrap()
                };
                let at = from + rest[from..].find(BLANK).unwrap();
                let written: String = lines.iter().map(|line| line.word()).collect();
                rest.replace_range(at..at + BLANK.len(), &written);
            }
            format!("{head}</w:tbl>{rest}")
        })
    }

    /// The workbook, filled.
    pub fn workbook(&self) -> Vec<u8> {
        let mut bytes = workbook::write(&self.blank()).unwrap();
        let book = part(&bytes, "xl/workbook.xml");
        let places = Places::of(&book);
        let mut cells: Vec<((usize, String), String)> = Vec::new();
        let particulars = self.particulars.iter();
        let particulars = particulars.map(|(key, value)| (*key, (*value).to_owned()));
        let figures = self
            .figures
            .iter()
            .map(|(path, value)| (&**path, value.clone()));
        for (name, value) in particulars
            .chain(figures)
            .filter(|(_, value)| !value.is_empty())
        {
            cells.push((places.cell(name), value));
        }
        for (key, _, lines) in &self.texts {
            let (sheet, first) = places.cell(key);
            let mut row: usize = first[1..].parse().unwrap();
            let mut headed = false;
            for line in lines {
                let column = match line {
                    Line::Heading(_) => "A",
                    _ => "B",
                };
                row += usize::from(headed && column == "A");
                cells.push(((sheet, format!("{column}{row}")), line.markdown()));
                headed = column == "A";
                row += usize::from(!headed);
            }
        }
        let sheets: BTreeSet<usize> = cells.iter().map(|((sheet, _), _)| *sheet).collect();
        for sheet in sheets {
            let own = cells.iter().filter(|((at, _), _)| *at == sheet);
            let fill = |xml: &str| {
                own.clone().fold(xml.to_owned(), |xml, ((_, cell), value)| {
                    with_cell(&xml, cell, value)
                })
            };
            let name = format!("xl/worksheets/sheet{}.xml", sheet + 1);
            bytes = rewritten(&bytes, &name, fill);
        }
        bytes
    }
}

impl Line {
    fn word(&self) -> String {
        let style =
            |style: &str, words: &str| format!("<w:p><w:pPr>{style}</w:pPr>{}</w:p>", bold(words));
        match self {
            Line::Heading(words) => style("<w:pStyle w:val=\"Heading2\"/>", words),
            Line::Words(words) => style("", words),
            Line::Item(words) => style(
                "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>",
                words,
            ),
            Line::Table(rows) => {
                let cell = |words: &&str| format!("<w:tc>{}</w:tc>", style("", words));
                let rows = rows.iter().map(|row| {
                    let cells: String = row.iter().map(cell).collect();
                    format!("<w:tr>{cells}</w:tr>")
                });
                format!("<w:tbl>{}</w:tbl>", rows.collect::<String>())
            }
        }
    }

    fn markdown(&self) -> String {
        match self {
            Line::Heading(words) | Line::Words(words) => (*words).to_owned(),
            Line::Item(words) => format!("- {words}"),
            Line::Table(rows) => {
                let row = |row: &[&str; 2]| format!("| {} |\n", row.join(" | "));
                let rows: Vec<String> = rows.iter().map(row).collect();
                format!("{}| --- | --- |\n{}", rows[0], rows[1..].concat())
            }
        }
    }
}

fn run(words: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>")
}

/// Words of which those between `**` are bold.
fn bold(words: &str) -> String {
    let runs = words.split("**").enumerate();
    runs.map(|(at, words)| match at % 2 {
        1 => run(words).replace("<w:r>", "<w:r><w:rPr><w:b/></w:rPr>"),
        _ => run(words),
    })
    .collect()
}

/// Where the names of a workbook lead: the number of the sheet, and the cell.
struct Places(BTreeMap<String, (usize, String)>);

impl Places {
    fn of(book: &str) -> Self {
        let sheets: Vec<&str> = book
            .split("<sheet name=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        let names = book.split("<definedName name=\"年报.").skip(1).map(|rest| {
            let (name, rest) = rest.split_once("\">").unwrap();
            let (sheet, cell) = rest.split('<').next().unwrap().split_once('!').unwrap();
            let sheet = sheet.trim_matches('\'');
            let number = sheets.iter().position(|name| *name == sheet).unwrap();
            let cell = cell.replace('$', "");
            (
                name.to_owned(),
                (number, cell.split(':').next().unwrap().to_owned()),
            )
        });
        Places(names.collect())
    }

    fn cell(&self, name: &str) -> (usize, String) {
        self.0.get(name).unwrap_or_else(|| panic!("{name}")).clone()
    }
}

/// A sheet with a value in a blank cell: a number, else words.
pub fn with_cell(xml: &str, cell: &str, value: &str) -> String {
    let at = xml
        .find(&format!("<c r=\"{cell}\""))
        .unwrap_or_else(|| panic!("{cell}"));
    let open = at + xml[at..].find('>').unwrap();
    let head = xml[at..open].trim_end_matches('/').replace(" t=\"s\"", "");
    let end = match xml[..open].ends_with('/') {
        true => open + 1,
        false => open + xml[open..].find("</c>").unwrap() + "</c>".len(),
    };
    let written = match value.parse::<f64>() {
        Ok(_) => format!("{head}><v>{value}</v></c>"),
        Err(_) => {
            format!("{head} t=\"inlineStr\"><is><t xml:space=\"preserve\">{value}</t></is></c>")
        }
    };
    format!("{}{written}{}", &xml[..at], &xml[end..])
}

/// A part of a package.
pub fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// A package with a part rewritten.
pub fn rewritten(bytes: &[u8], part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if name == part {
            bytes = change(std::str::from_utf8(&bytes).unwrap()).into_bytes();
        }
        let stored = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        out.start_file(name, stored).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

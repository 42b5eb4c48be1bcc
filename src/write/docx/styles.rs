//! The styles by which a clerk goes on working in Word.
//!
//! They are Word's own (标题, 标题 1, 正文), so that its navigation, its table of contents
//! and its screen reader know them. Fonts are named, never embedded: an agency's machine
//! has those that official documents are set in.

use super::{
    NAMESPACES,
    page::{LEADING, MEASURE},
    xml::Xml,
};

/// The faces, each with what stands in for it where it is missing.
pub(super) const TITLE: &str = "方正小标宋简体";
pub(super) const TEXT: &str = "仿宋_GB2312";
pub(super) const HEADING: &str = "黑体";
pub(super) const SUBHEADING: &str = "楷体_GB2312";

/// Two characters of text, in twentieths of a point.
pub(super) const INDENT: u32 = 632;

/// A paragraph's style.
struct Style<'a> {
    id: &'a str,
    /// The name that Word knows it by.
    name: &'a str,
    /// The name that the standard for official documents knows it by.
    alias: &'a str,
    base: &'a str,
    face: Option<&'a str>,
    /// The size in half points.
    size: Option<&'a str>,
    bold: bool,
    keep: bool,
    spacing: Option<[(&'a str, &'a str); 3]>,
    /// The indent on the left, and that of the first line.
    indent: Option<(u32, u32)>,
    align: Option<&'a str>,
    /// The level in the document's outline, from 0.
    outline: Option<usize>,
}

const PLAIN: Style<'static> = Style {
    id: "",
    name: "",
    alias: "",
    base: "Normal",
    face: None,
    size: None,
    bold: false,
    keep: false,
    spacing: None,
    indent: None,
    align: None,
    outline: None,
};

/// The style of a heading of a document's level, from 2.
pub(super) fn heading(level: u8) -> &'static str {
    HEADINGS[usize::from(level.clamp(2, 7)) - 2]
}

const HEADINGS: [&str; 6] = [
    "Heading1", "Heading2", "Heading3", "Heading4", "Heading5", "Heading6",
];

/// `styles.xml`.
pub(super) fn styles() -> Vec<u8> {
    let mut xml = Xml::new("w:styles", &NAMESPACES);
    defaults(&mut xml);
    normal(&mut xml);
    let none = Some((0, 0));
    style(
        &mut xml,
        &Style {
            id: "Title",
            name: "Title",
            alias: "公文标题",
            face: Some(TITLE),
            size: Some("44"),
            keep: true,
            spacing: Some([
                ("w:after", LEADING),
                ("w:line", "720"),
                ("w:lineRule", "exact"),
            ]),
            indent: none,
            align: Some("center"),
            ..PLAIN
        },
    );
    headings(&mut xml);
    let automatic = [("w:after", "0"), ("w:line", "240"), ("w:lineRule", "auto")];
    for own in [
        Style {
            id: "Quote",
            name: "Quote",
            face: Some(SUBHEADING),
            ..PLAIN
        },
        Style {
            id: "ListParagraph",
            name: "List Paragraph",
            indent: none,
            ..PLAIN
        },
        Style {
            id: "Signature",
            name: "Signature",
            alias: "落款",
            keep: true,
            indent: none,
            align: Some("right"),
            ..PLAIN
        },
        Style {
            id: "Table",
            name: "表格文字",
            spacing: Some(automatic),
            indent: none,
            align: Some("center"),
            ..PLAIN
        },
        Style {
            id: "Picture",
            name: "图片",
            spacing: Some([
                ("w:before", "160"),
                ("w:after", "160"),
                ("w:lineRule", "auto"),
            ]),
            indent: none,
            align: Some("center"),
            ..PLAIN
        },
        Style {
            id: "Header",
            name: "header",
            indent: none,
            ..PLAIN
        },
    ] {
        style(&mut xml, &own);
    }
    foot(&mut xml);
    characters(&mut xml);
    tables(&mut xml);
    xml.finish()
}

fn defaults(xml: &mut Xml) {
    xml.open("w:docDefaults", &[]);
    xml.open("w:rPrDefault", &[]);
    xml.open("w:rPr", &[]);
    face(xml, TEXT);
    xml.value("w:kern", "0");
    xml.value("w:sz", "32");
    xml.value("w:szCs", "32");
    let languages = [
        ("w:val", "en-US"),
        ("w:eastAsia", "zh-CN"),
        ("w:bidi", "ar-SA"),
    ];
    xml.empty("w:lang", &languages);
    xml.close();
    xml.close();
    xml.empty("w:pPrDefault", &[]);
    xml.close();
}

/// A face for every script, quotation marks among them.
pub(super) fn face(xml: &mut Xml, name: &str) {
    xml.empty(
        "w:rFonts",
        &[
            ("w:hint", "eastAsia"),
            ("w:ascii", name),
            ("w:hAnsi", name),
            ("w:eastAsia", name),
            ("w:cs", name),
        ],
    );
}

/// 正文: 28 characters on a line, lines 28.95 pt apart, two empty places at its start.
fn normal(xml: &mut Xml) {
    let attributes = [
        ("w:type", "paragraph"),
        ("w:default", "1"),
        ("w:styleId", "Normal"),
    ];
    xml.open("w:style", &attributes);
    xml.value("w:name", "Normal");
    xml.empty("w:qFormat", &[]);
    xml.open("w:pPr", &[]);
    xml.empty("w:spacing", &[("w:line", LEADING), ("w:lineRule", "exact")]);
    indents(xml, 0, INDENT);
    xml.value("w:jc", "both");
    xml.close();
    xml.open("w:rPr", &[]);
    xml.value("w:spacing", "-5");
    xml.close();
    xml.close();
}

fn headings(xml: &mut Xml) {
    for (level, id) in HEADINGS.iter().enumerate() {
        let name = format!("heading {}", level + 1);
        let alias = ["一级标题", "二级标题", "三级标题", "四级标题"];
        style(
            xml,
            &Style {
                id,
                name: &name,
                alias: alias.get(level).copied().unwrap_or_default(),
                face: match level {
                    0 => Some(HEADING),
                    1 => Some(SUBHEADING),
                    _ => None,
                },
                bold: level == 2,
                keep: true,
                indent: Some((INDENT, 0)),
                align: Some("left"),
                outline: Some(level),
                ..PLAIN
            },
        );
    }
}

/// Indents in twentieths of a point; two characters are named so, and follow the size.
pub(super) fn indents(xml: &mut Xml, left: u32, first: u32) {
    let characters = |width: u32| if width == INDENT { "200" } else { "0" };
    let (first_characters, left_characters) = (characters(first), characters(left));
    let (left, first) = (left.to_string(), first.to_string());
    let mut attributes = vec![
        ("w:left", &*left),
        ("w:firstLineChars", first_characters),
        ("w:firstLine", &*first),
    ];
    if left_characters != "0" {
        attributes.insert(0, ("w:leftChars", left_characters));
    }
    xml.empty("w:ind", &attributes);
}

fn style(xml: &mut Xml, own: &Style<'_>) {
    xml.open("w:style", &[("w:type", "paragraph"), ("w:styleId", own.id)]);
    xml.value("w:name", own.name);
    if !own.alias.is_empty() {
        xml.value("w:aliases", own.alias);
    }
    xml.value("w:basedOn", own.base);
    if own.keep {
        xml.value("w:next", "Normal");
    }
    xml.empty("w:qFormat", &[]);
    xml.open("w:pPr", &[]);
    if own.keep {
        xml.empty("w:keepNext", &[]);
        xml.empty("w:keepLines", &[]);
    }
    if let Some(spacing) = &own.spacing {
        xml.empty("w:spacing", spacing);
    }
    if let Some((left, first)) = own.indent {
        indents(xml, left, first);
    }
    if let Some(align) = own.align {
        xml.value("w:jc", align);
    }
    if let Some(level) = own.outline {
        xml.value("w:outlineLvl", &level.to_string());
    }
    xml.close();
    xml.open("w:rPr", &[]);
    if let Some(name) = own.face {
        face(xml, name);
    }
    if own.bold {
        xml.empty("w:b", &[]);
    }
    if let Some(size) = own.size {
        xml.value("w:spacing", "0");
        xml.value("w:sz", size);
        xml.value("w:szCs", size);
    }
    xml.close();
    xml.close();
}

/// The page's number: 4号, one character in from the type area's edge.
fn foot(xml: &mut Xml) {
    xml.open(
        "w:style",
        &[("w:type", "paragraph"), ("w:styleId", "Footer")],
    );
    xml.value("w:name", "footer");
    xml.value("w:basedOn", "Normal");
    xml.open("w:pPr", &[]);
    xml.empty("w:spacing", &[("w:line", "320"), ("w:lineRule", "exact")]);
    let ends = [
        ("w:left", "280"),
        ("w:right", "280"),
        ("w:firstLineChars", "0"),
        ("w:firstLine", "0"),
    ];
    xml.empty("w:ind", &ends);
    xml.close();
    xml.open("w:rPr", &[]);
    face(xml, "宋体");
    xml.value("w:spacing", "0");
    xml.value("w:sz", "28");
    xml.value("w:szCs", "28");
    xml.close();
    xml.close();
}

/// Words set apart stand in the 楷体, for Chinese has no italics; links look like text.
fn characters(xml: &mut Xml) {
    for (id, name) in [("Emphasis", "Emphasis"), ("Hyperlink", "Hyperlink")] {
        xml.open("w:style", &[("w:type", "character"), ("w:styleId", id)]);
        xml.value("w:name", name);
        xml.empty("w:qFormat", &[]);
        xml.open("w:rPr", &[]);
        if id == "Emphasis" {
            face(xml, SUBHEADING);
        }
        xml.close();
        xml.close();
    }
}

fn tables(xml: &mut Xml) {
    xml.open(
        "w:style",
        &[("w:type", "table"), ("w:styleId", "TableGrid")],
    );
    xml.value("w:name", "Table Grid");
    xml.open("w:tblPr", &[]);
    xml.open("w:tblBorders", &[]);
    for side in [
        "w:top",
        "w:left",
        "w:bottom",
        "w:right",
        "w:insideH",
        "w:insideV",
    ] {
        let line = [
            ("w:val", "single"),
            ("w:sz", "4"),
            ("w:space", "0"),
            ("w:color", "auto"),
        ];
        xml.empty(side, &line);
    }
    xml.close();
    xml.open("w:tblCellMar", &[]);
    for (side, width) in [
        ("w:top", "50"),
        ("w:left", "50"),
        ("w:bottom", "50"),
        ("w:right", "50"),
    ] {
        xml.empty(side, &[("w:w", width), ("w:type", "dxa")]);
    }
    xml.close();
    xml.close();
    xml.close();
}

/// How far a list's item, or a quotation, stands in from the one around it, at the most:
/// half of the line is left for words.
pub(super) const DEEPEST: u32 = MEASURE / 2;

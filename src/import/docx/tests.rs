use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::read;
use crate::published::{Block, Published, Role};

const SPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture""#;

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn part(root: &str, inner: &str) -> String {
    format!(r#"<?xml version="1.0"?><w:{root} {SPACES}>{inner}</w:{root}>"#)
}

/// A document of some body and other parts.
fn document(body: &str, others: &[(&str, &str)]) -> Published {
    let main = part("document", &format!("<w:body>{body}</w:body>"));
    let mut parts = vec![("word/document.xml", main.as_str())];
    parts.extend(others);
    read(&archive(&parts)).unwrap()
}

/// Every block in a line: what it is, then its Markdown or cells.
fn lines(published: &Published) -> Vec<String> {
    let line = |block: &Block| match block {
        Block::Paragraph(p) => {
            let role = match &p.role {
                Role::Body => String::new(),
                Role::Heading(level) => format!("h{level} "),
                Role::Item { depth, number } => format!("item {depth} {number:?} "),
                Role::Quote => "quote ".to_owned(),
            };
            format!("{role}{}", p.markdown)
        }
        Block::Table(table) => {
            let rows = table.rows.iter().map(|row| {
                let cells = row.iter().map(|cell| {
                    let (rows, columns) = (cell.row_span, cell.column_span);
                    format!("{}[{rows}x{columns}]", cell.text)
                });
                cells.collect::<Vec<_>>().join(" ")
            });
            rows.collect::<Vec<_>>().join(" / ")
        }
    };
    published.blocks.iter().map(line).collect()
}

fn p(inner: &str) -> String {
    format!("<w:p>{inner}</w:p>")
}

fn t(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

#[test]
fn words_are_read_as_word_shows_them() {
    let body = [
        p(
            "<w:r><w:rPr><w:b/></w:rPr><w:t>一是</w:t></w:r><w:r><w:t xml:space=\"preserve\"> 公开&amp;&#x4e8c;</w:t><w:tab/><w:t>次</w:t><w:br/><w:t>完</w:t><w:noBreakHyphen/></w:r>",
        ),
        p(
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:rPr><w:b w:val=\"0\"/></w:rPr><w:t>现</w:t></w:r><w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/><w:sym w:font=\"X\" w:char=\"F001\"/></w:r>",
        ),
        p(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>HYPERLINK \"https://a.gov.cn\"</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>网站</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:hyperlink r:id=\"x\"><w:r><w:t>乙</w:t></w:r></w:hyperlink><w:fldSimple w:instr=\"DATE\"><w:r><w:t>2024</w:t></w:r></w:fldSimple>",
        ),
        p(
            "<w:r><w:ruby><w:rt><w:r><w:t>zi</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>字</w:t></w:r></w:rubyBase></w:ruby></w:r>",
        ),
        "<w:sdt><w:sdtContent>".to_owned() + &p(&t("控件")) + "</w:sdtContent></w:sdt>",
    ];
    let relations = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://b.gov.cn" TargetMode="External"/></Relationships>"#;
    let published = document(
        &body.concat(),
        &[("word/_rels/document.xml.rels", relations)],
    );
    assert_eq!(
        lines(&published),
        [
            "**一是** 公开&二 次\\\n完-",
            "现☑□",
            "[网站](https://a.gov.cn)[乙](https://b.gov.cn)2024",
            "字",
            "控件"
        ]
    );
    assert_eq!(published.remarks, ["符号字体的字符 1 个认不出，写作“□”"]);
}

#[test]
fn numbers_that_word_puts_are_written_out() {
    let styles = part(
        "styles",
        r#"<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="2"><w:name w:val="标题 2"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="3"><w:basedOn w:val="2"/></w:style>"#,
    );
    let level = |at: usize, format: &str, text: &str| {
        format!(
            r#"<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/></w:lvl>"#
        )
    };
    let list = |id: usize, levels: &str| {
        format!(r#"<w:abstractNum w:abstractNumId="{id}">{levels}</w:abstractNum>"#)
    };
    let numbering = [
        list(1, &(level(0, "chineseCountingThousand", "%1、") + &level(1, "chineseCounting", "（%2）"))),
        list(2, &(level(0, "decimal", "%1.") + &level(1, "bullet", "·") + &level(2, "decimal", "%1.%3"))),
        r#"<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>"#.to_owned(),
    ];
    let numbering = part("numbering", &numbering.concat());
    let styled = |style: &str, text: &str| {
        p(&format!(
            r#"<w:pPr><w:pStyle w:val="{style}"/></w:pPr>{}"#,
            t(text)
        ))
    };
    let listed = |list: usize, depth: usize, text: &str| {
        p(&format!(
            r#"<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list}"/></w:numPr></w:pPr>{}"#,
            t(text)
        ))
    };
    let body = [
        styled("1", "总体"),
        styled("2", "甲"),
        styled("3", "乙"),
        styled("1", "公开"),
        styled("2", "丙"),
        listed(2, 0, "子"),
        listed(2, 1, "丑"),
        listed(2, 2, "寅"),
        listed(3, 0, "卯"),
        listed(3, 0, "辰"),
        listed(0, 0, "无"),
        format!(
            "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
            listed(2, 0, "表")
        ),
    ];
    let others = [
        ("word/styles.xml", styles.as_str()),
        ("word/numbering.xml", &numbering),
    ];
    let published = document(&body.concat(), &others);
    assert_eq!(
        lines(&published),
        [
            "h1 一、总体",
            "h2 （一）甲",
            "h2 （二）乙",
            "h1 二、公开",
            "h2 （一）丙",
            "item 0 Some(1) 子",
            "item 1 None 丑",
            "1.1 寅",
            "item 0 Some(7) 卯",
            "item 0 Some(8) 辰",
            "无",
            "9.表[1x1]"
        ]
    );
}

#[test]
fn merged_cells_are_one() {
    let cell = |properties: &str, text: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(&t(text)))
    };
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let starts = r#"<w:vMerge w:val="restart"/>"#;
    let wide = r#"<w:gridSpan w:val="2"/>"#;
    let body = format!(
        "<w:tbl>{}</w:tbl>",
        [
            row(&[cell(starts, "甲"), cell(wide, "乙")]),
            row(&[cell("<w:vMerge/>", ""), cell("", "1"), cell("", "2")]),
            row(&[
                cell("<w:vMerge w:val=\"continue\"/>", ""),
                cell(&format!("{wide}{starts}"), "丙")
            ]),
            row(&[cell("", "丁"), cell(&format!("{wide}<w:vMerge/>"), "")]),
            "<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>".to_owned()
                + &cell(wide, "戊")
                + "</w:tr>",
            "<w:tr><w:trPr><w:del/></w:trPr>".to_owned() + &cell("", "己") + "</w:tr>",
        ]
        .concat()
    );
    let published = document(&body, &[]);
    assert_eq!(
        lines(&published),
        ["甲[3x1] 乙[1x2] / 1[1x1] 2[1x1] / 丙[2x2] / 丁[1x1] / [1x1] 戊[1x2]"]
    );
    assert_eq!(published.remarks.len(), 1);
}

#[test]
fn a_table_that_only_frames_another_is_none() {
    let inner = format!(
        "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
        p(&t("1")),
        p(&t("2"))
    );
    let framed = format!(
        "<w:tbl><w:tr><w:tc>{}{inner}</w:tc></w:tr></w:tbl>",
        p(&t("前"))
    );
    assert_eq!(lines(&document(&framed, &[])), ["前", "1[1x1] 2[1x1]"]);
    let beside = format!(
        "<w:tbl><w:tr><w:tc>{inner}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
        p(&t("旁"))
    );
    let published = document(&beside, &[]);
    assert_eq!(lines(&published), ["1 2[1x1] 旁[1x1]"]);
    assert_eq!(
        published.remarks,
        ["表中套表 1 处，里面的表作为单元格的文字读入"]
    );
}

#[test]
fn changes_are_taken_as_accepted() {
    let body = [
        p(
            "<w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:r><w:t>文</w:t></w:r>",
        ),
        p("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r>"),
        p(&t("后半")),
    ];
    let published = document(&body.concat(), &[]);
    assert_eq!(lines(&published), ["新文", "前半后半"]);
    assert!(
        published.remarks[0].contains("修订"),
        "{:?}",
        published.remarks
    );
}

#[test]
fn notes_boxes_and_pictures_are_kept_apart() {
    let notes = part(
        "footnotes",
        &format!(
            r#"<w:footnote w:type="separator" w:id="0"/><w:footnote w:id="2">{}</w:footnote><w:footnote w:id="3">{}</w:footnote>"#,
            p(&t("含开发区")),
            p(&t("表中的"))
        ),
    );
    let text_box = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(&t(text)));
    let body = [
        p("<w:r><w:t>六件</w:t><w:footnoteReference w:id=\"2\"/><w:t>。</w:t></w:r>"),
        p(&format!(
            "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>{}</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
            text_box("框"),
            text_box("框")
        )),
        p("<w:r><w:drawing><pic:pic/></w:drawing></w:r>"),
        "<w:tbl><w:tr><w:tc>".to_owned()
            + &p("<w:r><w:t>5</w:t><w:footnoteReference w:id=\"3\"/></w:r>")
            + "</w:tc></w:tr></w:tbl>",
    ];
    let published = document(&body.concat(), &[("word/footnotes.xml", &notes)]);
    assert_eq!(
        lines(&published),
        [
            "六件［注1］。",
            "［注1］含开发区",
            "框",
            "5[1x1]",
            "［注2］表中的"
        ]
    );
    assert_eq!(published.remarks.len(), 3, "{:?}", published.remarks);
}

#[test]
fn other_files_are_named() {
    let fault = |bytes: &[u8]| read(bytes).unwrap_err().message;
    let mut old = super::OLD.to_vec();
    assert!(fault(&old).contains(".doc"));
    old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert!(fault(&old).contains("密码"));
    assert!(fault(b"PK\x03\x04").contains("损坏"));
    assert!(fault(&archive(&[("xl/workbook.xml", "<a/>")])).contains("没有 Word 正文"));
}

#[test]
fn hostile_files_are_refused() {
    let refused = |text: &str| {
        read(&archive(&[("word/document.xml", text)]))
            .unwrap_err()
            .message
    };
    let deep = "<w>".repeat(100_000);
    assert!(refused(&deep).contains("大得不像"));
    let many = part("document", &"<w:p/>".repeat(410_000));
    assert!(refused(&many).contains("大得不像"));
    let large = format!("<a b=\"{}\"/>", "x".repeat(25 << 20));
    assert!(refused(&large).contains("大得不像"));
    assert!(refused("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>").contains("损坏"));
    assert!(refused("<a>&b;</a>").contains("损坏"));
    assert!(refused("<a></b>").contains("损坏"));
    assert!(refused("").contains("损坏"));
    let names: Vec<String> = (0..11_000).map(|at| format!("{at}")).collect();
    let parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    assert!(
        read(&archive(&parts))
            .unwrap_err()
            .message
            .contains("大得不像")
    );
}

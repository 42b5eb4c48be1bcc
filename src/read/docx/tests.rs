use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::read;
use crate::read::published::{Block, Published, Role};

const SPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture""#;

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

/// A paragraph of a style.
fn styled(style: &str, text: &str) -> String {
    let style = format!(r#"<w:pPr><w:pStyle w:val="{style}"/></w:pPr>"#);
    p(&(style + &t(text)))
}

/// A paragraph of a list.
fn listed(list: usize, depth: usize, text: &str) -> String {
    let place = format!(r#"<w:ilvl w:val="{depth}"/><w:numId w:val="{list}"/>"#);
    p(&(format!("<w:pPr><w:numPr>{place}</w:numPr></w:pPr>") + &t(text)))
}

/// A cell with properties.
fn cell(properties: &str, inner: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>")
}

fn row(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}

fn table(rows: &[String]) -> String {
    format!("<w:tbl>{}</w:tbl>", rows.concat())
}

/// What a part refers to: identifiers, kinds and targets.
fn relations(of: &[(&str, &str, &str)]) -> String {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let space = "http://schemas.openxmlformats.org/package/2006/relationships";
    let one = |(id, kind, target): &(&str, &str, &str)| {
        let mode = if target.contains(':') {
            "External"
        } else {
            "Internal"
        };
        format!(
            r#"<Relationship Id="{id}" Type="{office}/{kind}" Target="{target}" TargetMode="{mode}"/>"#
        )
    };
    let all: String = of.iter().map(one).collect();
    format!(r#"<Relationships xmlns="{space}">{all}</Relationships>"#)
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
    let relations = relations(&[("x", "hyperlink", "https://b.gov.cn")]);
    let published = document(
        &body.concat(),
        &[("word/_rels/document.xml.rels", &relations)],
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
    assert_eq!(
        published.cautions,
        [
            "符号字体的字符 1 个认不出，写作“□”",
            "隐藏的文字没有读入：隐"
        ]
    );
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
        table(&[row(&[cell("", &listed(2, 0, "表")), cell("", "")])]),
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
            "9.表[1x1] [1x1]"
        ]
    );
}

#[test]
fn merged_cells_are_one() {
    let cell = |properties: &str, text: &str| cell(properties, &p(&t(text)));
    let starts = r#"<w:vMerge w:val="restart"/>"#;
    let goes_on = r#"<w:vMerge w:val="continue"/>"#;
    let wide = r#"<w:gridSpan w:val="2"/>"#;
    let body = table(&[
        row(&[cell(starts, "甲"), cell(wide, "乙")]),
        row(&[cell("<w:vMerge/>", ""), cell("", "1"), cell("", "2")]),
        row(&[cell(goes_on, ""), cell(&format!("{wide}{starts}"), "丙")]),
        row(&[cell("", "丁"), cell(&format!("{wide}<w:vMerge/>"), "")]),
        row(&[
            r#"<w:trPr><w:gridBefore w:val="1"/></w:trPr>"#.to_owned(),
            cell(wide, "戊"),
        ]),
        row(&["<w:trPr><w:del/></w:trPr>".to_owned(), cell("", "己")]),
    ]);
    let published = document(&body, &[]);
    assert_eq!(
        lines(&published),
        ["甲[3x1] 乙[1x2] / 1[1x1] 2[1x1] / 丙[2x2] / 丁[1x1] / [1x1] 戊[1x2]"]
    );
    assert_eq!(published.cautions.len(), 1);
}

#[test]
fn cells_that_old_files_merge_are_one() {
    let cell = |merge: &str, text: &str| cell(merge, &p(&t(text)));
    let across = |value: &str| format!("<w:hMerge w:val=\"{value}\"/>");
    let starts = across("restart") + "<w:vMerge w:val=\"restart\"/>";
    let below = |value: &str| across(value) + "<w:vMerge/>";
    let goes_on = across("continue");
    let body = table(&[
        row(&[cell(&starts, "甲"), cell(&goes_on, ""), cell("", "1")]),
        row(&[
            cell(&below("restart"), ""),
            cell(&below("continue"), ""),
            cell("", "2"),
        ]),
    ]);
    assert_eq!(lines(&document(&body, &[])), ["甲[2x2] 1[1x1] / 2[1x1]"]);
}

#[test]
fn a_table_that_only_frames_another_is_none() {
    let cell = |inner: &str| cell("", inner);
    let word = |text: &str| p(&t(text));
    let inner = table(&[row(&[cell(&word("1")), cell(&word("2"))])]);
    let framed = table(&[row(&[cell(&(word("前") + &inner))])]);
    assert_eq!(lines(&document(&framed, &[])), ["前", "1[1x1] 2[1x1]"]);
    let beside = table(&[row(&[cell(&inner), cell(&word("旁"))])]);
    let published = document(&beside, &[]);
    assert_eq!(lines(&published), ["1[1x1] 2[1x1]", "旁"]);
    assert_eq!(published.remarks, ["表中套表 1 处，拆开逐格读入"]);
    let boxed = table(&[row(&[cell(&word("框"))])]);
    assert_eq!(lines(&document(&boxed, &[])), ["框"]);
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
        published.cautions[0].contains("修订"),
        "{:?}",
        published.cautions
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
        p(
            "<w:r><w:drawing><wp:docPr descr=\"申请件数\"/><pic:pic><pic:blipFill><a:blip r:embed=\"x\"/></pic:blipFill></pic:pic></w:drawing></w:r>",
        ),
        table(&[row(&[
            cell(
                "",
                &p("<w:r><w:t>5</w:t><w:footnoteReference w:id=\"3\"/></w:r>"),
            ),
            cell("", &p("<w:r><w:drawing><pic:pic/></w:drawing></w:r>")),
        ])]),
    ];
    let relations = relations(&[("x", "image", "media/a.png")]);
    let others = [
        ("word/footnotes.xml", notes.as_str()),
        ("word/_rels/document.xml.rels", &relations),
    ];
    let published = document(&body.concat(), &others);
    assert_eq!(
        lines(&published),
        [
            "六件［注1］。",
            "［注1］含开发区",
            "框",
            "![申请件数](a.png)",
            "5（表中的）[1x1] ［图片］[1x1]",
        ]
    );
    assert_eq!(published.remarks.len(), 2, "{:?}", published.remarks);
    assert_eq!(published.cautions.len(), 1, "{:?}", published.cautions);
}

#[test]
fn notes_of_cells_say_which_cell_they_belong_to() {
    let all = |kind: &str, texts: &[&str]| -> String {
        let notes = texts.iter().enumerate();
        let notes =
            notes.map(|(id, text)| format!("<w:{kind} w:id=\"{id}\">{}</w:{kind}>", p(&t(text))));
        part(&format!("{kind}s"), &notes.collect::<String>())
    };
    let footnotes = all("footnote", &["含（开发区）", "名称的", "甲", "乙"]);
    let comments = all("comment", &["核对过", "口径"]);
    let cell = |text: &str, marks: &[(&str, usize)]| {
        let marks = marks
            .iter()
            .map(|(kind, id)| format!("<w:r><w:{kind}Reference w:id=\"{id}\"/></w:r>"));
        cell("", &p(&(t(text) + &marks.collect::<String>())))
    };
    let cells = [
        cell("许可", &[("footnote", 1)]),
        cell("5", &[]),
        cell("6", &[("footnote", 0)]),
        cell("7", &[("comment", 0)]),
        cell("8", &[("footnote", 2), ("footnote", 3)]),
        cell("", &[]),
    ];
    let body =
        table(&[row(&cells)]) + &p(&(t("文") + "<w:r><w:commentReference w:id=\"1\"/></w:r>"));
    let others = [
        ("word/footnotes.xml", footnotes.as_str()),
        ("word/comments.xml", comments.as_str()),
    ];
    let published = document(&body, &others);
    assert_eq!(
        lines(&published),
        [
            "许可[1x1] 5[1x1] 6[1x1] 7[1x1] 8[1x1] [1x1]",
            "［注1］（在表格里「许可」）名称的",
            "［注2］（在表格里「许可」右边第 2 格「6」）含（开发区）",
            "［批注］（在表格里「许可」右边第 3 格「7」）核对过",
            "［注3］（在表格里「许可」右边第 4 格「8」）甲",
            "［注4］（在表格里「许可」右边第 4 格「8」）乙",
            "文"
        ]
    );
    assert_eq!(published.cautions, ["批注 1 条没有读入：口径"]);
}

#[test]
fn what_would_join_a_figure_does_not() {
    let styled = |properties: &str, text: &str| {
        format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")
    };
    let cell = |inner: &str| cell("", &p(inner));
    let cells = [
        cell(&(t("5") + &styled(r#"<w:vertAlign w:val="superscript"/>"#, "12"))),
        cell(&(styled("<w:strike/>", "7") + &t("8"))),
        cell(
            "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>",
        ),
        cell("<w:r><w:object/></w:r>"),
        cell(&(t("6") + r#"<w:r><w:br w:type="page"/></w:r>"# + &t("3"))),
    ];
    let struck = p(&(styled("<w:dstrike/>", "旧") + &t("新")));
    let published = document(&(table(&[row(&cells)]) + &struck), &[]);
    assert_eq!(
        lines(&published),
        [
            "5¹²[1x1] ~~7~~8[1x1] 1/2[1x1] ［嵌入的对象］[1x1] 6\n3[1x1]",
            "旧新"
        ]
    );
    assert_eq!(
        published.cautions,
        [
            "嵌入的对象（如 Excel 表格）1 个没有读入",
            "公式 1 个，写成了一行，请核对",
            "带删除线的文字 2 处照样读入，请核对"
        ]
    );
}

#[test]
fn a_deleted_end_joins_no_cell_to_the_next() {
    let deleted = p(&("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>".to_owned() + &t("1")));
    let body = table(&[row(&[
        cell("", &deleted),
        cell("", &p(&t("2"))),
        cell("<w:cellDel/>", &p(&t("3"))),
    ])]);
    assert_eq!(lines(&document(&body, &[])), ["1[1x1] 2[1x1]"]);
}

#[test]
fn a_field_that_never_ends_hides_nothing() {
    let begin = r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>"#;
    let body = p(begin) + &p(&t("正文"));
    let published = document(&body, &[]);
    assert_eq!(lines(&published), ["正文"]);
    assert!(published.cautions[0].contains("不完整"));
    let drawn = r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> EQ \o\ac(○,1) </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#;
    assert_eq!(lines(&document(&p(drawn), &[])), ["①"]);
}

#[test]
fn a_table_of_contents_is_left_out_and_nothing_else() {
    let styles = part(
        "styles",
        r#"<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>"#,
    );
    let listed = |text: &str| styled("TOC1", text);
    let others = [("word/styles.xml", styles.as_str())];
    let body = listed("一、总体情况\t1") + &p(&t("一、总体情况")) + &p(&t("无"));
    let published = document(&body, &others);
    assert_eq!(lines(&published), ["一、总体情况", "无"]);
    assert_eq!(published.remarks, ["目录 1 行没有读入"]);
    let body = p(&t("前")) + &listed("全年6件") + &p(&t("后"));
    let published = document(&body, &others);
    assert_eq!(lines(&published), ["前", "全年6件", "后"]);
    assert_eq!(published.remarks, [""; 0]);
}

#[test]
fn what_stands_outside_the_text_is_told() {
    let relations = relations(&[
        ("h", "header", "header1.xml"),
        ("f", "footer", "footer1.xml"),
    ]);
    let header = part("hdr", &p(&t("某某局文件")));
    let footer = part("ftr", &p(&t("第 1 页 共 2 页")));
    let others = [
        ("word/_rels/document.xml.rels", relations.as_str()),
        ("word/header1.xml", &header),
        ("word/footer1.xml", &footer),
    ];
    let commented = p(&(t("文") + r#"<w:r><w:commentReference w:id="1"/></w:r>"#));
    let published = document(&commented, &others);
    assert_eq!(
        published.cautions,
        ["页眉、页脚没有读入：某某局文件", "批注 1 条没有读入"]
    );
}

#[test]
fn lists_of_a_style_count_like_others() {
    let numbering = part(
        "numbering",
        r#"<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="甲"/></w:abstractNum>
        <w:abstractNum w:abstractNumId="2"><w:styleLink w:val="甲"/><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%2．"/><w:lvlRestart w:val="0"/></w:lvl></w:abstractNum>
        <w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>"#,
    );
    let listed = |depth, text| listed(5, depth, text);
    let body = listed(0, "总") + &listed(1, "子") + &listed(0, "主") + &listed(1, "丑");
    let published = document(&body, &[("word/numbering.xml", &numbering)]);
    assert_eq!(lines(&published), ["一、总", "1．子", "二、主", "2．丑"]);
}

#[test]
fn a_file_in_one_xml_is_read() {
    let main = part("document", &format!("<w:body>{}</w:body>", p(&t("总体"))));
    let main = main.trim_start_matches(r#"<?xml version="1.0"?>"#);
    let package = "http://schemas.microsoft.com/office/2006/xmlPackage";
    let relations = relations(&[("m", "officeDocument", "word/document.xml")]);
    let file = format!(
        r#"<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="{package}"><pkg:part pkg:name="/_rels/.rels"><pkg:xmlData>{relations}</pkg:xmlData></pkg:part><pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{main}</pkg:xmlData></pkg:part></pkg:package>"#
    );
    assert_eq!(lines(&read(file.as_bytes()).unwrap()), ["总体"]);
    let container = crate::read::read("a.xml", file.as_bytes()).unwrap();
    assert_eq!(lines(&container), ["总体"]);
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(file.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_eq!(
        lines(&crate::read::read("a.xml", &utf16).unwrap()),
        ["总体"]
    );
}

#[test]
fn parts_are_found_whatever_their_names_case() {
    let main = part("document", &format!("<w:body>{}</w:body>", p(&t("甲"))));
    let relations = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="m" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/word/Document2.xml"/></Relationships>"#;
    let file = archive(&[("_rels/.rels", relations), ("word\\document2.xml", &main)]);
    assert_eq!(lines(&read(&file).unwrap()), ["甲"]);
}

#[test]
fn other_files_are_named() {
    let fault = |bytes: &[u8]| read(bytes).unwrap_err().message;
    let mut old = crate::read::container::OLE.to_vec();
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

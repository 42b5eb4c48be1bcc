//! The forms to fill in Word and Excel, filled as a clerk does it and read back.

use crate::common::{
    Checked,
    forms::{self, Clerk, Line, rewritten, with_cell},
    words,
};
use nianbao::{
    document::compose,
    form::figure::Figure,
    read::{self, Import, ImportOptions},
    write::pdf::{self, Fonts},
};

/// The report that the clerk makes, as a data file.
const REPORT: &str = "\
年度: 2025
机关: {名称: 某县档案馆, 类别: 部门}
日期: 2026-01-20
标题: 某县档案馆2025年度政府信息公开工作年度报告
落款: 某县档案局
印章: 不加盖

引言: |
  根据《中华人民共和国政府信息公开条例》第五十条编制本报告。

总体情况: |
  2025年，主动公开、平台建设和监督保障按要求开展。

  ### （一）主动公开

  全年公开**46条**，分两类：

  - 政策文件**6条**
  - 财政信息40条

  各渠道如下。

  | 渠道 | 条数 |
  | --- | --- |
  | 网站 | 40 |
  | 公众号 | 6 |

  ### （二）依申请公开

  收到申请{{申请.新收}}件，政府信息管理*照旧*_有序_。

主动公开:
  规章: 0
  行政规范性文件: {制发: 1, 废止: 0, 现行有效: 12}
  行政许可: {值: 1964904, 注: 含开发区}
  行政处罚: 7
  行政强制: ~
  行政事业性收费: 76.786078

申请:
  新收: [6, 2, 0, 0, 0, 1]
  上年结转: [1, 0, 0, 0, 0, 0]
  办理结果:
    予以公开: [5, 2, 0, 0, 0, 1]
    不予处理: {重复申请: {自然人: 1, 其余: 0}, 其余: 0}
    其他处理: ~
    其余: 0
  结转下年度: {自然人: 1, 其余: 0}

复议诉讼:
  行政复议: {结果维持: 1, 其余: 0}
  其余: 0

问题及改进: |
  个别答复偏晚，公开栏更新不及时，业务培训的覆盖面还不够广。

  #### 1.改进

  明年由办公室每月核对一次公开栏，到期前三天提醒承办股室。

其他事项: |
  没有收取信息处理费。
";

fn clerk() -> Clerk {
    let checked = Checked::of(REPORT);
    Clerk {
        year: 2025,
        agency: "某县档案馆",
        particulars: vec![
            ("日期", "2026-01-20"),
            ("标题", "某县档案馆2025年度政府信息公开工作年度报告"),
            ("落款", "某县档案局"),
            ("印章", "不加盖"),
        ],
        figures: forms::figures(checked.report()),
        texts: vec![
            (
                "引言",
                "",
                vec![Line::Words(
                    "根据《中华人民共和国政府信息公开条例》第五十条编制本报告。",
                )],
            ),
            (
                "总体情况",
                "一、总体情况",
                vec![
                    Line::Words("2025年，主动公开、平台建设和监督保障按要求开展。"),
                    Line::Heading("（一）主动公开"),
                    Line::Words("全年公开**46条**，分两类："),
                    Line::Item("政策文件**6条**"),
                    Line::Item("财政信息40条"),
                    Line::Words("各渠道如下。"),
                    Line::Table(&[["渠道", "条数"], ["网站", "40"], ["公众号", "6"]]),
                    Line::Heading("（二）依申请公开"),
                    Line::Words("收到申请9件，政府信息管理照旧有序。"),
                ],
            ),
            (
                "问题及改进",
                "五、存在的主要问题及改进情况",
                vec![
                    Line::Words("个别答复偏晚，公开栏更新不及时，业务培训的覆盖面还不够广。"),
                    // As a clerk types it: a short line by itself.
                    Line::Words("1.改进"),
                    Line::Words("明年由办公室每月核对一次公开栏，到期前三天提醒承办股室。"),
                ],
            ),
            (
                "其他事项",
                "六、其他需要报告的事项",
                vec![Line::Words("没有收取信息处理费。")],
            ),
        ],
    }
}

/// What `import` makes of a form.
fn imported(name: &str, bytes: &[u8]) -> Import {
    if let Some(import) = name
        .ends_with("xlsx")
        .then(|| read::workbook::read(bytes).unwrap())
    {
        return import.expect("it is ours");
    }
    let published = read::read(name, bytes).unwrap();
    read::import(&published, &ImportOptions::default()).unwrap()
}

fn pdf_of(text: &str) -> Vec<u8> {
    let checked = Checked::of(text);
    pdf::render(&compose(checked.report()), &Fonts::bundled()).unwrap()
}

/// What is doubted of a form, a line each.
fn told(import: &Import) -> Vec<String> {
    let doubts = import.doubts.iter();
    doubts
        .map(|d| format!("{}: {}", d.path, words(&d.message)))
        .collect()
}

/// A Word form with its text changed.
fn word(change: impl Fn(&str) -> String) -> Import {
    let bytes = rewritten(&clerk().word(), "word/document.xml", |xml| {
        let changed = change(xml);
        assert_ne!(changed, xml, "nothing is changed");
        changed
    });
    imported("a.docx", &bytes)
}

/// A workbook with a cell of a sheet written into.
fn workbook(sheet: usize, cell: &str, value: &str) -> Import {
    let name = format!("xl/worksheets/sheet{sheet}.xml");
    let bytes = rewritten(&clerk().workbook(), &name, |xml| {
        with_cell(xml, cell, value)
    });
    imported("a.xlsx", &bytes)
}

fn text_of(import: &Import) -> String {
    import.file.write()
}

#[test]
fn three_ways_to_the_same_report_give_the_same_pdf() {
    // Emphasis is no way of a clerk's to set words apart in Word.
    let report = REPORT.replace("*照旧*_有序_", "照旧有序");
    let expected = pdf_of(&report);
    for (name, bytes) in [("a.docx", clerk().word()), ("a.xlsx", clerk().workbook())] {
        let import = imported(name, &bytes);
        assert_eq!(told(&import), [""; 0], "{name}");
        let text = import.file.write();
        for guide in ["填写提示", "填报表", "空白按0"] {
            assert!(!text.contains(guide), "{name}\n{text}");
        }
        assert!(pdf_of(&text) == expected, "{name}\n{text}");
    }
}

#[test]
fn blank_is_nought_where_the_form_says_so() {
    let mut clerk = clerk();
    clerk.figures.retain(|_, words| !words.is_empty());
    let dashes = clerk.clone();
    clerk.figures.retain(|_, words| words != "0");
    clerk.particulars.push(("空白按0", "是"));
    for (name, blank, dashes) in [
        ("a.docx", clerk.word(), dashes.word()),
        ("a.xlsx", clerk.workbook(), dashes.workbook()),
    ] {
        let import = imported(name, &blank);
        assert_eq!(told(&import), [""; 0], "{name}");
        let stated = text_of(&imported(name, &dashes));
        assert!(stated.contains("其他处理: ~") && stated.contains("行政强制:       ~"));
        assert_eq!(text_of(&import), stated.replace('~', "0"), "{name}");
    }
    clerk.particulars.pop();
    let dashes = clerk;
    for (name, bytes) in [("a.docx", dashes.word()), ("a.xlsx", dashes.workbook())] {
        let text = text_of(&imported(name, &bytes));
        assert!(text.contains("规章:           ~"), "{name}\n{text}");
    }
}

#[test]
fn a_form_that_nobody_has_filled_in_is_blank_and_nothing_else() {
    let mut clerk = clerk();
    clerk.particulars.clear();
    clerk.figures.clear();
    clerk.texts.clear();
    for (name, bytes) in [("a.docx", clerk.word()), ("a.xlsx", clerk.workbook())] {
        let import = imported(name, &bytes);
        assert_eq!(told(&import), [""; 0], "{name}");
        let text = text_of(&import);
        let filled = text
            .lines()
            .filter(|line| line.contains(": ") && !line.ends_with(['~', '|']));
        let filled: Vec<&str> = filled.filter(|line| !line.starts_with("日期:")).collect();
        let own = [
            "年度: 2025",
            "  名称: 某县档案馆",
            "  类别: 部门  # 按名称推断",
        ];
        assert!(
            filled
                .iter()
                .all(|line| own.iter().any(|own| own.starts_with(line))),
            "{text}"
        );
    }
}

#[test]
fn what_is_typed_beside_or_over_a_guide_is_kept() {
    let own = "没有收取信息处理费。";
    let behind = word(|xml| {
        let at = xml.rfind("【填写提示：").unwrap();
        let end = at + xml[at..].find("】").unwrap() + "】".len();
        let xml = xml.replace(&format!(">{own}<"), "><");
        let shift = xml.len().min(end);
        format!("{}{own}{}", &xml[..shift], &xml[shift..])
    });
    let over = word(|xml| {
        let at = xml.rfind("【填写提示：").unwrap();
        let end = at + xml[at..].find("】").unwrap() + "】".len();
        let over = format!("{}{own}{}", &xml[..at], &xml[end..]);
        let last = over.rfind(own).unwrap();
        format!("{}{}", &over[..last], &over[last + own.len()..])
    });
    for import in [behind, over] {
        assert!(
            text_of(&import).ends_with(&format!("其他事项: |\n  {own}\n")),
            "{}",
            text_of(&import)
        );
    }
    // Half a guide is words, and is told of where the report is checked.
    let half = word(|xml| {
        let at = xml.rfind('】').unwrap();
        format!("{}{}", &xml[..at], &xml[at + "】".len()..])
    });
    let checked = Checked::of(&text_of(&half));
    let rules = checked.rules_and_paths();
    assert!(rules.contains(&"unfilled 其他事项".to_owned()), "{rules:?}");
}

#[test]
fn what_a_form_states_wrongly_is_told_with_its_place() {
    for (key, value, path, message) in [
        (
            "年度",
            "二五年",
            "年度",
            "年度写的是「二五年」，这个格式适用于2021 年度起",
        ),
        ("年度", "2019", "年度", "年度写的是「2019」"),
        ("日期", "元月底", "日期", "落款日期写的是「元月底」"),
        ("印章", "盖", "印章", "「印章」写的是「盖」"),
        ("类别", "局", "机关", "类别写的是「局」"),
        ("空白按0", "对", "空白按0", "「空白按0」写的是「对」"),
    ] {
        let mut clerk = clerk();
        clerk.particulars.retain(|(own, _)| *own != key);
        clerk.particulars.push((key, value));
        let book = rewritten(&clerk.workbook(), "xl/worksheets/sheet2.xml", str::to_owned);
        let import = imported("a.xlsx", &book);
        let told = told(&import);
        let expected = format!("{path}: 「封面!B");
        assert!(
            told.len() == 1 && told[0].starts_with(&expected) && told[0].contains(message),
            "{told:?}"
        );
        if key != "年度" {
            let import = imported("a.docx", &clerk.word());
            let told = self::told(&import);
            let expected = format!("{path}: 填报表的「{key}」 {message}");
            assert_eq!(told, [expected]);
        }
    }
}

#[test]
fn who_signs_below_a_form_signs_where_it_states_nobody() {
    let mut clerk = clerk();
    clerk.particulars.clear();
    let (_, _, last) = clerk.texts.last_mut().unwrap();
    last.extend([Line::Words("某县档案局"), Line::Words("2026年1月20日")]);
    let text = text_of(&imported("a.docx", &clerk.word()));
    for line in [
        "日期: 2026-01-20",
        "落款: 某县档案局",
        "  没有收取信息处理费。",
    ] {
        assert!(text.lines().any(|own| own == line), "{line}\n{text}");
    }
    assert!(text.ends_with("处理费。\n"), "{text}");
}

#[test]
fn changes_comments_and_broken_cells_of_a_word_form_are_read_as_word_shows_them() {
    let run = |words: &str| format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>");
    let same = |change: &dyn Fn(&str) -> String| {
        let import = word(change);
        assert_eq!(told(&import), [""; 0]);
        let clean = imported("a.docx", &clerk().word());
        assert_eq!(text_of(&import), text_of(&clean));
        import.summary.cautions
    };
    let sentence = "没有收取信息处理费。";
    let changed = same(&|xml| {
        let deleted = "<w:del w:id=\"1\"><w:r><w:delText>收取了费用。</w:delText></w:r></w:del>";
        let inserted = format!("<w:ins w:id=\"2\">{}</w:ins>", run(sentence));
        xml.replace(&run(sentence), &format!("{deleted}{inserted}"))
    });
    assert!(changed[0].contains("修订"), "{changed:?}");
    let comment = same(&|xml| {
        let mark = "<w:r><w:commentReference w:id=\"0\"/></w:r>";
        xml.replace(&run(sentence), &format!("{}{mark}", run(sentence)))
    });
    assert!(comment[0].contains("批注 1 条"), "{comment:?}");
    // A soft break behind a figure, and one within its note.
    same(&|xml| xml.replace(">7</w:t>", ">7</w:t><w:br/>"));
    same(&|xml| {
        let broken = "1964904</w:t><w:br/><w:t xml:space=\"preserve\">（含开发区）";
        xml.replace("1964904（含开发区）", broken)
    });
    same(&|xml| xml.replace(">7</w:t>", ">７ </w:t>"));
    // One within a figure may part two.
    let parted = word(|xml| xml.replace("76.786078", "76.</w:t><w:br/><w:t>786078"));
    let told = told(&parted);
    assert!(
        told.len() == 1 && told[0].contains("行政事业性收费"),
        "{told:?}"
    );
}

#[test]
fn a_deleted_row_of_a_word_form_is_told_of() {
    for accepted in [true, false] {
        let import = word(|xml| {
            let label = xml.find("2.重复申请").unwrap();
            let start = xml[..label].rfind("<w:tr>").unwrap();
            let end = start + xml[start..].find("</w:tr>").unwrap() + "</w:tr>".len();
            let row = match accepted {
                true => String::new(),
                // Recorded as a change that nobody has accepted yet.
                false => xml[start..end].replacen("<w:trPr>", "<w:trPr><w:del w:id=\"1\"/>", 1),
            };
            format!("{}{row}{}", &xml[..start], &xml[end..])
        });
        let told = told(&import);
        let row =
            "申请.办理结果.不予处理.重复申请: 原文的表格里没有「申请.办理结果.不予处理.重复申请」";
        assert_eq!(told, [row]);
        let slots = import.file.edition.slots.iter().zip(&import.file.entries);
        let parts = slots.filter(|(slot, entry)| !slot.total && entry.figure == Figure::Absent);
        assert_eq!(parts.count(), 6);
    }
}

#[test]
fn a_workbook_that_was_rearranged_is_read_by_its_names() {
    let same = |bytes: Vec<u8>| {
        let import = imported("a.xlsx", &bytes);
        assert_eq!(told(&import), [""; 0]);
        assert_eq!(
            text_of(&import),
            text_of(&imported("a.xlsx", &clerk().workbook()))
        );
        import.summary.cautions
    };
    let book = clerk().workbook();
    // Renamed as Excel does it.
    let renamed = rewritten(&book, "xl/workbook.xml", |xml| {
        let xml = xml.replace("name=\"总体情况\"", "name=\"文字一\"");
        xml.replace("总体情况!$", "文字一!$")
            .replace("'总体情况'!$", "文字一!$")
    });
    same(renamed);
    // A block cut out and put elsewhere takes its names along.
    let moved = rewritten(&book, "xl/workbook.xml", |xml| {
        xml.replace("申请!$D$6<", "申请!$K$60<")
            .replace("'申请'!$D$6<", "申请!$K$60<")
    });
    let moved = rewritten(&moved, "xl/worksheets/sheet6.xml", |xml| {
        let row = "<row r=\"60\"><c r=\"K60\"><v>6</v></c></row></sheetData>";
        with_cell(xml, "D6", "999").replace("</sheetData>", row)
    });
    same(moved);
    let noted = rewritten(&book, "xl/worksheets/sheet4.xml", |xml| {
        let cell = "<c r=\"D4\" t=\"inlineStr\"><is><t>问张三</t></is></c></row>";
        let at = xml.find("<row r=\"4\"").unwrap();
        let end = at + xml[at..].find("</row>").unwrap();
        format!("{}{cell}{}", &xml[..end], &xml[end + "</row>".len()..])
    });
    let cautions = same(noted);
    assert_eq!(
        cautions,
        ["「总体情况!D4」 写的「问张三」不在正文的两列里，没有读入"]
    );
    let merged = rewritten(&book, "xl/worksheets/sheet6.xml", |xml| {
        xml.replace("</mergeCells>", "<mergeCell ref=\"D6:E6\"/></mergeCells>")
    });
    let told = told(&imported("a.xlsx", &merged));
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].contains("「申请!D6」 和别的格子合并了，写的是「6」"),
        "{told:?}"
    );
}

#[test]
fn what_a_cell_holds_is_read_whole() {
    let long = "全年主动公开政府信息。".repeat(2900);
    let import = workbook(9, "B4", &long);
    assert!(text_of(&import).contains(&long));
    // Lines of a cell are paragraphs, and what is a mark is one.
    let import = workbook(
        9,
        "B4",
        "甲如下：\n- 子\n  - 丑\n1. 寅\n&gt; 卯\n辰\n\n见下：",
    );
    let text = text_of(&import);
    // References are those of a data file.
    let counted = text_of(&workbook(9, "B4", "共{{申请.新收}}件。"));
    assert!(counted.contains("共{{申请.新收}}件。"), "{counted}");
    let many = "甲\n".repeat(16_000);
    let sheet = |xml: &str| with_cell(&with_cell(xml, "B4", &many), "B5", &many);
    let book = rewritten(&clerk().workbook(), "xl/worksheets/sheet9.xml", sheet);
    let fault = read::workbook::read(&book).unwrap_err();
    assert!(fault.message.contains("20000 段以上"), "{fault:?}");
    let lines = "甲如下：\n\n  - 子\n     - 丑\n  1. 寅\n\n  &gt; 卯\n\n";
    assert!(text.contains(&lines.replace("&gt;", ">")), "{text}");
}

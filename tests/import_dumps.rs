//! Text dumps: one page in the layouts in which crawlers and editors write its tables.

use crate::common::{Checked, read, root, words};
use nianbao::read::{
    Import, ImportOptions, import,
    published::{Block, Table},
    read as read_container,
};
use proptest::{collection::vec, prelude::*, sample::Index};

/// How a dump writes a row of a table: its cells, and how many the widest row has more.
type Layout = fn(&[&str], usize) -> String;

fn line_of_cells(cells: &[&str], missing: usize) -> String {
    format!("| {} | {}\n", cells.join(" | "), "|".repeat(missing))
}

fn line_without_first_stroke(cells: &[&str], _: usize) -> String {
    format!("{} |\n", cells.join(" | "))
}

fn stroke_behind_each(cells: &[&str], missing: usize) -> String {
    let cells: String = cells.iter().map(|cell| format!("{cell} |\n")).collect();
    match missing {
        0 => cells,
        _ => format!("{cells}{}\n", "|".repeat(missing)),
    }
}

fn strokes_behind_the_last(cells: &[&str], missing: usize) -> String {
    let cells: String = cells.iter().map(|cell| format!("{cell} |\n")).collect();
    format!("{} {}\n", cells.trim_end(), "|".repeat(missing))
}

fn stroke_below_each(cells: &[&str], _: usize) -> String {
    cells.iter().map(|cell| format!("{cell}\n|\n")).collect()
}

fn tabs(cells: &[&str], _: usize) -> String {
    format!("{}\n", cells.join("\t"))
}

fn lines(cells: &[&str], _: usize) -> String {
    cells.iter().map(|cell| format!("{cell}\n")).collect()
}

fn lines_apart(cells: &[&str], _: usize) -> String {
    cells.iter().map(|cell| format!("{cell}\n\n")).collect()
}

fn spaces(cells: &[&str], _: usize) -> String {
    format!("{}\n", cells.join(" "))
}

const LAYOUTS: [(&str, Layout); 9] = [
    ("line of cells", line_of_cells),
    ("line without first stroke", line_without_first_stroke),
    ("stroke behind each", stroke_behind_each),
    ("strokes behind the last", strokes_behind_the_last),
    ("stroke below each", stroke_below_each),
    ("tabs", tabs),
    ("lines", lines),
    ("lines apart", lines_apart),
    ("spaces", spaces),
];

/// Those that keep a row on a line of its own, its cells parted by strokes or tabs.
const IN_ROWS: [&str; 3] = ["line of cells", "line without first stroke", "tabs"];

/// Those in which a name may go on on the next line.
const BROKEN: [&str; 5] = [
    "stroke behind each",
    "strokes behind the last",
    "stroke below each",
    "lines",
    "lines apart",
];

/// The page of `tests/import/pages/plain.html` as a dump; long names broken, brackets narrow.
fn dump(layout: Layout, broken: &str) -> String {
    dump_without(layout, broken, &[])
}

/// The same without the cells that hold some figures, as though they had been blank.
fn dump_without(layout: Layout, broken: &str, left_out: &[&str]) -> String {
    let page = read(&root("tests/import/pages/plain.html"));
    let published = read_container("page.html", page.as_bytes()).unwrap();
    let mut text = String::new();
    for block in &published.blocks {
        match block {
            Block::Paragraph(paragraph) => text += &format!("{}\n", paragraph.text),
            Block::Table(table) => text += &rows(table, layout, broken, left_out),
        }
    }
    text
}

fn rows(table: &Table, layout: Layout, broken: &str, left_out: &[&str]) -> String {
    let width = table.rows.iter().map(Vec::len).max().unwrap();
    let narrow = |text: &str| text.trim().replace('（', "(").replace('）', ")");
    let parted = |text: String| match text.chars().count() {
        4 | 20.. if text.chars().all(|c| !c.is_ascii_digit()) || text.chars().count() > 9 => {
            let at = text.char_indices().nth(text.chars().count() / 2).unwrap().0;
            format!("{}{broken}{}", &text[..at], &text[at..])
        }
        _ => text,
    };
    let rows = table.rows.iter().map(|row| {
        let texts = row.iter().map(|cell| narrow(&cell.text));
        let kept = texts.filter(|text| !left_out.contains(&text.as_str()));
        let cells: Vec<String> = kept.map(parted).collect();
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        layout(&cells, width - cells.len())
    });
    rows.collect()
}

fn imported(text: &str) -> Import {
    let published = read_container("dump.txt", text.as_bytes()).unwrap();
    import(&published, &ImportOptions::default()).unwrap()
}

/// A dump with a line for each row after a change.
#[track_caller]
fn changed(from: &str, to: &str) -> String {
    let text = dump(line_of_cells, "");
    assert!(text.contains(from), "{from} in {text}");
    text.replace(from, to)
}

/// The cells that differ from what the page prints, as `path figure`, and how many doubts.
fn differing(text: &str) -> (Vec<String>, usize) {
    let import = imported(text);
    let written = Checked::of(&import.file.write());
    let report = written.report();
    let figures = read(&root("tests/import/pages/figures.txt"));
    let differs = figures.lines().filter_map(|line| {
        let (path, figure) = line.split_once(' ').unwrap();
        let cell = &report.cell(report.edition.find(path).unwrap()).figure;
        let printed = cell.number().map_or("~".to_owned(), |n| n.to_string());
        (printed != figure).then(|| format!("{path} {printed}"))
    });
    (differs.collect(), import.doubts.len())
}

/// Every cell that differs from the page is blank and doubted.
#[track_caller]
fn assert_none_wrong(name: &str, text: &str) {
    let (differing, doubts) = differing(text);
    let blank = differing.iter().all(|cell| cell.ends_with('~'));
    assert!(blank, "{name} {differing:?}");
    assert!(differing.is_empty() || doubts > 0, "{name} {differing:?}");
}

#[test]
fn dumps_with_rows_are_read_whole() {
    for (name, layout) in LAYOUTS {
        let text = dump(layout, "");
        match IN_ROWS.contains(&name) {
            true => assert_eq!(differing(&text).0, [""; 0], "{name}"),
            false => assert_none_wrong(name, &text),
        }
    }
}

#[test]
fn names_broken_within_their_cells_move_no_figure() {
    let layouts = LAYOUTS.iter().filter(|(name, _)| BROKEN.contains(name));
    for &(name, layout) in layouts {
        assert_none_wrong(name, &dump(layout, "\n"));
    }
}

#[test]
fn dumps_that_are_cut_off_give_nothing_wrong() {
    for (name, layout) in LAYOUTS {
        let text = dump(layout, "");
        let table = text.find("本年新收").unwrap();
        let length = text.chars().count();
        let start = text[..table].chars().count();
        for tenth in 1..8 {
            let kept: String = text
                .chars()
                .take(start + (length - start) * tenth / 10)
                .collect();
            let (differing, doubts) = differing(&kept);
            assert!(doubts > 0, "{name} {tenth}");
            let blank = differing.iter().all(|cell| cell.ends_with('~'));
            assert!(blank, "{name} {tenth} {differing:?}");
        }
    }
}

/// Programs that leave blank cells out do not say which cells of a row they left out.
#[test]
fn blank_cells_that_a_dump_left_out_move_no_figure() {
    let figures = read(&root("tests/import/pages/figures.txt"));
    let figures = figures.lines().map(|line| line.split_once(' ').unwrap().1);
    let some: Vec<&str> = figures.filter(|&f| f != "0").step_by(5).collect();
    for (name, layout) in LAYOUTS {
        for left_out in [&["0"][..], &some] {
            let (differing, doubts) = differing(&dump_without(layout, "", left_out));
            assert!(differing.len() >= left_out.len(), "{name} {left_out:?}");
            assert!(doubts > 0, "{name} {left_out:?}");
            let blank = differing.iter().all(|cell| cell.ends_with('~'));
            assert!(blank, "{name} {left_out:?} {differing:?}");
        }
    }
}

#[test]
fn heads_tell_of_rows_as_long_as_their_own() {
    let text = changed(
        "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 | ",
        "| 信息内容 | 本年废止件数 | 现行有效件数 | |",
    );
    let (differing, _) = differing(&text.replace("| 规章 | 0 | 0 | 0 | ", "| 规章 | 5 | 7 | |"));
    let of_row: Vec<&String> = differing.iter().filter(|c| c.contains(".规章.")).collect();
    assert_eq!(
        of_row,
        [
            "主动公开.规章.制发 ~",
            "主动公开.规章.废止 5",
            "主动公开.规章.现行有效 7"
        ]
    );
}

#[test]
fn a_row_without_a_figure_is_told() {
    let import = imported(&changed("| 行政强制 | 11890 | ||", "| 行政强制 | |||"));
    let told: Vec<&str> = import
        .doubts
        .iter()
        .map(|doubt| words(&doubt.message))
        .collect();
    assert_eq!(
        told,
        [
            "「主动公开.行政强制」读不准：原文是「行政强制」，这一行没有数",
            "原文这里还有：| (本列数据的勾稽关系为：第一项加第二项之和，"
        ]
    );
}

#[test]
fn a_row_of_figures_behind_heads_in_pieces_is_not_guessed() {
    let text = dump(spaces, "");
    let at = text.find("结果维持").unwrap();
    let figures = text[at..].find(|c: char| c.is_ascii_digit()).unwrap();
    let heads =
        "未经复议直接起诉 复议后起诉\n结 结 其 尚\n果 果 他 未 总\n维 纠 结 审 计\n持 正 果 结\n";
    let text = format!("{}{heads}{}", &text[..at], &text[at + figures..]);
    assert_none_wrong("heads in pieces", &text);
}

#[test]
fn figures_below_two_names_are_those_of_neither() {
    let text = dump(lines, "");
    let name = "1.信访举报投诉类申请\n";
    let at = text.find(name).unwrap() + name.len();
    let next = at + text[at..].find("2.重复申请").unwrap();
    assert_none_wrong("two names", &format!("{}{}", &text[..at], &text[next..]));
}

#[test]
fn lines_between_pages_are_no_blank_cells() {
    let whole = dump(tabs, "");
    let row = whole.lines().find(|line| line.starts_with("2.重复申请"));
    let row = row.unwrap();
    let (short, _) = row.rsplit_once('\t').unwrap();
    for between in ["\n— 2 —\n\n", "\n\n\n", "\n\u{c}\n"] {
        let text = whole.replace(row, &format!("{short}{between}"));
        let (differing, _) = differing(&text);
        let of_row = |cell: &String| cell.contains(".重复申请.") && cell.ends_with('~');
        assert!(differing.iter().all(of_row), "{differing:?}");
        assert_eq!(differing.len(), 7, "{between:?}");
    }
}

#[test]
fn headings_on_the_line_of_a_text_are_found() {
    let text = dump(line_of_cells, "");
    let text = text
        .replace("\n一、总体情况\n", " 一、总体情况 ")
        .replace("\n（二）依申请", " （二）依申请")
        .replace(
            "\n二、主动公开政府信息情况\n",
            " 二、主动公开政府信息情况\n",
        );
    assert!(text.contains("。 一、总体情况 （一）主动公开。"));
    // The head that is parted by a line's end is told of.
    assert_eq!(differing(&text), (vec![], 1));
    let written = imported(&text).file.write();
    let overview = "总体情况: |\n  （一）主动公开。全年公开信息46条。 （二）依申请公开。收到6件。\n\n主动公开:";
    assert!(written.contains(overview), "{written}");
}

/// Programs that cut the blank ends of lines off take the last cells of a row with them.
#[test]
fn cells_cut_off_at_the_end_of_a_row_move_no_figure() {
    let page = read(&root("tests/import/pages/plain.html"));
    let published = read_container("page.html", page.as_bytes()).unwrap();
    let figures = read(&root("tests/import/pages/figures.txt"));
    for without in [&["0"][..], &["6"], &["9"]] {
        let mut text = String::new();
        for block in &published.blocks {
            match block {
                Block::Paragraph(paragraph) => text += &format!("{}\n", paragraph.text),
                Block::Table(table) => text += &whole_rows(table, without),
            }
        }
        let left_out = |line: &&str| without.contains(&line.rsplit(' ').next().unwrap());
        let count = figures.lines().filter(left_out).count();
        let (differing, doubts) = differing(&text);
        assert!(
            differing.iter().all(|cell| cell.ends_with('~')),
            "{differing:?}"
        );
        assert!(differing.len() >= count);
        let moved = differing.len() > count;
        assert!(!moved || doubts > 0, "{without:?} {differing:?}");
    }
}

/// Rows with a tab for every column of the table, cells with some words blank, and the
/// blank ends cut off.
fn whole_rows(table: &Table, without: &[&str]) -> String {
    let grid = table.grid();
    let cell = |row: usize, column: usize| {
        let spread = grid.at(row, column);
        let own = spread.filter(|spread| (spread.row, spread.column) == (row, column));
        let text = own.map_or("", |spread| spread.text().trim());
        match without.contains(&text) {
            true => "",
            false => text,
        }
    };
    let row = |row: usize| {
        let cells: Vec<&str> = (0..grid.width()).map(|column| cell(row, column)).collect();
        format!("{}\n", cells.join("\t").trim_end())
    };
    (0..grid.height()).map(row).collect()
}

/// A dump in which some separators are gone, or stand before the character before them.
fn with_separators_lost(text: &str, changes: &[(Index, bool)]) -> String {
    let table = text.find("信息内容").unwrap();
    let is_separator = |(at, c): &(usize, char)| *at > table && "|\t\n".contains(*c);
    let separators: Vec<(usize, char)> = text.char_indices().filter(is_separator).collect();
    let mut changes: Vec<((usize, char), bool)> = changes
        .iter()
        .map(|(index, moves)| (*index.get(&separators), *moves))
        .collect();
    changes.sort_unstable();
    changes.dedup_by_key(|change| change.0);
    let mut text = text.to_owned();
    for ((at, mark), moves) in changes.into_iter().rev() {
        text.remove(at);
        let before = text[..at].char_indices().next_back();
        if let Some((before, _)) = before.filter(|_| moves) {
            text.insert(before, mark);
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn separators_that_are_lost_give_no_figure_unseen(
        layout in 0..LAYOUTS.len(),
        changes in vec((any::<Index>(), any::<bool>()), 1..4),
    ) {
        let text = with_separators_lost(&dump(LAYOUTS[layout].1, ""), &changes);
        let published = read_container("dump.txt", text.as_bytes()).unwrap();
        if import(&published, &ImportOptions::default()).is_ok() {
            let (differing, doubts) = differing(&text);
            let wrong: Vec<&String> = differing.iter().filter(|c| !c.ends_with('~')).collect();
            prop_assert!(wrong.is_empty() || doubts > 0, "{} {wrong:?}", LAYOUTS[layout].0);
        }
    }
}

/// The data file of one of the short texts that were read wrong once.
fn case(name: &str) -> String {
    let path = format!("tests/import/cases/{name}");
    let published = read_container(name, read(&root(&path)).as_bytes()).unwrap();
    let import = import(&published, &ImportOptions::default()).unwrap();
    import.file.write()
}

#[test]
fn short_lines_of_a_page_make_whole_paragraphs() {
    for (name, whole) in [
        (
            "r1_false_headings.txt",
            "2024 年，我市坚持以习近平新时代中国特色社会主义思想为指导，认真学习宣传贯彻\
             党的二十大和二十届二中、三中全会精神，按照党中央国务院、省委省政府决策部署和\
             市委工作要求，圆满完成了各项任务。",
        ),
        (
            "r9_title_two_lines.txt",
            "2025 年，上海市人民政府办公厅坚持以习近平新时代中国特色社会主义思想为指导，\
             全面贯彻落实党的二十大精神。",
        ),
        ("r9_title_two_lines.txt", ": 上海市人民政府办公厅\n"),
    ] {
        let written = case(name);
        assert!(written.contains(whole), "{written}");
        assert!(!written.contains("###"), "{written}");
    }
}

#[test]
fn numbers_of_pages_and_rules_of_markdown_are_no_words() {
    let written = case("r3_pagenum.md");
    assert!(!written.contains("— 2 —"), "{written}");
    assert!(written.contains("166 件、发布审查 330 件。"), "{written}");
    let written = case("r2_md_rules.md");
    assert!(!written.contains("---"), "{written}");
}

#[test]
fn names_and_figures_that_one_stroke_parts_are_rows() {
    let written = case("r4_line_numbers.txt");
    for row in ["行政许可:       12\n", "行政事业性收费: 3.5\n"] {
        assert!(written.contains(row), "{written}");
    }
}

#[test]
fn a_short_name_stands_between_year_and_topic() {
    let written = case("r8_agency.txt");
    assert!(written.contains(": 螅镇\n"), "{written}");
}

#[test]
fn a_figure_over_two_lines_is_none() {
    let written = case("r10_figure_over_two_lines.txt");
    for row in [
        "  规章:           0\n",
        "；6」：下面一行只有数，也许是这一行的数断成了两行\n  行政规范性文件: ~\n",
        "；6」：下面一行只有数，也许是这一行的数断成了两行\n  行政许可:       ~\n",
        "  行政处罚:       12\n",
        "  行政事业性收费: 3.5\n",
    ] {
        assert!(written.contains(row), "{row}{written}");
    }
    let text = read(&root("tests/import/cases/r10_figure_over_two_lines.txt"));
    let whole = imported(&text.replace("2\n6\n", "26\n")).file.write();
    assert!(
        whole.contains("{制发: 1, 废止: 0, 现行有效: 26}"),
        "{whole}"
    );
    assert!(whole.contains("行政许可:       26\n"), "{whole}");
}

#[test]
fn sentences_are_whole_behind_a_bare_number_of_a_page() {
    let written = case("r12_page_numbers_within.txt");
    let whole = "成立由县长任组长的领导小组，下设办公室。公开“应公开尽公开”的信息6条，\
                 收到申请126件，办结6件。";
    assert!(written.contains(whole), "{written}");
    // Behind a full stop it may be anything.
    assert!(written.contains("\n  6\n"), "{written}");
}

#[test]
fn lines_of_markdown_that_go_on_are_one_and_head_nothing() {
    let written = case("r13_lines_of_markdown.md");
    let whole = "全年完成审查 166 件、发布审查 330 件，坚持“应公开尽公开”，编辑公报24期。\n";
    assert!(written.contains(whole), "{written}");
    assert!(written.contains("\n  压实责任\n"), "{written}");
    assert!(written.contains("\n  ### 健全机制\n"), "{written}");
}

#[test]
fn words_without_a_place_are_one_comment_beneath_their_section() {
    let written = case("r13_lines_of_markdown.md");
    let comment = "# 原文这里还有：\n# 原文里的话一。\n# 话二，共3件。\n复议诉讼:\n";
    assert!(written.contains(comment), "{written}");
    let text = read(&root("tests/import/cases/r13_lines_of_markdown.md"));
    let published = read_container("r.md", text.as_bytes()).unwrap();
    let doubts = import(&published, &ImportOptions::default())
        .unwrap()
        .doubts;
    let told = doubts.iter().map(|doubt| words(&doubt.message));
    let left: Vec<&str> = told.filter(|words| words.contains("还有")).collect();
    assert_eq!(left, ["原文这里还有：原文里的话一。 / 话二，共3件。"]);
}

//! What holds for every report, not only for the ones that somebody thought of.

use std::collections::BTreeMap;

use crate::common::{Checked, read, root};
use nianbao::{
    base::{
        diagnostic::{human, json, short, terminal::Terminal},
        number::Kind,
    },
    document::{Block, Document, Inline, compose, plain_text},
    form::edition::{Body, Edition, Field, SlotId},
    write::{Templates, html, markdown},
};
use proptest::{
    prelude::*,
    sample::{Index, select},
};

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Texts that cover what the form asks for.
const OVERVIEW: &str =
    "总体情况: 主动公开、依申请公开、政府信息管理、平台建设和监督保障按要求开展。\n";
const REST: &str = "\
问题及改进: 政策解读的形式不够多，个别信息发布偏晚。明年将逐项编写图解，把公开时限列入每月的工作清单，由办公室逐月核对。
其他事项: 没有收取信息处理费。
";

// Tables

/// How the rows of a report are written, one after the other and over again.
type Styles = Vec<Style>;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Style {
    /// `[1, 0, 0, 0, 0, 0]`
    List,
    /// `[1, 0, 0, 0, 0, 0, 1]`
    ListWithTotal,
    /// `{自然人: 1, 商业企业: 0, …}`
    Map,
    /// `{自然人: 1, 商业企业: 0, …, 总计: 1}`
    MapWithTotal,
    /// `{自然人: 1, 其余: 0}`
    Rest,
    /// `{总计: 1, 自然人: 1, 其余: 0}`
    RestWithTotal,
    /// A line for every figure.
    Lines,
    /// `0` where everything is 0.
    Nought,
}

/// Those that state every figure.
const FULL: [Style; 3] = [Style::ListWithTotal, Style::MapWithTotal, Style::Lines];

const ALL: [Style; 8] = [
    Style::List,
    Style::ListWithTotal,
    Style::Map,
    Style::MapWithTotal,
    Style::Rest,
    Style::RestWithTotal,
    Style::Lines,
    Style::Nought,
];

/// A report whose figures are consistent, and how it is written.
#[derive(Clone, Debug)]
struct Sample {
    edition: &'static Edition,
    /// What stands in every slot.
    figures: Vec<String>,
    styles: Styles,
    /// Whether rows and groups of noughts and totals may be left out.
    brief: bool,
}

impl Sample {
    /// A report with parts as given and everything else computed.
    fn new(edition: &'static Edition, parts: &[u64], styles: Styles, brief: bool) -> Self {
        let slots = edition.slots.len();
        let part = |slot: usize| parts[slot % parts.len()];
        let mut counts: Vec<u64> = (0..slots).map(part).collect();
        // The agency may make no 规章.
        for slot in &edition.regulations {
            counts[slot.0] = 0;
        }
        // What was made and not repealed is in force.
        for stock in &edition.stocks {
            let least = counts[stock.plus.0].saturating_sub(counts[stock.minus.0]);
            counts[stock.slot.0] = counts[stock.slot.0].max(least);
        }
        // What is not resolved is carried on; what was not received was carried over.
        let results: Vec<&Field> = lines(&table(edition, "申请").unwrap()[2]);
        let (total, results) = results.split_last().unwrap();
        for column in 0..6 {
            let of = |row: &Field| row.slots()[column].0;
            let path = |row: &str| {
                let row = edition.field(&format!("申请.{row}")).unwrap();
                of(row)
            };
            let sum = results.iter().map(|row| counts[of(row)]).sum();
            counts[of(total)] = sum;
            let [new, before, next] = ["新收", "上年结转", "结转下年度"].map(path);
            let handled = sum + counts[next];
            counts[before] = counts[before].min(handled);
            counts[new] = handled - counts[before];
        }
        for section in ["申请", "复议诉讼"] {
            for row in table(edition, section).unwrap().iter().flat_map(lines) {
                let slots = row.slots();
                let (total, parts) = slots.split_last().unwrap();
                counts[total.0] = parts.iter().map(|part| counts[part.0]).sum();
            }
        }
        let written = |(slot, &count): (usize, &u64)| match edition.slots[slot].kind {
            Kind::Count => count.to_string(),
            Kind::Change if count % 2 == 1 => format!("-{count}"),
            Kind::Change => format!("+{count}"),
            Kind::Amount => format!("{}.{:02}", count / 100, count % 100),
        };
        Sample {
            edition,
            figures: counts.iter().enumerate().map(written).collect(),
            styles,
            brief,
        }
    }

    fn yaml(&self) -> String {
        let mut out = format!(
            "年度: {}\n机关: {{名称: 某县档案馆}}\n{OVERVIEW}",
            self.edition.from
        );
        let mut row = 0;
        for section in &self.edition.sections {
            if let Some(fields) = table(self.edition, &section.key) {
                out += &format!("{}:\n", section.key);
                self.write(fields, 1, &mut row, &mut out);
            }
        }
        out + REST
    }

    fn nought(&self, slot: &SlotId) -> bool {
        self.figures[slot.0] == "0"
    }

    fn write(&self, fields: &[Field], level: usize, row: &mut usize, out: &mut String) {
        let indent = "  ".repeat(level);
        let mut left_out = false;
        for field in fields {
            let Field { key, body, .. } = field;
            let style = self.styles[*row % self.styles.len()];
            *row += 1;
            let nought = field.slots().iter().all(|slot| self.nought(slot));
            match (body, field.line()) {
                (Body::Slot(slot), _) => {
                    *out += &format!("{indent}{key}: {}\n", self.figures[slot.0]);
                }
                (_, Some(_)) if self.brief && field.total && style == Style::Nought => {}
                (_, Some(_)) if self.brief && nought && style == Style::Rest && level > 1 => {
                    left_out = !field.total || left_out;
                }
                (_, Some(line)) => self.line(key, line, style, &indent, out),
                _ if self.brief && nought && style == Style::Nought => {
                    *out += &format!("{indent}{key}: 0\n");
                }
                (Body::Group(below), None) => {
                    *out += &format!("{indent}{key}:\n");
                    self.write(below, level + 1, row, out);
                }
            }
        }
        if left_out {
            *out += &format!("{indent}其余: 0\n");
        }
    }

    fn line(&self, key: &str, line: &[Field], style: Style, indent: &str, out: &mut String) {
        let cells: Vec<(&Field, SlotId)> = line.iter().map(|f| (f, f.slots()[0])).collect();
        let has_total = cells.last().is_some_and(|(field, _)| field.total);
        let noughts = cells.iter().all(|(_, slot)| self.nought(slot));
        let with_total = |wanted: bool| {
            let kept = cells
                .iter()
                .filter(move |(field, _)| wanted || !field.total);
            kept.map(|(field, slot)| (&*field.key, &*self.figures[slot.0]))
        };
        let list = |total| -> String {
            let figures: Vec<&str> = with_total(total).map(|(_, figure)| figure).collect();
            format!("[{}]", figures.join(", "))
        };
        let map = |total, rest: bool| -> String {
            let kept = with_total(total).filter(|(_, figure)| !rest || *figure != "0");
            let kept = kept.map(|(key, figure)| format!("{key}: {figure}"));
            let rest = rest.then(|| "其余: 0".to_owned());
            let mut parts: Vec<String> = kept.chain(rest).collect();
            if total {
                parts.reverse();
            }
            format!("{{{}}}", parts.join(", "))
        };
        let value = match style {
            Style::List => list(false),
            Style::ListWithTotal => list(true),
            Style::Map => map(false, false),
            Style::MapWithTotal => map(true, false),
            Style::Rest => map(false, true),
            Style::RestWithTotal => map(has_total, true),
            Style::Nought if noughts => "0".to_owned(),
            Style::Nought => list(has_total),
            Style::Lines => with_total(true)
                .map(|(key, figure)| format!("\n{indent}  {key}: {figure}"))
                .collect(),
        };
        *out += &format!("{indent}{key}: {}\n", value.trim_end());
    }
}

fn table(edition: &'static Edition, section: &str) -> Option<&'static [Field]> {
    let section = edition.sections.iter().find(|s| s.key == section)?;
    section.table.as_ref().map(|table| &*table.fields)
}

/// Every row of figures in a field, itself included.
fn lines(field: &Field) -> Vec<&Field> {
    match (&field.body, field.line()) {
        (_, Some(_)) => vec![field],
        (Body::Group(below), None) => below.iter().flat_map(lines).collect(),
        (Body::Slot(_), None) => Vec::new(),
    }
}

fn sample(styles: &'static [Style], brief: bool) -> impl Strategy<Value = Sample> {
    // Most figures of a real report are 0.
    let figure = prop_oneof![3 => Just(0_u64), 3 => 0..20_u64, 1 => 0..3_000_000_u64];
    let parts = proptest::collection::vec(figure, 40..300);
    let styles = proptest::collection::vec(select(styles), 1..40);
    let edition = (0..Edition::all().len()).prop_map(|at| &Edition::all()[at]);
    (edition, parts, styles)
        .prop_map(move |(edition, parts, styles)| Sample::new(edition, &parts, styles, brief))
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn a_consistent_report_passes(sample in sample(&ALL, true)) {
        let yaml = sample.yaml();
        let checked = Checked::of(&yaml);
        prop_assert!(checked.findings.is_empty(), "{:?}\n{yaml}", checked.told());
        let report = checked.report();
        for (slot, figure) in sample.figures.iter().enumerate() {
            let printed = report.printed(SlotId(slot));
            let path = &sample.edition.slots[slot].path;
            prop_assert_eq!(printed.replace("+0", "0"), figure.replace("+0", "0"), "{}\n{}", path, yaml);
        }
    }

    #[test]
    fn a_wrong_figure_is_found(
        mut sample in sample(&FULL, false),
        slot in any::<Index>(),
        change in 1..100_000_u64,
        up in any::<bool>(),
    ) {
        let tables = ["申请.", "复议诉讼."];
        let slots = sample.edition.slots.iter().enumerate();
        let slots = slots.filter(|(_, slot)| tables.iter().any(|t| slot.path.starts_with(t)));
        let slots: Vec<usize> = slots.map(|(at, _)| at).collect();
        let slot = *slot.get(&slots);
        let path = &sample.edition.slots[slot].path;
        let right: u64 = sample.figures[slot].parse().unwrap();
        let wrong = match up || right == 0 {
            true => right + change,
            false => right - change.min(right),
        };
        sample.figures[slot] = wrong.to_string();
        let yaml = sample.yaml();
        let checked = Checked::of(&yaml);
        prop_assert_eq!(checked.findings.len(), 1, "{} {}→{} {:?}", path, right, wrong, checked.told());
        let finding = &checked.findings[0];
        let place = checked.sources.slice(finding.place);
        let total = path.rsplit_once('.').unwrap().0.to_owned() + ".总计";
        if path.starts_with("申请.") {
            // The cell where the failing sums cross.
            prop_assert_eq!(&finding.subject.path, path);
            prop_assert_eq!(place, wrong.to_string());
            prop_assert_eq!(finding.expected.clone(), Some(right.to_string()));
        } else {
            prop_assert_eq!(&finding.subject.path, &total);
            let total = sample.edition.find(&total).unwrap();
            prop_assert_eq!(place, &sample.figures[total.0]);
        }
        prop_assert_eq!(checked.report().cell(sample.edition.find(&finding.subject.path).unwrap()).place, Some(finding.place));
    }

    #[test]
    fn a_wrong_figure_is_found_where_totals_are_left_out(
        sample in sample(&[Style::List, Style::Map], false),
        column in 0..6_usize,
        row in any::<Index>(),
        change in 1..1000_u64,
    ) {
        // Only balances are left, so each column is wrong by itself.
        let mut sample = sample;
        sample.styles.retain(|style| *style == Style::List);
        sample.styles.push(Style::Map);
        let rows: Vec<&Field> = table(sample.edition, "申请").unwrap().iter().flat_map(lines).collect();
        let rows: Vec<&&Field> = rows.iter().filter(|row| !row.total).collect();
        let slot = row.get(&rows).slots()[column];
        let right: u64 = sample.figures[slot.0].parse().unwrap();
        sample.figures[slot.0] = (right + change).to_string();
        let total = sample.edition.field("申请.办理结果.总计").unwrap().path.clone();
        let yaml = sample.yaml();
        // The row of totals goes; it is computed.
        let yaml: String = without_total(&yaml, &total);
        let checked = Checked::of(&yaml);
        let key = &sample.edition.slots[slot.0].path;
        let key = key.rsplit('.').next().unwrap();
        prop_assert_eq!(checked.rules_and_paths(), [format!("balance 申请.新收.{key}")], "{}", yaml);
    }
}

/// The text without the row of totals of the results.
fn without_total(yaml: &str, path: &str) -> String {
    assert!(path.ends_with("办理结果.总计"));
    let lines = yaml.lines().filter(|line| !line.starts_with("    总计: "));
    lines.map(|line| format!("{line}\n")).collect()
}

// Bad input

/// Everything that is done with a text once it is read.
fn use_all(text: &str) -> String {
    let checked = Checked::of(text);
    let view = checked.view("report.yaml");
    let shown = Terminal {
        width: Some(text.len() % 120),
        colour: true,
    };
    let told = human(view, shown) + &short(view) + &json(&[view]);
    match &checked.report {
        Some(report) => {
            let document = compose(report);
            for block in &document.blocks {
                if let Block::Table(grid) = block
                    && grid
                        .rows
                        .iter()
                        .any(|row| row.cells.iter().any(|c| !c.path.is_empty()))
                {
                    assert_eq!(grid.rows[0].cells[0].column, 0);
                }
            }
            told + &markdown::render(&document, &templates()).unwrap()
                + &html::page(&document, &templates()).unwrap()
        }
        None => told,
    }
}

fn templates() -> Templates {
    Templates::new(&BTreeMap::new()).unwrap()
}

/// Pieces of which data files are made, and what upsets readers of YAML.
fn yaml_like() -> impl Strategy<Value = String> {
    let piece = select(vec![
        "年度",
        "年度: 2024",
        "年度: 2019",
        "版式: 2021",
        "机关",
        "名称",
        "类别: 部门",
        "日期: 2025-01-20",
        "引言",
        "总体情况",
        "主动公开",
        "规章",
        "行政许可",
        "行政事业性收费",
        "申请",
        "新收",
        "上年结转",
        "办理结果",
        "不予公开",
        "国家秘密",
        "总计",
        "结转下年度",
        "复议诉讼",
        "行政复议",
        "其余",
        "自然人",
        "问题及改进",
        "其他事项",
        "豁免",
        "规则: blank-cell",
        "理由: 无",
        "值: 1",
        "注: 二",
        "文件: 文字.md",
        "上年: 上年.yaml",
        ": ",
        ":",
        "：",
        "\n",
        "\n  ",
        "\n    ",
        "\n- ",
        "\t",
        "\r\n",
        " ",
        "{",
        "}",
        "[",
        "]",
        ",",
        ", ",
        "，",
        "0",
        "1",
        "-1",
        "~",
        "null",
        "1e3",
        "\"",
        "'",
        "|\n  ",
        ">\n ",
        "|2-\n   ",
        "#",
        " # ",
        "&a ",
        "*a",
        "<<: ",
        "!x ",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "? ",
        "{{",
        "}}",
        "{{申请.新收}}",
        "\\{{",
        "{{申请.新收|占 申请.新收}}",
        "{{申请.新收|同比}}",
        "\u{feff}",
        "\u{0}",
        "\u{85}",
        "\u{2028}",
        "😀",
        "e\u{301}",
        "\\",
        "\\x",
        "**",
        "[a](b)",
        "<b>",
        "| a |",
        "一",
        "。",
    ]);
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// A real file with a few characters changed.
fn mangled() -> impl Strategy<Value = String> {
    let names = ["minimal", "zhangdian-transport-2020"];
    let texts = names.map(|name| read(&root(&format!("examples/{name}.yaml"))));
    let scrap = prop_oneof![
        Just(String::new()),
        select(vec![
            "\n", " ", "  ", ":", "：", "\t", "{", "}", "[", "]", "\"", "'", "#", "~", "-", "|",
            "0", "{{", "&", "*"
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
    ];
    let edits = proptest::collection::vec((any::<Index>(), 0..4_usize, scrap), 1..5);
    (select(texts.to_vec()), edits).prop_map(|(text, edits)| {
        let mut characters: Vec<char> = text.chars().collect();
        for (at, drop, scrap) in edits {
            let at = at.index(characters.len());
            let end = (at + drop).min(characters.len());
            characters.splice(at..end, scrap.chars());
        }
        characters.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn no_text_panics(text in any::<String>()) {
        use_all(&text);
    }

    #[test]
    fn no_scrap_of_yaml_panics(text in yaml_like()) {
        use_all(&text);
    }
}

proptest! {
    #![proptest_config(cases(50))]

    #[test]
    fn no_mangled_report_panics(text in mangled()) {
        use_all(&text);
    }

    #[test]
    fn reading_is_deterministic(text in mangled()) {
        prop_assert_eq!(use_all(&text), use_all(&text));
        let report = |text| format!("{:?}", Checked::of(text).report);
        prop_assert_eq!(report(&text), report(&text));
    }
}

// Text

/// The blocks that an author's Markdown becomes.
fn prose(markdown: &str) -> Vec<Block> {
    let lines: String = markdown.lines().map(|line| format!("  {line}\n")).collect();
    let yaml = format!("年度: 2024\n机关: {{名称: 某县}}\n落款: ~\n其他事项: |2\n{lines}");
    let mut blocks = compose(Checked::of(&yaml).report()).blocks;
    let last = blocks
        .iter()
        .rposition(|block| matches!(block, Block::Heading { level: 2, .. }));
    blocks.split_off(last.unwrap() + 1)
}

fn document(blocks: Vec<Block>) -> Document {
    Document {
        blocks,
        ..compose(Checked::of("年度: 2024\n标题: 标题\n").report())
    }
}

/// The Markdown of some blocks.
fn written(blocks: Vec<Block>) -> String {
    let text = markdown::render(&document(blocks), &templates()).unwrap();
    let text = text.strip_prefix("# 标题\n").unwrap();
    text.trim_start_matches('\n').to_owned()
}

/// The words of blocks, one string a paragraph, its kind before it.
fn words(blocks: &[Block]) -> Vec<String> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(content) => found.push(plain_text(content)),
            Block::Heading { content, .. } => found.push(format!("# {}", plain_text(content))),
            Block::List { items, .. } => {
                for item in items {
                    found.extend(below("-", item));
                }
            }
            Block::Quote(inner) => found.extend(below(">", inner)),
            Block::Table(grid) => {
                let cells = grid.rows.iter().flat_map(|row| &row.cells);
                found.extend(cells.map(|cell| format!("| {}", plain_text(&cell.content))));
            }
            Block::Divider => found.push("---".to_owned()),
            other => panic!("no prose: {other:?}"),
        }
    }
    found
}

/// The words of what lies deeper, if there are any.
fn below(mark: &str, blocks: &[Block]) -> Vec<String> {
    let mut found = words(blocks);
    if !found.is_empty() {
        found.insert(0, mark.to_owned());
    }
    found
}

#[test]
fn the_line_after_a_break_keeps_its_words() {
    let first = prose("甲  \n\\# 乙\n");
    assert_eq!(words(&first), ["甲\n# 乙"]);
    assert_eq!(words(&prose(&written(first.clone()))), words(&first));
}

/// A line with all that Markdown gives a meaning.
const LINE: &str = "[甲乙丙。，：“”（）一二1239a-zA-Z *_`~#+.!<>|\\\\\\[\\]()&;=:\"'/^$-]{1,24}";

/// The same without emphasis, which depends on what stands beside it: where two lines
/// are joined, `*` next to `“` is no longer a mark.
const CALM: &str = "[甲乙丙。，：“”（）一二1239a-zA-Z `~#+.!<>|\\\\\\[\\]()&;=:\"'/^$-]{1,24}";

/// What can stand between two lines.
const JOINT: &str = "\n|\n\n|\n\n- |\n- |\n\n1\\. |\n  - |\n> |\n\n    |\n\n### ";

#[test]
fn an_address_or_an_entity_ends_nothing() {
    let link = r"[甲](http://a/\>\)\<img/src=x/onerror=alert\(1\)\>\>)";
    let blocks = prose(&format!("见{link}，a&#13;# b，c&#10;- d。"));
    let text = written(blocks.clone());
    assert_eq!(
        text.trim_end(),
        r"见[甲](<http://a/\>)\<img/src=x/onerror=alert(1)\>\>>)，a # b，c - d。"
    );
    assert_eq!(words(&prose(&text)), words(&blocks));
}

#[test]
fn emphases_side_by_side_share_their_marks() {
    let first = prose("*A*_。_~");
    assert_eq!(words(&first), ["A。~"]);
    assert_eq!(words(&prose(&written(first))), ["A。~"]);
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn plain_words_survive_markdown(line in LINE) {
        let line = line.trim().to_owned();
        prop_assume!(!line.is_empty());
        let markdown = written(vec![Block::Paragraph(vec![Inline::plain(&line)])]);
        prop_assert_eq!(words(&prose(&markdown)), [line], "{}", markdown);
    }

    #[test]
    fn the_authors_words_survive_markdown(line in LINE) {
        let first = prose(&line);
        prop_assume!(!words(&first).is_empty());
        let markdown = written(first.clone());
        prop_assert_eq!(words(&prose(&markdown)), words(&first), "{}", markdown);
    }

    #[test]
    fn the_authors_paragraphs_survive_markdown(
        lines in proptest::collection::vec((JOINT, CALM), 1..5),
    ) {
        let text: String = lines.iter().map(|(joint, line)| format!("{joint}{line}")).collect();
        let first = prose(text.trim_start_matches('\n'));
        prop_assume!(!words(&first).is_empty());
        let markdown = written(first.clone());
        prop_assert_eq!(words(&prose(&markdown)), words(&first), "{}", markdown);
    }
}

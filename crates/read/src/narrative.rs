//! Published paragraphs as the Markdown of a data file.

use super::{
    escape,
    label::{Style, half_width, numbered},
    text,
};
use crate::published::{Block, Paragraph, Role, Spot, Table};
use base::numeral;

/// A line of this many characters at the most may be a sub-heading.
const LONGEST: usize = 40;
/// The same for one without a number.
const LONGEST_BARE: usize = 28;

/// The same for one with a number that items have too.
const LONGEST_ITEM: usize = 24;
/// What headings do not end with.
const STOPS: [char; 14] = [
    '。', '！', '？', '；', '：', '，', '、', '…', '.', '!', '?', ';', ':', ',',
];

/// A text as a data file holds it.
#[derive(Debug, Default)]
pub struct Narrative {
    /// The Markdown.
    pub markdown: String,
    /// Pictures that are not part of it, as Markdown.
    pub pictures: Vec<String>,
    /// From which line of the Markdown on, from 0, it stands where.
    pub spots: Vec<(usize, Spot)>,
}

/// The Markdown of what stands under a heading of a level, if the container says one.
pub fn narrative(blocks: &[Block], level: Option<u8>) -> Narrative {
    let mut found = Narrative::default();
    let heading = headings(blocks);
    let mut parts: Vec<(&Role, String, &Spot)> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        match block {
            Block::Paragraph(paragraph) if paragraph.text.is_empty() => {
                found.pictures.push(paragraph.markdown.clone());
            }
            Block::Paragraph(paragraph) => {
                let is_rest = numbered(&paragraph.text).0.is_none()
                    && parts
                        .last()
                        .is_some_and(|(role, text, _)| is_open(role, text));
                let line = line(paragraph, heading[at] && !is_rest, level);
                parts.push((&paragraph.role, line, &paragraph.spot));
            }
            Block::Table(table) => parts.push((&Role::Body, pipes(table), &table.spot)),
        }
    }
    let mut before: Option<&Role> = None;
    let mut line = 0;
    for (role, text, spot) in parts.iter().filter(|(_, text, _)| !text.trim().is_empty()) {
        let between = match (before, role) {
            (None, _) => "",
            (Some(Role::Item { .. }), Role::Item { .. }) => "\n",
            (Some(Role::Quote), Role::Quote) => "\n>\n",
            _ => "\n\n",
        };
        found.markdown.push_str(between);
        found.markdown.push_str(text);
        line += between.matches('\n').count();
        found.spots.push((line, (*spot).clone()));
        line += text.matches('\n').count();
        before = Some(role);
    }
    if !found.markdown.is_empty() {
        found.markdown.push('\n');
    }
    found
}

fn line(paragraph: &Paragraph, heads: bool, level: Option<u8>) -> String {
    let words = &paragraph.markdown;
    match paragraph.role {
        Role::Heading(own) => {
            let depth = level.map_or(3, |level| own.saturating_sub(level) + 2);
            format!("{} {words}", "#".repeat(usize::from(depth.clamp(3, 6))))
        }
        Role::Item { depth, number } => {
            let indent = "   ".repeat(usize::from(depth.min(6)));
            match number {
                Some(number) => format!("{indent}{number}. {words}"),
                None => format!("{indent}- {words}"),
            }
        }
        Role::Quote => words
            .lines()
            .map(|line| format!("> {line}"))
            .collect::<Vec<_>>()
            .join("\n"),
        Role::Body if heads => match numbered(&paragraph.text).0 {
            Some(numbering)
                if numbering.style == Style::Arabic || numbering.style == Style::Inner =>
            {
                format!("#### {words}")
            }
            _ => format!("### {words}"),
        },
        Role::Body => words.clone(),
    }
}

/// Whether what stands before a line ends within a sentence, so that the line may be the
/// rest of it and heads nothing.
fn is_open(role: &Role, markdown: &str) -> bool {
    let is_heading = markdown.starts_with('#');
    let is_sentence = markdown.contains(['，', '、', '“', '（']);
    let is_over = markdown.ends_with(['。', '！', '？', '；', '：', '…', '”', '）', '.', ';', ':']);
    *role == Role::Body && !is_heading && is_sentence && !is_over
}

/// Which blocks head what follows them: short lines without a stop before a sentence, and those
/// numbered alike of which most do.
fn headings(blocks: &[Block]) -> Vec<bool> {
    let short: Vec<Option<&Paragraph>> = blocks.iter().map(short_line).collect();
    let heads = |at: usize| short[at].is_some_and(|own| precedes(own, &blocks[at + 1..]));
    let mut heads: Vec<bool> = (0..blocks.len()).map(heads).collect();
    let style = |own: &Option<&Paragraph>| Some(numbered(&(*own)?.text).0?.style);
    let styles: Vec<Option<Style>> = short.iter().map(style).collect();
    for style in [
        Style::Chinese,
        Style::Bracketed,
        Style::Arabic,
        Style::Inner,
    ] {
        let alike = (0..blocks.len()).filter(|&at| styles[at] == Some(style));
        let known = alike.clone().filter(|&at| heads[at]).count();
        if known * 2 > alike.clone().count() {
            alike.for_each(|at| heads[at] = true);
        }
    }
    heads
}

/// A short line without a stop that is no caption.
fn short_line(block: &Block) -> Option<&Paragraph> {
    let Block::Paragraph(paragraph) = block else {
        return None;
    };
    let text = paragraph.text.trim();
    let (numbering, words) = numbered(text);
    let most = match numbering.map(|own| own.style) {
        Some(Style::Arabic | Style::Inner) => LONGEST_ITEM,
        Some(_) => LONGEST,
        None => LONGEST_BARE,
    };
    let is_short = (2..=most).contains(&words.chars().count())
        && !text.ends_with(STOPS)
        && !text.contains(['。', '；', '\n'])
        && !text::breaks_off(text)
        && !is_caption(text);
    // A list or a quotation of Markdown is no line.
    let is_line = paragraph.role == Role::Body && escape::says(&paragraph.markdown, text);
    (is_short && is_line).then_some(paragraph)
}

/// Whether a line says what a picture or a table shows: 「图1 受理情况」.
fn is_caption(text: &str) -> bool {
    let rest = text.trim_start_matches('附').strip_prefix(['图', '表']);
    let is_number = |c: char| half_width(c).is_ascii_digit() || numeral::digit(c).is_some();
    rest.is_some_and(|rest| rest.trim_start().starts_with(|c| is_number(c) || c == '：'))
}

/// Whether a sentence or a deeper level stands behind a line.
fn precedes(paragraph: &Paragraph, behind: &[Block]) -> bool {
    const GOES_ON: [char; 8] = ['。', '！', '？', '；', '：', '，', '、', '”'];
    let numbering = numbered(paragraph.text.trim()).0;
    match behind.first() {
        Some(Block::Paragraph(next)) if !next.text.starts_with(GOES_ON) => {
            let sentence =
                next.text.chars().count() >= LONGEST || next.text.trim().ends_with(STOPS);
            let deeper = numbered(&next.text)
                .0
                .is_some_and(|next| numbering.is_some_and(|own| own.style != next.style));
            sentence || deeper
        }
        _ => false,
    }
}

/// A table of the author's own.
fn pipes(table: &Table) -> String {
    let grid = table.grid();
    let cell = |row: usize, column: usize| -> String {
        let spread = grid
            .at(row, column)
            .filter(|s| s.row == row && s.column == column);
        let text = spread.map_or("", |spread| spread.text());
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        escape::inline(&words.replace('|', "｜"))
    };
    let row = |row: usize| -> String {
        let cells: Vec<String> = (0..grid.width()).map(|column| cell(row, column)).collect();
        format!("| {} |", cells.join(" | "))
    };
    // A dump of a table with very many places would be larger than the table.
    let places = grid.width() * grid.height();
    if grid.height() == 0 || places > 4 * grid.cells.len() + 1000 {
        return grid
            .cells
            .iter()
            .map(|cell| escape::plain(&cell.text().replace('\n', " ")))
            .collect::<Vec<_>>()
            .join("\n\n");
    }
    let mut lines = vec![row(0), format!("|{}", " --- |".repeat(grid.width()))];
    lines.extend((1..grid.height()).map(row));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published::Cell;

    fn paragraph(text: &str, role: Role) -> Block {
        Block::Paragraph(Paragraph {
            text: text.to_owned(),
            markdown: text.to_owned(),
            role,
            ..Paragraph::default()
        })
    }

    fn markdown(texts: &[&str]) -> String {
        let blocks: Vec<Block> = texts
            .iter()
            .map(|text| paragraph(text, Role::Body))
            .collect();
        narrative(&blocks, None).markdown
    }

    #[test]
    fn short_lines_before_sentences_are_headings() {
        assert_eq!(
            markdown(&["（一）主动公开情况", "全年公开信息6条。"]),
            "### （一）主动公开情况\n\n全年公开信息6条。\n"
        );
        assert_eq!(
            markdown(&["加强领导，健全机构", "成立领导小组。"]),
            "### 加强领导，健全机构\n\n成立领导小组。\n"
        );
        assert_eq!(
            markdown(&["1.培训", "全年两次。"]),
            "#### 1.培训\n\n全年两次。\n"
        );
        assert_eq!(
            markdown(&["（一）加强领导。成立小组。", "全年两次。"]),
            "（一）加强领导。成立小组。\n\n全年两次。\n"
        );
        assert_eq!(markdown(&["无"]), "无\n");
        assert_eq!(
            markdown(&["改进如下：", "一是学习。"]),
            "改进如下：\n\n一是学习。\n"
        );
    }

    #[test]
    fn a_list_heads_nothing() {
        let item = Block::Paragraph(Paragraph {
            text: "健全机构".to_owned(),
            markdown: "- 健全机构".to_owned(),
            ..Paragraph::default()
        });
        let blocks = [item, paragraph("全年公开信息6条。", Role::Body)];
        let found = narrative(&blocks, None).markdown;
        assert_eq!(found, "- 健全机构\n\n全年公开信息6条。\n");
    }

    #[test]
    fn half_a_sentence_heads_nothing() {
        for texts in [
            ["2023年，我局坚持以新思想", "为指导，公开信息", "共6条。"],
            ["加强领导，完善制度，", "健全机构", "全年公开信息6条。"],
            ["完成任务。", "坚持“应公开", "尽公开”，公开信息6条。"],
            ["完成任务。", "加强领导", "，健全机构，成立领导小组。"],
        ] {
            assert!(!markdown(&texts).contains('#'), "{texts:?}");
        }
        let whole = ["加强领导，完善制度。", "健全机构", "全年公开信息6条。"];
        assert!(markdown(&whole).contains("### 健全机构"));
        let numbered = [
            "加强领导，完善制度，",
            "（二）健全机构",
            "全年公开信息6条。",
        ];
        assert!(markdown(&numbered).contains("### （二）健全机构"));
    }

    #[test]
    fn lists_tables_and_pictures() {
        let cell = |text: &str| Cell::new(text);
        let table = Table {
            rows: vec![
                vec![cell("甲"), cell("a|b")],
                vec![cell("乙"), cell("1\n2")],
            ],
            ..Table::default()
        };
        let item = |number| Role::Item { depth: 0, number };
        let blocks = [
            paragraph("一", item(Some(1))),
            paragraph("二", item(Some(2))),
            Block::Table(table),
            Block::Paragraph(Paragraph {
                markdown: "![图](a.png)".to_owned(),
                ..Paragraph::default()
            }),
        ];
        let found = narrative(&blocks, None);
        assert_eq!(
            found.markdown,
            "1. 一\n2. 二\n\n| 甲 | a｜b |\n| --- | --- |\n| 乙 | 1 2 |\n"
        );
        assert_eq!(found.pictures, ["![图](a.png)"]);
    }

    #[test]
    fn captions_head_nothing_and_headings_numbered_alike_are_alike() {
        let long = "文字".repeat(30) + "。";
        let caption = markdown(&["图1 受理情况", &long, "表 2 办理情况", &long]);
        assert!(!caption.contains('#'), "{caption}");
        let four = [
            "（一）甲事",
            "见图",
            "（二）乙事",
            &long,
            "（三）丙事",
            &long,
            "（四）丁事",
            &long,
        ];
        assert_eq!(markdown(&four).matches("### （").count(), 4);
    }
}

//! Markdown: GFM for the text, HTML for the mandated tables, because GFM has no spans.
//!
//! In: a document. Out: the template `report.md`, filled: headings with `#`, words with
//! every mark escaped (`见\[附件\]`), the form's tables as `<table>` with `rowspan` and
//! `colspan`. Use it where people go on editing, or programs compare. It does not embed
//! pictures: they are named as the author named them.

use tera::Context;

use super::{MARKDOWN, TemplateError, Templates, view};
use base::markdown::{Care, address, escape, guard_start};
use document::{Block, Caption, Chart, Document, Figure, Grid, Image, Inline, Row, Side};
use form::chart::{NO_FIGURE, share_of};

/// Writes Markdown.
///
/// # Errors
/// The template cannot be filled.
pub fn render(document: &Document, templates: &Templates) -> Result<String, TemplateError> {
    let mut context = Context::new();
    context.insert("report", &view::view(document, view::Dialect::Markdown));
    templates.fill(MARKDOWN, &context)
}

/// Inlines as Markdown. Neighbours with the same emphasis share its marks: two marks that
/// meet would be read as one of another kind.
pub fn markdown(inlines: &[Inline]) -> String {
    inlines.chunk_by(shares_marks).map(run_markdown).collect()
}

/// Inlines as Markdown on one line.
pub fn heading(content: &[Inline]) -> String {
    markdown(content).replace("\\\n", " ")
}

fn shares_marks(one: &Inline, next: &Inline) -> bool {
    matches!(
        (one, next),
        (Inline::Strong(_), Inline::Strong(_)) | (Inline::Emphasis(_), Inline::Emphasis(_))
    )
}

/// Inlines within the same marks, or a single one.
fn run_markdown(run: &[Inline]) -> String {
    let inner = || -> String { run.iter().map(inline_markdown).collect() };
    match run.first() {
        Some(Inline::Strong(_)) => format!("**{}**", inner()),
        Some(Inline::Emphasis(_)) => format!("*{}*", inner()),
        _ => inner(),
    }
}

/// An inline without the marks of its emphasis.
fn inline_markdown(inline: &Inline) -> String {
    match inline {
        Inline::Text(text) => words(&text.text),
        Inline::Strong(content) | Inline::Emphasis(content) => markdown(content),
        Inline::Link { url, content } => format!("[{}](<{}>)", markdown(content), address(url)),
        Inline::Code(text) => code(&text.text),
        Inline::Picture(image) => picture(image),
        Inline::Break => "\\\n".to_owned(),
        Inline::Note { number, .. } => format!("[^{number}]"),
    }
}

/// Words that Markdown gives back unchanged.
pub fn words(text: &str) -> String {
    escape(text, Care::Wary)
}

fn picture(image: &Image) -> String {
    format!("![{}](<{}>)", words(&image.alt), address(&image.target))
}

/// Code between more backticks than it holds.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    match text.starts_with('`') || text.ends_with('`') {
        true => format!("{fence} {text} {fence}"),
        false => format!("{fence}{text}{fence}"),
    }
}

/// A block of text as Markdown, with a blank line after it.
pub fn block_markdown(block: &Block) -> String {
    match block {
        Block::Paragraph(content) => {
            format!("{}\n\n", guard_start(&markdown(content), Care::Wary))
        }
        Block::Heading { level, content } => {
            let marks = "#".repeat(usize::from(*level));
            format!("{marks} {}\n\n", heading(content))
        }
        Block::List { start, items } => items
            .iter()
            .enumerate()
            .map(|(index, item)| {
                let mark = match start {
                    Some(start) => format!("{}. ", start.saturating_add(index as u64)),
                    None => "- ".to_owned(),
                };
                let text: String = item.iter().map(block_markdown).collect();
                let indent = " ".repeat(mark.len());
                format!("{mark}{}", indented(&text, &indent))
            })
            .collect(),
        Block::Quote(blocks) => {
            let text: String = blocks.iter().map(block_markdown).collect();
            let lines = text.trim_end().lines().map(|line| format!("> {line}\n"));
            lines.collect::<String>() + "\n"
        }
        Block::Divider => "---\n\n".to_owned(),
        Block::NewPage => String::new(),
        Block::Table(grid) => table_markdown(grid),
        Block::Figure(Figure { image, caption }) => {
            // The picture's words are its caption, unless its author wrote another.
            let usual = Caption::of(&image.alt).map(|usual| usual.words);
            let own = caption.iter().map(|caption| &caption.words);
            let own = own.filter(|own| Some(*own) != usual.as_ref());
            let own = own.map(|own| guard_start(&words(own), Care::Wary) + "\n\n");
            format!("{}\n\n{}", picture(image), own.collect::<String>())
        }
        Block::Chart(chart) => chart_markdown(chart),
        Block::Sheet(sheet) => {
            let told = sheet.words().map(|told| format!("{}\n\n", words(&told)));
            told.collect()
        }
        Block::Signature { name, date, .. } => format!("{}\n\n{}\n\n", words(name), date),
        Block::Blank(_) => String::new(),
    }
}

/// What the comment above the table of a chart begins with: by it the table is known for
/// none of the form's when the text is read again.
pub const CHART: &str = "<!-- 图：";

/// A chart as its words, which are not seen, and a table: its labels down, a column for each series, shares beside parts.
fn chart_markdown(chart: &Chart) -> String {
    let unit = match chart.unit.as_str() {
        "" => String::new(),
        unit => format!("（{unit}）"),
    };
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let is_parts = chart
        .series
        .iter()
        .any(|series| chart.whole(series).is_some());
    let heads = chart.series.iter().flat_map(|series| {
        let name = match chart.series.len() {
            1 => "数量",
            _ => &series.name,
        };
        let share = is_parts.then(|| "占比".to_owned());
        [words(&format!("{name}{unit}"))].into_iter().chain(share)
    });
    let heads: Vec<String> = [words(&chart.title)].into_iter().chain(heads).collect();
    let rule = format!("| --- |{}\n", " --: |".repeat(heads.len() - 1));
    let rows = chart.labels.iter().enumerate().map(|(at, label)| {
        let figures = chart.series.iter().flat_map(|series| {
            let number = series.values[at].number;
            let figure = number.map_or_else(|| NO_FIGURE.to_owned(), |number| number.to_string());
            let whole = chart.whole(series).unwrap_or(0);
            let share = number.and_then(|number| share_of(number.millionths(), whole));
            let share = is_parts.then(|| share.unwrap_or_else(|| NO_FIGURE.to_owned()));
            [figure].into_iter().chain(share)
        });
        row([words(label)].into_iter().chain(figures).collect())
    });
    let rows: String = rows.collect();
    let alt = chart.alt().replace("--", "—").replace('>', "》");
    format!("{CHART}{alt} -->\n\n{}{rule}{rows}\n", row(heads))
}

fn indented(text: &str, indent: &str) -> String {
    let mut lines = text.trim_end().lines();
    let first = lines.next().unwrap_or_default();
    let rest = lines.map(|line| match line.is_empty() {
        true => "\n".to_owned(),
        false => format!("\n{indent}{line}"),
    });
    format!("{first}{}\n\n", rest.collect::<String>())
}

fn table_markdown(grid: &Grid) -> String {
    let row = |row: &Row| {
        let cells = row.cells.iter();
        let cells = cells.map(|cell| markdown(&cell.content).replace("\\\n", "<br>"));
        let cells: Vec<String> = cells.collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let mut lines: Vec<String> = grid.rows.iter().map(row).collect();
    let side = |column: usize| {
        let cell = grid.cells().find(|cell| cell.column == column);
        match cell.and_then(|cell| cell.side) {
            None => " --- |",
            Some(Side::Left) => " :-- |",
            Some(Side::Centre) => " :-: |",
            Some(Side::Right) => " --: |",
        }
    };
    let rule: String = (0..grid.columns).map(side).collect();
    let rule = format!("|{rule}\n");
    lines.insert(1.min(lines.len()), rule);
    lines.concat() + "\n"
}

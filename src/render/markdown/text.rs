//! Running text as HTML and as Markdown.

use crate::document::{Block, Cell, CellKind, Grid, Inline};

/// Words escaped for HTML text and attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // No HTML page may hold these; the rest of the controls go the same way.
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => {}
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            _ => out.push(c),
        }
    }
    out
}

/// Inlines as HTML.
pub fn html(inlines: &[Inline]) -> String {
    inlines.iter().map(inline_html).collect()
}

fn inline_html(inline: &Inline) -> String {
    match inline {
        Inline::Text(text) => escape(&text.text),
        Inline::Strong(content) => format!("<strong>{}</strong>", html(content)),
        Inline::Emphasis(content) => format!("<em>{}</em>", html(content)),
        Inline::Link { url, content } => {
            format!("<a href=\"{}\">{}</a>", escape(url), html(content))
        }
        Inline::Code(text) => format!("<code>{}</code>", escape(&text.text)),
        Inline::Break => "<br>".to_owned(),
    }
}

/// Blocks of text as HTML, each on its own line.
pub fn blocks_html(blocks: &[Block]) -> String {
    blocks.iter().map(block_html).collect()
}

/// A block of text as HTML. Headings, form tables and the signature are the template's.
pub fn block_html(block: &Block) -> String {
    match block {
        Block::Paragraph(content) => format!("<p>{}</p>\n", html(content)),
        Block::Heading { level, content } => format!("<h{level}>{}</h{level}>\n", html(content)),
        Block::List { start, items } => {
            let items: String = items
                .iter()
                .map(|item| format!("<li>{}</li>\n", item_html(item)))
                .collect();
            match start {
                Some(1) => format!("<ol>\n{items}</ol>\n"),
                Some(start) => format!("<ol start=\"{start}\">\n{items}</ol>\n"),
                None => format!("<ul>\n{items}</ul>\n"),
            }
        }
        Block::Quote(blocks) => format!("<blockquote>\n{}</blockquote>\n", blocks_html(blocks)),
        Block::Divider => "<hr>\n".to_owned(),
        Block::Table(grid) => table_html(grid),
        Block::Figure(image) => format!("<p>{}</p>\n", escape(&image.alt)),
        Block::Signature { name, date } => {
            format!("<p>{}<br>{}</p>\n", escape(name), escape(date))
        }
    }
}

/// An item that is one paragraph needs no paragraph.
fn item_html(blocks: &[Block]) -> String {
    match blocks {
        [Block::Paragraph(content)] => html(content),
        _ => blocks_html(blocks),
    }
}

/// A table that the author wrote.
fn table_html(grid: &Grid) -> String {
    let cell = |cell: &Cell| {
        let content = html(&cell.content);
        match cell.kind {
            CellKind::ColumnHead => format!("<th scope=\"col\">{content}</th>"),
            _ => format!("<td>{content}</td>"),
        }
    };
    let row = |row: &crate::document::Row| {
        let cells: String = row.cells.iter().map(cell).collect();
        format!("<tr>{cells}</tr>\n")
    };
    let (head, body) = grid.rows.split_at(grid.header_rows.min(grid.rows.len()));
    format!(
        "<div class=\"table\">\n<table class=\"plain\">\n<thead>\n{}</thead>\n<tbody>\n{}</tbody>\n</table>\n</div>\n",
        head.iter().map(row).collect::<String>(),
        body.iter().map(row).collect::<String>(),
    )
}

/// Inlines as Markdown.
pub fn markdown(inlines: &[Inline]) -> String {
    inlines.iter().map(inline_markdown).collect()
}

fn inline_markdown(inline: &Inline) -> String {
    match inline {
        Inline::Text(text) => escape_markdown(&text.text),
        Inline::Strong(content) => format!("**{}**", markdown(content)),
        Inline::Emphasis(content) => format!("*{}*", markdown(content)),
        Inline::Link { url, content } => format!("[{}](<{url}>)", markdown(content)),
        Inline::Code(text) => code(&text.text),
        Inline::Break => "\\\n".to_owned(),
    }
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

/// Words that Markdown gives back unchanged.
pub fn escape_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let characters: Vec<char> = text.chars().collect();
    for (index, &c) in characters.iter().enumerate() {
        let before = index.checked_sub(1).map(|at| characters[at]);
        let after = characters.get(index + 1).copied();
        let inside_word =
            before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        let special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' => true,
            '_' => !inside_word,
            '&' => after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '#'),
            '!' => after == Some('['),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        match c {
            '\n' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

/// A line that Markdown takes for a paragraph.
fn guard(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    if digits > 0 && rest.starts_with(['.', ')']) {
        return format!("{}\\{rest}", &line[..digits]);
    }
    match line.starts_with(['#', '+', '-', '>', '=', ' ', '\t']) {
        true => format!("\\{line}"),
        false => line.to_owned(),
    }
}

/// A block of text as Markdown, with a blank line after it.
pub fn block_markdown(block: &Block) -> String {
    match block {
        Block::Paragraph(content) => format!("{}\n\n", guard(&markdown(content))),
        Block::Heading { level, content } => {
            let marks = "#".repeat(usize::from(*level));
            format!("{marks} {}\n\n", markdown(content).replace("\\\n", " "))
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
        Block::Table(grid) => table_markdown(grid),
        Block::Figure(image) => {
            format!("![{}](<{}>)\n\n", escape_markdown(&image.alt), image.target)
        }
        Block::Signature { name, date } => format!("{}\n\n{}\n\n", escape_markdown(name), date),
    }
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
    let row = |row: &crate::document::Row| {
        let cells: Vec<String> = row
            .cells
            .iter()
            .map(|cell| markdown(&cell.content).replace("\\\n", "<br>"))
            .collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let mut lines: Vec<String> = grid.rows.iter().map(row).collect();
    let rule = format!("|{}\n", " --- |".repeat(grid.columns));
    lines.insert(1.min(lines.len()), rule);
    lines.concat() + "\n"
}

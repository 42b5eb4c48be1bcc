//! Running text as HTML.

use base64::{Engine, prelude::BASE64_STANDARD};

use crate::{
    break_prices::{kept_together, openings},
    chart::{fitted, lay_out},
    html::svg,
    sheet,
};
use base::{characters::is_hidden, diagnostic::Severity, source::Span};
use document::{
    Block, Cell, CellKind, Chart, Figure, Grid, Image, Inline, Row, Sheet, Side, Text, note_mark,
};

/// How wide a chart is laid out, in points: for a phone. A page shows it a little larger.
const CHART: f32 = 360.0;

/// What elements carry besides their words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HtmlFor {
    /// Nothing: the page's style sheet does it all.
    Page,
    /// The place where the author wrote the words, for the preview.
    Preview,
    /// Styles of their own, for a page whose style sheet is not ours.
    Cms,
}

/// Words escaped for HTML text and attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ if is_hidden(c) => {}
            _ => out.push(c),
        }
    }
    out
}

/// Words escaped, that may go on overleaf after the signs of an address.
fn opened(text: &str) -> String {
    let mut out = String::new();
    let mut done = 0;
    for at in openings(text) {
        out.push_str(&escape(&text[done..at]));
        out.push_str("<wbr>");
        done = at;
    }
    out + &escape(&text[done..])
}

impl HtmlFor {
    /// A place as the preview names it: `0:120-126`; empty for another page.
    pub fn place(self, place: Option<Span>) -> String {
        let place = place.filter(|_| self == HtmlFor::Preview);
        place.map_or_else(String::new, |place| {
            format!("{}:{}-{}", place.file.number(), place.start, place.end)
        })
    }

    /// An attribute for pages whose style sheet is not ours.
    fn style(self, style: &str) -> String {
        match self {
            HtmlFor::Cms => format!(" style=\"{style}\""),
            _ => String::new(),
        }
    }

    fn class(self, class: &str) -> String {
        match self {
            HtmlFor::Cms => String::new(),
            _ => format!(" class=\"{class}\""),
        }
    }

    fn words(self, text: &Text) -> String {
        let words = match self {
            // The preview marks findings in the words as they stand.
            HtmlFor::Preview => escape(&text.text),
            _ => self.kept(&text.text),
        };
        match self.place(text.place).as_str() {
            "" => words,
            place => format!("<span data-place=\"{place}\">{words}</span>"),
        }
    }

    /// Words of which dates and numbers with their units stay on one line.
    fn kept(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for range in kept_together(text) {
            out.push_str(&opened(&text[done..range.start]));
            let (class, style) = (self.class("kept"), self.style("white-space:nowrap"));
            let words = escape(&text[range.clone()]);
            out.push_str(&format!("<span{class}{style}>{words}</span>"));
            done = range.end;
        }
        out.push_str(&opened(&text[done..]));
        out
    }

    /// Inlines as HTML.
    pub fn inlines(self, inlines: &[Inline]) -> String {
        inlines.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(self, inline: &Inline) -> String {
        match inline {
            Inline::Text(text) => self.words(text),
            Inline::Strong(content) => format!("<strong>{}</strong>", self.inlines(content)),
            Inline::Emphasis(content) => format!("<em>{}</em>", self.inlines(content)),
            Inline::Link { url, content } => {
                let (url, content) = (escape(url), self.inlines(content));
                format!("<a href=\"{url}\">{content}</a>")
            }
            Inline::Code(text) => format!("<code>{}</code>", self.words(text)),
            Inline::Picture(image) => self.picture(image),
            Inline::Break => "<br>".to_owned(),
            Inline::Note { number, content } => self.note(*number, !content.is_empty()),
        }
    }

    /// The mark of a footnote; the first leads there and is led back to.
    fn note(self, number: usize, first: bool) -> String {
        let mark = note_mark(number);
        let id = match first {
            true => format!(" id=\"m{number}\""),
            false => String::new(),
        };
        match self {
            HtmlFor::Cms => format!("<sup>{mark}</sup>"),
            _ => format!(
                "<sup{id}><a href=\"#n{number}\" aria-label=\"注 {number}\">{mark}</a></sup>"
            ),
        }
    }

    /// Blocks of text as HTML, each on its own line.
    fn blocks(self, blocks: &[Block]) -> String {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    /// A block of text as HTML. Headings, form tables and the signature are the template's.
    pub fn block(self, block: &Block) -> String {
        match block {
            Block::Paragraph(content) => {
                let style = self.style("text-indent:2em");
                format!("<p{style}>{}</p>\n", self.inlines(content))
            }
            Block::Heading { level, content } => {
                format!("<h{level}>{}</h{level}>\n", self.inlines(content))
            }
            Block::List { start, items } => self.list(*start, items),
            Block::Quote(blocks) => {
                format!("<blockquote>\n{}</blockquote>\n", self.blocks(blocks))
            }
            Block::Divider | Block::NewPage => "<hr>\n".to_owned(),
            Block::Table(grid) => self.table(grid),
            Block::Figure(figure) => self.figure(figure),
            Block::Chart(chart) => self.chart(chart),
            Block::Sheet(sheet) => self.sheet(sheet),
            Block::Signature { name, date, .. } => {
                format!("<p>{}<br>{}</p>\n", escape(name), escape(date))
            }
            Block::Blank(_) => String::new(),
        }
    }

    fn list(self, start: Option<u64>, items: &[Vec<Block>]) -> String {
        // An item that is one paragraph needs no paragraph.
        let item = |item: &Vec<Block>| match item.as_slice() {
            [Block::Paragraph(content)] => format!("<li>{}</li>\n", self.inlines(content)),
            blocks => {
                let inside = |block: &Block| match block {
                    Block::Paragraph(content) => format!("<p>{}</p>\n", self.inlines(content)),
                    block => self.block(block),
                };
                let blocks: String = blocks.iter().map(inside).collect();
                format!("<li>{blocks}</li>\n")
            }
        };
        let items: String = items.iter().map(item).collect();
        match start {
            Some(1) => format!("<ol>\n{items}</ol>\n"),
            Some(start) => format!("<ol start=\"{start}\">\n{items}</ol>\n"),
            None => format!("<ul>\n{items}</ul>\n"),
        }
    }

    /// A picture that stands alone, with its caption.
    fn figure(self, figure: &Figure) -> String {
        let caption = figure.caption.as_ref().map_or_else(String::new, |caption| {
            let style = self.style("font-size:.9em;text-align:center");
            let words = escape(&caption.to_string());
            format!("<figcaption{style}>{words}</figcaption>")
        });
        let (class, style) = (self.class("picture"), self.style("text-align:center"));
        let picture = self.picture(&figure.image);
        format!("<figure{class}{style}>{picture}{caption}</figure>\n")
    }

    /// A picture, its bytes in the page: a report is one file.
    fn picture(self, image: &Image) -> String {
        let alt = escape(&image.alt);
        let Some(kind) = media_type(&image.bytes) else {
            return alt;
        };
        let place = match self {
            HtmlFor::Preview => format!(" data-place=\"{}\"", self.place(image.place)),
            _ => String::new(),
        };
        let style = self.style("max-width:100%;height:auto;vertical-align:middle");
        let bytes = BASE64_STANDARD.encode(&image.bytes);
        format!("<img alt=\"{alt}\"{style}{place} src=\"data:{kind};base64,{bytes}\">")
    }

    /// A chart: drawn in the page, or for a site's CMS, which drops what is drawn, a picture.
    fn chart(self, chart: &Chart) -> String {
        let chart = &*fitted(chart);
        let alt = chart.alt();
        let drawn = svg(&lay_out(chart, CHART), &alt, self);
        match self {
            HtmlFor::Cms => {
                let (alt, bytes) = (escape(&alt), BASE64_STANDARD.encode(drawn));
                format!(
                    "<p style=\"text-align:center\"><img alt=\"{alt}\" style=\"width:100%;max-width:448px;height:auto\" src=\"data:image/svg+xml;base64,{bytes}\"></p>\n"
                )
            }
            _ => {
                let place = match self.place(chart.place).as_str() {
                    "" => String::new(),
                    place => format!(" data-place=\"{place}\""),
                };
                format!("<figure class=\"chart\"{place}>\n{drawn}\n</figure>\n")
            }
        }
    }

    /// The panels of a sheet, each a picture with its words, and what is noted below.
    fn sheet(self, sheet: &Sheet) -> String {
        let panels = sheet.panels.iter().zip(sheet::lay_out(sheet, CHART));
        let panels = panels.map(|(panel, drawing)| {
            let drawn = svg(&drawing, &panel.alt(), self);
            format!("<figure class=\"chart\">\n{drawn}\n</figure>\n")
        });
        let panels: String = panels.collect();
        format!("{panels}<p class=\"source\">{}</p>\n", escape(&sheet.note))
    }

    /// A table that the author wrote.
    fn table(self, grid: &Grid) -> String {
        let (head, body) = grid.rows.split_at(grid.header_rows.min(grid.rows.len()));
        let sides = grid.sides();
        let cell = |cell: &Cell| self.cell(cell, sides.get(cell.column).copied().flatten());
        let part = |name: &str, rows: &[Row]| match rows {
            [] => String::new(),
            rows => {
                let rows = rows.iter().map(|row| {
                    let cells: String = row.cells.iter().map(cell).collect();
                    format!("<tr>{cells}</tr>\n")
                });
                format!("<{name}>\n{}</{name}>\n", rows.collect::<String>())
            }
        };
        let table = format!(
            "<table{}{}>\n{}{}</table>\n",
            self.class("plain"),
            self.style("border-collapse:collapse;width:100%"),
            part("thead", head),
            part("tbody", body),
        );
        match self {
            HtmlFor::Cms => table,
            _ => {
                let label = match grid.summary.as_str() {
                    "" => "表格",
                    summary => summary,
                };
                let label = escape(label);
                format!(
                    "<section class=\"table\" aria-label=\"{label}\" tabindex=\"0\">\n{table}</section>\n"
                )
            }
        }
    }

    fn cell(self, cell: &Cell, side: Option<Side>) -> String {
        let content = self.inlines(&cell.shown());
        // Cells are centred by the style sheet.
        let column = side.filter(|side| cell.kind == CellKind::Text && *side != Side::Centre);
        let side = cell.side.or(column);
        let (class, aligned) = match side {
            None => ("", ""),
            Some(Side::Left) => ("left", ";text-align:left"),
            Some(Side::Centre) => ("centre", ";text-align:center"),
            Some(Side::Right) => ("right", ";text-align:right"),
        };
        let found = cell.finding.map_or("", Severity::code);
        let class = match (class, found) {
            ("", "") => String::new(),
            (class, "") => self.class(class),
            (class, found) => self.class(format!("{class} {found}").trim()),
        };
        let style = self.style(&format!(
            "border:1px solid #000;padding:4px;min-width:4em;text-wrap:balance{aligned}"
        ));
        match cell.kind {
            CellKind::ColumnHead if !content.is_empty() => {
                format!("<th scope=\"col\"{class}{style}>{content}</th>")
            }
            _ => format!("<td{class}{style}>{content}</td>"),
        }
    }
}

/// What a picture is, by its first bytes; nothing for what no page should embed.
fn media_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        _ if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => Some("image/webp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_embedded_and_unknown_bytes_are_not() {
        let image = |bytes: &[u8]| Image {
            alt: "图 <1>".to_owned(),
            target: "a.png".to_owned(),
            bytes: bytes.into(),
            place: None,
        };
        let png = HtmlFor::Page.block(&Block::Figure(Figure::of(image(b"\x89PNG\r\n"))));
        assert!(
            png.contains("alt=\"图 &lt;1&gt;\" src=\"data:image/png;base64,iVBORw0K\""),
            "{png}"
        );
        let svg = HtmlFor::Page.block(&Block::Figure(Figure::of(image(b"<svg onload=alert(1)>"))));
        assert!(!svg.contains("<img") && !svg.contains("<svg"), "{svg}");
    }

    #[test]
    fn a_picture_has_its_caption_below_it_and_none_among_words() {
        let image = Image {
            alt: "流程".to_owned(),
            target: "a.png".to_owned(),
            bytes: b"\x89PNG\r\n".as_slice().into(),
            place: None,
        };
        let among = [
            Inline::plain("见"),
            Inline::Picture(image.clone()),
            Inline::plain("。"),
        ];
        let mut figure = Figure::of(image);
        if let Some(caption) = &mut figure.caption {
            caption.number = Some(2);
        }
        let alone = HtmlFor::Page.block(&Block::Figure(figure));
        let below = "<figcaption>图2　流程</figcaption></figure>";
        assert!(
            alone.starts_with("<figure class=\"picture\"><img") && alone.trim().ends_with(below)
        );
        let among = HtmlFor::Cms.inlines(&among);
        assert!(among.starts_with("见<img alt=\"流程\" style=") && among.ends_with("\">。"));
        assert!(!among.contains("figure"), "{among}");
    }
}

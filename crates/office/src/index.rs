//! The page that leads to every report of a run: `index.html` beside them, for the public.

use base::characters::percent_encoded;
use document::{Block, Document, Inline};
use form::report::Report;
use write::html;

/// What the page says of its own making, by which it is known again.
pub const MARK: &str = "<meta name=\"generator\" content=\"nianbao index\">";

/// A report on the page.
#[derive(Clone, Debug)]
pub struct Entry {
    agency: String,
    year: u16,
    is_draft: bool,
    /// The products, each with its address from where the page is.
    links: Vec<(String, String)>,
}

impl Entry {
    /// A report whose products lie at paths below the page's folder.
    pub fn of(report: &Report, is_draft: bool, products: &[String]) -> Self {
        let links = products.iter().map(|path| {
            let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
            (ending.to_uppercase(), uri(path))
        });
        Entry {
            agency: report.agency.text.clone(),
            year: report.year,
            is_draft,
            links: links.collect(),
        }
    }

    /// Its name, which leads to its page or to what else there is, and its other formats.
    fn item(&self) -> Vec<Block> {
        let link = |words: &str, url: &str| Inline::Link {
            url: url.to_owned(),
            content: vec![Inline::plain(words)],
        };
        let page = self.links.iter().position(|(format, _)| format == "HTML");
        let first = page.unwrap_or(0);
        let mut words = match self.links.get(first) {
            Some((_, url)) => vec![link(&self.agency, url)],
            None => vec![Inline::plain(&*self.agency)],
        };
        for (at, (format, url)) in self.links.iter().enumerate() {
            if at != first {
                words.extend([Inline::plain("　"), link(format, url)]);
            }
        }
        words.extend(self.is_draft.then(|| Inline::plain("（草稿）")));
        vec![Block::Paragraph(words)]
    }
}

/// Writes the page: the latest year first, the agencies of a year in their order.
///
/// # Errors
/// The template cannot be filled.
pub fn page(entries: &[Entry]) -> Result<String, String> {
    let mut years: Vec<u16> = entries.iter().map(|entry| entry.year).collect();
    years.sort_unstable_by(|one, other| other.cmp(one));
    years.dedup();
    let blocks = years.into_iter().flat_map(|year| {
        let own = entries.iter().filter(|entry| entry.year == year);
        let items: Vec<Vec<Block>> = own.map(Entry::item).collect();
        [
            Block::heading(2, &format!("{year}年度（{} 份）", items.len())),
            Block::List { start: None, items },
        ]
    });
    let document = Document {
        title: "政府信息公开工作年度报告".to_owned(),
        blocks: blocks.collect(),
        ..Document::default()
    };
    html::results(&document, MARK).map_err(|error| error.to_string())
}

/// A path as a relative or file URI.
pub fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let (drive, below) = match path.as_bytes() {
        [letter, b':', ..] if letter.is_ascii_alphabetic() => path.split_at(2),
        _ => path.split_at(0),
    };
    let scheme = match (drive, below.starts_with('/')) {
        ("", false) => "",
        ("", true) => "file://",
        _ => "file:///",
    };
    format!("{scheme}{drive}{}", percent_encoded(below, "-._~/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("数据/a b.yaml"), "%E6%95%B0%E6%8D%AE/a%20b.yaml");
        assert_eq!(uri("/tmp/a.yaml"), "file:///tmp/a.yaml");
        assert_eq!(
            uri("C:\\年报\\a.yaml"),
            "file:///C:/%E5%B9%B4%E6%8A%A5/a.yaml"
        );
    }
}

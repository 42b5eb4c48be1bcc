//! What the styles of a Word file say of paragraphs and words.

use std::collections::BTreeMap;

use super::xml::Element;

/// Styles that one is based on, at the most: some files go round in circles.
const LONGEST_CHAIN: usize = 24;

/// The styles of a file, by their identifiers.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
    /// The style of paragraphs that name none.
    usual: Option<String>,
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    above: Option<String>,
    outline: Option<u8>,
    list: Option<String>,
    depth: Option<usize>,
    bold: Option<bool>,
    italic: Option<bool>,
    hidden: Option<bool>,
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read(part: &Element) -> Self {
        let mut styles = Styles::default();
        for element in part.elements().filter(|e| e.name == "w:style") {
            let id = element.attribute("styleId").unwrap_or_default().to_owned();
            let is_usual = matches!(element.attribute("default"), Some("1" | "true" | "on"));
            if is_usual && element.attribute("type") == Some("paragraph") {
                styles.usual = Some(id.clone());
            }
            styles.styles.insert(id, style(element));
        }
        styles
    }

    /// The style that paragraphs have which name none.
    pub(super) fn usual(&self) -> Option<&str> {
        self.usual.as_deref()
    }

    /// The style and those that it is based on.
    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let mut next = id;
        let chain = std::iter::from_fn(move || {
            let id = next?;
            let style = self.styles.get(id)?;
            next = style.above.as_deref();
            Some((id, style))
        });
        chain.take(LONGEST_CHAIN)
    }

    /// The level of headings of a style, from 1; 0 where it says that it is text.
    pub(super) fn heading(&self, id: Option<&str>) -> Option<u8> {
        self.chain(id).find_map(|(_, style)| match style.outline {
            Some(level) if level < 9 => Some(level + 1),
            Some(_) => Some(0),
            None => heading_by_name(&style.name),
        })
    }

    /// The list and depth of a style.
    pub(super) fn list<'s>(
        &'s self,
        id: Option<&'s str>,
    ) -> Option<(&'s str, &'s str, Option<usize>)> {
        let with_list = |(id, style): (&'s str, &'s Style)| {
            let list = style.list.as_deref()?;
            Some((id, list, style.depth))
        };
        self.chain(id).find_map(with_list)
    }

    /// Whether a style is one of quotations.
    pub(super) fn is_quote(&self, id: Option<&str>) -> bool {
        let names = ["quote", "intense quote", "quotations", "引用", "明显引用"];
        self.chain(id)
            .any(|(_, style)| names.contains(&style.name.as_str()))
    }

    /// Whether a style is one of a table of contents.
    pub(super) fn is_contents(&self, id: Option<&str>) -> bool {
        let is_level = |rest: &str| rest.trim().parse::<u8>().is_ok();
        self.chain(id).any(|(_, style)| {
            let rest = ["toc ", "目录 ", "contents "]
                .iter()
                .find_map(|start| style.name.strip_prefix(start));
            rest.is_some_and(is_level)
        })
    }

    /// Whether words of a style are bold.
    pub(super) fn bold(&self, id: Option<&str>) -> Option<bool> {
        let named = |style: &Style| matches!(&*style.name, "strong" | "要点").then_some(true);
        self.chain(id)
            .find_map(|(_, style)| style.bold.or_else(|| named(style)))
    }

    /// Whether words of a style are italic.
    pub(super) fn italic(&self, id: Option<&str>) -> Option<bool> {
        let named = |style: &Style| matches!(&*style.name, "emphasis" | "强调").then_some(true);
        self.chain(id)
            .find_map(|(_, style)| style.italic.or_else(|| named(style)))
    }

    /// Whether words of a style are not shown.
    pub(super) fn hidden(&self, id: Option<&str>) -> Option<bool> {
        self.chain(id).find_map(|(_, style)| style.hidden)
    }
}

fn style(element: &Element) -> Style {
    let list = element.find(&["w:pPr", "w:numPr"]);
    let words = element.child("w:rPr");
    let outline = element.child("w:pPr").and_then(|e| e.value("w:outlineLvl"));
    Style {
        name: element
            .value("w:name")
            .unwrap_or_default()
            .trim()
            .to_lowercase(),
        above: element.value("w:basedOn").map(str::to_owned),
        outline: outline.and_then(|level| level.parse().ok()),
        list: list.and_then(|e| e.value("w:numId")).map(str::to_owned),
        depth: list.and_then(|e| e.value("w:ilvl")?.parse().ok()),
        bold: words.and_then(|e| e.is_on("w:b")),
        italic: words.and_then(|e| e.is_on("w:i")),
        hidden: words.and_then(|e| e.is_on("w:vanish")),
    }
}

fn heading_by_name(name: &str) -> Option<u8> {
    if matches!(name, "title" | "标题") {
        return Some(1);
    }
    let rest = name
        .strip_prefix("heading")
        .or_else(|| name.strip_prefix("标题"))?;
    let level: u8 = rest.trim().parse().ok()?;
    (1..=9).contains(&level).then_some(level)
}

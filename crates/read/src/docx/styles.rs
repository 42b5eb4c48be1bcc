//! What the styles of a Word file say of paragraphs and words.

use std::collections::BTreeMap;

use super::tree::Element;

/// Styles that one is based on, at the most: some files go round in circles.
const LONGEST_CHAIN: usize = 24;

/// The styles of a file, by their identifiers.
#[derive(Debug, Default)]
pub(super) struct Styles<'a> {
    styles: BTreeMap<&'a str, Style<'a>>,
    /// The style of paragraphs that name none.
    usual: Option<&'a str>,
}

#[derive(Debug, Default)]
struct Style<'a> {
    name: String,
    above: Option<&'a str>,
    outline: Option<u8>,
    list: Option<&'a str>,
    depth: Option<usize>,
    manner: Manner,
}

/// How words are set, as far as it is said.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Manner {
    /// In bold.
    pub(super) bold: Option<bool>,
    /// In italics.
    pub(super) italic: Option<bool>,
    /// Not shown.
    pub(super) hidden: Option<bool>,
}

impl Manner {
    /// What the properties of a run or of a style say.
    pub(super) fn of(properties: Option<Element<'_>>) -> Self {
        let said = |name: &str| properties.and_then(|element| element.is_on(name));
        Manner {
            bold: said("w:b"),
            italic: said("w:i"),
            hidden: said("w:vanish"),
        }
    }

    /// What another says where this one says nothing.
    pub(super) fn or(self, other: Manner) -> Self {
        Manner {
            bold: self.bold.or(other.bold),
            italic: self.italic.or(other.italic),
            hidden: self.hidden.or(other.hidden),
        }
    }
}

impl<'a> Styles<'a> {
    /// Reads `styles.xml`.
    pub(super) fn read(part: Element<'a>) -> Self {
        let mut styles = Styles::default();
        for element in part.all("w:style") {
            let id = element.attribute("styleId").unwrap_or_default();
            let is_usual = matches!(element.attribute("default"), Some("1" | "true" | "on"));
            if is_usual && element.attribute("type") == Some("paragraph") {
                styles.usual = Some(id);
            }
            styles.styles.insert(id, style(element));
        }
        styles
    }

    /// The style and those that it is based on.
    fn chain(&self, id: Option<&'a str>) -> impl Iterator<Item = (&'a str, &Style<'a>)> {
        let mut next = id;
        let chain = std::iter::from_fn(move || {
            let id = next?;
            let style = self.styles.get(id)?;
            next = style.above;
            Some((id, style))
        });
        chain.take(LONGEST_CHAIN)
    }

    /// The level of headings, from 1, of paragraphs that name a style or none.
    pub(super) fn heading(&self, id: Option<&'a str>) -> Option<u8> {
        let level = |(_, style): (_, &Style<'a>)| match style.outline {
            Some(level) if level < 9 => Some(level + 1),
            Some(_) => Some(0),
            None => heading_by_name(&style.name),
        };
        let level = self.chain(id.or(self.usual)).find_map(level);
        level.filter(|&level| level > 0)
    }

    /// The style that puts a paragraph into a list, the list, and how deep.
    pub(super) fn list(&self, id: Option<&'a str>) -> Option<(&'a str, &'a str, Option<usize>)> {
        let with_list = |(id, style): (&'a str, &Style<'a>)| Some((id, style.list?, style.depth));
        self.chain(id).find_map(with_list)
    }

    /// Whether a style, or one that it is based on, has one of some names.
    pub(super) fn is_named(&self, id: Option<&'a str>, names: &[&str]) -> bool {
        let mut chain = self.chain(id);
        chain.any(|(_, style)| names.contains(&style.name.as_str()))
    }

    /// How words of a style are set.
    pub(super) fn manner(&self, id: Option<&'a str>) -> Manner {
        self.chain(id)
            .fold(Manner::default(), |manner, (_, style)| {
                manner.or(style.manner)
            })
    }
}

fn style(element: Element<'_>) -> Style<'_> {
    let list = element.find(&["w:pPr", "w:numPr"]);
    let name = element.value("w:name").unwrap_or_default();
    let name = name.trim().to_lowercase();
    let by_name = Manner {
        bold: matches!(&*name, "strong" | "要点").then_some(true),
        italic: matches!(&*name, "emphasis" | "强调").then_some(true),
        hidden: None,
    };
    Style {
        above: element.value("w:basedOn"),
        outline: element
            .child("w:pPr")
            .and_then(|e| e.number("w:outlineLvl")),
        list: list.and_then(|e| e.value("w:numId")),
        depth: list.and_then(|e| e.number("w:ilvl")),
        manner: Manner::of(element.child("w:rPr")).or(by_name),
        name,
    }
}

fn heading_by_name(name: &str) -> Option<u8> {
    if matches!(name, "title" | "标题") {
        return Some(1);
    }
    let mut starts = ["heading", "标题"].iter();
    let rest = starts.find_map(|start| name.strip_prefix(start))?;
    let level: u8 = rest.trim().parse().ok()?;
    (1..=9).contains(&level).then_some(level)
}

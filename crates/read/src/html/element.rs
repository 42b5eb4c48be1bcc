//! What an element means for the text in it.

use std::rc::Rc;

use html5gum::StartTag;

use crate::words::{Look, PICTURE};
use write::html::data::ID;

/// What an element does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Marks words within a paragraph.
    Inline,
    /// Ends a paragraph where it begins and ends.
    Block,
    /// A heading of a level.
    Heading(u8),
    /// A quotation.
    Quote,
    /// A list, with the first number of a numbered one.
    List(Option<u64>),
    /// An item of a list.
    Item,
    /// The page's title.
    Title,
    /// Words whose lines and tabs are the author's.
    Lines,
    /// A table.
    Table,
    /// A row.
    Row,
    /// A cell.
    Cell,
    /// A line break.
    Break,
    /// A picture.
    Picture,
    /// What a page says of itself.
    Meta,
    /// What a page of ours holds for programs.
    Data,
    /// Nothing to read in it, and no end tag.
    Void,
    /// Nothing to read in it.
    Skipped,
}

/// How words are shown.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    /// How they look.
    pub(super) look: Look,
    /// Above the line, or below it.
    pub(super) raised: Option<bool>,
    /// Struck out.
    pub(super) struck: bool,
    /// Why they are not read, if they are not.
    pub(super) hidden: Option<Hidden>,
}

/// Why words are not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hidden {
    /// They lead about the site.
    Navigation,
    /// The page does not show them.
    Unshown,
    /// They stand in a field.
    Field,
    /// They are none of the report's: a script, the choices of a field.
    Wordless,
}

/// An open element.
#[derive(Clone, Debug)]
pub(super) struct Element {
    /// Its name.
    pub(super) name: Vec<u8>,
    /// What it does.
    pub(super) kind: Kind,
    /// How its words look.
    pub(super) style: Style,
}

/// What an element leaves in a cell that draws something which is no words, or is filled in on
/// the page.
pub(super) fn mark(tag: &StartTag<()>) -> &'static str {
    let kind = attribute(tag, "type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    match tag.name.as_slice() {
        b"img" | b"svg" | b"canvas" | b"object" | b"iframe" | b"embed" | b"video" => PICTURE,
        b"input" if ["hidden", "submit", "button", "reset", "image"].contains(&&*kind) => "",
        b"input" | b"textarea" | b"select" => "［输入框］",
        _ => "",
    }
}

/// An attribute's value.
pub(super) fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(&value.value).trim().to_owned())
}

/// Whether an element of this name ends a paragraph.
pub(super) fn is_block(name: &[u8]) -> bool {
    !matches!(
        kind(name),
        Kind::Inline | Kind::Void | Kind::Meta | Kind::Data | Kind::Skipped
    )
}

fn kind(name: &[u8]) -> Kind {
    match name {
        b"p" | b"div" | b"section" | b"article" | b"main" | b"header" | b"footer" | b"aside"
        | b"address" | b"center" | b"dl" | b"dt" | b"dd" | b"fieldset" | b"figure"
        | b"figcaption" | b"form" | b"body" | b"caption" | b"details" | b"summary" | b"thead"
        | b"tbody" | b"tfoot" | b"colgroup" => Kind::Block,
        b"h1" => Kind::Heading(1),
        b"h2" => Kind::Heading(2),
        b"h3" => Kind::Heading(3),
        b"h4" => Kind::Heading(4),
        b"h5" | b"h6" => Kind::Heading(5),
        b"pre" | b"listing" | b"xmp" => Kind::Lines,
        b"blockquote" => Kind::Quote,
        b"ul" => Kind::List(None),
        b"ol" => Kind::List(Some(1)),
        b"li" => Kind::Item,
        b"title" => Kind::Title,
        b"table" => Kind::Table,
        b"tr" => Kind::Row,
        b"td" | b"th" => Kind::Cell,
        b"br" | b"hr" => Kind::Break,
        b"img" => Kind::Picture,
        b"meta" => Kind::Meta,
        b"input" | b"col" | b"link" | b"wbr" | b"base" | b"area" | b"embed" | b"param"
        | b"source" | b"track" => Kind::Void,
        b"textarea" | b"select" | b"script" | b"style" | b"template" | b"button" | b"iframe"
        | b"svg" | b"object" | b"noscript" | b"nav" | b"xml" | b"canvas" | b"video" | b"audio" => {
            Kind::Skipped
        }
        _ => Kind::Inline,
    }
}

impl Element {
    /// The element that a tag opens within those that are open; `in_cell` says that a
    /// cell of a table is open.
    pub(super) fn of(tag: &StartTag<()>, open: &[Element], in_cell: bool) -> Self {
        let name = tag.name.to_vec();
        let mut kind = kind(&name);
        let mut style = open.last().map(|e| e.style.clone()).unwrap_or_default();
        let css = attribute(tag, "style")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let css: String = css.split_whitespace().collect();
        match &*name {
            b"b" | b"strong" => style.look.strong = true,
            b"i" | b"em" => style.look.emphasis = true,
            b"sup" => style.raised = Some(true),
            b"sub" => style.raised = Some(false),
            b"s" | b"strike" | b"del" => style.struck = true,
            b"script" if attribute(tag, "id").as_deref() == Some(ID) => kind = Kind::Data,
            b"a" => style.look.link = attribute(tag, "href").map(Rc::from),
            b"ol" => {
                let start = attribute(tag, "start").and_then(|start| start.parse().ok());
                kind = Kind::List(Some(start.unwrap_or(1)));
            }
            _ => {}
        }
        if css.contains("vertical-align:super") {
            style.raised = Some(true);
        }
        style.struck |= css.contains("line-through");
        if let Some((_, weight)) = css.split_once("font-weight:") {
            let is = |names: [&str; 2]| names.iter().any(|name| weight.starts_with(name));
            style.look.strong |= is(["bold", "700"]);
            style.look.strong &= !is(["normal", "400"]);
        }
        let has = |name: &str| tag.attributes.contains_key(name.as_bytes());
        let hidden = has("hidden")
            || css.contains("display:none")
            || css.contains("visibility:hidden")
            || css.contains("mso-hide:all");
        let own = match (kind, &*name) {
            (Kind::Skipped, b"nav") => Some(Hidden::Navigation),
            (Kind::Skipped, b"textarea") => Some(Hidden::Field),
            (Kind::Skipped, b"button") if in_cell => None,
            (Kind::Skipped, _) => Some(Hidden::Wordless),
            _ if hidden => Some(Hidden::Unshown),
            _ => None,
        };
        style.hidden = style.hidden.or(own);
        Element { name, kind, style }
    }
}

//! The file: pages, structure, bookmarks and properties as PDF objects.

mod structure;

use super::{
    Error,
    bookmarks::{self, Bookmark},
    canvas::Canvas,
    compression::{self, Compressor},
    font_embedding::Embedding,
    glyphs::Target,
    metadata,
    painter::{HEIGHT, Posture, WIDTH},
    picture::Picture,
    structure_tree::Tree,
};
use base::characters::seen;
use document::Document as Report;
use lopdf::{
    Dictionary, Document, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary,
};
use sha2::{Digest, Sha256};

/// The colour space that the file's greys are meant in: sRGB, a CC0 profile of 456 bytes.
const PROFILE: &[u8] = include_bytes!("srgb.icc");

/// How many objects share a stream: readers unpack all to see one.
const PACKED: usize = 500;

/// A document laid out.
pub(super) struct Layout {
    /// The pages as they are drawn.
    pub(super) pages: Vec<Canvas>,
    /// The logical structure.
    pub(super) tree: Tree,
    /// Where the links lead.
    pub(super) links: Vec<Target>,
    /// The pictures by their numbers.
    pub(super) pictures: Vec<Picture>,
    /// The headings in reading order.
    pub(super) bookmarks: Vec<Bookmark>,
}

/// Writes the file.
pub(super) fn write(
    report: &Report,
    layout: &Layout,
    fonts: &Embedding<'_>,
) -> Result<Vec<u8>, Error> {
    let mut file = File::new(layout);
    let font_names = fonts.write(&mut file.document, &mut file.compressor)?;
    let mut pictures = Dictionary::new();
    for (number, picture) in layout.pictures.iter().enumerate() {
        let picture = picture.write(&mut file.compressor);
        pictures.set(format!("I{number}"), file.document.add_object(picture));
    }
    let resources = dictionary! { "Font" => font_names, "XObject" => pictures };
    let resources = file.document.add_object(resources);
    let pages = file.pages(resources);
    let structure = file.structure();
    let catalog = file.catalog(report, pages, structure);
    let mut document = file.document;
    document.trailer.set("Root", catalog);
    let info = document.add_object(metadata::info(report));
    document.trailer.set("Info", info);
    let id = Object::String(identifier(report, layout), StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(PACKED)
        .compression_level(compression::LEVEL);
    let mut bytes = Vec::new();
    let saved = document.save_with_options(&mut bytes, options.build());
    debug_assert!(saved.is_ok(), "memory takes everything");
    Ok(bytes)
}

struct File<'a> {
    document: Document,
    compressor: Compressor,
    layout: &'a Layout,
    pages: Vec<ObjectId>,
    /// The objects of the links' areas, page by page.
    areas: Vec<Vec<ObjectId>>,
    nodes: Vec<ObjectId>,
}

impl<'a> File<'a> {
    fn new(layout: &'a Layout) -> Self {
        let mut document = Document::with_version("1.7");
        let mut ids = |count| (0..count).map(|_| document.new_object_id()).collect();
        File {
            pages: ids(layout.pages.len()),
            nodes: ids(layout.tree.nodes.len()),
            document,
            compressor: Compressor::new(),
            layout,
            areas: Vec::new(),
        }
    }

    fn pages(&mut self, resources: ObjectId) -> ObjectId {
        let parent = self.document.new_object_id();
        let mut key = self.layout.pages.len();
        for (number, page) in self.layout.pages.iter().enumerate() {
            let operators = page.operators.as_bytes();
            let content = self.compressor.stream(Dictionary::new(), operators);
            let content = self.document.add_object(content);
            let mut areas: Vec<ObjectId> = Vec::new();
            for area in &page.areas {
                let link = &self.layout.links[usize::from(area.link)];
                let annotation = annotation(link, area.bounds, key);
                areas.push(self.document.add_object(annotation));
                key += 1;
            }
            let turned = page.posture == Posture::Turned;
            let mut page = dictionary! {
                "Type" => "Page",
                "Parent" => parent,
                "MediaBox" => [0.0, 0.0, WIDTH, HEIGHT].map(real).to_vec(),
                "Resources" => resources,
                "Contents" => content,
                "StructParents" => number as i64,
                "Tabs" => "S",
            };
            if turned {
                // A screen shows the content upright.
                page.set("Rotate", 90);
            }
            if !areas.is_empty() {
                page.set("Annots", references(&areas));
            }
            self.areas.push(areas);
            self.document.set_object(self.pages[number], page);
        }
        let kids = references(&self.pages);
        let pages = dictionary! { "Type" => "Pages", "Count" => kids.len() as i64, "Kids" => kids };
        self.document.set_object(parent, pages);
        parent
    }

    fn catalog(&mut self, report: &Report, pages: ObjectId, structure: ObjectId) -> ObjectId {
        let profile = self.compressor.stream(dictionary! { "N" => 3 }, PROFILE);
        let profile = self.document.add_object(profile);
        let described = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
        let metadata = Stream::new(described, metadata::xmp(report).into_bytes());
        let metadata = self.document.add_object(metadata.with_compression(false));
        let mut catalog = dictionary! {
            "Type" => "Catalog",
            "Pages" => pages,
            "StructTreeRoot" => structure,
            "MarkInfo" => dictionary! { "Marked" => true },
            "Lang" => Object::string_literal("zh-CN"),
            "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true },
            "Metadata" => metadata,
            "OutputIntents" => vec![Object::from(dictionary! {
                "Type" => "OutputIntent",
                "S" => "GTS_PDFA1",
                "OutputConditionIdentifier" => Object::string_literal("sRGB"),
                "Info" => Object::string_literal("sRGB"),
                "DestOutputProfile" => profile,
            })],
        };
        let marks = &self.layout.bookmarks;
        if !marks.is_empty() {
            let outlines = bookmarks::write(&mut self.document, marks, &self.pages);
            catalog.set("Outlines", outlines);
            catalog.set("PageMode", "UseOutlines");
        }
        self.document.add_object(catalog)
    }
}

fn references(ids: &[ObjectId]) -> Vec<Object> {
    ids.iter().copied().map(Object::from).collect()
}

fn annotation(link: &Target, bounds: [f32; 4], key: usize) -> Dictionary {
    let uri = Object::String(ascii(&link.url), StringFormat::Literal);
    let words = match link.words.trim() {
        "" => &link.url,
        _ => &link.words,
    };
    dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => bounds.map(real).to_vec(),
        "Border" => vec![0.into(), 0.into(), 0.into()],
        "F" => 4,
        "A" => dictionary! { "Type" => "Action", "S" => "URI", "URI" => uri },
        "Contents" => text_string(words),
        "StructParent" => key as i64,
    }
}

/// An address with everything beyond ASCII as percent signs and hexadecimal digits.
fn ascii(url: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for byte in url.bytes() {
        match byte {
            b'!'..=b'~' => out.push(byte),
            _ => out.extend(format!("%{byte:02X}").bytes()),
        }
    }
    out
}

fn real(value: f32) -> Object {
    Object::Real((value * 100.0).round() / 100.0)
}

/// A string for people to read.
pub(super) fn text_string(text: &str) -> Object {
    let text = seen(text);
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    let bytes = units.flat_map(u16::to_be_bytes).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// A file identifier from the content alone, so that equal reports make equal files.
fn identifier(report: &Report, layout: &Layout) -> Vec<u8> {
    let date = report.date.map(|date| date.to_string()).unwrap_or_default();
    let mut parts: Vec<&str> = vec![&report.title, &report.agency, &date];
    parts.extend(layout.links.iter().map(|link| link.url.as_str()));
    parts.extend(layout.pages.iter().map(|page| page.operators.as_str()));
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize()[..16].to_vec()
}

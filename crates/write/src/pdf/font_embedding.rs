//! The faces in the file: only those that are used, only the glyphs that are used.

use super::{
    Error,
    canvas::{push_hex, push_utf16},
    compression::Compressor,
    faces::{Face, Fonts},
    glyphs::Glyph,
};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use sha2::{Digest, Sha256};
use skrifa::{
    FontRef, GlyphId, MetadataProvider, Tag,
    instance::{LocationRef, Size},
    metrics::Metrics,
    raw::TableProvider,
    string::StringId,
};
use subsetter::GlyphRemapper;

/// What one document uses of the faces.
pub(super) struct Embedding<'a> {
    fonts: &'a Fonts,
    used: Vec<Used>,
}

#[derive(Default)]
struct Used {
    glyphs: GlyphRemapper,
    /// The character that each glyph of the subset is extracted as; the first is `.notdef`.
    characters: Vec<char>,
}

impl<'a> Embedding<'a> {
    /// Nothing used yet.
    pub(super) fn new(fonts: &'a Fonts) -> Self {
        let used = fonts.faces().iter().map(|_| Used::default()).collect();
        Embedding { fonts, used }
    }

    /// A glyph's code in content streams, and whether its character can be extracted from it:
    /// two characters may share a glyph, which gives back only the first.
    pub(super) fn code(&mut self, glyph: &Glyph) -> (u16, bool) {
        let used = &mut self.used[usize::from(glyph.face)];
        let code = used.glyphs.remap(glyph.id);
        let at = usize::from(code);
        if at >= used.characters.len() {
            used.characters.resize(at + 1, glyph.character);
        }
        (code, used.characters[at] == glyph.character)
    }

    /// Cuts the faces that are used and writes them; gives the dictionary that pages name them by.
    pub(super) fn write(
        &self,
        document: &mut Document,
        compressor: &mut Compressor,
    ) -> Result<Dictionary, Error> {
        let mut names = Dictionary::new();
        let faces = self.fonts.faces().iter().zip(&self.used);
        for (number, (face, used)) in faces.enumerate() {
            if !used.characters.is_empty() {
                let font = write_face(document, compressor, face, used).ok_or(Error::Font)?;
                names.set(format!("F{number}"), font);
            }
        }
        Ok(names)
    }
}

/// A face cut to what is used: its kind, the key of its file, and the file.
fn outlines(
    compressor: &mut Compressor,
    face: &Face,
    used: &Used,
) -> Option<(&'static str, &'static str, Stream)> {
    const CFF: Tag = Tag::new(b"CFF ");
    let cff = |compressor: &mut Compressor, table: &[u8]| {
        let dict = dictionary! { "Subtype" => "CIDFontType0C" };
        let stream = compressor.stream(dict, table);
        ("CIDFontType0", "FontFile3", stream)
    };
    let file = subsetter::subset(face.bytes(), face.index, &used.glyphs).ok()?;
    Some(match FontRef::new(&file).ok()?.data_for_tag(CFF) {
        Some(table) => cff(compressor, table.as_bytes()),
        None => {
            let dict = dictionary! { "Length1" => file.len() as i64 };
            let stream = compressor.stream(dict, &file);
            ("CIDFontType2", "FontFile2", stream)
        }
    })
}

fn write_face(
    document: &mut Document,
    compressor: &mut Compressor,
    face: &Face,
    used: &Used,
) -> Option<ObjectId> {
    let font = face.open()?;
    let name = subset_name(&font, used);
    let metrics = font.metrics(Size::unscaled(), LocationRef::default());
    let (kind, key, file) = outlines(compressor, face, used)?;
    let file = document.add_object(file);
    let mut descriptor = descriptor(&name, &metrics);
    descriptor.set(key, file);
    let descriptor = document.add_object(descriptor);
    let mut descendant = dictionary! {
        "Type" => "Font",
        "Subtype" => kind,
        "BaseFont" => name.as_str(),
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("Identity"),
            "Supplement" => 0,
        },
        "FontDescriptor" => descriptor,
        "DW" => 1000,
        "W" => widths(&font, &metrics, used),
    };
    if kind == "CIDFontType2" {
        descendant.set("CIDToGIDMap", "Identity");
    }
    let descendant = document.add_object(descendant);
    let to_unicode = document.add_object(to_unicode(compressor, used));
    Some(document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type0",
        "BaseFont" => name,
        "Encoding" => "Identity-H",
        "DescendantFonts" => vec![descendant.into()],
        "ToUnicode" => to_unicode,
    }))
}

/// The face's own name after six letters that tell subsets apart.
fn subset_name(font: &FontRef<'_>, used: &Used) -> String {
    let names = font.localized_strings(StringId::POSTSCRIPT_NAME);
    let plain = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
    let own = names.english_or_first().into_iter();
    let own: String = own.flat_map(|name| name.chars()).filter(plain).collect();
    let own = if own.is_empty() { "Font" } else { &own };
    let glyphs = used.glyphs.remapped_gids().flat_map(u16::to_be_bytes);
    let hash = Sha256::digest(glyphs.collect::<Vec<u8>>());
    let tag = hash.iter().take(6).map(|byte| char::from(b'A' + byte % 26));
    format!("{}+{own}", tag.collect::<String>())
}

fn descriptor(name: &str, metrics: &Metrics) -> Dictionary {
    let scale = 1000.0 / f32::from(metrics.units_per_em.max(1));
    let units = |value: f32| Object::Integer((value * scale).round() as i64);
    let bounds = metrics.bounds;
    let bounds = bounds.map(|at| [at.x_min, at.y_min, at.x_max, at.y_max]);
    let bounds = bounds.unwrap_or([0.0, -200.0, 1000.0, 900.0]);
    dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => name,
        "Flags" => 4,
        "FontBBox" => bounds.map(units).to_vec(),
        "ItalicAngle" => 0,
        "Ascent" => units(metrics.ascent),
        "Descent" => units(metrics.descent),
        "CapHeight" => units(metrics.cap_height.unwrap_or(metrics.ascent)),
        "StemV" => 80,
    }
}

/// The advances that are not one em, by runs of codes.
fn widths(font: &FontRef<'_>, metrics: &Metrics, used: &Used) -> Vec<Object> {
    let advances = font.glyph_metrics(Size::unscaled(), LocationRef::default());
    let scale = 1000.0 / f32::from(metrics.units_per_em.max(1));
    let mut runs: Vec<(usize, Vec<Object>)> = Vec::new();
    for (code, glyph) in used.glyphs.remapped_gids().enumerate() {
        let advance = advances.advance_width(GlyphId::from(glyph)).unwrap_or(0.0);
        let advance = (advance * scale).round() as i64;
        match runs.last_mut() {
            _ if advance == 1000 => {}
            Some((start, run)) if *start + run.len() == code => run.push(advance.into()),
            _ => runs.push((code, vec![advance.into()])),
        }
    }
    let runs = runs.into_iter();
    runs.flat_map(|(start, run)| [Object::from(start as i64), Object::Array(run)])
        .collect()
}

/// What each code is extracted as.
fn to_unicode(compressor: &mut Compressor, used: &Used) -> Stream {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    let codes = (0..=u16::MAX).zip(used.characters.iter().copied()).skip(1);
    let codes: Vec<(u16, char)> = codes.collect();
    for part in codes.chunks(100) {
        map += &format!("{} beginbfchar\n", part.len());
        for &(code, character) in part {
            map.push('<');
            push_hex(&mut map, code);
            map.push_str("> <");
            push_utf16(&mut map, character);
            map.push_str(">\n");
        }
        map += "endbfchar\n";
    }
    map += "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
    compressor.stream(Dictionary::new(), map.as_bytes())
}

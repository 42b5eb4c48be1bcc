//! Faces, the roles they play on the page, and which of them has a character.

#[cfg(feature = "fonts")]
use super::machine_fonts;
use super::own_fonts;
use skrifa::{
    FontRef, GlyphId, MetadataProvider,
    charmap::Charmap,
    instance::{LocationRef, Size},
    metrics::GlyphMetrics,
};
use std::{collections::HashMap, path::PathBuf, sync::Arc};

#[cfg(feature = "fonts")]
static BUNDLED: [&[u8]; 4] = [
    include_bytes!(concat!(env!("NIANBAO_FONTS"), "/text.otf")),
    include_bytes!(concat!(env!("NIANBAO_FONTS"), "/title.otf")),
    include_bytes!(concat!(env!("NIANBAO_FONTS"), "/heading.otf")),
    include_bytes!(concat!(env!("NIANBAO_FONTS"), "/subheading.ttf")),
];

/// The names of the program's own files, in the order of [`Role::ALL`].
const FILES: [&str; 4] = ["text.otf", "title.otf", "heading.otf", "subheading.ttf"];

/// What a face is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// Running text and tables: 仿宋 in an official document, a 宋体 in the bundle.
    Text,
    /// The title: 小标宋.
    Title,
    /// Headings of the first level and strong words: 黑体.
    Heading,
    /// Headings of the second level and emphasised words: 楷体.
    Subheading,
}

impl Role {
    /// All roles, in the order of the bundled faces.
    pub(super) const ALL: [Role; 4] = [Role::Text, Role::Title, Role::Heading, Role::Subheading];
}

/// The bytes of a font file.
#[derive(Clone, Debug)]
pub(super) enum Data {
    /// Part of the program.
    #[cfg(feature = "fonts")]
    Bundled(&'static [u8]),
    /// The same file, handed over: a program without fonts inside makes the same PDF.
    Handed(Arc<[u8]>),
    /// Read from a folder; a collection is shared by its faces.
    Read(Arc<[u8]>),
}

/// One face of a font file.
#[derive(Clone, Debug)]
pub(super) struct Face {
    /// The file's bytes.
    pub(super) data: Data,
    /// Which face of a collection.
    pub(super) index: u32,
}

impl Face {
    /// The file's bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        match &self.data {
            #[cfg(feature = "fonts")]
            Data::Bundled(bytes) => bytes,
            Data::Handed(bytes) | Data::Read(bytes) => bytes,
        }
    }

    /// The tables, if the file can be read at all.
    pub(super) fn open(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(self.bytes(), self.index).ok()
    }
}

/// The faces that a report may be set in, in their order of preference for each role.
///
/// Cheap to make and to clone; one value serves any number of renders and threads.
#[derive(Clone, Debug)]
pub struct Fonts {
    faces: Vec<Face>,
    chains: [Vec<usize>; 4],
}

impl Fonts {
    /// The faces that come with the program.
    #[cfg(feature = "fonts")]
    pub fn bundled() -> Self {
        Self::from_own(Vec::new(), BUNDLED.map(Data::Bundled))
    }

    /// The same faces where they are no part of the program, before them an agency's own: the
    /// files `text.otf`, `title.otf`, `heading.otf` and `subheading.ttf`, in this order.
    ///
    /// # Errors
    /// A file is no font, or none that can be embedded.
    pub fn handed(program: [&[u8]; 4], own: Vec<(PathBuf, Vec<u8>)>) -> Result<Self, FontError> {
        for (name, bytes) in FILES.iter().zip(program) {
            FontRef::from_index(bytes, 0).map_err(|_| FontError::Broken {
                path: name.into(),
                reason: "不是字体文件，或已损坏",
            })?;
        }
        let program = program.map(|bytes| Data::Handed(bytes.into()));
        Ok(Self::from_own(own_fonts::sorted(own)?, program))
    }

    /// An agency's own faces first, by family name (仿宋, 小标宋, 黑体, 楷体), the bundled ones
    /// for every character that they lack. Faces of other families serve last, for characters
    /// that nothing else has.
    ///
    /// # Errors
    /// A file is no font, or none that can be embedded.
    #[cfg(feature = "fonts")]
    pub fn with_files(files: Vec<(PathBuf, Vec<u8>)>) -> Result<Self, FontError> {
        let own = own_fonts::sorted(files)?;
        Ok(Self::from_own(own, BUNDLED.map(Data::Bundled)))
    }

    /// The machine's own faces, one for each role, and in words which: `正文：仿宋`. The bundled
    /// ones serve for what no file can.
    #[cfg(feature = "fonts")]
    pub fn of_machine(files: impl Iterator<Item = (PathBuf, Vec<u8>)>) -> (Self, Vec<String>) {
        let found = machine_fonts::best(files);
        let told = found.iter().map(|found| {
            let used = match found.role {
                Role::Text => "正文",
                Role::Title => "标题",
                Role::Heading => "一级标题",
                Role::Subheading => "二级标题",
            };
            format!("{used}：{}", found.family)
        });
        let told = told.collect();
        let own = found
            .into_iter()
            .map(|found| (Some(found.role), found.face));
        (
            Self::from_own(own.collect(), BUNDLED.map(Data::Bundled)),
            told,
        )
    }

    fn from_own(own: Vec<(Option<Role>, Face)>, program: [Data; 4]) -> Self {
        let bundled = own.len();
        let (roles, mut faces): (Vec<_>, Vec<_>) = own.into_iter().unzip();
        faces.extend(program.map(|data| Face { data, index: 0 }));
        let chains = Role::ALL.map(|role| {
            let of = |wanted: Option<Role>| {
                let roles = roles.iter().enumerate();
                roles.filter_map(move |(at, &role)| (role == wanted).then_some(at))
            };
            let own_text = (role != Role::Text).then(|| of(Some(Role::Text)));
            let mut chain: Vec<usize> = of(Some(role)).collect();
            chain.push(bundled + role as usize);
            chain.extend(own_text.into_iter().flatten());
            let others = bundled..bundled + Role::ALL.len();
            chain.extend(others.filter(|&face| face != bundled + role as usize));
            chain.extend(of(None));
            chain
        });
        Fonts { faces, chains }
    }

    /// Whether none is an agency's or the machine's own.
    pub fn are_bundled(&self) -> bool {
        self.faces.len() == Role::ALL.len()
    }

    /// The faces by their numbers.
    pub(super) fn faces(&self) -> &[Face] {
        &self.faces
    }
}

/// Why a font file cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FontError {
    /// A file that ends like a font is none that can be embedded.
    #[error("字体文件 {} 不能使用：{reason}", .path.display())]
    Broken {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: &'static str,
    },
}

/// A character as a face draws it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    /// The number of the face.
    pub(super) face: u8,
    /// The glyph in it.
    pub(super) glyph: u16,
    /// Its advance in em.
    pub(super) advance: f32,
}

struct Opened<'a> {
    charmap: Charmap<'a>,
    metrics: GlyphMetrics<'a>,
    units: f32,
}

/// The faces opened for one render, with what was looked up in them.
pub(super) struct FaceCache<'a> {
    fonts: &'a Fonts,
    opened: Vec<Option<Opened<'a>>>,
    known: HashMap<(Role, char), Option<Form>>,
    digits: HashMap<Role, f32>,
}

impl<'a> FaceCache<'a> {
    /// Opens all faces.
    pub(super) fn new(fonts: &'a Fonts) -> Self {
        let open = |face: &'a Face| {
            let font = face.open()?;
            let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
            let units = font.metrics(Size::unscaled(), LocationRef::default());
            Some(Opened {
                charmap: font.charmap(),
                metrics,
                units: f32::from(units.units_per_em.max(1)),
            })
        };
        FaceCache {
            fonts,
            opened: fonts.faces.iter().map(open).collect(),
            known: HashMap::new(),
            digits: HashMap::new(),
        }
    }

    /// How a character looks in a role, if any face has it.
    pub(super) fn form(&mut self, role: Role, character: char) -> Option<Form> {
        if let Some(&known) = self.known.get(&(role, character)) {
            return known;
        }
        let found = self.look_up(role, character);
        self.known.insert((role, character), found);
        found
    }

    /// The advance that all digits share in a table, in em.
    pub(super) fn digit_advance(&mut self, role: Role) -> f32 {
        if let Some(&known) = self.digits.get(&role) {
            return known;
        }
        let forms = ('0'..='9').filter_map(|digit| self.form(role, digit));
        let widest = forms.map(|form| form.advance).fold(0.0, f32::max);
        self.digits.insert(role, widest);
        widest
    }

    fn look_up(&self, role: Role, character: char) -> Option<Form> {
        let chain = &self.fonts.chains[role as usize];
        let mut forms = chain
            .iter()
            .filter_map(|&face| self.form_in(face, character));
        let first = forms.next();
        // Chinese quotes and dashes are a full em wide; where a face has Latin ones, the next serves.
        if !matches!(character, '“' | '”' | '‘' | '’' | '—' | '…') {
            return first;
        }
        let mut all = first.into_iter().chain(forms);
        all.find(|form| form.advance >= 0.9).or(first)
    }

    fn form_in(&self, face: usize, character: char) -> Option<Form> {
        let opened = self.opened.get(face)?.as_ref()?;
        let glyph = opened.charmap.map(character);
        let glyph = glyph.filter(|id| *id != GlyphId::NOTDEF)?;
        let advance = opened.metrics.advance_width(glyph)?;
        Some(Form {
            face: u8::try_from(face).ok()?,
            glyph: u16::try_from(glyph.to_u32()).ok()?,
            // Rounded as the file's own table of widths is, so that both agree.
            advance: (advance * 1000.0 / opened.units).round() / 1000.0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_common_characters() {
        let fonts = Fonts::bundled();
        let mut faces = FaceCache::new(&fonts);
        for role in Role::ALL {
            for character in "政府信息公开，。“”—…0123456789".chars() {
                let form = faces.form(role, character);
                assert!(form.is_some(), "{role:?} {character}");
            }
        }
    }

    #[test]
    fn quotes_are_full_width_in_every_role() {
        let fonts = Fonts::bundled();
        let mut faces = FaceCache::new(&fonts);
        for role in Role::ALL {
            for quote in "“”‘’".chars() {
                let form = faces.form(role, quote).unwrap();
                assert!((form.advance - 1.0).abs() < 0.01, "{role:?} {quote}");
            }
        }
    }

    #[test]
    fn fonts_are_shared_between_threads() {
        fn shared<T: Send + Sync>(_: &T) {}
        shared(&Fonts::bundled());
    }
}

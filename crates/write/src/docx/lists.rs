//! The numbering of lists: one for bullets, one for each list that counts.

use super::{NAMESPACES, xml::Xml};

/// Levels that Word knows.
const LEVELS: usize = 9;
/// The numbering of every list with bullets.
const BULLETS: usize = 1;

/// The lists of a document.
#[derive(Default)]
pub(super) struct Lists {
    /// The level and the first number of each list that counts.
    counted: Vec<(usize, u64)>,
}

/// What an item is marked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// The list's numbering.
    numbering: usize,
    /// How deep the list lies, from 0.
    level: usize,
}

impl Lists {
    /// Begins a list that lies this deep; `None` is one with bullets.
    pub(super) fn begin(&mut self, start: Option<u64>, depth: usize) -> Label {
        let level = depth.min(LEVELS - 1);
        let numbering = match start {
            None => BULLETS,
            Some(start) => {
                self.counted.push((level, start));
                BULLETS + self.counted.len()
            }
        };
        Label { numbering, level }
    }

    /// `numbering.xml`.
    pub(super) fn xml(&self) -> Vec<u8> {
        let mut xml = Xml::new("w:numbering", &NAMESPACES);
        kind(&mut xml, "0", |_| ("bullet", "•".to_owned()));
        kind(&mut xml, "1", |level| {
            ("decimal", format!("%{}.", level + 1))
        });
        xml.open("w:num", &[("w:numId", &BULLETS.to_string())]);
        xml.value("w:abstractNumId", "0");
        xml.close();
        for (number, (level, start)) in (BULLETS + 1..).zip(&self.counted) {
            xml.open("w:num", &[("w:numId", &number.to_string())]);
            xml.value("w:abstractNumId", "1");
            xml.open("w:lvlOverride", &[("w:ilvl", &level.to_string())]);
            // Word counts no further.
            let start = (*start).min(i32::MAX as u64);
            xml.value("w:startOverride", &start.to_string());
            xml.close();
            xml.close();
        }
        xml.finish()
    }
}

fn kind(xml: &mut Xml, id: &str, label: impl Fn(usize) -> (&'static str, String)) {
    xml.open("w:abstractNum", &[("w:abstractNumId", id)]);
    xml.value("w:multiLevelType", "hybridMultilevel");
    for level in 0..LEVELS {
        let (format, words) = label(level);
        xml.open("w:lvl", &[("w:ilvl", &level.to_string())]);
        xml.value("w:start", "1");
        xml.value("w:numFmt", format);
        xml.value("w:lvlText", &words);
        xml.value("w:lvlJc", "left");
        xml.close();
    }
    xml.close();
}

impl Label {
    /// The mark of an item, within its paragraph's properties.
    pub(super) fn write(self, xml: &mut Xml) {
        xml.open("w:numPr", &[]);
        xml.value("w:ilvl", &self.level.to_string());
        xml.value("w:numId", &self.numbering.to_string());
        xml.close();
    }
}

//! The machine's own faces: which of them play the roles of an official document.

use std::path::PathBuf;

use skrifa::{MetadataProvider, string::StringId};

use super::{
    faces::{Face, Role},
    own_fonts::faces_of,
};

/// A face of the machine that plays a role.
pub(super) struct Found {
    /// What it is used for.
    pub(super) role: Role,
    /// The face.
    pub(super) face: Face,
    /// Its family's name.
    pub(super) family: String,
}

/// The best face of some files for each role that one of them can play; what is no font, or
/// cannot be embedded, is passed over.
pub(super) fn best(files: impl Iterator<Item = (PathBuf, Vec<u8>)>) -> Vec<Found> {
    let mut best: Vec<Found> = Vec::new();
    for (path, bytes) in files {
        let faces = faces_of(bytes.into(), &path).unwrap_or_default();
        for (role, face) in faces {
            let (Some(role), Some(family)) = (role, family_of(&face)) else {
                continue;
            };
            let found = Found { role, face, family };
            match best.iter_mut().find(|known| known.role == role) {
                Some(known) if rank(&found.family) < rank(&known.family) => *known = found,
                Some(_) => {}
                None => best.push(found),
            }
        }
    }
    best.sort_by_key(|found| found.role as usize);
    best
}

/// Which of several families of a role official documents would rather have.
fn rank(family: &str) -> usize {
    const PREFERRED: [&str; 4] = ["GB2312", "方正", "FZ", "朱雀"];
    let at = PREFERRED.iter().position(|part| family.contains(part));
    // The system's own 仿宋, 黑体 and 楷体 come right after those of GB 2312.
    match at {
        Some(0) => 0,
        None => 1,
        Some(at) => at + 1,
    }
}

/// The name of a face's family, in Chinese where it has one.
fn family_of(face: &Face) -> Option<String> {
    let font = face.open()?;
    let names = font.localized_strings(StringId::FAMILY_NAME);
    let names: Vec<String> = names.map(|name| name.chars().collect()).collect();
    let chinese = names.iter().find(|name| !name.is_ascii());
    chinese.or(names.first()).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bundled font that calls itself otherwise.
    fn named(family: &str) -> Vec<u8> {
        let wide = |words: &str| words.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let (own, other): (Vec<u8>, Vec<u8>) = (wide("Nianbao Kai"), wide(family));
        assert_eq!(own.len(), other.len());
        let mut font = include_bytes!(concat!(env!("NIANBAO_FONTS"), "/subheading.ttf")).to_vec();
        let places: Vec<usize> = font
            .windows(own.len())
            .enumerate()
            .filter(|(_, window)| *window == own)
            .map(|(at, _)| at)
            .collect();
        for at in places {
            font[at..at + other.len()].copy_from_slice(&other);
        }
        font
    }

    #[test]
    fn a_machine_plays_the_roles_that_it_has_faces_for() {
        let files = vec![
            (PathBuf::from("坏.ttf"), b"no font".to_vec()),
            (PathBuf::from("a.ttf"), named("Comic Sans ")),
            (PathBuf::from("b.ttf"), named("方正小标宋 GBK  ")),
            (PathBuf::from("c.ttf"), named("朱雀仿宋 Zhu Q ")),
            (PathBuf::from("d.ttf"), named("仿宋_GB2312  ")),
        ];
        let found = best(files.into_iter());
        let found: Vec<(Role, &str)> = found
            .iter()
            .map(|found| (found.role, found.family.trim()))
            .collect();
        assert_eq!(
            found,
            [(Role::Text, "仿宋_GB2312"), (Role::Title, "方正小标宋 GBK")]
        );
        assert!(best(std::iter::empty()).is_empty());
    }

    #[test]
    fn the_families_of_official_documents_come_first() {
        let mut families = ["朱雀仿宋", "方正仿宋简体", "FangSong", "仿宋_GB2312"];
        families.sort_by_key(|family| rank(family));
        assert_eq!(
            families,
            ["仿宋_GB2312", "FangSong", "方正仿宋简体", "朱雀仿宋"]
        );
    }
}

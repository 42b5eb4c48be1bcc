//! An agency's own fonts: font files, sorted into roles by family name.

use super::faces::{Data, Face, FontError, Role};
use skrifa::{MetadataProvider, raw::FileRef, raw::TableProvider, string::StringId};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// What the family names of each role hold, lower case, without spaces and joints.
const FAMILIES: [(&str, Role); 10] = [
    ("小标宋", Role::Title),
    ("xiaobiaosong", Role::Title),
    ("仿宋", Role::Text),
    ("fangsong", Role::Text),
    ("黑体", Role::Heading),
    ("simhei", Role::Heading),
    ("heiti", Role::Heading),
    ("楷体", Role::Subheading),
    ("kaiti", Role::Subheading),
    ("simkai", Role::Subheading),
];

/// All faces of some files, in their order.
pub(super) fn sorted(
    files: Vec<(PathBuf, Vec<u8>)>,
) -> Result<Vec<(Option<Role>, Face)>, FontError> {
    let mut faces = Vec::new();
    for (path, bytes) in files {
        faces.extend(faces_of(bytes.into(), &path)?);
    }
    Ok(faces)
}

/// The faces of a file, each with the role that its family plays.
pub(super) fn faces_of(
    bytes: Arc<[u8]>,
    path: &Path,
) -> Result<Vec<(Option<Role>, Face)>, FontError> {
    let broken = |reason| FontError::Broken {
        path: path.to_path_buf(),
        reason,
    };
    let count = match FileRef::new(&bytes).map_err(|_| broken("不是字体文件，或已损坏"))?
    {
        FileRef::Font(_) => 1,
        FileRef::Collection(collection) => collection.len(),
    };
    let faces = (0..count).map(|index| {
        let data = Data::Read(Arc::clone(&bytes));
        let face = Face { data, index };
        embeddable(&face).map_err(broken)?;
        let role = role_of(&face);
        Ok((role, face))
    });
    faces.collect()
}

/// Tries what rendering will do, so that a bad file is refused before any report is made.
fn embeddable(face: &Face) -> Result<(), &'static str> {
    let font = face.open().ok_or("已损坏")?;
    if font.glyf().is_err() && font.cff().is_err() {
        return Err("没有 TrueType 或 CFF 轮廓");
    }
    if !font.axes().is_empty() {
        return Err("是可变字体，请改用固定字重的文件");
    }
    if !font.charmap().has_map() {
        return Err("没有 Unicode 字符表");
    }
    let glyphs = subsetter::GlyphRemapper::new();
    subsetter::subset(face.bytes(), face.index, &glyphs)
        .map(drop)
        .map_err(|_| "已损坏")
}

fn role_of(face: &Face) -> Option<Role> {
    let font = face.open()?;
    let ids = [
        StringId::FAMILY_NAME,
        StringId::FULL_NAME,
        StringId::TYPOGRAPHIC_FAMILY_NAME,
    ];
    let names = ids.into_iter().flat_map(|id| font.localized_strings(id));
    names
        .map(|name| name.chars().collect::<String>())
        .find_map(|name| role_named(&name))
}

fn role_named(family: &str) -> Option<Role> {
    let joints = [' ', '_', '-'];
    let plain = family.to_lowercase().replace(joints, "");
    let mut known = FAMILIES.iter();
    known.find_map(|(part, role)| plain.contains(part).then_some(*role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_have_their_roles() {
        for (family, role) in [
            ("仿宋_GB2312", Some(Role::Text)),
            ("FangSong", Some(Role::Text)),
            ("方正小标宋简体", Some(Role::Title)),
            ("FZXiaoBiaoSong-B05S", Some(Role::Title)),
            ("SimHei", Some(Role::Heading)),
            ("楷体_GB2312", Some(Role::Subheading)),
            ("KaiTi", Some(Role::Subheading)),
            ("Comic Sans", None),
        ] {
            assert_eq!(role_named(family), role, "{family}");
        }
    }

    #[test]
    fn what_is_no_font_is_refused_by_name() {
        let files = vec![(PathBuf::from("楷体.ttf"), b"no font".to_vec())];
        let refused = sorted(files).unwrap_err().to_string();
        assert!(refused.contains("楷体.ttf"));
    }
}

//! Opening a PDF within bounds.
//!
//! `hayro` unpacks whatever a file packs, wholly and at once. What would explode is
//! therefore counted first: before the file is opened in its bytes, where the tables of
//! its objects lie, and afterwards in its streams, where encryption has hidden them.

use hayro_interpret::hayro_syntax::{
    LoadPdfError, Pdf,
    object::{Name, Object, Stream},
};

use super::unpack::{inflated, unpacked};
use crate::Fault;

/// Files of so many bytes are read at most.
const LARGEST_FILE: usize = 48 << 20;
/// All that is packed in a file, pictures too, takes so many bytes at most.
const LARGEST_PACKS: usize = 256 << 20;
/// And without its pictures.
const LARGEST_STREAMS: usize = 128 << 20;
/// The tables of a file's objects: each of their bytes may become an entry.
const LARGEST_TABLES: usize = 2 << 20;
/// Objects that an encrypted file packs together: nobody can tell what they unpack to.
const LARGEST_SECRETS: usize = 512 << 10;
/// A dictionary before a stream is looked at so far.
const DICTIONARY: usize = 4096;

/// Opens a PDF.
///
/// # Errors
/// It is none, needs a password, is broken, or too large.
pub(super) fn open(bytes: &[u8]) -> Result<Pdf, Fault> {
    if bytes.len() > LARGEST_FILE || !is_bounded(bytes) {
        return Err(super::too_much());
    }
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => super::encrypted(),
        LoadPdfError::Invalid => super::broken(),
    })?;
    let mut room = LARGEST_STREAMS;
    for object in pdf.objects() {
        if let Object::Stream(stream) = object
            && !is_picture(&stream)
        {
            let size = unpacked(&stream, room).ok_or_else(super::too_much)?;
            room = room.checked_sub(size).ok_or_else(super::too_much)?;
        }
    }
    Ok(pdf)
}

fn is_picture(stream: &Stream<'_>) -> bool {
    let kind = stream.dict().get::<Name<'_>>("Subtype");
    kind.is_some_and(|kind| kind.as_ref() == b"Image")
}

/// Whether what the file packs stays within bounds, as far as its bytes tell.
fn is_bounded(bytes: &[u8]) -> bool {
    let is_encrypted = names(bytes).any(|name| name == b"Encrypt");
    let (mut packs, mut tables, mut secrets, mut ways) = (0, 0, 0, 0);
    let mut end = 0;
    for at in words(bytes, b"stream") {
        if bytes[..at].ends_with(b"end") {
            continue;
        }
        // A stream without an end is searched for one, which must not become a habit.
        if end < at {
            end = at
                + words(&bytes[at..], b"endstream")
                    .next()
                    .unwrap_or(bytes.len() - at);
        }
        ways += end - at;
        let data = bytes[at + 6..].trim_ascii_start();
        let size = inflated(data, LARGEST_PACKS - packs);
        packs += size;
        let before = &bytes[at.saturating_sub(DICTIONARY)..at];
        let before = &before[words(before, b"obj").last().unwrap_or_default()..];
        if names(before).any(|name| name == b"W") {
            tables += size;
        }
        if is_encrypted && names(before).any(|name| matches!(name.as_slice(), b"ObjStm" | b"N")) {
            secrets += end - at;
        }
        if packs >= LARGEST_PACKS
            || tables > LARGEST_TABLES
            || secrets > LARGEST_SECRETS
            || ways / 8 > bytes.len()
        {
            return false;
        }
    }
    true
}

/// Where a word stands.
fn words<'a>(bytes: &'a [u8], word: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let first = word[0];
    let starts = bytes
        .iter()
        .enumerate()
        .filter(move |(_, byte)| **byte == first);
    starts
        .map(|(at, _)| at)
        .filter(move |&at| bytes[at..].starts_with(word))
}

/// The names in bytes, with what they escape.
fn names(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    words(bytes, b"/").map(|at| {
        let name = &bytes[at + 1..bytes.len().min(at + 40)];
        let is_regular = |byte: &u8| byte.is_ascii_alphanumeric() || b"#_-+.".contains(byte);
        let end = name.iter().position(|byte| !is_regular(byte));
        let name = &name[..end.unwrap_or(name.len())];
        match name.contains(&b'#') {
            true => Name::new_escaped(name).map_or(Vec::new(), |name| name.as_ref().to_vec()),
            false => name.to_vec(),
        }
    })
}

/// The title that the file states.
pub(super) fn title(pdf: &Pdf) -> Option<String> {
    let title = super::string(pdf.metadata().title.as_deref()?);
    let title = title.trim().to_owned();
    (!title.is_empty()).then_some(title)
}

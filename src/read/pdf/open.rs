//! Opening a PDF within bounds.

use lopdf::{Document, LoadOptions, Object};

use super::token::{is_regular, unescape_name};
use crate::read::Fault;

/// Files of so many bytes are read at most.
const LARGEST_FILE: usize = 48 << 20;
/// Objects that are packed together take so many bytes at most, in one stream.
const LARGEST_PACK: usize = 8 << 20;
/// And in all streams.
const LARGEST_PACKS: usize = 48 << 20;

/// Opens a PDF.
///
/// # Errors
/// It is none, needs a password, is broken, or too large.
pub(super) fn open(bytes: &[u8]) -> Result<Document, Fault> {
    if bytes.len() > LARGEST_FILE || packed(bytes) > LARGEST_PACKS {
        return Err(super::too_much());
    }
    let options = LoadOptions {
        max_decompressed_size: Some(LARGEST_PACK),
        ..LoadOptions::default()
    };
    match Document::load_mem_with_options(bytes, options) {
        Ok(document) if document.is_encrypted() => Err(super::encrypted()),
        Ok(document) => Ok(document),
        Err(lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_)) => Err(super::encrypted()),
        Err(_) => Err(super::broken()),
    }
}

/// How many bytes the packed objects take when they are unpacked, counted until there
/// are too many.
fn packed(bytes: &[u8]) -> usize {
    let mut whole = 0;
    for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/') {
        let name = &bytes[at + 1..bytes.len().min(at + 40)];
        let end = name
            .iter()
            .position(|&byte| !is_regular(byte))
            .unwrap_or(name.len());
        if unescape_name(&name[..end]) != b"ObjStm" {
            continue;
        }
        let rest = &bytes[at..];
        let start = rest
            .windows(6)
            .take(4096)
            .position(|word| word == b"stream");
        let rest = start.map_or(&rest[..0], |start| &rest[start + 6..]);
        let data = rest.trim_ascii_start();
        whole += unpacked(data);
        if whole > LARGEST_PACKS {
            break;
        }
    }
    whole
}

fn unpacked(data: &[u8]) -> usize {
    use std::io::Read;
    let mut sink = std::io::sink();
    let mut reader = flate2::read::ZlibDecoder::new(data).take(LARGEST_PACK as u64);
    // What breaks off was unpacked until there.
    let before = std::io::copy(&mut reader, &mut sink);
    match before {
        Ok(count) => usize::try_from(count).unwrap_or(usize::MAX),
        Err(_) => LARGEST_PACK - usize::try_from(reader.limit()).unwrap_or_default(),
    }
}

/// The title that the file states.
pub(super) fn title(document: &Document) -> Option<String> {
    let information = document
        .trailer
        .get_deref(b"Info", document)
        .ok()?
        .as_dict()
        .ok()?;
    let title = information
        .get_deref(b"Title", document)
        .and_then(Object::as_str)
        .ok()?;
    let title = super::string(title).trim().to_owned();
    (!title.is_empty()).then_some(title)
}

//! Archives among the files of a folder: what is in them is read as if it lay in a folder of
//! the archive's name, `乡镇.zip/城关镇.docx`.
//!
//! An archive within another is opened too, one within that is not. Nothing is unpacked but
//! what is read, and never more than a report may have.

use std::{
    fs::File,
    io::{self, Read, Seek},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use encoding_rs::GB18030;
use zip::{ZipArchive, result::ZipError};

use crate::{
    cli::{Failure, files::reason},
    read::MOST,
};

/// Files that an archive has, at the most.
const FILES: usize = 50_000;
/// Bytes that an archive unpacks to, at the most.
const ALL: u128 = 4 << 30;
/// Bytes of an archive within another, at the most.
const INNER: u64 = 512 << 20;

/// A file in an archive.
#[derive(Clone, Debug)]
pub struct Member {
    archive: Arc<Mutex<ZipArchive<File>>>,
    number: usize,
}

/// Whether a file is an archive that can be opened, by its name.
pub fn is_archive(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    ending.eq_ignore_ascii_case("zip")
}

/// The files of an archive, each with its path in it, in the order of these.
///
/// # Errors
/// It cannot be opened: why, and what to do.
pub fn members(path: &Path) -> Result<Vec<(PathBuf, Member)>, Failure> {
    let file = File::open(path).map_err(|error| reason(&error))?;
    let mut found = listed(file)?;
    let inner: Vec<(PathBuf, Member)> =
        found.extract_if(.., |(path, _)| is_archive(path)).collect();
    for (path, member) in inner {
        let mut file = tempfile::tempfile().map_err(|error| reason(&error))?;
        match member.copy(&mut file).and_then(|()| listed(file)) {
            Ok(below) => {
                let below = below.into_iter();
                found.extend(below.map(|(name, member)| (path.join(name), member)));
            }
            // That it cannot be read is told where it is.
            Err(_) => found.push((path, member)),
        }
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(found)
}

fn listed(file: File) -> Result<Vec<(PathBuf, Member)>, Failure> {
    let mut archive = ZipArchive::new(file).map_err(|error| failed(&error))?;
    let is_huge = archive.decompressed_size().is_none_or(|size| size > ALL);
    if archive.len() > FILES || is_huge {
        return Err("压缩包太大；先解开".to_owned());
    }
    let mut names = Vec::new();
    for number in 0..archive.len() {
        let file = archive
            .by_index_raw(number)
            .map_err(|error| failed(&error))?;
        if file.is_file() {
            names.push((named(file.name_raw()), number));
        }
    }
    let archive = Arc::new(Mutex::new(archive));
    let members = names.into_iter().map(|(name, number)| {
        let archive = Arc::clone(&archive);
        (name, Member { archive, number })
    });
    Ok(members.collect())
}

/// The path that a member is called by. Windows writes names in GBK and does not say so;
/// nothing leads out of the archive.
fn named(raw: &[u8]) -> PathBuf {
    let name = match str::from_utf8(raw) {
        Ok(name) => name.into(),
        Err(_) => GB18030.decode_without_bom_handling(raw).0,
    };
    let parts = name.split(['/', '\\']);
    parts
        .filter(|part| !["", ".", ".."].contains(part))
        .collect()
}

fn failed(error: &ZipError) -> Failure {
    match error {
        ZipError::Io(error) => reason(error),
        ZipError::UnsupportedArchive(_) => "压缩包有密码，或压缩的方法读不了；先解开".to_owned(),
        _ => "压缩包坏了，打不开；重新打包，或解开再交".to_owned(),
    }
}

impl Member {
    /// What it holds.
    ///
    /// # Errors
    /// It cannot be unpacked, or is larger than a report may be.
    pub fn bytes(&self) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        self.unpack(MOST as u64, |file| file.read_to_end(&mut bytes).map(drop))?;
        Ok(bytes)
    }

    /// Writes it down as a file, to be opened in its turn.
    fn copy(&self, to: &mut File) -> Result<(), Failure> {
        self.unpack(INNER, |file| io::copy(file, to).map(drop))?;
        to.rewind().map_err(|error| reason(&error))
    }

    fn unpack(
        &self,
        most: u64,
        take: impl FnOnce(&mut dyn Read) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let mut archive = self.archive.lock().map_err(|error| error.to_string())?;
        let file = archive
            .by_index(self.number)
            .map_err(|error| failed(&error))?;
        let mut bounded = file.take(most + 1);
        take(&mut bounded).map_err(|error| reason(&error))?;
        match bounded.limit() {
            0 => Err(format!("解开后超过 {} MB；先解开，看看是什么", most >> 20)),
            _ => Ok(()),
        }
    }
}

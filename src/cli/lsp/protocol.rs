//! Places and names as the protocol has them: UTF-16 and URIs.

use std::path::{Path, PathBuf};

use lsp_types::{DiagnosticSeverity, Position, Range, Uri};

use crate::base::{
    characters::{percent_decoded, percent_encoded},
    diagnostic::Severity,
    source::{Source, Sources, Span},
};

/// A stretch of a text, counted in UTF-16.
pub fn range(sources: &Sources, span: Span) -> Range {
    let source = sources.get(span.file);
    let range = span.range();
    Range::new(position(source, range.start), position(source, range.end))
}

fn position(source: &Source, at: usize) -> Position {
    let at = source.floor(at);
    let line = source.position(at).line;
    let start = source.line(line).map_or(at, |range| range.start);
    let before = source.text().get(start..at).unwrap_or_default();
    Position::new(count(line - 1), count(before.encode_utf16().count()))
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The byte at a position; the nearest one where there is no such position.
pub fn offset(source: &Source, position: Position) -> usize {
    let Some(line) = source.line(position.line as usize + 1) else {
        return source.text().len();
    };
    let text = &source.text()[line.clone()];
    let mut units = 0;
    let found = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > position.character as usize
    });
    line.start + found.map_or(text.len(), |(at, _)| at)
}

/// The path of a `file:` URI; for a text that has no file, its name.
pub fn path(uri: &Uri) -> PathBuf {
    let text = uri.as_str();
    let Some(rest) = text.strip_prefix("file://") else {
        return PathBuf::from(percent_decoded(text));
    };
    let rest = percent_decoded(rest.strip_prefix("localhost").unwrap_or(rest));
    match rest.as_bytes() {
        // `/C:/…` is a path of Windows, `server/share/…` one on another machine.
        [b'/', _, b':', ..] => PathBuf::from(&rest[1..]),
        [b'/', ..] => PathBuf::from(rest),
        _ => PathBuf::from(format!("//{rest}")),
    }
}

/// The URI of a path, if it has one.
pub fn uri(path: &Path) -> Option<Uri> {
    // Windows writes the whole path of a file with a mark of its own.
    let path = path.to_str()?.replace('\\', "/");
    let share = path
        .strip_prefix("//?/UNC/")
        .map(|rest| format!("//{rest}"));
    let path = share.unwrap_or_else(|| path.strip_prefix("//?/").unwrap_or(&path).to_owned());
    let root = match path.as_bytes() {
        [b'/', b'/', ..] => "file:",
        [b'/', ..] => "file://",
        _ => "file:///",
    };
    let path = percent_encoded(&path, "-._~/");
    format!("{root}{path}").parse().ok()
}

/// How bad something is; what is accepted is only a hint.
pub fn severity(severity: Severity, waived: bool) -> DiagnosticSeverity {
    match (waived, severity) {
        (true, _) => DiagnosticSeverity::HINT,
        (false, Severity::Error) => DiagnosticSeverity::ERROR,
        (false, Severity::Warning) => DiagnosticSeverity::WARNING,
        (false, Severity::Hint) => DiagnosticSeverity::INFORMATION,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_utf16() {
        let mut sources = Sources::new();
        let file = sources.add("a.yaml", "年度: 𬇙2024\r\n机关: 某局\n");
        let source = sources.get(file);
        let at = |needle: &str| source.text().find(needle).unwrap();
        for (needle, line, character) in [("度", 0, 1), ("2024", 0, 6), ("局", 1, 5)] {
            let start = at(needle);
            let found = range(&sources, Span::new(file, start..start + needle.len()));
            assert_eq!(found.start, Position::new(line, character), "{needle}");
            assert_eq!(offset(source, found.start), start, "{needle}");
        }
        // Inside a surrogate pair, behind a line's end, behind the last line.
        assert_eq!(offset(source, Position::new(0, 5)), at("𬇙"));
        assert_eq!(offset(source, Position::new(0, 99)), at("\r"));
        assert_eq!(offset(source, Position::new(9, 0)), source.text().len());
    }

    #[test]
    fn uris_are_paths_and_back() {
        for text in ["/家/年报 2025#1.yaml", "/a/b%20c.yaml"] {
            assert_eq!(path(&uri(Path::new(text)).unwrap()), Path::new(text));
        }
    }

    #[test]
    fn paths_of_windows_have_drives_and_shares() {
        for (written, meant) in [
            ("file:///c%3A/%E5%B9%B4%20%E6%8A%A5.yaml", "c:/年 报.yaml"),
            ("file:///C:/a.yaml", "C:/a.yaml"),
            ("file://server/share/a.yaml", "//server/share/a.yaml"),
            ("file://localhost/C:/a.yaml", "C:/a.yaml"),
            ("untitled:Untitled-1", "untitled:Untitled-1"),
        ] {
            assert_eq!(path(&written.parse().unwrap()), Path::new(meant));
        }
        for (written, named) in [
            (r"\\?\C:\下\a.yaml", "file:///C%3A/%E4%B8%8B/a.yaml"),
            (r"C:\a b.yaml", "file:///C%3A/a%20b.yaml"),
            (r"\\?\UNC\server\share\a.yaml", "file://server/share/a.yaml"),
            (r"\\server\share\a.yaml", "file://server/share/a.yaml"),
        ] {
            assert_eq!(uri(Path::new(written)).unwrap().as_str(), named);
        }
    }
}

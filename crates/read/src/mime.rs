//! The reader of web pages that a browser or Word saved as a single file (.mht, .mhtml).
//!
//! In goes a MIME message (RFC 2557), out comes the one of its parts that is the page, as
//! bytes for the [reader of pages](super::html):
//!
//! ```text
//! Content-Type: text/html
//! Content-Transfer-Encoding: quoted-printable      <p>一</p>
//!                                             →
//! <p>=E4=B8=80</p>
//! ```
//!
//! Frames, pictures and styles, which are parts of their own, are not read; what encoding
//! the page is in is told by its bytes, for the head of a part is often wrong about it.

use mail_parser::{
    MessageParser, MessagePart, MimeHeaders,
    decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode},
};

use super::Fault;

/// Lines that may be fields or bounds of parts, at the most: each takes memory.
const MOST_LINES: usize = 300_000;
/// Bytes that are looked through for bounds, at the most: one that is missing is looked for
/// up to the end.
const MOST_SEARCHED: usize = 1 << 30;

/// Whether a file begins as such pages do.
pub fn is_page(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let first = head.trim_start().split(':').next().unwrap_or_default();
    let field = !first.is_empty() && first.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
    field && head.lines().any(|line| line.starts_with("mime-version:"))
}

/// The page of such a file.
#[derive(Debug)]
pub struct Page {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Which pages of the file are left out, in Chinese.
    pub others: Option<String>,
}

/// Finds the page of the file; the first of several is the one that holds the others.
///
/// # Errors
/// There is no page in it.
pub fn page(bytes: &[u8]) -> Result<Page, Fault> {
    let parser = MessageParser::new()
        .with_mime_headers()
        .default_header_ignore();
    let message = Some(bytes)
        .filter(|bytes| is_bounded(bytes))
        .and_then(|bytes| parser.parse(bytes));
    let parts = message.iter().flat_map(|message| &message.parts);
    let mut pages = parts.filter(|part| {
        part.is_content_type("text", "html") || part.is_content_type("application", "xhtml+xml")
    });
    let Some(page) = pages.next() else {
        return Err(Fault::new(
            "这是单个文件的网页（.mht），里面没有找到网页",
            "在浏览器里打开，另存为「网页，仅 HTML」（.html），再导入",
        ));
    };
    let others = pages.count();
    Ok(Page {
        bytes: unpacked(page, bytes),
        others: (others > 0).then(|| format!("文件里还有 {others} 个网页（例如框架里的）没有读")),
    })
}

/// Whether the parser's work and memory stay in proportion to what a page needs.
fn is_bounded(bytes: &[u8]) -> bool {
    let lines = bytes.split(|byte| *byte == b'\n');
    let parting = |line: &&[u8]| line.contains(&b':') || line.windows(2).any(|two| two == b"--");
    let word = b"boundary";
    let bounds = bytes
        .windows(word.len())
        .filter(|part| part.eq_ignore_ascii_case(word));
    lines.filter(parting).count() <= MOST_LINES
        && bounds.count().saturating_mul(bytes.len()) <= MOST_SEARCHED
}

/// The bytes that a part stands for.
fn unpacked(part: &MessagePart<'_>, whole: &[u8]) -> Vec<u8> {
    let place = part.raw_body_offset() as usize..part.raw_end_offset() as usize;
    let body = whole.get(place).unwrap_or_default();
    let way = part.content_transfer_encoding().unwrap_or_default().trim();
    let read = match &*way.to_ascii_lowercase() {
        "base64" => base64_decode(body),
        "quoted-printable" => quoted_printable_decode(&sound(body)),
        _ => None,
    };
    read.unwrap_or_else(|| body.to_vec())
}

/// Quoted-printable in which every `=` begins a byte or ends a line: one that does neither is
/// itself, and would make the rest unreadable.
fn sound(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for (at, &byte) in text.iter().enumerate() {
        out.push(byte);
        let stray = match &text[at + 1..] {
            [high, low, ..] if high.is_ascii_hexdigit() => !low.is_ascii_hexdigit(),
            [b'\n', ..] | [b'\r', b'\n', ..] => false,
            _ => true,
        };
        if byte == b'=' && stray {
            out.extend(b"3D");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &[u8]) -> String {
        String::from_utf8(page(bytes).unwrap().bytes).unwrap()
    }

    #[test]
    fn pages_are_found_among_the_parts() {
        let file = "From: <Saved by Blink>\r\nSubject: =?utf-8?Q?=E4=B8=80?=\r\nMIME-Version: 1.0\r\n\
            Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--b=1\"\r\n\r\n\
            ----b=1\r\nContent-Type: image/png\r\n\r\nPNG\r\n\
            ----b=1\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n\
            --c\r\ncontent-type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            <p class=3D\"a\">=E4=B8=80=\r\n=E3=80=81a=zz</p>\r\n--c--\r\n\
            ----b=1\r\nContent-Type: text/html\r\n\r\n<p>框</p>\r\n----b=1--\r\n";
        assert!(is_page(file.as_bytes()));
        assert_eq!(told(file.as_bytes()), "<p class=\"a\">一、a=zz</p>");
        let others = page(file.as_bytes()).unwrap().others;
        let told = "文件里还有 1 个网页（例如框架里的）没有读";
        assert_eq!(others.as_deref(), Some(told));
    }

    #[test]
    fn a_page_may_be_the_only_part() {
        let file =
            b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n\
            PHA+5oC7\n5L2TPC9wPg==\n";
        assert!(is_page(file));
        assert_eq!(told(file), "<p>总体</p>");
        let cut = [&file[..file.len() - 22], b"5oC75L0="].concat();
        assert_eq!(page(&cut).unwrap().bytes, b"\xe6\x80\xbb\xe4\xbd");
    }

    #[test]
    fn texts_are_no_such_pages() {
        assert!(!is_page("一、总体情况\nMIME-Version: 1.0".as_bytes()));
        assert!(!is_page(b"<p>MIME-Version: 1.0"));
    }

    #[test]
    fn hostile_files_end() {
        let deep = "Content-Type: multipart/x; boundary=a\n\n--a\n".repeat(20_000);
        let file = format!("MIME-Version: 1.0\n{deep}");
        assert!(page(file.as_bytes()).is_err());
        let cut = b"MIME-Version: 1.0\nContent-Type: multipart/x; boundary=a\n\n--a\n\
            Content-Type: text/html\n\n<p>x";
        assert_eq!(told(cut), "<p>x");
        assert!(page(b"MIME-Version: 1.0\n\n").is_err());
        let fields = "a:\n".repeat(MOST_LINES + 1) + "Content-Type: text/html\n\n<p>x";
        assert!(page(fields.as_bytes()).is_err());
        let open = "--a\nContent-Type: multipart/x; boundary=b\n\n".repeat(20_000);
        let file = format!("Content-Type: multipart/x; boundary=a\n\n{open}");
        assert!(page(file.as_bytes()).is_err());
    }
}

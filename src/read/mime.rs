//! A web page that a browser or Word saved as a single file (.mht, .mhtml): parts of a
//! MIME message, one of which is the page (RFC 2045, RFC 2046, RFC 2557).

use super::Fault;

/// So deep may parts lie in one another.
const DEEPEST: usize = 4;
/// So many parts of a file are looked at.
const MOST_PARTS: usize = 10_000;
/// The head of a part is no longer.
const LONGEST_HEAD: usize = 64 * 1024;

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
    let mut pages = Vec::new();
    let mut spare = MOST_PARTS;
    gather(bytes, DEEPEST, &mut spare, &mut pages);
    let mut pages = pages.into_iter();
    let Some(bytes) = pages.next() else {
        return Err(Fault::new(
            "这是单个文件的网页（.mht），里面没有找到网页",
            "在浏览器里打开，另存为「网页，仅 HTML」（.html），再导入",
        ));
    };
    let others = pages.count();
    Ok(Page {
        bytes,
        others: (others > 0).then(|| format!("文件里还有 {others} 个网页（例如框架里的）没有读")),
    })
}

/// The pages among the parts of a part.
fn gather(part: &[u8], depth: usize, spare: &mut usize, pages: &mut Vec<Vec<u8>>) {
    *spare = spare.saturating_sub(1);
    let (head, body) = halves(part);
    let head = unfolded(head);
    let kind = field(&head, "content-type").unwrap_or_default();
    let low = kind.to_ascii_lowercase();
    match parameter(kind, "boundary") {
        Some(boundary) if low.starts_with("multipart/") && depth > 0 => {
            for inner in parts(body, boundary) {
                if *spare > 0 {
                    gather(inner, depth - 1, spare, pages);
                }
            }
        }
        _ if low.starts_with("text/html") || low.starts_with("application/xhtml") => {
            let way = field(&head, "content-transfer-encoding").unwrap_or_default();
            pages.push(match &*way.trim().to_ascii_lowercase() {
                "base64" => of_base64(body),
                "quoted-printable" => of_quoted(body),
                _ => body.to_vec(),
            });
        }
        _ => {}
    }
}

/// The head of a part and what stands below its first empty line.
fn halves(part: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in part.split_inclusive(|b| *b == b'\n') {
        let end = at + line.len();
        if line.trim_ascii().is_empty() && at > 0 {
            return (&part[..at.min(LONGEST_HEAD)], &part[end..]);
        }
        at = end;
    }
    (&part[..at.min(LONGEST_HEAD)], &[])
}

/// The lines of a head; one that begins with a space goes on with the line before it.
fn unfolded(head: &[u8]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in String::from_utf8_lossy(head).lines() {
        match lines.last_mut() {
            Some(last) if line.starts_with([' ', '\t']) => last.push_str(line),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

fn field<'h>(head: &'h [String], name: &str) -> Option<&'h str> {
    let fields = head.iter().filter_map(|line| line.split_once(':'));
    let mut own = fields.filter(|(field, _)| field.trim().eq_ignore_ascii_case(name));
    own.next().map(|(_, value)| value.trim())
}

/// What stands behind a parameter's name in a field.
fn parameter<'f>(value: &'f str, name: &str) -> Option<&'f str> {
    let own = value.split(';').skip(1).find_map(|pair| {
        let (field, value) = pair.split_once('=')?;
        field
            .trim()
            .eq_ignore_ascii_case(name)
            .then(|| value.trim())
    })?;
    let own = own.trim_matches('"');
    (!own.is_empty()).then_some(own)
}

/// The parts between the lines of a boundary.
fn parts<'b>(body: &'b [u8], boundary: &str) -> Vec<&'b [u8]> {
    let (mut found, mut from, mut at) = (Vec::new(), None, 0);
    for line in body.split_inclusive(|b| *b == b'\n') {
        let mark = line.strip_prefix(b"--").map(<[u8]>::trim_ascii_end);
        let rest = mark.and_then(|mark| mark.strip_prefix(boundary.as_bytes()));
        if matches!(rest, Some(b"" | b"--")) {
            found.extend(from.map(|from| &body[from..at]));
            from = (rest == Some(b"")).then_some(at + line.len());
        }
        at += line.len();
    }
    // A file that was cut off ends within a part.
    found.extend(from.map(|from| &body[from..]));
    found
}

/// Bytes of Base64; what is no digit of it is passed over.
fn of_base64(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for byte in text {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = (bits << 6 | u32::from(digit)) & 0xff_ffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count & 0xff) as u8);
        }
    }
    out
}

/// Bytes of quoted-printable: `=E6` is a byte, `=` at the end of a line joins it to the next.
fn of_quoted(text: &[u8]) -> Vec<u8> {
    let digit = |byte: &u8| (*byte as char).to_digit(16).map(|digit| digit as u8);
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        match (byte, behind) {
            (b'=', [b'\r', b'\n', more @ ..] | [b'\n', more @ ..]) => rest = more,
            (b'=', [high, low, more @ ..]) if digit(high).is_some() && digit(low).is_some() => {
                out.extend(
                    digit(high)
                        .zip(digit(low))
                        .map(|(high, low)| high << 4 | low),
                );
                rest = more;
            }
            _ => out.push(byte),
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
        assert_eq!(told(file.as_bytes()), "<p class=\"a\">一、a=zz</p>\r\n");
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
        assert_eq!(of_base64(b"5oC7"), "总".as_bytes());
        assert_eq!(of_base64(b"5oC75L0="), b"\xe6\x80\xbb\xe4\xbd");
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
    }
}

//! From bytes to words: UTF-8, UTF-16 and the GB family, as [`container`](super::container)
//! needs it for pages and texts.

use encoding_rs::{Encoding, GB18030, UTF_8};

/// A page says within its first bytes how it is encoded.
const HEAD: usize = 4096;

/// The words that bytes stand for, and the encoding's name where it is not UTF-8.
///
/// A byte order mark decides, then whether the bytes are UTF-8, then what a page
/// says of itself; Chinese that is neither is GB18030, of which GBK and GB2312 are parts.
pub fn decode(bytes: &[u8]) -> (String, Option<&'static str>) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[length..]);
        return (text.into_owned(), other(encoding));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), None);
    }
    let encoding = match () {
        () if is_mostly_utf8(bytes) => UTF_8,
        () => stated(&bytes[..bytes.len().min(HEAD)]).unwrap_or(GB18030),
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    (text.into_owned(), other(encoding))
}

/// Whether few bytes only are no UTF-8, whatever the page says of itself: a character of
/// another encoding would be lost almost every time.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let lost = text.matches('\u{fffd}').count();
    let wide = text
        .chars()
        .filter(|c| ('\u{4e00}'..'\u{fffd}').contains(c))
        .count();
    lost * 50 < wide
}

fn other(encoding: &'static Encoding) -> Option<&'static str> {
    (encoding != UTF_8).then(|| encoding.name())
}

/// What stands behind `charset=` or `encoding=`.
fn stated(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let at = ["charset=", "encoding="]
        .iter()
        .find_map(|word| Some(head.find(word)? + word.len()))?;
    let name = head[at..].trim_start_matches(['"', '\'', ' ']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')?;
    let encoding = Encoding::for_label(&name.as_bytes()[..end])?;
    // A page that was saved again often keeps saying what it was.
    (encoding.name().starts_with("GB") || encoding.name() == "Big5").then_some(encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gb_family_is_known_with_and_without_a_word() {
        let (bytes, _, _) = GB18030.encode("<meta charset=gb2312>总体情况𠮷");
        let (text, name) = decode(&bytes);
        assert!(text.ends_with("总体情况𠮷"), "{text}");
        assert!(name.is_some());
        let (bytes, _, _) = GB18030.encode("总体情况，政府信息公开");
        assert_eq!(
            decode(&bytes),
            ("总体情况，政府信息公开".to_owned(), Some("gb18030"))
        );
    }

    #[test]
    fn utf_8_is_taken_at_its_word() {
        assert_eq!(
            decode("charset=gbk 总体".as_bytes()),
            ("charset=gbk 总体".to_owned(), None)
        );
        assert_eq!(decode(b"\xef\xbb\xbfab"), ("ab".to_owned(), None));
        let mut broken = "总体情况".repeat(100).into_bytes();
        broken.push(0xff);
        assert!(decode(&broken).0.starts_with("总体情况"));
        let mut page = "<meta charset=gb2312>".as_bytes().to_vec();
        page.extend(broken);
        assert!(decode(&page).0.contains("总体情况"));
    }

    #[test]
    fn a_page_that_says_utf_8_wrongly_is_gb() {
        let (bytes, _, _) = GB18030.encode("<meta charset=\"utf-8\"><p>一、总体情况</p>");
        let (text, name) = decode(&bytes);
        assert!(text.ends_with("<p>一、总体情况</p>"), "{text}");
        assert_eq!(name, Some("gb18030"));
    }

    #[test]
    fn byte_order_marks_decide() {
        let utf16: Vec<u8> = "\u{feff}总体"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(decode(&utf16), ("总体".to_owned(), Some("UTF-16LE")));
    }
}

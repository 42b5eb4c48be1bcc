//! Where a link of an author's may lead.

use base::characters::{is_hidden, percent_decoded};

/// Whether a link leads where a report may lead: http, https, mail or a relative address.
///
/// Browsers take `\` for `/`, so that `/\host` leads to another host as `//host` does; some
/// other readers unescape an address before they look.
pub(super) fn is_safe(url: &str) -> bool {
    let stray = |c: char| c.is_control() || c.is_whitespace() || is_hidden(c);
    if url.is_empty() || url.contains(stray) {
        return false;
    }
    let plain = percent_decoded(url).replace('\\', "/");
    let mut start = plain.chars().filter(|c| !stray(*c));
    if (start.next(), start.next()) == (Some('/'), Some('/')) {
        return false;
    }
    let scheme = url.split(['/', '?', '#']).next().unwrap_or_default();
    match scheme.split_once(':') {
        Some((scheme, _)) => {
            let mut known = ["http", "https", "mailto"].into_iter();
            known.any(|known| known.eq_ignore_ascii_case(scheme))
        }
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::is_safe;

    #[test]
    fn links_lead_to_the_web_to_mail_or_beside_the_report() {
        for safe in [
            "https://a.gov.cn/%E5%B9%B4%E6%8A%A5?x=//b",
            "HTTP://a",
            "mailto:a@b.cn",
            "年报.pdf",
            "/2024/a.html",
            "a//b",
            "附件%3A1.pdf",
            "#二",
        ] {
            assert!(is_safe(safe), "{safe}");
        }
        for unsafe_one in [
            "",
            "javascript:alert(1)",
            "java\tscript:alert(1)",
            "file:///etc/passwd",
            r"C:\a",
            "//host",
            r"\\host\share",
            r"/\host",
            r"\/host",
            "/\t/host",
            "/\n\\host",
            "%2F%2Fhost",
            r"%5c\host",
            "/%5Chost",
            "/%09/host",
            "%09//host",
            "%20/%5Chost",
            "/\u{202e}/host",
            "https://a.gov.cn/\u{202e}moc",
        ] {
            assert!(!is_safe(unsafe_one), "{unsafe_one}");
        }
    }
}

//! Plain text: words in Markdown for people, many agencies for programs.

use serde_json::Value;

use base::{
    characters::visible_json,
    diagnostic::terminal::safe,
    markdown::{Care, escape, guard_start},
};

/// A value as JSON on many lines, in which nothing steers what shows it.
pub fn pretty(value: &Value) -> String {
    visible_json(&format!("{value:#}\n")).into_owned()
}

/// An object of JSON with its agencies last, each a line: a thousand of them are long.
pub fn with_agencies(head: &Value, agencies: impl Iterator<Item = Value>) -> String {
    let head = head.to_string();
    let agencies = agencies.map(|one| visible_json(&one.to_string()).into_owned());
    format!(
        "{},\n\"agencies\": [\n{}\n]}}\n",
        visible_json(head.strip_suffix('}').unwrap_or(&head)),
        agencies.collect::<Vec<_>>().join(",\n")
    )
}

/// Words in which nothing is a mark of Markdown, at the start of a line either.
pub fn markdown(words: &str) -> String {
    guard_start(&escape(safe(words).trim(), Care::Wary), Care::Wary)
}

#[cfg(test)]
mod tests {
    use super::markdown;

    #[test]
    fn words_are_no_link_picture_list_or_element() {
        assert_eq!(
            markdown("![图](http://a/b)和[链](http://a)<b>"),
            r"\!\[图\](http://a/b)和\[链\](http://a)\<b>"
        );
        assert_eq!(markdown("1. 某局"), r"1\. 某局");
        assert_eq!(markdown("\n# 某局\u{202e}"), r"\# 某局\\u{202e}");
    }
}

//! Words as YAML text: as they are where YAML reads them back unchanged, else in quotes.

use std::fmt::Write;

use crate::characters::is_hidden;

/// Keys of a map are read up to here; longer ones are not written as keys.
pub const LONGEST_KEY: usize = 256;

/// Some words as a value or a key, inside braces too.
pub fn word(text: &str) -> String {
    match is_plain(text) {
        true => text.to_owned(),
        false => quoted(text),
    }
}

/// Some words in double quotes, on one line.
pub fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            _ if needs_escape(c) => {
                let code = u32::from(c);
                let _ = match code {
                    0..=0xff => write!(out, "\\x{code:02X}"),
                    0x100..=0xffff => write!(out, "\\u{code:04X}"),
                    _ => write!(out, "\\U{code:08X}"),
                };
            }
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A text as what follows the colon of a key that is indented by `indent` spaces, its
/// last line break included: a `|` block whose lines are indented by two more, or quoted
/// where a block would not keep every character.
pub fn text(text: &str, indent: usize) -> String {
    if text.is_empty() {
        return "|\n".to_owned();
    }
    let content = text.trim_end_matches('\n');
    let unsafe_character = |c: char| c != '\n' && c != '\t' && needs_escape(c);
    if content.trim().is_empty() || text.contains(unsafe_character) {
        return quoted(text) + "\n";
    }
    let first = content.trim_start_matches('\n');
    let indicator = match first.starts_with([' ', '\t']) {
        true => "2",
        false => "",
    };
    let chomping = match text.len() - content.len() {
        0 => "-",
        1 => "",
        _ => "+",
    };
    let mut out = format!("|{indicator}{chomping}\n");
    for line in content.split('\n') {
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent + 2));
            out.push_str(line);
        }
        out.push('\n');
    }
    out.extend(text[content.len()..].chars().skip(1));
    out
}

/// The lines of a comment, each with its `# `; nothing that YAML forbids is left in them.
pub fn comment(text: &str) -> Vec<String> {
    let lines = text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
    lines
        .map(|line| {
            let line = line.replace(needs_escape, " ");
            format!("# {}", line.trim_end()).trim_end().to_owned()
        })
        .collect()
}

/// What a YAML file may not hold as it is, or what would not come back.
fn needs_escape(c: char) -> bool {
    c.is_control() || is_hidden(c) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

fn is_plain(text: &str) -> bool {
    let first = |c: char| {
        c.is_ascii_alphanumeric() || "./_".contains(c) || (!c.is_ascii() && !c.is_whitespace())
    };
    let special = |c: char| ":#\"'{}[],&*!|\\".contains(c) || needs_escape(c);
    let reserved = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    let digit = |c: char| c.is_ascii_hexdigit() || "xXoO._+-".contains(c);
    // What could be taken for a figure, or for one of YAML's own words such as `.inf`.
    let figure = match text.chars().next() {
        Some('.') => !text.contains('/'),
        Some('0'..='9') => text.chars().all(digit),
        _ => false,
    };
    text.starts_with(first)
        && !text.contains(special)
        && text.trim() == text
        && !figure
        && !reserved.contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        source::Sources,
        yaml::{Entry, Value, parse},
    };
    use proptest::prelude::*;

    fn read(yaml: &str) -> Vec<Entry> {
        let mut sources = Sources::new();
        let file = sources.add("a.yaml", yaml);
        let tree = parse(&sources, file).unwrap_or_else(|e| panic!("{:?}\n{yaml:?}", e[0].message));
        match tree.value {
            Value::Map(entries) => entries,
            other => panic!("{other:?}"),
        }
    }

    fn scalar(entry: &Entry) -> &str {
        match &entry.node.value {
            Value::Scalar(scalar) => &scalar.text,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn names_stay_as_they_are() {
        for name in ["某市某局", "（一）主动公开", "2024年工作报告", "A区·B镇"] {
            assert_eq!(word(name), name);
        }
        for (name, written) in [
            ("a: b", "\"a: b\""),
            ("某局#1", "\"某局#1\""),
            ("null", "\"null\""),
            ("2024", "\"2024\""),
            ("", "\"\""),
            (" 某局", "\" 某局\""),
            ("甲\u{7}\\\"", "\"甲\\x07\\\\\\\"\""),
        ] {
            assert_eq!(word(name), written);
        }
    }

    #[test]
    fn texts_become_blocks() {
        assert_eq!(text("一\n\n二\n", 0), "|\n  一\n\n  二\n");
        assert_eq!(text("一", 2), "|-\n    一\n");
        assert_eq!(text("一\n\n\n", 0), "|+\n  一\n\n\n");
        assert_eq!(text("  一\n", 0), "|2\n    一\n");
        assert_eq!(text("一\r\n", 0), "\"一\\r\\n\"\n");
    }

    const HOSTILE: &str = "[ \t\n\r\u{0}\u{7}\u{85}\u{a0}\u{2028}\u{feff}#:{}|>&*!%@`'\"\\\\\\[\\],?a-c0-9~.一二（-]{0,24}";

    proptest! {
        #[test]
        fn every_word_comes_back(text in prop_oneof![HOSTILE, any::<String>()], key in HOSTILE) {
            let yaml = format!("甲: {}\n乙: {{a: {}, b: 1}}\n丙:\n  {}: 0\n", word(&text), word(&text), word(&key));
            let entries = read(&yaml);
            prop_assert_eq!(scalar(&entries[0]), &text);
            let Value::Map(inner) = &entries[1].node.value else { panic!() };
            prop_assert_eq!(scalar(&inner[0]), &text);
            let Value::Map(inner) = &entries[2].node.value else { panic!() };
            prop_assert_eq!(&inner[0].key, &key);
        }

        #[test]
        fn every_text_comes_back(words in prop_oneof![HOSTILE, any::<String>()]) {
            let yaml = format!("甲: {}# 注\n乙:\n  丙: {}丁: 1\n", text(&words, 0), text(&words, 2));
            let entries = read(&yaml);
            prop_assert_eq!(scalar(&entries[0]), &words);
            let Value::Map(inner) = &entries[1].node.value else { panic!() };
            prop_assert_eq!(scalar(&inner[0]), &words);
            prop_assert_eq!(scalar(&entries[2]), "1");
        }

        #[test]
        fn every_comment_is_one(words in prop_oneof![HOSTILE, any::<String>()]) {
            let lines = comment(&words);
            let entries = read(&format!("{}\n甲: 1  {}\n", lines.join("\n"), lines[0]));
            prop_assert_eq!(scalar(&entries[0]), "1");
        }
    }
}

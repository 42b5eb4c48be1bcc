//! Words with emphasis and links, as text and as Markdown.
//!
//! What readers of containers find out about a paragraph's words run by run comes
//! out the same, whichever container it was.

/// Links that are longer than this are not kept: no page has such an address.
const LONGEST_LINK: usize = 2000;

/// How words look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Bold.
    pub(super) strong: bool,
    /// Italic.
    pub(super) emphasis: bool,
    /// Where they lead.
    pub(super) link: Option<String>,
}

/// The words of a paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    runs: Vec<(String, Look)>,
}

impl Words {
    /// Adds words; those that look like the ones before join them.
    pub(super) fn push(&mut self, text: &str, look: &Look) {
        if text.is_empty() {
            return;
        }
        match self.runs.last_mut() {
            Some((words, last)) if last == look => words.push_str(text),
            _ => self.runs.push((text.to_owned(), look.clone())),
        }
    }

    /// Adds words in front.
    pub(super) fn prepend(&mut self, text: &str) {
        if !text.is_empty() {
            self.runs.insert(0, (text.to_owned(), Look::default()));
        }
    }

    /// Adds other words behind.
    pub(super) fn append(&mut self, words: &Words) {
        for (text, look) in &words.runs {
            self.push(text, look);
        }
    }

    /// The words alone, without what indents them.
    pub(super) fn text(&self) -> String {
        let text: String = self.runs.iter().map(|(text, _)| text.as_str()).collect();
        tidy(&text)
    }

    /// The words as Markdown: emphasis and links kept, what would be a mark escaped.
    pub(super) fn markdown(&self) -> String {
        let mut out = String::new();
        let runs = self.trimmed();
        let mut at = 0;
        while at < runs.len() {
            let link = &runs[at].1.link;
            let end = runs[at..].iter().position(|(_, look)| look.link != *link);
            let end = end.map_or(runs.len(), |further| at + further);
            let target = link.as_ref().filter(|target| is_kept(target));
            let mut inner = String::new();
            for index in at..end {
                let after = runs
                    .get(index + 1)
                    .and_then(|(text, _)| text.chars().next());
                let before = match inner.chars().next_back() {
                    None if target.is_none() => out.chars().next_back(),
                    last => last,
                };
                write_run(&runs[index], before, after, &mut inner);
            }
            match target {
                Some(target) => {
                    out.push_str(&format!("[{}]({target})", inner.replace(['[', ']'], "")));
                }
                None => out.push_str(&inner),
            }
            at = end;
        }
        guard_start(&out)
    }

    /// The runs without what indents the first or trails behind the last.
    fn trimmed(&self) -> Vec<(String, Look)> {
        let whole: String = self.runs.iter().map(|(text, _)| text.as_str()).collect();
        let start = whole.len() - whole.trim_start_matches(is_space).len();
        let end = whole.trim_end_matches(is_space).len().max(start);
        let mut at = 0;
        let mut kept = Vec::new();
        for (text, look) in &self.runs {
            let from = start.saturating_sub(at).min(text.len());
            let to = end.saturating_sub(at).min(text.len());
            at += text.len();
            if from < to {
                kept.push((text[from..to].to_owned(), look.clone()));
            }
        }
        kept
    }
}

/// Text without what indents its lines or trails behind them.
pub(super) fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text
        .trim_matches(is_space)
        .split('\n')
        .map(|line| line.trim_matches(is_space))
        .collect();
    lines.join("\n")
}

/// Spaces of every kind, and the marks that no one sees.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')
}

fn is_kept(target: &str) -> bool {
    let scheme = ["http://", "https://", "mailto:"];
    target.len() <= LONGEST_LINK
        && scheme.iter().any(|scheme| target.starts_with(scheme))
        && !target.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>'))
}

/// Writes a run; marks of emphasis stand where Markdown takes them for marks.
fn write_run(
    (text, look): &(String, Look),
    before: Option<char>,
    after: Option<char>,
    out: &mut String,
) {
    let mark = match (look.strong, look.emphasis) {
        (true, true) => "***",
        (true, false) => "**",
        (false, true) => "*",
        (false, false) => return escape(text, out),
    };
    // A mark between a letter and punctuation is none: the punctuation goes outside.
    let is_open = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let outside = |c: char| is_space(c) || !c.is_alphanumeric();
    let head = match is_open(before) {
        true => text.trim_start_matches(is_space),
        false => text.trim_start_matches(outside),
    };
    let core = match is_open(after) {
        true => head.trim_end_matches(is_space),
        false => head.trim_end_matches(outside),
    };
    let start = text.len() - head.len();
    escape(&text[..start], out);
    if !core.is_empty() && !core.contains('\n') {
        out.push_str(mark);
        escape(core, out);
        out.push_str(mark);
    } else {
        escape(core, out);
    }
    escape(&head[core.len()..], out);
}

/// Escapes what Markdown would take for a mark, and no more.
fn escape(text: &str, out: &mut String) {
    let mut chars = text.chars().peekable();
    let mut before = out.chars().next_back();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied();
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_mark = match c {
            '\\' | '`' | '*' => true,
            '_' => !(letter(before) && letter(after)),
            '[' => after == Some('^') || before == Some('!'),
            ']' => matches!(after, Some('(' | '[' | ':')),
            '<' => after.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
            '&' => after.is_some_and(|c| c.is_ascii_alphabetic() || c == '#'),
            '|' => true,
            // Two of them start a reference to a figure.
            '{' => after == Some('{') && before != Some('{'),
            _ => false,
        };
        match c {
            '\n' => out.push_str("\\\n"),
            c => {
                if is_mark {
                    out.push('\\');
                }
                out.push(c);
            }
        }
        before = Some(c);
    }
}

/// Escapes what would make every line of a paragraph a heading, an item or a quotation.
fn guard_start(markdown: &str) -> String {
    let lines: Vec<String> = markdown.split('\n').map(guard_line).collect();
    lines.join("\n")
}

fn guard_line(line: &str) -> String {
    let line = line.trim_start_matches(is_space);
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let blank_after = |at: usize| matches!(line[at..].chars().next(), None | Some(' ' | '\t'));
    let only = |mark: char| line.chars().all(|c| c == mark || c == ' ');
    match line.chars().next() {
        Some('#' | '>' | '=') => format!("\\{line}"),
        Some('-' | '+') if blank_after(1) || only('-') => format!("\\{line}"),
        Some('~') if line.starts_with("~~~") => format!("\\{line}"),
        Some(_) if digits > 0 && digits < 10 && line[digits..].starts_with(['.', ')']) => {
            match blank_after(digits + 1) {
                true => format!("{}\\{}", &line[..digits], &line[digits..]),
                false => line.to_owned(),
            }
        }
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strong() -> Look {
        Look {
            strong: true,
            ..Look::default()
        }
    }

    fn words(runs: &[(&str, Look)]) -> Words {
        let mut words = Words::default();
        for (text, look) in runs {
            words.push(text, look);
        }
        words
    }

    #[test]
    fn marks_stand_where_markdown_takes_them_for_marks() {
        let plain = Look::default();
        let cases = [
            (
                words(&[("（一）主动公开。", strong()), ("全年", plain.clone())]),
                "**（一）主动公开**。全年",
            ),
            (
                words(&[
                    ("共 ", plain.clone()),
                    ("5 件", strong()),
                    ("。", plain.clone()),
                ]),
                "共 **5 件**。",
            ),
            (
                words(&[
                    ("其中", plain.clone()),
                    ("“办结”", strong()),
                    ("了", plain.clone()),
                ]),
                "其中“**办结**”了",
            ),
            (words(&[("　　", strong()), ("整段", strong())]), "**整段**"),
            (words(&[("。", strong())]), "**。**"),
        ];
        for (words, markdown) in cases {
            assert_eq!(words.markdown(), markdown);
        }
    }

    #[test]
    fn what_is_no_mark_stays_none() {
        for (text, markdown) in [
            ("2*3 与 a_b", "2\\*3 与 a_b"),
            ("# 号", "\\# 号"),
            ("1. 甲", "1\\. 甲"),
            ("1.甲", "1.甲"),
            ("- 甲", "\\- 甲"),
            ("-5", "-5"),
            ("国办函[2021]30号", "国办函[2021]30号"),
            ("[甲](乙)", "[甲\\](乙)"),
            ("甲\n- 乙", "甲\\\n\\- 乙"),
            ("a<b&c", "a\\<b\\&c"),
            ("{{甲}}", "\\{{甲}}"),
        ] {
            assert_eq!(words(&[(text, Look::default())]).markdown(), markdown);
        }
    }

    #[test]
    fn links_are_kept_where_they_lead_somewhere() {
        let link = |target: &str| Look {
            link: Some(target.to_owned()),
            ..Look::default()
        };
        let site = words(&[
            ("见", Look::default()),
            ("网站", link("https://example.gov.cn/a")),
        ]);
        assert_eq!(site.markdown(), "见[网站](https://example.gov.cn/a)");
        assert_eq!(site.text(), "见网站");
        let none = words(&[("网站", link("javascript:alert(1)"))]);
        assert_eq!(none.markdown(), "网站");
    }
}

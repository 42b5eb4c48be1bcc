//! Words with emphasis and links, as text and as Markdown.
//!
//! What readers of containers find out about a paragraph's words run by run comes
//! out the same, whichever container it was.

use std::rc::Rc;

use super::{
    escape,
    published::{Block, Paragraph, Role},
};
use base::markdown::{self, Care};

/// What pictures leave in a cell, which could be figures: it must not seem blank.
pub(super) const PICTURE: &str = "［图片］";
/// What is told of so many passages that are struck out.
pub(super) const STRUCK: &str = "带删除线的文字 # 处照样读入，请核对";

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
    pub(super) link: Option<Rc<str>>,
}

impl Look {
    /// Whether nothing of it is worth a mark.
    fn is_plain(&self) -> bool {
        !self.strong && !self.emphasis && self.target().is_none()
    }

    /// Where a link leads, if that is of use outside its container.
    fn target(&self) -> Option<&str> {
        let target = self.link.as_deref()?;
        let scheme = ["http://", "https://", "mailto:"];
        let sound = target.len() <= LONGEST_LINK
            && scheme.iter().any(|scheme| target.starts_with(scheme))
            && !target.contains(|c: char| c.is_whitespace() || "()<>\\{}".contains(c));
        sound.then_some(target)
    }
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

    /// The last character.
    pub(super) fn last(&self) -> Option<char> {
        self.runs.last()?.0.chars().next_back()
    }

    /// Takes back an emphasis that all words have: it is the paragraph's.
    pub(super) fn plain_throughout(&mut self) {
        let seen = || self.runs.iter().filter(|(text, _)| !text.trim().is_empty());
        let strong = seen().all(|(_, look)| look.strong);
        let emphasis = seen().all(|(_, look)| look.emphasis);
        for (_, look) in &mut self.runs {
            look.strong &= !strong;
            look.emphasis &= !emphasis;
        }
    }

    /// The words alone, without what indents them.
    pub(super) fn text(&self) -> String {
        let text: String = self.runs.iter().map(|(text, _)| text.as_str()).collect();
        tidy(&text)
    }

    /// The words as Markdown: emphasis and links kept, what would be a mark escaped.
    pub(super) fn markdown(&self) -> String {
        let text = self.text();
        if self.runs.iter().all(|(_, look)| look.is_plain()) {
            return escape::plain(&text);
        }
        let out = dressed(&self.runs);
        let out = markdown::guard_start(&out, Care::Sparing);
        // Marks that Markdown would not see are not worth their stars.
        match escape::says(&out, &text) {
            true => out,
            false => escape::plain(&text),
        }
    }

    /// The words as a paragraph, if there are any.
    pub(super) fn paragraph(&self, role: Role) -> Option<Block> {
        let text = self.text();
        (!text.is_empty()).then(|| {
            Block::Paragraph(Paragraph {
                markdown: self.markdown(),
                text,
                role,
                ..Paragraph::default()
            })
        })
    }
}

/// A picture as a paragraph of its own.
pub(super) fn picture(alt: &str, target: &str) -> Block {
    Block::Paragraph(Paragraph {
        markdown: format!("![{}]({})", one_line(alt), one_line(target)),
        ..Paragraph::default()
    })
}

/// Text on one line, white space as one blank.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Sentences with a count in place of their `#`, those without any left out.
pub(super) fn counted(told: &[(usize, &str)]) -> Vec<String> {
    let told = told.iter().filter(|(count, _)| *count > 0);
    told.map(|(count, text)| text.replace('#', &count.to_string()))
        .collect()
}

/// Text without what indents its lines or trails behind them.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text
        .trim_matches(is_space)
        .split('\n')
        .map(|line| line.trim_matches(is_space))
        .collect();
    lines.join("\n")
}

/// Words whose digits stand small above the line, or below it.
pub(super) fn off_the_line(text: &str, above: bool) -> String {
    const ABOVE: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    const BELOW: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];
    let digits = if above { ABOVE } else { BELOW };
    let shown = |c: char| match c.to_digit(10) {
        Some(digit) => digits[digit as usize],
        None => c,
    };
    text.chars().map(shown).collect()
}

/// Spaces of every kind, and the marks that no one sees.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')
}

/// A character with how it looks.
type Letter = (char, Look);

/// Runs as Markdown: bold outside of italic, and that outside of links.
fn dressed(runs: &[(String, Look)]) -> String {
    let mut letters: Vec<Letter> = Vec::new();
    for (text, look) in runs {
        let link = look.target().and(look.link.clone());
        let look = Look {
            link,
            ..look.clone()
        };
        letters.extend(text.chars().map(|c| (c, look.clone())));
    }
    let shown = |(c, _): &Letter| !is_space(*c);
    letters.truncate(letters.iter().rposition(shown).map_or(0, |last| last + 1));
    letters.drain(..letters.iter().position(shown).unwrap_or(0));
    narrow(&mut letters, |look| &mut look.strong);
    narrow(&mut letters, |look| &mut look.emphasis);
    let mut out = String::new();
    write(&letters, Some(Mark::Strong), None, &mut out);
    out
}

/// Takes an emphasis back from the ends where Markdown would not see its marks: a mark
/// between a letter and punctuation is none.
fn narrow(letters: &mut [Letter], of: fn(&mut Look) -> &mut bool) {
    let has: Vec<bool> = letters.iter_mut().map(|(_, look)| *of(look)).collect();
    let shown: Vec<char> = letters.iter().map(|(c, _)| *c).collect();
    let is_within = |at: usize, beside: Option<&char>| match beside {
        Some(beside) if beside.is_alphanumeric() => shown[at].is_alphanumeric(),
        _ => !is_space(shown[at]),
    };
    let mut end = 0;
    for run in has.chunk_by(|a, b| a == b) {
        let start = end;
        end += run.len();
        let before = start.checked_sub(1).and_then(|before| shown.get(before));
        let first = (start..end)
            .find(|&at| is_within(at, before))
            .unwrap_or(end);
        let last = (first..end).rfind(|&at| is_within(at, shown.get(end)));
        let seen = first..last.map_or(first, |last| last + 1);
        let is_broken = shown[seen.clone()].contains(&'\n');
        for at in (start..end).filter(|at| is_broken || !seen.contains(at)) {
            *of(&mut letters[at].1) = false;
        }
    }
}

/// What is marked, from without to within.
#[derive(Clone, Copy)]
enum Mark {
    Strong,
    Emphasis,
    Link,
}

/// Writes letters with a mark and those within it; `after` is the character behind them.
fn write(letters: &[Letter], mark: Option<Mark>, after: Option<char>, out: &mut String) {
    let Some(mark) = mark else {
        let text: String = letters.iter().map(|(c, _)| c).collect();
        return markdown::push(&text, Care::Sparing, after, out);
    };
    let (same, within): (fn(&Look, &Look) -> bool, _) = match mark {
        Mark::Strong => (|a, b| a.strong == b.strong, Some(Mark::Emphasis)),
        Mark::Emphasis => (|a, b| a.emphasis == b.emphasis, Some(Mark::Link)),
        Mark::Link => (|a, b| a.link == b.link, None),
    };
    let mut rest = letters;
    for group in letters.chunk_by(|(_, a), (_, b)| same(a, b)) {
        rest = &rest[group.len()..];
        let behind = rest.first().map(|(c, _)| *c).or(after);
        let look = &group[0].1;
        let sign = match mark {
            Mark::Strong if look.strong => "**",
            Mark::Emphasis if look.emphasis => "*",
            _ => "",
        };
        match &look.link {
            Some(target) if matches!(mark, Mark::Link) => {
                let mut text = String::new();
                write(group, within, Some(']'), &mut text);
                out.push_str(&format!("[{}]({target})", text.replace(['[', ']'], "")));
            }
            _ => {
                out.push_str(sign);
                write(group, within, sign.chars().next().or(behind), out);
                out.push_str(sign);
            }
        }
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
    fn links_are_kept_where_they_lead_somewhere() {
        let link = |target: &str| Look {
            link: Some(target.into()),
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

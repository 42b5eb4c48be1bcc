//! Words with emphasis and links, as text and as Markdown.
//!
//! What readers of containers find out about a paragraph's words run by run comes
//! out the same, whichever container it was.

use std::rc::Rc;

use super::{
    escape,
    label::is_invisible,
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

/// Text on one line, white space as one blank, without the marks that no one sees.
pub(super) fn one_line(text: &str) -> String {
    let seen: String = text.chars().filter(|&c| !is_invisible(c)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
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

/// What stands before words and behind them.
type Mark = (&'static str, String);

/// The marks of some words, from without to within: bold, italic, a link.
fn marks(look: &Look) -> Vec<Mark> {
    let sign = |has: bool, sign: &'static str| has.then(|| (sign, sign.to_owned()));
    let link = look.target().map(|target| ("[", format!("]({target})")));
    let all = [sign(look.strong, "**"), sign(look.emphasis, "*"), link];
    all.into_iter().flatten().collect()
}

/// Runs as Markdown. Spaces at their ends, and words over several lines, have no marks.
fn dressed(runs: &[(String, Look)]) -> String {
    let mut parts: Vec<(&str, Vec<Mark>)> = Vec::new();
    for (text, look) in runs {
        let inner = text.trim_matches(is_space);
        let (before, rest) = text.split_at(text.find(inner).unwrap_or(0));
        let (inner, behind) = rest.split_at(inner.len());
        let is_marked = !inner.contains('\n');
        let own = if is_marked { marks(look) } else { Vec::new() };
        parts.extend([(before, Vec::new()), (inner, own), (behind, Vec::new())]);
    }
    parts.retain(|(text, _)| !text.is_empty());
    let (mut out, mut open): (String, Vec<Mark>) = (String::new(), Vec::new());
    for (at, (text, own)) in parts.iter().enumerate() {
        let kept = open.iter().zip(own).take_while(|(a, b)| a == b).count();
        open.drain(kept..).rev().for_each(|(_, end)| out += &end);
        own[kept..].iter().for_each(|(start, _)| out += start);
        open.clone_from(own);
        let next = parts.get(at + 1).filter(|(_, next)| next == own);
        let end = open.last().map_or("", |(_, end)| end);
        let next = next.map_or(end, |(text, _)| text);
        markdown::push(text, Care::Sparing, next.chars().next(), &mut out);
    }
    open.iter().rev().for_each(|(_, end)| out += end);
    out.trim_matches(is_space).to_owned()
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
                "**（一）主动公开。**全年",
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
                "其中**“办结”**了",
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

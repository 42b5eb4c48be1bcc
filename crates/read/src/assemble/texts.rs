//! The texts, and the words beside the tables.

use super::{Import, Matched};
use crate::{
    label::brief,
    narrative::narrative,
    published::{Block, Role},
};
use base::diagnostic::either;
use form::datafile::Text;

impl Import {
    /// Takes over the texts; `filled` says whether a form states them, whose blank ones are
    /// only blank.
    pub(super) fn texts(&mut self, matched: &Matched, filled: bool) {
        for (number, section) in matched.edition.sections.iter().enumerate() {
            let own = matched.located.sections[number].as_deref();
            let (headed, own) = (own.is_some(), own.unwrap_or_default());
            match &section.table {
                Some(_) => self.beside_table(&section.key, own),
                None => {
                    let is_blank = self.text(number, &section.key, own);
                    if is_blank && !(filled && headed) {
                        self.blank_text(&section.key, headed);
                    }
                }
            }
        }
    }

    fn blank_text(&mut self, key: &str, headed: bool) {
        let message = match headed {
            true => format!("「{key}」下面没有文字"),
            false => format!("没有找到「{key}」这一部分"),
        };
        self.doubt(key, message, "对照原文，有就补上");
    }

    /// Takes over a text; gives whether it is blank.
    pub(crate) fn text(&mut self, number: usize, key: &str, blocks: &[Block]) -> bool {
        let levels = blocks
            .iter()
            .filter_map(|block| match block.paragraph()?.role {
                Role::Heading(level) => Some(level),
                _ => None,
            });
        let found = narrative(blocks, levels.min().map(|level| level.saturating_sub(1)));
        let count = found
            .markdown
            .chars()
            .filter(|c| !c.is_whitespace())
            .count();
        self.account.texts.push((key.to_owned(), count));
        let is_blank = found.markdown.is_empty();
        self.pictures_doubt(key, &found.pictures);
        self.places.put_lines(key, found.spots);
        let passages = Some((None, found.markdown)).filter(|(_, markdown)| !markdown.is_empty());
        self.file.texts[number] = Some(Text {
            passages: passages.into_iter().collect(),
            remark: pictures(&found.pictures),
        });
        is_blank
    }

    /// Words in a section of tables have no place in a data file but a comment.
    pub(super) fn beside_table(&mut self, key: &str, blocks: &[Block]) {
        let mut words: Vec<String> = Vec::new();
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) if paragraph.text.is_empty() => {
                    words.push(format!("图片：{}", paragraph.markdown));
                }
                Block::Paragraph(paragraph) if self.is_form_word(&paragraph.text) => {}
                Block::Paragraph(paragraph) => words.push(paragraph.text.clone()),
                Block::Table(_) => {
                    words.push(narrative(std::slice::from_ref(block), None).markdown)
                }
            }
        }
        let lines = words.iter().flat_map(|text| text.lines().map(str::trim));
        let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
        let between = if lines.len() > 1 { "\n" } else { "" };
        if !lines.is_empty() {
            let text = lines.join("\n");
            self.left(key, &format!("原文这里还有：{between}{text}"));
        }
    }

    pub(super) fn left(&mut self, key: &str, text: &str) {
        self.account.left += text.chars().count();
        self.file.remarks.push((key.to_owned(), text.to_owned()));
        self.doubt(
            key,
            brief(&text.replace("：\n", "：").replace('\n', " / ")),
            either(
                "数据文件里没有放它的地方，导入时写成注释；对照原文核对",
                "格式里没有放它的地方；对照原文核对",
            ),
        );
    }

    pub(super) fn pictures_doubt(&mut self, key: &str, found: &[String]) {
        if !found.is_empty() {
            let message = format!("「{key}」里有 {} 张图片没有导入", found.len());
            self.doubt(
                key,
                message,
                either(
                    "把图片放到数据文件的文件夹里，在文字里写 ![说明](文件名)",
                    "对照原文核对；在文字里重新放上图片",
                ),
            );
        }
    }
}

/// A comment on pictures.
pub fn pictures(found: &[String]) -> Option<String> {
    (!found.is_empty()).then(|| format!("图片没有导入：{}", found.join("、")))
}

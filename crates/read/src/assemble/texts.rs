//! The texts, the words beside the tables, and characters that could not be read.

use super::Import;
use crate::{
    import_messages::Notice,
    label::brief,
    locate::Located,
    narrative::narrative,
    published::{Block, Role},
};
use base::diagnostic::either;
use form::{
    datafile::{Signature, Text},
    report::keys,
};

/// What stands for bytes that are no character.
const LOST: char = char::REPLACEMENT_CHARACTER;
/// So many characters on either side of it are quoted.
const BESIDE: usize = 10;

impl Import {
    /// Takes over the texts; `filled` says whether a form states them, whose blank ones are
    /// only blank.
    pub(super) fn texts(&mut self, located: &Located, filled: bool) {
        for (number, section) in self.file.edition.sections.iter().enumerate() {
            let own = located.sections[number].as_deref();
            let key = &section.key;
            if section.table.is_some() {
                self.beside_table(key, own.unwrap_or_default());
                continue;
            }
            let is_blank = self.text(number, key, own.unwrap_or_default());
            let message = match own {
                Some(_) if filled => continue,
                Some(_) => format!("「{key}」下面没有文字"),
                None => format!("没有找到「{key}」这一部分"),
            };
            if is_blank {
                self.doubt(key, message, "对照原文，有就补上");
            }
        }
    }

    /// Takes over a text; gives whether it is blank.
    pub(crate) fn text(&mut self, number: usize, key: &str, blocks: &[Block]) -> bool {
        let levels = blocks
            .iter()
            .filter_map(|block| match block.paragraph()?.role {
                Role::Heading(level) => Some(level.saturating_sub(1)),
                _ => None,
            });
        let text = self.narrative(key, blocks, levels.min());
        let letters = text
            .passages
            .iter()
            .flat_map(|(_, markdown)| markdown.chars());
        let count = letters.filter(|c| !c.is_whitespace()).count();
        self.summary.texts.push((key.to_owned(), count));
        let is_blank = text.passages.is_empty();
        self.file.texts[number] = Some(text);
        is_blank
    }

    /// What stands above the first section.
    pub(crate) fn preamble(&mut self, blocks: &[Block]) {
        let text = self.narrative(keys::PREAMBLE, blocks, None);
        self.file.preamble = Some(text).filter(|text| !text.passages.is_empty());
    }

    fn narrative(&mut self, key: &str, blocks: &[Block], level: Option<u8>) -> Text {
        let found = narrative(blocks, level);
        self.places.put_lines(key, found.spots);
        let pictures = &found.pictures;
        if !pictures.is_empty() {
            self.doubt(
                key,
                format!("「{key}」里有 {} 张图片没有导入", pictures.len()),
                either(
                    "把图片放到数据文件的文件夹里，在文字里写 ![说明](文件名)",
                    "对照原文核对；在文字里重新放上图片",
                ),
            );
        }
        let passages = Some((None, found.markdown)).filter(|(_, markdown)| !markdown.is_empty());
        let remark = format!("图片没有导入：{}", pictures.join("、"));
        Text {
            passages: passages.into_iter().collect(),
            remark: (!pictures.is_empty()).then_some(remark),
        }
    }

    /// Words in a section of tables have no place in a data file but a comment.
    fn beside_table(&mut self, key: &str, blocks: &[Block]) {
        let words = blocks.iter().filter_map(|block| match block {
            Block::Paragraph(own) if own.text.is_empty() => Some(format!("图片：{}", own.markdown)),
            Block::Paragraph(own) => Some(own.text.clone()).filter(|own| !self.is_form_word(own)),
            Block::Table(_) => Some(narrative(std::slice::from_ref(block), None).markdown),
        });
        let words: Vec<String> = words.collect();
        let lines = words.iter().flat_map(|text| text.lines().map(str::trim));
        let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
        let between = if lines.len() > 1 { "\n" } else { "" };
        if !lines.is_empty() {
            self.left(key, &format!("原文这里还有：{between}{}", lines.join("\n")));
        }
    }

    /// Tells of words that have no place in a data file.
    pub(super) fn left(&mut self, key: &str, text: &str) {
        self.summary.left += text.chars().count();
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

    /// Says where the data file holds characters that could not be read.
    pub(super) fn lost_characters(&mut self) {
        let file = &self.file;
        let signature = match &file.signature {
            Signature::Named(name) => Some(name.clone()),
            Signature::Agency | Signature::None => None,
        };
        let title = file.title.as_ref().map(|title| title.value.clone());
        let named = [
            (keys::AGENCY, file.agency.value.clone()),
            (keys::TITLE, title),
            (keys::SIGNATURE, signature),
        ];
        let sections = file.edition.sections.iter().map(|own| &*own.key);
        let texts = sections.zip(&file.texts);
        let texts = texts.chain([(keys::PREAMBLE, &file.preamble)]);
        let whole = |text: &Text| text.passages.iter().map(|own| &*own.1).collect::<String>();
        let texts = texts.map(|(key, text)| (key, text.as_ref().map(whole)));
        let notes = file.edition.slots.iter().zip(&file.entries);
        let notes = notes.map(|(slot, entry)| (&*slot.path, entry.note.clone()));
        let mut found = Vec::new();
        for (key, words) in named.into_iter().chain(texts).chain(notes) {
            let words = words.unwrap_or_default();
            let first = words.lines().find_map(|line| line.split_once(LOST));
            let Some((before, behind)) = first else {
                continue;
            };
            let from = before.chars().count().saturating_sub(BESIDE);
            let before: String = before.chars().skip(from).collect();
            let behind: String = behind.chars().take(BESIDE).collect();
            let more = match words.matches(LOST).count() {
                1 => String::new(),
                count => format!("等 {count} 处"),
            };
            let message =
                format!("「{key}」里有读不出的字（{LOST}）：「{before}{LOST}{behind}」{more}");
            found.push(Notice::unsure(key, message, "对照原文补上"));
        }
        self.doubts.extend(found);
    }
}

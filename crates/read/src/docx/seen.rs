//! What a Word file holds that could not be read as it stands.

use crate::words::{STRUCK, counted, one_line};

/// So many words of what was not read are quoted.
const LONGEST_QUOTE: usize = 100;
/// So many bytes of it are kept to be quoted.
const MOST_QUOTED: usize = 1000;

/// What stands for a formula, a symbol or a number that is not read.
pub(super) const UNREAD: char = '□';

/// What a Word file holds that could not be read as it stands.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) changes: bool,
    pub(super) foreign: bool,
    pub(super) objects: usize,
    pub(super) boxes: usize,
    pub(super) nested: usize,
    pub(super) pictures: usize,
    pub(super) struck: usize,
    pub(super) torn_fields: bool,
    /// Words that Word hides.
    hidden: String,
    /// Words above and below every page.
    pub(super) margins: Vec<String>,
    /// Comments on the text.
    pub(super) comments: usize,
    unread: usize,
    /// The words around what is not read.
    around: String,
}

impl Seen {
    /// Words that Word hides.
    pub(super) fn hide(&mut self, words: &str) {
        if self.hidden.len() < MOST_QUOTED {
            self.hidden.push_str(words);
        }
    }

    /// Things that are not read, and the words that they stand among.
    pub(super) fn unread(&mut self, count: usize, words: &str) {
        if count > 0 && self.around.len() < MOST_QUOTED {
            let apart = if self.around.is_empty() { "" } else { "；" };
            self.around.extend([apart, &one_line(words)]);
        }
        self.unread += count;
    }

    /// What was done with the file, in Chinese; `notes` is how many notes there are.
    pub(super) fn remarks(&self, notes: usize) -> Vec<String> {
        counted(&[
            (
                notes,
                "脚注、尾注 # 条，作为文字放在所在段落或表格之后，或写成数的注",
            ),
            (self.boxes, "文本框 # 个，其中的文字放在所在段落之后"),
            (self.nested, "表中套表 # 处，拆开逐格读入"),
        ])
    }

    /// What may be read wrongly or is left out, in Chinese.
    pub(super) fn cautions(&self) -> Vec<String> {
        let mut cautions = counted(&[
            (
                self.changes.into(),
                "文件里有修订：插入的文字读入了，删除的文字没有读入，请核对",
            ),
            (self.pictures, "图片 # 张，里面的文字读不出来"),
            (self.objects, "嵌入的对象（如 Excel 表格）# 个没有读入"),
            (self.struck, STRUCK),
            (self.comments, "批注 # 条没有读入"),
            (self.foreign.into(), "引用的其他文档没有读入"),
            (
                self.torn_fields.into(),
                "有的域（自动更新的内容）不完整，其中的文字可能没有读入，请核对",
            ),
        ]);
        let quoted = |words: &str| words.chars().take(LONGEST_QUOTE).collect::<String>();
        if self.unread > 0 {
            let (count, words) = (self.unread, quoted(&self.around));
            cautions.push(format!(
                "公式、符号或编号 {count} 处没有读入，写作“{UNREAD}”，请对照原文补上：{words}"
            ));
        }
        if !self.hidden.trim().is_empty() {
            cautions.push(format!("隐藏的文字没有读入：{}", quoted(&self.hidden)));
        }
        for words in &self.margins {
            cautions.push(format!("页眉、页脚没有读入：{}", quoted(words)));
        }
        cautions
    }
}

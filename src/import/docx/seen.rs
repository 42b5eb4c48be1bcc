//! What a Word file holds that could not be read as it stands.

/// So many words of what was not read are quoted.
const LONGEST_QUOTE: usize = 100;

/// What a Word file holds that could not be read as it stands.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) changes: bool,
    pub(super) foreign: bool,
    pub(super) contents: usize,
    pub(super) objects: usize,
    pub(super) symbols: usize,
    pub(super) boxes: usize,
    pub(super) nested: usize,
    pub(super) pictures: usize,
    pub(super) struck: usize,
    pub(super) formulas: usize,
    pub(super) torn_fields: bool,
    /// Words that Word hides.
    pub(super) hidden: String,
    /// Words above and below every page.
    pub(super) margins: Vec<String>,
    pub(super) comments: usize,
}

impl Seen {
    /// What is said of it, in Chinese; `notes` is how many notes there are.
    pub(super) fn remarks(&self, notes: usize) -> Vec<String> {
        let mut remarks = Vec::new();
        let mut remark = |count: usize, text: &str| {
            if count > 0 {
                remarks.push(text.replace('#', &count.to_string()));
            }
        };
        remark(
            self.changes.into(),
            "文件里有修订：插入的文字读入了，删除的文字没有读入，请核对",
        );
        remark(self.comments, "批注 # 条没有读入");
        remark(notes, "脚注、尾注 # 条，作为文字放在所在段落或表格之后");
        remark(self.boxes, "文本框 # 个，其中的文字放在所在段落之后");
        remark(self.nested, "表中套表 # 处，拆开逐格读入");
        remark(self.pictures, "图片 # 张，里面的文字读不出来");
        remark(self.objects, "嵌入的对象（如 Excel 表格）# 个没有读入");
        remark(self.symbols, "符号字体的字符 # 个认不出，写作“□”");
        remark(self.formulas, "公式 # 个，写成了一行，请核对");
        remark(self.struck, "带删除线的文字 # 处照样读入，请核对");
        remark(self.contents, "目录 # 行没有读入");
        remark(self.foreign.into(), "引用的其他文档没有读入");
        remark(
            self.torn_fields.into(),
            "有的域（自动更新的内容）不完整，其中的文字照样读入，请核对",
        );
        let quoted = |words: &str| words.chars().take(LONGEST_QUOTE).collect::<String>();
        if !self.hidden.trim().is_empty() {
            remarks.push(format!("隐藏的文字没有读入：{}", quoted(&self.hidden)));
        }
        for words in &self.margins {
            remarks.push(format!("页眉、页脚没有读入：{}", quoted(words)));
        }
        remarks
    }
}

//! What a form to fill in Word or Excel says beside the form itself: the particulars that it
//! asks for, and sentences that tell a clerk what to write.
//!
//! In: a report, blank or filled, or a section. Out: what `write` puts
//! into such a form and `read` finds in it again, in whatever file it
//! then is: a guide is known by its brackets, a particular by its key.

use super::{
    edition::Section,
    report::{Category, Report, Seal, Words, keys},
};

/// How a guide begins: words that tell a clerk what to write, and that nobody publishes.
pub const GUIDE: &str = "【填写提示：";
/// How it ends.
const GUIDE_END: char = '】';

/// How the title of a form to fill in ends.
pub const FORM: &str = "填报表";
/// The switch by which what is blank in the tables is 0.
pub const ZEROS: &str = "空白按0";
/// Switched on.
pub const YES: &str = "是";
/// Switched off.
pub const NO: &str = "否";
/// Written for who signs, where nobody does.
pub const UNSIGNED: &str = "无";

/// Something of a report that stands neither in its tables nor in its texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Particular {
    /// What it is called, in the form and in a data file.
    pub key: &'static str,
    /// What is known of it.
    pub value: String,
    /// What is to be written, in words.
    pub told: String,
    /// What may be written, where that is a choice.
    pub choices: Vec<&'static str>,
    /// Whether a report needs it.
    pub needed: bool,
}

/// The keys of all particulars, in order.
pub const KEYS: [&str; 9] = [
    keys::YEAR,
    keys::AGENCY,
    keys::CATEGORY,
    keys::DATE,
    keys::TITLE,
    keys::SIGNATURE,
    keys::SEAL,
    keys::PREVIOUS,
    ZEROS,
];

/// The particulars that a form asks for, with what a report states of them.
pub fn particulars(report: &Report) -> Vec<Particular> {
    let next = report.year.saturating_add(1);
    let text = |words: &Option<Words>| words.as_ref().map_or("", |words| &words.text).to_owned();
    let signature = match &report.signature {
        None => UNSIGNED,
        Some(name) if *name == report.agency.text => "",
        Some(name) => name,
    };
    let day = report.date.map(|(date, _)| date.to_string());
    let category = report.category.map_or("", Category::chinese);
    let seal = report.seal.map_or("", Seal::chinese);
    let unsigned = format!("不写就是机关的名称；不要落款写「{UNSIGNED}」");
    let zeros = format!("「{YES}」：表里空着的格子都是 0；「{NO}」：空着就是空白");
    let all = [
        (report.year.to_string(), "四位数字".to_owned()),
        (report.agency.text.clone(), "全称".to_owned()),
        (category.to_owned(), Category::choice()),
        (
            day.unwrap_or_default(),
            format!("落款日期，写作 {next}-01-20"),
        ),
        (text(&report.title), "不写就用规定的标题".to_owned()),
        (signature.to_owned(), unsigned),
        (seal.to_owned(), Seal::told()),
        (
            text(&report.previous),
            "上年的数据文件；没有就空着".to_owned(),
        ),
        (NO.to_owned(), zeros),
    ];
    let all = KEYS.into_iter().zip(all);
    all.map(|(key, (value, told))| Particular {
        key,
        value,
        told,
        choices: match key {
            keys::CATEGORY => Category::ALL.map(Category::chinese).to_vec(),
            keys::SEAL => Seal::ALL.map(Seal::chinese).to_vec(),
            ZEROS => vec![YES, NO],
            _ => Vec::new(),
        },
        needed: [keys::YEAR, keys::AGENCY, keys::CATEGORY, keys::DATE].contains(&key),
    })
    .collect()
}

/// A sentence as a guide.
pub fn guide(words: &str) -> String {
    format!("{GUIDE}{words}{GUIDE_END}")
}

/// What a clerk is told to write into a section of text; `None` is what stands above the
/// first one.
pub fn guide_to(section: Option<&Section>) -> String {
    let Some(section) = section else {
        return guide("报告开头的一段话写在这里；不需要就空着。");
    };
    let topics: Vec<&str> = section.topics.iter().map(|t| t.name.as_str()).collect();
    let asked = match (topics.as_slice(), section.least) {
        ([], 0) => "在下面写这一部分的文字；没有的，写明没有。".to_owned(),
        ([], least) => format!("在下面写这一部分的文字，不少于 {least} 字。"),
        (topics, _) => format!("格式要求写到：{}。", topics.join("、")),
    };
    guide(&format!("{asked}小标题单独写，如「（一）某某情况」。"))
}

/// Words without the guides at their beginning.
pub fn without_guides(text: &str) -> &str {
    let mut rest = text;
    while let Some(inner) = rest.trim_start().strip_prefix(GUIDE)
        && let Some((_, behind)) = inner.split_once(GUIDE_END)
    {
        rest = behind;
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guide_is_told_from_what_stands_behind_it() {
        let guide = guide("写一段。");
        assert_eq!(without_guides(&guide), "");
        assert_eq!(
            without_guides(&format!(" {guide}{guide}全年6条。")),
            "全年6条。"
        );
        for own in ["全年6条。", "【填写提示：没有写完", "见【填写提示：】"] {
            assert_eq!(without_guides(own), own);
        }
    }
}

//! The catalogue: every rule, its severity and its basis.

use serde::{Serialize, Serializer};

use super::Severity;

/// Why anybody may demand something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Basis {
    /// 《中华人民共和国政府信息公开条例》 says so.
    Statute,
    /// The official format (国办公开办函〔2019〕60号, 〔2021〕30号) says so.
    Form,
    /// Printed in the mandated table itself, or what its word 总计 means.
    Table,
    /// Authorities' published assessment indicators ask for it.
    Assessment,
    /// Found wrong in really published reports.
    Experience,
    /// The program's own housekeeping.
    Housekeeping,
}

impl Basis {
    /// The word that messages use.
    pub fn chinese(self) -> &'static str {
        match self {
            Basis::Statute => "法定",
            Basis::Form => "格式",
            Basis::Table => "表内",
            Basis::Assessment => "评估",
            Basis::Experience => "经验",
            Basis::Housekeeping => "本工具",
        }
    }
}

impl Serialize for Basis {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.chinese())
    }
}

/// A rule of the catalogue.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its stable name.
    pub code: &'static str,
    /// How bad a finding of it is, unless the finding says otherwise.
    pub severity: Severity,
    /// Why anybody may demand it.
    pub basis: Basis,
    /// What it finds, in a few words.
    pub title: &'static str,
}

impl Rule {
    /// Its documentation, in Markdown: what it demands, why, examples, how to waive it.
    pub fn page(&self) -> &'static str {
        page(self.code)
    }
}

macro_rules! catalogue {
    ($($name:ident $code:literal $severity:ident $basis:ident $title:literal;)*) => {
        $(
            #[doc = $title]
            pub static $name: Rule = Rule {
                code: $code,
                severity: Severity::$severity,
                basis: Basis::$basis,
                title: $title,
            };
        )*

        /// Every rule, in the catalogue's order.
        pub static ALL: &[&Rule] = &[$(&$name),*];

        /// The page of a rule's name.
        fn page(code: &str) -> &'static str {
            match code {
                $($code => include_str!(concat!("pages/", $code, ".md")),)*
                _ => "",
            }
        }
    };
}

catalogue! {
    YAML_SYNTAX "yaml-syntax" Error Form "文件不是合格的 YAML";
    EDITION_YEAR "edition-year" Error Form "版式与年度不符";
    MISSING_KEY "missing-key" Error Form "缺少格式规定的行、列、部分或字段";
    UNKNOWN_KEY "unknown-key" Error Form "格式里没有这一项";
    DUPLICATE_KEY "duplicate-key" Error Form "同一项写了两次";
    WRONG_VALUE "wrong-value" Error Form "这一项的写法读不懂";
    NOT_A_COUNT "not-a-count" Error Form "不是规范的整数";
    NOT_AN_AMOUNT "not-an-amount" Error Form "不是规范的金额（万元）";
    ROW_LENGTH "row-length" Error Form "一行的数字个数不对";
    BLANK_CELL "blank-cell" Warning Form "空白单元格";
    EMPTY_SECTION "empty-section" Error Form "规定的部分没有内容";
    THIN_SECTION "thin-section" Warning Form "规定的部分写得太少";
    OVERVIEW_TOPICS "overview-topics" Warning Form "没有写全要求的方面";
    FEE_REPORT "fee-report" Warning Form "没有报告收取信息处理费情况";
    ROW_TOTAL "row-total" Error Table "行的总计不等于各列之和";
    COLUMN_TOTAL "column-total" Error Table "列的总计不等于各行之和";
    BALANCE "balance" Error Table "表内规定的勾稽关系不平";
    BROUGHT_FORWARD "brought-forward" Error Table "从上年承接的数与上年报告不符";
    IN_FORCE "in-force" Warning Experience "现存的数与上年加减推算不符";
    COPIED_TEXT "copied-text" Warning Assessment "文字照抄上年";
    SAME_FIGURES "same-figures" Warning Experience "整张表与上年相同";
    NARRATIVE_FIGURE "narrative-figure" Warning Assessment "文字里的数与表不一致";
    NARRATIVE_SUM "narrative-sum" Warning Experience "文字里的分项加起来不等于总数";
    SHARE "share" Warning Experience "文字里的百分数不对";
    UNIT_SCALE "unit-scale" Warning Experience "金额的单位像是元";
    REGULATION_POWER "regulation-power" Warning Statute "无权制定规章的机关填了规章";
    AGENCY_NAME "agency-name" Warning Experience "文字里自称别的机关";
    STALE_YEAR "stale-year" Warning Experience "年份不是本年度";
    STALE_DOCUMENT "stale-document" Warning Experience "引用的文号不对";
    UNFILLED "unfilled" Error Experience "没有填写的占位内容";
    STRAY_WORD "stray-word" Warning Experience "中文里夹着外文单词";
    MARKUP "markup" Warning Experience "不会照排的标记";
    HIDDEN_CHARACTER "hidden-character" Warning Experience "夹着看不见的字符";
    SELF_REFERENCE "self-reference" Warning Experience "自称与机关不符";
    HEADING_NUMBER "heading-number" Warning Experience "编号跳号或重复";
    PUNCTUATION "punctuation" Hint Experience "半角标点或不成对的标点";
    DEADLINE "deadline" Warning Statute "公布晚于期限";
    PREVIOUS_FILE "previous-file" Error Housekeeping "上年的数据文件不对";
    UNUSED_WAIVER "unused-waiver" Warning Housekeeping "没有用处的豁免";
    MISSING_FILE "missing-file" Error Housekeeping "引用的文件读不到";
    IMAGE_ALT "image-alt" Error Housekeeping "图片没有说明文字";
    CHART "chart" Error Housekeeping "图画不出来";
    LOCAL_RULE "local-rule" Warning Housekeeping "不合本地的要求";
    NO_REPORT "no-report" Error Housekeeping "文件里读不出年度报告";
    UNSURE_IMPORT "unsure-import" Warning Housekeeping "导入时读不准";
    FORM_WORDING "form-wording" Warning Form "写法与格式不同";
    MISSING_GLYPH "missing-glyph" Error Housekeeping "字体里没有这个字";
}

/// The rule of a name.
pub fn find(code: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_kebab_case() {
        for (index, rule) in ALL.iter().enumerate() {
            assert!(ALL[..index].iter().all(|other| other.code != rule.code));
            assert!(
                rule.code
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c == '-'),
                "{}",
                rule.code
            );
            assert!(!rule.title.is_empty());
        }
    }
}

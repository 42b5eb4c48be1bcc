//! What a published table counts its figures in.

use crate::label::half_width;
use base::number::Kind;

/// Longer words are no statement of units.
const LONGEST: usize = 24;
/// What makes a figure stand for more than itself.
const SCALES: [char; 4] = ['百', '千', '万', '亿'];
/// The unit of the form's amounts.
const AMOUNT: &str = "万元";

/// Whether words say what the figures of a table are counted in: 「单位：万元」.
pub fn are_told(text: &str) -> bool {
    let bare = bare(text);
    let words = bare.trim_start_matches('(').trim_end_matches(')');
    let beginnings = ["单位:", "金额单位:", "计量单位:", "货币单位:", "数据单位:"];
    words.chars().count() <= LONGEST && beginnings.iter().any(|begin| words.starts_with(begin))
}

/// Whether words name another unit for figures of a kind than the form's, which counts
/// by ones and prints amounts in 万元.
pub fn differ(text: &str, kind: Kind) -> bool {
    let bare = bare(text);
    match kind {
        Kind::Amount => {
            let scaled = |before: &str| before.ends_with(|c| SCALES.contains(&c) || c == '十');
            let mut sums = bare.match_indices('元').map(|(at, _)| &bare[..at]);
            let other = |before: &str| before.strip_suffix('万').is_none_or(scaled);
            sums.any(other) || bare.replace(AMOUNT, "").contains(['百', '千', '亿'])
        }
        // A head beside it may speak of amounts.
        Kind::Count | Kind::Change => bare.replace(AMOUNT, "").contains(SCALES),
    }
}

fn bare(text: &str) -> String {
    let shown = text.chars().map(half_width);
    shown.filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_of_units_are_known() {
        for text in ["单位：元", "（单位: 万元）", "金额单位：人民币元、件"] {
            assert!(are_told(text), "{text}");
        }
        for text in [
            "单位",
            "本单位：高度重视",
            "行政许可",
            "本年收费金额（单位：万元）",
        ] {
            assert!(!are_told(text), "{text}");
        }
    }

    #[test]
    fn other_units_than_the_forms_are_seen() {
        let amounts = [
            "金额（元）",
            "单位：亿元",
            "百万元",
            "十万元",
            "千 元",
            "美元",
            "万美元",
        ];
        for text in amounts {
            assert!(differ(text, Kind::Amount), "{text}");
        }
        for text in [
            "金额",
            "金额（单位：万元）",
            "单位：万 元、件",
            "采购项目数量",
        ] {
            assert!(!differ(text, Kind::Amount), "{text}");
        }
        assert!(differ("数量（万件）", Kind::Count) && differ("单位：百件", Kind::Change));
        assert!(!differ("数量（件）", Kind::Count) && !differ("金额（万元）", Kind::Count));
    }
}

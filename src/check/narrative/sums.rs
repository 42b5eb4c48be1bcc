//! Numbers of a text against each other: parts and their total.

use super::{Sentence, change::is_difference};
use crate::{
    check::sentences::{Quantity, any, clause, quantities},
    ground::{
        diagnostic::{Finding, rules},
        number::Number,
    },
};

impl Sentence<'_> {
    /// 「共 73 条，其中 A 12 条、B 21 条」: the parts must add up.
    pub(super) fn parts(&self, numbers: &[Quantity]) -> Option<Finding> {
        let (total, cue, list) = self.divided(numbers)?;
        let parts = enumerated(&list, total)?;
        let sum: i128 = parts.iter().map(|part| part.value).sum();
        let last = &list[parts[parts.len() - 2].range.end..];
        let exhaustive = cue != "其中"
            || any(last, ["其他", "其它", "其余"])
            || sum.saturating_mul(100) >= total.value.saturating_mul(85);
        if sum == total.value || (sum < total.value && !exhaustive) {
            return None;
        }
        let shown: Vec<String> = parts
            .iter()
            .map(|part| Number::from_millionths(part.value).to_string())
            .collect();
        let near = cue == "其中" && sum < total.value;
        let (sum, stated) = (
            Number::from_millionths(sum),
            Number::from_millionths(total.value),
        );
        let message = format!(
            "写共 {stated}{unit}，{cue}所列各项之和是 {sum}{unit}（{}）",
            shown.join("+"),
            unit = total.unit
        );
        let range = total.range.clone();
        let finding = self.words.finding(&rules::NARRATIVE_SUM, range, message);
        let finding = finding.stated(stated).expected(sum);
        let help = "核对总数和各项；如果只列举了一部分，写成「其中……等」";
        Some(finding.help(match near {
            true => format!("{help}（写了「其他」，或所列已占总数的 85% 以上，就当作列全了）"),
            false => help.to_owned(),
        }))
    }

    /// The number that the sentence divides, the cue behind it, and what it is divided into.
    fn divided<'a>(&self, numbers: &'a [Quantity]) -> Option<(&'a Quantity, &'static str, String)> {
        let cues = ["其中", "分别为", "分别是", "包括", "："];
        let (start, cue) = cues
            .into_iter()
            .find_map(|cue| Some((self.text.find(cue)?, cue)))?;
        let total = numbers.iter().rfind(|n| n.range.end <= self.at + start)?;
        let lead = &self.text[total.range.end - self.at..start];
        let divides = !is_difference(clause(self.before(total)))
            && !total.rough
            && total.unit != "%"
            && lead.chars().all(|c| "，,、：:（( ".contains(c));
        let rest = &self.text[start + cue.len()..];
        divides.then(|| (total, cue, listed(rest, lead.contains(['（', '(']))))
    }
}

/// The parts of a total, where a list plainly names them one after another and ends there.
fn enumerated(list: &str, total: &Quantity) -> Option<Vec<Quantity>> {
    let parts = quantities(list, 0);
    let simple = parts.windows(2).all(|pair| {
        let between = &list[pair[0].range.end..pair[1].range.start];
        between.starts_with(['、', '，', ',', '和', '及', '与', ' '])
            && between.chars().count() <= 24
    });
    let tail = &list[parts.last()?.range.end..];
    let alike = |part: &Quantity| part.unit == total.unit && !part.rough;
    (parts.len() >= 2 && simple && parts.iter().all(alike) && !tail.contains('等')).then_some(parts)
}

/// What a cue like 其中 divides: up to the next, which divides a part, or to the end of the
/// bracket in which it stands; without what stands in brackets, which divides a part too.
fn listed(rest: &str, bracketed: bool) -> String {
    let stop = rest.find("其中").unwrap_or(rest.len());
    let stop = match bracketed {
        true => rest.find(['）', ')']).map_or(stop, |close| close.min(stop)),
        false => stop,
    };
    let mut depth = 0_usize;
    let kept = rest[..stop].chars().filter(|c| match c {
        '（' | '(' => {
            depth += 1;
            false
        }
        '）' | ')' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    kept.collect()
}

//! What a roll-up and a comparison say.

use serde_json::json;

use super::collect::{Collected, Draft, Wanted};
use crate::{
    base::{
        diagnostic::terminal::safe,
        number::{Kind, Number},
        source::{Place, Sources},
    },
    cli::complain,
    form::report::Report,
    office::{
        plain::pretty,
        rollup::{Comparison, Difference, Hypothesis, Mistake, Refusal},
    },
};

/// Hypotheses that people are shown.
const SHOWN: usize = 3;
/// Names or lines that are listed where there could be very many.
const LISTED: usize = 20;
/// Agencies that a hypothesis names, at the most.
const NAMED: usize = 5;

/// Says why reports cannot be rolled up.
pub fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Nothing => "没有可以汇总的报告".to_owned(),
        Refusal::Years(years) => {
            let most = years.values().map(Vec::len).max();
            let told = years.iter().map(|(year, files)| match files.as_slice() {
                [] => format!("汇总报告是 {year} 年度"),
                files if Some(files.len()) == most => format!("{year} 年度 {} 份", files.len()),
                files => format!("{year} 年度 {} 份（{}）", files.len(), few(files)),
            });
            let told = told.collect::<Vec<_>>().join("，");
            format!(
                "不是同一年度的报告，不能相加：{told}；移走、用 --except 略去，或用 --year 指明年度"
            )
        }
        Refusal::Twice(agency, files) => format!(
            "「{agency}」有 {} 份：{}；留下一份，其余移走或用 --except 文件名 略去",
            files.len(),
            few(files)
        ),
        Refusal::Itself(file) => {
            format!("{file} 就是汇总的机关自己的报告，加进去会算重；移走或用 --except 略去")
        }
        Refusal::Sum(file, count) => format!(
            "{file} 是汇总报告，它汇总的报告有 {count} 份也在这里，加进去会算重；留下一样，其余移走或用 --except 略去"
        ),
        Refusal::Covers(file, parts) => format!(
            "{file} 是一级政府的报告，{} 份下级的报告也在这里（{}）；它要是已经包括下级，加进去会算重；用 --except 略去一方，或在名册里写明",
            parts.len(),
            few(parts)
        ),
        Refusal::TooLarge(path) => {
            format!("「{path}」加起来超过 18 位，不像真的；先检查各机关的报告")
        }
    }
}

/// The first of many names.
fn few(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(LISTED).map(String::as_str).collect();
    let more = if names.len() > LISTED { "……" } else { "" };
    safe(&format!("{}{more}", shown.join("、"))).into_owned()
}

/// Says who of the roster has no report.
pub fn missing(collected: &Collected) {
    if let (Some(expected), false) = (collected.expected, collected.missing.is_empty()) {
        eprintln!(
            "名册 {expected} 家，还有 {} 家没有报告：{}",
            collected.missing.len(),
            few(&collected.missing)
        );
    }
}

/// Says all that keeps the roll-up from being made.
pub fn stopped(collected: &Collected, refusals: &[Refusal], wanted: &Wanted<'_>) {
    for line in &collected.stopping {
        eprintln!("{}", safe(line));
    }
    for refused in refusals {
        complain(&refusal(refused));
    }
    if collected.unread {
        complain("有文件读不了，没有汇总；改正后再试，或加 --draft 不计入它们");
    }
    if !collected.stopping.is_empty() {
        eprintln!(
            "要改正的 {} 处没有改正，没有汇总；改正后再试，用 --except 略去，或加 --draft 照样计入",
            collected.stopping.len()
        );
    }
    if !collected.missing.is_empty() && !wanted.allows(Draft::Missing) {
        eprintln!(
            "名册里的没有交齐，没有汇总；等交齐再试，用 --except 略去，或加 --draft 先汇总已有的"
        );
    }
}

/// Says what the written file has that a clerk should know of.
pub fn asides(collected: &Collected) {
    let sum = |count: fn(&crate::office::rollup::Contribution) -> usize| -> usize {
        collected.contributions.iter().map(count).sum()
    };
    let facts = [
        (collected.left_out.len(), "份没有计入"),
        (collected.faulty.len(), "份有错误、照样计入"),
        (sum(|one| one.unknown.len()), "格没有数，汇总里也空着"),
        (sum(|one| one.notes.len()), "处注略去"),
    ];
    let told = facts.iter().filter(|(count, _)| *count > 0);
    let told: Vec<String> = told
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    if !told.is_empty() {
        eprintln!("{}（都列在文件里）", told.join("，"));
    }
}

/// `漏计「某局」，能解释 12 格中的 9 格`.
fn reason(hypothesis: &Hypothesis) -> String {
    let whose = match hypothesis.agencies.as_slice() {
        [] => "汇总报告".to_owned(),
        [name] => format!("「{name}」"),
        many => {
            let shown = many.iter().take(NAMED).map(String::as_str);
            let shown = shown.collect::<Vec<_>>().join("、");
            let more = if many.len() > NAMED { "等" } else { "" };
            format!("「{shown}」{more} {} 家中的一家", many.len())
        }
    };
    let what = match hypothesis.mistake {
        Mistake::Missing => format!("漏计{whose}"),
        Mistake::Doubled => format!("重复计入{whose}"),
        Mistake::Shifted => format!("{whose}的数差了 10 倍，像是多写或少写了一个 0"),
        Mistake::Swapped => format!("{whose}的数有相邻两位写颠倒了"),
    };
    let (explained, cells) = (hypothesis.explained, hypothesis.cells);
    match (explained == cells, hypothesis.is_whole) {
        (true, true) => what,
        (true, false) => format!("{what}，但只在不同的格里"),
        (false, _) => format!("{what}，能解释 {cells} 格中的 {explained} 格"),
    }
}

/// A comparison with what is needed to tell of it.
pub struct View<'a> {
    /// The area's report.
    pub area: &'a Report,
    /// The texts of the area's file.
    pub sources: &'a Sources,
    /// What the comparison shows.
    pub comparison: &'a Comparison,
    /// What it was compared with.
    pub collected: &'a Collected,
}

impl View<'_> {
    fn place(&self, difference: &Difference) -> Place {
        self.sources.place(self.area.place(difference.slot))
    }

    /// A figure as it is written in the cell.
    fn figure(&self, difference: &Difference, millionths: i128) -> Number {
        Number::of_kind(millionths, self.area.edition.slot(difference.slot).kind)
    }

    fn path(&self, difference: &Difference) -> &str {
        &self.area.edition.slot(difference.slot).path
    }

    fn file(&self) -> &str {
        self.sources.get(self.area.year_place.file).name()
    }

    /// For people.
    pub fn human(&self) -> String {
        let mut lines = Vec::new();
        let (area, count) = (&self.area.agency.text, self.collected.contributions.len());
        let differences = &self.comparison.differences;
        if differences.is_empty() {
            lines.push(format!("{area}: 与 {count} 家机关之和完全相符"));
        } else {
            let cells = differences.len();
            lines.push(format!("{area}: 与 {count} 家机关之和相比，{cells} 格不同"));
            lines.extend(differences.iter().map(|difference| self.cell(difference)));
            let hypotheses = &self.comparison.hypotheses;
            lines.push(match hypotheses.first() {
                Some(first) if first.explained == first.cells => "可能的原因：".to_owned(),
                Some(_) => {
                    "没有一份报告能解释全部不同的格；改正最像的一处，再核对一次：".to_owned()
                }
                None => "没有一份报告的差错能解释不同的格；逐格核对".to_owned(),
            });
            let ranked = (1..).zip(hypotheses.iter().take(SHOWN));
            lines.extend(ranked.map(|(rank, own)| format!("  {rank}. {}", reason(own))));
        }
        for (names, words) in [
            (&self.comparison.unlisted, "汇总文件的来源里没有"),
            (&self.comparison.changed, "汇总以后改过"),
            (&self.comparison.gone, "汇总文件的来源里有、这里没有"),
        ] {
            if !names.is_empty() {
                lines.push(format!("{words}的 {} 份：{}", names.len(), few(names)));
            }
        }
        for (told, words) in [
            (&self.collected.left_out, "没有计入"),
            (&self.collected.faulty, "有错误、照样计入"),
        ] {
            if !told.is_empty() {
                lines.push(format!("{words}的 {} 份：", told.len()));
                lines.extend(told.iter().map(|line| format!("  {line}")));
            }
        }
        let lines = lines.iter().map(|line| format!("{}\n", safe(line)));
        lines.collect()
    }

    fn cell(&self, difference: &Difference) -> String {
        format!(
            "  {}: 「{}」写 {}，各机关之和是 {}，差 {}",
            self.place(difference).of(self.file()),
            self.path(difference),
            self.figure(difference, difference.stated),
            self.figure(difference, difference.sum),
            Number::of_kind(difference.stated - difference.sum, Kind::Change),
        )
    }

    /// The same for programs.
    pub fn json(&self) -> String {
        let number = |millionths| Number::from_millionths(millionths).to_string();
        let cells = self.comparison.differences.iter().map(|difference| {
            let place = self.place(difference);
            let at = place.position();
            json!({
                "path": self.path(difference),
                "within": place.origin().map(ToString::to_string),
                "line": at.map(|at| at.line),
                "column": at.map(|at| at.column),
                "stated": number(difference.stated),
                "sum": number(difference.sum),
                "difference": number(difference.stated - difference.sum),
            })
        });
        let hypotheses = (1..).zip(&self.comparison.hypotheses);
        let hypotheses = hypotheses.map(|(rank, hypothesis): (usize, _)| {
            let mut value = json!(hypothesis);
            value["rank"] = rank.into();
            value["message"] = reason(hypothesis).into();
            value
        });
        let value = json!({
            "file": self.file(),
            "agency": self.area.agency.text,
            "year": self.area.year,
            "agencies": self.collected.contributions.len(),
            "cells": cells.collect::<Vec<_>>(),
            "hypotheses": hypotheses.collect::<Vec<_>>(),
            "unlisted": self.comparison.unlisted,
            "changed": self.comparison.changed,
            "gone": self.comparison.gone,
            "missing": self.collected.missing,
            "left_out": self.collected.left_out,
            "faulty": self.collected.faulty,
        });
        pretty(&value)
    }
}

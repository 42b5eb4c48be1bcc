//! Findings that the author accepts, each with a reason.

use super::{
    Words, keys,
    reader::{Reader, is_blank},
};
use base::{
    diagnostic::{Finding, either, rules},
    yaml::{Entry, Value},
};

/// Waivers of a report, at the most.
const MOST_WAIVERS: usize = 1000;

/// A finding that the author accepts.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// The rule's name.
    pub rule: Words,
    /// The path at or below which it is accepted; everywhere without one.
    pub path: Option<String>,
    /// Why.
    pub reason: String,
}

impl Reader<'_> {
    pub(super) fn waivers(&mut self, entry: &Entry) -> Vec<Waiver> {
        let shape = || {
            either(
                "每条写作 - {规则: blank-cell, 位置: 申请.办理结果.其他处理, 理由: …}",
                "删去它，再在列出的问题旁边选「豁免」",
            )
        };
        let Value::List(items) = &entry.node.value else {
            if !is_blank(&entry.node) {
                self.wrong(entry, "「豁免」应当是一列，每条一行", shape());
            }
            return Vec::new();
        };
        if items.len() > MOST_WAIVERS {
            let message = format!("「豁免」有 {} 条，最多 {MOST_WAIVERS} 条", items.len());
            self.wrong(entry, message, "先改正问题；后面的没有读");
        }
        let mut waivers = Vec::new();
        for item in items.iter().take(MOST_WAIVERS) {
            let Value::Map(entries) = &item.value else {
                let message = "这一条豁免读不懂";
                self.push(Finding::new(&rules::WRONG_VALUE, item.span, message).help(shape()));
                continue;
            };
            let allowed = [keys::RULE, keys::PLACE, keys::REASON];
            let entries = self.known(entries, &allowed, keys::WAIVERS);
            let needed = [keys::RULE, keys::REASON];
            self.require(&entries, &needed, item.span, keys::WAIVERS);
            let mut word = |key: &str| {
                let entry = entries.iter().find(|entry| entry.key == key)?;
                self.words(entry, "文字")
            };
            let (rule, path, reason) = (word(keys::RULE), word(keys::PLACE), word(keys::REASON));
            if let (Some(rule), Some(reason)) = (rule, reason) {
                if rules::find(&rule.text).is_none() {
                    let message = format!("没有名为「{}」的规则", rule.text);
                    let meant = rules::ALL.iter().find(|known| known.title == rule.text);
                    let meant = meant.map_or("blank-cell", |known| known.code);
                    let help = format!("规则名照抄检查结果方括号里的英文，例如 {meant}");
                    let wrong = &rules::WRONG_VALUE;
                    self.fault(wrong, rule.place, keys::WAIVERS, message, help);
                    continue;
                }
                waivers.push(Waiver {
                    rule,
                    path: path.map(|path| path.text),
                    reason: reason.text,
                });
            }
        }
        waivers
    }
}

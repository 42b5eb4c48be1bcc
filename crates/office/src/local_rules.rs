//! An office's own rules (规则.yaml), read.
//!
//! In goes the file, out come the [`LocalRules`] by which reports are checked, and what is
//! wrong with it, line by line.

use base::{
    diagnostic::{Basis, Finding, Rule, Severity, rules},
    source::{FileId, Sources, Span},
    yaml::{self, Node, Value},
};
use check::local_rules::{Bound, LocalRules, demand};

/// The severities of rules.
const RULES: &str = "规则";
/// The bounds, and each one's own words.
const BOUNDS: &str = "要求";
/// How bad it is.
const SEVERITY: &str = "级别";
/// Why it may be demanded.
const BASIS: &str = "依据";
/// What is said of what breaks it.
const WORDS: &str = "说明";
/// What to do about that.
const HELP: &str = "办法";
/// That a rule is not used.
const OFF: &str = "关闭";
const SHAPE: &str = "写作 申请.新收.总计 ≤ 3 × 上年、总体情况 ≥ 800 字、总体情况 含 某几个字；可以用 + − × 和 ≤ ≥ < > = ≠";

/// Reads the rules of a file.
pub fn read(sources: &Sources, file: FileId) -> (LocalRules, Vec<Finding>) {
    let tree = match yaml::parse(sources, file) {
        Ok(tree) => tree,
        Err(findings) => return (LocalRules::default(), findings),
    };
    let (mut rules, mut wrong) = (LocalRules::default(), Vec::new());
    if tree.entries().is_empty() {
        wrong.push(misfit(
            tree.span,
            "这不是一份规则：应当有「规则」或「要求」",
            SHAPE,
        ));
    }
    for entry in tree.entries() {
        match (&*entry.key, &entry.node.value) {
            (RULES, Value::Map(entries)) => {
                for entry in entries {
                    match adjusted(&entry.key, entry.key_span, &entry.node) {
                        Ok(adjusted) => rules.severities.push(adjusted),
                        Err(finding) => wrong.push(*finding),
                    }
                }
            }
            (BOUNDS, Value::List(items)) => {
                for item in items {
                    match bound(item) {
                        Ok(bound) => rules.bounds.push(bound),
                        Err(finding) => wrong.push(*finding),
                    }
                }
            }
            (RULES | BOUNDS, _) => wrong.push(misfit(entry.node.span, "这里的写法读不懂", SHAPE)),
            (key, _) => {
                let message = format!("规则里没有「{key}」这一项");
                wrong.push(misfit(entry.key_span, &message, "可以写的有：规则、要求"));
            }
        }
    }
    (rules, wrong)
}

fn misfit(place: Span, message: &str, help: &str) -> Finding {
    Finding::new(&rules::WRONG_VALUE, place, message).help(help)
}

type Read<T> = Result<T, Box<Finding>>;

fn words(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Scalar(scalar) => Some(scalar.text.trim()),
        _ => None,
    }
}

/// A severity, nothing for a rule that is not used.
fn severity(node: &Node) -> Read<Option<Severity>> {
    let all = [Severity::Error, Severity::Warning, Severity::Hint];
    match words(node) {
        Some(OFF) => Ok(None),
        stated => {
            let found = all.into_iter().find(|own| Some(own.chinese()) == stated);
            let stated = stated.unwrap_or_default();
            let message = format!("「级别」不能写「{stated}」");
            let help = "从这几种里选一种：错误、警告、提示、关闭";
            found
                .map(Some)
                .ok_or_else(|| misfit(node.span, &message, help).into())
        }
    }
}

/// A rule of the catalogue in another severity.
fn adjusted(
    code: &str,
    place: Span,
    node: &Node,
) -> Read<(&'static Rule, Option<Severity>, Option<String>)> {
    let rule = rules::find(code).ok_or_else(|| {
        let message = format!("没有「{code}」这条规则");
        misfit(place, &message, "规则的名字见 nianbao explain")
    })?;
    let stated = severity(node.get(SEVERITY).map_or(node, |entry| &entry.node))?;
    let is_binding = matches!(rule.basis, Basis::Statute | Basis::Form | Basis::Table);
    if is_binding && rule.severity == Severity::Error && stated != Some(Severity::Error) {
        let message = format!("「{code}」是{}的错误，不能降级或关闭", rule.basis.chinese());
        return Err(misfit(node.span, &message, "删去这一条").into());
    }
    let basis = node.get(BASIS).and_then(|entry| words(&entry.node));
    Ok((rule, stated, basis.map(str::to_owned)))
}

fn bound(item: &Node) -> Read<Bound> {
    let known = [BOUNDS, SEVERITY, BASIS, WORDS, HELP];
    if let Some(entry) = item
        .entries()
        .iter()
        .find(|entry| !known.contains(&&*entry.key))
    {
        let message = format!("要求里没有「{}」这一项", entry.key);
        let help = format!("可以写的有：{}", known.join("、"));
        return Err(misfit(entry.key_span, &message, &help).into());
    }
    let own = item.get(BOUNDS).map_or(item, |entry| &entry.node);
    let text = words(own).ok_or_else(|| misfit(item.span, "这一条没有写「要求」", SHAPE))?;
    let demand = demand(text).map_err(|message| misfit(own.span, &message, SHAPE))?;
    let stated = item
        .get(SEVERITY)
        .map(|entry| severity(&entry.node))
        .transpose()?;
    let said = |key: &str| {
        let entry = item.get(key)?;
        words(&entry.node).map(str::to_owned)
    };
    Ok(Bound {
        text: text.to_owned(),
        demand,
        severity: stated.flatten().unwrap_or(Severity::Warning),
        basis: said(BASIS),
        words: said(WORDS),
        help: said(HELP),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::diagnostic::Surface;
    use form::report::{self, Alone, Report};

    fn rules_of(text: &str) -> (LocalRules, Vec<String>) {
        let mut sources = Sources::new();
        let file = sources.add("规则.yaml", text);
        let (rules, wrong) = read(&sources, file);
        let wrong = wrong.iter().map(|finding| {
            let at = sources.start(finding.place);
            format!(
                "{}:{} {}",
                at.line,
                at.column,
                finding.message.on(Surface::DataFile)
            )
        });
        (rules, wrong.collect())
    }

    fn report(year: u16, new: u32) -> Report {
        let text = format!(
            "年度: {year}\n机关: {{名称: 某局}}\n总体情况: 公开了信息。\n申请: {{新收: {{自然人: {new}, 其余: 0}}, 其余: 0}}\n"
        );
        let mut sources = Sources::new();
        let file = sources.add("a.yaml", text);
        report::read(&mut sources, file, &Alone).0.unwrap()
    }

    #[test]
    fn bounds_are_kept_or_told() {
        let demands = "要求:\n- {要求: 申请.新收.总计 ≤ 3 × 上年, 说明: 增长过快, 依据: 某办〔2025〕3号, 级别: 错误}\n- 总体情况 ≥ 800 字\n- 总体情况 含 执法公示\n- 申请.新收.总计 + 申请.上年结转.总计 = 31\n- 申请.新收.自然人 > 30 - 1\n";
        let (rules, wrong) = rules_of(demands);
        assert_eq!(wrong, [""; 0]);
        let told = |now: &Report, previous: Option<&Report>| -> Vec<String> {
            let mut findings = Vec::new();
            rules.apply(now, previous, &mut findings);
            let told = findings.iter();
            told.map(|one| {
                format!(
                    "{} {}",
                    one.severity.chinese(),
                    one.message.on(Surface::DataFile)
                )
            })
            .collect()
        };
        let found = told(&report(2025, 31), Some(&report(2024, 10)));
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].starts_with("错误 增长过快：「"), "{found:?}");
        assert!(
            found[0].ends_with("是 31，右边是 30，本地要求是 申请.新收.总计 ≤ 3 × 上年"),
            "{found:?}"
        );
        // Without last year's report nothing is known of it.
        assert_eq!(told(&report(2025, 31), None).len(), 2);
    }

    #[test]
    fn mistakes_have_a_place() {
        let (_, wrong) = rules_of(
            "规则:\n  copied-text: 很严\n  row-total: 关闭\n  没有: 错误\n要求:\n- 申请.没有 ≤ 3\n- 总体情况 很好\n- {要求: 申请.新收 ≤ 2 × 中位数}\n- {要求: 申请.新收 < 1, 后果: 无}\n别的: 1\n",
        );
        assert_eq!(
            wrong,
            [
                "2:16 「级别」不能写「很严」",
                "3:14 「row-total」是表内的错误，不能降级或关闭",
                "4:3 没有「没有」这条规则",
                "6:3 格式里没有「申请.没有」这个数",
                "7:3 没有写比较：≤、≥、<、>、=、≠ 或 含",
                "8:8 还不能和各家的「中位数」比",
                "9:19 要求里没有「后果」这一项",
                "10:1 规则里没有「别的」这一项",
            ]
        );
    }
}

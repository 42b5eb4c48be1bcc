//! Whether the texts cover what the official document asks for.

use super::{agency, sentences::any};
use base::diagnostic::{Finding, Severity, message, rules};
use form::{
    edition::Topic,
    report::{Prose, Report},
};

/// Looks for topics that a section leaves out, and for sections that say next to nothing.
pub fn check(report: &Report) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (section, prose) in report.edition.sections.iter().zip(&report.texts) {
        let Some(prose) = prose else { continue };
        let part = report.edition.subject(&section.key);
        let text = whole(prose);
        let lacks = |topic: &&Topic| !any(&text, &topic.words);
        let missing = section.topics.iter().filter(lacks);
        let (own, general): (Vec<_>, Vec<_>) = missing.partition(|topic| topic.rule.is_some());
        for topic in own {
            let Some(rule) = topic.rule.as_deref().and_then(rules::find) else {
                continue;
            };
            let message = message!(part; "「{part}」没有写{}", topic.name);
            findings.push(
                Finding::new(rule, prose.place, message)
                    .at(&section.key)
                    .help(format!(
                        "{}要求在这一部分报告{}；没有发生也要写明",
                        report.edition.document, topic.name
                    )),
            );
        }
        if !general.is_empty() {
            let names: Vec<&str> = general.iter().map(|topic| topic.name.as_str()).collect();
            let names = names.join("、");
            findings.push(
                Finding::new(
                    &rules::OVERVIEW_TOPICS,
                    prose.place,
                    message!(part; "「{part}」没有写到：{names}"),
                )
                .at(&section.key)
                .help(format!(
                    "{}要求这一部分写到这些方面，各写一段",
                    report.edition.document
                )),
            );
        }
        let governs = agency::governs(report);
        if let Some(topic) = section
            .governments
            .iter()
            .find(|topic| governs && lacks(topic))
        {
            let message = message!(part; "「{part}」没有写到：{}", topic.name);
            let finding = Finding::new(&rules::OVERVIEW_TOPICS, prose.place, message);
            // Other words may say it.
            let finding = Finding {
                severity: Severity::Hint,
                ..finding
            };
            findings.push(finding.at(&section.key).help(
                "《条例》第五十条第（四）项要求各级人民政府的报告写这些结果；没有发生也要写明",
            ));
        }
        let length = text.chars().filter(|c| !c.is_whitespace()).count();
        if length < section.least {
            findings.push(
                Finding::new(
                    &rules::THIN_SECTION,
                    prose.place,
                    message!(part; "「{part}」只有 {length} 个字，至少要写 {} 个字", section.least),
                )
                .at(&section.key)
                .stated(length)
                .help("具体写存在的问题和改进的措施，不要只写「无」"),
            );
        }
    }
    findings
}

fn whole(prose: &Prose) -> String {
    let mut text = String::new();
    for passage in &prose.passages {
        if let Some(heading) = &passage.heading {
            text.push_str(&heading.text);
            text.push('\n');
        }
        text.push_str(&passage.text);
        text.push('\n');
    }
    text
}

//! Whether the texts cover what the official document asks for.

use super::{agency, sentences::any};
use base::diagnostic::{Finding, Message, Rule, Severity, message, rules};
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
        let (text, document) = (whole(prose), &report.edition.document);
        let mut told = |rule: &'static Rule, message: Message, help: String| {
            let finding = Finding::new(rule, prose.place, message);
            findings.push(finding.at(&section.key).help(help));
        };
        let lacks = |topic: &&Topic| !any(&text, &topic.words);
        let mut general: Vec<&str> = Vec::new();
        for topic in section.topics.iter().filter(lacks) {
            let Some(rule) = topic.rule.as_deref().and_then(rules::find) else {
                general.push(&topic.name);
                continue;
            };
            let name = &topic.name;
            let help = format!("{document}要求在这一部分报告{name}；没有发生也要写明");
            told(rule, message!(part; "「{part}」没有写{name}"), help);
        }
        if !general.is_empty() {
            let names = general.join("、");
            let help = format!("{document}要求这一部分写到这些方面，各写一段");
            let message = message!(part; "「{part}」没有写到：{names}");
            told(&rules::OVERVIEW_TOPICS, message, help);
        }
        let length = text.chars().filter(|c| !c.is_whitespace()).count();
        if length < section.least {
            let least = section.least;
            let message = message!(part; "「{part}」只有 {length} 个字，至少要写 {least} 个字");
            let help = "具体写存在的问题和改进的措施，不要只写「无」";
            let finding = Finding::new(&rules::THIN_SECTION, prose.place, message);
            findings.push(finding.at(&section.key).stated(length).help(help));
        }
        let mut own = section
            .governments
            .iter()
            .filter(|_| agency::governs(report));
        if let Some(topic) = own.find(lacks) {
            let message = message!(part; "「{part}」没有写到：{}", topic.name);
            let finding = Finding::new(&rules::OVERVIEW_TOPICS, prose.place, message);
            let help =
                "《条例》第五十条第（四）项要求各级人民政府的报告写这些结果；没有发生也要写明";
            // Other words may say it.
            let severity = Severity::Hint;
            let finding = finding.at(&section.key).help(help);
            findings.push(Finding {
                severity,
                ..finding
            });
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

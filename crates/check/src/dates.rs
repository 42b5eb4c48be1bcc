//! Years, the deadline, and the documents that a text cites.
//!
//! The words by which a sentence shows which year it speaks of stand in `form/speech.yaml`,
//! under `years`.

use std::ops::Range;

use super::sentences::{LONGEST, Words, any, is_han, passages, sentences};
use base::{
    date::Date,
    diagnostic::{Finding, rules},
    source::Span,
};
use form::{
    edition::Edition,
    report::{Category, Report, keys},
    speech::speech,
};

/// Whether one of the words of a kind stands in a text.
fn has(text: &str, kind: &str) -> bool {
    any(text, &speech().years[kind])
}

/// Checks dates, years and cited documents.
pub fn check(report: &Report) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !report.year_is_sound {
        return findings;
    }
    findings.extend(deadline(report));
    findings.extend(too_early(report));
    findings.extend(title(report));
    for words in passages(report) {
        findings.extend(stale_years(report, words));
        findings.extend(stale_documents(report, words));
    }
    findings
}

/// The last day on which an agency may publish its report on a year; where its category is
/// not known, its name tells.
pub fn due(year: u16, category: Option<Category>, agency: &str) -> Option<Date> {
    let government = match category {
        Some(category) => category == Category::Government,
        None => agency.ends_with("人民政府"),
    };
    Date::new(year.checked_add(1)?, if government { 3 } else { 1 }, 31)
}

/// 《条例》第四十九条: departments by 31 January, a government's report by 31 March.
fn deadline(report: &Report) -> Option<Finding> {
    let (date, place) = report.date?;
    let last = due(report.year, report.category, &report.agency.text)?;
    // 第四十九条 names departments and the authority of a government; for others the day is
    // custom.
    let (whose, why) = match (last.month, report.category) {
        (3, _) => (
            "本级政府的报告",
            "《条例》第四十九条：政府信息公开工作主管部门在 3 月 31 日前公布本级政府的年度报告",
        ),
        (_, Some(Category::Township | Category::Other)) => (
            "这份报告",
            "《条例》第四十九条没有写到这一类机关，各地通常也按 1 月 31 日要求",
        ),
        _ => (
            "部门的报告",
            "《条例》第四十九条：县级以上人民政府部门在 1 月 31 日前公布",
        ),
    };
    let (day, end) = (date.chinese(), last.chinese());
    let message = format!("日期是{day}，{whose}应在{end}前公布");
    let finding = Finding::new(&rules::DEADLINE, place, message).at("日期");
    let help = format!("检查日期是否写错；{why}；确已逾期的无法补救，以后按时公布");
    (date > last).then(|| finding.stated(date).expected(last).help(help))
}

/// A report on a year is not signed before the year is over: mostly last year's date.
fn too_early(report: &Report) -> Option<Finding> {
    let (date, place) = report.date?;
    let message = format!("日期是{}，{} 年度还没有结束", date.chinese(), report.year);
    let finding = Finding::new(&rules::STALE_YEAR, place, message).at("日期");
    let help = "年报在次年 1 月公布；检查日期或年度里的年份";
    (date.year <= report.year).then(|| finding.stated(date).help(help))
}

fn title(report: &Report) -> Option<Finding> {
    let title = report.title.as_ref()?;
    let all = years(&title.text);
    let (range, year) = all.first()?;
    if all.iter().any(|(_, year)| *year == report.year) {
        return None;
    }
    // A title in quotes is one character further right.
    let quote = u32::from(title.place.range().len() > title.text.len());
    let start = title.place.start + quote + range.start as u32;
    let end = start + 4;
    let place = Span {
        start,
        end,
        ..title.place
    };
    let message = format!("标题写的是 {year} 年，本报告是 {} 年度", report.year);
    let finding = Finding::new(&rules::STALE_YEAR, place, message).at(keys::TITLE);
    let finding = finding.stated(year).expected(report.year);
    Some(finding.help("改正标题里的年份；不写标题就用规定的标题"))
}

/// Another year where the report's is meant, and in a plan where the next one is.
fn stale_years(report: &Report, words: Words<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let all = sentences(words.text()).into_iter();
    for range in all.filter(|range| range.len() <= LONGEST) {
        let sentence = &words.text()[range.clone()];
        let mut told = |at: Range<usize>, stated: &str, expected: String, message: &str, help| {
            let place = range.start + at.start..range.start + at.end;
            let finding = words.finding(&rules::STALE_YEAR, place, message);
            findings.push(finding.stated(stated).expected(expected).help(help));
        };
        if let Some(at) = odd_period(sentence) {
            let stated = &sentence[at.clone()];
            let message = format!("统计期限到「{stated}」为止，应到 12月31日");
            let help = "年报的数据统计期限是本年度 1 月 1 日至 12 月 31 日";
            told(at, stated, "12月31日".to_owned(), &message, help);
        }
        let mut planned = false;
        for (at, year) in years(sentence) {
            let parts = [&sentence[..at.start], &sentence[at.end + '年'.len_utf8()..]];
            let next = report.year.saturating_add(1);
            let is_plan = year != next && year >= report.year.saturating_sub(1) && {
                !planned && is_plan(report, parts)
            };
            planned |= is_plan;
            let (reason, right, help) = match is_plan {
                true => ("这一句说的是下一步的打算", next, "核对后改正年份"),
                false => {
                    let reason = reason(report, sentence, parts, year);
                    let Some(reason) = reason.filter(|_| year != report.year) else {
                        continue;
                    };
                    let help = "多半是从上年的报告里带过来的；核对后改正年份和这一句的内容";
                    (reason, report.year, help)
                }
            };
            let message = format!("写的是 {year} 年，{reason}，应为 {right} 年");
            told(at, &year.to_string(), right.to_string(), &message, help);
        }
    }
    findings
}

/// Why the report's own year is meant where another stands between two stretches of a sentence.
fn reason(
    report: &Report,
    sentence: &str,
    [before, after]: [&str; 2],
    year: u16,
) -> Option<&'static str> {
    // What is set beside the report's own year is meant as another.
    let names_year = |text: &str| years(text).iter().any(|(_, year)| *year == report.year);
    let ends = after.trim_start().starts_with("12月31日")
        || (after.starts_with("12月底") || after.starts_with('底')) && year < report.year;
    // 「对截至2024年底有效的……开展清理」, 「截至2024年底有21件，2025年制发4件」.
    let is_stated = !clause(before).starts_with('对') && !names_year(after);
    match () {
        () if spans_year(before, after) => Some("这是数据的统计期限"),
        () if ends && is_stated && has(clause(before), "until") => Some("这是数据的截止日"),
        () if names_report(before, after) && !names_year(before) => Some("说的是本报告"),
        () if opens(before, after) && !names_year(sentence) => {
            is_past(report, sentence, after, year).then_some("这句话说的是本年度的事")
        }
        () => None,
    }
}

/// 「2025年，我局将继续……」 in the report on 2025: what is to come is next year's.
fn is_plan(report: &Report, [before, after]: [&str; 2]) -> bool {
    let after: String = after.chars().take(13).collect();
    let Some((head, rest)) = after.split_once('将') else {
        return false;
    };
    let head = head.trim_start_matches(['度', '，', ',', ' ']);
    let own = head.is_empty() || head.starts_with(['我', '本']) || head == report.agency.text;
    let mut to_come = speech().years["to_come"].iter();
    let before = before.trim_end();
    let opens = before.is_empty() || before.ends_with(['，', ',', '：', ':', '）', '、']);
    opens && own && to_come.any(|word| rest.starts_with(word.as_str()))
}

/// Whether a sentence that another year opens tells of the year that is reported.
fn is_past(report: &Report, sentence: &str, after: &str, year: u16) -> bool {
    if year > report.year {
        return has(sentence, "done") && !has(sentence, "plans");
    }
    let subject = after.trim_start_matches(['度', '，', ',', ' ']);
    let name = report.agency.text.as_str();
    let own = subject.starts_with('我') || !name.is_empty() && subject.starts_with(name);
    !has(sentence, if own { "set_apart" } else { "compares" })
}

/// The end of a period of the figures that is not 31 December.
fn odd_period(sentence: &str) -> Option<Range<usize>> {
    let ends = any(sentence, ["12月31日", "12 月 31 日"]);
    if !sentence.contains("统计") || !has(sentence, "periods") || ends {
        return None;
    }
    let day = sentence.rfind('日')?;
    let month = sentence[..day].rfind('月')?;
    let first = sentence[..month]
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .len();
    let days = &sentence[month + '月'.len_utf8()..day];
    let dated = first < month && !days.is_empty() && days.bytes().all(|b| b.is_ascii_digit());
    dated.then_some(first..day + '日'.len_utf8())
}

/// 「自2023年1月1日起，至2023年12月31日止」.
fn spans_year(before: &str, after: &str) -> bool {
    let plain = |text: &str| {
        text.chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
    };
    let first = |text: &str, count: usize| text.chars().take(count).collect::<String>();
    let (before, after) = (plain(before), plain(&first(after, 60)));
    let starts = after.strip_prefix("1月1日");
    let ends = before
        .rfind("1月1日")
        .filter(|_| after.starts_with("12月31日"));
    starts.is_some_and(|rest| first(rest, 24).contains("12月31日"))
        || ends.is_some_and(|at| before[at..].chars().count() <= 20)
}

/// 「现编制本部门2023年工作报告」, 「公布2023年度政府信息公开工作年度报告」.
fn names_report(before: &str, after: &str) -> bool {
    let near = clause(before);
    let head: String = after.chars().take(20).collect();
    let report = head.split_once("报告");
    let report = report.is_some_and(|(words, _)| !words.contains(['，', '。', '、', '》']));
    has(near, "reports") && report && !near.contains('《')
}

/// Whether a year opens a sentence: 「2023年，我局…」, 「2023年度未收取…」.
fn opens(before: &str, after: &str) -> bool {
    let lead = before.trim_start_matches([' ', '\u{3000}', '#', '*', '-', '>']);
    let marks = ['）', ')', '、', '：', ':', '，'];
    let numbered = lead.chars().count() <= 5 && (lead.is_empty() || lead.ends_with(marks));
    let next = after.strip_prefix('度').unwrap_or(after);
    // 「2024年度的1件案件」 is of that year.
    let dated = next.starts_with(|c: char| c.is_ascii_digit() || "的底末初来前后至".contains(c));
    numbered && !dated && !next.is_empty()
}

/// The number of the 《条例》 before 2019, and how it is led in.
const OLD_ORDER: &str = "令第492号";

/// Documents of the other edition, document numbers that lost a bracket, and the 《条例》 as it
/// was before both editions.
fn stale_documents(report: &Report, words: Words<'_>) -> Vec<Finding> {
    let text = words.text();
    let mut findings = Vec::new();
    if let Some(at) = text.find(OLD_ORDER) {
        let message = format!("引用的「{OLD_ORDER}」是 2019 年修订以前的条例");
        let range = at..at + OLD_ORDER.len();
        let finding = words.finding(&rules::STALE_DOCUMENT, range, message);
        let finding = finding.stated("第492号").expected("第711号");
        findings.push(finding.help("改为 国务院令第711号"));
    }
    // Whether the edition or the year is wrong is told once.
    let fits = report.edition.covers(report.year);
    for (start, open) in text.match_indices(['〔', '﹝', '［', '【']) {
        let rest = &text[start + open.len()..];
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let (year, after) = rest.split_at(digits(rest));
        let number = after.trim_start_matches(['〕', '﹞', '］', '】']);
        let (number, tail) = number.split_at(digits(number));
        let Some(tail) = tail.trim_start().strip_prefix('号') else {
            continue;
        };
        if year.is_empty() || !text[..start].ends_with(is_han) {
            continue;
        }
        let range = start..text.len() - tail.len();
        let cited = &text[range.clone()];
        let right = &report.edition.document;
        let well_formed = year.len() == 4 && after.starts_with(['〕', '﹞', '］', '】']);
        let (message, expected, help) = if !well_formed {
            let help = "文号写作 机关代字〔四位年份〕序号号，例如 国办公开办函〔2021〕30号";
            (format!("文号「{cited}」写得不完整"), None, help.to_owned())
        } else if fits && cites_another(report, text, start, year, number) {
            let year = report.year;
            let message = format!("引用的「{cited}」不对，{year} 年度的格式文件是 {right}");
            (message, Some(right.clone()), format!("改为 {right}"))
        } else {
            continue;
        };
        let finding = words.finding(&rules::STALE_DOCUMENT, range, message);
        let finding = finding.stated(cited).help(help);
        findings.push(Finding {
            expected,
            ..finding
        });
    }
    findings
}

/// Whether the document of a number that stands at a place of a text is another edition's,
/// or a misprint of the report's own.
fn cites_another(report: &Report, text: &str, start: usize, year: &str, number: &str) -> bool {
    let own = &report.edition.document;
    if text.contains(own.as_str()) {
        return false;
    }
    let plain = format!("〔{year}〕{number}号");
    let lead = &text[..start];
    let other = Edition::all().iter().any(|edition| {
        let issuer = edition.document.strip_suffix(&plain);
        edition.name != report.edition.name && issuer.is_some_and(|issuer| lead.ends_with(issuer))
    });
    let issuer = own.split('〔').next().unwrap_or_default();
    let near = lead.char_indices().rev().nth(50).map_or(0, |(at, _)| at);
    let misprint =
        lead.ends_with(issuer) && lead[near..].contains("年度报告") && !own.ends_with(&plain);
    other || misprint
}

/// The part of a sentence after its last comma or colon.
fn clause(sentence: &str) -> &str {
    let cut = sentence
        .char_indices()
        .rev()
        .find(|(_, c)| matches!(c, '，' | ',' | '：' | ':' | '（' | '('));
    cut.map_or(sentence, |(at, c)| &sentence[at + c.len_utf8()..])
}

/// The years that a text names, with their places.
fn years(text: &str) -> Vec<(Range<usize>, u16)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('年') {
        let digits = text[..at]
            .bytes()
            .rev()
            .take_while(u8::is_ascii_digit)
            .take(5)
            .count();
        if digits == 4
            && let Ok(year) = text[at - 4..at].parse::<u16>()
            && (1949..=2100).contains(&year)
        {
            found.push((at - 4..at, year));
        }
    }
    found
}

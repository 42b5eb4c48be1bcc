//! Years, the deadline, and the documents that a text cites.

use super::sentences::{Words, any, clause, is_han, passages, sentences, years};
use base::{
    date::Date,
    diagnostic::{Finding, rules},
    source::Span,
};
use form::{
    edition::Edition,
    report::{Category, Report},
};

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
    (date > last).then(|| {
        Finding::new(
            &rules::DEADLINE,
            place,
            format!(
                "日期是{}，{whose}应在{}前公布",
                date.chinese(),
                last.chinese()
            ),
        )
        .at("日期")
        .stated(date)
        .expected(last)
        .help(format!(
            "检查日期是否写错；{why}；确已逾期的无法补救，以后按时公布"
        ))
    })
}

/// A report on a year is not signed before the year is over: mostly last year's date.
fn too_early(report: &Report) -> Option<Finding> {
    let (date, place) = report.date?;
    (date.year <= report.year).then(|| {
        let message = format!("日期是{}，{} 年度还没有结束", date.chinese(), report.year);
        Finding::new(&rules::STALE_YEAR, place, message)
            .at("日期")
            .stated(date)
            .help("年报在次年 1 月公布；检查日期或年度里的年份")
    })
}

fn title(report: &Report) -> Option<Finding> {
    let title = report.title.as_ref()?;
    let all = years(&title.text);
    let (range, year) = all.iter().find(|(_, year)| *year != report.year)?;
    if all.iter().any(|(_, year)| *year == report.year) {
        return None;
    }
    // A title in quotes is one character further right.
    let quote = u32::from(title.place.range().len() > title.text.len());
    let start = title.place.start + quote + range.start as u32;
    let at_year = Span {
        start,
        end: start + 4,
        ..title.place
    };
    Some(
        Finding::new(
            &rules::STALE_YEAR,
            at_year,
            format!("标题写的是 {year} 年，本报告是 {} 年度", report.year),
        )
        .at("标题")
        .stated(year)
        .expected(report.year)
        .help("改正标题里的年份；不写标题就用规定的标题"),
    )
}

/// Words by which a sentence compares with, or builds on, another year.
const COMPARES: &str = "结转 较 比 以来 上年 去年 起 印发 制定 根据 按照 对照 依据 荣获 获得 \
    修订 落实 问题 针对 考核 以前";

/// Likewise where the agency itself is the subject.
const SET_APART: &str = "结转 较 比 以来 上年 去年 问题 针对 以前";
/// Words of what an agency has done with requests.
const DONE: &str = "共收到 新收 收到 受理 主动公开";
/// Words of what is still to be done.
const PLANS: &str = "将 拟 计划 预计 力争 继续 进一步 持续";
/// What follows 将 where it means what is to come.
const TO_COME: &str =
    "继续 重点 进一步 着力 持续 认真 围绕 以 从 坚持 不断 加强 深入 做好 抓好 按照 聚焦 紧紧";

/// Another year where the report's is meant.
fn stale_years(report: &Report, words: Words<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    // What is set beside the report's own year is meant as another.
    let names_year = |text: &str| years(text).iter().any(|(_, year)| *year == report.year);
    for range in sentences(words.text()) {
        let sentence = &words.text()[range.clone()];
        findings.extend(odd_period(words, sentence, range.start));
        findings.extend(plan(report, words, sentence, range.start));
        for (at, year) in years(sentence) {
            if year == report.year {
                continue;
            }
            let before = &sentence[..at.start];
            let after = &sentence[at.end + '年'.len_utf8()..];
            let reason = if spans_year(before, after) {
                "这是数据的统计期限"
            } else if (after.trim_start().starts_with("12月31日")
                || (after.starts_with("12月底") || after.starts_with('底')) && year < report.year)
                && any(clause(before), ["截至", "截止"])
            {
                "这是数据的截止日"
            } else if names_report(before, after) && !names_year(before) {
                "说的是本报告"
            } else if opens(before, after)
                && !names_year(sentence)
                && is_past(report, sentence, after, year)
            {
                "这句话说的是本年度的事"
            } else {
                continue;
            };
            let message = format!("写的是 {year} 年，{reason}，应为 {} 年", report.year);
            let place = range.start + at.start..range.start + at.end;
            let finding = words.finding(&rules::STALE_YEAR, place, message);
            let finding = finding.stated(year).expected(report.year);
            findings
                .push(finding.help("多半是从上年的报告里带过来的；核对后改正年份和这一句的内容"));
        }
    }
    findings
}

/// 「2025年，我局将继续……」 in the report on 2025: what is to come is next year's.
fn plan(report: &Report, words: Words<'_>, sentence: &str, start: usize) -> Option<Finding> {
    let next = report.year.checked_add(1)?;
    let (at, year) = years(sentence).into_iter().find(|(at, year)| {
        let after: String = sentence[at.end..].chars().take(14).collect();
        let to_come = after.split_once('将').is_some_and(|(head, rest)| {
            let head = head.trim_start_matches(['年', '度', '，', ',', ' ']);
            let own =
                head.is_empty() || head.starts_with(['我', '本']) || head == report.agency.text;
            own && TO_COME.split(' ').any(|word| rest.starts_with(word))
        });
        *year != next && *year + 1 >= next - 1 && to_come && opens_clause(&sentence[..at.start])
    })?;
    let message = format!("写的是 {year} 年，这一句说的是下一步的打算，应为 {next} 年");
    let finding = words.finding(
        &rules::STALE_YEAR,
        start + at.start..start + at.end,
        message,
    );
    Some(finding.stated(year).expected(next).help("核对后改正年份"))
}

/// Whether a stretch of a sentence ends a clause.
fn opens_clause(before: &str) -> bool {
    let before = before.trim_end();
    before.is_empty() || before.ends_with(['，', ',', '：', ':', '）', '、'])
}

/// Whether a sentence that another year opens tells of the year that is reported.
fn is_past(report: &Report, sentence: &str, after: &str, year: u16) -> bool {
    if year > report.year {
        return any(sentence, DONE.split(' ')) && !any(sentence, PLANS.split(' '));
    }
    let subject = after.trim_start_matches(['度', '，', ',', ' ']);
    let own = subject.starts_with('我')
        || !report.agency.text.is_empty() && subject.starts_with(report.agency.text.as_str());
    let compares = match own {
        true => SET_APART,
        false => COMPARES,
    };
    !any(sentence, compares.split(' '))
}

/// A period of the figures that does not end on 31 December.
fn odd_period(words: Words<'_>, sentence: &str, start: usize) -> Option<Finding> {
    let period = sentence.contains("统计") && any(sentence, ["期限", "时限", "期间"]);
    let ends = any(sentence, ["12月31日", "12 月 31 日"]);
    if !period || ends {
        return None;
    }
    let day = sentence.rfind('日')?;
    let month = sentence[..day].rfind('月')?;
    let digits =
        |text: &str| text.len() - text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let first = month - digits(&sentence[..month]);
    let between = &sentence[month + '月'.len_utf8()..day];
    if first == month || between.is_empty() || !between.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let end = day + '日'.len_utf8();
    let stated = &sentence[first..end];
    let message = format!("统计期限到「{stated}」为止，应到 12月31日");
    let finding = words.finding(&rules::STALE_YEAR, start + first..start + end, message);
    let finding = finding.stated(stated).expected("12月31日");
    Some(finding.help("年报的数据统计期限是本年度 1 月 1 日至 12 月 31 日"))
}

/// 「自2023年1月1日起，至2023年12月31日止」.
fn spans_year(before: &str, after: &str) -> bool {
    let after: String = after
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(40)
        .collect();
    let starts = after.strip_prefix("1月1日").is_some_and(|rest| {
        let rest: String = rest.chars().take(24).collect();
        rest.contains("12月31日")
    });
    let before: String = before.chars().filter(|c| !c.is_whitespace()).collect();
    let ends = after.starts_with("12月31日")
        && before
            .rfind("1月1日")
            .is_some_and(|at| before[at..].chars().count() <= 20);
    starts || ends
}

/// 「现编制本部门2023年工作报告」, 「公布2023年度政府信息公开工作年度报告」.
fn names_report(before: &str, after: &str) -> bool {
    let near = clause(before);
    let verb = any(
        near,
        ["编制", "公布", "发布", "形成", "撰写", "现将", "现就"],
    );
    let head: String = after.chars().take(20).collect();
    let report = head
        .find("报告")
        .is_some_and(|at| !head[..at].contains(['，', '。', '、', '》']));
    verb && report && !near.contains('《')
}

/// Whether a year opens a sentence: 「2023年，我局…」, 「2023年度未收取…」.
fn opens(before: &str, after: &str) -> bool {
    let lead = before.trim_start_matches([' ', '\u{3000}', '#', '*', '-', '>']);
    let marks = ['）', ')', '、', '：', ':', '，'];
    let numbered = lead.chars().count() <= 5 && (lead.is_empty() || lead.ends_with(marks));
    let next = after.strip_prefix('度').unwrap_or(after);
    // 「2024年度的1件案件」 is of that year.
    if next.starts_with('的') {
        return false;
    }
    let dated = next.starts_with(|c: char| c.is_ascii_digit() || "底末初来前后至".contains(c));
    numbered && !dated && !next.is_empty()
}

/// The number of the 《条例》 before 2019, and how it is led in.
const OLD_ORDER: &str = "第492号";

/// The 《条例》 as it was before both editions: 「国务院令第492号」.
fn old_order(words: Words<'_>) -> Option<Finding> {
    let text = words.text();
    let mut cited = text.match_indices(OLD_ORDER).map(|(at, _)| at);
    let at = cited.find(|at| text[..*at].ends_with('令'))?;
    let start = at - '令'.len_utf8();
    let message = format!("引用的「令{OLD_ORDER}」是 2019 年修订以前的条例");
    let finding = words.finding(&rules::STALE_DOCUMENT, start..at + OLD_ORDER.len(), message);
    Some(
        finding
            .stated(OLD_ORDER)
            .expected("第711号")
            .help("改为 国务院令第711号"),
    )
}

/// Documents of the other edition, and document numbers that lost a bracket.
fn stale_documents(report: &Report, words: Words<'_>) -> Vec<Finding> {
    let text = words.text();
    let mut findings: Vec<Finding> = old_order(words).into_iter().collect();
    // Whether the edition or the year is wrong is told once.
    let fits = report.edition.covers(report.year);
    for (start, open) in text.match_indices(['〔', '﹝', '［', '【']) {
        let rest = &text[start + open.len()..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let after = &rest[digits..];
        if digits == 0 || !text[..start].ends_with(is_han) {
            continue;
        }
        let well_formed = digits == 4 && after.starts_with(['〕', '﹞', '］', '】']);
        let number = after.trim_start_matches(['〕', '﹞', '］', '】']);
        let length = number.bytes().take_while(u8::is_ascii_digit).count();
        let Some(tail) = number[length..].trim_start().strip_prefix('号') else {
            continue;
        };
        let range = start..text.len() - tail.len();
        let cited = &text[range.clone()];
        let right = &report.edition.document;
        let (message, expected, help) = if !well_formed {
            let help = "文号写作 机关代字〔四位年份〕序号号，例如 国办公开办函〔2021〕30号";
            (format!("文号「{cited}」写得不完整"), None, help.to_owned())
        } else if fits && cites_another(report, text, start, &rest[..4], &number[..length]) {
            let year = report.year;
            let message = format!("引用的「{cited}」不对，{year} 年度的格式文件是 {right}");
            (message, Some(right.clone()), format!("改为 {right}"))
        } else {
            continue;
        };
        let mut finding = words.finding(&rules::STALE_DOCUMENT, range, message);
        finding.expected = expected;
        findings.push(finding.stated(cited).help(help));
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

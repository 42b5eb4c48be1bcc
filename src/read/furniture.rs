//! What a dump repeats of every printed page: its number, and the title at its head.

use super::locate::is_title;

/// The end of a page.
pub const PAGE: char = '\u{c}';
/// So many lines with words lie between the end of a page and its head at most.
const NEAR: usize = 2;

/// A text without the numbers of pages and the titles at their heads, every line in its
/// place, and what there is to say of them.
pub fn without(text: &str) -> (String, Vec<String>) {
    let lines: Vec<&str> = text.lines().collect();
    let numbers: Vec<bool> = lines.iter().map(|line| is_page_number(line)).collect();
    let title = lines.iter().find(|line| is_title(line.trim()));
    let begin = near_an_end(lines.iter().copied().zip(numbers.iter().copied()));
    let mut close = near_an_end(lines.iter().copied().zip(numbers.iter().copied()).rev());
    close.reverse();
    let mut seen = false;
    let mut is_head = |at: usize| {
        let same = title.is_some_and(|title| title.trim() == lines[at].trim());
        let again = same && seen;
        seen |= same;
        again && (begin[at] || close[at])
    };
    let heads: Vec<bool> = (0..lines.len()).map(&mut is_head).collect();
    let kept = (0..lines.len()).map(|at| match (numbers[at], heads[at]) {
        (true, _) => "\u{c}",
        (false, true) if lines[at].contains(PAGE) => "\u{c}",
        (false, true) => "",
        (false, false) => lines[at],
    });
    let kept: Vec<&str> = kept.collect();
    let count = |marks: &[bool]| marks.iter().filter(|mark| **mark).count();
    let told = [("页码", count(&numbers)), ("页眉里的标题", count(&heads))];
    let told = told.into_iter().filter(|(_, count)| *count > 0);
    let remarks = told.map(|(what, count)| format!("没有读{what}：{count} 处"));
    (kept.join("\n"), remarks.collect())
}

/// By line, whether the end of a page stands before it with few words between.
fn near_an_end<'a>(lines: impl Iterator<Item = (&'a str, bool)>) -> Vec<bool> {
    let mut words = NEAR;
    let near = lines.map(|(line, number)| {
        if number || line.contains(PAGE) {
            words = 0;
        }
        let near = words < NEAR;
        words += usize::from(!number && !line.trim().is_empty());
        near
    });
    near.collect()
}

/// Whether a line is a page's number: `— 2 —`, `第 2 页 共 5 页`.
fn is_page_number(line: &str) -> bool {
    const DASHES: [char; 5] = ['-', '–', '—', '－', '─'];
    let seen = |c: &char| !c.is_whitespace() && !matches!(c, ',' | '，' | '/');
    let bare: String = line.chars().filter(seen).collect();
    let is_number =
        |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let dashed = bare
        .strip_prefix(DASHES)
        .and_then(|inner| inner.strip_suffix(DASHES))
        .map(|inner| inner.trim_matches(DASHES));
    let page = bare
        .strip_prefix('第')
        .and_then(|rest| rest.split_once('页'));
    let all = |rest: &str| {
        let all = rest
            .strip_prefix('共')
            .and_then(|rest| rest.strip_suffix('页'));
        rest.is_empty() || all.is_some_and(is_number)
    };
    dashed.is_some_and(is_number)
        || page.is_some_and(|(number, rest)| is_number(number) && all(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_pages_are_known() {
        for line in [
            "— 2 —",
            "-3-",
            "－ 4 －",
            "第 1 页 共 5 页",
            "第2页",
            "\u{c}第3页，共12页",
        ] {
            assert!(is_page_number(line), "{line}");
        }
        for line in ["-5", "—", "6", "- -", "第一页", "第 2 页见", "第5项 共3页"] {
            assert!(!is_page_number(line), "{line}");
        }
    }

    #[test]
    fn titles_at_the_heads_of_pages_are_left_out() {
        let title = "某镇2019年政府信息公开工作年度报告";
        let text = format!("{title}\n文\n第 1 页 共 2 页\n\n{title}\n文\n又\n\u{c}{title}\n末");
        let (kept, remarks) = without(&text);
        assert_eq!(kept, format!("{title}\n文\n\u{c}\n\n\n文\n又\n\u{c}\n末"));
        assert_eq!(remarks, ["没有读页码：1 处", "没有读页眉里的标题：2 处"]);
        let twice = format!("{title}\n来源\n{title}\n文\n又\n再\n\u{c}末");
        assert_eq!(without(&twice), (twice.clone(), vec![]));
    }
}

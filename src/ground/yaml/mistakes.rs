//! What is wrong with a text that is no YAML, in plain Chinese.
//!
//! A YAML reader says where it gave up, which is often a line below the mistake,
//! and in terms that a clerk has never met. The lines around that place mostly
//! show the real cause: a tab, a full-width colon, a missing space.

use crate::ground::{
    diagnostic::{Finding, rules, terminal::excerpt},
    source::{FileId, Source, Span, indent},
};

/// What the reader said, as far as it decides what to tell the author.
pub enum Kind {
    /// Too deep or too large.
    Limit(String),
    /// A second document after `---`.
    SecondDocument,
    /// An anchor, an alias or a merge key.
    Alias,
    /// A tag such as `!foo`.
    Tag,
    /// No YAML, in the reader's own words.
    Syntax(String),
}

/// A likely cause: its place on a line, what it is, what to do.
struct Cause {
    at: usize,
    length: usize,
    message: String,
    help: String,
}

/// The finding for a text that cannot be read.
pub fn explain(source: &Source, file: FileId, at: Option<usize>, kind: &Kind) -> Finding {
    let offset = source.floor(at.unwrap_or(0));
    let text = source.text();
    let here = |message: &str, help: &str| Cause {
        at: offset,
        length: text[offset..].chars().next().map_or(0, char::len_utf8),
        message: message.to_owned(),
        help: help.to_owned(),
    };
    let cause = match kind {
        Kind::Limit(words) => {
            let (message, help) = limit(words);
            here(message, help)
        }
        Kind::SecondDocument => here(SECOND_DOCUMENT.0, SECOND_DOCUMENT.1),
        Kind::Alias => here(
            "数据文件不用 YAML 的锚点、别名和合并（& * <<）",
            "把数字和文字直接写在这里；文字以 * 或 & 开头时请加引号",
        ),
        Kind::Tag => here(
            "数据文件不用 YAML 的标签（!）",
            "删去以 ! 开头的标签；文字以 ! 开头时请加引号",
        ),
        Kind::Syntax(words) => syntax(source, offset).unwrap_or_else(|| {
            let message = format!("YAML 写法有误：{}", translate(words));
            here(&message, GENERAL_HELP)
        }),
    };
    let place = Span::new(file, cause.at..cause.at + cause.length);
    Finding::new(&rules::YAML_SYNTAX, place, cause.message).help(cause.help)
}

/// The finding for the first character that no YAML file may hold: clerks paste such from Word.
pub fn control_character(source: &Source, file: FileId) -> Option<Finding> {
    let control = |c: char| c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r');
    let at = source.text().find(control)?;
    let code = u32::from(source.text().as_bytes()[at]);
    let message = format!("这里有看不见的控制字符（U+{code:04X}）");
    let place = Span::new(file, at..at + 1);
    let finding = Finding::new(&rules::YAML_SYNTAX, place, message);
    Some(finding.help("多半是从 Word 粘贴来的；删去它，需要换行的地方按回车"))
}

const GENERAL_HELP: &str = "对照 nianbao new 生成的空白文件检查这一行和上一行：缩进用空格，键后用半角冒号加一个空格，括号和引号成对";

const SECOND_DOCUMENT: (&str, &str) = (
    "一个文件里只能有一份数据，这里又开始了一份（---）",
    "删去这一行 ---；另一份数据请另存一个文件",
);

/// Which limit was broken, and what to do.
fn limit(words: &str) -> (&'static str, &'static str) {
    match words {
        _ if words.contains("Alias") || words.contains("Anchor") => (
            "数据文件不用 YAML 的锚点和别名（& *）",
            "把数字和文字直接写在这里；文字以 * 或 & 开头时请加引号",
        ),
        _ if words.contains("Depth") => (
            "嵌套太深，年报的数据用不到这么多层",
            "检查这里的括号或缩进是否写错",
        ),
        _ if words.contains("Documents") => SECOND_DOCUMENT,
        _ => ("文件里的项太多，不像一份年报的数据", "检查是否选错了文件"),
    }
}

/// Looks for the cause on the line where the reader gave up, then above it.
fn syntax(source: &Source, offset: usize) -> Option<Cause> {
    let last = source.position(offset).line;
    let first = last.saturating_sub(3).max(1);
    let lines = (first..=last).rev().filter_map(|line| source.line(line));
    let lines: Vec<_> = lines.filter(|range| range.len() < 4096).collect();
    let text = source.text();
    let on = |check: fn(&str) -> Option<Cause>| {
        lines.iter().find_map(|range| {
            let line = &text[range.clone()];
            if line.trim_start_matches(' ').starts_with('#') {
                return None;
            }
            let mut cause = check(line)?;
            cause.at += range.start;
            Some(cause)
        })
    };
    let below = source.line(last + 1).and_then(|range| {
        let mut cause = tab(&text[range.clone()])?;
        cause.at += range.start;
        Some(cause)
    });
    let mut checks = [
        wide_indent as fn(&str) -> _,
        full_width,
        lone_dash,
        missing_space,
        reserved,
        reference,
        open_quote,
    ]
    .into_iter();
    on(tab)
        .or(below)
        .or_else(|| checks.find_map(on))
        .or_else(|| open_bracket(text, offset))
        .or_else(|| on(second_colon))
        .or_else(|| indentation(source, last))
}

fn cause(
    at: usize,
    length: usize,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Option<Cause> {
    Some(Cause {
        at,
        length,
        message: message.into(),
        help: help.into(),
    })
}

fn tab(line: &str) -> Option<Cause> {
    let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
    let at = line[..indent].find('\t')?;
    cause(
        at,
        1,
        "缩进用了制表符（Tab），YAML 只认空格",
        "把行首的制表符换成空格；每层缩进两个空格",
    )
}

/// Paragraphs begin with two ideographic spaces in Word, which are no indentation here.
fn wide_indent(line: &str) -> Option<Cause> {
    let length = line.len() - line.trim_start_matches('\u{3000}').len();
    if length == 0 {
        return None;
    }
    cause(
        0,
        length,
        "行首用了全角空格，YAML 只认半角空格",
        "把行首的全角空格换成两个半角空格；段首空两格由程序排",
    )
}

/// A key as clerks write it: no marks that YAML or a sentence would use.
fn is_key(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty()
        && text.chars().count() <= 24
        && !text.contains([' ', '，', '。', '；', '"', '\'', '#', ':', '：'])
}

fn full_width(line: &str) -> Option<Cause> {
    let body = line.trim_start_matches([' ', '-', '{']);
    if let Some((key, _)) = body.split_once('：')
        && is_key(key.trim_start_matches('{'))
    {
        let at = line.len() - body.len() + key.len();
        return cause(
            at,
            '：'.len_utf8(),
            format!("「{}」后面用了全角冒号「：」", key.trim()),
            format!("改成半角冒号加一个空格，写作 {}: …", key.trim()),
        );
    }
    let open = line.find(['{', '['])?;
    let inside = &line[open..];
    let at = inside.find(['：', '，', '｛', '｝'])?;
    let mark = inside[at..].chars().next()?;
    cause(
        open + at,
        mark.len_utf8(),
        format!("括号里用了全角标点「{mark}」"),
        "括号里的冒号、逗号都用半角，后面加一个空格，例如 {自然人: 6, 其余: 0}",
    )
}

/// `{自然人: -, …}`: a dash where a figure belongs, which YAML takes for a list.
fn lone_dash(line: &str) -> Option<Cause> {
    let open = line.find(['{', '['])?;
    let dashes = line[open..].match_indices('-').map(|(at, _)| open + at);
    let at = dashes.into_iter().find(|&at| {
        let before = line[..at].trim_end().chars().last();
        let after = line[at + 1..].trim_start().chars().next();
        matches!(before, Some(':' | ',' | '[')) && matches!(after, Some(',' | '}' | ']'))
    })?;
    cause(at, 1, "「-」不是数", "没有就写 0，留空写 ~")
}

fn missing_space(line: &str) -> Option<Cause> {
    let body = line.trim_start_matches([' ', '-']);
    let (key, value) = body.split_once(':')?;
    if !is_key(key) || value.is_empty() || value.starts_with([' ', '/']) {
        return None;
    }
    cause(
        line.len() - body.len() + key.len(),
        1,
        format!("「{key}」的冒号后面少了一个空格"),
        format!("写作 {key}: {}", excerpt(value, 12)),
    )
}

fn value_of(line: &str) -> Option<(usize, &str)> {
    let (key, value) = line.split_once(": ")?;
    let trimmed = value.trim_start();
    let at = key.len() + 2 + value.len() - trimmed.len();
    Some((at, trimmed))
}

fn reserved(line: &str) -> Option<Cause> {
    let (at, value) = value_of(line)?;
    let first = value.chars().next()?;
    matches!(first, '@' | '`' | '%' | '*' | '&' | '!').then_some(())?;
    cause(
        at,
        1,
        format!("文字不能以「{first}」开头"),
        "在文字两边加引号，或写成 | 后另起一行",
    )
}

fn reference(line: &str) -> Option<Cause> {
    let (at, value) = value_of(line)?;
    value.starts_with("{{").then_some(())?;
    cause(
        at,
        2,
        "文字以 {{ 开头，会被当成括号",
        "在整段文字两边加引号，或写成 | 后另起一行",
    )
}

fn open_quote(line: &str) -> Option<Cause> {
    let (at, value) = value_of(line)?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = value.trim_end()[1..].strip_suffix(quote);
    if let Some(inner) = inner {
        let extra = inner.find(quote)?;
        return cause(
            at + 1 + extra,
            1,
            format!("引号里又有引号 {quote}，文字在这里被截断"),
            "文字里的引号改用中文引号“”，或整段改用 | 后另起一行",
        );
    }
    if let Some(end) = value[1..].find(quote) {
        return cause(
            at + 1 + end,
            1,
            "引号已经在这里结束，后面还有文字",
            "引号要包住整段文字，或去掉引号",
        );
    }
    cause(
        at,
        1,
        format!("引号 {quote} 没有结束"),
        format!("在文字末尾补上 {quote}，或去掉开头的引号"),
    )
}

/// The innermost `{` or `[` before a place that is not closed by then.
fn open_bracket(text: &str, offset: usize) -> Option<Cause> {
    let window = text.ceil_char_boundary(offset.saturating_sub(2000));
    let mut open = Vec::new();
    for (at, c) in text[window..offset].char_indices() {
        match c {
            '{' | '[' => open.push((window + at, c)),
            '}' | ']' => {
                open.pop();
            }
            _ => {}
        }
    }
    let (at, bracket) = open.pop()?;
    let close = if bracket == '{' { '}' } else { ']' };
    cause(
        at,
        1,
        format!("括号 {bracket} 没有结束，或里面少了逗号"),
        format!("检查这对括号：项与项之间用逗号加空格，末尾补上 {close}"),
    )
}

fn second_colon(line: &str) -> Option<Cause> {
    let (at, value) = value_of(line)?;
    let second = value.find(": ")?;
    cause(
        at + second,
        1,
        "一行里有两个「冒号加空格」，YAML 分不清哪个是键",
        "文字里的冒号改用全角「：」，或在整段文字两边加引号",
    )
}

fn indentation(source: &Source, line: usize) -> Option<Cause> {
    let range = source.line(line)?;
    let text = &source.text()[range.clone()];
    let (line, spaces) = (1..line).rev().find_map(|above| {
        let text = &source.text()[source.line(above)?];
        let meant = !text.trim().is_empty() && !text.trim_start().starts_with('#');
        meant.then(|| (above, indent(text)))
    })?;
    let own = indent(text);
    if text.trim().is_empty() || own == spaces {
        return None;
    }
    cause(
        range.start + own,
        text.trim_start_matches(' ')
            .chars()
            .next()
            .map_or(0, char::len_utf8),
        format!("这一行的缩进（{own} 个空格）与上文（第 {line} 行 {spaces} 个空格）对不上"),
        "同一层的各行左边要对齐，下一层比上一层多两个空格；| 下面的文字每行都要缩进",
    )
}

/// The reader's words, for what no cause was found.
fn translate(words: &str) -> &'static str {
    let known = [
        ("mapping values are not allowed", "这里不该出现冒号"),
        (
            "did not find expected key",
            "这里应当是一个键，可能是缩进不对",
        ),
        ("did not find expected ',' or", "括号没有结束，或少了逗号"),
        (
            "unknown escape character",
            "双引号里的反斜杠 \\ 有特殊含义，请改用单引号或写成 \\\\",
        ),
        ("recursion limit", "嵌套太深"),
        ("unexpected end", "文件在这里突然结束"),
        ("unclosed bracket", "括号没有结束"),
        ("tab", "这里有制表符（Tab），换成空格"),
        ("indent", "缩进不对"),
        ("quoted scalar", "引号没有结束"),
    ];
    let found = known.iter().find(|(english, _)| words.contains(english));
    found.map_or("这里读不懂", |(_, chinese)| chinese)
}

#[cfg(test)]
mod tests {
    use crate::ground::{source::Sources, yaml::parse};

    fn message(text: &str) -> String {
        let mut sources = Sources::new();
        let file = sources.add("a.yaml", text);
        parse(&sources, file).unwrap_err().message
    }

    #[test]
    fn a_lone_quote_is_one_that_does_not_end() {
        assert_eq!(message("a: ' \nb: 1\n"), "引号 ' 没有结束");
        assert_eq!(message("a: \"\nb: 1\n"), "引号 \" 没有结束");
    }

    #[test]
    fn a_paragraph_from_word_is_not_indented() {
        let wide = "行首用了全角空格，YAML 只认半角空格";
        assert_eq!(message("甲: |\n　　收费情况：无。\n"), wide);
        assert_eq!(message("甲: |\n　　无。\n乙: 1\n"), wide);
    }

    #[test]
    fn the_cause_is_not_sought_in_a_comment() {
        let found = message("# {说明，一}\n甲: |3\n  文字\n\n  文字\n乙: 1\n");
        assert!(!found.contains("全角标点"), "{found}");
    }
}

//! From where a reader gave up to the likely cause.

use super::{
    Cause, Fault, IsKey, Kind, layout,
    lines::{Line, Role, lines},
    marks,
};
use crate::ground::source::{Source, indent};

const GENERAL_HELP: &str = "对照 nianbao new 生成的空白文件检查这一行和上一行：缩进用空格，键后用半角冒号加一个空格，括号和引号成对";

const SECOND_DOCUMENT: (&str, &str) = (
    "一个文件里只能有一份数据，这里又开始了一份（---）",
    "删去这一行 ---；另一份数据请另存一个文件",
);

/// The lines of a text that cannot be read, and where the reader gave up.
pub struct Scene<'a> {
    /// Every line.
    pub lines: Vec<Line<'a>>,
    /// The index of the line where the reader gave up.
    pub last: usize,
    /// What is a key.
    pub is_key: IsKey,
}

impl<'a> Scene<'a> {
    fn of(text: &'a str, line: usize, is_key: IsKey) -> Self {
        let lines = lines(text);
        let last = line.saturating_sub(1).min(lines.len().saturating_sub(1));
        Scene {
            lines,
            last,
            is_key,
        }
    }

    /// The lines of keys and values up to where the reader gave up, the nearest first.
    pub fn above(&self) -> impl Iterator<Item = &Line<'a>> {
        let upto = self.lines.iter().take(self.last + 1);
        upto.rev().filter(|line| line.role == Role::Entry)
    }

    /// The next line that is one of keys and values.
    pub fn after(&self, line: &Line<'_>) -> Option<&Line<'a>> {
        let below = self.lines.get(line.number..)?;
        below.iter().find(|line| line.role == Role::Entry)
    }
}

/// The cause of a fault.
pub fn explain(source: &Source, fault: &Fault, is_key: IsKey) -> Cause {
    let offset = source.floor(fault.at);
    let text = source.text();
    let length = text[offset..].chars().next().map_or(0, char::len_utf8);
    let here = |message: &str, help: &str| Cause::new(offset..offset + length, message, help);
    let scene = || Scene::of(text, source.position(offset).line, is_key);
    // What is meant as a word: no anchor has a Chinese name.
    let word = || {
        let scene = scene();
        let line = scene.lines.get(scene.last)?;
        let name = text[offset..].chars().nth(1)?;
        marks::reserved(&scene, line).filter(|_| !name.is_ascii())
    };
    match &fault.kind {
        Kind::Limit(words) => {
            let (message, help) = limit(words);
            here(message, help)
        }
        Kind::SecondDocument => here(SECOND_DOCUMENT.0, SECOND_DOCUMENT.1),
        Kind::Alias | Kind::Tag if let Some(cause) = word() => cause,
        Kind::Alias => here(
            "数据文件不用 YAML 的锚点、别名和合并（& * <<）",
            "把数字和文字直接写在这里；文字以 * 或 & 开头时请加引号",
        ),
        Kind::Tag => here(
            "数据文件不用 YAML 的标签（!）",
            "删去以 ! 开头的标签；文字以 ! 开头时请加引号",
        ),
        Kind::Syntax(words) => syntax(&scene()).unwrap_or_else(|| {
            let message = format!("YAML 写法有误：{}", translate(words));
            let cause = here(&message, GENERAL_HELP);
            Cause {
                seen: false,
                ..cause
            }
        }),
    }
}

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

/// A line that is longer than this was not written by hand.
const LONG: usize = 4096;
/// Lines at and above the place where a reader gave up that may show a mistake of their own.
const NEAR: usize = 4;

/// Looks for the cause on the line where the reader gave up, then above it.
fn syntax(scene: &Scene<'_>) -> Option<Cause> {
    let near = scene.last.saturating_sub(NEAR - 1) + 1;
    let on = |check: fn(&Scene<'_>, &Line<'_>) -> Option<Cause>| {
        let lines = scene.above().take_while(|line| line.number >= near);
        let mut lines = lines.filter(|line| line.text.len() < LONG);
        lines.find_map(|line| check(scene, line))
    };
    let below = || layout::tabs(scene, scene.lines.get(scene.last + 1)?);
    let checks = [
        marks::full_width as fn(&Scene<'_>, &Line<'_>) -> _,
        marks::beside_bar,
        marks::lone_dash,
        marks::missing_space,
        marks::reserved,
        marks::reference,
        marks::inner_quote,
        marks::missing_comma,
        layout::missing_colon,
        marks::extra_bracket,
        marks::second_colon,
    ];
    on(layout::tabs)
        .or_else(below)
        .or_else(|| marks::unclosed(scene))
        .or_else(|| layout::outside_block(scene))
        .or_else(|| on(layout::wide_indent))
        .or_else(|| checks.into_iter().find_map(on))
        .or_else(|| indentation(scene))
}

fn indentation(scene: &Scene<'_>) -> Option<Cause> {
    let line = scene.lines.get(scene.last)?;
    let above = scene.above().find(|above| above.number < line.number)?;
    let (own, other) = (line.indent(), indent(above.text));
    if line.role != Role::Entry || own == other {
        return None;
    }
    let first = line.text[own..].chars().next().map_or(0, char::len_utf8);
    let at = line.start + own;
    let number = above.number;
    Some(Cause::new(
        at..at + first,
        format!("这一行的缩进（{own} 个空格）与上文（第 {number} 行 {other} 个空格）对不上"),
        "同一层的各行左边要对齐，下一层比上一层多两个空格；| 下面的文字每行都要缩进",
    ))
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

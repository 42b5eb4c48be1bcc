//! From where a reader gave up to the likely cause.

use std::ops::Range;

use granit_parser::ErrorKind;

use super::{
    Fault, IsKey, Kind, layout,
    lines::{Line, Role, lines},
    marks,
};
use crate::{
    diagnostic::{Finding, Message, rules},
    source::{FileId, Source, Span, indent},
};

const GENERAL_HELP: &str =
    "检查这一行和上一行：行首用空格，键后用半角冒号加一个空格，括号和引号成对";

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
    /// What findings say that they are of.
    file: FileId,
}

impl<'a> Scene<'a> {
    fn of(text: &'a str, line: usize, is_key: IsKey, file: FileId) -> Self {
        let lines = lines(text);
        let last = line.saturating_sub(1).min(lines.len().saturating_sub(1));
        Scene {
            lines,
            last,
            is_key,
            file,
        }
    }

    /// A likely cause: its place, what it is, what to do.
    pub fn cause(
        &self,
        place: Range<usize>,
        message: impl Into<Message>,
        help: impl Into<Message>,
    ) -> Finding {
        cause(self.file, place, message, help)
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

fn cause(
    file: FileId,
    place: Range<usize>,
    message: impl Into<Message>,
    help: impl Into<Message>,
) -> Finding {
    Finding::new(&rules::YAML_SYNTAX, Span::new(file, place), message).help(help)
}

/// The cause of a fault, and whether it was seen, and not only guessed from what the reader
/// said.
pub fn explain(source: &Source, file: FileId, fault: &Fault, is_key: IsKey) -> (Finding, bool) {
    let offset = source.floor(fault.at);
    let text = source.text();
    let length = text[offset..].chars().next().map_or(0, char::len_utf8);
    let here = |(message, help): (&str, &str)| cause(file, offset..offset + length, message, help);
    let scene = || Scene::of(text, source.position(offset).line, is_key, file);
    // What is meant as a word: no anchor has a Chinese name.
    let word = || {
        let scene = scene();
        let line = scene.lines.get(scene.last)?;
        let name = text[offset..].chars().nth(1)?;
        marks::unquoted(&scene, line).filter(|_| !name.is_ascii())
    };
    let seen = match &fault.kind {
        Kind::TooDeep => here((
            "嵌套太深，年报的数据用不到这么多层",
            "检查这里的括号或行首的空格是否写错",
        )),
        Kind::TooMany => here(("文件里的项太多，不像一份年报的数据", "检查是否选错了文件")),
        Kind::SecondDocument => here(SECOND_DOCUMENT),
        Kind::Alias | Kind::Tag if let Some(cause) = word() => cause,
        Kind::Alias => here(("数据文件不用锚点、别名和合并（& * <<）", PLAIN)),
        Kind::Tag => here((
            "数据文件不用标签（!）",
            "删去以 ! 开头的标签；文字以 ! 开头时请加引号",
        )),
        kind @ (Kind::Word | Kind::Syntax(_)) => match syntax(&scene()) {
            Some(cause) => cause,
            None => {
                let message = format!("写法有误：{}", found(kind));
                return (here((&message, GENERAL_HELP)), false);
            }
        },
    };
    (seen, true)
}

const PLAIN: &str = "把数字和文字直接写在这里；文字以 * 或 & 开头时请加引号";

/// A line that is longer than this was not written by hand.
const LONG: usize = 4096;
/// Lines at and above the place where a reader gave up that may show a mistake of their own.
const NEAR: usize = 4;

/// Looks for the cause on the line where the reader gave up, then above it.
fn syntax(scene: &Scene<'_>) -> Option<Finding> {
    let near = scene.last.saturating_sub(NEAR - 1) + 1;
    let on = |check: fn(&Scene<'_>, &Line<'_>) -> Option<Finding>| {
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
        marks::unquoted,
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
        .or_else(|| on(layout::other_spaces))
        .or_else(|| checks.into_iter().find_map(on))
        .or_else(|| on(layout::between_keys))
        .or_else(|| indentation(scene))
}

fn indentation(scene: &Scene<'_>) -> Option<Finding> {
    let line = scene.lines.get(scene.last)?;
    let above = scene.above().find(|above| above.number < line.number)?;
    let (own, other) = (line.indent(), indent(above.text));
    if line.role != Role::Entry || own == other {
        return None;
    }
    let first = line.text[own..].chars().next().map_or(0, char::len_utf8);
    let at = line.start + own;
    let number = above.number;
    Some(scene.cause(
        at..at + first,
        format!("这一行前面有 {own} 个空格，与上文（第 {number} 行 {other} 个）对不上"),
        "同一层的各行左边要对齐，下一层比上一层多两个空格；| 下面的文字每行前都要空两格",
    ))
}

/// What the parser found, where no cause was.
fn found(kind: &Kind) -> &'static str {
    let Kind::Syntax(kind) = kind else {
        return "这里读不懂";
    };
    match kind {
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => "这里不该出现冒号",
        ErrorKind::ExpectedBlockMappingKey => "这里应当是一个键，可能是左边没有对齐",
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => {
            "括号没有结束，或少了逗号"
        }
        ErrorKind::UnclosedFlowCollection { .. } => "括号没有结束",
        ErrorKind::UnclosedQuotedScalar => "引号没有结束",
        ErrorKind::UnknownQuotedScalarEscape | ErrorKind::InvalidQuotedScalarHexEscape => {
            "双引号里的反斜杠 \\ 有特殊含义，请改用单引号或写成 \\\\"
        }
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => "这里有制表符（Tab），换成空格",
        ErrorKind::InvalidIndentation
        | ErrorKind::InvalidBlockScalarIndent
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::InvalidFlowScalarIndent => "左边没有对齐",
        ErrorKind::UnexpectedEof
        | ErrorKind::UnexpectedEofBlockMapping
        | ErrorKind::UnexpectedEofFlowMapping => "文件在这里突然结束",
        _ => "这里读不懂",
    }
}

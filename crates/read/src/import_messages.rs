//! What an import found, in Chinese: why a cell is not certain, what is left over, and
//! what a person must look at, as findings on the written file.
//!
//! The only place that turns doubts and left-overs into words. In:
//! [`Doubt::Torn`](super::published::Doubt). Out: 「跨页，也许不全」.

use super::{aligner::Leftover, published::Doubt};
use base::{
    diagnostic::{Finding, Message, Rule, Severity, rules},
    source::{FileId, Sources, Span},
    yaml::{self, Node},
};

/// Something that a person must look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The rule that it is told by.
    pub rule: &'static Rule,
    /// How bad it is.
    pub severity: Severity,
    /// Where it belongs in the data file: `申请.新收`, `机关`.
    pub path: String,
    /// What is not certain, with the published words.
    pub message: Message,
    /// What to do.
    pub help: Message,
    /// The published words, where a figure was expected.
    pub quote: Option<String>,
}

impl Notice {
    /// Of something that could not be read for certain.
    pub fn unsure(
        path: impl Into<String>,
        message: impl Into<Message>,
        help: impl Into<Message>,
    ) -> Self {
        Notice::of(&rules::UNSURE_IMPORT, path, message, help)
    }

    /// Told by a rule.
    pub fn of(
        rule: &'static Rule,
        path: impl Into<String>,
        message: impl Into<Message>,
        help: impl Into<Message>,
    ) -> Self {
        Notice {
            rule,
            severity: rule.severity,
            path: path.into(),
            message: message.into(),
            help: help.into(),
            quote: None,
        }
    }

    /// Of something that many a report rightly lacks.
    pub fn note(self) -> Self {
        let severity = Severity::Hint;
        Notice { severity, ..self }
    }

    /// Whether it is more than a note.
    pub fn is_unsure(&self) -> bool {
        self.severity < Severity::Hint
    }
}

/// Doubts as findings, each at the place in the written data file where it is to be mended.
pub fn findings(sources: &Sources, file: FileId, doubts: &[Notice]) -> Vec<Finding> {
    let tree = yaml::parse(sources, file).ok();
    placed(doubts, |path| {
        let found = tree.as_ref().and_then(|tree| key(tree, path));
        found.unwrap_or(Span::new(file, 0..0))
    })
}

/// Doubts as findings, each where its path leads.
pub fn placed(doubts: &[Notice], place: impl Fn(&str) -> Span) -> Vec<Finding> {
    let finding = |doubt: &Notice| {
        let place = place(&doubt.path);
        let finding = Finding {
            severity: doubt.severity,
            ..Finding::new(doubt.rule, place, doubt.message.clone())
        };
        let finding = finding.at(&doubt.path).help(doubt.help.clone());
        match &doubt.quote {
            Some(quote) => finding.stated(quote),
            None => finding,
        }
    };
    doubts.iter().map(finding).collect()
}

/// The key that lies deepest on a path.
fn key(tree: &Node, path: &str) -> Option<Span> {
    let keys = path.split('.').scan(tree, |node, key| {
        let entry = node.get(key)?;
        *node = &entry.node;
        Some(entry.key_span)
    });
    keys.last()
}

/// Why a cell is not certain, as a reason behind its words.
pub fn reason(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::Torn => "跨页，也许不全",
        Doubt::NextPage => "在下一页，不知道是哪一行的",
        Doubt::OtherRow => "在没有行名的另一行，不知道是哪一行的",
        Doubt::GoesOn => "下面一行只有数，也许是这一行的数断成了两行",
        Doubt::Beside => "这一行缺数，旁边一行的数没有认出，也许是同一行断成了两行",
        Doubt::NoFigure => "不是确定的数",
        Doubt::Merged => "几格合并成一格，不知道是哪一格的",
        Doubt::CellCount => "格数与格式不同，认不准",
        Doubt::FewerFigures => "数比格式的列少，不知道缺的是哪几列",
        Doubt::NoFigures => "这一行没有数",
        Doubt::ColumnOrder => "各列的次序与格式不同，认不准",
        Doubt::RowOrder => "这一行的次序与格式不同，认不准",
        Doubt::RowTwice => "这一行有两次，数不一样",
        Doubt::RowName => "行名与格式不同，认不准",
        Doubt::WhichRow => "有几行数，不知道哪一行是",
        Doubt::FigureInName => "行名的格里还有数，认不准",
        Doubt::FigureInHead => "列名的格里还有数，认不准",
        Doubt::TurnedName => "行名与格式的意思不同，认不准",
        Doubt::TurnedHead => "列名与格式的意思不同，认不准",
        Doubt::Unit => "单位与格式不同（格式的金额用万元，其余按个数），要先换算",
        Doubt::PageData => "网页自带的数据（#nianbao-data）不是这样写的，可能有人改过其中一处",
    }
}

/// What is left of a table, as a remark.
pub fn leftover(left: &Leftover) -> String {
    match left {
        Leftover::Words(words) => format!("表里的话：{words}"),
        Leftover::InName(words) => format!("行名里的话：{words}"),
        Leftover::InHead(words) => format!("列名里的话：{words}"),
        Leftover::UnknownHead(words) => format!("不认识的列名：{words}"),
        Leftover::Beneath { head, row, value } => format!("「{head}」一列的「{row}」：{value}"),
        Leftover::GroupRow(row) => format!("一行代替了格式的几行：{row}"),
        Leftover::RepeatedRow(row) => format!("重复的一行：{row}"),
        Leftover::UnknownRow(row) => format!("不认识的一行：{row}"),
        Leftover::NamelessRow(row) => format!("没有行名的一行：{row}"),
        Leftover::OneOfRows(row) => row.clone(),
        Leftover::ByOrder(count) => format!("表头残缺，按 {count} 个数的次序认的"),
    }
}

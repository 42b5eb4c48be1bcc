//! The ways in which figures go wrong between an agency and its area, and their words.

use crate::ground::number::{Kind, Number};

/// A way of going wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// Multiplied by something, in a region: its name, and which of [`FACTORS`].
    Scaled(String, usize),
    /// Two rows, columns or cells taken for each other.
    Swapped(String),
    /// The figures of one place put into another.
    Moved(String, String),
    /// A slip of the pen: the cell, the kind, the right and the wrong figure.
    Slip(String, &'static str, Number, Number),
}

impl Way {
    /// The kind of mistake, as programs read it.
    pub fn kind(&self) -> &'static str {
        match self {
            Way::Scaled(_, index) => FACTORS[*index].kind,
            Way::Swapped(_) => "swapped",
            Way::Moved(..) => "moved",
            Way::Slip(..) => "slip",
        }
    }

    /// What happened; `own` says that it was in the area's own report.
    pub fn told(&self, whose: &str, own: bool) -> String {
        match self {
            Way::Scaled(region, index) => scaled(whose, own, region, &FACTORS[*index]),
            Way::Swapped(lines) => format!("{whose}的{lines}写颠倒了"),
            Way::Moved(from, to) => format!("{whose}把{from}的数写到了{to}"),
            Way::Slip(cell, slip, right, wrong) => {
                format!("{whose}的{cell}{slip}：{right} 写成了 {wrong}")
            }
        }
    }
}

/// By what a figure is multiplied: the difference is the figure times this fraction.
pub struct Factor {
    /// The difference is the figure times the first, by the second.
    pub part: (i128, i128),
    /// The kind of mistake.
    pub kind: &'static str,
    /// What was done.
    pub words: &'static str,
    /// How unlikely it is, in bits.
    pub cost: u32,
    /// The only kind of figure that it happens to, if there is one.
    pub only: Option<Kind>,
}

const fn factor(part: (i128, i128), kind: &'static str, words: &'static str, cost: u32) -> Factor {
    Factor {
        part,
        kind,
        words,
        cost,
        only: None,
    }
}

const fn only(mut factor: Factor, kind: Kind) -> Factor {
    factor.only = Some(kind);
    factor
}

/// The factors by which figures go wrong.
pub static FACTORS: [Factor; 11] = [
    factor((-1, 1), "missing", "漏计", 0),
    factor((1, 1), "doubled", "重复计入", 1),
    only(
        factor((9_999, 1), "factor", "放大一万倍，像是把元当成了万元", 2),
        Kind::Amount,
    ),
    only(
        factor(
            (-9_999, 10_000),
            "factor",
            "缩小一万倍，像是把万元又折算了一次",
            2,
        ),
        Kind::Amount,
    ),
    only(factor((-2, 1), "sign", "正负号写反", 2), Kind::Change),
    factor(
        (9, 1),
        "factor",
        "放大 10 倍，像是多写了一个 0 或小数点错了一位",
        5,
    ),
    factor((99, 1), "factor", "放大 100 倍", 6),
    factor((999, 1), "factor", "放大 1000 倍", 6),
    factor(
        (-9, 10),
        "factor",
        "缩小到十分之一，像是少写了一个 0 或小数点错了一位",
        5,
    ),
    factor((-99, 100), "factor", "缩小到百分之一", 6),
    factor((-999, 1000), "factor", "缩小到千分之一", 6),
];

fn scaled(whose: &str, own: bool, region: &str, factor: &Factor) -> String {
    match (factor.kind, own, region) {
        ("missing", true, "") => "汇总报告没有填数".to_owned(),
        ("missing", true, region) => format!("汇总报告的{region}没有填数"),
        ("doubled", true, region) => format!("汇总报告的{region}加了两遍"),
        ("missing" | "doubled", false, "") => format!("{}{whose}", factor.words),
        ("missing" | "doubled", false, region) => format!("{}{whose}的{region}", factor.words),
        (_, _, "") => format!("{whose}的数{}", factor.words),
        (_, _, region) => format!("{whose}的{region}{}", factor.words),
    }
}

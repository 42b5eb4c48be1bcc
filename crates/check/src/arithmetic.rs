//! Totals and balances.
//!
//! One mistake gives one finding. A single wrong figure makes a row and a column
//! fail by the same amount: then the cell where they cross is named. A balance
//! that fails only because of a total that is already reported says so. Where figures are
//! unknown only what none of them could mend is reported; what they must be is [demanded].
//!
//! [demanded]: demand

use std::collections::BTreeSet;

use super::equations::{self, Equation, Source, equations, own};
use base::{
    diagnostic::{Finding, Message, Rule, Subject, either, joined, message, rules},
    number::Number,
    numeral,
};
use form::{
    edition::{Axis, Balance, SlotId, Sum},
    report::{Figure, Report},
};

/// Checks every total that the author stated and every balance, but for those in which cells
/// count that lie below one of some paths.
pub fn check(report: &Report, unread: &[String]) -> Vec<Finding> {
    let mut equations = equations(report);
    equations.retain(|equation| {
        let mut cells = equation.terms.iter();
        !cells.any(|(slot, _)| counts(report, *slot, unread))
    });
    let mut open: BTreeSet<usize> = (0..equations.len())
        .filter(|&index| !equations[index].holds())
        .collect();
    let mut findings = Vec::new();
    for (slot, indices) in crossings(report, &equations, &open) {
        if indices.iter().all(|index| open.contains(index)) {
            open.retain(|index| !indices.contains(index));
            let failing = indices.iter().map(|&index| &equations[index]);
            let failing: Vec<&Equation> = failing.filter(|own| own.is_known()).collect();
            findings.push(crossing(report, slot, &failing));
        }
    }
    open.retain(|&index| !follows(report, &equations, index));
    let failing = open.iter().map(|&index| &equations[index]);
    let totals = failing
        .clone()
        .filter_map(|equation| match equation.source {
            Source::Sum(sum) if equation.is_known() => Some((sum.total, equation.off)),
            _ => None,
        });
    let totals: Vec<(SlotId, i128)> = totals.collect();
    findings.extend(failing.filter_map(|equation| match equation.source {
        Source::Sum(sum) => Some(total(report, sum, equation)),
        // A total that is told already may be all that is wrong.
        Source::Balance(_) if repeats(equation, &totals) => None,
        Source::Balance(balance) => Some(unbalanced(report, balance, equation)),
    }));
    findings
}

/// Whether a cell, or one that it is the sum of, lies below one of some paths.
fn counts(report: &Report, slot: SlotId, above: &[String]) -> bool {
    let path = &report.edition.slot(slot).path;
    let sum = report.sum_of(slot).filter(|_| !own(report, slot));
    above.iter().any(|above| path.starts_with(above.as_str()))
        || sum.is_some_and(|sum| sum.parts.iter().any(|part| counts(report, *part, above)))
}

/// Cells that alone explain two or more failing sums: every sum that they enter
/// fails, all by the same change, and no other such cell would do.
fn crossings(
    report: &Report,
    equations: &[Equation],
    open: &BTreeSet<usize>,
) -> Vec<(SlotId, Vec<usize>)> {
    let candidates: BTreeSet<SlotId> = open
        .iter()
        .flat_map(|&index| equations[index].terms.iter().map(|(slot, _)| *slot))
        .filter(|&slot| own(report, slot))
        .collect();
    let explained = candidates.into_iter().filter_map(|slot| {
        let touched: Vec<usize> = (0..equations.len())
            .filter(|&index| equations[index].sign(slot).is_some())
            .collect();
        let change = |index: &usize| {
            let equation = &equations[*index];
            equation.sign(slot).map(|sign| -equation.off * sign)
        };
        let mut known = touched.iter().filter(|index| equations[**index].is_known());
        let first = change(known.next()?)?;
        let same = touched.iter().all(|index| {
            let equation = &equations[*index];
            let by = equation.sign(slot).map(|sign| sign * first);
            open.contains(index) && by.is_some_and(|by| equation.holds_with(by))
        });
        let value = report.value(slot)?;
        let possible = value + first >= 0 && touched.len() > 1;
        (same && possible).then_some((slot, touched))
    });
    let explained: Vec<_> = explained.collect();
    let unique = |(slot, touched): &&(SlotId, Vec<usize>)| {
        let rivals = explained.iter().filter(|(other, theirs)| {
            other != slot && theirs.iter().filter(|i| touched.contains(i)).count() > 1
        });
        rivals.count() == 0
    };
    explained.iter().filter(unique).cloned().collect()
}

/// Whether a failing sum in the column of totals only repeats a failing part column,
/// because its figures were computed and not stated.
fn follows(report: &Report, equations: &[Equation], index: usize) -> bool {
    let equation = &equations[index];
    let rows: Option<Vec<&Sum>> = equation
        .terms
        .iter()
        .map(|(slot, _)| {
            let sums = &report.edition.sums;
            sums.iter()
                .find(|sum| sum.total == *slot && sum.axis == Axis::Row)
        })
        .collect();
    let Some(rows) = rows else {
        return false;
    };
    let computed = |(slot, _): &(SlotId, i128)| {
        matches!(report.cell(*slot).figure, Figure::Absent | Figure::Blank)
    };
    let sound = rows
        .iter()
        .all(|row| report.value(row.total) == report.computed(row.total));
    // A balance of consistent rows fails in its column of totals because of the others.
    let implied =
        matches!(equation.source, Source::Balance(_)) || equation.terms.iter().any(computed);
    if !sound || !implied {
        return false;
    }
    // The same sum in each part column.
    let width = rows.first().map_or(0, |row| row.parts.len());
    (0..width).any(|column| {
        let terms: Vec<SlotId> = rows
            .iter()
            .filter_map(|row| row.parts.get(column).copied())
            .collect();
        equations.iter().any(|other| {
            !other.holds()
                && other
                    .terms
                    .iter()
                    .map(|(slot, _)| *slot)
                    .eq(terms.iter().copied())
        })
    })
}

/// Whether a balance fails because of totals that are reported, and of nothing else.
fn repeats(equation: &Equation, totals: &[(SlotId, i128)]) -> bool {
    let own = totals.iter();
    let own = own.filter_map(|(slot, off)| Some(equation.sign(*slot)? * off));
    own.clone().next().is_some() && own.sum::<i128>() == equation.off
}

fn show(millionths: i128) -> String {
    Number::from_millionths(millionths).to_string()
}

/// 「多 1」 or 「少 1」.
fn difference(off: i128) -> String {
    match off > 0 {
        true => format!("多 {}", show(off)),
        false => format!("少 {}", show(-off)),
    }
}

/// The operands of a sum: `1+0+2`.
fn operands(report: &Report, slots: &[SlotId]) -> String {
    let known = slots.iter().filter_map(|&slot| report.value(slot));
    let operands: Vec<String> = known.map(show).collect();
    let unknown = match slots.len() - operands.len() {
        0 => String::new(),
        count => format!("，另有 {count} 格没有数"),
    };
    operands.join("+") + &unknown
}

/// What unknown cells must add up to for the sums and balances that depend on nothing else:
/// by whatever these are called, each different figure once.
pub fn demand(report: &Report, cells: &[SlotId]) -> Vec<(Message, Number)> {
    let mut demands: Vec<(Message, Number)> = Vec::new();
    for equation in equations(report) {
        let own = |(slot, _): &(SlotId, i128)| cells.contains(slot);
        if let Some(demand) = equation.demand().map(Number::from_millionths)
            && equation.unknown.iter().all(own)
            && demands.iter().all(|(_, known)| *known != demand)
        {
            demands.push((describe(report, &equation), demand));
        }
    }
    demands
}

/// 「至少 」 where there are unknown figures besides.
fn least(equation: &Equation) -> &'static str {
    match equation.is_known() {
        true => "",
        false => "至少",
    }
}

/// The finding for one wrong total.
fn total(report: &Report, sum: &Sum, equation: &Equation) -> Finding {
    let (off, least) = (equation.off, least(equation));
    let stated = report.value(sum.total).unwrap_or_default();
    let expected = stated - off;
    let added = operands(report, &sum.parts);
    let total = total_of(report, sum);
    let (rule, message): (&'static Rule, _) = match sum.axis {
        Axis::Row => (
            &rules::ROW_TOTAL,
            message!(total;
                "{total}写 {}，各项之和{least}是 {}（{added}），{}",
                show(stated),
                show(expected),
                difference(off)
            ),
        ),
        Axis::Column => (
            &rules::COLUMN_TOTAL,
            message!(total;
                "{total}写 {}，上面各行之和{least}是 {}（{}），{}",
                show(stated),
                show(expected),
                nonzero(report, &sum.parts),
                difference(off)
            ),
        ),
    };
    let finding = Finding::new(rule, report.place(sum.total), message)
        .at(cell(report, sum.total))
        .stated(show(stated))
        .label(format!("各项之和{least}是 {}", show(expected)))
        .help(either(
            "核对总计和各项，改正错的那一个；总计也可以不写，由程序算出",
            "核对总计和各项，改正错的那一个",
        ));
    match equation.is_known() {
        true => finding.expected(show(expected)),
        false => finding,
    }
}

/// The operands of a long sum, noughts left out.
fn nonzero(report: &Report, slots: &[SlotId]) -> String {
    let counted: Vec<SlotId> = slots
        .iter()
        .copied()
        .filter(|&slot| report.value(slot) != Some(0))
        .collect();
    match counted.is_empty() {
        true => "各行都是 0".to_owned(),
        false => operands(report, &counted),
    }
}

/// The finding for the one cell that makes several sums fail.
fn crossing(report: &Report, slot: SlotId, failing: &[&Equation]) -> Finding {
    let cell = cell(report, slot);
    let stated = report.value(slot).unwrap_or_default();
    let first = failing[0];
    let expected = stated - first.off * first.sign(slot).unwrap_or(1);
    let axis = |axis| failing.iter().any(|equation| equation.axis() == Some(axis));
    let own_column = failing.iter().any(|equation| match equation.source {
        Source::Sum(sum) => sum.axis == Axis::Column && sum.total == slot,
        Source::Balance(_) => false,
    });
    let rule = match own_column || !axis(Axis::Row) {
        true if axis(Axis::Column) => &rules::COLUMN_TOTAL,
        _ => &rules::ROW_TOTAL,
    };
    let alike = if failing.len() > 1 {
        "都差同样的"
    } else {
        "差"
    };
    let sums = joined(failing.iter().map(|e| describe(report, e)), "、");
    let message = message!(cell, sums;
        "「{cell}」写 {}，很可能应为 {}：{sums}{alike} {}",
        show(stated),
        show(expected),
        show(first.off.abs()),
    );
    let mut finding = Finding::new(rule, report.place(slot), message)
        .at(cell)
        .stated(show(stated))
        .expected(show(expected))
        .label(format!("改成 {}，这几处就都平了", show(expected)))
        .help("核对这一格；如果这一格没有错，就是上述各处的其他数字有错");
    for equation in failing {
        if let Source::Sum(sum) = equation.source
            && sum.total != slot
        {
            let off = equation.off;
            let label = format!("这个总计比各项之和{}", difference(off));
            finding = finding.related(report.place(sum.total), label);
        }
    }
    finding
}

fn describe(report: &Report, equation: &Equation) -> Message {
    match equation.source {
        Source::Sum(sum) => total_of(report, sum),
        Source::Balance(balance) => format!("{}一列的勾稽关系", balance.column).into(),
    }
}

/// What a total is called: 「申请.新收」的总计.
fn total_of(report: &Report, sum: &Sum) -> Message {
    let rows = report.edition.subject(&sum.path);
    match sum.axis {
        Axis::Row => message!(rows; "「{rows}」的总计"),
        Axis::Column => {
            let key = report.edition.slot(sum.total).key();
            message!(rows; "「{rows}」{key}一列的总计")
        }
    }
}

fn cell(report: &Report, slot: SlotId) -> Subject {
    report.edition.subject(&report.edition.slot(slot).path)
}

fn unbalanced(report: &Report, balance: &Balance, equation: &Equation) -> Finding {
    let least = |slots: &[SlotId]| {
        let known = slots.iter().all(|&slot| report.value(slot).is_some());
        if known { "" } else { "至少 " }
    };
    let side = |slots: &[SlotId]| -> i128 {
        { slots.iter() }
            .map(|&slot| equations::least(report, slot))
            .sum()
    };
    let (left, right) = (side(&balance.left), side(&balance.right));
    let names = |slots: &[SlotId]| {
        let named = slots.iter().map(|&slot| {
            let value = report.value(slot).map_or_else(|| "（空）".to_owned(), show);
            let row = row_name(report, slot);
            message!(row; "{row} {value}")
        });
        joined(named, " + ")
    };
    let message = message!(one = names(&balance.left), other = names(&balance.right);
        "勾稽关系不平。{}一列：{one} = {}{}，而{other} = {}{}，前者{}",
        balance.column,
        least(&balance.left),
        show(left),
        least(&balance.right),
        show(right),
        difference(equation.off)
    );
    let count = numeral::counted((balance.left.len() + balance.right.len()) as u64);
    let first = balance.left[0];
    let mut finding = Finding::new(&rules::BALANCE, report.place(first), message)
        .at(cell(report, first))
        .stated(show(left))
        .expected(show(right))
        .help(format!("核对这{count}个数，改正错的那一个"));
    let others = balance.left[1..].iter().chain(&balance.right);
    for &slot in others.filter(|&&slot| own(report, slot)) {
        finding = finding.related(report.place(slot), row_name(report, slot));
    }
    finding
}

/// A cell's row within its section: `办理结果.总计`.
fn row_name(report: &Report, slot: SlotId) -> Message {
    let row = report.edition.subject(report.edition.slot(slot).row());
    let path = row.path.split_once('.').map_or(&*row.path, |(_, row)| row);
    either(path, row.name)
}

//! Findings of one cause as one: rows that nobody has filled in, columns left blank.

use std::collections::BTreeMap;

use crate::ground::diagnostic::{Finding, Gap};

/// Rows that a message names before 等.
const NAMED: usize = 6;

/// Tells findings that have one cause in one table as one, where the first of them stands.
///
/// An editor marks every place; people and files of findings are told once.
pub fn together(findings: Vec<Finding>) -> Vec<Finding> {
    let mut kept: Vec<Vec<Finding>> = Vec::new();
    let mut known = BTreeMap::new();
    for finding in findings {
        let at = match cause(&finding) {
            Some(cause) => *known.entry(cause).or_insert(kept.len()),
            None => kept.len(),
        };
        match kept.get_mut(at) {
            Some(group) => group.push(finding),
            None => kept.push(vec![finding]),
        }
    }
    kept.into_iter().map(merged).collect()
}

/// What findings have in common that have one cause: the gap, the table, the waiver.
fn cause(finding: &Finding) -> Option<(Gap, String, Option<String>)> {
    let table = finding.path.split('.').next().unwrap_or_default();
    let (gap, table) = match finding.gap.clone()? {
        Gap::Unsaid => (Gap::Unsaid, ""),
        Gap::Blank { columns, .. } => (Gap::Blank { columns, cells: 0 }, table),
        gap => (gap, table),
    };
    Some((gap, table.to_owned(), finding.waived.clone()))
}

fn merged(mut group: Vec<Finding>) -> Finding {
    let rows = group.len();
    let paths: Vec<&str> = group.iter().map(|finding| finding.path.as_str()).collect();
    let above = common(&paths);
    let names: Vec<&str> = paths.iter().map(|path| name(path)).collect();
    let more = if rows > NAMED { "等" } else { "" };
    let names = format!("{}{more}", names[..rows.min(NAMED)].join("、"));
    let cells: usize = group.iter().map(cells).sum();
    let told = match &group[0].gap {
        _ if rows == 1 => None,
        None => None,
        Some(Gap::Unsaid) => Some((
            format!("有 {rows} 项没有填写：{names}"),
            group
                .iter()
                .map(|finding| format!("{}——{}", name(&finding.path), finding.help))
                .collect::<Vec<_>>()
                .join("；"),
        )),
        Some(Gap::Unfilled) => Some((
            format!("「{above}」有 {rows} 行没有填写：{names}"),
            "逐行写上数，没有就写 0，留空写 ~；一组都是零时，在组名后面写 0".to_owned(),
        )),
        Some(Gap::Column(column)) => Some((
            format!("「{above}」有 {rows} 行没有「{column}」这一列"),
            "每一行都补上这一列，没有的写 0；剩下的各列都是零时，在行里写 其余: 0".to_owned(),
        )),
        Some(Gap::Absent) => Some((
            format!("「{above}」缺少 {rows} 行：{names}"),
            "补上这些行；剩下的都是零时，在最后写 其余: 0".to_owned(),
        )),
        Some(Gap::Blank { columns, .. }) => Some((
            format!(
                "「{above}」有 {rows} 行（{names}）共 {cells} 格留空，都在这几列：{}",
                columns.join("、")
            ),
            "空白照样印成空白，不当作 0；数量是零的，写 0".to_owned(),
        )),
    };
    let mut first = group.swap_remove(0);
    if let Some((message, help)) = told {
        (first.message, first.help, first.path) = (message, help, above);
    }
    first
}

fn cells(finding: &Finding) -> usize {
    match finding.gap {
        Some(Gap::Blank { cells, .. }) => cells,
        _ => 0,
    }
}

fn name(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// The path above all of some.
fn common(paths: &[&str]) -> String {
    let mut above: Vec<&str> = paths[0].split('.').collect();
    for path in paths {
        let shared = above.iter().zip(path.split('.'));
        let shared = shared.take_while(|(one, other)| *one == other).count();
        above.truncate(shared);
    }
    above.join(".")
}

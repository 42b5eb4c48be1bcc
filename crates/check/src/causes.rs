//! Findings of one cause as one: rows that nobody has filled in, columns left blank.

use std::collections::BTreeMap;

use base::diagnostic::{Finding, MissingKind, Subject, joined, message};
use form::{
    edition::{Edition, Field},
    report::in_cells,
};

/// Rows that a message names before 等.
const NAMED: usize = 6;

/// Makes findings that have one cause in one table the members of one, where the first of
/// them stands.
///
/// An editor marks every member; people and files of findings are told once.
pub fn group_by_cause(edition: &Edition, findings: Vec<Finding>) -> Vec<Finding> {
    let mut groups: Vec<Vec<Finding>> = Vec::new();
    let mut known = BTreeMap::new();
    for finding in findings {
        let at = match cause(&finding) {
            Some(cause) => *known.entry(cause).or_insert(groups.len()),
            None => groups.len(),
        };
        match groups.get_mut(at) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups
        .into_iter()
        .flat_map(|group| merged(edition, group))
        .collect()
}

/// What findings have in common that have one cause: what is missing, the table, the waiver.
fn cause(finding: &Finding) -> Option<(MissingKind, String, Option<String>)> {
    let table = finding.subject.path.split('.').next().unwrap_or_default();
    let (kind, table) = match finding.missing.clone()? {
        MissingKind::Unsaid => (MissingKind::Unsaid, ""),
        MissingKind::Blank { columns, .. } => (MissingKind::Blank { columns, cells: 0 }, table),
        kind => (kind, table),
    };
    Some((kind, table.to_owned(), finding.waived.clone()))
}

fn merged(edition: &Edition, members: Vec<Finding>) -> Vec<Finding> {
    let [first, _, ..] = &members[..] else {
        return members;
    };
    let rows = members.len();
    let paths: Vec<&str> = members
        .iter()
        .map(|finding| &*finding.subject.path)
        .collect();
    let above = edition.subject(&common(&paths));
    let parts: Vec<Subject> = paths.iter().map(|path| row(edition, path)).collect();
    let more = if rows > NAMED { "等" } else { "" };
    let names = joined(parts.iter().take(NAMED).cloned(), "、");
    let names = message!(names; "{names}{more}");
    let (message, help) = match &first.missing {
        None => return members,
        Some(MissingKind::Unsaid) => {
            let helps = parts.iter().zip(&members);
            let helps =
                helps.map(|(row, member)| message!(row, help = member.help; "{row}——{help}"));
            (
                message!(names; "有 {rows} 项没有填写：{names}"),
                joined(helps, "；"),
            )
        }
        Some(MissingKind::Unfilled) => (
            message!(above, names; "「{above}」有 {rows} 行没有填写：{names}"),
            in_cells("逐行写上数，没有就写 0，留空写 ~；一组都是零时，在组名后面写 0"),
        ),
        Some(MissingKind::Column(column)) => (
            message!(above, column; "「{above}」有 {rows} 行没有「{column}」这一列"),
            in_cells("每一行都补上这一列，没有的写 0；剩下的各列都是零时，在行里写 其余: 0"),
        ),
        Some(MissingKind::Absent) => (
            message!(above, names; "「{above}」缺少 {rows} 行：{names}"),
            in_cells("补上这些行；剩下的都是零时，在最后写 其余: 0"),
        ),
        Some(MissingKind::Blank { columns, .. }) => {
            let cells: usize = members.iter().map(cells).sum();
            let columns = joined(columns.clone(), "、");
            let message = message!(above, names, columns;
                "「{above}」有 {rows} 行（{names}）共 {cells} 格留空，都在这几列：{columns}");
            let help = "空白照样印成空白，不当作 0；数量是零的，写 0";
            (message, help.into())
        }
    };
    let group = Finding {
        subject: above,
        message,
        help,
        ..first.clone()
    };
    vec![Finding { members, ..group }]
}

fn cells(finding: &Finding) -> usize {
    match finding.missing {
        Some(MissingKind::Blank { cells, .. }) => cells,
        _ => 0,
    }
}

/// A row, a column or a field by itself.
fn row(edition: &Edition, path: &str) -> Subject {
    let key = Subject::from(path.rsplit('.').next().unwrap_or(path));
    edition.field(path).map_or(key, Field::subject)
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

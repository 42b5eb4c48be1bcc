//! The keys of a data file that do not come from the form.

use crate::edition::{Body, Edition, Field};

/// The report year.
pub const YEAR: &str = "年度";
/// The form's name, where the author states it.
pub const EDITION: &str = "版式";
/// The agency.
pub const AGENCY: &str = "机关";
/// The agency's name.
pub const NAME: &str = "名称";
/// What the agency is.
pub const CATEGORY: &str = "类别";
/// The day of signature.
pub const DATE: &str = "日期";
/// The title, where it is not the mandated one.
pub const TITLE: &str = "标题";
/// Who signs.
pub const SIGNATURE: &str = "落款";
/// Whether a seal goes over the signature.
pub const SEAL: &str = "印章";
/// Last year's data file.
pub const PREVIOUS: &str = "上年";
/// Findings that the author accepts.
pub const WAIVERS: &str = "豁免";
/// What stands above the first section.
pub const PREAMBLE: &str = "引言";
/// The rest of a row or group.
pub const REST: &str = "其余";
/// A figure that has a note.
pub const VALUE: &str = "值";
/// A figure's note.
pub const NOTE: &str = "注";
/// A text in another file.
pub const FILE: &str = "文件";
/// In a waiver: the rule.
pub const RULE: &str = "规则";
/// In a waiver: the path.
pub const PLACE: &str = "位置";
/// In a waiver: the reason.
pub const REASON: &str = "理由";

/// The keys of a data file's top level besides the form's sections.
pub const TOP: [&str; 10] = [
    YEAR, EDITION, AGENCY, DATE, TITLE, SIGNATURE, SEAL, PREVIOUS, WAIVERS, PREAMBLE,
];

/// The keys of the map at a path of a data file, in the form's order: those of the top level at
/// an empty one. The rest of a row or group stands before its totals.
pub fn below<'e>(edition: &'e Edition, path: &str) -> Vec<&'e str> {
    let mut sections = edition.sections.iter();
    if path.is_empty() {
        let keys = TOP.into_iter().filter(|key| *key != WAIVERS);
        let keys = keys.chain(sections.map(|section| section.key.as_str()));
        return keys.chain([WAIVERS]).collect();
    }
    let table = sections.find_map(|s| s.table.as_ref().filter(|_| s.key == path));
    let fields = match edition.field(path).map(|field| &field.body) {
        Some(Body::Group(fields)) => Some(fields),
        _ => table.map(|table| &table.fields),
    };
    match fields {
        Some(fields) => of_fields(fields),
        None => vec![NAME, CATEGORY, RULE, PLACE, REASON],
    }
}

/// The keys of some fields, likewise.
pub fn of_fields(fields: &[Field]) -> Vec<&str> {
    let (totals, parts): (Vec<&Field>, Vec<&Field>) = fields.iter().partition(|it| it.total);
    let [parts, totals] =
        [parts, totals].map(|fields| fields.into_iter().map(|it| it.key.as_str()));
    parts.chain([REST]).chain(totals).collect()
}

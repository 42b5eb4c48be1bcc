//! How findings are mended, as far as a program can know: each offer is a change that the
//! author asks for, none is made by itself.

pub(crate) mod missing_keys;

use std::collections::HashMap;

use super::{edition, tree};
use base::{
    diagnostic::{Basis, Finding, Message, Rule, Severity, either, rules},
    number::{Reading, read},
    source::{Span, indent, line_start, next_line},
    yaml::{Entry, Value, spliced},
};
use form::{
    datafile::Waived,
    report::{Figure, keys},
};
use open::Opened;

/// A change of the texts.
#[derive(Clone, Debug)]
pub struct Action {
    /// What it does.
    pub title: Message,
    /// Places and what is written there instead.
    pub edits: Vec<(Span, String)>,
    /// Whether it mends the finding by itself, as far as anybody can guess.
    pub preferred: bool,
    /// Whether nobody could answer otherwise: then it may be made without asking.
    pub safe: bool,
}

impl Action {
    fn new(title: impl Into<Message>, place: Span, text: impl Into<String>) -> Self {
        Action {
            title: title.into(),
            edits: vec![(place, text.into())],
            preferred: false,
            safe: false,
        }
    }

    fn safe_if(mut self, safe: bool) -> Self {
        self.safe = safe;
        self
    }

    fn preferred(mut self) -> Self {
        self.preferred = true;
        self
    }
}

/// The changes that mend a finding or accept it.
pub fn actions(opened: &Opened, finding: &Finding) -> Vec<Action> {
    let mut found = mends(opened, finding);
    found.extend(waiver(opened, finding));
    found
}

/// The changes that mend a finding.
pub fn mends(opened: &Opened, finding: &Finding) -> Vec<Action> {
    let mut found: Vec<Action> = replacement(opened, finding).into_iter().collect();
    let rule = |rule: &'static Rule| finding.rule == rule;
    if let Some(fix) = &finding.fix {
        found.push(Action {
            title: fix.title.clone(),
            edits: fix.edits.clone(),
            preferred: true,
            safe: fix.safe,
        });
    }
    if rule(&rules::MISSING_KEY) {
        found.extend(missing_keys::missing(opened, finding));
    }
    if rule(&rules::DUPLICATE_KEY) {
        found.extend(removal(opened, finding));
    }
    if rule(&rules::NARRATIVE_FIGURE) {
        found.extend(linked(opened, finding));
    }
    found
}

/// The changes that need no asking: of findings with one safe answer, none in another's way.
pub fn safe(opened: &Opened) -> Vec<Action> {
    let findings = || opened.findings.iter().flat_map(Finding::each);
    let mut meant: HashMap<(&str, &str), usize> = HashMap::new();
    for finding in findings() {
        *meant.entry(misspelt(finding)).or_default() += 1;
    }
    // Of two keys that mean the same one only the author knows which is right.
    let sole = |finding: &&Finding| {
        finding.rule != &rules::UNKNOWN_KEY || meant.get(&misspelt(finding)) == Some(&1)
    };
    let actions = findings().filter(sole).flat_map(|finding| {
        let mut actions = actions(opened, finding);
        actions.retain(|action| action.safe);
        actions
            .into_iter()
            .filter_map(|action| Some((hull(&action)?, action)))
    });
    let mut found: Vec<Action> = Vec::new();
    let mut free = 0;
    let mut actions: Vec<(Span, Action)> = actions
        .filter(|(place, _)| place.file == opened.file)
        .collect();
    actions.sort_by_key(|(place, _)| place.start);
    for (place, action) in actions {
        let range = place.range();
        if range.start >= free || found.is_empty() {
            free = range.end.max(range.start + 1);
            found.push(action);
        }
    }
    found
}

/// The place of all edits of a change, which are in the text's order.
fn hull(action: &Action) -> Option<Span> {
    let (first, last) = (action.edits.first()?.0, action.edits.last()?.0);
    Some(Span {
        end: last.end,
        ..first
    })
}

/// What a finding's key stands for: the path above, and the key that is meant.
fn misspelt(finding: &Finding) -> (&str, &str) {
    let above = finding.subject.path.rsplit_once('.');
    let above = above.map_or("", |(above, _)| above);
    (above, finding.expected.as_deref().unwrap_or_default())
}

/// A text with some changes made, which are in its order and apart from each other.
pub fn applied(text: &str, actions: &[Action]) -> String {
    let edits = actions.iter().flat_map(|action| &action.edits);
    let splices = edits.map(|(place, words)| (place.range(), words.clone()));
    spliced(text, splices.collect())
}

/// Rules whose findings say in `expected` what should stand at their place.
const REPLACED: [&Rule; 12] = [
    &rules::ROW_TOTAL,
    &rules::COLUMN_TOTAL,
    &rules::NOT_A_COUNT,
    &rules::NOT_AN_AMOUNT,
    &rules::UNKNOWN_KEY,
    &rules::EDITION_YEAR,
    &rules::BROUGHT_FORWARD,
    &rules::NARRATIVE_FIGURE,
    &rules::SHARE,
    &rules::STALE_YEAR,
    &rules::STALE_DOCUMENT,
    &rules::PUNCTUATION,
];

fn replacement(opened: &Opened, finding: &Finding) -> Option<Action> {
    let expected = finding.expected.as_deref()?;
    // A key that has its value in it is more than the key that is expected.
    let holds_value =
        finding.rule == &rules::UNKNOWN_KEY && finding.stated.as_ref()?.contains('：');
    if !REPLACED.contains(&finding.rule) || holds_value {
        return None;
    }
    // What a figure that covers a row says is not this cell's alone.
    let place = stated(opened, finding).filter(|_| !covers(opened, finding))?;
    let what = match finding.rule {
        rule if rule == &rules::ROW_TOTAL || rule == &rules::COLUMN_TOTAL => "改成算出的 ",
        rule if rule == &rules::BROUGHT_FORWARD => "改成上年报告的 ",
        rule if rule == &rules::NARRATIVE_FIGURE => "改成表里的 ",
        _ => "改成 ",
    };
    let safe = is_plain(opened, finding);
    Some(
        Action::new(format!("{what}{expected}"), place, expected)
            .preferred()
            .safe_if(safe),
    )
}

/// Whether what is expected says the same as what was written, only in the form to write.
fn is_plain(opened: &Opened, finding: &Finding) -> bool {
    let stated = finding.stated.as_deref().unwrap_or_default();
    let rule = |rule: &'static Rule| finding.rule == rule;
    if rule(&rules::NOT_A_COUNT) || rule(&rules::NOT_AN_AMOUNT) {
        let slot = edition(opened).find(&finding.subject.path);
        let read = slot.map(|slot| read(stated, edition(opened).slot(slot).kind));
        return matches!(read, Some(Reading::Figure(_, None)));
    }
    rule(&rules::PUNCTUATION)
        || rule(&rules::UNKNOWN_KEY) && missing_keys::is_one_of(opened, finding)
}

/// Where exactly that stands which a finding says was stated; a figure of a text may have
/// its unit beside it, and what is stated may be shortened.
fn stated(opened: &Opened, finding: &Finding) -> Option<Span> {
    let written = opened.sources.slice(finding.place);
    let stated = finding.stated.as_deref();
    let stated = stated.filter(|stated| !stated.is_empty())?;
    let bare = |text: &str| text.trim().trim_matches(['"', '\'']).to_owned();
    if bare(written) == bare(stated) {
        return Some(finding.place);
    }
    let mut found = written.match_indices(stated);
    let at = finding.place.range().start + found.next()?.0;
    let alone = found.next().is_none() && finding.rule == &rules::NARRATIVE_FIGURE;
    alone.then(|| Span::new(finding.place.file, at..at + stated.len()))
}

/// Whether one `0` stands for more than the cell that is found fault with.
fn covers(opened: &Opened, finding: &Finding) -> bool {
    let figure = opened.report.as_ref().and_then(|report| {
        let slot = report.edition.find(&finding.subject.path)?;
        Some(&report.cell(slot).figure)
    });
    matches!(figure, Some(Figure::Covered(_) | Figure::Absent))
}

/// Removes the lines of a key that is written twice.
fn removal(opened: &Opened, finding: &Finding) -> Option<Action> {
    let tree = tree(opened)?;
    let entry = at_key(&tree.value, finding.place)?;
    let (text, own) = (opened.text(), entry.key_span.range().start..entry.end());
    let lines = entry.lines(text);
    let (before, behind) = (&text[lines.start..own.start], &text[own.end..lines.end]);
    let alone = before.trim().is_empty() && behind.trim().split('#').next() == Some("");
    let title = format!("删去这一处「{}」", entry.key);
    alone.then(|| Action::new(title, Span::new(opened.file, lines), ""))
}

/// The entry whose key stands at a place.
fn at_key(value: &Value, place: Span) -> Option<&Entry> {
    match value {
        Value::Map(entries) => entries
            .iter()
            .find_map(|entry| match entry.key_span == place {
                true => Some(entry),
                false => at_key(&entry.node.value, place),
            }),
        Value::List(items) => items.iter().find_map(|item| at_key(&item.value, place)),
        Value::Null | Value::Scalar(_) => None,
    }
}

/// Writes a reference to the cell in place of a figure of the text.
fn linked(opened: &Opened, finding: &Finding) -> Option<Action> {
    let report = opened.report.as_ref()?;
    let (place, _) = finding.related.first()?;
    let slots = report.edition.slots.iter();
    let cells = slots.zip(&report.cells);
    let mut there = cells.filter(|(_, cell)| cell.place == Some(*place));
    let (slot, _) = there.next()?;
    if there.next().is_some() || finding.expected.is_none() {
        return None;
    }
    let reference = format!("{{{{{}}}}}", slot.path);
    let title = either(
        format!("改成引用 {reference}，以后自动一致"),
        "改成引用表里的数，以后自动一致",
    );
    Some(Action::new(title, stated(opened, finding)?, reference))
}

/// Whether a finding may be accepted with a reason.
pub fn waivable(opened: &Opened, finding: &Finding) -> bool {
    let lenient = matches!(finding.rule.basis, Basis::Assessment | Basis::Experience);
    let binding = finding.severity == Severity::Error && (finding.firm || !lenient);
    let housekeeping = finding.rule.basis == Basis::Housekeeping;
    !binding && !housekeeping && finding.waived.is_none() && opened.report.is_some()
}

/// Accepts a finding, for a reason that the author has to give.
fn waiver(opened: &Opened, finding: &Finding) -> Option<Action> {
    if !waivable(opened, finding) {
        return None;
    }
    let waived = Waived {
        rule: finding.rule.code.to_owned(),
        path: Some(finding.subject.path.clone()).filter(|path| !path.is_empty()),
        reason: "写明理由".to_owned(),
    };
    let (place, words) = waive(opened, &waived)?;
    let title = format!(
        "豁免这个问题（{} {}），写明理由",
        finding.rule.title, finding.rule.code
    );
    Some(Action::new(title, place, words))
}

/// Where a waiver is written, and what.
pub fn waive(opened: &Opened, waived: &Waived) -> Option<(Span, String)> {
    let line = format!("  {}\n", waived.written());
    let tree = tree(opened)?;
    let text = opened.text();
    let listed = tree.get(keys::WAIVERS);
    let (at, words) = match listed.map(|entry| (entry, &entry.node.value)) {
        None => {
            let end = if text.ends_with('\n') { "" } else { "\n" };
            (text.len(), format!("{end}\n{}:\n{line}", keys::WAIVERS))
        }
        Some((entry, Value::List(_))) => {
            // Only below a list that is written line by line.
            let first = entry.node.span.range().start;
            let block = text[entry.key_span.range().end..first].contains('\n');
            if !block {
                return None;
            }
            let at = next_line(text, entry.end());
            let apart = if text[..at].ends_with('\n') { "" } else { "\n" };
            let pad = " ".repeat(indent(&text[line_start(text, first)..]));
            (at, format!("{apart}{pad}{}", line.trim_start()))
        }
        Some(_) => return None,
    };
    Some((Span::new(opened.file, at..at), words))
}

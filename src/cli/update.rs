//! `nianbao import --update`: what a Word file or workbook says otherwise goes into the data
//! file that it was made from.

use std::path::Path;

use super::{
    Failure, Outcome, collection::Last, files::read_utf8, listing, mend::Changes,
    neighbours::DiskFiles, output,
};
use crate::{
    base::diagnostic::terminal::safe,
    edit::update::{Left, Update, update},
    read::Import,
};

/// Brings the data file up to what was read, or shows the patch.
///
/// # Errors
/// The data file cannot be read or written.
pub fn run(data: &Path, import: &Import, dry_run: bool) -> Result<Outcome, Failure> {
    let name = data.display().to_string();
    let text = read_utf8(data, "数据文件")?;
    let found = match update(&name, &text, import, &DiskFiles::of(data, Last::Stated)) {
        Ok(found) => found,
        Err((sources, findings)) => {
            listing::show(&name, &sources, &findings);
            let name = safe(&name);
            eprintln!("{name}: 读不懂，没有改：先改正上面的错误");
            return Ok(Outcome::Findings);
        }
    };
    let changes = (found.text != text).then(|| Changes::of(text, found.text.clone()));
    match &changes {
        Some(changes) if dry_run => output::show(changes.patch(&name).as_bytes())?,
        Some(changes) => eprint!("{}", changes.told(&name)),
        None => {}
    }
    for Left { path, why } in &found.left {
        eprintln!("{}: 没有改　「{}」{}", safe(&name), safe(path), safe(why));
    }
    if let (Some(changes), false) = (&changes, dry_run) {
        changes.write(data)?;
    }
    eprintln!("{}: {}", safe(&name), summary(&found, dry_run));
    let is_done = found.left.is_empty() && (changes.is_none() || !dry_run);
    Ok(match is_done {
        true => Outcome::Clean,
        false => Outcome::Findings,
    })
}

/// `改了 3 格、1 段；2 处没有改`.
fn summary(found: &Update, dry_run: bool) -> String {
    let counts = [(found.cells, "格"), (found.paragraphs, "段")];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let changed = match (counts.is_empty(), dry_run) {
        (true, _) => "没有要改的".to_owned(),
        (false, true) => format!("会改 {}", counts.join("、")),
        (false, false) => format!("改了 {}；再运行 nianbao check 检查", counts.join("、")),
    };
    match found.left.len() {
        0 => changed,
        left => format!("{changed}；有 {left} 处没有改，列在上面"),
    }
}

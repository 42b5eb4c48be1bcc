//! What has one safe answer, mended in a file: read, changed, read again until nothing is left.

use std::{path::Path, time::Duration};

use similar::{DiffTag, TextDiff};

use super::{
    Failure,
    collection::Last,
    files,
    gather::Input,
    load::{self, Loaded},
    open::Open,
    output,
};
use crate::{
    base::{characters::visible, diagnostic::terminal},
    edit::language::mended,
};

/// A file after its mending.
pub struct Mended {
    /// The file, read and checked as it is now, or would be.
    pub file: Loaded,
    /// What was changed, if anything was.
    pub changes: Option<Changes>,
    /// Whether there is more to mend than one run does.
    pub unfinished: bool,
}

/// A text before and after.
pub struct Changes {
    before: String,
    after: String,
}

/// Mends a file in memory; `None` for one that was found and is no data file.
///
/// # Errors
/// It cannot be read.
pub fn mend(input: &Input, last: Last<'_>) -> Result<Option<Mended>, Failure> {
    let load = |open: &Open| load::load_input(input, last, open);
    let mut open = Open::default();
    if files::is_stream(&input.path) {
        return Err("--fix 要改文件，从管道和标准输入读来的改不了；先存成文件".to_owned());
    }
    let Some(file) = load(&open)? else {
        return Ok(None);
    };
    if file.is_document() || !input.is_loose() {
        return match input.below {
            None => Err(load::no_data(&input.path, "用 --fix 改")),
            Some(_) => Ok(Some(Mended {
                file,
                changes: None,
                unfinished: false,
            })),
        };
    }
    let before = file.text().to_owned();
    let (file, unfinished) = mended(file, |text| {
        open.set(&input.path, text);
        load(&open)
    })?;
    let after = file.text();
    let changes = (before != after).then(|| Changes {
        after: after.to_owned(),
        before,
    });
    Ok(Some(Mended {
        file,
        changes,
        unfinished,
    }))
}

impl Changes {
    /// The changes that make one text of another.
    pub fn of(before: String, after: String) -> Self {
        Changes { before, after }
    }

    /// Writes the mended text in place of the other, once it was told; what nobody could be
    /// told of is not changed.
    ///
    /// # Errors
    /// It cannot be written, or people could not be told everything.
    pub fn write(&self, path: &Path) -> Result<(), Failure> {
        let name = path.display().to_string();
        match output::all_told() {
            true => output::rewrite(path, &self.after),
            false => Err(format!("{} 没有改：说不出改了什么", terminal::safe(&name))),
        }
    }

    /// The two line by line; where very many lines changed, not by the fewest of them.
    fn lines(&self) -> TextDiff<'_, '_, '_, str> {
        let mut lines = TextDiff::configure();
        lines.timeout(Duration::from_secs(1));
        lines.diff_lines(&self.before, &self.after)
    }

    /// The changes as a patch.
    pub fn patch(&self, name: &str) -> String {
        let diff = self.lines();
        let name = terminal::safe(name);
        let mut patch = diff.unified_diff();
        patch.context_radius(1).header(&name, &name).to_string()
    }

    /// Every line that was changed, as it was and as it is.
    pub fn told(&self, name: &str) -> String {
        let diff = self.lines();
        let name = terminal::safe(name);
        let (old, new) = (diff.old_slices(), diff.new_slices());
        let line = |at: usize, what: &str, line: &str| {
            format!("{name}:{}: {what}　{}\n", at + 1, visible(line.trim_end()))
        };
        let mut told = String::new();
        for op in diff.ops().iter().filter(|op| op.tag() != DiffTag::Equal) {
            let (was, is) = (op.old_range(), op.new_range());
            for at in 0..was.len().max(is.len()) {
                let gone = was.clone().nth(at).map(|at| line(at, "原来", old[at]));
                let come = is.clone().nth(at).map(|at| line(at, "改成", new[at]));
                told.extend([gone, come].into_iter().flatten());
            }
        }
        told
    }
}

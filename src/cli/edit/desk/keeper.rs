//! What the disk has of the open file: looked at, and written when it lacks something.

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use super::{Desk, Open};
use crate::{
    cli::{
        edit::{folder, watch::Watch},
        files::{Content, read_source},
        output,
    },
    write::TEMPLATE_NAMES,
};

/// How long a change may wait for others before it is written.
const GATHER: Duration = Duration::from_millis(250);
/// What is said of a file that is no text any more.
const ENCODED: &str = "文件在别处存成了别的编码；另存为 UTF-8 之前不保存";
/// How long after a failure writing is tried again.
const AGAIN: Duration = Duration::from_secs(2);

impl Desk {
    /// Every file whose saving changes what is shown.
    pub fn files(&self) -> Vec<PathBuf> {
        let open = self.lock();
        let Some(open) = open.as_ref() else {
            return Vec::new();
        };
        let mut files = vec![open.path.clone()];
        files.extend(open.asked.iter().cloned());
        let templates = self.wishes.templates.iter();
        files.extend(templates.flat_map(|own| TEMPLATE_NAMES.map(|name| own.join(name))));
        files.sort();
        files.dedup();
        files
    }

    /// Takes in what the disk holds now; `read` says that files beside may be others too.
    pub fn look(&self, read: bool) {
        let mut open = self.lock();
        let Some(open) = open.as_mut() else { return };
        let before = (
            open.session.revision(),
            open.saved(),
            open.session.fault.clone(),
        );
        let names: Vec<String> = open.session.texts().keys().cloned().collect();
        let mut taken = false;
        let mut fault = None;
        for name in names {
            match open.place(&name).and_then(|path| read_source(&path)) {
                Ok(Content::Text(text)) => {
                    taken |= open.with(&self.wishes, |session, beside| {
                        session.outside(&name, &text, beside)
                    });
                }
                Ok(Content::Garbled(..)) => fault = Some(ENCODED.to_owned()),
                Err(why) => fault = Some(format!("{why}；放回去之前不保存")),
            }
        }
        if read && !taken {
            open.with(&self.wishes, |session, beside| session.refresh(beside));
            taken = true;
        }
        if fault.is_some() || open.gone {
            open.gone = fault.is_some();
            open.session.fault = fault;
        }
        let after = (
            open.session.revision(),
            open.saved(),
            open.session.fault.clone(),
        );
        if taken || before != after {
            self.board.changed(&after.0, after.1);
        }
    }

    /// Writes what the disk lacks, if it has waited long enough.
    ///
    /// What the disk holds is looked at right before: what was changed elsewhere is taken in
    /// first, and written together with what was changed here.
    pub fn save(&self, at_once: bool) {
        let due = |open: &Open| {
            open.unsaved.is_some_and(|since| {
                let wait = if open.session.fault.is_some() {
                    AGAIN
                } else {
                    GATHER
                };
                at_once || since.elapsed() >= wait
            })
        };
        if !self.lock().as_ref().is_some_and(due) {
            return;
        }
        self.look(false);
        let mut open = self.lock();
        let Some(open) = open.as_mut().filter(|open| open.unsaved.is_some()) else {
            return;
        };
        // A file that went, or cannot be read, is not made anew over whatever comes.
        if open.gone {
            open.unsaved = Some(Instant::now());
            return;
        }
        let mut fault = None;
        for (name, text) in open.session.unsaved() {
            let written = open.place(&name).and_then(|path| {
                // Whoever saved it elsewhere while this was brought onto the disk is heard first.
                let known = || match (read_source(&path), open.session.on_disk(&name)) {
                    (Ok(Content::Text(now)), Some(known)) => now == known,
                    (Err(_), None) => true,
                    _ => false,
                };
                output::rewrite_while(&path, &text, known)
            });
            match written {
                Ok(true) => open.session.saved(&name, &text),
                Ok(false) => {}
                Err(why) => fault = Some(why),
            }
        }
        let lacks = fault.is_some() || !open.session.unsaved().is_empty();
        open.unsaved = lacks.then(Instant::now);
        open.session.fault = fault;
        self.board.changed(&open.session.revision(), open.saved());
    }

    /// Looks after the disk until the program ends.
    pub fn keep(self: &Arc<Self>) {
        let mut watch = Watch::new(self.files());
        let mut folder = folder::look(&self.folder);
        let mut looked = Instant::now();
        loop {
            watch.look_at(self.files());
            let changed = watch.changed();
            let beside = || {
                let texts = self.texts();
                changed.iter().any(|file| !texts.contains(file))
            };
            if !changed.is_empty() && beside() {
                self.look(true);
            } else if !changed.is_empty() || looked.elapsed() > Duration::from_secs(1) {
                self.look(false);
                looked = Instant::now();
                let now = folder::look(&self.folder);
                if std::mem::replace(&mut folder, now.clone()) != now {
                    self.board.folder();
                }
            }
            self.save(false);
        }
    }

    /// The files of the open texts.
    fn texts(&self) -> Vec<PathBuf> {
        let open = self.lock();
        let Some(open) = open.as_ref() else {
            return Vec::new();
        };
        let names = open.session.texts().keys();
        names.filter_map(|name| open.place(name).ok()).collect()
    }
}

//! What the disk has of the open file: looked at, and written when it lacks something.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use super::{
    desk::Desk,
    folder::{self, DiskFolder},
    watch::Watch,
};
use crate::{
    cli::{
        files::{Content, read_source},
        output,
    },
    edit::workbench::{Session, WorkbenchHost},
    write::TEMPLATE_NAMES,
};

/// How long a change may wait for others before it is written.
const GATHER: Duration = Duration::from_millis(250);
/// How long after a failure writing is tried again.
const AGAIN: Duration = Duration::from_secs(2);

impl DiskFolder {
    /// Takes in what the disk holds now; `read` says that files beside may be others too.
    fn look(&mut self, session: &mut Session, read: bool) {
        let names: Vec<String> = session.texts().keys().cloned().collect();
        let mut is_taken = false;
        let mut fault = None;
        for name in names {
            let place = self.place(session, &name);
            match place.and_then(|path| read_source(&path)) {
                Ok(Content::Text(text)) => {
                    is_taken |= self.with(session, |session, beside| {
                        session.outside(&name, &text, beside)
                    });
                }
                Ok(Content::Garbled(..)) => fault = Some(Session::ENCODED.to_owned()),
                Err(why) => fault = Some(format!("{why}；放回去之前不保存")),
            }
        }
        if read && !is_taken {
            self.with(session, Session::refresh);
            is_taken = true;
        }
        self.taken += usize::from(is_taken);
        if fault.is_some() || self.gone {
            self.gone = fault.is_some();
            session.fault = fault;
        }
    }

    /// Writes what the disk lacks, if it has waited long enough.
    ///
    /// What the disk holds is looked at right before: what was changed elsewhere is taken in
    /// first, and written together with what was changed here.
    pub(super) fn write(&mut self, session: &mut Session, at_once: bool) {
        if session.unsaved().is_empty() {
            self.unsaved = None;
            return;
        }
        let wait = if session.fault.is_some() {
            AGAIN
        } else {
            GATHER
        };
        let since = self.unsaved.get_or_insert_with(Instant::now);
        if !at_once && since.elapsed() < wait {
            return;
        }
        self.look(session, false);
        // A file that went, or cannot be read, is not made anew over whatever comes.
        if self.gone {
            self.unsaved = Some(Instant::now());
            return;
        }
        let mut fault = None;
        for (name, text) in session.unsaved() {
            let written = self.place(session, &name).and_then(|path| {
                // Whoever saved it elsewhere while this was brought onto the disk is heard first.
                let known = || match (read_source(&path), session.on_disk(&name)) {
                    (Ok(Content::Text(now)), Some(known)) => now == known,
                    (Err(_), None) => true,
                    _ => false,
                };
                output::rewrite_while(&path, &text, known)
            });
            match written {
                Ok(true) => session.saved(&name, &text),
                Ok(false) => {}
                Err(why) => fault = Some(why),
            }
        }
        self.unsaved = (!session.unsaved().is_empty()).then(Instant::now);
        session.fault = fault;
    }
}

impl Desk {
    /// Every file whose saving changes what is shown.
    pub fn files(&self) -> Vec<PathBuf> {
        let bench = self.lock();
        let (Some(session), host) = (&bench.session, &bench.host) else {
            return Vec::new();
        };
        let mut files = vec![host.file(session.name())];
        let asked = host.asked.borrow();
        files.extend(asked.get(session.name()).into_iter().flatten().cloned());
        let templates = host.wishes.templates.iter();
        files.extend(templates.flat_map(|own| TEMPLATE_NAMES.map(|name| own.join(name))));
        files.sort();
        files.dedup();
        files
    }

    /// Takes in what the disk holds now; `read` says that files beside may be others too.
    pub fn look(&self, read: bool) {
        self.work(|bench| {
            if let Some(session) = &mut bench.session {
                bench.host.look(session, read);
            }
        });
    }

    /// Writes what the disk lacks, if it has waited long enough.
    pub fn save(&self, at_once: bool) {
        self.work(|bench| {
            if let Some(session) = &mut bench.session {
                bench.host.write(session, at_once);
            }
        });
    }

    /// Looks after the disk until the program ends.
    pub fn keep(&self) {
        let mut watch = Watch::new(self.files());
        let mut listed = folder::files(&self.folder);
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
                let now = folder::files(&self.folder);
                if listed != now {
                    listed = now;
                    self.news.folder();
                }
            }
            self.save(false);
        }
    }

    /// The files of the open texts.
    fn texts(&self) -> Vec<PathBuf> {
        let bench = self.lock();
        let Some(session) = &bench.session else {
            return Vec::new();
        };
        let names = session.texts().keys();
        names
            .filter_map(|name| bench.host.place(session, name).ok())
            .collect()
    }
}

//! The texts that an editor has open, each read and checked when it is asked about.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use lsp_types::{Diagnostic, DiagnosticRelatedInformation, Location, NumberOrString, Uri};

use super::protocol;
use crate::{
    base::{
        diagnostic::Finding,
        source::{FileId, Sources},
    },
    cli::{
        load::{Loaded, load_open},
        open::{Open, same},
    },
    edit::language::is_data_file,
};

/// What lies open.
#[derive(Default)]
pub struct Desk {
    open: Open,
    papers: BTreeMap<String, Paper>,
    /// What was last published, by the URI.
    published: BTreeMap<String, Published>,
}

/// What is wrong with a text.
type Published = (Uri, Vec<Diagnostic>);

/// One text.
struct Paper {
    uri: Uri,
    path: PathBuf,
    /// Whether it is meant as a data file.
    counts: bool,
    /// As it was last read; none where something has changed since.
    loaded: Option<Result<Loaded, String>>,
}

impl Desk {
    /// Takes in a text, in place of an earlier one.
    pub fn open(&mut self, uri: &Uri, text: String) {
        let path = protocol::path(uri);
        let paper = Paper {
            uri: uri.clone(),
            counts: is_data_file(&text),
            path: path.clone(),
            loaded: None,
        };
        self.open.set(&path, text);
        self.papers.insert(uri.as_str().to_owned(), paper);
        self.changed(&path);
    }

    /// Puts a text away.
    pub fn close(&mut self, uri: &Uri) {
        if let Some(paper) = self.papers.remove(uri.as_str()) {
            self.open.close(&paper.path);
            self.changed(&paper.path);
        }
    }

    /// Something on the disk may have changed.
    pub fn forget(&mut self) {
        self.papers
            .values_mut()
            .for_each(|paper| paper.loaded = None);
    }

    /// Every report that was made with a file is out of date.
    fn changed(&mut self, path: &Path) {
        let path = same(path);
        for paper in self.papers.values_mut() {
            let used = match &paper.loaded {
                Some(Ok(loaded)) => loaded.files.iter().any(|file| same(file) == path),
                Some(Err(_)) | None => true,
            };
            if used {
                paper.loaded = None;
            }
        }
    }

    /// A data file as it stands now.
    pub fn loaded(&mut self, uri: &Uri) -> Option<&Loaded> {
        let paper = self.papers.get_mut(uri.as_str())?;
        if !paper.counts {
            return None;
        }
        let open = &self.open;
        let loaded = paper
            .loaded
            .get_or_insert_with(|| load_open(&paper.path, open));
        loaded.as_ref().ok()
    }

    /// What is wrong now, for every text of which something else was said before.
    pub fn news(&mut self) -> Vec<Published> {
        let papers = self.papers.values();
        let uris: Vec<Uri> = papers.clone().map(|paper| paper.uri.clone()).collect();
        // Editors write the URI of one file in ways of their own: `c%3A`, `C:`.
        let own: BTreeMap<PathBuf, Uri> = papers
            .map(|paper| (same(&paper.path), paper.uri.clone()))
            .collect();
        let mut now: BTreeMap<String, Published> = BTreeMap::new();
        for uri in &uris {
            now.insert(uri.as_str().to_owned(), (uri.clone(), Vec::new()));
        }
        for uri in uris {
            let Some(loaded) = self.loaded(&uri) else {
                continue;
            };
            for finding in loaded.findings.iter().flat_map(Finding::each) {
                let place = address(loaded, &uri, finding.place.file);
                let Some(place) = place else { continue };
                let place = own
                    .get(&same(&protocol::path(&place)))
                    .cloned()
                    .unwrap_or(place);
                let told = diagnostic(loaded, &uri, finding);
                let entry = now.entry(place.as_str().to_owned());
                entry.or_insert_with(|| (place, Vec::new())).1.push(told);
            }
        }
        for (name, (uri, before)) in &self.published {
            if !before.is_empty() {
                let none = || (uri.clone(), Vec::new());
                now.entry(name.clone()).or_insert_with(none);
            }
        }
        let before = std::mem::replace(&mut self.published, now);
        let now = self.published.iter();
        let news =
            now.filter(|(name, told)| before.get(*name).map(|(_, told)| told) != Some(&told.1));
        news.map(|(_, told)| told.clone()).collect()
    }
}

/// The URI of a text that was read for a data file.
pub fn address(loaded: &Loaded, own: &Uri, file: FileId) -> Option<Uri> {
    match file == loaded.file {
        true => Some(own.clone()),
        false => protocol::uri(&same(Path::new(loaded.sources.get(file).name()))),
    }
}

/// A finding as an editor shows it.
pub fn diagnostic(loaded: &Loaded, own: &Uri, finding: &Finding) -> Diagnostic {
    let sources: &Sources = &loaded.sources;
    let surface = finding.surface(sources);
    let related = finding.related.iter().filter_map(|(span, label)| {
        Some(DiagnosticRelatedInformation {
            location: Location::new(
                address(loaded, own, span.file)?,
                protocol::range(sources, *span),
            ),
            message: label.on(surface).to_owned(),
        })
    });
    let related: Vec<_> = related.collect();
    let waived = finding.waived.as_ref();
    let mut message = finding.message.on(surface).to_owned();
    if let Some(reason) = waived {
        message += &format!("（已豁免：{reason}）");
    } else if !finding.help.is_empty() {
        message += &format!("\n怎么办：{}", finding.help.on(surface));
    }
    Diagnostic {
        range: protocol::range(sources, finding.place),
        severity: Some(protocol::severity(finding.severity, waived.is_some())),
        code: Some(NumberOrString::String(finding.rule.code.to_owned())),
        source: Some(format!(
            "nianbao（{}，{}）",
            finding.rule.title,
            finding.rule.basis.chinese()
        )),
        message,
        related_information: (!related.is_empty()).then_some(related),
        ..Diagnostic::default()
    }
}

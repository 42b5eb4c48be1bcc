//! The open texts before the files that lie beside them.

use std::{cell::RefCell, sync::Arc};

use super::change::{DATA, Texts};
use base::source::FileId;
use form::report::{Library, Report};
use open::{InputFile, LastYear, NeighbourFiles, Opened, open};

/// Reads and checks the data file among some texts. Text files that it names and that are not
/// among them are taken from its neighbours and put there.
pub fn read_texts(name: &str, texts: &mut Texts, files: &dyn NeighbourFiles) -> Opened {
    let text = texts.get(DATA).cloned().unwrap_or_default();
    let texts_open = OpenTexts {
        texts: RefCell::new(std::mem::take(texts)),
        files,
    };
    let opened = open(name, text.into(), &texts_open);
    *texts = texts_open.texts.into_inner();
    opened
}

/// The name of a file among the open texts.
pub fn name_of(opened: &Opened, file: FileId) -> &str {
    match file == opened.file {
        true => DATA,
        false => opened.sources.get(file).name(),
    }
}

struct OpenTexts<'a> {
    texts: RefCell<Texts>,
    files: &'a dyn NeighbourFiles,
}

impl Library for OpenTexts<'_> {
    fn text(&self, target: &str) -> Result<(String, String), (String, String)> {
        if let Some(text) = self.texts.borrow().get(target).filter(|_| target != DATA) {
            return Ok((target.to_owned(), text.clone()));
        }
        let (_, text) = self.files.text(target)?;
        let mut texts = self.texts.borrow_mut();
        texts.insert(target.to_owned(), text.clone());
        Ok((target.to_owned(), text))
    }

    fn image(&self, target: &str) -> Result<Arc<[u8]>, (String, String)> {
        self.files.image(target)
    }
}

impl NeighbourFiles for OpenTexts<'_> {
    fn last_year(&self, report: &Report) -> LastYear {
        self.files.last_year(report)
    }

    fn report(
        &self,
        target: &str,
        from: Option<&str>,
    ) -> Result<(String, InputFile), (String, String)> {
        self.files.report(target, from)
    }

    // Last year's texts are not those of the open file, and nobody edits them here.
    fn library<'a>(&'a self, name: &str) -> Box<dyn Library + 'a> {
        self.files.library(name)
    }
}

//! What the page is answered about the open file.

use crate::open::NeighbourFiles;
use std::collections::BTreeMap;

use super::Session;
use crate::{
    document::compose,
    edit::workbench::{
        apply::apply,
        messages::{Edit, Refusal, Request, Tried},
        state,
    },
    write::{Templates, html},
};

impl Session {
    /// Answers a request that needs neither folder nor disk; nothing to others.
    pub fn handle(
        &mut self,
        request: &Request,
        shelf: &dyn NeighbourFiles,
    ) -> Option<Result<serde_json::Value, Refusal>> {
        let changes = !matches!(request, Request::State | Request::Preview);
        let done = match request {
            Request::State => Ok(()),
            Request::Preview => return Some(self.preview()),
            Request::Try { edit } => return Some(self.tried(edit, shelf)),
            Request::Edit { .. }
            | Request::Undo
            | Request::Redo
            | Request::Restore
            | Request::Settle { .. }
                if self.readonly && changes =>
            {
                Err(Refusal::new("这里只能看，不能改", "用 nianbao edit 打开"))
            }
            Request::Edit { revision, edit } => self.edit_of(revision, edit, shelf),
            Request::Undo => self.undo(shelf),
            Request::Redo => self.redo(shelf),
            Request::Restore => {
                self.restore(shelf);
                Ok(())
            }
            Request::Settle { keep } => self.settle(*keep, shelf),
            _ => return None,
        };
        Some(done.and_then(|()| json(&self.state())))
    }

    /// The form as an edit of what is shown now would make it.
    fn tried(&self, edit: &Edit, shelf: &dyn NeighbourFiles) -> Result<serde_json::Value, Refusal> {
        let applied = apply(&self.name, &self.paper, &self.texts, edit, shelf)?;
        json(&Tried {
            form: state::form(&applied.paper, &applied.texts),
        })
    }

    /// The report as a page, marked with the places of cells.
    fn preview(&self) -> Result<serde_json::Value, Refusal> {
        let unreadable = || Refusal::new("还没有可看的页面", "先改正全文里的错误");
        let report = self.paper.report.as_ref().ok_or_else(unreadable)?;
        let failed = |error: crate::write::TemplateError| Refusal::new(error.to_string(), "");
        let templates = Templates::new(&BTreeMap::new()).map_err(failed)?;
        let html = html::preview(&compose(report), &templates).map_err(failed)?;
        Ok(serde_json::json!({ "html": html }))
    }
}

/// What somebody is answered.
pub fn json(answer: &impl serde::Serialize) -> Result<serde_json::Value, Refusal> {
    serde_json::to_value(answer).map_err(|error| Refusal::new(error.to_string(), ""))
}

//! What the page is answered about the open file.

use crate::open::NeighbourFiles;

use super::Session;
use crate::edit::workbench::{
    apply::apply,
    messages::{Edit, Refusal, Request, Tried},
    state,
};

impl Session {
    /// Answers a request that needs no folder.
    ///
    /// # Errors
    /// It needs one, or cannot be done.
    pub fn handle(
        &mut self,
        request: &Request,
        shelf: &dyn NeighbourFiles,
    ) -> Result<serde_json::Value, Refusal> {
        let done = match request {
            Request::State => Ok(()),
            Request::Try { edit } => return self.tried(edit, shelf),
            Request::Edit { revision, edit } => self.edit_of(revision, edit, shelf),
            Request::Undo => self.undo(shelf),
            Request::Redo => self.redo(shelf),
            Request::Restore => {
                self.restore(shelf);
                Ok(())
            }
            Request::Settle { keep } => self.settle(*keep, shelf),
            _ => Err(Refusal::new("读不懂页面的请求", "刷新页面再试")),
        };
        done.and_then(|()| json(&self.state()))
    }

    /// The form as an edit of what is shown now would make it.
    fn tried(&self, edit: &Edit, shelf: &dyn NeighbourFiles) -> Result<serde_json::Value, Refusal> {
        let applied = apply(&self.name, &self.paper, &self.texts, edit, shelf)?;
        json(&Tried {
            form: state::form(&applied.paper, &applied.texts),
        })
    }
}

/// What somebody is answered.
pub fn json(answer: &impl serde::Serialize) -> Result<serde_json::Value, Refusal> {
    serde_json::to_value(answer).map_err(|error| Refusal::new(error.to_string(), ""))
}

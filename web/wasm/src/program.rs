//! What is asked of the program itself.

mod desk;
mod reports;

use std::cell::RefCell;

use nianbao::edit::workbench::{Refusal, Tray};

use crate::message::{Message, Reply};

thread_local! {
    /// The folder, and the fonts; there is one of them in a memory.
    static TRAY: RefCell<Tray> = RefCell::default();
}

/// Answers a message.
pub fn answered(message: &Message<'_>) -> Result<Reply, Refusal> {
    TRAY.with_borrow_mut(|tray| match message.word("do") {
        Some("check") => reports::check(message),
        Some("fix") => reports::fix(message),
        Some("build") => reports::build(message, tray.fonts.as_ref()),
        Some("schema") => reports::schema(message),
        Some("fonts") => desk::fonts(tray, message),
        Some("put") => desk::put(tray, message),
        Some("drop") => desk::drop_files(tray, message),
        Some("saved") => desk::saved(tray, message),
        Some("ask") => desk::ask(tray, message),
        _ => Err(Message::unknown()),
    })
}

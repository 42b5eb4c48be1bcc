//! What is asked of the program itself.

mod desk;
mod reports;

use std::cell::RefCell;

use nianbao::edit::workbench::{MemoryFolder, Refusal, Workbench};

use crate::message::{Message, Reply};

type Bench = Workbench<MemoryFolder>;

thread_local! {
    /// The folder, and the fonts; there is one of them in a memory.
    static BENCH: RefCell<Bench> = RefCell::default();
}

/// Answers a message.
pub fn answered(message: &Message<'_>) -> Result<Reply, Refusal> {
    BENCH.with_borrow_mut(|bench| match message.word("do") {
        Some("check") => reports::check(message),
        Some("fix") => reports::fix(message),
        Some("build") => reports::build(message, bench.host.fonts.as_ref()),
        Some("schema") => reports::schema(message),
        Some("fonts") => desk::fonts(bench, message),
        Some("put") => desk::put(bench, message),
        Some("drop") => desk::drop_files(bench, message),
        Some("saved") => desk::saved(bench, message),
        Some("ask") => desk::ask(bench, message),
        _ => Err(Message::unknown()),
    })
}

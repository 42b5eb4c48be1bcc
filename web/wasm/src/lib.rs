//! nianbao as WebAssembly: one call, a message in and a message out, nothing imported.
//!
//! The exports are `memory`, `alloc(length) -> place`, `free(place, length)` and
//! `call(place, length) -> place`. A message, in either direction, is the length of its JSON
//! (four bytes, the lowest first), the JSON, and the bytes of files one after another, whose
//! lengths the JSON names: `{"do": "put", "names": ["2024.yaml"], "blobs": [1234]}`. An answer
//! has four bytes before it that say how long it is, and is given back by
//! `free(place, 4 + length)`; a message is given back by whoever took it.
//!
//! | `do` | besides | answer |
//! |---|---|---|
//! | `check` | `file`, `names`, `blobs` | `findings`: what `check --format json` says of the file |
//! | `fix` | the same | `text`, mended; `changed`; `unfinished`; `findings` of what is left |
//! | `build` | the same, `to` (`pdf`, `docx`, `html`, `md`, `fragment`), `draft` | `products` with their bytes, or `refused` and `help` |
//! | `import` | `file`, one blob, `year`, `agency` | `text`, `findings` (doubts), `account`, `summary`; or `refused` and `help` |
//! | `schema` | `edition` | `schema`, a JSON Schema; or `refused` and `help` |
//! | `fonts` | four blobs: text, title, heading, subheading; an agency's own after them, by `names` | `{}` |
//! | `put` | `names`, `blobs`, `now`, `folder` (its name) | `news` |
//! | `drop` | `names` | `news` |
//! | `saved` | `names`, `number` | `news` |
//! | `ask` | `request`, `now`, `today` | `answer`, `written` (names) with their bytes, `number` |
//!
//! The last four are the workbench's folder in memory: `request` and `answer` are those of
//! `web/src/messages.ts`. Whatever cannot be understood is answered by `refused` and `help`.

mod desk;
mod memory;
mod message;
mod reports;

use std::cell::RefCell;

use nianbao::edit::workbench::{Refusal, Tray};
use serde_json::Value;

use message::{Message, Reply};

thread_local! {
    /// The folder, and the fonts; there is one of them in a memory.
    static TRAY: RefCell<Tray> = RefCell::default();
}

/// Answers a message.
fn answer(bytes: &[u8]) -> Vec<u8> {
    let reply = Message::read(bytes).and_then(|message| {
        TRAY.with_borrow_mut(|tray| match message.word("do") {
            Some("check") => reports::check(&message),
            Some("fix") => reports::fix(&message),
            Some("build") => reports::build(&message, tray.fonts.as_ref()),
            Some("import") => reports::import(&message),
            Some("schema") => reports::schema(&message),
            Some("fonts") => desk::fonts(tray, &message),
            Some("put") => desk::put(tray, &message),
            Some("drop") => desk::drop_files(tray, &message),
            Some("saved") => desk::saved(tray, &message),
            Some("ask") => desk::ask(tray, &message),
            _ => Err(Refusal::new("没有这种请求", "看说明里「do」能写什么")),
        })
    });
    let refused = |refusal| Reply::of(serde_json::to_value(refusal).unwrap_or(Value::Null));
    reply.unwrap_or_else(refused).bytes()
}

//! nianbao as WebAssembly: one call, a message in and a message out, nothing imported.
//!
//! There are two modules of this crate: the program (`nianbao.wasm`), which checks, edits and
//! builds, and with the feature `readers` the readers of published reports (`readers.wasm`),
//! larger than all the rest and seldom needed. Neither calls the other: an answer of the program
//! that needs a file read names it under `unread` and has its bytes behind its own; the host
//! asks the readers for a `reading`, hands it over under `readings`, and asks again.
//!
//! The exports of both are `memory`, `alloc(length) -> place`, `free(place, length)` and
//! `call(place, length) -> place`. A message, in either direction, is the length of its JSON
//! (four bytes, the lowest first), the JSON, and the bytes of files one after another, whose
//! lengths the JSON names: `{"do": "put", "names": ["2024.yaml"], "blobs": [1234]}`. An answer
//! has four bytes before it that say how long it is, and is given back by
//! `free(place, 4 + length)`; a message is given back by whoever took it.
//!
//! | `do` | besides | answer |
//! |---|---|---|
//! | `check` | `file`, `names`, `blobs`, `readings` by name | `findings`: what `check --format json` says of the file |
//! | `fix` | the same | `text`, mended; `changed`; `unfinished`; `findings` of what is left |
//! | `build` | the same, `to` (`pdf`, `docx`, `html`, `md`, `fragment`, `sheet`, `sheetpage`), `draft` | `products` with their bytes, or `refused` and `help` |
//! | `schema` | `edition` | `schema`, a JSON Schema; or `refused` and `help` |
//! | `fonts` | four blobs: text, title, heading, subheading; an agency's own after them, by `names` | `{}` |
//! | `put` | `names`, `blobs`, `now`, `folder` (its name), `readings` by name | `news` |
//! | `drop` | `names` | `news` |
//! | `saved` | `names`, `number` | `news` |
//! | `ask` | `request`, `now`, `today` | `answer`, `written` (names) with their bytes, `number` |
//!
//! From `fonts` on these are the workbench's folder in memory: `request` and `answer` are those
//! of `web/src/messages.ts`; what is to be `read` comes as a data file, which the readers make.
//!
//! | `do` of the readers | besides | answer |
//! |---|---|---|
//! | `import` | `file`, one blob, `year`, `agency` | `text`, `findings` (doubts), `account`, `summary`; or `refused` and `help` |
//! | `read` | `request` of the page, to read something | `request` to read it as a data file; or `refused` and `help` |
//! | `reading` | `file`, one blob | `reading`, to be handed over as it is |
//!
//! Whatever cannot be understood is answered by `refused` and `help`.

mod memory;
#[cfg_attr(
    feature = "readers",
    expect(dead_code, reason = "the readers need less of it")
)]
mod message;
#[cfg(not(feature = "readers"))]
mod program;
#[cfg(feature = "readers")]
mod readers;
#[cfg(not(feature = "readers"))]
mod told;

use serde_json::Value;

use message::{Message, Reply};
#[cfg(not(feature = "readers"))]
use program::answered;
#[cfg(feature = "readers")]
use readers::answered;

/// Answers a message.
fn answer(bytes: &[u8]) -> Vec<u8> {
    let reply = Message::read(bytes).and_then(|message| answered(&message));
    let refused = |refusal| Reply::of(serde_json::to_value(refusal).unwrap_or(Value::Null));
    reply.unwrap_or_else(refused).bytes()
}

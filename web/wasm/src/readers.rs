//! What is asked of the readers of published reports.

use nianbao::{
    Finding, ImportOptions, Imported, Severity,
    edit::workbench::{Refusal, Request, arrivals},
};
use serde_json::{Value, json};

use crate::message::{Message, Reply};

/// Answers a message.
pub fn answered(message: &Message<'_>) -> Result<Reply, Refusal> {
    match message.word("do") {
        Some("import") => import(message),
        Some("read") => read(message),
        Some("reading") => {
            let (name, bytes) = file(message)?;
            let reading = arrivals::reading(name, bytes);
            Ok(Reply::of(json!({ "reading": reading })))
        }
        _ => Err(Message::unknown()),
    }
}

fn file<'a>(message: &'a Message<'_>) -> Result<(&'a str, &'a [u8]), Refusal> {
    let name = message.word("file").unwrap_or("报告");
    match message.blobs() {
        [bytes] => Ok((name, bytes)),
        _ => Err(Refusal::new("要交来一个文件", "一次读一份")),
    }
}

/// A request of the page that brings a published report, as one that brings a data file.
fn read(message: &Message<'_>) -> Result<Reply, Refusal> {
    let Request::Read { name, base64 } = message.request()? else {
        return Err(Message::unknown());
    };
    let (own, text) = arrivals::read(&name, arrivals::bytes(&base64)?)?;
    let (name, base64) = (format!("{own}.yaml"), arrivals::sent(text.as_bytes()));
    let request = json!({"do": "read", "name": name, "base64": base64});
    Ok(Reply::of(json!({ "request": request })))
}

/// What the command `import` does.
fn import(message: &Message<'_>) -> Result<Reply, Refusal> {
    let (name, bytes) = file(message)?;
    let mut options = ImportOptions::default().named(name);
    options.year = message
        .get("year")
        .and_then(Value::as_u64)
        .and_then(|year| u16::try_from(year).ok());
    options.agency = message.word("agency").map(str::to_owned);
    let imported = nianbao::import(name, bytes, &options);
    let imported = imported.map_err(|error| Refusal::new(error.message, error.help))?;
    let file = json!({
        "file": Imported::NAME,
        "agency": imported.agency,
        "year": imported.year,
        "findings": imported.doubts,
    });
    let unsure = |doubt: &&Finding| doubt.severity < Severity::Hint;
    Ok(Reply::of(json!({
        "text": imported.text,
        "findings": { "files": [file] },
        "unsure": imported.doubts.iter().filter(unsure).count(),
        "account": imported.account,
        "summary": imported.summary,
    })))
}

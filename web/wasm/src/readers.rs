//! What is asked of the readers of published reports.

use nianbao::{
    edit::workbench::{Refusal, Request, arrivals},
    ground::{content::too_large, source::Sources},
    read::{self, Notice, Wishes},
};
use serde_json::{Value, json};

use crate::{
    message::{Message, Reply},
    told::told,
};

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
    let wishes = Wishes {
        year: message
            .get("year")
            .and_then(Value::as_u64)
            .and_then(|year| u16::try_from(year).ok()),
        agency: message.word("agency").map(str::to_owned),
        name: name.to_owned(),
    };
    if bytes.len() > read::MOST {
        return Err(Refusal::new(too_large(name, read::MOST), ""));
    }
    let imported = read::read_report(name, bytes, &wishes);
    let imported = imported
        .map_err(|fault| Refusal::new(format!("导入不了 {name}：{}", fault.message), fault.help))?;
    let text = imported.file.write();
    let mut sources = Sources::new();
    let out = message.word("to").unwrap_or("年报.yaml");
    let file = sources.add(out, text.clone());
    let findings = read::findings(&mut sources, file, &imported.doubts);
    let agency = imported.file.agency.value.as_deref().unwrap_or_default();
    let about = Some((agency, Some(imported.file.year.value)));
    Ok(Reply::of(json!({
        "text": text,
        "findings": told(out, &sources, &findings, about)?,
        "unsure": imported.doubts.iter().filter(|doubt: &&Notice| doubt.is_unsure()).count(),
        "account": imported.account.lines(),
        "summary": imported.account.summary(),
    })))
}

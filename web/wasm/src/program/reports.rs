//! One report at a time: what the commands `check`, `build` and `schema` do.

use std::{collections::BTreeMap, path::Path};

use nianbao::{
    base::{
        content::{Content, MAX_TEXT, too_large},
        date::Date,
        diagnostic::Finding,
    },
    edit::{
        language::mended,
        workbench::{Files, Reading, Refusal, json as value, publish},
    },
    form::{edition::Edition, report::Report, schema},
    open::{InputFile, Opened, is_yaml, no_data_file, open},
    write::{Press, Product, Templates, pdf::Fonts},
};
use serde_json::{Value, json};

use crate::{
    message::{Message, Reply},
    told::told,
};

/// A data file among others.
struct Given<'a> {
    name: &'a str,
    bytes: &'a [u8],
    files: &'a Files,
}

/// Does something with the data file of a message. Where that needs what the readers say of
/// another file, or of this one, the answer is what they are asked for.
fn given(
    message: &Message<'_>,
    work: impl FnOnce(Given<'_>) -> Result<Reply, Refusal>,
) -> Result<Reply, Refusal> {
    let mut files = Files::default();
    for (name, bytes) in message.files()? {
        files.put(&name, bytes);
    }
    for (name, reading) in message.readings()? {
        files.told(&name, reading);
    }
    let name = message.word("file").unwrap_or_default();
    let reply = Given::of(name, &files).and_then(work);
    let unread = files.unread();
    match unread.is_empty() {
        true => reply,
        false => Ok(Reply::of(json!({})).lacking(unread)),
    }
}

impl<'a> Given<'a> {
    fn of(name: &'a str, files: &'a Files) -> Result<Self, Refusal> {
        let absent = || Refusal::new(format!("没有「{name}」这个文件"), "把它也交来");
        let bytes = files.bytes(name).ok_or_else(absent)?;
        if !is_yaml(Path::new(name)) && !matches!(files.reading(name), Some(Reading::Data)) {
            return Err(no_data_file(name).into());
        }
        match bytes.len() > MAX_TEXT {
            true => Err(Refusal::new(too_large(name, MAX_TEXT), "")),
            false => Ok(Given { name, bytes, files }),
        }
    }

    fn opened(&self) -> Opened {
        let content = Content::of(self.bytes.to_vec());
        open(self.name, InputFile::Text(content), self.files)
    }

    fn told(&self, opened: &Opened, findings: &[Finding]) -> Result<Value, Refusal> {
        let about = opened.report.as_ref().map(Report::about);
        told(self.name, &opened.sources, findings, about)
    }
}

/// Checks a data file.
pub fn check(message: &Message<'_>) -> Result<Reply, Refusal> {
    given(message, |given| {
        let opened = given.opened();
        let findings = given.told(&opened, &opened.findings)?;
        Ok(Reply::of(json!({ "findings": findings })))
    })
}

/// Mends what has one safe answer in a data file.
pub fn fix(message: &Message<'_>) -> Result<Reply, Refusal> {
    given(message, mend)
}

fn mend(given: Given<'_>) -> Result<Reply, Refusal> {
    let before = given.opened();
    let text = before.text().to_owned();
    let again = |text: String| {
        let opened = open(given.name, text.into(), given.files);
        Ok::<_, Refusal>(Some(Box::new(opened)))
    };
    let is_text = matches!(Content::of(given.bytes.to_vec()), Content::Text(_));
    let (opened, unfinished) = match is_text {
        true => mended(Box::new(before), again)?,
        false => (Box::new(before), false),
    };
    Ok(Reply::of(json!({
        "text": is_text.then(|| opened.text()),
        "changed": opened.text() != text,
        "unfinished": unfinished,
        "findings": given.told(&opened, &opened.findings)?,
    })))
}

/// Makes products of a data file.
pub fn build(message: &Message<'_>, fonts: Option<&Fonts>) -> Result<Reply, Refusal> {
    let to = message.get("to").cloned().unwrap_or(Value::Null);
    let unknown = |_| {
        let help =
            "写 [\"pdf\"]；可以写 pdf、docx、html、md、fragment、sheet、sheetpage，写几种都行";
        Refusal::new("不知道要生成什么", help)
    };
    let to: Vec<Product> = serde_json::from_value(to).map_err(unknown)?;
    let draft = message.get("draft").and_then(Value::as_bool) == Some(true);
    let date = message.word("date").and_then(Date::parse);
    given(message, |given| make(&given, &to, draft, fonts, date))
}

fn make(
    given: &Given<'_>,
    to: &[Product],
    draft: bool,
    fonts: Option<&Fonts>,
    date: Option<Date>,
) -> Result<Reply, Refusal> {
    let opened = given.opened();
    let templates = Templates::new(&BTreeMap::new());
    let templates = templates.map_err(|error| Refusal::new(error.to_string(), ""))?;
    let press = Press {
        templates: &templates,
        fonts,
        date,
    };
    let findings = match draft {
        true => given.told(&opened, &opened.as_draft())?,
        false => given.told(&opened, &opened.findings)?,
    };
    let products = match publish(&opened, to, draft, &press) {
        Ok(products) => products,
        Err(refusal) => {
            let mut reply = value(&refusal)?;
            reply["findings"] = findings;
            return Ok(Reply::of(reply));
        }
    };
    let (names, blobs): (Vec<_>, Vec<_>) = products.into_iter().unzip();
    let names: Vec<Value> = names
        .iter()
        .map(|product: &Product| json!(product))
        .collect();
    Ok(Reply::with(
        json!({ "products": names, "findings": findings }),
        blobs,
    ))
}

/// The JSON Schema of data files.
pub fn schema(message: &Message<'_>) -> Result<Reply, Refusal> {
    let edition = match message.word("edition") {
        None => Edition::latest(),
        Some(name) => Edition::named(name).ok_or_else(|| {
            let names = Edition::all().iter().map(|edition| edition.name.as_str());
            let names = names.collect::<Vec<_>>().join("、");
            Refusal::new(
                format!("没有名为「{name}」的版式"),
                format!("版式有 {names}"),
            )
        })?,
    };
    Ok(Reply::of(json!({ "schema": schema::schema(edition) })))
}

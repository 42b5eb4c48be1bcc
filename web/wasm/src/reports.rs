//! One report at a time: what the commands `check`, `build`, `import` and `schema` do.

use std::{collections::BTreeMap, path::Path};

use nianbao::{
    edit::{
        language::{is_yaml, mended},
        workbench::{DATA, Files, Paper, Refusal, Texts, json as value, publish},
    },
    form::{edition::Edition, report::Report, schema},
    ground::{
        content::{Content, MAX_TEXT, too_large},
        date::Date,
        diagnostic::{self, FileFindings, Finding},
        source::Sources,
    },
    read::{self, Notice, Wishes},
    write::{Press, Product, Templates, pdf::Fonts},
};
use serde_json::{Value, json};

use crate::message::{Message, Reply};

/// A data file among others.
struct Given {
    name: String,
    text: Content,
    files: Files,
}

impl Given {
    fn of(message: &Message<'_>) -> Result<Self, Refusal> {
        let name = message.word("file").unwrap_or_default().to_owned();
        let mut files = Files::default();
        for (name, bytes) in message.files()? {
            files.put(&name, bytes);
        }
        let absent = || Refusal::new(format!("没有「{name}」这个文件"), "把它也交来");
        let bytes = files.bytes(&name).ok_or_else(absent)?;
        if !is_yaml(Path::new(&name)) && read::is_document(&name, bytes) {
            let message = format!("「{name}」不是数据文件（YAML）");
            return Err(Refusal::new(message, "先用 import 读成数据文件"));
        }
        if bytes.len() > MAX_TEXT {
            return Err(Refusal::new(too_large(&name, MAX_TEXT), ""));
        }
        let text = Content::of(bytes.to_vec());
        Ok(Given { name, text, files })
    }

    fn read(&self, text: &str) -> Paper {
        let mut texts = Texts::from([(DATA.to_owned(), text.to_owned())]);
        Paper::read(&self.name, &mut texts, &self.files)
    }

    /// What `check --format json` says.
    fn findings(&self, paper: &Paper) -> Result<Value, Refusal> {
        let about = paper.report.as_ref().map(Report::about);
        told(&self.name, &paper.sources, &paper.findings, about)
    }
}

type About<'a> = Option<(&'a str, Option<u16>)>;

/// The record of one file as the command line writes it.
fn told(
    name: &str,
    sources: &Sources,
    findings: &[Finding],
    about: About<'_>,
) -> Result<Value, Refusal> {
    let view = FileFindings {
        name,
        sources,
        findings,
        about,
        written: None,
    };
    let all: Result<Value, _> = serde_json::from_str(&diagnostic::json(&[view]));
    all.map_err(|error| Refusal::new(error.to_string(), ""))
}

/// The file is no text: what the command line says of it.
fn garbled(name: &str, text: Content) -> Result<Value, Refusal> {
    let mut sources = Sources::new();
    let (_, finding) = text.take_in(&mut sources, name);
    told(name, &sources, finding.as_slice(), None)
}

/// Checks a data file.
pub fn check(message: &Message<'_>) -> Result<Reply, Refusal> {
    let given = Given::of(message)?;
    let findings = match &given.text {
        Content::Text(text) => given.findings(&given.read(text))?,
        Content::Garbled(..) => garbled(&given.name, given.text)?,
    };
    Ok(Reply::of(json!({ "findings": findings })))
}

/// Mends what has one safe answer in a data file.
pub fn fix(message: &Message<'_>) -> Result<Reply, Refusal> {
    let given = Given::of(message)?;
    let Content::Text(text) = &given.text else {
        let findings = garbled(&given.name, given.text)?;
        let reply =
            json!({"text": null, "changed": false, "unfinished": false, "findings": findings});
        return Ok(Reply::of(reply));
    };
    let again = |text: String| Ok::<_, Refusal>(Some(given.read(&text)));
    let (paper, unfinished) = mended(given.read(text), Paper::document, again)?;
    Ok(Reply::of(json!({
        "text": paper.text(),
        "changed": paper.text() != text,
        "unfinished": unfinished,
        "findings": given.findings(&paper)?,
    })))
}

/// Makes products of a data file.
pub fn build(message: &Message<'_>, fonts: Option<&Fonts>) -> Result<Reply, Refusal> {
    let to = message.get("to").cloned().unwrap_or(Value::Null);
    let unknown = |_| {
        let help = "写 [\"pdf\"]；可以写 pdf、docx、html、md、fragment，写几种都行";
        Refusal::new("不知道要生成什么", help)
    };
    let to: Vec<Product> = serde_json::from_value(to).map_err(unknown)?;
    let draft = message.get("draft").and_then(Value::as_bool) == Some(true);
    let given = Given::of(message)?;
    let Content::Text(text) = &given.text else {
        let message = format!("「{}」不是 UTF-8 编码的数据文件", given.name);
        return Err(Refusal::new(message, nianbao::ground::content::CONVERT));
    };
    let mut texts = Texts::from([(DATA.to_owned(), text.clone())]);
    let read = if draft { Paper::draft } else { Paper::read };
    let paper = read(&given.name, &mut texts, &given.files);
    let templates = Templates::new(&BTreeMap::new());
    let templates = templates.map_err(|error| Refusal::new(error.to_string(), ""))?;
    let press = Press {
        templates: &templates,
        fonts,
        date: message.word("date").and_then(Date::parse),
    };
    let findings = given.findings(&paper)?;
    let products = match publish(&paper, &to, draft, &press) {
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

/// Reads a published report.
pub fn import(message: &Message<'_>) -> Result<Reply, Refusal> {
    let name = message.word("file").unwrap_or("报告");
    let [bytes] = message.blobs() else {
        return Err(Refusal::new("要交来一个文件", "一次读一份"));
    };
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

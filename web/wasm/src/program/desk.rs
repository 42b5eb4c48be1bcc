//! The workbench's folder in memory, and the fonts.

use nianbao::{
    base::date::Date,
    edit::workbench::{Day, Refusal},
    write::pdf::Fonts,
};
use serde_json::json;

use super::Bench;
use crate::message::{Message, Reply};

/// Takes in the program's four fonts, and an agency's own by name.
pub fn fonts(bench: &mut Bench, message: &Message<'_>) -> Result<Reply, Refusal> {
    let Some((program, own)) = message.blobs().split_first_chunk::<4>() else {
        let help = "依次交来 text.otf、title.otf、heading.otf、subheading.ttf";
        return Err(Refusal::new("随附的字体不全", help));
    };
    let mut names = message.names().into_iter().skip(program.len());
    let own = own.iter().map(|bytes| {
        let name = names.next().unwrap_or_else(|| "字体".to_owned());
        (name.into(), bytes.to_vec())
    });
    let fonts = Fonts::handed(*program, own.collect());
    let fonts = fonts.map_err(|error| Refusal::new(error.to_string(), "换一个字体文件"))?;
    bench.host.fonts = Some(fonts);
    Ok(Reply::of(json!({})))
}

/// Takes in files as the disk has them.
pub fn put(bench: &mut Bench, message: &Message<'_>) -> Result<Reply, Refusal> {
    if let Some(name) = message.word("folder") {
        name.clone_into(&mut bench.host.name);
    }
    let now = message.number("now");
    for (name, bytes) in message.files()? {
        bench.put(&name, bytes, now);
    }
    for (name, reading) in message.readings()? {
        bench.told(&name, reading);
    }
    Ok(news(bench))
}

/// Takes out files.
pub fn drop_files(bench: &mut Bench, message: &Message<'_>) -> Result<Reply, Refusal> {
    for name in message.names() {
        bench.drop_file(&name);
    }
    Ok(news(bench))
}

/// Notes that the disk has files.
pub fn saved(bench: &mut Bench, message: &Message<'_>) -> Result<Reply, Refusal> {
    let number = message
        .get("number")
        .map_or(u64::MAX, |_| message.number("number"));
    bench.saved(&message.names(), number);
    Ok(news(bench))
}

/// What the page should hear of.
fn news(bench: &Bench) -> Reply {
    let mut news = vec![json!({"news": "folder"})];
    if let Some((revision, saved)) = bench.news() {
        news.push(json!({"news": "changed", "revision": revision, "saved": saved}));
    }
    Reply::of(json!({ "news": news }))
}

/// Asks what a page asks.
pub fn ask(bench: &mut Bench, message: &Message<'_>) -> Result<Reply, Refusal> {
    let request = message.request()?;
    let day = Day {
        now: message.number("now"),
        today: message.word("today").and_then(Date::parse),
    };
    let reply = bench.ask(&request, day);
    let (names, blobs): (Vec<_>, Vec<_>) = reply
        .written
        .into_iter()
        .map(|(name, bytes)| (name, bytes.to_vec()))
        .unzip();
    let json = json!({"answer": reply.answer, "written": names, "number": reply.number});
    Ok(Reply::with(json, blobs).lacking(reply.unread))
}

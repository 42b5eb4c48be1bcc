//! The pictures that the texts show.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Library, Report, commonmark::Prepared};
use base::diagnostic::{Finding, either, rules};

/// Reads the pictures that a report's texts name, and asks for their words.
pub fn illustrate(report: &mut Report, library: &dyn Library) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut images = std::mem::take(&mut report.images);
    for (section, prose) in report.all_prose() {
        for passage in &prose.passages {
            let is_own = |image: &Picture| passage.chart_at(image.range.start).is_none();
            for image in pictures(&passage.text).into_iter().filter(is_own) {
                let place = passage.map.span(image.range);
                if image.alt.trim().is_empty() {
                    let message = format!("图片「{}」没有说明文字", image.target);
                    let how = "在方括号里写图片说的是什么，给看不见图的人";
                    let help = either(format!("{how}：![某某示意图]({})", image.target), how);
                    let finding = Finding::new(&rules::IMAGE_ALT, place, message);
                    findings.push(finding.at(section).help(help));
                }
                if images.contains_key(&image.target) {
                    continue;
                }
                let read = library.image(&image.target);
                let read = read.and_then(|bytes| match is_supported(&bytes) {
                    true => Ok(bytes),
                    false => Err((
                        format!("「{}」不是 PNG 或 JPEG 图片", image.target),
                        "另存为 PNG 或 JPEG 再用".to_owned(),
                    )),
                });
                match read {
                    Ok(bytes) => {
                        images.insert(image.target, bytes);
                    }
                    Err((message, help)) => findings.push(
                        Finding::new(&rules::MISSING_FILE, place, message)
                            .at(section)
                            .stated(image.target)
                            .help(help),
                    ),
                }
            }
        }
    }
    report.images = images;
    findings
}

/// A picture that a text names.
pub struct Picture {
    /// Where it stands in the text.
    pub range: std::ops::Range<usize>,
    target: String,
    /// The words for those who cannot see it.
    pub alt: String,
}

/// The pictures that a text names, in its order.
pub fn pictures(text: &str) -> Vec<Picture> {
    let mut found: Vec<Picture> = Vec::new();
    if !text.contains("![") {
        return found;
    }
    let mut open = false;
    for (event, range) in Prepared::of(text).events() {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => {
                open = true;
                found.push(Picture {
                    range,
                    target: dest_url.into_string(),
                    alt: String::new(),
                });
            }
            Event::End(TagEnd::Image) => open = false,
            Event::Text(words) | Event::Code(words) if open => {
                if let Some(last) = found.last_mut() {
                    last.alt.push_str(&words);
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether bytes begin as PNG or JPEG files do.
fn is_supported(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG\r\n\x1a\n") || bytes.starts_with(b"\xff\xd8\xff")
}

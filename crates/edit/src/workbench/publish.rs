//! Products of the open file as it is shown.

use open::Opened;
use std::path::Path;

use serde::Serialize;

use super::{messages::Refusal, session::Session};
use base::diagnostic::{Finding, Message, Surface, summary};
use write::{Press, Product, Products, Unmade};

/// Makes products of a data file that was read.
///
/// # Errors
/// It has errors and is no draft, or something in it cannot be printed.
pub fn publish(
    paper: &Opened,
    to: &[Product],
    draft: bool,
    press: &Press<'_>,
) -> Result<Products, Refusal> {
    let findings = match draft {
        true => &paper.as_draft(),
        false => &paper.findings,
    };
    if !draft && findings.iter().any(Finding::blocks) {
        let message = format!("还有{}，不能生成", summary(findings));
        return Err(Refusal::new(message, "改正列出的错误，或生成草稿"));
    }
    let unreadable = || Refusal::new("文件现在读不懂", "先改正全文里的错误");
    let report = paper.report.as_ref().ok_or_else(unreadable)?;
    let listed = draft.then_some((&paper.sources, &findings[..]));
    let made = press.publish(report, paper.previous.as_ref(), listed, to);
    made.map_err(|unmade| match unmade {
        Unmade::Failed(message) => Refusal::new(message, "改正后再生成"),
        Unmade::Findings(findings) => {
            findings
                .into_iter()
                .next()
                .map_or_else(unreadable, |first| {
                    let told = |message: &Message| message.on(Surface::Form).to_owned();
                    Refusal::new(told(&first.message), told(&first.help))
                })
        }
    })
}

/// Products of the open file: what a page is told of them.
#[derive(Debug, Serialize)]
pub struct Built {
    /// The files' names.
    pub files: Vec<String>,
    /// The text for a site's CMS, which is no file.
    pub fragment: Option<String>,
    /// What is to be known besides.
    pub advice: Option<&'static str>,
    /// What is in the files.
    #[serde(skip)]
    pub contents: Vec<Vec<u8>>,
}

impl Session {
    /// Makes products of what is shown.
    ///
    /// # Errors
    /// As of [`publish`].
    pub fn publish(
        &self,
        to: &[Product],
        draft: bool,
        press: &Press<'_>,
    ) -> Result<Built, Refusal> {
        let made = publish(self.paper(), to, draft, press)?;
        let mut built = Built {
            files: Vec::new(),
            fragment: None,
            advice: press.advice(to),
            contents: Vec::new(),
        };
        for (product, bytes) in made {
            if product == Product::Fragment {
                built.fragment = Some(String::from_utf8_lossy(&bytes).into_owned());
                continue;
            }
            let name = product.named(Path::new(self.name()));
            built.files.push(name.to_string_lossy().into_owned());
            built.contents.push(bytes);
        }
        Ok(built)
    }
}

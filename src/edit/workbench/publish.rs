//! Products of the open file as it is shown.

use super::{
    messages::Refusal,
    paper::{Paper, Shelf},
    session::Session,
};
use crate::{
    ground::diagnostic::{Finding, summary},
    write::{Press, Product, Unmade, document},
};

/// Products, each with what it is.
pub type Products = Vec<(Product, Vec<u8>)>;

/// Makes products of a data file that was read.
///
/// # Errors
/// It has errors and is no draft, or something in it cannot be printed.
pub fn publish(
    paper: &Paper,
    to: &[Product],
    draft: bool,
    press: &Press<'_>,
) -> Result<Products, Refusal> {
    if !draft && paper.findings.iter().any(Finding::blocks) {
        let message = format!("还有{}，不能生成", summary(&paper.findings));
        return Err(Refusal::new(message, "改正列出的错误，或生成草稿"));
    }
    let unreadable = || Refusal::new("文件现在读不懂", "先改正全文里的错误");
    let report = paper.report.as_ref().ok_or_else(unreadable)?;
    let listed = draft.then_some((&paper.sources, &paper.findings[..]));
    let document = document(report, listed);
    let made = to.iter().map(|&product| {
        let made = press.make(&document, report.year_place, product);
        made.map(|bytes| (product, bytes))
    });
    made.collect::<Result<_, _>>()
        .map_err(|unmade| match unmade {
            Unmade::Failed(message) => Refusal::new(message, "改正后再生成"),
            Unmade::Findings(findings) => findings
                .into_iter()
                .next()
                .map_or_else(unreadable, |first| Refusal::new(first.message, first.help)),
        })
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
        shelf: &dyn Shelf,
    ) -> Result<Products, Refusal> {
        match draft {
            false => publish(self.paper(), to, draft, press),
            true => {
                let mut texts = self.texts().clone();
                let paper = Paper::draft(self.name(), &mut texts, shelf);
                publish(&paper, to, draft, press)
            }
        }
    }
}

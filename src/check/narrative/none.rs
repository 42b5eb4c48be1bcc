//! Texts that say there was nothing where the table has something.

use super::{
    Sentence, any,
    words::{NONE, PART, PERIOD, SCOPE},
};
use crate::{check::text::clause, ground::diagnostic::Finding};

impl Sentence<'_> {
    /// 「未收到政府信息公开申请」 where the table has some.
    pub(super) fn none(&self, out: &mut Vec<Finding>) {
        if !self.text.contains(['未', '没']) {
            return;
        }
        for word in NONE {
            let Some(start) = self.text.find(word) else {
                continue;
            };
            let after = &self.text[start + word.len()..];
            let phrase = after
                .split(['，', ',', '。', '、'])
                .next()
                .unwrap_or_default();
            let before = &self.text[..start];
            let saying = self.sayings().find(|saying| {
                let verb = saying.verbs.is_empty()
                    || saying.verbs.iter().any(|v| word.contains(v.as_str()));
                let words = saying.words.iter().any(|w| {
                    let phrase = phrase.trim_end_matches("案件").trim_end_matches("申请");
                    phrase.ends_with(w.trim_end_matches("申请")) && phrase.chars().count() <= 11
                });
                let context = saying
                    .context
                    .iter()
                    .map(String::as_str)
                    .collect::<Vec<_>>();
                verb && words && (context.is_empty() || any(self.text, &context))
            });
            let Some(saying) = saying else { continue };
            let other = any(before, &SCOPE)
                || before.contains("其中")
                || any(clause(before), &PERIOD)
                || any(phrase, &PART)
                || any(phrase, &["涉及", "关于"])
                || self.other_year(before);
            if other || self.agrees(saying, 0) {
                continue;
            }
            let range = self.at + start..self.at + start + word.len() + phrase.len();
            let words = &self.words.text()[range.clone()];
            out.extend(self.contradiction(saying, self.words.place(range), words, Some(0)));
        }
    }
}

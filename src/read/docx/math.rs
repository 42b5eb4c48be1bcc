//! Formulas as one line of words.

use super::{body::Reader, line::Line, xml::Element};
use crate::read::words::Look;

impl<'a> Reader<'a> {
    /// A formula; what stands above or below other things is put behind them.
    pub(super) fn formula(&mut self, element: &'a Element, line: &mut Line<'a>) {
        self.seen.formulas += 1;
        self.terms(element, line);
    }

    fn terms(&mut self, parent: &'a Element, line: &mut Line<'a>) {
        for element in parent.elements() {
            match element.name.as_str() {
                "m:t" | "w:t" => line.words.push(&element.text(), &Look::default()),
                "m:f" => self.joined(element, &[("m:num", ""), ("m:den", "/")], line),
                "m:sSup" => self.joined(element, &[("m:e", ""), ("m:sup", "^")], line),
                "m:sSub" => self.joined(element, &[("m:e", ""), ("m:sub", "_")], line),
                "m:sSubSup" => {
                    let parts = [("m:e", ""), ("m:sub", "_"), ("m:sup", "^")];
                    self.joined(element, &parts, line);
                }
                "m:rPr" | "w:rPr" | "m:ctrlPr" => {}
                "w:del" | "w:moveFrom" => self.seen.changes = true,
                _ => self.terms(element, line),
            }
        }
    }

    fn joined(&mut self, element: &'a Element, parts: &[(&str, &str)], line: &mut Line<'a>) {
        for (name, sign) in parts {
            line.words.push(sign, &Look::default());
            if let Some(part) = element.child(name) {
                self.terms(part, line);
            }
        }
    }
}

#![doc = include_str!("../README.md")]

mod break_prices;
mod character;
pub mod chart;
pub mod docx;
pub mod drawing;
pub mod html;
pub mod markdown;
pub mod pdf;
mod pictures;
mod products;
pub mod sheet;
mod signature;
mod template_error;
pub mod terminal;
pub mod title_breaks;
mod view;
pub mod workbook;

use std::collections::BTreeMap;

pub use products::{Press, Product, Products, Unmade, sheet as sheet_of};
pub use template_error::TemplateError;
use tera::{Context, Kwargs, State, Tera};
pub use view::least_widths;

use base::diagnostic::Severity;
use document::{note_mark, sheet::Plan};

/// The ground of a cell that a draft finds fault with, as red, green and blue.
fn tint(severity: Severity) -> [u8; 3] {
    match severity {
        Severity::Error => [0xff, 0xd6, 0xd1],
        Severity::Warning => [0xff, 0xec, 0xb8],
        Severity::Hint => [0xdf, 0xec, 0xfa],
    }
}

/// Words as XML holds them, on one line. What no XML may hold is dropped, and so is what is
/// hidden.
fn escape_xml(words: &str) -> String {
    let words = html::escape(words).replace(['\t', '\n', '\r'], " ");
    words.replace(['\u{fffe}', '\u{ffff}'], "")
}

/// The templates, embedded or overridden.
pub struct Templates {
    tera: Tera,
    style: String,
    plan: Plan,
}

/// The templates that an agency may override, by file name.
pub const TEMPLATE_NAMES: [&str; 6] = [HTML, FRAGMENT, MARKDOWN, STYLE, SHEET, PLAN];

const HTML: &str = "report.html";
const FRAGMENT: &str = "fragment.html";
const MARKDOWN: &str = "report.md";
const STYLE: &str = "style.css";
const SHEET: &str = "sheet.html";
const PLAN: &str = "sheet.yaml";

/// A table of the form on a page, and how wide the columns of all are.
pub const TABLE: &str = include_str!(concat!(env!("NIANBAO_TEMPLATES"), "/table.html"));
pub const WIDTHS: &str = include_str!(concat!(env!("NIANBAO_TEMPLATES"), "/widths.css"));

impl Templates {
    /// The templates, with those of an agency in the place of the embedded ones.
    ///
    /// # Errors
    /// A template has a mistake.
    pub fn new(overrides: &BTreeMap<String, String>) -> Result<Self, TemplateError> {
        let text = |name: &str, embedded: &'static str| {
            let own = overrides.get(name).map(String::as_str);
            own.unwrap_or(embedded).to_owned()
        };
        let mut tera = Tera::default();
        tera.register_filter("note_mark", |number: usize, _: Kwargs, _: &State<'_>| {
            note_mark(number)
        });
        tera.add_raw_templates([
            ("table.html", TABLE.to_owned()),
            ("widths.css", WIDTHS.to_owned()),
            (
                HTML,
                text(
                    HTML,
                    include_str!(concat!(env!("NIANBAO_TEMPLATES"), "/report.html")),
                ),
            ),
            (
                FRAGMENT,
                text(
                    FRAGMENT,
                    include_str!(concat!(env!("NIANBAO_TEMPLATES"), "/fragment.html")),
                ),
            ),
            (
                SHEET,
                text(
                    SHEET,
                    include_str!(concat!(env!("NIANBAO_TEMPLATES"), "/sheet.html")),
                ),
            ),
            (
                MARKDOWN,
                text(
                    MARKDOWN,
                    include_str!(concat!(env!("NIANBAO_TEMPLATES"), "/report.md")),
                ),
            ),
        ])?;
        let plan = text(
            PLAN,
            include_str!(concat!(env!("NIANBAO_TEMPLATES"), "/sheet.yaml")),
        );
        let plan: Plan = serde_saphyr::from_str(&plan)?;
        if let Some(lacking) = plan.lacking() {
            return Err(TemplateError::of_plan(&lacking));
        }
        Ok(Templates {
            plan,
            tera,
            style: text(
                STYLE,
                include_str!(concat!(env!("NIANBAO_TEMPLATES"), "/style.css")),
            ),
        })
    }

    fn fill(&self, name: &str, context: &Context) -> Result<String, TemplateError> {
        Ok(self.tera.render(name, context)?)
    }
}

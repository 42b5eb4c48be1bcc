//! nianbao (年报): one YAML data file in, China's mandated 政府信息公开工作年度报告 out.
//!
//! > Form × data → report → document → format.
//!
//! Read, checked and built, without a disk:
//!
//! ```
//! use nianbao::{check::check, document::compose, form::report, ground::source::Sources};
//! use nianbao::write::{Templates, html};
//!
//! # struct Alone;
//! # impl report::Library for Alone {
//! #     fn text(&self, target: &str) -> Result<(String, String), (String, String)> {
//! #         Err((target.to_owned(), String::new()))
//! #     }
//! # }
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let text = std::fs::read_to_string("examples/minimal.yaml")?;
//! let mut sources = Sources::new();
//! let file = sources.add("minimal.yaml", &text);
//! // `Alone` is a `Library` without files: what texts and pictures of a report are taken from.
//! let (report, mut findings) = report::read(&mut sources, file, &Alone);
//! let mut report = report.ok_or("no report")?;
//! findings.extend(report::expand(&mut report, None));
//! let findings = check(&report, None, findings, false);
//! assert!(!findings.iter().any(|finding| finding.blocks()));
//!
//! let page = html::page(&compose(&report), &Templates::new(&Default::default())?)?;
//! assert!(page.contains("政府信息公开工作年度报告"));
//! # Ok(())
//! # }
//! ```
//!
//! The mandated form is declared once, as data: an [`edition`](form::edition). A data file is
//! read against it ([`report`](form::report)) and checked ([`check`]). The report becomes one
//! neutral [`document`], and writers ([`write`](mod@write)) that know only the document
//! give Markdown, HTML, PDF and Word. Everything that depends on the form derives from
//! the edition, so a new official format is a new file and no Rust.
//!
//! | room | what it is |
//! |---|---|
//! | [`ground`] | source, date, number, YAML, findings: what everything stands on |
//! | [`form`] | the mandated form as data, and data in it |
//! | [`check`] | what a report must satisfy, one file per theme |
//! | [`document`] | the report as a reader meets it; a table is resolved to cells once |
//! | [`write`](mod@write) | a document (or the form) in, a format out |
//! | [`read`] | a published report × edition → a data file |
//! | [`office`] | many agencies' reports: rolled up, compared, exported, their state |
//! | [`edit`] | a data file changed by its smallest part; what an editor may ask |
//! | [`cli`] | commands; the only room that prints, exits, touches files or reads the clock |
//!
//! Imports point one way, as listed: a room uses those above it, `check` and
//! `document` only the form, and `write` never `check`. A test reads the imports and
//! asserts this.
//!
//! # Two walks through the house
//!
//! The figure of 申请.新收.自然人, from a line of YAML to a cell of a PDF, file by file:
//!
//! 1. `cli/load.rs`: `load` reads the file and hands its text on.
//! 2. `ground/yaml.rs`: `parse` gives a tree in which `6` knows its line and column.
//! 3. `form/report/reader.rs`: `read` finds the edition of the year and its sections.
//! 4. `form/report/figures.rs`: the words `6` become an exact number in the report's cell,
//!    which keeps its place.
//! 5. `check/arithmetic.rs`: the row and the columns that it stands in must add up.
//! 6. `document/tabulate.rs`: the cell takes its place in a grid, in the form's order.
//! 7. `write/pdf/column_widths.rs`: the grid's columns get their widths.
//! 8. `write/pdf/table_layout.rs`: the cell gets its place on a page, beneath its heads.
//! 9. `write/pdf/painter.rs`: the digit is shown there, tagged as a cell of its row.
//! 10. `write/pdf/serialization.rs`: pages, fonts and tags become the bytes of the file.
//!
//! And back, from a cell of a published PDF to a line of YAML:
//!
//! 1. `read/container.rs`: `read` sees by its first bytes that the file is a PDF.
//! 2. `read/pdf/cost.rs`: what the file would unpack and draw is within bounds.
//! 3. `read/pdf/page/glyphs.rs`: the digit has a place, a size and a Unicode character.
//! 4. `read/pdf/lattice.rs`: the rules around it make it a cell of a grid; where none are
//!    drawn, `unruled.rs` takes the figures that stand below one another.
//! 5. `read/pdf/flow.rs`: tables of following pages are one, between their paragraphs.
//! 6. `read/locate.rs`: the headings tell which section the table stands in.
//! 7. `read/aligner.rs`: rows and heads are laid along the form's; the cell is
//!    申请.新收.自然人, or doubted.
//! 8. `read/figure.rs`: `6` is a count; `约6` is none.
//! 9. `read/assemble/cells.rs`: the figure, or its doubt, stands in the data file's cell.
//! 10. `form/datafile.rs`: the file is written as YAML, the figure in its row's line.

pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod document;
pub mod edit;
pub mod form;
pub mod ground;
pub mod office;
#[cfg(feature = "readers")]
pub mod read;
pub mod write;

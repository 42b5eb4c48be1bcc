//! nianbao (年报): one YAML data file in, China's mandated 政府信息公开工作年度报告 out.
//!
//! > Form × data → report → document → format.
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

pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod document;
pub mod edit;
pub mod form;
pub mod ground;
pub mod office;
pub mod read;
pub mod write;

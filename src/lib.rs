//! nianbao (年报): one YAML data file in, China's mandated 政府信息公开工作年度报告 out.
//!
//! > Form × data → report → document → format.
//!
//! The mandated form is declared once, as data: an [`edition`]. A data file is
//! read against it ([`report`]) and checked ([`check`]). The report becomes one
//! neutral [`document`], and writers ([`render`]) that know only the document
//! give Markdown, HTML, PDF and Word. Everything that depends on the form derives from
//! the edition, so a new official format is a new file and no Rust.
//!
//! | module | what it is |
//! |---|---|
//! | [`source`] | named texts, and places in them |
//! | [`date`] | days of the calendar |
//! | [`agency`] | names of agencies, and when two mean the same |
//! | [`number`] | exact counts, changes and 万元 amounts; no floating point |
//! | [`diagnostic`] | findings, the rules that they break, and their writers |
//! | [`yaml`] | YAML as a tree in which every key and value has its place |
//! | [`edition`] | the language of forms, its reader, and the forms |
//! | [`report`] | YAML tree × edition → figures, texts and findings |
//! | [`scaffold`] | edition → a blank data file |
//! | [`schema`] | edition → the JSON Schema of its data files |
//! | [`datafile`] | what a data file states → its text in the canonical layout |
//! | [`mod@format`] | the canonical layout of a file that a person wrote |
//! | [`mod@compare`] | two reports side by side |
//! | [`successor`] | next year's data file from last year's |
//! | [`published`] | a published report as its container gives it |
//! | [`import`] | a published report × edition → a data file |
//! | [`check`] | what a report must satisfy, one file per theme |
//! | [`document`] | the report as a reader meets it; a table is resolved to cells once |
//! | [`render`] | the writers |
//! | [`workbook`] | the form as an Excel workbook, written and read back |
//! | [`rollup`] | many agencies' reports → their area's, and what explains a difference |
//! | [`roster`] | who must hand in a report |
//! | [`status`] | who has, and how it stands with each |
//! | [`export`] | many reports as one long table for other programs |
//! | [`language`] | what an editor may ask about a data file |
//! | [`cli`] | commands; the only place that prints, exits, touches files or reads the clock |
//!
//! Imports point one way: `source` ← `date`, `number`, `diagnostic` ← `yaml` ←
//! `edition` ← `report`, `scaffold` ← `check`, `document` ← `render` ← `cli`.
//! `render` never sees `yaml`, `check` or `report`. A test reads the imports and
//! asserts this.

pub mod agency;
pub mod check;
pub mod cli;
pub mod compare;
pub mod datafile;
pub mod date;
pub mod diagnostic;
pub mod document;
pub mod edition;
pub mod export;
pub mod format;
pub mod import;
pub mod language;
pub mod number;
pub mod published;
pub mod render;
pub mod report;
pub mod rollup;
pub mod roster;
pub mod scaffold;
pub mod schema;
pub mod source;
pub mod status;
pub mod successor;
pub mod workbook;
pub mod yaml;

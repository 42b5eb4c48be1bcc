//! The mandated form, declared once as data, and what a data file states in it.
//!
//! In goes an edition, the form as one YAML file ([`edition`]), and the text of a data file;
//! out comes a [`Report`](report::Report): a figure with its place for every cell of the
//! form, the texts, and findings for what cannot be read.
//!
//! ```
//! use nianbao::{
//!     form::report::{self, Alone},
//!     ground::{diagnostic::Surface, source::Sources},
//! };
//!
//! let text = "年度: 2024\n机关: {名称: 某局}\n申请: {新收: {自然人: 6, 其余: 0}, 其余: 0}\n";
//! let mut sources = Sources::new();
//! let file = sources.add("report.yaml", text);
//! let (report, findings) = report::read(&mut sources, file, &Alone);
//! let report = report.expect("it can be read");
//! assert_eq!(report.edition.name, "2021");
//! assert_eq!(report.number("申请.新收").map(|total| total.to_string()).as_deref(), Some("6"));
//! assert_eq!(findings[0].message.on(Surface::DataFile), "缺少「总体情况」");
//! ```
//!
//! Use it wherever a data file is read; the other way round, [`scaffold`] writes a blank one,
//! [`datafile`] one that states something, and [`schema`] tells editors what may stand in it.
//! What the form demands is asked of the [`Edition`](edition::Edition): rows, columns, spans,
//! sums, balances and ties, so that a new form needs no Rust.
//!
//! It does not judge whether figures add up or texts are sound ([`check`](mod@crate::check)
//! does), nor does it touch files: a [`Library`](report::Library) hands it what a data file
//! names.

pub mod chart;
pub mod datafile;
pub mod edition;
pub mod figure;
pub mod fill;
pub mod report;
pub mod scaffold;
pub mod schema;
pub mod speech;

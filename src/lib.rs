//! China's mandated annual report on open government information, the 政府信息公开工作年度报告:
//! read from a data file or from a published report, checked, and built.
//!
//! ```
//! let bytes = std::fs::read("examples/minimal.yaml")?;
//! let report = nianbao::read("minimal.yaml", &bytes)?;
//! for finding in nianbao::check(&report) {
//!     println!("{finding}"); // minimal.yaml:3:10: 错误[row-total]: …
//! }
//! let page = nianbao::build(&report, nianbao::Format::Html)?;
//! # assert!(String::from_utf8(page)?.contains("政府信息公开工作年度报告"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Check
//!
//! [`read()`] takes the bytes of a data file, or of a Word file, a workbook, a web page, a PDF or a
//! text; [`read_beside`] also those of the files that it names; `open` takes a path.
//! [`check()`] says what is wrong, where, what was expected, on which basis, and what to do:
//!
//! ```
//! use nianbao::{Severity, check, read};
//!
//! let text = "年度: 2024\n机关: {名称: 某局}\n申请: {新收: [6, 0, 0, 0, 0, 0, 7], 其余: 0}\n";
//! let findings = check(&read("2024.yaml", text.as_bytes())?);
//! let wrong = findings.iter().find(|finding| finding.rule == "row-total").expect("7 is no 6");
//! assert_eq!((wrong.severity, wrong.line, wrong.column), (Severity::Error, Some(3), Some(29)));
//! assert_eq!((wrong.stated.as_deref(), wrong.expected.as_deref()), (Some("7"), Some("6")));
//! assert!(wrong.blocks());
//! # Ok::<(), nianbao::Error>(())
//! ```
//!
//! # Build
//!
//! [`build`] gives the bytes of a PDF, a Word file, a web page or Markdown, and refuses a report
//! that has errors. A [`Builder`] makes drafts of such, and takes fonts and templates:
//!
//! ```
//! use nianbao::{Builder, Format, build, read};
//!
//! let report = read("2024.yaml", "年度: 2024\n机关: {名称: 某局}\n".as_bytes())?;
//! let refused = build(&report, Format::Html).expect_err("nothing is filled in");
//! assert!(refused.findings.iter().any(|finding| finding.rule == "missing-key"));
//! let draft = Builder::new().draft(true).build(&report, Format::Html)?;
//! assert!(String::from_utf8_lossy(&draft).contains("草稿"));
//! # Ok::<(), nianbao::Error>(())
//! ```
//!
//! # Import
//!
//! What is published is read like a data file, for its figures; `import` makes a data file of it,
//! with a remark wherever something is not certain. No figure is ever guessed.
//!
//! ```
//! # #[cfg(feature = "readers")] {
//! let page = "<h1>某县某局2024年政府信息公开工作年度报告</h1><h2>一、总体情况</h2><p>主动公开6条。</p>\
//!             <h2>五、存在的主要问题及改进情况</h2><p>无。</p>";
//! let report = nianbao::read("page.html", page.as_bytes())?;
//! assert_eq!((report.agency(), report.year()), (Some("某县某局"), Some(2024)));
//! assert_eq!(report.figure("申请.新收.总计").as_deref(), Some(""), "its tables are not there");
//! let imported = nianbao::import("page.html", page.as_bytes(), &Default::default())?;
//! assert!(imported.text.contains("年度: 2024") && !imported.doubts.is_empty());
//! # }
//! # Ok::<(), nianbao::Error>(())
//! ```
//!
//! # Features
//!
//! | feature | |
//! |---|---|
//! | `cli` (default) | the commands and servers of the program, `open`, and all features below |
//! | `readers` | published reports: `import`, and [`read()`] of what is no data file |
//! | `fonts` | the fonts of PDF and Word files; without it they are handed to a [`Builder`] |
//!
//! Without any it builds for `wasm32-unknown-unknown`. The crate does not say how it is made inside;
//! `crates/README.md` does.

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod front;

#[doc(hidden)]
pub use ::{base, check, document, edit, form, open, write};
#[cfg(feature = "cli")]
#[doc(hidden)]
pub use ::office;
#[cfg(feature = "readers")]
#[doc(hidden)]
pub use ::read;

#[doc(inline)]
pub use ::base::diagnostic::{Basis, Record as Finding, Severity};
#[cfg(feature = "readers")]
#[doc(inline)]
pub use ::read::ImportOptions;
#[doc(inline)]
pub use ::write::{
    Product as Format,
    pdf::{FontError, Fonts},
};
#[cfg(feature = "cli")]
#[doc(inline)]
pub use cli::open;
pub use front::{Builder, Error, Report, build, check, read, read_beside};
#[cfg(feature = "readers")]
pub use front::{Imported, import};

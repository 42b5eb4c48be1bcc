//! Many reports: who must hand one in, who has, what they add up to, how they differ.
//!
//! In go [`Report`](crate::form::report::Report)s that were read and checked elsewhere, and
//! the [`register`] of who must hand one in; out come the report of an area ([`rollup`]), who
//! is missing, late or wrong ([`status`]), one long table of every cell ([`export`]),
//! two years side by side ([`compare`]), all of them ([`years`]), and what is wrong with
//! them all ([`problems`]).
//!
//! ```
//! use nianbao::{
//!     form::report::{self, Alone, Category},
//!     ground::source::Sources,
//!     office::rollup::{Area, Contribution, area, digest},
//! };
//!
//! let of = |name: &str| {
//!     let text = format!("年度: 2024\n机关: {{名称: {name}}}\n主动公开: {{行政许可: 6, 其余: 0}}\n");
//!     let mut sources = Sources::new();
//!     let file = sources.add("report.yaml", text.as_str());
//!     let (report, _) = report::read(&mut sources, file, &Alone);
//!     let report = report.expect("it can be read");
//!     Contribution::of(&report, format!("{name}.yaml"), digest(text.as_bytes()))
//! };
//! let county = Area {
//!     agency: "某县人民政府".to_owned(),
//!     category: Category::Government,
//!     date: None,
//!     missing: Vec::new(),
//!     left_out: Vec::new(),
//!     faulty: Vec::new(),
//! };
//! let file = area(&county, &[of("甲局"), of("乙局")]).expect("one of each for one year");
//! let text = file.write();
//! let mut lines = text.lines().map(str::split_whitespace);
//! assert!(lines.any(|words| words.eq(["行政许可:", "12"])));
//! ```
//!
//! Use it for the office that collects the reports of hundreds of agencies; for one report
//! [`check`](mod@crate::check) and [`write`](mod@crate::write) do.
//!
//! It does not find or open files, knows no day but those it is given, and counts nothing
//! silently: what is blank, left out or unreadable is named beside the sum.

pub mod agency;
pub mod collection;
pub mod compare;
pub mod export;
pub mod index;
pub mod local_rules;
pub mod plain;
pub mod problems;
pub mod received;
pub mod register;
pub mod rollup;
pub mod status;
pub mod years;

//! What everything stands on: named texts and places in them, days, exact numbers,
//! YAML with places, and findings.
//!
//! In: a file's name and text. Out: a tree in which every key and value knows its
//! place, and findings that point at places:
//!
//! ```
//! use nianbao::ground::{source::Sources, yaml};
//!
//! let mut sources = Sources::new();
//! let file = sources.add("report.yaml", "年度: 2024\n");
//! let tree = yaml::parse(&mut sources, file).expect("this is YAML");
//! assert_eq!(sources.start(tree.span).line, 1);
//! ```
//!
//! Nothing here knows what a report is, reads a file or prints.

pub mod characters;
pub mod content;
pub mod date;
pub mod diagnostic;
pub mod hidden;
pub mod markdown;
pub mod number;
pub mod numeral;
pub mod radical;
pub mod source;
pub mod yaml;

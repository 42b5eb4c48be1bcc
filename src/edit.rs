//! A data file changed by its smallest part, and what an editor may ask about it.
//!
//! | module | in | out |
//! |---|---|---|
//! | [`format`](mod@format) | a data file: `规章: {制发: 1,废止:   0}` | the same in the canonical layout: `规章: {制发: 1, 废止: 0}` |
//! | [`language`] | a data file, perhaps half written, and a byte in it | what stands there, what may be written there, how a finding is mended |
//! | `update` | a data file, and what was read from a Word file or workbook | the data file with what that says otherwise |
//! | [`successor`] | last year's report and its comments | next year's data file, without last year's sentences |
//! | [`workbench`] | a data file and what somebody did in its form | the form, and the smallest splices of the file |
//!
//! ```
//! use nianbao::edit::language::is_data_file;
//!
//! assert!(is_data_file("年度: 2024\n机关: {名称: 某局}\n"));
//! assert!(!is_data_file("- 某局\n- 某镇\n"));
//! ```
//!
//! Use it for whatever changes a file that a person wrote. Nothing here checks a report or
//! touches a file, and no author's sentence is ever changed.

pub mod format;
pub mod language;
pub mod successor;
#[cfg(feature = "readers")]
pub mod update;
pub mod workbench;

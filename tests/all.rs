//! Every test of what the library and the program promise, in one program: forty would each
//! link all of the library once more. `new_form` alone is one of its own, since it teaches
//! the library a form that the others must not meet.

mod common;
#[path = "county/faults.rs"]
mod faults;
#[path = "county/generate.rs"]
mod generate;

mod architecture;
mod book;
mod charts;
mod cli;
mod cli_check;
mod cli_files;
mod conformance;
mod county;
mod docs;
mod documents;
mod doors;
mod editions;
mod examples;
mod files;
mod filled_forms;
mod folders;
mod front;
mod hidden;
mod import;
mod import_dumps;
mod import_pages;
mod import_readers;
mod import_told;
mod import_wording;
mod language;
mod limits;
mod lsp;
mod office;
mod properties;
mod receive;
mod reliability;
mod rollup;
mod rules;
mod schema;
mod sheet;
mod spellings;
mod status;
mod surfaces;
mod texts;
mod tree;
mod unread;
mod update;
mod windows;
mod workbench;
mod years;

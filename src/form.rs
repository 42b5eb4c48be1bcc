//! The mandated form, declared once as data, and what is stated in it.

pub mod datafile;
pub mod edition;
pub mod report;
pub mod scaffold;
pub mod schema;

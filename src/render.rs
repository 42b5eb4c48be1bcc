//! The writers: one document, many formats.

pub mod pdf;

#![doc = include_str!("../README.md")]

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

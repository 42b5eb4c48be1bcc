#![doc = include_str!("../README.md")]

pub mod chart;
pub mod datafile;
pub mod edition;
pub mod figure;
pub mod fill;
pub mod report;
pub mod scaffold;
pub mod schema;
pub mod speech;

#![doc = include_str!("../README.md")]

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

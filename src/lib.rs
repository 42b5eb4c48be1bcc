//! nianbao (年报): one YAML data file in, China's mandated 政府信息公开工作年度报告 out.

pub mod check;
pub mod cli;
pub mod date;
pub mod diagnostic;
pub mod document;
pub mod edition;
pub mod number;
pub mod render;
pub mod report;
pub mod scaffold;
pub mod source;
pub mod yaml;

//! nianbao (年报): one YAML data file in, China's mandated 政府信息公开工作年度报告 out.

pub mod date;
pub mod document;
pub mod source;

pub mod render;

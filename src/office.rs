//! Many reports: who must hand one in, who has, what they add up to.

pub mod agency;
pub mod compare;
pub mod export;
pub mod rollup;
pub mod roster;
pub mod status;

//! Whole documents.
use super::*;

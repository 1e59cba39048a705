//! How is a query written?
//!
//! ```text
//! text ──lexer──► tokens ──arrange──► lexemes ──parser──► tree + errors ──print──► the same text
//!                                                          └──format──► the canonical text
//! ```
//!
//! Parsing is total: any text gives a tree and a list of errors, in linear time and
//! with bounded depth. Nothing here knows an attribute: the same text parses the same
//! for every entity.

mod arrange;
pub mod ast; // start here: the shape of a query
mod error;
mod format;
mod lexer;
pub mod literal;
mod parser;
mod print;
#[cfg(test)]
mod tests;
pub mod token;

pub use crate::{
    error::{SyntaxError, SyntaxErrorKind},
    format::{Layout, format},
    parser::{MAX_DEPTH, MAX_LEN, Parse, parse},
};

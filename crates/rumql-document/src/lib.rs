//! Where in a file are the queries, requests and segments?
//!
//! ```text
//! text ──host parser──► Value (one tree for every format, with spans) ──extract(table of shapes)──► Document
//! ```
//!
//! Reading is total: a text that is no valid YAML or JSON becomes a [`Problem`]. Nothing here
//! knows the query language; a query is a decoded text and the map back to its file.
//!
//! Feature `testing`: the properties of the host maps as plain functions, for the fuzzer.

mod amend;
mod document; // start here: what comes out
mod extract;
mod host;
mod problem;
mod scalar;
mod shape;
mod value;

#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;

pub use crate::{
    document::{
        Comment, Connection, Document, EmbeddedQuery, Field, FieldRole, FieldUpdate, Group, Located, Moment,
        Options, Request, RequestKind, Role, Window,
    },
    extract::read,
    host::{Host, Mask, Tree, Unreadable, parse},
    problem::{Expectation, Missing, Problem},
    scalar::{Scalar, Style},
    value::{Entry, Prefix, Value, ValueKind},
};

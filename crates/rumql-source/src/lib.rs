//! Where in which text, and what is said about it?
//!
//! The vocabulary that every other crate shares: byte spans, lines and columns,
//! the map between a query and the file it is written in, and diagnostics with
//! their fixes as plain data. Nothing here knows the language.

mod code;
mod diagnostic;
mod edit;
mod entity;
mod host_map;
mod line_index;
mod span; // start here

pub use crate::{
    code::Code,
    diagnostic::{Diagnostic, Label, Severity},
    edit::{Applicability, Edit, Fix, apply_edits},
    entity::{Entity, Profile},
    host_map::{HostMap, HostMapBuilder},
    line_index::{LineIndex, Position},
    span::Span,
};

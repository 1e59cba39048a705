//! Where do records lie, and how are they found?
//!
//! A table has a column an attribute; a column has each of its values once, and a cell a row. So a
//! million rows take little room, a facet counts cells, and what is asked of a value is asked once.

mod column;
mod table;

pub(crate) use self::{column::Column, table::Table};

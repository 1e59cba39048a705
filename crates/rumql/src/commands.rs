//! The commands, one a file.

pub(crate) mod check;
pub(crate) mod connection;
pub(crate) mod emulate;
pub(crate) mod explain;
pub(crate) mod facet;
pub(crate) mod fmt;
pub(crate) mod mapping;
pub(crate) mod query;
pub(crate) mod rules;

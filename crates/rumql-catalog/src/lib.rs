//! What can be asked about?
//!
//! A catalog lists the attributes of one entity: the built-in one (RUM event schema,
//! documented profile attributes), or the organisation's own, from a snapshot.
//!
//! mapping.lock.json, or a raw GetMapping response ──parse──► Snapshot ──► Catalog ──get──► Attribute
//!
//! Texts come in as values; nothing here reads a file or asks the API.

mod attribute; // start here
mod builtin;
mod catalog;
mod connection;
mod country;
mod kind;
mod nearest;
mod snapshot;
mod unit;

pub use crate::{
    attribute::{Attribute, Basis, Range},
    catalog::Catalog,
    connection::{Connection, ConnectionField},
    country::country_code,
    kind::{Kind, Multiplicity, parse_type},
    snapshot::{Snapshot, SnapshotError},
    unit::Unit,
};

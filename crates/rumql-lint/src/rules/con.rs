//! Connections: is what is joined complete?

pub(crate) mod missing_connection_key;

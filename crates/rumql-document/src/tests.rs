//! The laws of the host maps, and the API's own example bodies.

mod bodies;
mod maps;
mod problems;

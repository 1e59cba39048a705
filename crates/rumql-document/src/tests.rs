//! The laws of the host maps, and the API's own example bodies.

mod amend;
mod bodies;
mod maps;
mod problems;

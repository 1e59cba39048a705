//! What must hold for every query, whoever wrote it?
//!
//! ```text
//! generate ──┐
//! corpus ────┼──► text ──► properties ──► a panic, or nothing
//! fuzzing ───┘
//! ```
//!
//! A property is a plain function over text, so that one statement serves all three drivers.
//! The tests themselves are in `it/`.

pub mod claims;
pub mod generate;
pub mod properties; // start here: what must hold
pub mod skeleton;
pub mod suite;
pub mod tsv;
pub mod views;

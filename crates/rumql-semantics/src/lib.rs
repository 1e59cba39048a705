//! Whom does a query match?
//!
//! ```text
//! meaning ──┬─ matches(record) ──► yes or no: the reference
//!           └─ explain ──────────► plain English
//! ```

mod matches;
mod record; // start here

pub use crate::{
    matches::{evaluate, matches},
    record::{Datum, DatumRef, Record, Values},
};

//! Whom does a query match?
//!
//! ```text
//! meaning ──┬─ matches(record) ──► yes or no: the reference
//!           └─ explain ──────────► plain English
//! ```

mod explain;
mod matches;
mod record; // start here

pub use crate::{
    explain::explain,
    matches::{evaluate, matches},
    record::{Datum, DatumRef, Record, Values},
};

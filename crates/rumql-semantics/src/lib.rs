//! Whom does a query match?
//!
//! ```text
//! meaning ──┬─ matches(record) ──► yes or no: the reference
//!           ├─ space ──► regions ──formula──► search ──► satisfiable · implies · equivalent · disjoint · witness
//!           └─ explain ──────────► plain English
//! ```

mod domain;
mod explain;
mod formula;
mod matches;
mod prove;
mod record; // start here
mod search;
mod space;
#[cfg(test)]
mod tests;

pub use crate::{
    explain::explain,
    formula::Formula,
    matches::{evaluate, matches},
    prove::{Answer, disjoint, equivalent, implies, satisfiable, witness},
    record::{Datum, DatumRef, Record, Values},
    space::Space,
};

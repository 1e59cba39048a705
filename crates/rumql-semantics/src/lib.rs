//! Whom does a query match?
//!
//! ```text
//! meaning ──┬─ matches(record) ──► yes or no: the reference
//!           └─ space ──► regions ──formula──► search ──► satisfiable · implies · equivalent · disjoint · witness
//! ```

mod domain;
mod formula;
mod matches;
mod prove;
mod record; // start here
mod search;
mod space;
#[cfg(test)]
mod tests;

pub use crate::{
    formula::Formula,
    matches::{evaluate, matches},
    prove::{Answer, disjoint, equivalent, implies, satisfiable, witness},
    record::{Datum, DatumRef, Record, Values},
    space::Space,
};

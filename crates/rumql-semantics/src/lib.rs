//! Whom does a query match?

mod matches;
mod record;

pub use crate::{
    matches::matches,
    record::{Datum, Record},
};

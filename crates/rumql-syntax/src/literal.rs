//! What does a value say, read on its own?
//!
//! A value stays text in the tree. These readings are asked for where a meaning is needed:
//! which reading applies depends on the attribute, which is not known here.

mod decimal;
mod pattern;
mod quantity;
mod time;

pub use self::{
    decimal::Decimal,
    pattern::{Pattern, Piece, escape, escape_name, unescape_name},
    quantity::{ByteUnit, Quantity, TimeUnit, quantity},
    time::{Instant, InstantForm, instant},
};

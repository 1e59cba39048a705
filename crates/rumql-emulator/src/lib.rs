//! How does the API behave with no API?
//!
//! ```text
//! Data (the shop, or files) ──► Emulator ──answer──► the statuses and bodies of the specification
//!                                  └─ a Transport, for the command and for tests
//! ```
//!
//! Queries are evaluated by the reference evaluator. Where the specification is silent, the emulator does
//! the least surprising thing and says so here: at most 100 records without a `limit`; a request that
//! breaks the specification, or whose query has an error, gets the 400 that sibling services give, with the
//! finding in it; an unknown entity or connection gets 404, an id that is taken 409, a table that is not
//! there 400.

mod data;
mod emulator; // start here
mod faults;
mod routes;
#[cfg(feature = "server")]
mod server;
mod store;

#[cfg(feature = "server")]
pub use crate::server::serve;
pub use crate::{
    data::{Data, DataError, Folder, load},
    emulator::{Emulator, Options},
    faults::{Fault, FaultError},
};

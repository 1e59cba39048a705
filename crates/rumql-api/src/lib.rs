//! How is a query asked of the API?
//!
//! ```text
//! CheckedQuery + findings ──► Cleared ─┐
//!                  Change ──► Consent ─┼─► endpoint ──► Request ──Transport──► Response ──► answer, or what went wrong
//!                                      └─ executor: tries reads again, sends a write once ─┘
//! ```
//!
//! Nothing here reads the environment, a file or the clock, and nothing prints. Requests carry no
//! keys: the transport that talks to the network adds them, and a key is a type that cannot be
//! printed. Feature `http`: that transport.
//!
//! Source of paths, names and status codes: the API's published specification, 2026-10-13.

mod cleared;
mod consent;
mod credentials;
mod endpoint; // start here: a call and its answer
mod error;
mod executor;
#[cfg(feature = "http")]
mod http;
mod operation;
mod retry;
mod site;
#[cfg(test)]
mod tests;
mod transport;
pub mod wire;

#[cfg(feature = "http")]
pub use crate::http::{Http, HttpError, HttpOptions, MAX_BODY, Proxies};
pub use crate::{
    cleared::{Cleared, Waiver},
    consent::{Change, ChangeKind, Consent, Withheld},
    credentials::{CredentialError, Credentials},
    endpoint::{
        Answer, Endpoint, EventQuery, FacetQuery, ProfileQuery, facet, list_connections, mapping, query,
    },
    error::{ApiError, Refusal},
    executor::{Event, Executor, Outcome},
    operation::{Method, Operation, Route, RouteError},
    retry::{Clock, Retry},
    site::{Base, BaseError, SITES, Site},
    transport::{Request, Response, Transport, TransportError},
};

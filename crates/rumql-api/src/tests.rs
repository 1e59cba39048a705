//! What goes over the wire, and what becomes of it there?

#[cfg(feature = "http")]
mod over_http;
#[cfg(feature = "http")]
mod wire_server;

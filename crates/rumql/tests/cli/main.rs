//! The command as people and programs run it: files, streams, flags and exit codes.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test says that it fails by a panic, and its helpers read and write files"
)]

mod across;
mod api;
mod check;
mod consent;
mod emulate;
mod explain;
mod fix;
mod fmt;
mod folder;
mod harm;
mod pages;
mod readme;
mod server;
mod settings;

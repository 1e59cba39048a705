//! Does the language do what its grammar, its sources and its laws say?

mod api;
mod corpus;
mod emulator;
mod examples;
mod findings;
mod grammar;
mod laws;
mod limits;
mod proofs;
mod remarks;
mod rulebook;
mod rules;
mod seeds;
mod spec;
mod suite;
mod tidy;
mod vrl;

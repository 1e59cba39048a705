//! What is wrong with a query, and with the request around it?
//!
//! ```text
//! document ──for each query: parse, lower──► errors, problems ──cook──► diagnostics ──host map──► findings
//!                                        └─► rules that look themselves ─┘
//! ```
//!
//! A diagnostic is one file in `rules/`: its page, its words, its fixes, its tests. What a
//! lower layer raised is *cooked* there; what only lint can see, the rule looks for itself.
//! Findings are plain data; nothing here prints.

mod context;
mod cook;
mod fix;
mod free_terms;
mod leaves;
mod rule; // start here
mod rules;
mod run;
mod settings;
mod table;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

pub use crate::{
    fix::{Fixed, Fixing, fix, harm},
    rule::Rule,
    run::{Finding, Input, check, check_all},
    settings::{Limits, Preset, Settings, UnknownSelector},
    table::{RULES, rule},
};

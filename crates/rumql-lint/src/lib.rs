//! What is wrong with a query, and with the request around it?
//!
//! ```text
//! document ──for each query: parse, lower──► errors, problems ──cook──► diagnostics ──host map──► findings
//!                                        └─► rules that look themselves ─┘
//! ```
//!
//! A diagnostic is one file in `rules/`: its page, its words, its fixes, its tests. What a
//! lower layer raised is *cooked* there; what only lint can see, the rule looks for itself.
//! Files that belong together are looked at once more, all at once, for what is wrong between them.
//! Findings are plain data; nothing here prints.

mod context;
mod cook;
mod corpus;
mod fix;
mod free_terms;
mod logic;
mod moments;
mod rule; // start here
mod rules;
mod run;
mod settings;
mod spelling;
mod suppress;
mod table;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod values;
mod window;

pub use crate::{
    context::ReadFile,
    corpus::pending,
    fix::{Fixed, Fixing, fix, fixes_between, harm},
    rule::Rule,
    run::{Extent, Finding, Input, check, check_all, check_alone, check_together, read_alone},
    settings::{
        Choices, Demand, Ignored, Level, Limits, NamePattern, Policy, Preset, Settings, UnknownSelector,
        is_undeniable,
    },
    spelling::spelling,
    suppress::kept_spellings,
    table::{RULES, rule},
};

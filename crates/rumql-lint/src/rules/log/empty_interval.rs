//! `empty-interval`: no number and no moment lies between the bounds.

use rumql_source::Diagnostic;

use super::Contradiction;
use crate::{context::QueryCx, logic::Term, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// Bounds of one attribute between which nothing lies.
    ///
    /// ## Why it matters
    /// The segment is empty and will stay so. With ages it is quickly done: `last_seen:<30d` is
    /// *before*, `last_seen:>7d` is *after*, and no moment is both.
    ///
    /// ## Example
    /// ```query
    /// session_count:>50 AND session_count:<10
    ///                       ^^^^^^^^^^^^^^^^^ error[LOG002]: `session_count:>50` and `session_count:<10` cannot both hold
    /// ```
    /// ```query
    /// last_seen:<30d AND last_seen:>7d
    ///                    ^^^^^^^^^^^^^ error[LOG002]: `last_seen:<30d` and `last_seen:>7d` cannot both hold
    /// ```
    /// No finding:
    /// ```query
    /// session_count:>5 AND session_count:<10
    /// ```
    /// ```query
    /// last_seen:>30d AND last_seen:<7d
    /// ```
    ///
    /// ## Fix
    /// None: only the author knows which bound is wrong. Often the two signs are swapped.
    pub(crate) static META = {
        code: "LOG002", name: "empty-interval", level: Error, since: "0.1.0", query: check
    }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    super::contradictions(&META, Contradiction::Interval, note, cx, acc);
}

fn note(terms: &[Term]) -> Option<String> {
    let attribute = terms.first()?.attribute()?;
    Some(format!("no value of `{attribute}` lies within all these bounds"))
}

//! `disjoint-wildcards`: no text fits all these patterns.

use rumql_source::Diagnostic;

use super::Contradiction;
use crate::{context::QueryCx, logic::Term, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// Wildcards, or a wildcard and a value, of one attribute that no text fits together.
    ///
    /// ## Why it matters
    /// The segment is empty and will stay so. That no text fits is proved by walking both patterns
    /// side by side.
    ///
    /// ## Example
    /// ```query
    /// user_email:a* AND user_email:b*
    ///                   ^^^^^^^^^^^^^ error[LOG003]: `user_email:a*` and `user_email:b*` cannot both hold
    /// ```
    /// No finding, for `ab@x.com` fits both:
    /// ```query
    /// user_email:a* AND user_email:*b*
    /// ```
    ///
    /// ## Fix
    /// None: only the author knows which pattern is wrong, or whether `OR` was meant.
    pub(crate) static META = {
        code: "LOG003", name: "disjoint-wildcards", level: Error, since: "0.1.0", query: check
    }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    super::contradictions(&META, Contradiction::Wildcards, note, cx, acc);
}

fn note(terms: &[Term]) -> Option<String> {
    let positive = terms.iter().all(|term| term.test.as_ref().is_some_and(|(_, contrary)| !contrary));
    positive.then(|| format!("no text fits {}", if terms.len() == 2 { "both" } else { "all of them" }))
}

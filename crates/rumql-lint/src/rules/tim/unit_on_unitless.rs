//! `unit-on-unitless`: a unit on a number that has none.

use rumql_hir::{Problem, ProblemKind};
use rumql_source::Diagnostic;

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A unit of time or size on an attribute whose number has no unit, or one of another kind.
    ///
    /// ## Why it matters
    /// A count has no length: the value cannot be converted to what is stored.
    ///
    /// ## Example
    /// ```query mapping
    /// session_count:>7d
    ///                ^^ error[TIM007]: `session_count` has no unit, and `7d` has one
    /// ```
    /// ```query entity=events
    /// @view.loading_time:>10KB
    ///                     ^^^^ error[TIM007]: `@view.loading_time` is stored in nanoseconds, and `KB` is no part of them
    /// ```
    /// No finding, for the number has a unit, or nothing is known of the attribute:
    /// ```query entity=events
    /// @view.loading_time:>7s
    /// ```
    /// ```query entity=events
    /// @resource.duration:>7s
    /// ```
    /// ```query
    /// session_count:>7d
    /// ```
    ///
    /// ## Fix
    /// None: which number was meant is not known.
    pub(crate) static META = { code: "TIM007", name: "unit-on-unitless", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &QueryCx<'_>, problem: &Problem) -> Diagnostic {
    let (attribute, value) = (&problem.attribute, cx.slice(problem.span));
    match &problem.kind {
        ProblemKind::UnitOnUnitless { suffix, unit: Some(unit) } => META.at(
            problem.span,
            format!("`{attribute}` is stored in {}, and `{suffix}` is no part of them", unit.describe()),
        ),
        _ => META.at(problem.span, format!("`{attribute}` has no unit, and `{value}` has one")),
    }
    .help("write the bare number")
}

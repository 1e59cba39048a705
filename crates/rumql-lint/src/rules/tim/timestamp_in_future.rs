//! `timestamp-in-future`: a moment that no record can have, or that all have.

use rumql_hir::{Problem, ProblemKind};
use rumql_source::Diagnostic;

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A moment after now, or before 2010, when there were no such records.
    ///
    /// ## Why it matters
    /// The clause is true of everyone or of nobody: usually a slip in the digits or the year.
    ///
    /// ## Example
    /// ```query
    /// last_seen:>4102444800
    ///            ^^^^^^^^^^ warning[TIM002]: `4102444800` is 2100-01-01T00:00:00Z, which is yet to come
    /// ```
    /// ```query
    /// first_seen:<2001-09-09
    ///             ^^^^^^^^^^ warning[TIM002]: `2001-09-09` is 2001-09-09T00:00:00Z, before there were such records
    /// ```
    /// No finding:
    /// ```query
    /// last_seen:>1735000000
    /// ```
    /// ```query
    /// last_seen:>30d
    /// ```
    ///
    /// ## Fix
    /// None: the moment that was meant is not known.
    pub(crate) static META = { code: "TIM002", name: "timestamp-in-future", level: Warning, since: "0.1.0" }
}

pub(crate) fn cook(cx: &QueryCx<'_>, problem: &Problem) -> Diagnostic {
    let ProblemKind::ImplausibleMoment { moment, future } = &problem.kind else {
        return META.at(problem.span, "an unlikely moment");
    };
    let (why, note) = if *future {
        ("which is yet to come", "nothing was recorded after now")
    } else {
        ("before there were such records", "nothing was recorded before 2010")
    };
    META.at(problem.span, format!("`{}` is {moment}, {why}", cx.slice(problem.span)))
        .note(note)
        .help(format!("check the digits, or count back from now, `{}:>30d`", problem.attribute))
}

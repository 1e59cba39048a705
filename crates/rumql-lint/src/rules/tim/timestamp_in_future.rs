//! `timestamp-in-future`: a moment that no record can have, or that all have.

use rumql_hir::{Problem, ProblemKind};
use rumql_source::Diagnostic;

use crate::{
    context::{QueryCx, RequestCx},
    rule::declare_rule,
    window::frame,
};

declare_rule! {
    /// ## What it finds
    /// A moment after now, or before 2010, when there were no such records; also a window of events that
    /// begins after now.
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
    /// ```yaml
    /// segments:
    ///   - name: hit-by-errors
    ///     query: session_count:>50
    ///     events: { query: "@type:error", start: 2026-12-01, end: 2026-12-08 }
    ///                                            ^^^^^^^^^^ warning[TIM002]: the window begins at 2026-12-01T00:00:00Z, which is yet to come
    ///     limit: 100
    /// ```
    /// No finding:
    /// ```query
    /// first_seen:>1735000000
    /// ```
    /// ```query
    /// last_seen:>30d
    /// ```
    ///
    /// ## Fix
    /// None: the moment that was meant is not known.
    pub(crate) static META = { code: "TIM002", name: "timestamp-in-future", level: Warning, since: "0.1.0", request: check_request }
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

fn check_request(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(frame) = frame(cx) else { return };
    // A window turned round is told as such.
    let is_inverted = frame.start.zip(frame.end).is_some_and(|(start, end)| start.at >= end.at);
    if let Some(start) = frame.start.filter(|start| start.at > cx.input.now && !is_inverted) {
        acc.push(
            META.at(start.span, format!("the window begins at {}, which is yet to come", start.at))
                .note("nothing was recorded after now")
                .help("check the digits, or let the window end now, `within: 7d`"),
        );
    }
}

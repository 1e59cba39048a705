//! `time-frame-beyond-retention`: the events of those days are gone.

use rumql_document::Role;
use rumql_hir::{Predicate, Query, Test, Value};
use rumql_source::Diagnostic;

use crate::{
    context::RequestCx,
    rule::declare_rule,
    rules::prf::wide_time_frame,
    window::{Edge, days, exceeds, frame},
};

declare_rule! {
    /// ## What it finds
    /// A window of events that begins before the events that are still kept: 30 days ago, or 15 if the
    /// event query asks for nothing but resources and long tasks. A team whose events are kept longer
    /// says so in its settings. A window that is too wide anyway is left to `wide-time-frame`.
    ///
    /// ## Why it matters
    /// What is older was deleted. The answer looks complete, and leaves out everyone whose events lie
    /// in the days that are gone. A moment in a file comes to this by itself, as time goes on.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: hit-by-errors
    ///     query: session_count:>50
    ///     events: { query: "@type:error", within: 60d }
    ///                                             ^^^ warning[TIM009]: the window reaches back 60 days, and events are kept for 30 days
    ///     limit: 100
    /// ```
    /// ```yaml
    /// segments:
    ///   - name: slow-images
    ///     query: session_count:>50
    ///     events: { query: "@type:resource AND @resource.duration:>3s", within: 30d }
    ///                                                                           ^^^ warning[TIM009]: the window reaches back 30 days, and resources and long tasks are kept for 15 days
    ///     limit: 100
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: hit-by-errors
    ///     query: session_count:>50
    ///     events: { query: "@type:error", within: 30d }
    ///     limit: 100
    /// ```
    ///
    /// ## Fix
    /// None: whether fewer days will do is not known.
    pub(crate) static META = { code: "TIM009", name: "time-frame-beyond-retention", level: Warning, since: "0.1.0", request: check }
}

fn check(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(frame) = frame(cx) else { return };
    // A window turned round, or one that lacks an end, is told as such.
    if frame.start.zip(frame.end).is_some_and(|(start, end)| start.at >= end.at) {
        return;
    }
    let kept = Kept::of(cx);
    if wide_time_frame::speaks(cx, &frame) {
        return;
    }
    if let Some(start) = frame.start.filter(|start| frame.end.is_some() && kept.is_past(cx, *start)) {
        // The moment, not how long ago that is: a finding says the same tomorrow.
        let begins = format!("the window begins at {}", start.at);
        let is_gone = frame.end.is_some_and(|end| kept.is_past(cx, end));
        acc.push(finding(start, &begins, kept, is_gone));
    }
    if let Some(within) = frame.within.filter(|start| kept.is_past(cx, *start)) {
        let days = days(cx.input.now.duration_since(within.at));
        acc.push(finding(within, &format!("the window reaches back {days} days"), kept, false));
    }
}

fn finding(start: Edge, begins: &str, kept: Kept, is_gone: bool) -> Diagnostic {
    let what = META.at(start.span, format!("{begins}, and {}", kept.describe()));
    let what = if is_gone {
        what.note("all of it lies before the events that are kept, so nobody is found")
    } else {
        what.note("what is older was deleted, so the answer leaves people out")
    };
    let days = kept.days;
    what.help(format!(
        "begin the window within the last {days} days, or say in the settings how long events are kept"
    ))
}

/// How long events are kept.
#[derive(Clone, Copy)]
pub(crate) struct Kept {
    what: &'static str,
    days: u32,
}

impl Kept {
    /// Those that the request asks for.
    pub(crate) fn of(cx: &RequestCx<'_>) -> Self {
        let limits = &cx.input.settings.limits;
        let asks_short = cx
            .queries
            .iter()
            .find(|query| query.embedded.role == Role::EventQuery)
            .is_some_and(|query| is_short_lived(&query.lowered.query));
        if asks_short {
            Self { what: "resources and long tasks", days: limits.short_retention_days }
        } else {
            Self { what: "events", days: limits.retention_days }
        }
    }

    /// Whether those of this moment are kept no more.
    pub(crate) fn is_past(self, cx: &RequestCx<'_>, edge: Edge) -> bool {
        exceeds(cx.input.now.duration_since(edge.at), self.days)
    }

    /// How long that is, in a sentence.
    pub(crate) fn describe(self) -> String {
        format!("{} are kept for {} days", self.what, self.days)
    }
}

/// Whether every event that the query asks for is a resource or a long task.
fn is_short_lived(query: &Query) -> bool {
    match query {
        Query::And(parts) => parts.iter().any(is_short_lived),
        Query::Or(parts) => parts.iter().all(is_short_lived),
        Query::Predicate(Predicate { attribute: Some(name), test: Test::Equals(Value::Text(kind)) }) => {
            name == "@type" && ["resource", "long_task"].iter().any(|short| kind.eq_ignore_ascii_case(short))
        }
        Query::All | Query::Unknown | Query::Not(_) | Query::Predicate(_) => false,
    }
}

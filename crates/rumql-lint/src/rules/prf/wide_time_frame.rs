//! `wide-time-frame`: more days of events than anyone needs.

use rumql_source::Diagnostic;

use crate::{
    context::RequestCx,
    rule::declare_rule,
    rules::tim::time_frame_beyond_retention::Kept,
    window::{Frame, days, exceeds, frame},
};

declare_rule! {
    /// ## What it finds
    /// A window of events that spans more than 90 days, or as many as the settings say.
    ///
    /// ## Why it matters
    /// All events of the window are read, and each day adds to that. Days for which no events are kept
    /// add nothing at all, which is told as well.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: hit-by-errors
    ///     query: session_count:>50
    ///     events: { query: "@type:error", within: 365d }
    ///                                             ^^^^ warning[PRF004]: the window spans 365 days
    ///     limit: 100
    /// ```
    /// ```yaml
    /// segments:
    ///   - name: hit-by-errors
    ///     query: session_count:>50
    ///     events: { query: "@type:error", start: 2026-11-01, end: 2027-11-08 }
    ///                                            ^^^^^^^^^^ warning[PRF004]: the window spans 372 days
    ///     limit: 100
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: hit-by-errors
    ///     query: session_count:>50
    ///     events: { query: "@type:error", start: 2026-11-01, end: 2026-11-08 }
    ///     limit: 100
    /// ```
    ///
    /// ## Fix
    /// None: how many days will do is not known.
    pub(crate) static META = { code: "PRF004", name: "wide-time-frame", level: Warning, since: "0.1.0", request: check }
}

fn check(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(frame) = frame(cx) else { return };
    let limit = cx.input.settings.limits.window_days;
    for (start, length) in frame.spans().filter(|(_, length)| exceeds(*length, limit)) {
        let mut what = META
            .at(start.span, format!("the window spans {} days", days(length)))
            .note(format!("all events of the window are read; {limit} days are the limit"));
        let kept = Kept::of(cx);
        if kept.is_past(cx, start) {
            what = what.note(format!("{}, so the days before that add nothing", kept.describe()));
        }
        acc.push(what.help("ask for the last weeks, `within: 30d`"));
    }
}

/// Whether this rule speaks about the window.
pub(crate) fn speaks(cx: &RequestCx<'_>, frame: &Frame) -> bool {
    let settings = cx.input.settings;
    settings.enables(META.code)
        && frame.spans().any(|(_, length)| exceeds(length, settings.limits.window_days))
}

//! `time-frame-missing`: events of which days?

use rumql_document::{Entry, RequestKind, Value, ValueKind};
use rumql_source::Diagnostic;

use crate::{context::RequestCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// An event query without the time in which events count, or with one end of it only. In a segment it
    /// is `within`, or `start` and `end`; in a request body, `time_frame`.
    ///
    /// ## Why it matters
    /// Which events count is then left to the API, and nothing says what it takes. The answer of today
    /// may differ from that of tomorrow for no reason in the query.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: hit-by-errors
    ///     query: session_count:>50
    ///     events: { query: "@type:error" }
    ///               ^^^^^ error[BOD012]: nothing says when the events happened
    ///     limit: 100
    ///   - name: hit-last-year
    ///     query: session_count:>50
    ///     events: { query: "@type:error", start: 2025-12-01T00:00:00Z }
    ///                                     ^^^^^ error[BOD012]: `start` stands there without `end`
    ///     limit: 100
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: hit-by-errors
    ///     query: session_count:>50
    ///     events: { query: "@type:error", within: 7d }
    ///     limit: 100
    /// ```
    ///
    /// ## Fix
    /// None: the time is not known.
    pub(crate) static META = { code: "BOD012", name: "time-frame-missing", level: Error, since: "0.1.0", request: check_request }
}

fn check_request(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(window) = &cx.request.window else { return };
    let mapping = cx.request.keys.as_ref().and_then(|keys| {
        keys.entries().iter().map(|entry| &entry.value).find(|value| value.span == window.span)
    });
    let Some(mapping) = mapping else { return };
    let is_segment = cx.request.kind == RequestKind::Segment;
    let is_told = window.within.is_some() || (window.start.is_some() && window.end.is_some());
    if is_told || has_other_keys(mapping) || filled(mapping, "time_frame").is_some() {
        return;
    }
    // A value of a wrong type is there all the same.
    let ends = (filled(mapping, "start"), filled(mapping, "end"), filled(mapping, "within"));
    let half = |written: &Entry, other: &str| {
        META.at(written.key.span, format!("`{}` stands there without `{other}`", written.key.text))
            .help(format!("add `{other}`, or write `within: 7d` instead"))
    };
    acc.extend(match ends {
        (Some(start), None, None) => Some(half(start, "end")),
        (None, Some(end), None) => Some(half(end, "start")),
        (None, None, None) => mapping.entries().first().map(|first| {
            META.at(first.key.span, "nothing says when the events happened").help(if is_segment {
                "add `within: 7d`, or `start` and `end`"
            } else {
                "add `time_frame` with `start` and `end` in Unix seconds"
            })
        }),
        _ => None,
    });
}

/// The entry of a key that has a value.
fn filled<'a>(mapping: &'a Value, key: &str) -> Option<&'a Entry> {
    let is_it = |entry: &&Entry| entry.key.text == key && entry.value.kind != ValueKind::Null;
    mapping.entries().iter().find(is_it)
}

/// Whether a key stands there that has no meaning: it may be the time that was meant, and has a
/// finding of its own.
fn has_other_keys(mapping: &Value) -> bool {
    let known = ["query", "time_frame", "start", "end", "within"];
    let is_other = |key: &str| !known.contains(&key) && !key.starts_with("x-");
    mapping.entries().iter().any(|entry| is_other(&entry.key.text))
}

#[cfg(test)]
mod tests {
    use crate::testing::Case;

    #[track_caller]
    fn codes(event_query: &str) -> Vec<&'static str> {
        let text = format!(
            r#"{{"data":{{"type":"query_event_filtered_users_request","attributes":{{"query":"*","event_query":{event_query},"limit":5}}}}}}"#
        );
        Case::json().check(&text).iter().map(|finding| finding.diagnostic.code.id).collect()
    }

    #[test]
    fn one_slip_is_one_finding() {
        assert_eq!(codes(r#"{"query":"@type:error"}"#), ["BOD012"]);
        assert_eq!(codes(r#"{"query":"@type:error","time_frame":{"start":1760100076}}"#), ["BOD004"]);
        assert_eq!(codes(r#"{"query":"@type:error","time_frame":"7d"}"#), ["BOD019"]);
        assert_eq!(codes(r#"{"query":"@type:error","within":"7d"}"#), ["BOD003"]);
        assert_eq!(codes(r#"{"query":"@type:error","duration":"7d"}"#), ["BOD002"]);
    }
}

//! `unsupported-key`: a key that other requests take and this one does not.

use rumql_document::Problem;
use rumql_source::{Diagnostic, Edit, Fix};

use crate::{context::HostCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// `sort` or a search term beside an event query, and events in the body of a plain users query.
    ///
    /// ## Why it matters
    /// The API asks for event-filtered users in an operation of its own, which neither sorts nor
    /// searches. The key is refused or passed over.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: hit-by-errors
    ///     query: session_count:>50
    ///     events: { query: "@type:error", within: 7d }
    ///     sort: { field: last_seen, order: desc }
    ///     ^^^^ error[BOD003]: `sort` cannot stand in a segment with events
    ///     limit: 100
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     sort: { field: last_seen, order: desc }
    ///     limit: 100
    /// ```
    ///
    /// ## Fix
    /// Takes the key out; unsafe, for something was meant by it. Events are never taken out: without
    /// them the request asks of other people.
    pub(crate) static META = { code: "BOD003", name: "unsupported-key", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(_: &HostCx<'_>, problem: &Problem) -> Diagnostic {
    let Problem::UnsupportedKey { span, key, place, reason } = problem else {
        return META.at(problem.span(), "unsupported key");
    };
    let diagnostic = META.at(key.span, format!("`{}` cannot stand in {place}", key.text)).note(*reason);
    // Without its events a request asks of other people; that is no mending.
    if matches!(key.text.as_str(), "event_query" | "events") {
        return diagnostic.help("send it as `query_event_filtered_users_request`, or take the events out");
    }
    diagnostic.fix(Fix::guess(format!("take `{}` out", key.text), Edit::delete(*span)))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix};

    #[test]
    fn events_are_not_taken_out() {
        let body = r#"{"data":{"type":"query_users_request","attributes":{"query":"*","event_query":{"query":"x"},"limit":5}}}"#;
        check_fix(Case::json(), body, body);
    }

    #[test]
    fn takes_the_key_out() {
        check_fix(
            Case::yaml(),
            "segments:\n- name: a\n  query: b:1\n  events: {query: c, within: 7d}\n  search: x\n  limit: 5\n",
            "segments:\n- name: a\n  query: b:1\n  events: {query: c, within: 7d}\n  limit: 5\n",
        );
    }
}

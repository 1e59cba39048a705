//! `row-count-on-match-all`: everybody counted, one by one.

use rumql_document::Role;
use rumql_hir::Query;
use rumql_source::Diagnostic;

use crate::{context::RequestCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// `include_row_count` in a request whose queries, that of events included, match all there is.
    ///
    /// ## Why it matters
    /// The rows of the answer are few, but for the count the API works through every user and every event.
    ///
    /// ## Example
    /// ```json all
    /// {"data": {"type": "query_event_filtered_users_request", "attributes": {
    ///   "query": "*",
    ///   "event_query": {"query": "*", "time_frame": {"start": 1795392000, "end": 1795478400}},
    ///                             ^ warning[PRF003]: `*` matches every event
    ///   "include_row_count": true,
    ///                        ^^^^ info[BOD016]: the rows of a request that matches everything are counted
    ///   "limit": 25
    /// }}}
    /// ```
    /// No finding:
    /// ```json all
    /// {"data": {"type": "query_event_filtered_users_request", "attributes": {
    ///   "query": "*",
    ///   "event_query": {"query": "*", "time_frame": {"start": 1795392000, "end": 1795478400}},
    ///                             ^ warning[PRF003]: `*` matches every event
    ///   "include_row_count": false,
    ///   "limit": 25
    /// }}}
    /// ```
    ///
    /// ## Fix
    /// None: narrow a query, or do without the count.
    pub(crate) static META = { code: "BOD016", name: "row-count-on-match-all", level: Info, since: "0.1.0", preset: All, request: check_request }
}

fn check_request(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(count) = cx.request.row_count.as_ref().filter(|count| count.value) else { return };
    let matches_all = |role| {
        let mut asked = cx.queries.iter().filter(|query| query.embedded.role == role);
        asked.all(|query| query.parse.errors.is_empty() && query.lowered.query == Query::All)
    };
    if matches_all(Role::Query) && matches_all(Role::EventQuery) {
        acc.push(
            META.at(count.span, "the rows of a request that matches everything are counted")
                .note("the API works through every user and every event for it")
                .help("narrow a query, or do without the count"),
        );
    }
}

//! `wrong-query-plane`: an event's attribute in a profile query, or the reverse.

use rumql_document::RequestKind;
use rumql_hir::Problem;
use rumql_source::{Diagnostic, Profile};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// An attribute of RUM events in a query of users or accounts, or an attribute of a profile in
    /// an event query.
    ///
    /// ## Why it matters
    /// A profile has no `@view.loading_time` and an event no `user_email`: nothing matches. What users
    /// *are* belongs in `query`, what they *did* in the event query beside it.
    ///
    /// ## Example
    /// ```query
    /// session_count:>50 AND @view.loading_time:>3s
    ///                       ^^^^^^^^^^^^^^^^^^ error[REF006]: `@view.loading_time` is an attribute of events, and the query asks of users
    /// ```
    /// ```query entity=events
    /// @type:error AND user_email:*@techcorp.com
    ///                 ^^^^^^^^^^ error[REF006]: `user_email` is an attribute of profiles, and the query asks of events
    /// ```
    /// No finding:
    /// ```query entity=events
    /// @type:view AND @view.loading_time:>3s
    /// ```
    /// ```query
    /// session_count:>50 AND @customer_tier:gold
    /// ```
    ///
    /// ## Fix
    /// None: move the clause to the other query. A segment takes `events: { query: …, within: 7d }`, the
    /// API an `event_query` in a `query_event_filtered_users_request`.
    pub(crate) static META = { code: "REF006", name: "wrong-query-plane", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &QueryCx<'_>, problem: &Problem) -> Diagnostic {
    let owner = match cx.profile() {
        Profile::Audience => "events",
        Profile::Event => "profiles",
    };
    META.at(
        problem.span,
        format!("`{}` is an attribute of {owner}, and the query asks of {}", problem.attribute, cx.entity()),
    )
    .help(help(cx))
}

fn help(cx: &QueryCx<'_>) -> &'static str {
    let kind = cx.request.map(|request| request.kind);
    match (cx.profile(), kind) {
        (Profile::Event, _) => "move the clause to the `query` beside the event query",
        (_, Some(RequestKind::Segment)) => {
            "move the clause to the segment's `events: { query: …, within: 7d }`"
        }
        (_, Some(RequestKind::QueryEventFilteredUsers)) => "move the clause to `event_query.query`",
        _ => "ask for it in an event query: `events` of a segment, `event_query` of a request",
    }
}

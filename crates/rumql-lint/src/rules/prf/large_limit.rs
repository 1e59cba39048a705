//! `large-limit`: more rows than anyone reads.

use rumql_document::{RequestKind, ValueKind};
use rumql_source::Diagnostic;

use crate::{context::RequestCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A limit of more than 1000 rows, or as many as the settings say. A limit that is no whole number
    /// is told by another rule.
    ///
    /// ## Why it matters
    /// The answer comes in one piece: there are no pages. A long one is slow to come and may not come
    /// at all, and `total` counts everyone whatever the limit is.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     limit: 10000
    ///            ^^^^^ warning[PRF006]: a limit of 10000 rows
    /// ```
    /// ```json
    /// {"data": {
    ///   "type": "users_facet_info_request",
    ///   "attributes": {"facet_id": "first_country_code", "limit": 5000}
    ///                                                             ^^^^ warning[PRF006]: a limit of 5000 values
    /// }}
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     limit: 1000
    /// ```
    ///
    /// ## Fix
    /// None: how many rows are needed is not known.
    pub(crate) static META = { code: "PRF006", name: "large-limit", level: Warning, since: "0.1.0", request: check }
}

fn check(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(limit) = &cx.request.limit else { return };
    let ValueKind::Number(text) = &limit.kind else { return };
    let most = cx.input.settings.limits.rows;
    if text.parse::<u64>().is_ok_and(|rows| rows > most.into()) {
        let rows = if cx.request.kind == RequestKind::UsersFacetInfo { "values" } else { "rows" };
        acc.push(
            META.at(limit.span, format!("a limit of {text} {rows}"))
                .note(format!("the answer comes in one piece; {most} {rows} are the limit here"))
                .help(format!("begin with 25 to 100 {rows}, and narrow the query")),
        );
    }
}

//! `wide-select`: more columns than anyone reads.

use rumql_source::Diagnostic;

use crate::{context::RequestCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A request for more than 15 columns, or as many as the settings say.
    ///
    /// ## Why it matters
    /// Each column makes every row of the answer longer. Those that nobody reads cost all the same, and
    /// more of what is personal leaves the system than has to.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     select: [user_id, user_name, user_email, session_count, first_seen, last_seen, a, b, c, d, e, f, g, h, i, j]
    ///                                                                                                               ^ info[PRF005]: 16 columns are asked for
    ///     limit: 100
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     select: [user_id, user_name, user_email, session_count, first_seen, last_seen, a, b, c, d, e, f, g, h, i]
    ///     limit: 100
    /// ```
    ///
    /// ## Fix
    /// None: which columns are needed is not known.
    pub(crate) static META = { code: "PRF005", name: "wide-select", level: Info, since: "0.1.0", request: check }
}

fn check(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let columns = &cx.request.columns;
    let limit = cx.input.settings.limits.columns;
    if let (Some(surplus), Some(last)) = (columns.get(limit), columns.last()) {
        acc.push(
            META.at(surplus.span.join(last.span), format!("{} columns are asked for", columns.len()))
                .note(format!("each makes every row longer; {limit} are the limit"))
                .help("keep the columns that are read"),
        );
    }
}

//! `events-on-accounts`: accounts cannot be filtered by events.

use rumql_document::Problem;
use rumql_source::Diagnostic;

use crate::{context::HostCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A segment or request of accounts with an event query.
    ///
    /// ## Why it matters
    /// The API filters users by their events. It has no such operation for accounts, so the events would
    /// be refused or, worse, passed over.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: hit-by-errors
    ///     entity: accounts
    ///     query: last_seen:>7d
    ///     events: { query: "@type:error", within: 7d }
    ///     ^^^^^^ error[BOD018]: accounts cannot be filtered by events
    ///     limit: 100
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: hit-by-errors
    ///     entity: users
    ///     query: last_seen:>7d
    ///     events: { query: "@type:error", within: 7d }
    ///     limit: 100
    /// ```
    ///
    /// ## Fix
    /// None: without the events the request asks of other accounts.
    pub(crate) static META = { code: "BOD018", name: "events-on-accounts", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(_: &HostCx<'_>, problem: &Problem) -> Diagnostic {
    META.at(problem.span(), "accounts cannot be filtered by events")
        .note("the API has such an operation for users only")
        .help("ask of users, or take the events out")
}

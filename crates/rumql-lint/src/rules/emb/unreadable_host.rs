//! `unreadable-host`: the file is not what its name says.

use rumql_document::Problem;
use rumql_source::Diagnostic;

use crate::{context::HostCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A file that is no valid YAML, JSON or UTF-8, at the place where reading stopped.
    ///
    /// ## Why it matters
    /// The queries in it cannot be read, so nothing is known about them.
    ///
    /// ## Example
    /// ```json
    /// {"data": {"type": "query_users_request", "attributes": {"query": "user_email:*"
    ///                                                        ^^^^^^^^^^^^^^^^^^^^^^^^ error[EMB006]: the file cannot be read as JSON
    /// ```
    /// No finding:
    /// ```json
    /// {"data": {"type": "query_users_request", "attributes": {"query": "user_email:*", "limit": 5}}}
    /// ```
    ///
    /// ## Fix
    /// None: mend the file at the place that is shown.
    pub(crate) static META = { code: "EMB006", name: "unreadable-host", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &HostCx<'_>, problem: &Problem) -> Diagnostic {
    let Problem::Unreadable { span, message } = problem else {
        return META.at(problem.span(), "the file cannot be read");
    };
    META.at(*span, format!("the file cannot be read as {}", cx.document.host.as_str())).note(message.as_str())
}

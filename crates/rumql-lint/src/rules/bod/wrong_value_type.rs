//! `wrong-value-type`: behind the right key, a value of another type.

use rumql_document::{Expectation, Problem};
use rumql_source::{Diagnostic, Fix};

use crate::{context::HostCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A value of another type than its key takes: a number where a query is expected, a text where a
    /// list is.
    ///
    /// ## Why it matters
    /// The API refuses the body. In YAML a bare `5001` or `NO` is not the text that it looks like.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     select: user_id
    ///             ^^^^^^^ error[BOD019]: `select` takes a list of strings, not a string
    ///     limit: 25
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     select: [user_id]
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// Quotes, where they make it right; safe, for the value was refused as it stood.
    pub(crate) static META = { code: "BOD019", name: "wrong-value-type", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(_: &HostCx<'_>, problem: &Problem) -> Diagnostic {
    let Problem::WrongValueType { span, key, expected, found, fix } = problem else {
        return META.at(problem.span(), "a value of another type is expected");
    };
    let what = expected.as_str();
    let diagnostic = META.at(
        *span,
        if *expected == Expectation::Entity {
            format!("`{key}` is {what}")
        } else {
            format!("`{key}` takes {what}, not {found}")
        },
    );
    match fix {
        Some(edit) => diagnostic.fix(Fix::safe("quote the value", edit.clone())),
        None => diagnostic,
    }
}

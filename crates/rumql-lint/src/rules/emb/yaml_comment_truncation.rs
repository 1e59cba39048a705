//! `yaml-comment-truncation`: a `#` that ends the query unseen.

use rumql_document::Problem;
use rumql_source::{Diagnostic, Fix};

use crate::{context::HostCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A query in YAML, without quotes, that a comment cuts off, where the comment reads like a part of
    /// the query: `#` and right after it a name or `name:value`.
    ///
    /// ## Why it matters
    /// A blank and a `#` begin a comment. Everything after it is not part of the query, and nothing says so.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: paid
    ///     query: plan_type:pro #paid:true
    ///                          ^^^^^^^^^^ warning[EMB002]: `#paid:true` is a comment, not a part of the query
    ///     limit: 25
    /// ```
    /// No finding, for the comment reads like one:
    /// ```yaml
    /// segments:
    ///   - name: paid
    ///     query: plan_type:pro # those who pay
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// Quotes around all of it, or a blank after the `#`; a choice.
    pub(crate) static META = { code: "EMB002", name: "yaml-comment-truncation", level: Warning, since: "0.1.0" }
}

pub(crate) fn cook(_: &HostCx<'_>, problem: &Problem) -> Diagnostic {
    let Problem::CommentTruncation { span, text, fix, .. } = problem else {
        return META.at(problem.span(), "a comment ends the query");
    };
    META.at(*span, format!("`#{text}` is a comment, not a part of the query"))
        .note("in YAML, a blank and a `#` begin a comment")
        .fix(Fix::choice("take it into the query, in quotes", fix.clone()))
        .fix(Fix::choice("set it apart as a comment", rumql_source::Edit::insert(span.start + 1, " ")))
}

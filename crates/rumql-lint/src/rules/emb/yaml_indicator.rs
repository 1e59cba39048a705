//! `yaml-indicator`: the query begins with a character that YAML keeps for itself.

use rumql_document::Problem;
use rumql_source::{Diagnostic, Fix};

use crate::{context::HostCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A query in YAML, without quotes, that begins with a character YAML keeps for itself: `*`, `@`,
    /// `>`, `[`, `{`, `&`, `!`, `|`, `%`, `` ` ``.
    ///
    /// ## Why it matters
    /// YAML refuses the file, or reads something else: `*` is an alias, `>` begins a block of text, `[`
    /// a list. The query is checked as it was meant all the same.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: gold
    ///     query: @customer_tier:gold
    ///            ^^^^^^^^^^^^^^^^^^^ error[EMB001]: YAML does not read `@customer_tier:gold` as text
    ///     limit: 25
    /// ```
    /// ```yaml
    /// segments:
    ///   - name: hit-by-errors
    ///     query: *
    ///            ^ error[EMB001]: YAML does not read `*` as text
    ///     events: { query: "@type:error", within: 7d }
    ///     limit: 25
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: gold
    ///     query: "@customer_tier:gold"
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// Quotes. They are safe: the text was refused, and has one reading.
    pub(crate) static META = { code: "EMB001", name: "yaml-indicator", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(_: &HostCx<'_>, problem: &Problem) -> Diagnostic {
    let Problem::YamlIndicator { span, text, reason, fix } = problem else {
        return META.at(problem.span(), "YAML does not read this as text");
    };
    META.at(*span, format!("YAML does not read `{text}` as text"))
        .note(*reason)
        .fix(Fix::safe("quote the query", fix.clone()))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_safe_fix};

    #[test]
    fn quotes_the_query() {
        let file = |query: &str| format!("segments:\n- name: a\n  query: {query}\n  limit: 5\n");
        check_safe_fix(Case::yaml(), &file("@customer_tier:gold"), &file("\"@customer_tier:gold\""));
        check_safe_fix(Case::yaml(), &file("*"), &file("\"*\""));
    }
}

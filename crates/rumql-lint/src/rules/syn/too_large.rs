//! `too-large`: the query is longer than this tool reads.

use rumql_source::Diagnostic;
use rumql_syntax::{MAX_LEN, SyntaxError};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A query of more than 16 MiB.
    ///
    /// ## Why it matters
    /// It is not read at all, so nothing else is found in it. The limit is this tool's own, so that
    /// no text can exhaust the memory; what the server accepts is not documented.
    ///
    /// ## Example
    /// A page has no room for one. No finding:
    /// ```query
    /// plan_type:pro
    /// ```
    ///
    /// ## Fix
    /// None: a list of values so long belongs in a reference table, joined by a connection.
    pub(crate) static META = { code: "SYN026", name: "too-large", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &QueryCx<'_>, error: &SyntaxError) -> Diagnostic {
    META.at(
        error.span,
        format!("the query has {} bytes; at most {} MiB are read", cx.text().len(), MAX_LEN >> 20),
    )
    .note("the limit is this tool's own; none of the server's is known")
    .help("put the values into a reference table and join it by a connection")
}

#[cfg(test)]
mod tests {
    use rumql_syntax::MAX_LEN;

    use crate::testing::Case;

    #[test]
    fn one_byte_too_many_is_found_and_nothing_else() {
        let found = Case::users().check(&"a".repeat(MAX_LEN + 1));
        let texts: Vec<String> = found
            .iter()
            .map(|finding| format!("{} {}", finding.diagnostic.code, finding.diagnostic.message))
            .collect();
        assert_eq!(texts, ["SYN026 the query has 16777217 bytes; at most 16 MiB are read"]);
    }
}

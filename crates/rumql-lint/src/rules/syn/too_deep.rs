//! `too-deep`: groups and negations stand too deep inside each other.

use rumql_source::Diagnostic;
use rumql_syntax::{MAX_DEPTH, SyntaxError};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// More than 128 groups and negations inside each other.
    ///
    /// ## Why it matters
    /// The query is not read at all, so nothing else is found in it. The limit is this tool's own, so
    /// that no text can exhaust the stack; what the server accepts is not documented.
    ///
    /// ## Example
    /// ```query
    /// ---------------------------------------------------------------------------------------------------------------------------------a:1
    ///                                                                                                                                 ^ error[SYN025]: more than 128 groups and negations stand inside each other
    /// ```
    /// No finding:
    /// ```query
    /// -(plan_type:pro AND -(mrr:>5 OR mrr:<1))
    /// ```
    ///
    /// ## Fix
    /// None: a query that a program wrote can be written flat, for AND and OR take any number of terms.
    pub(crate) static META = { code: "SYN025", name: "too-deep", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(_: &QueryCx<'_>, error: &SyntaxError) -> Diagnostic {
    META.at(error.span, format!("more than {MAX_DEPTH} groups and negations stand inside each other"))
        .note("the limit is this tool's own; none of the server's is known")
        .help("write the query flat: `AND` and `OR` take any number of terms")
}

#[cfg(test)]
mod tests {
    use rumql_syntax::MAX_DEPTH;

    use crate::testing::Case;

    fn codes(depth: u32) -> Vec<&'static str> {
        let (open, close) = ("(".repeat(depth as usize), ")".repeat(depth as usize));
        let found = Case::users().check(&format!("{open}a:1{close}"));
        found.iter().map(|finding| finding.diagnostic.code.id).collect()
    }

    #[test]
    fn the_limit_itself_is_read() {
        assert!(!codes(MAX_DEPTH).contains(&"SYN025"));
        assert_eq!(codes(MAX_DEPTH + 1), ["SYN025"]);
    }
}

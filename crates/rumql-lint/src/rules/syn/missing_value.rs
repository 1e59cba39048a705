//! `missing-value`: nothing stands after the colon or the comparison.

use rumql_source::Diagnostic;
use rumql_syntax::SyntaxError;

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A field or a comparison without a value, or with a `-` alone for one.
    ///
    /// ## Why it matters
    /// There is nothing to match, so the query is refused.
    ///
    /// ## Example
    /// ```query
    /// plan_type: AND session_count:>
    /// ^^^^^^^^^^ error[SYN006]: expected a value after `plan_type:`
    ///                ^^^^^^^^^^^^^^^ error[SYN006]: expected a value after `session_count:>`
    /// ```
    /// ```query
    /// session_count:(>=5 <)
    ///                    ^ error[SYN006]: expected a value after `<`
    /// ```
    /// No finding:
    /// ```query
    /// plan_type:* AND session_count:>5
    /// ```
    /// ```query
    /// plan_type:""
    /// ```
    ///
    /// ## Fix
    /// None: only you know the value. `plan_type:*` asks whether there is one.
    pub(crate) static META = { code: "SYN006", name: "missing-value", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &QueryCx<'_>, error: &SyntaxError) -> Diagnostic {
    let written: Vec<&str> = cx.slice(error.span).split_whitespace().collect();
    let written = written.join(" ");
    let diagnostic = META.at(error.span, format!("expected a value after `{written}`"));
    match (written.strip_suffix(':'), written.strip_suffix('-')) {
        (Some(name), _) => diagnostic.help(format!("`{name}:*` asks whether there is a value")),
        (_, Some(field)) => diagnostic.help(format!("write `{field}\\-` if the value is a dash")),
        _ => diagnostic.help("write the number to compare with"),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix};

    #[test]
    fn names_what_lacks_a_value() {
        check_annotated(Case::users(), "(a: ) AND c:d\n ^^ error[SYN006]: expected a value after `a:`");
        check_annotated(Case::users(), "-a:<= b:2\n ^^^^ error[SYN006]: expected a value after `a:<=`");
        check_annotated(Case::users(), "(a:-)\n ^^^ error[SYN006]: expected a value after `a:-`");
        check_fix(Case::users(), "a:", "a:");
    }
}

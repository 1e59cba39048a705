//! `number-form`: a number, written in a way that is not read as one.

use rumql_hir::{Problem, ProblemKind};
use rumql_source::{Diagnostic, Edit, Fix, Span};
use rumql_syntax::{SyntaxError, literal::Decimal};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A number in quotes behind a comparison, or in a form of other languages: `.5`, `5.`, `1_000`,
    /// `1,000`, `0x10`.
    ///
    /// ## Why it matters
    /// The language knows a sign, digits and a fraction. A quoted value is text, which is not compared.
    ///
    /// ## Example
    /// ```query
    /// session_count:>"5"
    ///               ^^^^ error[TYP014]: a comparison takes no quotes
    /// ```
    /// ```query mapping
    /// session_count:>1,000
    ///                ^^^^^ error[TYP014]: `1,000` is not read as a number
    /// ```
    /// No finding:
    /// ```query mapping
    /// session_count:>1000
    /// ```
    /// ```query mapping
    /// session_count:"5"
    /// ```
    ///
    /// ## Fix
    /// The plain number. It is safe: the text was refused, and has one reading.
    pub(crate) static META = { code: "TYP014", name: "number-form", level: Error, since: "0.1.0" }
}

/// `f:>"5"`
pub(crate) fn cook(cx: &QueryCx<'_>, error: &SyntaxError) -> Diagnostic {
    let diagnostic = META.at(error.span, "a comparison takes no quotes").note("a quoted value is text");
    let operator = error.detail.map_or(0, Span::len);
    let quoted = Span::new(error.span.start + operator, error.span.end);
    let inner = cx.slice(quoted).trim_matches(|c: char| c == '"' || c.is_whitespace());
    if Decimal::parse(inner).is_none() {
        return diagnostic.help("compare with a number, or ask for the text, `f:\"…\"`");
    }
    diagnostic.fix(Fix::safe("take the quotes off", Edit::replace(quoted, inner)))
}

/// `f:>1,000`
pub(crate) fn cook_problem(cx: &QueryCx<'_>, problem: &Problem) -> Diagnostic {
    let value = cx.slice(problem.span);
    let diagnostic = META.at(problem.span, format!("`{value}` is not read as a number"));
    match &problem.kind {
        ProblemKind::NumberForm { plain } => diagnostic
            .note("a number is a sign, digits and a fraction: `-12.5`")
            .fix(Fix::safe(format!("write `{plain}`"), Edit::replace(problem.span, plain.as_str()))),
        _ => diagnostic,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_safe_fix};

    #[test]
    fn writes_the_plain_number() {
        check_safe_fix(Case::users(), "session_count:>=\"5\"", "session_count:>=5");
        check_safe_fix(Case::users(), "session_count:> \"5\"", "session_count:>5");
        check_safe_fix(Case::users(), "a:>\"x\"", "a:>\"x\"");
        check_safe_fix(Case::mapping(), "session_count:[.5 TO 1_000.5]", "session_count:[0.5 TO 1000.5]");
        check_safe_fix(Case::mapping(), "session_count:>0x10", "session_count:>16");
    }
}

//! `not-a-number`: the attribute holds numbers or moments, and the value is none.

use rumql_hir::{Problem, ProblemKind, Requirement};
use rumql_source::{Diagnostic, Edit, Fix};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A value that is no number, of an attribute that holds numbers; or one that is neither a moment
    /// nor a duration, of an attribute that holds moments. A comparison with `50%` or `$100` is one
    /// whatever the attribute.
    ///
    /// ## Why it matters
    /// Nothing equals such a value, and nothing compares to it.
    ///
    /// ## Example
    /// ```query mapping
    /// session_count:>many
    ///                ^^^^ error[TYP004]: `session_count` is a number, and `many` is none
    /// ```
    /// ```query mapping entity=accounts
    /// mrr:>1k
    ///      ^^ error[TYP004]: `mrr` is a number, and `1k` is none
    /// ```
    /// ```query
    /// last_seen:>yesterday
    ///            ^^^^^^^^^ error[TYP004]: `last_seen` is a timestamp, and `yesterday` is neither a moment nor a duration
    /// ```
    /// No finding, for the value is a number, or the attribute a text:
    /// ```query mapping
    /// session_count:>1000
    /// ```
    /// ```query mapping
    /// user_name:many
    /// ```
    ///
    /// ## Fix
    /// The number behind `1k`, `50%` or `$100`; unsafe, since the meaning is guessed.
    pub(crate) static META = { code: "TYP004", name: "not-a-number", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &QueryCx<'_>, problem: &Problem) -> Diagnostic {
    let ProblemKind::WrongValue { needs, meant } = &problem.kind else {
        return META.at(problem.span, "expected another value");
    };
    let (attribute, value) = (&problem.attribute, cx.slice(problem.span));
    let is_known = cx.certain(attribute).is_some_and(|known| known.kind.is_numeric());
    let diagnostic = match needs {
        Requirement::Number if !is_known => META
            .at(problem.span, format!("`{value}` is no number"))
            .note("a comparison takes a number or a moment, without `$` and `%`"),
        Requirement::Number => {
            META.at(problem.span, format!("`{attribute}` is a number, and `{value}` is none"))
        }
        Requirement::Moment => META
            .at(
                problem.span,
                format!("`{attribute}` is a timestamp, and `{value}` is neither a moment nor a duration"),
            )
            .help(format!("write a duration, `{attribute}:>30d`, or Unix seconds")),
    };
    // `'7d'`
    let unquoted = value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    if let Some(inner) = unquoted.filter(|inner| !inner.is_empty()) {
        return diagnostic
            .note("single quotes are characters of the value")
            .fix(Fix::guess(format!("write `{inner}`"), Edit::replace(problem.span, inner)));
    }
    match meant {
        Some(number) => diagnostic
            .fix(Fix::guess(format!("write `{number}`"), Edit::replace(problem.span, number.as_str()))),
        None => diagnostic,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix};

    #[test]
    fn writes_the_number_that_was_meant() {
        check_fix(Case::mapping(), "session_count:>1k", "session_count:>1000");
        check_fix(Case::mapping(), "session_count:50%", "session_count:50");
        check_fix(Case::mapping(), "session_count:[$5 TO 2.5M]", "session_count:[5 TO 2500000]");
        check_fix(Case::mapping(), "session_count:many", "session_count:many");
        check_fix(
            Case::mapping(),
            "session_count:'5' AND last_seen:>'7d'",
            "session_count:5 AND last_seen:>7d",
        );
        check_fix(Case::users(), "mrr:>50% AND x:[$1 TO $2]", "mrr:>50 AND x:[1 TO 2]");
    }
}

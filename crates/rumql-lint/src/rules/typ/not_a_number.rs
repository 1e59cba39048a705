//! `not-a-number`: the attribute holds numbers or moments, and the value is none.

use rumql_catalog::{Kind, Unit};
use rumql_hir::{Problem, ProblemKind, Requirement};
use rumql_source::{Diagnostic, Edit, Fix};
use rumql_syntax::literal::Decimal;

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
    /// The number behind `1k`, `50%` or `$100`; unsafe, since the meaning is guessed. `50%` is 50 or 0.5,
    /// to choose from, where the unit is not known.
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
    let share = meant.as_ref().filter(|_| value.ends_with('%')).and_then(|number| share(number));
    let known = cx.certain(attribute);
    let unit = known.and_then(|known| known.unit);
    let is_whole = known.is_some_and(|known| known.kind == Kind::Integer);
    let write = |text: &str| (format!("write `{text}`"), Edit::replace(problem.span, text));
    let guess = |diagnostic: Diagnostic, text: &str| {
        let (title, edit) = write(text);
        diagnostic.fix(Fix::guess(title, edit))
    };
    match (meant, share) {
        (Some(_), Some(share)) if unit == Some(Unit::Ratio) => guess(diagnostic, &share),
        (Some(number), Some(share)) if unit.is_none() && !is_whole => {
            [number, &share].into_iter().map(|text| write(text)).fold(
                diagnostic.note("a share is counted up to 100 or up to 1; which of them is not known here"),
                |diagnostic, (title, edit)| diagnostic.fix(Fix::choice(title, edit)),
            )
        }
        (Some(number), _) => guess(diagnostic, number),
        (None, _) => diagnostic,
    }
}

/// 0.2 for the 20 of `20%`.
fn share(percent: &str) -> Option<String> {
    Some(Decimal::parse(percent)?.divided_by(100)?.to_string())
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_choices, check_fix};

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
        check_fix(Case::users(), "x:[$1 TO $2]", "x:[1 TO 2]");
    }

    #[test]
    fn a_share_is_counted_up_to_100_or_up_to_1() {
        check_choices(Case::users(), "TYP004", "rate:<20%", &["rate:<20", "rate:<0.2"]);
        check_choices(Case::users(), "TYP004", "rate:<2.5%", &["rate:<2.5", "rate:<0.025"]);
        check_choices(Case::mapping(), "TYP004", "session_count:<20%", &["session_count:<20"]);
    }
}

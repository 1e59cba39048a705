//! `inverted-range`: nothing lies between the bounds.

use rumql_catalog::Kind;
use rumql_hir::{Problem, ProblemKind, lower};
use rumql_source::{Diagnostic, Edit, Fix};
use rumql_syntax::{
    ast::{Expr, Range},
    literal::{InstantForm, escape_name, instant},
    parse,
};

use super::invisible_or_confusable_char::shown;
use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A range whose lower bound is above its upper one, or whose bounds are equal and not both
    /// included.
    ///
    /// ## Why it matters
    /// Nothing lies between, so no record matches. Durations are easily turned round: they count
    /// back from now, so that `30d` is earlier than `7d`.
    ///
    /// ## Example
    /// ```query
    /// session_count:[10 TO 5]
    ///               ^^^^^^^^^ error[SYN017]: the lower bound `10` is above the upper bound `5`
    /// ```
    /// ```query
    /// session_count:{5 TO 5}
    ///               ^^^^^^^^ error[SYN017]: nothing lies between `5` and `5`
    /// ```
    /// No finding:
    /// ```query
    /// session_count:[5 TO 10]
    /// ```
    /// ```query
    /// last_seen:[30d TO 7d]
    /// ```
    ///
    /// ## Fix
    /// Swaps the bounds; unsafe, since who matches changes. None for equal bounds: which of them is
    /// wrong is not known.
    pub(crate) static META = { code: "SYN017", name: "inverted-range", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &QueryCx<'_>, problem: &Problem) -> Diagnostic {
    // Read on its own, for looking it up in the tree would take its time for each problem.
    let alone = parse(cx.slice(problem.span));
    let Expr::Range(range) = alone.tree.root().expr() else {
        return META.at(problem.span, "nothing lies between the bounds");
    };
    let (low, high) = (shown(range.low.text()), shown(range.high.text()));
    let swapped = swap(&range);
    if !is_mended(cx, problem, &swapped) {
        return META
            .at(problem.span, format!("nothing lies between `{low}` and `{high}`"))
            .note("no record matches")
            .help("include both bounds by `[` and `]`, or move one of them");
    }
    let mut diagnostic =
        META.at(problem.span, format!("the lower bound `{low}` is above the upper bound `{high}`"));
    if counts_back(cx, problem, &low) {
        diagnostic =
            diagnostic.note(format!("a duration counts back from now: `{low}` is later than `{high}`"));
    }
    diagnostic
        .note("nothing lies between the bounds, so no record matches")
        .fix(Fix::guess("swap the bounds", Edit::replace(problem.span, swapped)))
}

/// The range with its bounds in the other order; each stays included or excluded as it was.
fn swap(range: &Range<'_>) -> String {
    let open = if range.high_inclusive { '[' } else { '{' };
    let close = if range.low_inclusive { ']' } else { '}' };
    format!("{open}{} TO {}{close}", range.high.text(), range.low.text())
}

/// Whether something lies between the bounds of this range.
fn is_mended(cx: &QueryCx<'_>, problem: &Problem, range: &str) -> bool {
    let parsed = parse(&format!("{}:{range}", escape_name(&problem.attribute)));
    let lowered = lower(&parsed, cx.scope);
    parsed.errors.is_empty()
        && lowered.problems.iter().all(|problem| problem.kind != ProblemKind::InvertedRange)
}

fn counts_back(cx: &QueryCx<'_>, problem: &Problem, bound: &str) -> bool {
    let kind = cx.known(&problem.attribute).map(|attribute| attribute.kind);
    kind == Some(Kind::Timestamp)
        && instant(bound, cx.scope.now).is_some_and(|instant| instant.form == InstantForm::Age)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix};

    #[test]
    fn swaps_the_bounds() {
        check_fix(Case::users(), "x:[10 TO 5]", "x:[5 TO 10]");
        check_fix(Case::users(), "-x:[10 TO -5}", "-x:{-5 TO 10]");
        check_fix(Case::users(), "last_seen:[7d TO 30d]", "last_seen:[30d TO 7d]");
    }

    #[test]
    fn equal_bounds_are_left_to_the_author() {
        check_fix(Case::users(), "x:{5 TO 5}", "x:{5 TO 5}");
        check_annotated(Case::users(), "x:[5 TO 5]");
    }

    #[test]
    fn durations_are_explained() {
        let found = Case::users().check("last_seen:[7d TO 30d]");
        let notes: Vec<&String> = found.iter().flat_map(|finding| &finding.diagnostic.notes).collect();
        assert_eq!(
            notes,
            [
                "a duration counts back from now: `7d` is later than `30d`",
                "nothing lies between the bounds, so no record matches"
            ]
        );
    }
}

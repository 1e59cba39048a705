//! `event-duration-unit`: a number of nanoseconds that was meant as milliseconds.

use rumql_hir::{Problem, ProblemKind};
use rumql_source::{Diagnostic, Edit, Fix};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A bare number below one millisecond, compared with an attribute that is stored in nanoseconds.
    /// Zero is fine.
    ///
    /// ## Why it matters
    /// RUM stores durations in nanoseconds. `@view.loading_time:>3000` means more than 3 µs, which
    /// nearly every view takes. Examples in Datadog's own pages have this mistake.
    ///
    /// ## Example
    /// ```query entity=events
    /// @view.loading_time:>3000
    ///                     ^^^^ warning[TIM006]: `3000` is 3 µs: `@view.loading_time` is stored in nanoseconds
    /// ```
    /// ```query entity=events
    /// @view.dom_complete:[0 TO 2500]
    ///                          ^^^^ warning[TIM006]: `2500` is 2.5 µs: `@view.dom_complete` is stored in nanoseconds
    /// ```
    /// ```query entity=events
    /// @view.loading_time:[100 TO 3000]
    ///                    ^^^^^^^^^^^^^ warning[TIM006]: `[100 TO 3000]` is 100 ns to 3 µs: `@view.loading_time` is stored in nanoseconds
    /// ```
    /// No finding:
    /// ```query entity=events
    /// @view.loading_time:>3s
    /// ```
    /// ```query entity=events
    /// @view.loading_time:>3000000000 AND @view.error.count:>3000
    /// ```
    ///
    /// ## Fix
    /// The same number of milliseconds, as a duration or in nanoseconds; a choice.
    pub(crate) static META = { code: "TIM006", name: "event-duration-unit", level: Warning, since: "0.1.0" }
}

pub(crate) fn cook(_: &QueryCx<'_>, problem: &Problem) -> Diagnostic {
    let ProblemKind::TinyDuration { written, reads_as, meant, meant_stored } = &problem.kind else {
        return META.at(problem.span, "a very short duration");
    };
    let attribute = &problem.attribute;
    let fix =
        |value: &String| Fix::choice(format!("write `{value}`"), Edit::replace(problem.span, value.as_str()));
    META.at(problem.span, format!("`{written}` is {reads_as}: `{attribute}` is stored in nanoseconds"))
        .note("nearly every event takes longer than a millisecond")
        .fix(fix(meant))
        .fix(fix(meant_stored))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_choices};

    #[test]
    fn offers_the_duration_and_its_nanoseconds() {
        let choices = ["@view.loading_time:>3s", "@view.loading_time:>3000000000"];
        check_choices(Case::events(), "TIM006", "@view.loading_time:>3000", &choices);
        let choices = ["@view.loading_time:{100ms TO 3s]", "@view.loading_time:{100000000 TO 3000000000]"];
        check_choices(Case::events(), "TIM006", "@view.loading_time:{100 TO 3000]", &choices);
        check_choices(Case::events(), "TIM006", "@view.loading_time:>0", &[]);
        check_choices(Case::mapping(), "TIM006", "avg_loading_time:>3000", &[]);
    }
}

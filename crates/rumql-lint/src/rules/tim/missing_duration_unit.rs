//! `missing-duration-unit`: a small number where a moment is meant.

use rumql_hir::Problem;
use rumql_source::{Diagnostic, Edit, Fix};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A number below 100,000 compared with a moment: a duration that lacks its unit.
    ///
    /// ## Why it matters
    /// A bare number is a moment in Unix seconds: `30` is half a minute past midnight on 1 January 1970.
    /// So `<30` is true of nobody and `>30` of everyone.
    ///
    /// ## Example
    /// ```query
    /// last_seen:<30
    ///            ^^ warning[TIM005]: `30` is 30 seconds after 1 January 1970
    /// ```
    /// ```query
    /// first_seen:[7 TO 30d]
    ///             ^ warning[TIM005]: `7` is 7 seconds after 1 January 1970
    /// ```
    /// No finding:
    /// ```query
    /// last_seen:<30d
    /// ```
    /// ```query mapping
    /// session_count:<30
    /// ```
    ///
    /// ## Fix
    /// Days, hours or minutes, to choose from.
    pub(crate) static META = { code: "TIM005", name: "missing-duration-unit", level: Warning, since: "0.1.0" }
}

pub(crate) fn cook(cx: &QueryCx<'_>, problem: &Problem) -> Diagnostic {
    let value = cx.slice(problem.span);
    let diagnostic = META
        .at(problem.span, format!("`{value}` is {value} seconds after 1 January 1970"))
        .note("a bare number is a moment in Unix seconds");
    [("d", "days"), ("h", "hours"), ("m", "minutes")].into_iter().fold(
        diagnostic,
        |diagnostic, (unit, name)| {
            diagnostic.fix(Fix::choice(
                format!("write `{value}{unit}`, {name}"),
                Edit::insert(problem.span.end, unit),
            ))
        },
    )
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_choices};

    #[test]
    fn offers_units() {
        let choices = ["last_seen:<30d", "last_seen:<30h", "last_seen:<30m"];
        check_choices(Case::users(), "TIM005", "last_seen:<30", &choices);
        check_choices(Case::users(), "TIM005", "last_seen:<1735000000", &[]);
    }
}

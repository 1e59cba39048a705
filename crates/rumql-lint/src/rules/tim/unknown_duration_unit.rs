//! `unknown-duration-unit`: the letters after the number are no unit of time.

use jiff::Timestamp;
use rumql_hir::{Problem, ProblemKind};
use rumql_source::{Diagnostic, Edit, Fix, Profile};
use rumql_syntax::literal::{InstantForm, instant};

use crate::{
    context::{QueryCx, RequestCx},
    rule::declare_rule,
    rules::syn::unresolved_placeholder::is_placeholder,
};

declare_rule! {
    /// ## What it finds
    /// A duration with an unknown unit. In a query of users or accounts the units are `s`, `m`, `h`, `d`
    /// and `w`; in an event query also `ns`, `us`, `ms`, `min`, `day` and `days`.
    ///
    /// ## Why it matters
    /// The server may refuse the value, or read another length of time. `M` is a month here and a minute
    /// there, and a month has no fixed length.
    ///
    /// ## Example
    /// ```query
    /// last_seen:>7days
    ///            ^^^^^ error[TIM004]: `days` is no unit of time here
    /// ```
    /// ```query
    /// last_seen:<3M
    ///            ^^ error[TIM004]: `M` is no unit of time here
    /// ```
    /// ```yaml
    /// segments:
    ///   - name: hit-by-errors
    ///     query: session_count:>50
    ///     events: { query: "@type:error", within: 2 weeks }
    ///                                             ^^^^^^^ error[TIM004]: `2 weeks` is no duration
    ///     limit: 100
    /// ```
    /// No finding:
    /// ```query
    /// last_seen:>7d
    /// ```
    /// ```query entity=events
    /// @view.loading_time:>20ms
    /// ```
    ///
    /// ## Fix
    /// The unit that a longer word stands for; unsafe. None for months.
    pub(crate) static META = { code: "TIM004", name: "unknown-duration-unit", level: Error, since: "0.1.0", request: check_request }
}

pub(crate) fn cook(cx: &QueryCx<'_>, problem: &Problem) -> Diagnostic {
    let ProblemKind::UnknownUnit { count, suffix, meant } = &problem.kind else {
        return META.at(problem.span, "no unit of time");
    };
    let diagnostic = META.at(problem.span, format!("`{suffix}` is no unit of time here"));
    match meant {
        Some(unit) => diagnostic.fix(Fix::guess(
            format!("write `{count}{unit}`"),
            Edit::replace(problem.span, format!("{count}{unit}")),
        )),
        None if matches!(suffix.as_str(), "M" | "mo" | "mon" | "month" | "months" | "y") => {
            diagnostic.help("months and years have no fixed length; write days, `90d`")
        }
        None => diagnostic.help(match cx.profile() {
            Profile::Audience => "the units are `s`, `m`, `h`, `d` and `w`",
            Profile::Event => "the units are `ns`, `us`, `ms`, `s`, `m`, `h`, `d` and `w`",
        }),
    }
}

/// `within: 7d`
fn check_request(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(within) = cx.request.window.as_ref().and_then(|window| window.within.as_ref()) else { return };
    // A duration counts back from a moment as well as from any other.
    let read = instant(&within.text, Timestamp::UNIX_EPOCH);
    let is_age = read.is_some_and(|read| read.form == InstantForm::Age);
    if !is_age && !is_placeholder(&within.text) {
        let what = META.at(within.span, format!("`{}` is no duration", within.text));
        acc.push(what.help("write a number and a unit, `7d`; the units are `s`, `m`, `h`, `d` and `w`"));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix};

    #[test]
    fn writes_the_unit_that_a_word_stands_for() {
        check_fix(Case::users(), "last_seen:[30days TO 1week]", "last_seen:[30d TO 1w]");
        check_fix(Case::users(), "last_seen:<3M", "last_seen:<3M");
        check_fix(Case::events(), "@view.loading_time:>3sec", "@view.loading_time:>3s");
    }
}

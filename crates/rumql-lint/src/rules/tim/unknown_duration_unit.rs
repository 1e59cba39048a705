//! `unknown-duration-unit`: the letters after the number are no unit of time.

use jiff::Timestamp;
use rumql_hir::{Problem, ProblemKind, lower};
use rumql_source::{Diagnostic, Edit, Fix, Profile};
use rumql_syntax::{
    literal::{InstantForm, instant},
    parse,
};

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
    if is_age(&within.text) || is_placeholder(&within.text) {
        return;
    }
    let what = META.at(within.span, format!("`{}` is no duration", within.text));
    acc.push(match meant_duration(cx, &within.text) {
        Some(meant) => what.fix(Fix::guess(format!("write `{meant}`"), within.encode(cx.text, &meant))),
        None => what.help("write a number and a unit, `7d`; the units are `s`, `m`, `h`, `d` and `w`"),
    });
}

fn is_age(text: &str) -> bool {
    // A duration counts back from a moment as well as from any other.
    instant(text, Timestamp::UNIX_EPOCH).is_some_and(|read| read.form == InstantForm::Age)
}

/// `2w` for `2 weeks`, as a query would have it.
fn meant_duration(cx: &RequestCx<'_>, text: &str) -> Option<String> {
    let words: String = text.split_whitespace().collect();
    if words.is_empty() || !words.chars().all(char::is_alphanumeric) {
        return None;
    }
    let lowered = lower(&parse(&format!("last_seen:>{words}")), cx.scope?);
    let unit = lowered.problems.into_iter().find_map(|problem| match problem.kind {
        ProblemKind::UnknownUnit { count, meant, .. } => Some(meant.map(|unit| format!("{count}{unit}"))),
        _ => None,
    });
    unit.unwrap_or(Some(words)).filter(|meant| is_age(meant))
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

    #[test]
    fn writes_the_duration_that_a_window_means() {
        let file = |within: &str| {
            format!(
                "segments:\n- {{name: a, query: 'b:1', events: {{query: '@type:error', within: {within}}}, limit: 5}}\n"
            )
        };
        check_fix(Case::yaml(), &file("2 weeks"), &file("2w"));
        check_fix(Case::yaml(), &file("7 d"), &file("7d"));
        for unclear in ["2 months", "a week", "1h30m", "week 2"] {
            check_fix(Case::yaml(), &file(unclear), &file(unclear));
        }
    }
}

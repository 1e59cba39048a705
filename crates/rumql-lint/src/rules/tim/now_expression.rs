//! `now-expression`: `now-7d` for `7d`.

use rumql_source::{Diagnostic, Edit, Fix};
use rumql_syntax::literal::{InstantForm, instant};

use crate::{
    context::QueryCx,
    moments::{Named, Place, named_moments},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// `now`, or `now-7d`, that an attribute of a user or account is held against.
    ///
    /// ## Why it matters
    /// Such sums belong to the time range of other requests; for a query they are not documented. A
    /// duration alone counts back from now as it is.
    ///
    /// ## Example
    /// ```query
    /// last_seen:>now-7d
    ///            ^^^^^^ warning[TIM014]: `now-7d` is not documented as a value
    /// ```
    /// ```query
    /// last_seen:[30d TO now]
    ///                   ^^^ warning[TIM014]: `now` is not documented as a value
    /// ```
    /// No finding:
    /// ```query
    /// last_seen:>7d
    /// ```
    /// ```query
    /// last_seen:[30d TO *]
    /// ```
    ///
    /// ## Fix
    /// The duration alone; safe, for it is the same moment. An upper bound of `now` is left open by `*`;
    /// unsafe, since a record that is dated ahead matches then. None for a comparison with `now`: it is
    /// true of everyone or of nobody.
    pub(crate) static META = { code: "TIM014", name: "now-expression", level: Warning, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    for moment in named_moments(cx) {
        if moment.form == InstantForm::Now {
            acc.push(finding(cx, &moment));
        }
    }
}

fn finding(cx: &QueryCx<'_>, moment: &Named<'_>) -> Diagnostic {
    let text = moment.text.as_str();
    let what = META.at(moment.span, format!("`{text}` is not documented as a value"));
    if let Some(age) = text.strip_prefix("now-").filter(|age| is_same(cx, moment, age)) {
        let fix = Fix::safe(format!("write `{age}`"), Edit::replace(moment.span, age));
        return what.note("a duration alone counts back from now").fix(fix);
    }
    match moment.place {
        Place::High(_) => {
            what.fix(Fix::guess("leave the range open with `*`", Edit::replace(moment.span, "*")))
        }
        Place::Before => what.note("every moment lies before now").help("take the term out"),
        Place::After | Place::Low(_) => {
            what.note("no moment lies after now").help("count back from now, `7d`")
        }
        Place::Alone => what.help("count back from now, `>7d`"),
    }
}

fn is_same(cx: &QueryCx<'_>, moment: &Named<'_>, age: &str) -> bool {
    instant(age, cx.scope.now).is_some_and(|read| read.form == InstantForm::Age && read.at == moment.at)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix, check_safe_fix};

    #[test]
    fn writes_the_duration_alone() {
        check_safe_fix(Case::users(), "last_seen:[now-30d TO now-1w]", "last_seen:[30d TO 1w]");
        check_safe_fix(Case::users(), "-last_seen:(<=now-7d OR >now-1h)", "-last_seen:(<=7d OR >1h)");
    }

    #[test]
    fn now_as_the_upper_bound_is_left_open() {
        check_safe_fix(Case::users(), "last_seen:[7d TO now]", "last_seen:[7d TO now]");
        check_fix(Case::users(), "last_seen:[7d TO now]", "last_seen:[7d TO *]");
        check_fix(Case::users(), "last_seen:{now-7d TO now}", "last_seen:{7d TO *}");
    }

    #[test]
    fn a_comparison_with_now_is_left_to_the_author() {
        for query in ["last_seen:<now", "last_seen:>now", "last_seen:[now TO *]"] {
            check_fix(Case::users(), query, query);
        }
    }
}

//! `date-literal`: a date where Unix seconds or a duration are documented.

use rumql_source::{Diagnostic, Edit, Fix};
use rumql_syntax::literal::InstantForm;

use super::hard_coded_epoch::{days_back, moves_on};
use crate::{
    context::QueryCx,
    moments::{Named, Place, named_moments},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// A date, `2026-11-01`, or a date and time, `2026-11-01T12:00:00Z`, that an attribute of a user or
    /// account is held against.
    ///
    /// ## Why it matters
    /// Dates are documented for the time range of other searches, not for a query. The server may read
    /// one as text, and `rumql` reads a date alone as its midnight in UTC, which is a guess.
    ///
    /// ## Example
    /// ```query
    /// first_seen:>2024-01-01
    ///             ^^^^^^^^^^ warning[TIM011]: the date `2024-01-01` is not documented as a value
    /// ```
    /// ```query
    /// last_seen:[2026-11-01T12:00:00Z TO 7d]
    ///            ^^^^^^^^^^^^^^^^^^^^ warning[TIM011]: the date `2026-11-01T12:00:00Z` is not documented as a value
    /// ```
    /// No finding:
    /// ```query
    /// first_seen:>1704067200
    /// ```
    /// ```query
    /// last_seen:[30d TO 7d]
    /// ```
    ///
    /// ## Fix
    /// The same moment in Unix seconds, which are documented; unsafe, for how the server reads the date
    /// is not known. Where `hard-coded-epoch` would then speak, it is a choice between the seconds and
    /// the days back from now, so that no fix leads straight to the next finding. For equality none is
    /// offered: `last_seen:2026-11-01` asks for one moment, and a whole day was probably meant.
    pub(crate) static META = { code: "TIM011", name: "date-literal", level: Warning, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    for moment in named_moments(cx) {
        if matches!(moment.form, InstantForm::Date | InstantForm::DateTime) {
            acc.push(finding(cx, &moment));
        }
    }
}

fn finding(cx: &QueryCx<'_>, moment: &Named<'_>) -> Diagnostic {
    let mut what = META.at(moment.span, format!("the date `{}` is not documented as a value", moment.text));
    if moment.form == InstantForm::Date {
        what = what.note(format!("it is read as {}", moment.at));
    }
    let seconds = moment.at.as_second().to_string();
    let (title, edit) = (format!("write `{seconds}`, Unix seconds"), Edit::replace(moment.span, seconds));
    if moment.place == Place::Alone {
        what.note("hardly anyone has this very moment")
            .help(format!("ask for a range, `{}:[A TO B]`, of moments in Unix seconds", moment.attribute))
    } else if moves_on(cx, moment) {
        days_back(cx, moment).into_iter().fold(what, Diagnostic::fix).fix(Fix::choice(title, edit))
    } else {
        what.fix(Fix::guess(title, edit))
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_choices, check_fix};

    #[test]
    fn writes_seconds_where_a_fixed_moment_is_right() {
        check_fix(Case::users(), "first_seen:>2024-01-01", "first_seen:>1704067200");
        check_fix(
            Case::users(),
            "first_seen:[2024-01-01 TO 2024-02-01T00:00:00+01:00]",
            "first_seen:[1704067200 TO 1706742000]",
        );
        let body = |value: &str| {
            format!(
                r#"{{"data":{{"type":"query_users_request","attributes":{{"query":"last_seen:>{value}","limit":5}}}}}}"#
            )
        };
        check_fix(Case::json(), &body("2026-11-01"), &body("1793491200"));
    }

    #[test]
    fn offers_days_where_time_goes_on() {
        let choices = ["last_seen:>23d", "last_seen:>1793491200"];
        check_choices(Case::users(), "TIM011", "last_seen:>2026-11-01", &choices);
    }

    #[test]
    fn one_day_is_a_range() {
        check_fix(Case::users(), "last_seen:2026-11-01", "last_seen:2026-11-01");
    }
}

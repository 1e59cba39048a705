//! `hard-coded-epoch`: a moment in a file stays where it is, and time goes on.

use rumql_document::RequestKind;
use rumql_source::{Diagnostic, Edit, Fix};
use rumql_syntax::literal::InstantForm;

use crate::{
    context::QueryCx,
    moments::{Named, Place, named_moments},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// A moment in Unix seconds that `last_seen` or the like is held against, in a segment or a query of
    /// its own. Two places are silent: a request body, for it is sent as it stands and the API counts
    /// seconds; and an attribute that tells of a beginning, `first_seen` or `user_created`, for those
    /// who came after a launch are a group with a fixed edge.
    ///
    /// ## Why it matters
    /// "Seen of late" was meant on the day it was written. The query lives on in its file while the
    /// moment falls behind, a day each day, and nobody reads that from ten digits.
    ///
    /// ## Example
    /// ```query
    /// session_count:>50 AND last_seen:>1735000000
    ///                                  ^^^^^^^^^^ warning[TIM010]: `1735000000` stays at 2024-12-24T00:26:40Z as time goes on
    /// ```
    /// ```query
    /// last_seen:[1785000000 TO 30d]
    ///            ^^^^^^^^^^ warning[TIM010]: `1785000000` stays at 2026-07-25T17:20:00Z as time goes on
    /// ```
    /// No finding:
    /// ```query
    /// session_count:>50 AND last_seen:>30d
    /// ```
    /// ```query
    /// first_seen:>1735000000
    /// ```
    ///
    /// ## Fix
    /// The whole days from the moment until now, the fewer or the more of them; a choice, since the
    /// edge then moves on, and since another number of days may have been meant. The moment as a date
    /// is not offered: it stays as fixed as it was, and `date-literal` would speak about it.
    pub(crate) static META = { code: "TIM010", name: "hard-coded-epoch", level: Warning, since: "0.1.0", query: check }
}

/// Words in the name of an attribute that tells of a beginning.
const BEGINNINGS: [&str; 15] = [
    "born",
    "birth",
    "birthday",
    "created",
    "creation",
    "first",
    "installed",
    "joined",
    "onboarded",
    "registered",
    "signed",
    "signup",
    "start",
    "started",
    "since",
];

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    for moment in named_moments(cx) {
        if moment.form == InstantForm::Seconds && moves_on(cx, &moment) {
            acc.push(finding(cx, &moment));
        }
    }
}

fn finding(cx: &QueryCx<'_>, moment: &Named<'_>) -> Diagnostic {
    let what = META
        .at(moment.span, format!("`{}` stays at {} as time goes on", moment.text, moment.at))
        .note("what was recent on the day it was written is less so each day");
    let fixes = days_back(cx, moment);
    if fixes.is_empty() {
        return what.help("count back from now, `30d`");
    }
    fixes.into_iter().fold(what, Diagnostic::fix)
}

/// The days from the moment until now, as choices.
pub(super) fn days_back(cx: &QueryCx<'_>, moment: &Named<'_>) -> Vec<Fix> {
    let fix = |age: String| {
        Fix::choice(format!("write `{age}`, counted back from now"), Edit::replace(moment.span, age))
    };
    moment.ages(cx.scope.now).into_iter().map(fix).collect()
}

/// Whether the query is kept, and asks for what changes as time goes on.
pub(super) fn moves_on(cx: &QueryCx<'_>, moment: &Named<'_>) -> bool {
    let is_kept = cx.request.is_none_or(|request| request.kind == RequestKind::Segment);
    let tells_of_beginning = moment
        .attribute
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| BEGINNINGS.iter().any(|beginning| word.eq_ignore_ascii_case(beginning)));
    is_kept && !tells_of_beginning && moment.place != Place::Alone
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_choices};

    #[test]
    fn offers_the_days_on_either_side() {
        let choices = ["last_seen:>699d", "last_seen:>700d"];
        check_choices(Case::users(), "TIM010", "last_seen:>1735000000", &choices);
        // To the day: 2026-11-14.
        check_choices(Case::users(), "TIM010", "last_seen:<1794614400", &["last_seen:<10d"]);
        // An hour ago.
        check_choices(Case::users(), "TIM010", "last_seen:>1795474800", &["last_seen:>1d"]);
    }

    #[test]
    fn no_choice_turns_a_range_round() {
        let (from, choices) = (
            "last_seen:[1735000000 TO 1735003600]",
            ["last_seen:[700d TO 1735003600]", "last_seen:[1735000000 TO 699d]"],
        );
        check_choices(Case::users(), "TIM010", from, &choices);
        // Ten days ago is the upper bound itself.
        check_choices(
            Case::users(),
            "TIM010",
            "last_seen:[1794600000 TO 1794614400]",
            &["last_seen:[11d TO 1794614400]", "last_seen:[1794600000 TO 10d]"],
        );
        // And here the lower one.
        check_choices(
            Case::users(),
            "TIM010",
            "last_seen:[1794614400 TO 1794620000]",
            &["last_seen:[10d TO 1794620000]", "last_seen:[1794614400 TO 9d]"],
        );
    }

    #[test]
    fn another_rule_has_spoken() {
        for query in
            ["last_seen:>1760100076000", "last_seen:>4102444800", "last_seen:>30", "last_seen:1735000000"]
        {
            check_choices(Case::users(), "TIM010", query, &[]);
        }
    }

    #[test]
    fn a_body_is_sent_as_it_stands() {
        check_annotated(
            Case::json(),
            r#"{"data":{"type":"query_users_request","attributes":{"query":"last_seen:>1735000000","limit":5}}}"#,
        );
    }
}

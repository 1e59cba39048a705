//! `expired-snooze`: the last day of a suppression is over.

use rumql_source::Diagnostic;

use crate::{rule::declare_rule, suppress::Judged};

declare_rule! {
    /// ## What it finds
    /// A `rumql: ignore` comment whose `until` lies in the past, where there still is something to hide. The
    /// day itself counts, in UTC.
    ///
    /// ## Why it matters
    /// The time that somebody took to mend it is over. What was hidden is shown again.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: gone
    ///     query: last_seen:<30 # rumql: ignore TIM005 until=2026-11-23: moves to durations in November
    ///                       ^^ warning[TIM005]: `30` is 30 seconds after 1 January 1970
    ///                                                 ^^^^^^^^^^^^^^^^ warning[SUP004]: this snooze ended on 2026-11-23
    ///     limit: 25
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: gone
    ///     query: last_seen:<30 # rumql: ignore TIM005 until=2026-11-24: moves to durations in November
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// None: mend what was hidden, or agree on a later day.
    pub(crate) static META = { code: "SUP004", name: "expired-snooze", level: Warning, since: "0.1.0" }
}

pub(crate) fn check(judged: &Judged<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(until) = judged.suppression.until.filter(|_| judged.expired && !judged.hits.is_empty()) else {
        return;
    };
    acc.push(
        META.at(until.span, format!("this snooze ended on {}", until.day))
            .note("what it hid is shown again")
            .help("mend what it hid, or set a later day"),
    );
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_safe_fix};

    #[test]
    fn with_nothing_to_hide_it_is_unused() {
        check_safe_fix(
            Case::users(),
            "// rumql: ignore TIM005 until=2026-01-01: x\nlast_seen:<30d",
            "last_seen:<30d",
        );
    }

    #[test]
    fn the_last_day_counts() {
        check_annotated(Case::users(), "// rumql: ignore TIM005 until=2026-11-24: x\nlast_seen:<30");
    }
}

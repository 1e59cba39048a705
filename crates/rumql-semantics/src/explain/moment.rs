//! How is a moment told, and how long ago it is?
//!
//! A day alone is exact only for what lies before its midnight, or at it and after; else the time
//! stands beside it. An age is told where it is a round one.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use rumql_hir::{Bound, Value};
use rumql_syntax::{ast::Comparison, literal::Decimal};

use super::{ends::Ends, value::counted};

const SECOND: i128 = 1_000_000_000;
const MINUTE: i128 = 60 * SECOND;
const HOUR: i128 = 60 * MINUTE;
const DAY: i128 = 24 * HOUR;

/// Round ages: the unit, and up to where it is told.
const AGES: [(&str, i128, i128); 4] =
    [("day", DAY, i128::MAX), ("hour", HOUR, 7 * DAY), ("minute", MINUTE, DAY), ("second", SECOND, HOUR)];

/// Whether a bound is a moment.
pub(super) fn is_moment(bound: &Bound) -> bool {
    matches!(bound, Bound::Inclusive(Value::Moment(_)) | Bound::Exclusive(Value::Moment(_)))
}

/// `25 October 2026, 10:15 UTC`; parts of a second to the thousandth.
pub(super) fn exact(at: Timestamp) -> String {
    let at = Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at);
    let civil = civil(at);
    let format = match (civil.second(), civil.subsec_nanosecond()) {
        (0, 0) => "%-d %B %Y, %H:%M UTC",
        // Without a fraction, `%.f` writes nothing.
        _ => "%-d %B %Y, %H:%M:%S%.f UTC",
    };
    civil.strftime(format).to_string()
}

/// `at exactly 25 October 2026, 10:15 UTC (30 days ago)`
pub(super) fn equal(at: Timestamp, now: Timestamp) -> String {
    format!("at exactly {}", with_age(at, now))
}

/// `between 25 October 2026, 10:15 UTC (30 days ago) and now (…) inclusive`. `None` unless all ends
/// are moments.
pub(super) fn within(ends: &Ends<'_>, now: Timestamp) -> Option<String> {
    match ends {
        Ends::One(comparison, Value::Moment(at)) => Some(compared(*comparison, *at, now)),
        Ends::Two([Value::Moment(low), Value::Moment(high)], ends) => {
            Some(ends.between(&with_age(*low, now), &with_age(*high, now)))
        }
        _ => None,
    }
}

/// `before 25 October 2026, more than 30 days ago`
pub(super) fn compared(comparison: Comparison, at: Timestamp, now: Timestamp) -> String {
    let age = age(at, now);
    let midnight = is_midnight(at).then(|| civil(at).strftime("%-d %B %Y").to_string());
    let preposition = match comparison {
        Comparison::Greater => "after",
        Comparison::GreaterEqual if midnight.is_some() && age != Some(Age::Now) => "on or after",
        Comparison::GreaterEqual => "at or after",
        Comparison::Less => "before",
        Comparison::LessEqual => "at or before",
    };
    let day = midnight.filter(|_| matches!(comparison, Comparison::Less | Comparison::GreaterEqual));
    let is_long = (now.as_nanosecond() - at.as_nanosecond()).abs() >= HOUR;
    let is_round = age == Some(Age::Now) || (age.is_some() && is_long);
    let moment = day.unwrap_or_else(|| if is_round { to_the_minute(at) } else { exact(at) });
    match age.map(|age| age.told(comparison)) {
        Some(Some(age)) => format!("{preposition} {moment}, {age}"),
        Some(None) => format!("{preposition} now ({moment})"),
        None => format!("{preposition} {moment}"),
    }
}

fn with_age(at: Timestamp, now: Timestamp) -> String {
    match age(at, now) {
        Some(Age::Now) => format!("now ({})", to_the_minute(at)),
        Some(Age::Past(age)) => format!("{} ({age} ago)", to_the_minute(at)),
        Some(Age::Future(age)) => format!("{} ({age} from now)", to_the_minute(at)),
        None => exact(at),
    }
}

/// A round age.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Age {
    Past(String),
    Now,
    Future(String),
}

impl Age {
    /// The age of what lies on this side of the moment; `None` for now itself.
    fn told(&self, comparison: Comparison) -> Option<String> {
        let (past, future) = match comparison {
            Comparison::Greater => ("less than", "more than"),
            Comparison::GreaterEqual => ("at most", "at least"),
            Comparison::Less => ("more than", "less than"),
            Comparison::LessEqual => ("at least", "at most"),
        };
        match self {
            Self::Past(age) => Some(format!("{past} {age} ago")),
            Self::Now => None,
            Self::Future(age) => Some(format!("{future} {age} from now")),
        }
    }
}

fn age(at: Timestamp, now: Timestamp) -> Option<Age> {
    let age = now.as_nanosecond() - at.as_nanosecond();
    let length = age.abs();
    let round = AGES.iter().find(|(_, unit, most)| length % unit == 0 && length <= *most);
    let told = round.map(|(name, unit, _)| counted(Decimal::from_int(length / unit), name))?;
    Some(match age.signum() {
        1 => Age::Past(told),
        0 => Age::Now,
        _ => Age::Future(told),
    })
}

/// Seconds say nothing more beside a round age.
fn to_the_minute(at: Timestamp) -> String {
    civil(at).strftime("%-d %B %Y, %H:%M UTC").to_string()
}

fn is_midnight(at: Timestamp) -> bool {
    at.as_nanosecond().rem_euclid(DAY) == 0
}

fn civil(at: Timestamp) -> DateTime {
    TimeZone::UTC.to_datetime(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(comparison: Comparison, at: &str, now: &str, expected: &str) {
        assert_eq!(compared(comparison, at.parse().unwrap(), now.parse().unwrap()), expected);
    }

    #[test]
    fn a_day_alone_where_it_is_exact() {
        let now = "2026-11-24T00:00:00Z";
        let at = "2026-10-25T00:00:00Z";
        check(Comparison::Less, at, now, "before 25 October 2026, more than 30 days ago");
        check(Comparison::GreaterEqual, at, now, "on or after 25 October 2026, at most 30 days ago");
        check(Comparison::Greater, at, now, "after 25 October 2026, 00:00 UTC, less than 30 days ago");
        check(
            Comparison::LessEqual,
            at,
            now,
            "at or before 25 October 2026, 00:00 UTC, at least 30 days ago",
        );
    }

    #[test]
    fn ages_are_told_where_they_are_round() {
        let now = "2026-11-24T10:15:32.5Z";
        check(
            Comparison::Less,
            "2026-10-25T10:15:32.5Z",
            now,
            "before 25 October 2026, 10:15 UTC, more than 30 days ago",
        );
        check(
            Comparison::Greater,
            "2026-11-24T08:45:32.5Z",
            now,
            "after 24 November 2026, 08:45 UTC, less than 90 minutes ago",
        );
        check(
            Comparison::Greater,
            "2026-11-24T10:15:02.5Z",
            now,
            "after 24 November 2026, 10:15:02.5 UTC, less than 30 seconds ago",
        );
        check(
            Comparison::Greater,
            "2026-11-23T10:15:32.5Z",
            now,
            "after 23 November 2026, 10:15 UTC, less than 1 day ago",
        );
        check(Comparison::Greater, "2025-01-31T10:00:00.25Z", now, "after 31 January 2025, 10:00:00.25 UTC");
        check(
            Comparison::Less,
            "2025-01-31T10:00:00.123456789Z",
            now,
            "before 31 January 2025, 10:00:00.123 UTC",
        );
        check(Comparison::Less, "2025-01-31T10:00:01Z", now, "before 31 January 2025, 10:00:01 UTC");
        check(Comparison::Less, "2025-01-31T00:00:00Z", now, "before 31 January 2025");
        check(Comparison::Less, "2025-01-31T10:15:00Z", now, "before 31 January 2025, 10:15 UTC");
        check(
            Comparison::Less,
            "2026-11-22T22:15:32.5Z",
            now,
            "before 22 November 2026, 22:15 UTC, more than 36 hours ago",
        );
        check(Comparison::Less, "2026-11-23T09:45:32.5Z", now, "before 23 November 2026, 09:45:32.5 UTC");
        check(
            Comparison::Greater,
            "2026-12-01T10:15:32.5Z",
            now,
            "after 1 December 2026, 10:15 UTC, more than 7 days from now",
        );
        check(Comparison::LessEqual, now, now, "at or before now (24 November 2026, 10:15 UTC)");
    }

    #[test]
    fn exactly_then() {
        let now = "2026-11-24T00:00:00Z".parse().unwrap();
        let check = |at: &str, expected: &str| assert_eq!(equal(at.parse().unwrap(), now), expected);
        check("2026-11-23T00:00:00Z", "at exactly 23 November 2026, 00:00 UTC (1 day ago)");
        check("2026-01-01T00:00:07Z", "at exactly 1 January 2026, 00:00:07 UTC");
        check("2026-11-24T00:00:00Z", "at exactly now (24 November 2026, 00:00 UTC)");
    }
}

//! Which moment is meant?

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

use super::{TimeUnit, quantity};

/// A moment in time, and how it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instant {
    /// The moment.
    pub at: Timestamp,
    /// The spelling.
    pub form: InstantForm,
}

/// The spellings of a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InstantForm {
    /// `30d`: so long before now.
    Age,
    /// `now`, `now-30d`.
    Now,
    /// `2025-01-31`: midnight UTC.
    Date,
    /// `2025-01-31T10:00:00Z`.
    DateTime,
    /// `1735000000`.
    Seconds,
    /// `1735000000000`.
    Milliseconds,
}

/// From this number on, digits count milliseconds; below it, seconds.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

/// Reads a moment, counted from `now` where it is relative. Digits are Unix seconds, or
/// milliseconds from 10^11 on. `None` for anything else, and for moments outside
/// the years -9999 to 9999.
pub fn instant(text: &str, now: Timestamp) -> Option<Instant> {
    let found = |at, form| Some(Instant { at, form });
    if let Ok(count) = text.parse::<i64>() {
        return if count.checked_abs()? >= MILLISECONDS_FROM {
            found(Timestamp::from_millisecond(count).ok()?, InstantForm::Milliseconds)
        } else {
            found(Timestamp::from_second(count).ok()?, InstantForm::Seconds)
        };
    }
    if let Some(offset) = text.strip_prefix("now") {
        return found(from_now(offset, now)?, InstantForm::Now);
    }
    if let Some(age) = age(text) {
        return found(now.checked_sub(age).ok()?, InstantForm::Age);
    }
    if text.len() == 10
        && let Ok(date) = text.parse::<Date>()
    {
        return found(TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()?, InstantForm::Date);
    }
    // The library also reads looser forms; RFC 3339 has a date, a `T` and an offset.
    if text.contains(['T', 't']) {
        return found(text.parse::<Timestamp>().ok()?, InstantForm::DateTime);
    }
    None
}

fn from_now(offset: &str, now: Timestamp) -> Option<Timestamp> {
    if offset.is_empty() {
        return Some(now);
    }
    match offset.strip_prefix('-') {
        Some(back) => now.checked_sub(age(back)?).ok(),
        None => now.checked_add(age(offset.strip_prefix('+')?)?).ok(),
    }
}

/// A whole number of a unit of at least a second: `30d`.
fn age(text: &str) -> Option<SignedDuration> {
    let quantity = quantity(text)?;
    let unit = TimeUnit::parse(quantity.suffix).filter(|unit| *unit >= TimeUnit::Second)?;
    let seconds = quantity.count.times(unit.nanoseconds() / 1_000_000_000)?.to_int()?;
    (seconds >= 0).then_some(SignedDuration::from_secs(i64::try_from(seconds).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_in_every_form() {
        let now: Timestamp = "2026-11-24T00:00:00Z".parse().unwrap();
        let read = |text| instant(text, now).map(|found| (found.at.as_second(), found.form));
        let age = now.as_second() - 30 * 86_400;
        assert_eq!(read("30d"), Some((age, InstantForm::Age)));
        assert_eq!(read("now-30d"), Some((age, InstantForm::Now)));
        assert_eq!(read("2024-01-01"), Some((1_704_067_200, InstantForm::Date)));
        assert_eq!(read("2024-01-01T00:00:00Z"), Some((1_704_067_200, InstantForm::DateTime)));
        assert_eq!(read("1704067200"), Some((1_704_067_200, InstantForm::Seconds)));
        assert_eq!(read("1704067200000"), Some((1_704_067_200, InstantForm::Milliseconds)));
        for none in ["3M", "yesterday", "1h30m", "-5d", "2024-13-01", "9223372036854775807", "5ms", "now7d"] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}

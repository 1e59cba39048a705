//! How is a value told, its unit spelt out?

use rumql_catalog::{Attribute, Unit};
use rumql_hir::Value;
use rumql_syntax::literal::{Decimal, Pattern, Piece};

use crate::DatumRef;

/// Words of the sentence around a value, which would not be told from it.
const WORDS: [&str; 21] = [
    "above",
    "and",
    "at",
    "below",
    "between",
    "but",
    "exclusive",
    "in",
    "inclusive",
    "is",
    "known",
    "most",
    "neither",
    "no",
    "none",
    "nor",
    "not",
    "or",
    "over",
    "some",
    "under",
];

const DAY: i128 = 86_400_000_000_000;

/// Units from large to small, in nanoseconds. Those from a second down take fractions.
const TIMES: [(&str, i128); 7] = [
    ("day", DAY),
    ("hour", DAY / 24),
    ("minute", DAY / 1_440),
    ("second", 1_000_000_000),
    ("millisecond", 1_000_000),
    ("microsecond", 1_000),
    ("nanosecond", 1),
];

/// Units from large to small, in bytes.
const SIZES: [(&str, i128); 5] = [
    ("terabyte", 1_000_000_000_000),
    ("gigabyte", 1_000_000_000),
    ("megabyte", 1_000_000),
    ("kilobyte", 1_000),
    ("byte", 1),
];

/// A value of an attribute.
pub(super) fn value(value: &Value, attribute: Option<&Attribute>) -> String {
    match value {
        Value::Text(text) => self::text(text),
        Value::Number(number) => self::number(*number, attribute.and_then(|attribute| attribute.unit)),
        Value::Moment(moment) => super::moment::exact(*moment),
    }
}

/// A text as it is if it is one word that cannot be mistaken, else in quotes.
pub(super) fn text(text: &str) -> String {
    if text.is_empty() {
        return "the empty text".to_owned();
    }
    let is_sign = |c: char| matches!(c, '@' | '.' | '_' | '/' | '+' | ':' | '#' | '-' | '%' | '&');
    let is_word = text.chars().all(|c| c.is_alphanumeric() || is_sign(c))
        && text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '@' | '.' | '_' | '/' | '#' | '-'))
        && text.ends_with(|c: char| c.is_alphanumeric());
    let is_mistaken = WORDS.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is_word && !is_mistaken { text.to_owned() } else { DatumRef::Text(text).to_string() }
}

/// A pattern in quotes, its wildcards as they are written.
pub(super) fn pattern(pattern: &Pattern) -> String {
    let mut raw = String::new();
    for piece in pattern.pieces() {
        match piece {
            Piece::AnyRun => raw.push('*'),
            Piece::AnyChar => raw.push('?'),
            Piece::Text(text) => {
                for c in text.chars() {
                    if matches!(c, '*' | '?') {
                        raw.push('\\');
                    }
                    raw.push(c);
                }
            }
        }
    }
    DatumRef::Text(&raw).to_string()
}

/// `1 day`, `30 days`, `1.5 seconds`
pub(super) fn counted(count: Decimal, unit: &str) -> String {
    let plural = if count == Decimal::from_int(1) { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

fn number(number: Decimal, unit: Option<Unit>) -> String {
    let Some(unit) = unit else { return number.to_string() };
    let scaled = |size: Option<u64>| number.times(size?.into());
    if let Some(nanoseconds) = scaled(unit.in_nanoseconds()) {
        return in_largest(nanoseconds, &TIMES, "second");
    }
    if let Some(bytes) = scaled(unit.in_bytes()) {
        return in_largest(bytes, &SIZES, "byte");
    }
    match unit {
        Unit::Ratio => number.to_string(),
        Unit::Percent => format!("{number} percent"),
        Unit::Pixels => counted(number, "pixel"),
        unit => format!("{number} {}", unit.describe()),
    }
}

/// The amount in the largest unit in which it is short: whole days, hours and minutes, others
/// with three decimals at most.
fn in_largest(amount: Decimal, units: &[(&str, i128)], zero: &str) -> String {
    if amount == Decimal::ZERO {
        return counted(amount, zero);
    }
    let smallest = units.last().map_or("", |(name, _)| name);
    units.iter().find_map(|unit| in_unit(amount, *unit)).unwrap_or_else(|| counted(amount, smallest))
}

fn in_unit(amount: Decimal, (name, size): (&str, i128)) -> Option<String> {
    let count = amount.divided_by(size)?;
    let magnitude = if count.is_negative() { count.times(-1)? } else { count };
    let places = if matches!(name, "day" | "hour" | "minute") { 1 } else { 1_000 };
    let is_short = magnitude >= Decimal::from_int(1) && count.times(places)?.to_int().is_some();
    is_short.then(|| counted(count, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(digits: &str, unit: Unit, expected: &str) {
        assert_eq!(number(Decimal::parse(digits).unwrap(), Some(unit)), expected);
    }

    #[test]
    fn amounts_are_told_in_a_readable_unit() {
        check("3000000000", Unit::Nanoseconds, "3 seconds");
        check("1500000000", Unit::Nanoseconds, "1.5 seconds");
        check("90000000000", Unit::Nanoseconds, "90 seconds");
        check("7200000000000", Unit::Nanoseconds, "2 hours");
        check("3000", Unit::Nanoseconds, "3 microseconds");
        check("1", Unit::Nanoseconds, "1 nanosecond");
        check("1234567890", Unit::Nanoseconds, "1234567.89 microseconds");
        check("0.5", Unit::Nanoseconds, "0.5 nanoseconds");
        check("1500", Unit::Milliseconds, "1.5 seconds");
        check("-3", Unit::Seconds, "-3 seconds");
        check("0", Unit::Seconds, "0 seconds");
        check("10000", Unit::Bytes, "10 kilobytes");
        check("10240", Unit::Bytes, "10.24 kilobytes");
        check("2", Unit::Megabytes, "2 megabytes");
        check("0", Unit::Bytes, "0 bytes");
        check("1", Unit::Pixels, "1 pixel");
        check("50", Unit::Percent, "50 percent");
        check("0.5", Unit::Ratio, "0.5");
        check("30", Unit::FramesPerSecond, "30 frames per second");
    }

    #[test]
    fn a_text_is_quoted_where_it_could_be_mistaken() {
        for bare in ["pro", "@techcorp.com", "/api/v1", "jo@x.y", "5001", "日本", "web-app", "-x"] {
            assert_eq!(text(bare), bare);
        }
        for (odd, quoted) in [
            ("or", r#""or""#),
            ("pro or team", r#""pro or team""#),
            ("a,", r#""a,""#),
            ("x.", r#""x.""#),
            ("a\"b\n", r#""a\"b\n""#),
        ] {
            assert_eq!(text(odd), quoted);
        }
        assert_eq!(pattern(&Pattern::bare(r"a\*b*c?")), r#""a\\*b*c?""#);
    }
}

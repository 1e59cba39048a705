//! How much, of which unit?

use super::Decimal;

/// A number with a suffix that touches it: `30d`, `1.5s`, `10KB`, `5parsecs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantity<'t> {
    /// The number.
    pub count: Decimal,
    /// The letters after it, as written.
    pub suffix: &'t str,
}

/// A unit of time with a fixed length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeUnit {
    /// `ns`
    Nanosecond,
    /// `us`, `µs`
    Microsecond,
    /// `ms`
    Millisecond,
    /// `s`
    Second,
    /// `m`, `min`: never months
    Minute,
    /// `h`
    Hour,
    /// `d`, `day`, `days`
    Day,
    /// `w`
    Week,
}

/// A unit of size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ByteUnit {
    /// How many bytes it is.
    pub bytes: i128,
}

/// Reads a number and the letters that touch it; `None` without a number or without letters.
pub fn quantity(text: &str) -> Option<Quantity<'_>> {
    let end = text.find(|c: char| c.is_alphabetic())?;
    let (count, suffix) = text.split_at_checked(end)?;
    if !suffix.chars().all(char::is_alphabetic) {
        return None;
    }
    Some(Quantity { count: Decimal::parse(count)?, suffix })
}

impl TimeUnit {
    const SPELLINGS: [(&'static str, Self); 13] = [
        ("ns", Self::Nanosecond),
        ("us", Self::Microsecond),
        ("µs", Self::Microsecond),
        ("μs", Self::Microsecond),
        ("ms", Self::Millisecond),
        ("s", Self::Second),
        ("m", Self::Minute),
        ("min", Self::Minute),
        ("h", Self::Hour),
        ("d", Self::Day),
        ("day", Self::Day),
        ("days", Self::Day),
        ("w", Self::Week),
    ];

    /// Reads a suffix.
    pub fn parse(suffix: &str) -> Option<Self> {
        Self::SPELLINGS.iter().find(|(spelling, _)| *spelling == suffix).map(|(_, unit)| *unit)
    }

    /// The unit that a word of other notations stands for: `seconds`, `Mins`, `wk`. `M` and `mo` are
    /// months, which have no fixed length.
    pub fn named(word: &str) -> Option<Self> {
        Some(match word.to_lowercase().as_str() {
            "s" | "sec" | "secs" | "second" | "seconds" => Self::Second,
            "min" | "mins" | "minute" | "minutes" => Self::Minute,
            "h" | "hr" | "hrs" | "hour" | "hours" => Self::Hour,
            "d" | "day" | "days" => Self::Day,
            "w" | "wk" | "week" | "weeks" => Self::Week,
            _ => return None,
        })
    }

    /// The suffix to write.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nanosecond => "ns",
            Self::Microsecond => "us",
            Self::Millisecond => "ms",
            Self::Second => "s",
            Self::Minute => "m",
            Self::Hour => "h",
            Self::Day => "d",
            Self::Week => "w",
        }
    }

    /// Its length in nanoseconds.
    pub fn nanoseconds(self) -> i128 {
        match self {
            Self::Nanosecond => 1,
            Self::Microsecond => 1_000,
            Self::Millisecond => 1_000_000,
            Self::Second => 1_000_000_000,
            Self::Minute => 60_000_000_000,
            Self::Hour => 3_600_000_000_000,
            Self::Day => 86_400_000_000_000,
            Self::Week => 604_800_000_000_000,
        }
    }
}

impl ByteUnit {
    /// Reads a suffix: decimal `KB`, `MB`, `GB`, `TB`, binary `KiB` and so on, and `B`.
    pub fn parse(suffix: &str) -> Option<Self> {
        let bytes = match suffix {
            "B" => 1,
            "KB" | "kB" => 1_000,
            "MB" => 1_000_000,
            "GB" => 1_000_000_000,
            "TB" => 1_000_000_000_000,
            "KiB" => 1 << 10,
            "MiB" => 1 << 20,
            "GiB" => 1 << 30,
            "TiB" => 1 << 40,
            _ => return None,
        };
        Some(Self { bytes })
    }
}

impl Quantity<'_> {
    /// The length in nanoseconds, if the suffix is a unit of time.
    pub fn nanoseconds(&self) -> Option<Decimal> {
        self.count.times(TimeUnit::parse(self.suffix)?.nanoseconds())
    }

    /// The size in bytes, if the suffix is a unit of size.
    pub fn bytes(&self) -> Option<Decimal> {
        self.count.times(ByteUnit::parse(self.suffix)?.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_is_a_number_and_letters() {
        let second = quantity("1.5s").unwrap();
        assert_eq!(second.nanoseconds(), Some(Decimal::from_int(1_500_000_000)));
        assert_eq!(quantity("30d").unwrap().suffix, "d");
        assert_eq!(quantity("10KiB").unwrap().bytes(), Some(Decimal::from_int(10_240)));
        assert_eq!(TimeUnit::parse("M"), None);
        for none in ["30", "d", "1h30m", "1.2.3d", "now-7d", ""] {
            assert_eq!(quantity(none), None, "{none}");
        }
    }
}

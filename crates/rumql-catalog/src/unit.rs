//! In which unit is a number stored?

/// The unit of a stored number. A duration or size in a query is converted to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A length of time, as most of RUM's.
    Nanoseconds,
    /// A length of time.
    Milliseconds,
    /// A length of time.
    Seconds,
    /// An instant, counted in milliseconds since 1970.
    EpochMilliseconds,
    /// A size.
    Bytes,
    /// A size, in millions of bytes.
    Megabytes,
    /// A length on the screen.
    Pixels,
    /// A share, 0 to 100.
    Percent,
    /// A share, 0 to 1.
    Ratio,
    /// A refresh rate.
    FramesPerSecond,
    /// A load of the processor.
    TicksPerSecond,
    /// Seconds lost in an hour.
    SecondsPerHour,
    /// Milliseconds lost in a second.
    MillisecondsPerSecond,
}

impl Unit {
    const ALL: [Self; 13] = [
        Self::Nanoseconds,
        Self::Milliseconds,
        Self::Seconds,
        Self::EpochMilliseconds,
        Self::Bytes,
        Self::Megabytes,
        Self::Pixels,
        Self::Percent,
        Self::Ratio,
        Self::FramesPerSecond,
        Self::TicksPerSecond,
        Self::SecondsPerHour,
        Self::MillisecondsPerSecond,
    ];

    /// The word in the built-in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nanoseconds => "ns",
            Self::Milliseconds => "ms",
            Self::Seconds => "s",
            Self::EpochMilliseconds => "epoch_ms",
            Self::Bytes => "byte",
            Self::Megabytes => "megabyte",
            Self::Pixels => "px",
            Self::Percent => "percent",
            Self::Ratio => "ratio",
            Self::FramesPerSecond => "fps",
            Self::TicksPerSecond => "ticks_per_s",
            Self::SecondsPerHour => "s_per_hour",
            Self::MillisecondsPerSecond => "ms_per_s",
        }
    }

    /// Reads [`Unit::as_str`]'s words.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.as_str() == word)
    }

    /// In the plural, for "`@view.loading_time` is stored in nanoseconds".
    pub fn describe(self) -> &'static str {
        match self {
            Self::Nanoseconds => "nanoseconds",
            Self::Milliseconds => "milliseconds",
            Self::Seconds => "seconds",
            Self::EpochMilliseconds => "milliseconds since 1970",
            Self::Bytes => "bytes",
            Self::Megabytes => "megabytes",
            Self::Pixels => "pixels",
            Self::Percent => "percent (0 to 100)",
            Self::Ratio => "a share (0 to 1)",
            Self::FramesPerSecond => "frames per second",
            Self::TicksPerSecond => "ticks per second",
            Self::SecondsPerHour => "seconds per hour",
            Self::MillisecondsPerSecond => "milliseconds per second",
        }
    }

    /// How many nanoseconds one of it lasts; `None` unless it is a length of time.
    pub fn in_nanoseconds(self) -> Option<u64> {
        match self {
            Self::Nanoseconds => Some(1),
            Self::Milliseconds => Some(1_000_000),
            Self::Seconds => Some(1_000_000_000),
            _ => None,
        }
    }

    /// How many bytes one of it holds; `None` unless it is a size.
    pub fn in_bytes(self) -> Option<u64> {
        match self {
            Self::Bytes => Some(1),
            Self::Megabytes => Some(1_000_000),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for unit in Unit::ALL {
            assert_eq!(Unit::parse(unit.as_str()), Some(unit));
        }
        assert_eq!(Unit::parse("parsec"), None);
    }
}

//! Where does a rule about size or age begin to speak?

/// Where a rule about size or age begins to speak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Days that an event window may span.
    pub window_days: u32,
    /// Days that events are kept.
    pub retention_days: u32,
    /// Days that events of resources and long tasks are kept.
    pub short_retention_days: u32,
    /// Columns of an answer.
    pub columns: usize,
    /// Rows of an answer.
    pub rows: u32,
    /// Values in one `(a OR b)`.
    pub values: usize,
    /// Terms of a query.
    pub terms: usize,
    /// Bytes of a query.
    pub bytes: usize,
    /// Characters of a line of a query.
    pub line: usize,
    /// Days after which a mapping should be fetched again.
    pub mapping_days: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            window_days: 90,
            retention_days: 30,
            short_retention_days: 15,
            columns: 15,
            rows: 1_000,
            values: 50,
            terms: 1_000,
            bytes: 8 << 10,
            line: 120,
            mapping_days: 30,
        }
    }
}

impl Limits {
    /// The names of the limits, as a configuration writes them.
    pub const KEYS: [&str; 10] = [
        "window-days",
        "retention-days",
        "short-retention-days",
        "columns",
        "rows",
        "values",
        "terms",
        "bytes",
        "line",
        "mapping-days",
    ];

    /// Sets the limit that `key` names; whether there is such a one.
    pub fn set(&mut self, key: &str, limit: u32) -> bool {
        // Taken apart, so that a new limit asks for its name here.
        let Self {
            window_days,
            retention_days,
            short_retention_days,
            columns,
            rows,
            values,
            terms,
            bytes,
            line,
            mapping_days,
        } = self;
        let days = [
            ("window-days", window_days),
            ("retention-days", retention_days),
            ("short-retention-days", short_retention_days),
            ("rows", rows),
            ("mapping-days", mapping_days),
        ];
        let sizes =
            [("columns", columns), ("values", values), ("terms", terms), ("bytes", bytes), ("line", line)];
        if let Some((_, place)) = days.into_iter().find(|(name, _)| *name == key) {
            *place = limit;
            return true;
        }
        match sizes.into_iter().find(|(name, _)| *name == key) {
            Some((_, place)) => *place = usize::try_from(limit).unwrap_or(usize::MAX),
            None => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_has_a_name_of_its_own() {
        let mut limits = Limits::default();
        for (number, key) in (1..).zip(Limits::KEYS) {
            let before = limits.clone();
            assert!(limits.set(key, number));
            assert_ne!(limits, before, "{key}");
        }
        assert!(!limits.set("colums", 5));
    }
}

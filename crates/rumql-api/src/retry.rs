//! When is a read asked again?

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};

/// How often, and how long at most, a read is asked again. A write never is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// The most attempts after the first.
    pub again: usize,
    /// The longest that is waited in all. What would take longer is given up at once.
    pub longest: Duration,
}

impl Default for Retry {
    /// Three more attempts in a minute.
    fn default() -> Self {
        Self { again: 3, longest: Duration::from_secs(60) }
    }
}

impl Retry {
    /// The waits where the server names none: a second, two, four, with some chance in them, so that many
    /// who failed together do not come back together.
    pub(crate) fn waits(self) -> impl Iterator<Item = Duration> {
        let doubling = ExponentialBuilder::new()
            .with_min_delay(Duration::from_secs(1))
            .with_max_delay(self.longest)
            .with_factor(2.0)
            .with_max_times(self.again)
            .with_jitter();
        doubling.build()
    }
}

/// Who waits.
pub trait Clock {
    /// Waits.
    fn sleep(&self, wait: Duration);
}

//! What goes wrong on purpose?

use std::{fmt, time::Duration};

/// Something that goes wrong with a share of the requests: `429:0.1`, `403`, `slow=2s:0.5`, `malformed:0.1`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fault {
    kind: Kind,
    /// Of a thousand requests, so many.
    share: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Status(u16),
    Slow(Duration),
    Malformed,
}

/// Why a text is no fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultError(String);

/// What goes wrong with one request.
#[derive(Debug, Default)]
pub(crate) struct Spoilt {
    pub(crate) status: Option<u16>,
    pub(crate) wait: Option<Duration>,
    pub(crate) malformed: bool,
}

/// The faults, and how far each is from its next time: chance would make tests doubtful.
#[derive(Debug)]
pub(crate) struct Faults {
    all: Vec<(Fault, u64)>,
    count: u64,
}

impl Fault {
    /// Reads a fault: a status from 400 to 599, `slow=SECONDS`, or `malformed`; behind a colon its share of all
    /// requests, from 0 to 1. Without one it is always.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, FaultError> {
        let refuse = |why: &str| FaultError(format!("`{text}` is no fault: {why}"));
        let (kind, share) = text.split_once(':').unwrap_or((text, "1"));
        let share: f64 = share.parse().map_err(|_| refuse("behind the colon stands a share from 0 to 1"))?;
        if !(0.0..=1.0).contains(&share) {
            return Err(refuse("behind the colon stands a share from 0 to 1"));
        }
        let kind = match (kind, kind.strip_prefix("slow=")) {
            ("malformed", _) => Kind::Malformed,
            (_, Some(seconds)) => {
                let seconds = seconds
                    .trim_end_matches('s')
                    .parse()
                    .ok()
                    .filter(|seconds| (0.0..=600.0).contains(seconds));
                Kind::Slow(Duration::from_secs_f64(seconds.ok_or_else(|| refuse("write slow=2s"))?))
            }
            (status, None) => {
                let status = status.parse().ok().filter(|status| (400..600).contains(status));
                Kind::Status(
                    status.ok_or_else(|| refuse("write a status from 400 to 599, slow=2s, or malformed"))?,
                )
            }
        };
        Ok(Self { kind, share: (share * 1_000.0).round() as u64 })
    }
}

impl Faults {
    pub(crate) fn new(faults: &[Fault]) -> Self {
        Self { all: faults.iter().map(|fault| (*fault, 0)).collect(), count: 0 }
    }

    /// How many requests there were.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// What goes wrong with the next request. `0.1` is every tenth, and the tenth first.
    pub(crate) fn next(&mut self) -> Spoilt {
        self.count += 1;
        let mut spoilt = Spoilt::default();
        for (fault, due) in &mut self.all {
            *due += fault.share;
            if *due < 1_000 {
                continue;
            }
            *due -= 1_000;
            match fault.kind {
                Kind::Status(status) => spoilt.status = spoilt.status.or(Some(status)),
                Kind::Slow(wait) => spoilt.wait = Some(wait),
                Kind::Malformed => spoilt.malformed = true,
            }
        }
        spoilt
    }
}

impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FaultError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tenth_request() {
        let mut faults =
            Faults::new(&[Fault::parse("429:0.1").unwrap(), Fault::parse("malformed:0.5").unwrap()]);
        let spoilt: Vec<Spoilt> = (0..20).map(|_| faults.next()).collect();
        assert_eq!(spoilt.iter().filter(|spoilt| spoilt.status == Some(429)).count(), 2);
        assert_eq!(spoilt.iter().filter(|spoilt| spoilt.malformed).count(), 10);
    }

    #[test]
    fn what_is_no_fault_is_told() {
        for text in ["", "200", "600", "429:2", "429:x", "slow", "slow=x", "slow=-1", "broken"] {
            assert!(Fault::parse(text).unwrap_err().to_string().contains("is no fault"), "{text}");
        }
        assert_eq!(Fault::parse("slow=1.5s").unwrap().kind, Kind::Slow(Duration::from_millis(1_500)));
    }
}

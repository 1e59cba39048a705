//! How did it go?

use std::process::ExitCode;

/// What the command ends with; the graver one of several wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Nothing to complain about.
    Clean,
    /// Findings at or above `--fail-on`, or differences.
    Findings,
    /// Wrong usage or configuration, or a file that cannot be read or written.
    Failed,
    /// The API, or the network, failed.
    Api,
    /// A change was sent, and nobody knows what became of it.
    Unknown,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Clean => Self::SUCCESS,
            Exit::Findings => Self::from(1),
            Exit::Failed => Self::from(2),
            Exit::Api => Self::from(3),
            Exit::Unknown => Self::from(4),
        }
    }
}

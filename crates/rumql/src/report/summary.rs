//! How much was found?

use std::fmt;

use rumql_lint::Finding;
use rumql_source::{Applicability, Severity};

/// The numbers under a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Summary {
    /// Texts with anything of ours in them.
    pub(crate) files: usize,
    pub(crate) queries: usize,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) infos: usize,
    /// Findings that `--fix` would mend.
    pub(crate) fixable: usize,
    /// Those that only `--unsafe-fixes` would.
    unsafely: usize,
    /// What could not be done, so that nobody knows what else there is.
    pub(super) failures: usize,
}

impl Summary {
    pub(super) fn count(&mut self, finding: &Finding) {
        match finding.diagnostic.severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Info => self.infos += 1,
        }
        let offers = |wanted| finding.diagnostic.fixes.iter().any(|fix| fix.applicability == wanted);
        if offers(Applicability::Safe) {
            self.fixable += 1;
        } else if offers(Applicability::Unsafe) {
            self.unsafely += 1;
        }
    }

    pub(super) fn findings(&self) -> usize {
        self.errors + self.warnings + self.infos
    }

    /// Whether anything at least as grave was found.
    pub(crate) fn reaches(&self, threshold: Option<Severity>) -> bool {
        match threshold {
            None => false,
            Some(Severity::Error) => self.errors > 0,
            Some(Severity::Warning) => self.errors + self.warnings > 0,
            Some(Severity::Info) => self.findings() > 0,
        }
    }
}

/// `1 file`, `2 files`, `2 queries`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    match (count, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        (_, None) if noun.ends_with('x') => format!("{count} {noun}es"),
        (_, None) => format!("{count} {noun}s"),
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}: ", counted(self.files, "file"), counted(self.queries, "query"))?;
        let counts = [(self.errors, "error"), (self.warnings, "warning"), (self.infos, "info")];
        let found: Vec<String> = counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, noun)| counted(*count, noun))
            .collect();
        match (found.is_empty(), self.failures, self.files) {
            (true, 0, _) => return f.write_str("no findings"),
            (true, _, 0) => return f.write_str("nothing could be checked"),
            (true, _, _) => f.write_str("nothing found in what could be read")?,
            (false, _, _) => f.write_str(&found.join(", "))?,
        }
        match (self.fixable, self.unsafely) {
            (0, 0) => {}
            (safe, 0) => write!(f, " ({safe} fixable with --fix)")?,
            (0, guessed) => write!(f, " ({guessed} fixable with --fix --unsafe-fixes)")?,
            (safe, guessed) => {
                write!(f, " ({safe} fixable with --fix, {guessed} more with --unsafe-fixes)")?;
            }
        }
        if self.failures == 0 { Ok(()) } else { write!(f, "; {}", counted(self.failures, "failure")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_reads_as_a_sentence() {
        let summary =
            Summary { files: 4, queries: 9, errors: 1, warnings: 2, fixable: 1, ..Summary::default() };
        assert_eq!(summary.to_string(), "4 files, 9 queries: 1 error, 2 warnings (1 fixable with --fix)");
        let clean = Summary { files: 1, queries: 1, ..Summary::default() };
        assert_eq!(clean.to_string(), "1 file, 1 query: no findings");
        let failed = Summary { failures: 1, ..clean };
        assert_eq!(failed.to_string(), "1 file, 1 query: nothing found in what could be read; 1 failure");
        let failed = Summary { failures: 2, ..Summary::default() };
        assert_eq!(failed.to_string(), "0 files, 0 queries: nothing could be checked");
        let failed = Summary { failures: 2, ..summary };
        assert_eq!(
            failed.to_string(),
            "4 files, 9 queries: 1 error, 2 warnings (1 fixable with --fix); 2 failures"
        );
        assert_eq!(counted(2, "fix"), "2 fixes");
    }
}

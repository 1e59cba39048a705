//! Which texts may be sent?

use rumql_hir::CheckedQuery;
use rumql_source::{Diagnostic, Entity, Severity};
use rumql_syntax::{Layout, format, parse};

/// A query that may be sent: checked and without an error, or sent all the same because a person said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleared {
    entity: Entity,
    text: String,
}

/// That a person wants a text sent as it is, whatever is wrong with it.
#[derive(Debug)]
pub struct Waiver(());

impl Waiver {
    /// Only for a flag that says so: `--force`.
    pub fn by_force() -> Self {
        Self(())
    }
}

impl Cleared {
    /// A checked query in its canonical spelling; `None` if one of `findings` is an error.
    pub fn new(query: &CheckedQuery, findings: &[Diagnostic]) -> Option<Self> {
        if findings.iter().any(|finding| finding.severity == Severity::Error) {
            return None;
        }
        let spelt = format(&parse(query.text()), Layout::OneLine);
        Some(Self { entity: query.entity(), text: spelt.unwrap_or_else(|| query.text().to_owned()) })
    }

    /// A text as it stands.
    pub fn waived(text: &str, entity: Entity, _: &Waiver) -> Self {
        Self { entity, text: text.to_owned() }
    }

    /// What it selects.
    pub fn entity(&self) -> Entity {
        self.entity
    }

    /// The text to be sent.
    pub fn text(&self) -> &str {
        &self.text
    }
}

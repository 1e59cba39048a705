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

#[cfg(test)]
mod tests {
    use rumql_hir::{Catalogs, Scope, lower};
    use rumql_source::{Code, Span};

    use super::*;

    fn checked(text: &str) -> CheckedQuery {
        let now = "2026-11-24T00:00:00Z".parse().unwrap();
        let scope = Scope { entity: Entity::Users, catalogs: Catalogs::default(), pending: None, now };
        let parsed = parse(text);
        lower(&parsed, &scope).check(&parsed).unwrap()
    }

    fn found(severity: Severity) -> Vec<Diagnostic> {
        vec![Diagnostic::new(Code { id: "REF001", name: "x" }, severity, Span::new(0, 1), "x")]
    }

    #[test]
    fn a_query_with_an_error_is_not_cleared_and_others_are_spelt_canonically() {
        let query = checked("a:1   NOT b:2");
        assert_eq!(Cleared::new(&query, &found(Severity::Error)), None);
        let cleared = Cleared::new(&query, &found(Severity::Warning)).unwrap();
        assert_eq!((cleared.text(), cleared.entity()), ("a:1 -b:2", Entity::Users));
    }

    #[test]
    fn a_waiver_sends_the_text_as_it_stands() {
        let waived = Cleared::waived("a:1   (", Entity::Accounts, &Waiver::by_force());
        assert_eq!((waived.text(), waived.entity()), ("a:1   (", Entity::Accounts));
    }
}

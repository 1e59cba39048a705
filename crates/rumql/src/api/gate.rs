//! May this request be sent?
//!
//! The body is checked as a file of it would be; with an error in it, it is not sent unless somebody says
//! `--force`.

use jiff::Timestamp;
use rumql_api::{Cleared, Waiver};
use rumql_catalog::Snapshot;
use rumql_hir::{Catalogs, Pending, Scope, absolute, lower};
use rumql_lint::{Finding, Input, Settings, check, check_alone};
use rumql_project::{Naming, Source};
use rumql_source::{Diagnostic, Entity, Severity};
use rumql_syntax::parse;

use crate::{
    api::{REQUEST, Stop},
    args::OutputFormat,
    exit::Exit,
    report::{Reporter, Shelf},
    session::Session,
};

/// What a request is checked against, and how its queries are written.
pub(crate) struct Gate {
    pub(crate) snapshot: Option<Snapshot>,
    pub(crate) settings: Settings,
    pub(crate) now: Timestamp,
    /// Whether a person wants it sent whatever is wrong.
    pub(crate) force: bool,
    /// Whether durations are sent as the moments they stand for.
    pub(crate) absolute_times: bool,
}

/// What was found in a request.
pub(crate) struct Asked(Vec<Diagnostic>);

impl Gate {
    /// Checks a body, and tells what is found. With an error, and no `--force`, it goes no further.
    pub(crate) fn check(&self, body: &str, entity: Entity, session: &mut Session) -> Result<Asked, Stop> {
        let naming = Naming { entity: Some(entity), fallback: None, expected: true };
        let source = Source::from_text(body.to_owned(), REQUEST, naming);
        let input = Input {
            path: REQUEST,
            text: &source.text,
            document: &source.document,
            catalogs: Catalogs { snapshot: self.snapshot.as_ref() },
            now: self.now,
            settings: &self.settings,
        };
        let findings = check(&input);
        self.judge(&source, findings, session)
    }

    /// Checks a segment in its file, and tells what is found in it.
    pub(crate) fn check_segment(
        &self,
        source: &Source,
        pending: &Pending,
        name: &str,
        session: &mut Session,
    ) -> Result<Asked, Stop> {
        let input = Input {
            path: &source.path,
            text: &source.text,
            document: &source.document,
            catalogs: Catalogs { snapshot: self.snapshot.as_ref() },
            now: self.now,
            settings: &self.settings,
        };
        let mut findings = check_alone(&input, pending).findings();
        findings.retain(|finding| finding.segment.as_deref().is_none_or(|segment| segment == name));
        self.judge(source, findings, session)
    }

    /// Tells what was found in the text that is to be sent.
    fn judge(
        &self,
        source: &Source,
        mut findings: Vec<Finding>,
        session: &mut Session,
    ) -> Result<Asked, Stop> {
        findings.retain(|finding| finding.diagnostic.severity > Severity::Info);
        if !findings.is_empty() {
            let mut reporter = Reporter::new(OutputFormat::Text, true);
            reporter.add(&Shelf::new([source]), 0, &findings, session);
        }
        let found: Vec<Diagnostic> = findings.into_iter().map(|finding| finding.diagnostic).collect();
        let is_wrong = found.iter().any(|found| found.severity == Severity::Error);
        if is_wrong && !self.force {
            session.error("nothing was sent: mend what is wrong first, or send it as it is with --force");
            return Err(Exit::Findings);
        }
        if is_wrong {
            session.note("sent as it is, by --force");
        }
        Ok(Asked(found))
    }

    /// A query as it is sent: in the canonical spelling, or by `--force` as it stands.
    pub(crate) fn clear(
        &self,
        text: &str,
        entity: Entity,
        asked: &Asked,
        session: &mut Session,
    ) -> Result<Cleared, Stop> {
        if self.force {
            return Ok(Cleared::waived(text, entity, &Waiver::by_force()));
        }
        let catalogs = Catalogs { snapshot: self.snapshot.as_ref() };
        let scope = Scope { entity, catalogs, pending: None, now: self.now };
        let mut parsed = parse(text);
        if self.absolute_times
            && let Some(text) = absolute(&parsed, &scope)
        {
            parsed = parse(&text);
        }
        let checked = lower(&parsed, &scope).check(&parsed);
        let cleared = checked.and_then(|checked| Cleared::new(&checked, &asked.0));
        cleared.ok_or_else(|| {
            session.error(&format!(
                "nothing was sent: a part of `{text}` has no meaning; `rumql explain` tells which"
            ));
            Exit::Findings
        })
    }
}

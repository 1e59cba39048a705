//! Whom does a query mean, and what is wrong with it?

use rumql_hir::{Catalogs, Scope, lower};
use rumql_lint::Finding;
use rumql_project::{Overrides, Project, Source};
use rumql_source::{Entity, Severity};
use rumql_syntax::parse;
use serde::Serialize;

use crate::{
    args::{ExplainArgs, ExplainFormat, OutputFormat, Sources},
    exit::Exit,
    input::Input,
    report::{Diagnostic, Reporter, Shelf, diagnostics, guard::clean_lines},
    session::Session,
};

/// The whole answer for programs. The keys and their order are a promise.
#[derive(Serialize)]
struct Explained {
    version: u32,
    query: String,
    entity: &'static str,
    english: String,
    diagnostics: Vec<Diagnostic>,
}

/// Tells a query in English, and what is wrong with it; matters of style are left to `check`.
///
/// # Errors
/// What is wrong with the configuration, the mapping or standard input.
pub(super) fn explain(input: &Input, args: &ExplainArgs, session: &mut Session) -> Result<Exit, String> {
    let mut project = Project::new(&args.mapping).map_err(|error| error.to_string())?;
    let config = input.config(&mut project)?;
    let settings =
        config.settings(&Overrides::default(), input.path()).map_err(|unknown| unknown.to_string())?;
    let snapshot = project.mapping(input.path()).map_err(|error| error.to_string())?;
    let catalogs = Catalogs { snapshot: snapshot.as_deref() };
    let now = args.now.unwrap_or(session.now);
    let sources = Sources { paths: Vec::new(), entity: args.entity, stdin_filename: None };
    let Some(source) = input.read(&sources, &config, session)? else { return Ok(Exit::Clean) };
    let (path, text, document) = (&source.path, &source.text, &source.document);
    let mut findings =
        rumql_lint::check(&rumql_lint::Input { path, text, document, catalogs, now, settings: &settings });
    findings.retain(|finding| finding.diagnostic.severity > Severity::Info);
    let entity = document.queries.first().and_then(|query| query.entity).unwrap_or(Entity::Users);
    let english = english(&source, &Scope { entity, catalogs, pending: None, now });
    let exit = exit(&findings);
    match args.output_format {
        ExplainFormat::Text => tell(english.as_deref(), &source, &findings, session),
        ExplainFormat::Json => session.out.text(json(english, entity, &source, &findings)),
    }
    Ok(exit)
}

/// `None` for a text that is no query at all: bytes that are not UTF-8.
fn english(source: &Source, scope: &Scope<'_>) -> Option<String> {
    let query = source.document.queries.first()?;
    let text = &query.scalar.text;
    Some(rumql_semantics::explain(&lower(&parse(text), scope), text, scope))
}

/// The English has standard output for itself.
fn tell(english: Option<&str>, source: &Source, findings: &[Finding], session: &mut Session) {
    if let Some(english) = english {
        session.out.text(format!("{}\n", clean_lines(english)));
    }
    if !findings.is_empty() {
        let mut reporter = Reporter::new(OutputFormat::Text, true);
        reporter.add(&Shelf::new([source]), 0, findings, session);
        reporter.finish(session);
    }
}

fn json(english: Option<String>, entity: Entity, source: &Source, findings: &[Finding]) -> String {
    let query = source.document.queries.first();
    let explained = Explained {
        version: 1,
        query: query.map(|query| query.scalar.text.clone()).unwrap_or_default(),
        entity: entity.as_str(),
        english: english.unwrap_or_default(),
        diagnostics: diagnostics(&Shelf::new([source]), 0, findings),
    };
    // Writing plain data with text keys to memory cannot fail.
    let json = serde_json::to_string_pretty(&explained).unwrap_or_default();
    format!("{json}\n")
}

fn exit(findings: &[Finding]) -> Exit {
    let is_error = findings.iter().any(|finding| finding.diagnostic.severity == Severity::Error);
    if is_error { Exit::Findings } else { Exit::Clean }
}

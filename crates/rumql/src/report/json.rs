//! Findings for programs. The keys and their order are a promise; see DESIGN.md.

use rumql_source::{Position, Span};
use serde::Serialize;

use crate::report::{Summary, Told, places::Places};

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    diagnostics: &'a [Diagnostic],
    summary: Counts,
    errors: &'a [Failure],
}

#[derive(Serialize)]
struct Counts {
    files: usize,
    queries: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    fixable: usize,
}

/// Something that could not be done: a text that cannot be read, a configuration that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Failure {
    /// What was not checked for it, or not written; `null` if that is not one text.
    pub(crate) path: Option<String>,
    /// What went wrong, and what to do.
    pub(crate) message: String,
}

impl Failure {
    /// What went wrong with one text.
    pub(crate) fn of(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: Some(path.into()), message: message.into() }
    }
}

/// A finding.
#[derive(Debug, Serialize)]
pub(crate) struct Diagnostic {
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    message: String,
    path: String,
    segment: Option<String>,
    range: Range,
    labels: Vec<Label>,
    notes: Vec<String>,
    help: Option<String>,
    fixes: Vec<Fix>,
    /// Where more is to be read: a command, as long as there is no site.
    url: String,
}

#[derive(Debug, Serialize)]
struct Label {
    /// `null` for a place in a file that is not at hand.
    range: Option<Range>,
    message: String,
    path: String,
}

#[derive(Debug, Serialize)]
struct Fix {
    applicability: &'static str,
    title: String,
    edits: Vec<Edit>,
}

#[derive(Debug, Serialize)]
struct Edit {
    range: Range,
    content: String,
}

#[derive(Debug, Serialize)]
struct Range {
    start: Point,
    end: Point,
}

#[derive(Debug, Serialize)]
struct Point {
    line: u32,
    column: u32,
    offset: u32,
}

pub(super) fn diagnostic(told: &Told<'_>) -> Diagnostic {
    let (found, places) = (&told.finding.diagnostic, told.text.places());
    let path = &told.text.source.path;
    // What is to be seen at the main place is the first label.
    let main = found.label.iter().map(|message| Label {
        range: Some(range(found.span, places)),
        message: message.clone(),
        path: path.clone(),
    });
    let others = found.labels.iter().map(|label| Label {
        range: told.text_of(label).map(|text| range(label.span, text.places())),
        message: label.message.clone(),
        path: label.path.as_ref().unwrap_or(path).clone(),
    });
    Diagnostic {
        code: found.code.id,
        name: found.code.name,
        severity: found.severity.as_str(),
        message: found.message.clone(),
        path: path.clone(),
        segment: told.finding.segment.clone(),
        range: range(found.span, places),
        labels: main.chain(others).collect(),
        notes: found.notes.clone(),
        help: found.help.clone(),
        fixes: found.fixes.iter().map(|it| fix(it, places)).collect(),
        url: format!("rumql explain {}", found.code),
    }
}

/// The whole report as one JSON text.
pub(super) fn report(diagnostics: &[Diagnostic], summary: &Summary, failures: &[Failure]) -> String {
    let Summary { files, queries, errors, warnings, infos, fixable, .. } = *summary;
    let summary = Counts { files, queries, errors, warnings, infos, fixable };
    let report = Report { version: 1, diagnostics, summary, errors: failures };
    // Writing plain data with text keys to memory cannot fail.
    let mut text = serde_json::to_string_pretty(&report).unwrap_or_default();
    text.push('\n');
    text
}

fn fix(fix: &rumql_source::Fix, places: &Places) -> Fix {
    let edits = fix.edits.iter();
    let edits = edits.map(|edit| Edit { range: range(edit.span, places), content: edit.content.clone() });
    Fix { applicability: fix.applicability.as_str(), title: fix.title.clone(), edits: edits.collect() }
}

fn range(span: Span, places: &Places) -> Range {
    Range { start: point(places.position(span.start)), end: point(places.position(span.end)) }
}

fn point(position: Position) -> Point {
    Point { line: position.line, column: position.column, offset: position.offset }
}

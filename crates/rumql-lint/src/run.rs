//! What is found in a file?

use std::{cell::Cell, collections::HashSet};

use jiff::Timestamp;
use rumql_document::{Document, EmbeddedQuery, Request, Style};
use rumql_hir::{Catalogs, Lowered, Scope, lower};
use rumql_source::{Diagnostic, Edit, Entity, Span, apply_edits};
use rumql_syntax::parse;

use crate::{
    context::{CorpusCx, HostCx, QueryCx, ReadFile, ReadQuery, RequestCx},
    cook::{cook_host, cook_problem, cook_syntax},
    settings::Settings,
    table::RULES,
};

/// A file to check, and what it is checked against.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The file's name, for findings of other files that point at it.
    pub path: &'a str,
    /// The file's text.
    pub text: &'a str,
    /// The file, read.
    pub document: &'a Document,
    /// Where names are looked up.
    pub catalogs: Catalogs<'a>,
    /// The moment that relative times count from.
    pub now: Timestamp,
    /// The rules in force.
    pub settings: &'a Settings,
}

/// A diagnostic in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The diagnostic; its spans and edits are bytes of the file.
    pub diagnostic: Diagnostic,
    /// The name of the segment it is in.
    pub segment: Option<String>,
    /// What the query it is in selects.
    pub entity: Option<Entity>,
    /// Whether the query could not be read there. Some rules look only at a query without such
    /// places, so mending one may bring findings to light.
    pub unread: bool,
}

/// Everything that the rules in force find in a file, in the order of the text. What is wrong
/// between files is for [`check_all`].
pub fn check(input: &Input<'_>) -> Vec<Finding> {
    check_all(std::slice::from_ref(input)).pop().unwrap_or_default()
}

/// Everything that the rules in force find in files that belong together: for each file its
/// findings, in the order of the text.
pub fn check_all(inputs: &[Input<'_>]) -> Vec<Vec<Finding>> {
    let files: Vec<ReadFile<'_>> = inputs.iter().map(read_file).collect();
    let mut all: Vec<Vec<Finding>> = files.iter().map(check_file).collect();
    check_corpus(&files, &mut all);
    files.iter().zip(all).map(|(file, findings)| finish(file, findings)).collect()
}

fn read_file<'a>(input: &'a Input<'a>) -> ReadFile<'a> {
    let read = |embedded: &'a EmbeddedQuery| {
        let parse = parse(&embedded.scalar.text);
        let scope = scope(input, embedded.entity.unwrap_or(Entity::Users));
        let lowered = lower(&parse, &scope);
        ReadQuery { embedded, parse, scope, lowered }
    };
    ReadFile { input, queries: input.document.queries.iter().map(read).collect() }
}

/// What is wrong within one file.
fn check_file(file: &ReadFile<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    check_host(file.input, &mut findings);
    for query in &file.queries {
        findings.extend(to_host(check_query(file.input, query), file.input.text, query.embedded));
    }
    for (index, request) in file.input.document.requests.iter().enumerate() {
        let queries: Vec<&ReadQuery<'_>> =
            file.queries.iter().filter(|query| query.embedded.request == Some(index)).collect();
        check_request(file.input, request, &queries, &mut findings);
    }
    findings
}

/// What is wrong between files.
fn check_corpus(files: &[ReadFile<'_>], all: &mut [Vec<Finding>]) {
    let mut found = Vec::new();
    let cx = CorpusCx { files };
    RULES.iter().filter_map(|rule| rule.corpus).for_each(|check| check(&cx, &mut found));
    for (index, diagnostic) in found {
        if let (Some(file), Some(findings)) = (files.get(index), all.get_mut(index)) {
            let request = request_at(file.input.document, diagnostic.span);
            findings.push(Finding {
                segment: request.and_then(segment_name),
                entity: request.and_then(|request| request.entity),
                unread: false,
                diagnostic,
            });
        }
    }
}

fn request_at(document: &Document, span: Span) -> Option<&Request> {
    document.requests.iter().find(|request| request.span.start <= span.start && span.end <= request.span.end)
}

/// Keeps what is asked for, in the order of the text.
fn finish(file: &ReadFile<'_>, mut findings: Vec<Finding>) -> Vec<Finding> {
    // A file that cannot be read is never passed over: "no findings" would be a lie.
    let unreadable = crate::rules::emb::unreadable_host::META.code;
    findings.retain(|finding| {
        let code = finding.diagnostic.code;
        code == unreadable || file.input.settings.enables(code)
    });
    findings.sort_by(|a, b| {
        let key = |finding: &Finding| (finding.diagnostic.span, finding.diagnostic.code);
        key(a).cmp(&key(b))
    });
    findings.dedup();
    findings
}

/// What is wrong around the queries.
fn check_host(input: &Input<'_>, acc: &mut Vec<Finding>) {
    let cx = HostCx { text: input.text, document: input.document, input };
    let mut diagnostics: Vec<Diagnostic> =
        input.document.problems.iter().map(|problem| cook_host(&cx, problem)).collect();
    RULES.iter().filter_map(|rule| rule.host).for_each(|check| check(&cx, &mut diagnostics));
    acc.extend(diagnostics.into_iter().map(|diagnostic| Finding {
        diagnostic,
        segment: None,
        entity: None,
        unread: false,
    }));
}

/// What is wrong with a segment or body beside its queries.
fn check_request(input: &Input<'_>, request: &Request, queries: &[&ReadQuery<'_>], acc: &mut Vec<Finding>) {
    let scope = request.entity.map(|entity| scope(input, entity));
    let cx = RequestCx { request, scope: scope.as_ref(), text: input.text, input, queries };
    let mut diagnostics = Vec::new();
    RULES.iter().filter_map(|rule| rule.request).for_each(|check| check(&cx, &mut diagnostics));
    acc.extend(diagnostics.into_iter().map(|diagnostic| Finding {
        diagnostic,
        segment: segment_name(request),
        entity: request.entity,
        unread: false,
    }));
}

/// The findings in one query, in its own bytes. Where a file does not say whose query it is,
/// only what is wrong for either entity.
fn check_query(input: &Input<'_>, query: &ReadQuery<'_>) -> Vec<Finding> {
    let mut found = check_query_of(input, query, &query.scope, &query.lowered);
    if query.embedded.entity.is_none() {
        let key = |finding: &Finding| (finding.diagnostic.code, finding.diagnostic.span);
        let scope = scope(input, Entity::Accounts);
        let lowered = lower(&query.parse, &scope);
        let accounts: HashSet<_> = check_query_of(input, query, &scope, &lowered).iter().map(key).collect();
        found.retain(|finding| accounts.contains(&key(finding)));
    }
    found
}

fn check_query_of(
    input: &Input<'_>,
    query: &ReadQuery<'_>,
    scope: &Scope<'_>,
    lowered: &Lowered,
) -> Vec<Finding> {
    let ReadQuery { embedded, parse, .. } = query;
    let request = embedded.request.and_then(|index| input.document.requests.get(index));
    let cx = QueryCx { scope, parse, lowered, embedded, settings: input.settings, request };
    let mut diagnostics: Vec<Diagnostic> = parse.errors.iter().map(|error| cook_syntax(&cx, error)).collect();
    let unread = diagnostics.len();
    diagnostics.extend(lowered.problems.iter().filter_map(|problem| cook_problem(&cx, problem)));
    RULES.iter().filter_map(|rule| rule.query).for_each(|check| check(&cx, &mut diagnostics));
    let segment = request.and_then(segment_name);
    let finding = |(index, diagnostic)| Finding {
        diagnostic,
        segment: segment.clone(),
        entity: embedded.entity,
        unread: index < unread,
    };
    diagnostics.into_iter().enumerate().map(finding).collect()
}

fn scope<'a>(input: &Input<'a>, entity: Entity) -> Scope<'a> {
    Scope { entity, catalogs: input.catalogs, now: input.now }
}

fn segment_name(request: &Request) -> Option<String> {
    Some(request.name.as_ref()?.text.clone())
}

/// Carries findings over to the file. A plain file takes the edits as they are; elsewhere each fix
/// becomes one edit of the scalar, in the host's own quoting. That costs as much as the scalar is long, so a long one with many fixes keeps only the
/// first of them; the next run finds the rest.
fn to_host(findings: Vec<Finding>, text: &str, query: &EmbeddedQuery) -> Vec<Finding> {
    const BYTES: usize = 64 << 20;
    let scalar = &query.scalar;
    let left = Cell::new(BYTES / scalar.text.len().max(1));
    let edits = |edits: &[Edit]| {
        if scalar.style == Style::Plain {
            let at_home = |edit: &Edit| Edit::replace(scalar.map.to_host(edit.span), edit.content.as_str());
            return Some(edits.iter().map(at_home).collect());
        }
        left.set(left.get().checked_sub(1)?);
        let mended = apply_edits(&scalar.text, edits)?;
        Some(vec![scalar.encode(text, &mended)])
    };
    let span = |span| scalar.map.to_host(span);
    let map = |finding: Finding| Finding { diagnostic: finding.diagnostic.map(span, edits), ..finding };
    findings.into_iter().map(map).collect()
}

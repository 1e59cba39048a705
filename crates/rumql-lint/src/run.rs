//! What is found in a file?

use std::{cell::Cell, collections::HashSet};

use jiff::Timestamp;
use rumql_document::{Document, EmbeddedQuery, Request, Style};
use rumql_hir::{Catalogs, Lowered, Scope, lower};
use rumql_source::{Applicability, Diagnostic, Edit, Entity, Span, apply_edits};
use rumql_syntax::parse;

use crate::{
    context::{CorpusCx, HostCx, QueryCx, ReadFile, ReadQuery, RequestCx},
    cook::{cook_host, cook_problem, cook_syntax},
    rules::sty,
    settings::Settings,
    suppress,
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

/// How many files a check sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// One, out of its team's.
    File,
    /// Those that belong together.
    Run,
}

/// Everything that the rules in force find in a file, in the order of the text. What is wrong
/// between files is for [`check_all`]; a comment that may silence it is never called unused here.
pub fn check(input: &Input<'_>) -> Vec<Finding> {
    run(std::slice::from_ref(input), Reach::File).pop().unwrap_or_default()
}

/// Everything that the rules in force find in files that belong together: for each file its
/// findings, in the order of the text. One file is a file alone.
pub fn check_all(inputs: &[Input<'_>]) -> Vec<Vec<Finding>> {
    run(inputs, if inputs.len() > 1 { Reach::Run } else { Reach::File })
}

fn run(inputs: &[Input<'_>], reach: Reach) -> Vec<Vec<Finding>> {
    let files: Vec<ReadFile<'_>> = inputs.iter().map(read_file).collect();
    let mut all: Vec<Vec<Finding>> = files.iter().map(check_file).collect();
    check_corpus(&files, &mut all);
    files.iter().zip(all).map(|(file, findings)| finish(file, findings, reach)).collect()
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
    check_spelling(file, &mut findings);
    findings
}

/// Which queries are spelt otherwise than `fmt` spells them: asked last, for what else can be
/// mended in a query comes first.
fn check_spelling(file: &ReadFile<'_>, findings: &mut Vec<Finding>) {
    let settings = file.input.settings;
    if !settings.enables(sty::format::META.code) {
        return;
    }
    let is_mended = |finding: &&Finding| {
        let fixes = &finding.diagnostic.fixes;
        fixes.iter().any(|fix| fix.applicability != Applicability::Choice)
            && settings.enables(finding.diagnostic.code)
    };
    let mut mended: Vec<u32> =
        findings.iter().filter(is_mended).map(|finding| finding.diagnostic.span.start).collect();
    mended.sort_unstable();
    for query in &file.queries {
        let span = query.embedded.scalar.span;
        let is_mended = || {
            let next = mended.partition_point(|start| *start < span.start);
            mended.get(next).is_some_and(|start| *start <= span.end)
        };
        let Some(diagnostic) = sty::format::find(query, file.input.text, is_mended) else { continue };
        let request = query.embedded.request.and_then(|index| file.input.document.requests.get(index));
        let segment = request.and_then(segment_name);
        let finding = Finding { diagnostic, segment, entity: query.embedded.entity, unread: false };
        findings.extend(to_host(vec![finding], file.input.text, query.embedded));
    }
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

/// Keeps what is asked for and not silenced, as grave as the team has it, in the order of the text.
fn finish(file: &ReadFile<'_>, mut findings: Vec<Finding>, reach: Reach) -> Vec<Finding> {
    let settings = file.input.settings;
    findings.retain(|finding| settings.enables(finding.diagnostic.code));
    let mut findings = suppress::apply(file, findings, reach);
    for diagnostic in findings.iter_mut().map(|finding| &mut finding.diagnostic) {
        // A policy may have a severity of its own.
        if diagnostic.code != sty::policy::META.code {
            diagnostic.severity = settings.severity(diagnostic.code).unwrap_or(diagnostic.severity);
        }
    }
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
    diagnostics.extend(lowered.problems.iter().map(|problem| cook_problem(&cx, problem)));
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

//! What is found in a file?

use std::{cell::Cell, collections::HashSet};

use jiff::Timestamp;
use rumql_document::{Document, EmbeddedQuery, Request, Style};
use rumql_hir::{Catalogs, Lowered, Pending, Scope, lower};
use rumql_source::{Applicability, Diagnostic, Edit, Entity, Span, apply_edits};
use rumql_syntax::parse;

use crate::{
    context::{CorpusCx, HostCx, QueryCx, ReadFile, ReadQuery, RequestCx},
    cook::{cook_host, cook_problem, cook_syntax},
    corpus::{Corpus, pending},
    logic::Logic,
    rule::Rule,
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

/// How much of a project the files of a run are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// There may be other files; that something is in none of these says nothing.
    Part,
    /// All of it.
    Whole,
}

/// Everything that the rules in force find in a file, in the order of the text, as if it were
/// the only one of its project that is at hand.
pub fn check(input: &Input<'_>) -> Vec<Finding> {
    check_all(std::slice::from_ref(input)).pop().unwrap_or_default()
}

/// Everything that the rules in force find in files that belong together: for each file its
/// findings, in the order of the text. One file is a file alone.
pub fn check_all(inputs: &[Input<'_>]) -> Vec<Vec<Finding>> {
    let pending = pending(inputs.iter().map(|input| input.document));
    let files: Vec<ReadFile<'_>> = inputs.iter().map(|input| check_alone(input, &pending)).collect();
    check_together(&files, Extent::Part)
}

/// Reads a file and checks it by itself. `pending` are the names that the files around it bring.
pub fn check_alone<'a>(input: &'a Input<'a>, pending: &'a Pending) -> ReadFile<'a> {
    let mut file = read_alone(input, pending);
    file.own = check_file(&file, pending);
    file
}

/// Reads a file that counts for others only: what is wrong within it is not looked for.
pub fn read_alone<'a>(input: &'a Input<'a>, pending: &'a Pending) -> ReadFile<'a> {
    let read = |embedded: &'a EmbeddedQuery| {
        let parse = parse(&embedded.scalar.text);
        let scope = scope(input, pending, embedded.entity.unwrap_or(Entity::Users));
        let lowered = lower(&parse, &scope);
        ReadQuery { embedded, parse, scope, lowered }
    };
    let queries = input.document.queries.iter().map(read).collect();
    let in_force = |rule: &&Rule| input.settings.enables(rule.code);
    let rules = RULES.iter().copied().filter(in_force).collect();
    ReadFile { input, rules, queries, own: Vec::new() }
}

/// The findings in files that belong together, those between them included: for each file its
/// findings, in the order of the text. The files share one mapping.
pub fn check_together(files: &[ReadFile<'_>], extent: Extent) -> Vec<Vec<Finding>> {
    let mut all: Vec<Vec<Finding>> = files.iter().map(|file| file.own.clone()).collect();
    check_corpus(files, extent, &mut all);
    files.iter().zip(all).map(|(file, findings)| finish(file, findings, extent)).collect()
}

impl ReadFile<'_> {
    /// The findings in the file by itself, in the order of the text.
    pub fn findings(&self) -> Vec<Finding> {
        finish(self, self.own.clone(), Extent::Part)
    }
}

/// What is wrong within one file.
fn check_file(file: &ReadFile<'_>, pending: &Pending) -> Vec<Finding> {
    let mut findings = Vec::new();
    check_host(file, &mut findings);
    for query in &file.queries {
        findings.extend(to_host(check_query(file, query), file.input.text, query.embedded));
    }
    for (request, queries) in with_queries(file) {
        let scope = request.entity.map(|entity| scope(file.input, pending, entity));
        check_request(file, request, scope.as_ref(), &queries, &mut findings);
    }
    check_spelling(file, &mut findings);
    findings
}

/// The requests of a file, each with its queries.
fn with_queries<'f>(file: &'f ReadFile<'_>) -> impl Iterator<Item = (&'f Request, Vec<&'f ReadQuery<'f>>)> {
    let requests = &file.input.document.requests;
    let mut queries: Vec<Vec<&ReadQuery<'_>>> = requests.iter().map(|_| Vec::new()).collect();
    for query in &file.queries {
        if let Some(own) = query.embedded.request.and_then(|index| queries.get_mut(index)) {
            own.push(query);
        }
    }
    requests.iter().zip(queries)
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
fn check_corpus(files: &[ReadFile<'_>], extent: Extent, all: &mut [Vec<Finding>]) {
    let mut found = Vec::new();
    let corpus = Corpus::new(files);
    let cx = CorpusCx { files, corpus: &corpus, extent };
    let in_force = |rule: &&&Rule| files.iter().any(|file| file.input.settings.enables(rule.code));
    RULES.iter().filter(in_force).filter_map(|rule| rule.corpus).for_each(|check| check(&cx, &mut found));
    for (index, mut diagnostic) in found {
        if let (Some(file), Some(findings)) = (files.get(index), all.get_mut(index)) {
            for label in &mut diagnostic.labels {
                label.path.take_if(|path| path == file.input.path);
            }
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
fn finish(file: &ReadFile<'_>, mut findings: Vec<Finding>, extent: Extent) -> Vec<Finding> {
    let settings = file.input.settings;
    findings.retain(|finding| settings.enables(finding.diagnostic.code));
    crate::rules::emb::escape_decay::silence_echoes(&mut findings);
    let mut findings = suppress::apply(file, findings, extent);
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
    // What an alias or a merge key brings into a second segment is wrong at one place.
    findings.dedup_by(|later, first| later.diagnostic == first.diagnostic);
    findings
}

/// What is wrong around the queries.
fn check_host(file: &ReadFile<'_>, acc: &mut Vec<Finding>) {
    let input = file.input;
    let cx = HostCx { text: input.text, document: input.document };
    let mut diagnostics: Vec<Diagnostic> =
        input.document.problems.iter().map(|problem| cook_host(&cx, problem)).collect();
    file.rules.iter().filter_map(|rule| rule.host).for_each(|check| check(&cx, &mut diagnostics));
    acc.extend(diagnostics.into_iter().map(|diagnostic| Finding {
        diagnostic,
        segment: None,
        entity: None,
        unread: false,
    }));
}

/// What is wrong with a segment or body beside its queries.
fn check_request(
    file: &ReadFile<'_>,
    request: &Request,
    scope: Option<&Scope<'_>>,
    queries: &[&ReadQuery<'_>],
    acc: &mut Vec<Finding>,
) {
    let input = file.input;
    let cx = RequestCx { request, scope, text: input.text, input, queries };
    let mut diagnostics = Vec::new();
    file.rules.iter().filter_map(|rule| rule.request).for_each(|check| check(&cx, &mut diagnostics));
    acc.extend(diagnostics.into_iter().map(|diagnostic| Finding {
        diagnostic,
        segment: segment_name(request),
        entity: request.entity,
        unread: false,
    }));
}

/// The findings in one query, in its own bytes. Where a file does not say whose query it is,
/// only what is wrong for either entity.
fn check_query(file: &ReadFile<'_>, query: &ReadQuery<'_>) -> Vec<Finding> {
    let mut found = check_query_of(file, query, &query.scope, &query.lowered);
    if query.embedded.entity.is_none() {
        let key = |finding: &Finding| (finding.diagnostic.code, finding.diagnostic.span);
        let scope = Scope { entity: Entity::Accounts, ..query.scope };
        let lowered = lower(&query.parse, &scope);
        let accounts: HashSet<_> = check_query_of(file, query, &scope, &lowered).iter().map(key).collect();
        found.retain(|finding| accounts.contains(&key(finding)));
    }
    found
}

fn check_query_of(
    file: &ReadFile<'_>,
    query: &ReadQuery<'_>,
    scope: &Scope<'_>,
    lowered: &Lowered,
) -> Vec<Finding> {
    let input = file.input;
    let ReadQuery { embedded, parse, .. } = query;
    let request = embedded.request.and_then(|index| input.document.requests.get(index));
    let cx = QueryCx { scope, parse, lowered, embedded, settings: input.settings, request, logic: None };
    let asks_logic = file.rules.iter().any(|rule| rule.code.family() == "LOG");
    let logic = asks_logic.then(|| Logic::of(&cx)).flatten();
    let cx = QueryCx { logic: logic.as_ref(), ..cx };
    let mut diagnostics: Vec<Diagnostic> =
        parse.errors.iter().filter_map(|error| cook_syntax(&cx, error)).collect();
    let unread = diagnostics.len();
    diagnostics.extend(lowered.problems.iter().filter_map(|problem| cook_problem(&cx, problem)));
    file.rules.iter().filter_map(|rule| rule.query).for_each(|check| check(&cx, &mut diagnostics));
    let segment = request.and_then(segment_name);
    let finding = |(index, diagnostic)| Finding {
        diagnostic,
        segment: segment.clone(),
        entity: embedded.entity,
        unread: index < unread,
    };
    diagnostics.into_iter().enumerate().map(finding).collect()
}

fn scope<'a>(input: &Input<'a>, pending: &'a Pending, entity: Entity) -> Scope<'a> {
    Scope { entity, catalogs: input.catalogs, pending: Some(pending), now: input.now }
}

/// The name of a segment.
pub(crate) fn segment_name(request: &Request) -> Option<String> {
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

//! Where is a custom attribute asked for?

use std::collections::HashMap;

use rumql_document::{Request, Scalar};
use rumql_hir::{Origin, Query, Test};
use rumql_source::{Entity, Span};
use rumql_syntax::literal::unescape_name;

use crate::context::{ReadFile, ReadQuery};

/// One place that asks for an attribute.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Use<'a> {
    /// The file, as an index.
    pub(crate) file: usize,
    /// The name, in bytes of the file.
    pub(crate) span: Span,
    /// Whose attribute it is; `None` if the file does not say.
    pub(crate) entity: Option<Entity>,
    /// What asks.
    pub(crate) place: Place<'a>,
    /// The request around it, as an index into the file's.
    pub(crate) request: Option<usize>,
    /// The name of the segment around it.
    segment: Option<&'a str>,
}

/// What asks for an attribute.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'a> {
    /// A query; the test if it has a meaning, and the value's bytes in the file.
    Query(Option<&'a Test>, Span),
    /// `select`, `select_columns`.
    Column,
    /// `sort.field`.
    SortField,
    /// `facet_id`.
    Facet,
}

impl Use<'_> {
    /// What is to be seen there: "`at-risk` asks for it".
    pub(crate) fn describe(&self) -> String {
        let does = match self.place {
            Place::Query(..) => "asks for it",
            Place::Column => "selects it",
            Place::SortField => "sorts by it",
            Place::Facet => "counts its values",
        };
        match self.segment {
            Some(segment) => format!("`{segment}` {does}"),
            None => does.to_owned(),
        }
    }
}

/// All uses by name, in the order of the files.
pub(super) fn gather<'a>(files: &'a [ReadFile<'a>]) -> HashMap<String, Vec<Use<'a>>> {
    let mut uses = HashMap::new();
    for (file, read) in files.iter().enumerate() {
        let document = read.input.document;
        for query in &read.queries {
            let request = query.embedded.request.and_then(|index| document.requests.get(index));
            of_query(file, query, segment_of(request), &mut uses);
        }
        for (index, request) in document.requests.iter().enumerate() {
            of_request(file, index, request, &mut uses);
        }
    }
    for places in uses.values_mut() {
        places.sort_by_key(|it| (it.file, it.span));
    }
    uses
}

type Uses<'a> = HashMap<String, Vec<Use<'a>>>;

fn segment_of(request: Option<&Request>) -> Option<&str> {
    Some(request?.name.as_ref()?.text.as_str())
}

fn of_query<'a>(file: usize, query: &'a ReadQuery<'a>, segment: Option<&'a str>, acc: &mut Uses<'a>) {
    let entity = query.embedded.entity;
    // The `@` names of an event query are attributes of events.
    if entity == Some(Entity::Events) {
        return;
    }
    let text = query.parse.tree.text();
    let map = &query.embedded.scalar.map;
    for (origin, test) in leaves(query) {
        let Some(name_span) = origin.name else { continue };
        let written = name_span.slice(text);
        if !written.starts_with('@') {
            continue;
        }
        let place = Place::Query(test, map.to_host(origin.value));
        let (span, request) = (map.to_host(name_span), query.embedded.request);
        let found = Use { file, span, entity, place, request, segment };
        acc.entry(unescape_name(written)).or_default().push(found);
    }
}

/// The leaves of a query: where each comes from, and its test if it has one.
fn leaves<'a>(query: &'a ReadQuery<'a>) -> Vec<(Origin, Option<&'a Test>)> {
    let mut tests = Vec::new();
    walk(&query.lowered.query, &mut tests);
    query.lowered.origins.iter().copied().zip(tests).collect()
}

// The depth of a meaning is capped by the parser, and so is this recursion.
fn walk<'a>(query: &'a Query, acc: &mut Vec<Option<&'a Test>>) {
    match query {
        Query::All | Query::Unknown => acc.push(None),
        Query::Predicate(predicate) => acc.push(Some(&predicate.test)),
        Query::Not(inner) => walk(inner, acc),
        Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|part| walk(part, acc)),
    }
}

fn of_request<'a>(file: usize, index: usize, request: &'a Request, acc: &mut Uses<'a>) {
    let segment = segment_of(Some(request));
    let mut add = |scalar: &Scalar, place| {
        if scalar.text.starts_with('@') {
            let (span, entity, request) = (scalar.span, request.entity, Some(index));
            let found = Use { file, span, entity, place, request, segment };
            acc.entry(scalar.text.clone()).or_default().push(found);
        }
    };
    request.columns.iter().for_each(|column| add(column, Place::Column));
    request.sort_field.iter().for_each(|field| add(field, Place::SortField));
    request.facet.iter().for_each(|facet| add(facet, Place::Facet));
}

//! `duplicate-segment`: two segments of the same users.

use std::collections::{BTreeSet, HashMap};

use rumql_document::{Host, Request, RequestKind, Role};
use rumql_hir::Query;
use rumql_semantics::{Answer, equivalent};
use rumql_source::{Diagnostic, Label};

use crate::{
    context::{CorpusCx, ReadFile, ReadQuery},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// Two segments, of one file or of two, that match the same records, however they are written.
    ///
    /// ## Why it matters
    /// One of them will be changed and the other forgotten. That they match the same is proved; which
    /// columns they select does not matter.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: buyers
    ///     query: plan_type:(pro OR team)
    ///     select: [user_id]
    ///     limit: 100
    ///   - name: paying
    ///     query: plan_type:(team OR pro)
    ///            ^^^^^^^^^^^^^^^^^^^^^^^ warning[LOG018]: this matches what `buyers` matches
    ///     select: [user_id]
    ///     limit: 100
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: buyers
    ///     query: plan_type:(pro OR team)
    ///     select: [user_id]
    ///     limit: 100
    ///   - name: paying
    ///     query: plan_type:team
    ///     select: [user_id]
    ///     limit: 100
    /// ```
    ///
    /// ## Fix
    /// None: keep the one, or make the other what it was meant to be.
    pub(crate) static META = {
        code: "LOG018", name: "duplicate-segment", level: Warning, since: "0.1.0", corpus: check
    }
}

/// A query that a team keeps.
struct Segment<'a> {
    file: usize,
    query: &'a ReadQuery<'a>,
    request: Option<&'a Request>,
}

fn check(cx: &CorpusCx<'_>, acc: &mut Vec<(usize, Diagnostic)>) {
    // Queries that ask of other attributes are hardly ever the same; comparing all pairs of a
    // large team would take long.
    let mut alike: HashMap<String, Vec<Segment<'_>>> = HashMap::new();
    for (index, file) in cx.files.iter().enumerate() {
        for segment in segments(index, file) {
            let others = alike.entry(key(file, &segment)).or_default();
            let same = |other: &&Segment<'_>| {
                let (a, b) = (&other.query.lowered.query, &segment.query.lowered.query);
                equivalent(a, b, &segment.query.scope) == Answer::Yes
            };
            match others.iter().find(same) {
                Some(other) => acc.push((index, tell(cx, other, &segment))),
                None => others.push(segment),
            }
        }
    }
}

/// The queries of a file that are segments: entries of segment files, and plain queries.
fn segments<'a>(index: usize, file: &'a ReadFile<'a>) -> impl Iterator<Item = Segment<'a>> {
    let document = file.input.document;
    file.queries.iter().filter_map(move |query| {
        let request = query.embedded.request.and_then(|request| document.requests.get(request));
        let kept = match request {
            Some(request) => request.kind == RequestKind::Segment,
            None => document.host == Host::Plain,
        };
        let read = query.parse.errors.is_empty() && !query.lowered.query.has_unknown();
        let known = query.embedded.entity.is_some() && query.embedded.role == Role::Query;
        (kept && read && known).then_some(Segment { file: index, query, request })
    })
}

/// What must be the same for two segments to be compared at all.
fn key(file: &ReadFile<'_>, segment: &Segment<'_>) -> String {
    let mut attributes = BTreeSet::new();
    collect(&segment.query.lowered.query, &mut attributes);
    let request = segment.query.embedded.request;
    let events = file
        .queries
        .iter()
        .filter(|query| request.is_some() && query.embedded.request == request)
        .find(|query| query.embedded.role == Role::EventQuery)
        .map(|query| &query.lowered.query);
    let text = |scalar: &Option<rumql_document::Scalar>| scalar.as_ref().map(|scalar| scalar.text.clone());
    let window = segment.request.and_then(|request| request.window.as_ref()).map(|window| {
        let moments = [&window.start, &window.end].map(|moment| moment.as_ref().map(|moment| moment.span));
        let moments = moments.map(|span| span.map(|span| span.slice(file.input.text)));
        format!("{moments:?}{:?}", text(&window.within))
    });
    let search = segment.request.and_then(|request| text(&request.search_term));
    format!("{:?} {attributes:?} {events:?} {window:?} {search:?}", segment.query.scope.entity)
}

fn collect<'q>(query: &'q Query, attributes: &mut BTreeSet<&'q str>) {
    match query {
        Query::All | Query::Unknown => {}
        Query::Predicate(predicate) => attributes.extend(predicate.attribute.as_deref()),
        Query::Not(inner) => collect(inner, attributes),
        Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|part| collect(part, attributes)),
    }
}

fn tell(cx: &CorpusCx<'_>, other: &Segment<'_>, segment: &Segment<'_>) -> Diagnostic {
    let path = cx.files.get(other.file).map_or("", |file| file.input.path);
    let name =
        other.request.and_then(|request| request.name.as_ref()).map_or(path, |name| name.text.as_str());
    let mut diagnostic = META
        .at(segment.query.embedded.scalar.span, format!("this matches what `{name}` matches"))
        .help("keep one of the two, or make this one what it was meant to be");
    diagnostic.labels.push(Label {
        span: other.query.embedded.scalar.span,
        message: "the same, written first".to_owned(),
        path: (other.file != segment.file).then(|| path.to_owned()),
    });
    diagnostic
}

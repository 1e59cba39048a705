//! `duplicate-segment`: two segments of the same users.

use std::collections::{BTreeSet, HashMap};

use rumql_document::{Host, Request, RequestKind, Role};
use rumql_hir::Query;
use rumql_semantics::{Answer, Record, equivalent, matches, satisfiable, witness};
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
    /// One of them will be changed and the other forgotten. That they match the same is proved.
    ///
    /// Which columns they select and how many records they take does not matter: the one holds what
    /// the other holds. What they are sorted by does, for of the same records another part comes
    /// first: those who spend most are not those who came last.
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

/// Segments that ask of the same attributes and are compared pair by pair. Of more, only those are
/// found that say the same in another order, or with the negations elsewhere.
const COMPARED: usize = 50;

/// A query that a team keeps.
struct Segment<'a> {
    file: usize,
    query: &'a ReadQuery<'a>,
    request: Option<&'a Request>,
    /// A record that it matches, if one is known.
    witness: Option<Record>,
}

fn check(cx: &CorpusCx<'_>, acc: &mut Vec<(usize, Diagnostic)>) {
    // Queries that ask of other attributes are hardly ever the same; comparing all pairs of a
    // large team would take long.
    let mut alike: HashMap<String, Vec<Segment<'_>>> = HashMap::new();
    let mut known: HashMap<(String, String), usize> = HashMap::new();
    for (index, file) in cx.files.iter().enumerate() {
        for segment in segments(index, file) {
            let key = key(file, &segment);
            let others = alike.entry(key.clone()).or_default();
            let said = (key, canonical(&segment.query.lowered.query, true));
            let other = match known.get(&said).and_then(|place| others.get(*place)) {
                Some(other) => Some(other),
                None => others.iter().take(COMPARED).find(|other| is_same(other, &segment)),
            };
            match other {
                Some(other) => acc.push((index, tell(cx, other, &segment))),
                None => {
                    known.insert(said, others.len());
                    others.push(segment);
                }
            }
        }
    }
}

/// Whether two segments are proved to match the same. That each matches the other's witness is
/// quickly asked, and mostly enough to tell them apart.
fn is_same(a: &Segment<'_>, b: &Segment<'_>) -> bool {
    let (first, second) = (&a.query.lowered.query, &b.query.lowered.query);
    let takes =
        |query, witness: &Option<Record>| witness.as_ref().is_none_or(|record| matches(query, record));
    takes(first, &b.witness)
        && takes(second, &a.witness)
        && equivalent(first, second, &b.query.scope) == Answer::Yes
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
        let read = query.parse.errors.is_empty() && query.lowered.is_settled();
        let known = query.embedded.entity.is_some() && query.embedded.role == Role::Query;
        if !kept || !read || !known {
            return None;
        }
        let witness = witness(&query.lowered.query, &query.scope);
        // One that matches nobody has a finding of its own.
        let never = || satisfiable(&query.lowered.query, &query.scope) == Answer::No;
        (witness.is_some() || !never()).then_some(Segment { file: index, query, request, witness })
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
        .map(|query| canonical(&query.lowered.query, true));
    let text = |scalar: &Option<rumql_document::Scalar>| scalar.as_ref().map(|scalar| scalar.text.clone());
    let window = segment.request.and_then(|request| request.window.as_ref()).map(|window| {
        let moments = [&window.start, &window.end].map(|moment| moment.as_ref().map(|moment| moment.span));
        let moments = moments.map(|span| span.map(|span| span.slice(file.input.text)));
        format!("{moments:?}{:?}", text(&window.within))
    });
    let search = segment.request.and_then(|request| text(&request.search_term));
    let sort = segment.request.map(|request| (text(&request.sort_field), text(&request.sort_order)));
    format!("{:?} {attributes:?} {events:?} {window:?} {search:?} {sort:?}", segment.query.scope.entity)
}

/// What a query says, or the contrary of it: the same for any order of its parts, any repetition and
/// any place of its negations.
fn canonical(query: &Query, holds: bool) -> String {
    match query {
        Query::Not(inner) => canonical(inner, !holds),
        Query::And(_) | Query::Or(_) => {
            let all = matches!(query, Query::And(_)) == holds;
            let mut parts = BTreeSet::new();
            operands(query, holds, all, &mut parts);
            let joined = parts.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            match (parts.len(), all) {
                (1, _) => joined,
                (_, true) => format!("all({joined})"),
                (_, false) => format!("any({joined})"),
            }
        }
        leaf => format!("{holds} {leaf:?}"),
    }
}

/// The parts of a chain, those of chains of the same sort within it among them.
fn operands(query: &Query, holds: bool, all: bool, found: &mut BTreeSet<String>) {
    match query {
        Query::Not(inner) => operands(inner, !holds, all, found),
        Query::And(parts) if holds == all => {
            parts.iter().for_each(|part| operands(part, holds, all, found));
        }
        Query::Or(parts) if holds != all => {
            parts.iter().for_each(|part| operands(part, holds, all, found));
        }
        _ => drop(found.insert(canonical(query, holds))),
    }
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

#[cfg(test)]
mod tests {
    use crate::{
        rules::log::found_between,
        testing::{Case, check_annotated},
    };

    #[test]
    fn the_first_of_all_files_is_pointed_at() {
        let files = [
            ("a.yaml", "segments: [{name: old, query: 'last_seen:<7d', limit: 5}]\n"),
            (
                "b.yaml",
                "segments: [{name: new, query: 'first_seen:>7d', limit: 5}, {name: gone, query: 'last_seen:<7d', limit: 5}, {name: newer, query: 'first_seen:>7d', limit: 5}]\n",
            ),
        ];
        let expected = [
            (1, "this matches what `old` matches".to_owned(), vec![Some("a.yaml".to_owned())]),
            (1, "this matches what `new` matches".to_owned(), vec![None]),
        ];
        assert_eq!(found_between("LOG018", &files), expected);
    }

    #[test]
    fn a_plain_query_is_called_by_its_path() {
        let files = [("old.rumql", "last_seen:<7d\n"), ("new.rumql", "-last_seen:>=7d AND last_seen:*\n")];
        let paths = vec![Some("old.rumql".to_owned())];
        let expected = [(1, "this matches what `old.rumql` matches".to_owned(), paths)];
        assert_eq!(found_between("LOG018", &files), expected);
    }

    #[test]
    fn what_says_the_same_is_found_among_any_number() {
        let mut text = "segments:\n".to_owned();
        for index in 0..210 {
            let query = format!("session_count:>{index} AND (user_name:a OR last_city:b)");
            text += &format!("  - {{ name: s{index}, query: '{query}', select: [user_id], limit: 9 }}\n");
        }
        text += "  - name: last\n    query: (last_city:b OR user_name:a) AND session_count:>209\n";
        text += "           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[LOG018]: this matches what `s209` matches\n";
        text += "    select: [user_id]\n    limit: 9";
        check_annotated(Case::yaml(), &text);
    }
}

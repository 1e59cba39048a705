//! `overlapping-segments`: segments that should exclude each other do not.

use rumql_catalog::Basis;
use rumql_document::{Group, Request, Role, Scalar};
use rumql_hir::{Query, Scope};
use rumql_semantics::{Datum, Record, Space};
use rumql_source::{Diagnostic, Label};

use crate::{
    context::{CorpusCx, ReadQuery},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// Two segments of a group that is declared `exclusive: true`, and a record that is in both.
    ///
    /// ## Why it matters
    /// The group says that nobody is in two of them. Whoever is gets both mails, and counts twice.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - { name: new, query: "first_seen:>7d", select: [user_id], limit: 100 }
    ///   - { name: active, query: "last_seen:>7d", select: [user_id], limit: 100 }
    /// groups:
    ///   - { name: lifecycle, segments: [new, active], exclusive: true }
    ///                                        ^^^^^^ info[LOG019]: `active` and `new` overlap
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - { name: gone, query: "last_seen:<30d", select: [user_id], limit: 100 }
    ///   - { name: active, query: "last_seen:>7d", select: [user_id], limit: 100 }
    /// groups:
    ///   - { name: lifecycle, segments: [gone, active], exclusive: true }
    /// ```
    /// Segments with an event query are left alone: whether the same user did both things is not
    /// known.
    ///
    /// ## Fix
    /// None: leave out of the one who is in the other, or declare the group without `exclusive`.
    pub(crate) static META = {
        code: "LOG019", name: "overlapping-segments", level: Info, since: "0.1.0", corpus: check
    }
}

/// A member of a group, found.
struct Member<'a> {
    name: &'a Scalar,
    file: usize,
    query: &'a ReadQuery<'a>,
}

fn check(cx: &CorpusCx<'_>, acc: &mut Vec<(usize, Diagnostic)>) {
    for (index, file) in cx.files.iter().enumerate() {
        let groups = file.input.document.groups.iter();
        for group in groups.filter(|group| group.exclusive.as_ref().is_some_and(|exclusive| exclusive.value))
        {
            let members = members(cx, index, group);
            for (place, member) in members.iter().enumerate() {
                let others = members.iter().take(place);
                acc.extend(others.filter_map(|other| Some((index, overlap(cx, index, other, member)?))));
            }
        }
    }
}

fn members<'a>(cx: &CorpusCx<'a>, index: usize, group: &'a Group) -> Vec<Member<'a>> {
    let files = || {
        let own = cx.files.get(index).map(|file| (index, file));
        own.into_iter().chain(cx.files.iter().enumerate().filter(move |(other, _)| *other != index))
    };
    let find = |name: &'a Scalar| {
        files().find_map(|(file, read)| {
            let requests = &read.input.document.requests;
            let is_named = |request: &Request| request.name.as_ref().is_some_and(|own| own.text == name.text);
            let place = requests.iter().position(is_named)?;
            let of_it = |query: &&ReadQuery<'a>| query.embedded.request == Some(place);
            let mut queries = read.queries.iter().filter(of_it);
            let query = queries.find(|query| query.embedded.role == Role::Query)?;
            let plain = requests
                .get(place)
                .is_some_and(|request| request.window.is_none() && request.search_term.is_none());
            (plain && query.parse.errors.is_empty() && query.lowered.is_settled()).then_some(Member {
                name,
                file,
                query,
            })
        })
    };
    group.segments.iter().filter_map(find).collect()
}

/// Whether a test asks of an attribute that is not certain.
fn asks_unknown(query: &Query, scope: &Scope<'_>) -> bool {
    match query {
        Query::All | Query::Unknown => false,
        Query::Not(inner) => asks_unknown(inner, scope),
        Query::And(parts) | Query::Or(parts) => parts.iter().any(|part| asks_unknown(part, scope)),
        Query::Predicate(predicate) => {
            let known = predicate.attribute.as_deref().and_then(|name| scope.attribute(name));
            known.is_none_or(|known| known.basis != Basis::Stated)
        }
    }
}

/// Nobody is seen last before being seen first.
fn is_possible(witness: &Record) -> bool {
    let moment = |name: &str| match witness.values(name) {
        [Datum::Moment(moment)] => Some(*moment),
        _ => None,
    };
    moment("first_seen").zip(moment("last_seen")).is_none_or(|(first, last)| first <= last)
}

fn overlap(cx: &CorpusCx<'_>, index: usize, a: &Member<'_>, b: &Member<'_>) -> Option<Diagnostic> {
    if a.query.scope.entity != b.query.scope.entity || a.name.text == b.name.text {
        return None;
    }
    let queries = [&a.query.lowered.query, &b.query.lowered.query];
    // Of an attribute that nobody knows it is not known either whether it may hold both values.
    if queries.iter().any(|query| asks_unknown(query, &b.query.scope)) {
        return None;
    }
    let witness = Space::of(queries, &b.query.scope).witness(&queries).filter(is_possible)?;
    let mut diagnostic = META
        .at(b.name.span, format!("`{}` and `{}` overlap", b.name.text, a.name.text))
        .note(format!("in both: {witness}"))
        .help("leave out of one segment who is in the other, or declare the group without `exclusive`");
    for member in [a, b] {
        let file = cx.files.get(member.file);
        diagnostic.labels.push(Label {
            span: member.query.embedded.scalar.span,
            message: format!("`{}`", member.name.text),
            path: file.filter(|_| member.file != index).map(|file| file.input.path.to_owned()),
        });
    }
    Some(diagnostic)
}

#[cfg(test)]
mod tests {
    use crate::rules::log::found_between;

    const NEW: &str = "segments: [{name: new, query: 'first_seen:>7d', limit: 5}]\n";

    #[test]
    fn a_segment_may_stand_in_another_file() {
        let group = "segments: [{name: active, query: 'last_seen:>7d', limit: 5}]\ngroups: [{name: g, segments: [new, active], exclusive: true}]\n";
        let paths = vec![Some("a.yaml".to_owned()), None];
        let expected = [(1, "`active` and `new` overlap".to_owned(), paths)];
        assert_eq!(found_between("LOG019", &[("a.yaml", NEW), ("b.yaml", group)]), expected);
    }

    #[test]
    fn the_segment_of_the_own_file_is_meant_first() {
        let group = "segments: [{name: active, query: 'last_seen:>7d', limit: 5}, {name: new, query: 'last_seen:<30d', limit: 5}]\ngroups: [{name: g, segments: [new, active], exclusive: true}]\n";
        assert_eq!(found_between("LOG019", &[("a.yaml", NEW), ("b.yaml", group)]), []);
    }
}

//! `profile-vs-event-window`: the users asked for have no events in the window.

use rumql_document::Role;
use rumql_hir::{Predicate, Query, Test, Value};
use rumql_semantics::{Formula, Space};
use rumql_source::{Diagnostic, Entity, Span};
use rumql_syntax::ast::Comparison;

use crate::{
    context::{ReadQuery, RequestCx},
    leaves::each_test,
    logic::doubt::ages_and_dates,
    rule::declare_rule,
    window::{Edge, frame},
};

declare_rule! {
    /// ## What it finds
    /// A segment of users and their events in which the two cannot meet: it asks for users who were
    /// last seen before the window begins, or first seen after it ends.
    ///
    /// ## Why it matters
    /// The segment is always empty. `last_seen:<30d` means *more than* 30 days ago, and whoever has
    /// an event in the last 30 days was seen since.
    ///
    /// The proof rests on one assumption: no event of a user lies after `last_seen` or before
    /// `first_seen`.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: at-risk
    ///     query: session_count:>50 AND last_seen:<30d
    ///                                  ^^^^^^^^^^^^^^ error[TIM012]: profile filter and event window cannot overlap
    ///     events: { query: "@type:error", within: 30d }
    ///     select: [user_id, session_count]
    ///     limit: 100
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: hit-by-errors
    ///     query: session_count:>50 AND last_seen:>30d
    ///     events: { query: "@type:error", within: 30d }
    ///     select: [user_id, session_count]
    ///     limit: 100
    /// ```
    ///
    /// ## Fix
    /// None: let the window begin earlier, or ask for users seen since it began.
    pub(crate) static META = {
        code: "TIM012", name: "profile-vs-event-window", level: Error, since: "0.1.0", request: check
    }
}

/// What an event in the window says about its user, unless the attribute is missing.
struct Axiom {
    attribute: &'static str,
    /// What cannot be.
    excluded: Query,
    /// What the query asks for, and what the window does.
    asks: &'static str,
    keeps: &'static str,
    edge: Edge,
    /// Whether the edge moves on with time, as `within` does.
    moves: bool,
}

fn check(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(query) = cx.queries.iter().find(|query| query.embedded.role == Role::Query) else { return };
    let Some(scope) = cx.scope.filter(|scope| scope.entity == Entity::Users) else { return };
    if !query.parse.errors.is_empty() || !query.lowered.is_settled() {
        return;
    }
    let axioms = axioms(cx);
    let asked = &query.lowered.query;
    let space = Space::of(axioms.iter().map(|axiom| &axiom.excluded).chain([asked]), scope);
    let never = |axiom: Option<&Axiom>| {
        let axiom = axiom.map(|axiom| space.contrary(&axiom.excluded));
        space.never(&Formula::all(axiom.into_iter().chain([space.formula(asked)])))
    };
    // What never matches anyway has a finding of its own.
    if never(None) {
        return;
    }
    let lasting = |axiom: &&Axiom| outlasts_today(cx, query, axiom);
    acc.extend(
        axioms.iter().filter(lasting).filter(|axiom| never(Some(axiom))).map(|axiom| tell(query, axiom)),
    );
}

/// Whether the window and the moments that the query names move on together, or both stay: else
/// what is proved holds today alone.
fn outlasts_today(cx: &RequestCx<'_>, query: &ReadQuery<'_>, axiom: &Axiom) -> bool {
    let mut lasts = true;
    each_test(&query.lowered, |predicate, origin| {
        if predicate.attribute.as_deref() == Some(axiom.attribute) {
            let written = origin.value.slice(&query.embedded.scalar.text);
            let (ages, dates) = ages_and_dates(written, cx.input.now);
            lasts &= if axiom.moves { !dates } else { !ages };
        }
    });
    lasts
}

fn axioms(cx: &RequestCx<'_>) -> Vec<Axiom> {
    let Some(frame) = frame(cx) else { return Vec::new() };
    let excluded = |attribute: &str, comparison, at| {
        let test = Test::Compares(comparison, Value::Moment(at));
        Query::Predicate(Predicate { attribute: Some(attribute.to_owned()), test })
    };
    let start = [frame.start, frame.within].into_iter().flatten().max_by_key(|edge| edge.at);
    let seen = start.map(|edge| Axiom {
        attribute: "last_seen",
        excluded: excluded("last_seen", Comparison::Less, edge.at),
        asks: "last seen before the window begins",
        keeps: "keeps only users with an event since",
        moves: frame.within.is_some_and(|within| within.span == edge.span),
        edge,
    });
    // `within` ends now, and nobody is first seen after that.
    let first = frame.end.map(|edge| Axiom {
        attribute: "first_seen",
        excluded: excluded("first_seen", Comparison::Greater, edge.at),
        asks: "first seen after the window ends",
        keeps: "keeps only users with an event before",
        moves: false,
        edge,
    });
    seen.into_iter().chain(first).collect()
}

fn tell(query: &ReadQuery<'_>, axiom: &Axiom) -> Diagnostic {
    let span = query.embedded.scalar.map.to_host(term(query, axiom.attribute));
    let diagnostic = META
        .at(span, "profile filter and event window cannot overlap")
        .label(axiom.asks)
        .also(axiom.edge.span, axiom.keeps);
    let (note, help) = match axiom.attribute {
        "last_seen" => (
            "no event of a user lies after `last_seen`",
            "let the window begin earlier, or turn `<` into `>`",
        ),
        _ => {
            ("no event of a user lies before `first_seen`", "let the window end later, or turn `>` into `<`")
        }
    };
    diagnostic.note(note).help(help)
}

/// The first term that asks of an attribute, or else the whole query.
fn term(query: &ReadQuery<'_>, attribute: &str) -> Span {
    let mut found = None;
    each_test(&query.lowered, |predicate, origin| {
        if predicate.attribute.as_deref() == Some(attribute) {
            found.get_or_insert(origin.term());
        }
    });
    found.unwrap_or_else(|| query.parse.tree.root().span())
}

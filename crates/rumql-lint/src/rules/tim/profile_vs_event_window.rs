//! `profile-vs-event-window`: the users asked for have no events in the window.

use rumql_document::Role;
use rumql_hir::{Origin, Predicate, Query, Test, Value};
use rumql_source::{Diagnostic, Entity};
use rumql_syntax::ast::Comparison;

use crate::{
    context::{ReadQuery, RequestCx},
    logic::{Part, Term, doubt::ages_and_dates, needed},
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
    /// The finding points at every term that the proof needs. It rests on one assumption: no event of
    /// a user lies after `last_seen` or before `first_seen`.
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
    /// The moment lies on the right side of the edge, or is missing.
    holds: Query,
    /// What the query asks for, and what the window does.
    asks: &'static str,
    keeps: &'static str,
    note: &'static str,
    help: &'static str,
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
    let mut axioms = axioms(cx);
    // Of two ends of which each alone is proof enough, either is told.
    loop {
        let claims: Vec<&Query> = axioms.iter().map(|axiom| &axiom.holds).collect();
        let Some(needed) = needed(&query.lowered.query, &claims, scope) else { return };
        let Some(root) = Part::of(&query.parse, &query.lowered.query) else { return };
        let terms = root.terms();
        let terms: Vec<&Term> = needed.leaves.iter().filter_map(|place| terms.get(*place)).collect();
        let mut places = 0..;
        let is_needed = |_: &Axiom| places.next().is_some_and(|place| needed.axioms.contains(&place));
        let (broken, others): (Vec<Axiom>, Vec<Axiom>) = axioms.into_iter().partition(is_needed);
        if outlasts_today(cx, query, &needed.leaves, &broken) {
            acc.extend(tell(query, &terms, &broken));
        }
        axioms = others;
    }
}

/// Whether the window and the moments that the query names move on together, or all stay: else
/// what is proved holds today alone.
fn outlasts_today(cx: &RequestCx<'_>, query: &ReadQuery<'_>, leaves: &[usize], axioms: &[Axiom]) -> bool {
    let origins: Vec<&Origin> = query.lowered.origins.iter().collect();
    let values = leaves.iter().filter_map(|place| Some(origins.get(*place)?.value));
    let asked = values.map(|value| ages_and_dates(value.slice(&query.embedded.scalar.text), cx.input.now));
    let given = axioms.iter().map(|axiom| (axiom.moves, !axiom.moves));
    let (ages, dates) = asked.chain(given).fold((false, false), |all, one| (all.0 | one.0, all.1 | one.1));
    !(ages && dates)
}

fn axioms(cx: &RequestCx<'_>) -> Vec<Axiom> {
    let Some(frame) = frame(cx) else { return Vec::new() };
    let unless = |attribute: &str, comparison, at| {
        let test = Test::Compares(comparison, Value::Moment(at));
        Query::not(Query::Predicate(Predicate { attribute: Some(attribute.to_owned()), test }))
    };
    let start = [frame.start, frame.within].into_iter().flatten().max_by_key(|edge| edge.at);
    let seen = start.map(|edge| Axiom {
        attribute: "last_seen",
        holds: unless("last_seen", Comparison::Less, edge.at),
        asks: "last seen before the window begins",
        keeps: "keeps only users with an event since",
        note: "no event of a user lies after `last_seen`",
        help: "let the window begin earlier, or ask for users seen since then, `last_seen:>…`",
        moves: frame.within.is_some_and(|within| within.span == edge.span),
        edge,
    });
    // `within` ends now, and nobody is first seen after that.
    let first = frame.end.map(|edge| Axiom {
        attribute: "first_seen",
        holds: unless("first_seen", Comparison::Greater, edge.at),
        asks: "first seen after the window ends",
        keeps: "keeps only users with an event before",
        note: "no event of a user lies before `first_seen`",
        help: "let the window end later, or ask for users seen until then, `first_seen:<…`",
        moves: false,
        edge,
    });
    seen.into_iter().chain(first).collect()
}

/// Points at the terms that the proof needs, the first that an axiom speaks of before others.
fn tell(query: &ReadQuery<'_>, terms: &[&Term], broken: &[Axiom]) -> Option<Diagnostic> {
    let axiom_of = |term: &Term| {
        let own = |axiom: &&Axiom| term.attribute() == Some(axiom.attribute) && !term.asks_presence();
        broken.iter().find(own)
    };
    let host = |term: &Term| query.embedded.scalar.map.to_host(term.span);
    let (main, axiom) = terms.iter().find_map(|term| Some((term, axiom_of(term)?)))?;
    let mut diagnostic =
        META.at(host(main), "profile filter and event window cannot overlap").label(axiom.asks);
    for term in terms.iter().filter(|term| *term != main) {
        diagnostic =
            diagnostic.also(host(term), axiom_of(term).map_or("together with this", |axiom| axiom.asks));
    }
    for axiom in broken {
        diagnostic = diagnostic.also(axiom.edge.span, axiom.keeps).note(axiom.note);
    }
    Some(diagnostic.help(axiom.help))
}

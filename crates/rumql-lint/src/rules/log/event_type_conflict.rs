//! `event-type-conflict`: no event has both.

use rumql_catalog::{Attribute, Basis};
use rumql_hir::{Predicate, Query, Test, Value};
use rumql_semantics::implies;
use rumql_source::{Diagnostic, Edit, Entity, Fix, Span};

use crate::{
    context::QueryCx,
    logic::{Part, Term, needed},
    rule::declare_rule,
};

const TYPE: &str = "@type";

declare_rule! {
    /// ## What it finds
    /// Attributes that no event has together: `@error.message` occurs on errors only, so with
    /// `@type:view` nothing matches. The event schema says which attribute occurs where.
    ///
    /// ## Why it matters
    /// The event query matches no event, so the segment is empty, and the API does not tell.
    ///
    /// ## Example
    /// ```query entity=events
    /// @type:view AND @error.message:*timeout*
    ///                ^^^^^^^^^^^^^^^^^^^^^^^^ error[LOG011]: `@error.message` occurs on `error` events alone, and those are left out
    /// ```
    /// ```query entity=events
    /// @error.message:*timeout* AND @resource.status_code:500
    ///                              ^^^^^^^^^^^^^^^^^^^^^^^^^ error[LOG011]: no event has both `@error.message` and `@resource.status_code`
    /// ```
    /// No finding:
    /// ```query entity=events
    /// @type:error AND @error.message:*timeout*
    /// ```
    ///
    /// ## Fix
    /// A choice: ask for the other type of event, or leave the attribute out.
    pub(crate) static META = {
        code: "LOG011", name: "event-type-conflict", level: Error, since: "0.1.0", query: check
    }
}

/// Where an attribute of the query occurs.
struct Occurrence<'a> {
    name: String,
    types: &'a [String],
    /// If the attribute is there, the event is of one of these types.
    axiom: Query,
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(logic) = cx.logic.filter(|_| cx.entity() == Entity::Events) else { return };
    let Some(occurrences) = occurrences(cx).filter(|occurrences| !occurrences.is_empty()) else { return };
    let axioms: Vec<&Query> = occurrences.iter().map(|occurrence| &occurrence.axiom).collect();
    let Some(needed) = needed(&cx.lowered.query, &axioms, cx.scope) else { return };
    let guilty: Vec<&Occurrence<'_>> =
        needed.axioms.iter().filter_map(|place| occurrences.get(*place)).collect();
    let terms = logic.root.terms();
    let terms: Vec<&Term> = needed.leaves.iter().filter_map(|place| terms.get(*place)).collect();
    acc.extend(tell(cx, &guilty, &terms));
}

/// The attributes of the query of which it is known where they occur. `None` if a type is asked
/// for that the schema does not know: then nothing is certain.
fn occurrences<'a>(cx: &QueryCx<'a>) -> Option<Vec<Occurrence<'a>>> {
    let logic = cx.logic?;
    let catalog = cx.scope.catalog();
    let known = catalog.get(TYPE)?;
    let mut occurrences: Vec<Occurrence<'a>> = Vec::new();
    let mut certain = true;
    logic.root.walk(&mut |part: &Part<'_>| {
        let Some((Predicate { attribute: Some(name), test }, _)) = part.test() else { return };
        if name == TYPE {
            certain &= match test {
                Test::Equals(Value::Text(value)) => known.values.contains(value),
                test => *test == Test::Present,
            };
        } else if !occurrences.iter().any(|occurrence| occurrence.name == *name) {
            let stated = |known: &&Attribute| known.basis == Basis::Stated && !known.event_types.is_empty();
            occurrences.extend(catalog.get(name).filter(stated).map(|known| occurrence(name, known)));
        }
    });
    certain.then_some(occurrences)
}

fn occurrence<'a>(name: &str, known: &'a Attribute) -> Occurrence<'a> {
    let mut ways = vec![Query::not(asks(name, Test::Present))];
    ways.extend(known.event_types.iter().map(|kind| of_type(kind)));
    Occurrence { name: name.to_owned(), types: &known.event_types, axiom: Query::or(ways) }
}

fn of_type(kind: &str) -> Query {
    asks(TYPE, Test::Equals(Value::Text(kind.to_owned())))
}

fn asks(attribute: &str, test: Test) -> Query {
    Query::Predicate(Predicate { attribute: Some(attribute.to_owned()), test })
}

/// Points at the terms that the proof needs, the last of the guilty attributes before others.
fn tell(cx: &QueryCx<'_>, guilty: &[&Occurrence<'_>], terms: &[&Term]) -> Option<Diagnostic> {
    let occurs = |term: &Term| {
        let own = guilty.iter().find(|occurrence| term.attribute() == Some(&occurrence.name))?;
        Some(format!("occurs on {}", events(own.types)))
    };
    let (asking, others): (Vec<&Term>, Vec<&Term>) = terms.iter().partition(|term| occurs(term).is_some());
    let (main, earlier) = asking.split_last()?;
    let mut diagnostic = META.at(main.span, message(cx, guilty));
    if !earlier.is_empty() {
        diagnostic.label = occurs(main);
    }
    for term in earlier {
        diagnostic = diagnostic.also(term.span, occurs(term).unwrap_or_default());
    }
    let is_guilty = |kind: &str| guilty.iter().any(|own| own.types.iter().any(|own| own == kind));
    for term in &others {
        let role = match (term.attribute(), term.value.as_deref()) {
            (Some(TYPE), Some(kind)) if is_guilty(kind) => "leaves those out",
            (Some(TYPE), _) => "asks for other events",
            _ => "together with this",
        };
        diagnostic = diagnostic.also(term.span, role);
    }
    let ([only], [], [asked]) = (guilty, earlier, others.as_slice()) else { return Some(diagnostic) };
    if let ([kind], Some(value)) =
        (only.types, type_value(cx, asked).filter(|value| !is_guilty(cx.slice(*value))))
    {
        let title = format!("ask for `@type:{kind}`");
        diagnostic = diagnostic.fix(Fix::choice(title, Edit::replace(value, kind.as_str())));
    }
    let title = format!("leave `{}` out", main.text);
    Some(diagnostic.fix(Fix::choice(title, Edit::delete(main.removal))))
}

fn message(cx: &QueryCx<'_>, guilty: &[&Occurrence<'_>]) -> String {
    let claims = |claim: Query| implies(&cx.lowered.query, &claim, cx.scope).is_yes();
    let is_left_out = |kind: &String| claims(Query::not(of_type(kind)));
    let first = guilty.first().map_or(&[][..], |first| first.types);
    let names = enumerated(guilty.iter().map(|occurrence| format!("`{}`", occurrence.name)).collect());
    if guilty.iter().all(|occurrence| occurrence.types == first) {
        let occur = if guilty.len() == 1 { "occurs" } else { "occur" };
        return format!("{names} {occur} on {} alone, and those are left out", events(first));
    }
    if guilty.iter().flat_map(|occurrence| occurrence.types).all(is_left_out) {
        let places = guilty.iter().enumerate().map(|(place, Occurrence { name, types, .. })| {
            let occurs = if place == 0 { " occurs" } else { "" };
            format!("`{name}`{occurs} on {}", kinds(types))
        });
        return format!("{} events alone, and those are left out", enumerated(places.collect()));
    }
    if !guilty.iter().all(|occurrence| claims(asks(&occurrence.name, Test::Present))) {
        return "each alternative asks for attributes that no event has together".to_owned();
    }
    let in_all = |kind: &&String| guilty.iter().all(|occurrence| occurrence.types.contains(kind));
    let common: Vec<String> = first.iter().filter(in_all).cloned().collect();
    match (common.as_slice(), guilty.len()) {
        ([], 2) => format!("no event has both {names}"),
        ([], _) => format!("no event has all of {names}"),
        (common, _) => format!("{names} occur together on {} alone, and those are left out", events(common)),
    }
}

/// `error` events, or `view` and `action` events
fn events(types: &[String]) -> String {
    format!("{} events", kinds(types))
}

/// `error`, or `view` and `action`
fn kinds(types: &[String]) -> String {
    enumerated(types.iter().map(|kind| format!("`{kind}`")).collect())
}

/// a, b and c
fn enumerated(names: Vec<String>) -> String {
    match names.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// The place of the one value in `@type:value`.
fn type_value(cx: &QueryCx<'_>, asked: &Term) -> Option<Span> {
    let value = asked.value.as_deref()?;
    let (is_plain, len) =
        (cx.slice(asked.span) == format!("{TYPE}:{value}"), u32::try_from(value.len()).ok()?);
    is_plain.then(|| Span::new(asked.span.end - len, asked.span.end))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_choices};

    #[test]
    fn the_type_or_the_attribute_goes() {
        check_choices(
            Case::events(),
            "LOG011",
            "@type:view AND @error.message:*x*",
            &["@type:error AND @error.message:*x*", "@type:view"],
        );
    }

    #[test]
    fn a_type_that_is_left_out_is_not_offered_again() {
        check_choices(
            Case::events(),
            "LOG011",
            "-(@type:error OR @action.name:buy) AND @error.source:network",
            &["-(@type:error OR @action.name:buy)"],
        );
    }

    #[test]
    fn alternatives_and_unknown_types_are_left_alone() {
        check_annotated(Case::events(), "@type:view OR @error.message:*x*");
        check_annotated(Case::events(), "@type:v* AND @error.message:*x*");
        check_annotated(Case::events(), "-@type:view AND @error.message:*x*");
    }
}

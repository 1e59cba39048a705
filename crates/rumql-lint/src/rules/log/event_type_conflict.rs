//! `event-type-conflict`: no event has both.

use rumql_catalog::{Attribute, Basis};
use rumql_hir::{Predicate, Query, Test, Value};
use rumql_semantics::{Formula, Space};
use rumql_source::{Diagnostic, Edit, Entity, Fix, Span};

use crate::{
    context::QueryCx,
    logic::{Part, Term},
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
    let Some(occurrences) = occurrences(cx) else { return };
    let query = &cx.lowered.query;
    // What never matches anyway has a finding of its own.
    if occurrences.is_empty() || logic.never(&[query]) {
        return;
    }
    let axioms: Vec<&Query> = occurrences.iter().map(|occurrence| &occurrence.axiom).collect();
    let space = Space::of(axioms.iter().copied().chain([query]), cx.scope);
    let never = |axioms: &[usize]| {
        let axioms = axioms.iter().filter_map(|index| occurrences.get(*index));
        let claims = axioms.map(|occurrence| space.formula(&occurrence.axiom));
        space.never(&Formula::all(claims.chain([space.formula(query)])))
    };
    let mut needed: Vec<usize> = (0..occurrences.len()).collect();
    if !never(&needed) {
        return;
    }
    for index in (0..occurrences.len()).rev() {
        let fewer: Vec<usize> = needed.iter().copied().filter(|kept| *kept != index).collect();
        if never(&fewer) {
            needed = fewer;
        }
    }
    let guilty: Vec<&Occurrence<'_>> = needed.iter().filter_map(|index| occurrences.get(*index)).collect();
    acc.extend(tell(cx, &guilty));
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
    let asks =
        |attribute: &str, test| Query::Predicate(Predicate { attribute: Some(attribute.to_owned()), test });
    let of_type = |kind: &String| asks(TYPE, Test::Equals(Value::Text(kind.clone())));
    let mut ways = vec![Query::not(asks(name, Test::Present))];
    ways.extend(known.event_types.iter().map(of_type));
    Occurrence { name: name.to_owned(), types: &known.event_types, axiom: Query::or(ways) }
}

fn tell(cx: &QueryCx<'_>, guilty: &[&Occurrence<'_>]) -> Option<Diagnostic> {
    let last = guilty.last()?;
    let term = term_of(cx, &last.name)?;
    let asked = term_of(cx, TYPE);
    let message = match guilty {
        [other, _, ..] => format!("no event has both `{}` and `{}`", other.name, last.name),
        _ => format!("`{}` occurs on {} alone, and those are left out", last.name, events(last.types)),
    };
    let mut diagnostic = META.at(term.span, message);
    for other in guilty.iter().rev().skip(1) {
        let place = term_of(cx, &other.name).map_or(term.span, |term| term.span);
        diagnostic = diagnostic.also(place, format!("occurs on {}", events(other.types)));
    }
    if guilty.len() > 1 {
        diagnostic = diagnostic.label(format!("occurs on {}", events(last.types)));
    }
    let Some(asked) = asked else { return Some(diagnostic) };
    diagnostic = diagnostic.also(asked.span, "asks for other events");
    if let ([_], [kind], Some(value)) = (guilty, last.types, type_value(cx, &asked)) {
        let title = format!("ask for `@type:{kind}`");
        diagnostic = diagnostic.fix(Fix::choice(title, Edit::replace(value, kind.as_str())));
    }
    let title = format!("leave `{}` out", term.text);
    Some(diagnostic.fix(Fix::choice(title, Edit::delete(term.removal))))
}

/// `error` events, or `view` and `action` events
fn events(types: &[String]) -> String {
    let names: Vec<String> = types.iter().map(|kind| format!("`{kind}`")).collect();
    match names.split_last() {
        Some((last, [])) => format!("{last} events"),
        Some((last, rest)) => format!("{} and {last} events", rest.join(", ")),
        None => "events".to_owned(),
    }
}

/// The first term that asks of an attribute.
fn term_of(cx: &QueryCx<'_>, name: &str) -> Option<Term> {
    let mut found = None;
    cx.logic?.root.walk(&mut |part: &Part<'_>| {
        let asks = part.test().is_some_and(|(test, _)| test.attribute.as_deref() == Some(name));
        if asks && found.is_none() {
            found = Some(Term::of(part));
        }
    });
    found
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
    fn alternatives_and_unknown_types_are_left_alone() {
        check_annotated(Case::events(), "@type:view OR @error.message:*x*");
        check_annotated(Case::events(), "@type:v* AND @error.message:*x*");
        check_annotated(Case::events(), "-@type:view AND @error.message:*x*");
    }
}

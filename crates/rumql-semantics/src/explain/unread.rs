//! Why has a part no meaning?

use std::slice::Iter;

use rumql_hir::{Lowered, Origin, Problem, ProblemKind, Query, Requirement};

use crate::DatumRef;

/// For each part that could not be read, in the order of the text, why that is; nothing for one
/// that is an error of writing.
pub(super) fn reasons(lowered: &Lowered, text: &str) -> Vec<Option<String>> {
    let mut places = Vec::new();
    find(&lowered.query, &mut lowered.origins.iter(), &mut places);
    // Problems and places both stand in the order of the text.
    let mut problems = lowered.problems.iter().peekable();
    let why_not = |place: Origin| {
        let mut why = None;
        while let Some(problem) = problems.next_if(|problem| problem.span.start < place.value.end) {
            if place.value.encloses(problem.span) {
                why = why.or_else(|| reason(problem, text));
            }
        }
        why
    };
    places.into_iter().map(why_not).collect()
}

// The depth of a query is capped by the parser, and so is this recursion.
fn find(query: &Query, origins: &mut Iter<'_, Origin>, places: &mut Vec<Origin>) {
    match query {
        Query::Not(inner) => find(inner, origins, places),
        Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|part| find(part, origins, places)),
        Query::Unknown => places.extend(origins.next()),
        Query::All | Query::Predicate(_) => {
            origins.next();
        }
    }
}

/// What takes the meaning; `None` for what is only doubtful.
fn reason(problem: &Problem, text: &str) -> Option<String> {
    let name = format!("`{}`", problem.attribute);
    let written = DatumRef::Text(problem.span.slice(text));
    Some(match &problem.kind {
        ProblemKind::ComparisonOnText { .. } => format!("the values of {name} are in no order"),
        ProblemKind::WildcardOnNumber { kind } => {
            format!("{name} is {}, and patterns such as {written} are for text", kind.describe())
        }
        ProblemKind::WrongValue { needs: Requirement::Number, .. } => format!("{written} is not a number"),
        ProblemKind::WrongValue { needs: Requirement::Moment, .. } => {
            format!("{name} is a time, and {written} is none that can be read")
        }
        ProblemKind::NumberForm { plain } => format!("the number {written} is written {plain} here"),
        ProblemKind::InvertedRange => format!("nothing lies between the ends of {written}"),
        ProblemKind::UnknownUnit { suffix, .. } => format!("`{suffix}` is not a unit of time"),
        ProblemKind::UnitOnUnitless { unit: None, .. } => {
            format!("{name} is a number without a unit, and {written} has one")
        }
        ProblemKind::UnitOnUnitless { unit: Some(unit), .. } => {
            format!("{name} is in {}, and {written} is not an amount of them", unit.describe())
        }
        ProblemKind::Name(_)
        | ProblemKind::UnknownValue { .. }
        | ProblemKind::EpochMilliseconds { .. }
        | ProblemKind::ImplausibleMoment { .. }
        | ProblemKind::MissingUnit
        | ProblemKind::TinyDuration { .. } => return None,
    })
}

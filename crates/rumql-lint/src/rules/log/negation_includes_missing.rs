//! `negation-includes-missing`: not free, or not known.

use std::collections::HashSet;

use rumql_hir::{Predicate, Query, Test};
use rumql_semantics::Formula;
use rumql_source::{Diagnostic, Edit, Fix, Profile};

use crate::{
    context::QueryCx,
    logic::{Part, Shape, Term},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// A negated value in a query of users or accounts, where nothing else asks that the attribute
    /// be there.
    ///
    /// ## Why it matters
    /// `-plan_type:free` also matches everyone of whom no plan is known.
    ///
    /// ## Example
    /// ```query entity=accounts
    /// -plan_type:free
    /// ^^^^^^^^^^^^^^^ info[LOG012]: `-plan_type:free` also matches where `plan_type` is missing
    /// ```
    /// No finding, for the attribute must be there:
    /// ```query entity=accounts
    /// plan_type:* AND -plan_type:free
    /// ```
    /// ```query entity=accounts
    /// -plan_type:*
    /// ```
    ///
    /// ## Fix
    /// A choice: ask that the attribute be there.
    pub(crate) static META = {
        code: "LOG012", name: "negation-includes-missing", level: Info, since: "0.1.0", query: check
    }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(logic) = cx.logic.filter(|_| cx.profile() == Profile::Audience) else { return };
    // Where something else is wrong with the logic, this would be said of what is about to change.
    if !logic.flaws.is_empty() {
        return;
    }
    let mut told: HashSet<&str> = HashSet::new();
    let mut negations = Vec::new();
    collect(&logic.root, &logic.root, &mut negations);
    for (part, around) in negations {
        let Some(name) = negated(part) else { continue };
        if told.contains(name) || !matches_missing(cx, part, around) {
            continue;
        }
        told.insert(name);
        let term = Term::of(part);
        let present = format!("{}:*", rumql_syntax::literal::escape_name(name));
        let mut diagnostic = META
            .at(term.span, format!("`{}` also matches where `{name}` is missing", term.text))
            .help(format!("add `{present}` to leave those out"));
        if term.text == cx.slice(term.span) {
            diagnostic = diagnostic.fix(Fix::choice(
                format!("add `AND {present}`"),
                Edit::insert(term.span.end, format!(" AND {present}")),
            ));
        }
        acc.push(diagnostic);
    }
}

/// The outermost negations, each with what must hold beside it.
fn collect<'p, 't>(
    part: &'p Part<'t>,
    around: &'p Part<'t>,
    negations: &mut Vec<(&'p Part<'t>, &'p Part<'t>)>,
) {
    match part.shape {
        Shape::Not(_) => negations.push((part, around)),
        Shape::Any(_) => part.parts().iter().for_each(|inner| collect(inner, inner, negations)),
        _ => part.parts().iter().for_each(|inner| collect(inner, part, negations)),
    }
}

/// The attribute of which a value is negated.
fn negated<'p>(part: &'p Part<'_>) -> Option<&'p str> {
    let Shape::Not(inner) = &part.shape else { return None };
    match &inner.query {
        Query::Predicate(Predicate { attribute: Some(name), test: Test::Equals(_) | Test::Matches(_) }) => {
            Some(name)
        }
        Query::Or(_) => {
            let first = inner.parts().first()?;
            let (Predicate { attribute, .. }, _) = first.test()?;
            let same = |part: &Part<'_>| {
                part.test().is_some_and(|(test, contrary)| !contrary && test.attribute == *attribute)
            };
            attribute.as_deref().filter(|_| inner.parts().iter().all(same))
        }
        _ => None,
    }
}

/// Whether some record that lacks the attribute may match, and what stands around the negation as well.
fn matches_missing(cx: &QueryCx<'_>, part: &Part<'_>, around: &Part<'_>) -> bool {
    let Some(logic) = cx.logic else { return false };
    let mut predicate = None;
    part.walk(&mut |part: &Part<'_>| {
        predicate = part.test().map(|(test, _)| test.clone()).or(predicate.take())
    });
    let missing = predicate.and_then(|predicate| logic.space.missing(&predicate));
    missing.is_some_and(|missing| {
        [&cx.lowered.query, &around.query]
            .into_iter()
            .all(|query| !logic.space.never(&Formula::all([logic.space.formula(query), missing.clone()])))
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_choices};

    #[test]
    fn presence_may_be_asked_anywhere() {
        check_annotated(Case::accounts(), "-plan_type:(free OR pro) AND plan_type:p*");
        check_annotated(
            Case::accounts(),
            "-plan_type:(free OR pro)\n^^^^^^^^^^^^^^^^^^^^^^^^ info[LOG012]: `-plan_type:(free OR pro)` also matches where `plan_type` is missing",
        );
        check_choices(Case::accounts(), "LOG012", "-plan_type:free", &["-plan_type:free AND plan_type:*"]);
    }
}

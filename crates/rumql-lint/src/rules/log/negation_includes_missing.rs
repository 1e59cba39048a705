//! `negation-includes-missing`: not free, or not known.

use std::collections::HashSet;

use rumql_hir::{Predicate, Query, Test};
use rumql_semantics::Formula;
use rumql_source::{Diagnostic, Edit, Fix, Profile};

use super::always_true_range::every_count_passes;
use crate::{
    context::QueryCx,
    logic::{Part, Shape, Term},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// A negated value, comparison or range in a query of users or accounts, where nothing else asks
    /// that the attribute be there. Every record has its id, `first_seen` and `last_seen`; of these
    /// nothing is said.
    ///
    /// ## Why it matters
    /// `-plan_type:free` also matches everyone of whom no plan is known, and `-mrr:>5` is not
    /// `mrr:<=5`.
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

/// What every record has.
const ALWAYS_THERE: [&str; 4] = ["user_id", "account_id", "first_seen", "last_seen"];

/// A negation, and what stands around it.
struct Negation<'p, 't> {
    part: &'p Part<'t>,
    /// What must hold beside it.
    around: &'p Part<'t>,
    /// Whether it is an alternative to others.
    is_alternative: bool,
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(logic) = cx.logic.filter(|_| cx.profile() == Profile::Audience) else { return };
    // Where something else is wrong with the logic, this would be said of what is about to change.
    if !logic.flaws.is_empty() {
        return;
    }
    let mut told: HashSet<&str> = HashSet::new();
    let mut negations = Vec::new();
    let root = &logic.root;
    collect(Negation { part: root, around: root, is_alternative: false }, &mut negations);
    for Negation { part, around, is_alternative } in negations {
        let Some(name) = negated(cx, part) else { continue };
        if told.contains(name) || ALWAYS_THERE.contains(&name) || !matches_missing(cx, part, around) {
            continue;
        }
        told.insert(name);
        let term = Term::of(part);
        let present = format!("{}:*", rumql_syntax::literal::escape_name(name));
        let mut diagnostic = META
            .at(term.span, format!("`{}` also matches where `{name}` is missing", term.text))
            .help(format!("add `{present}` to leave those out"));
        if term.text == cx.slice(term.span) {
            let both = format!("{} AND {present}", term.text);
            let both = if is_alternative { format!("({both})") } else { both };
            let title = format!("add `AND {present}`");
            diagnostic = diagnostic.fix(Fix::choice(title, Edit::replace(term.span, both)));
        }
        acc.push(diagnostic);
    }
}

/// The outermost negations.
fn collect<'p, 't>(at: Negation<'p, 't>, negations: &mut Vec<Negation<'p, 't>>) {
    let part = at.part;
    let below = |inner, around, is_alternative| Negation { part: inner, around, is_alternative };
    match part.shape {
        Shape::Not(_) => negations.push(at),
        Shape::Any(_) => {
            part.parts().iter().for_each(|inner| collect(below(inner, inner, true), negations));
        }
        _ => part.parts().iter().for_each(|inner| collect(below(inner, part, false), negations)),
    }
}

/// The attribute of which a value is negated.
fn negated<'p>(cx: &QueryCx<'_>, part: &'p Part<'_>) -> Option<&'p str> {
    let Shape::Not(inner) = &part.shape else { return None };
    match &inner.query {
        Query::Predicate(Predicate { attribute: Some(name), test }) => {
            let is_presence = *test == Test::Present || every_count_passes(cx, name, test);
            (!is_presence).then_some(name)
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
        check_choices(
            Case::accounts(),
            "LOG012",
            "-plan_type:free OR mrr:>5",
            &["(-plan_type:free AND plan_type:*) OR mrr:>5"],
        );
        check_choices(
            Case::accounts(),
            "LOG012",
            "mrr:>5 OR (user_count:>3 AND -plan_type:free)",
            &["mrr:>5 OR (user_count:>3 AND -plan_type:free AND plan_type:*)"],
        );
        check_choices(Case::accounts(), "LOG012", "plan_type:(-free AND -pro)", &[]);
    }
}

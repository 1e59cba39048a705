//! `negated-or-trap`: not this or not that is everything.

use rumql_hir::{Predicate, Test};
use rumql_source::{Diagnostic, Edit, Fix};

use crate::{
    context::QueryCx,
    logic::{Flaw, Term},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// `OR` between negated values of one attribute, `-p:free OR -p:pro`, or the same written as
    /// `-(p:free AND p:pro)`.
    ///
    /// ## Why it matters
    /// Whoever has the one value does not have the other, so one of the two always holds and nobody
    /// is left out. What is nearly always meant is *neither*.
    ///
    /// ## Example
    /// ```query entity=accounts
    /// -plan_type:free OR -plan_type:pro
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[LOG005]: `-plan_type:free` or `-plan_type:pro` always holds
    /// ```
    /// No finding, for both must hold:
    /// ```query entity=accounts
    /// plan_type:* AND -plan_type:free AND -plan_type:pro
    /// ```
    /// ```query entity=accounts
    /// plan_type:* AND -plan_type:(free OR pro)
    /// ```
    ///
    /// ## Fix
    /// A choice: neither value, or `*`.
    pub(crate) static META = {
        code: "LOG005", name: "negated-or-trap", level: Error, since: "0.1.0", query: check
    }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    for flaw in cx.logic.iter().flat_map(|logic| &logic.flaws) {
        let Flaw::Tautology { terms, span, whole, all, inside } = flaw else { continue };
        let (true, Some(place)) = (is_trap(terms, inside), super::tautology::place(terms)) else { continue };
        let mut diagnostic = META
            .at(place, super::certain(terms))
            .note("whoever has the one value does not have the other")
            .note(super::tautology::consequence(cx, *whole));
        let values = if inside.is_empty() { terms } else { inside };
        if let Some(neither) = neither(cx.slice(*span), values).filter(|_| *all) {
            let title = format!("ask for neither, `{neither}`");
            diagnostic = diagnostic
                .fix(Fix::choice(title, Edit::replace(*span, neither)))
                .fix(Fix::choice("ask for all, `*`", Edit::replace(*span, "*")));
        } else {
            let joint = if inside.is_empty() { "AND" } else { "OR" };
            diagnostic =
                diagnostic.help(format!("put `{joint}` between all of them to leave the values out"));
        }
        acc.push(diagnostic);
    }
}

/// Whether each term asks for the contrary of a value, all of one attribute; or whether they are the
/// contrary of such values side by side.
pub(super) fn is_trap(terms: &[Term], inside: &[Term]) -> bool {
    let (values, negated) = if inside.is_empty() { (terms, true) } else { (inside, false) };
    let is_value = |term: &Term| {
        let test = term.test.as_ref();
        test.is_some_and(|(Predicate { test, .. }, contrary)| *contrary == negated && *test != Test::Present)
    };
    let first = values.first().and_then(Term::attribute);
    values.len() > 1
        && first.is_some()
        && values.iter().all(|term| is_value(term) && term.attribute() == first)
}

/// `-p:(free OR pro)`, in place of what is written; `None` where the name stands further out, as in
/// `p:(x AND (-free OR -pro))`.
fn neither(written: &str, terms: &[Term]) -> Option<String> {
    let named = format!("{}:", rumql_syntax::literal::escape_name(terms.first()?.attribute()?));
    let values: Option<Vec<&str>> = terms.iter().map(|term| term.value.as_deref()).collect();
    let values = values.filter(|_| written.contains(&named))?;
    Some(format!("-{named}({})", values.join(" OR ")))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_choices};

    #[test]
    fn neither_is_offered() {
        check_choices(
            Case::accounts(),
            "LOG005",
            "NOT plan_type:\"free\" OR -plan_type:p*",
            &["-plan_type:(\"free\" OR p*)", "*"],
        );
        check_choices(
            Case::accounts(),
            "LOG005",
            "mrr:>5 AND NOT (plan_type:free AND plan_type:pro)",
            &["mrr:>5 AND -plan_type:(free OR pro)", "mrr:>5 AND *"],
        );
        check_choices(
            Case::accounts(),
            "LOG005",
            "(-plan_type:a OR -plan_type:b) AND plan_type:(-c OR -d)",
            &[
                "-plan_type:(a OR b) AND plan_type:(-c OR -d)",
                "* AND plan_type:(-c OR -d)",
                "(-plan_type:a OR -plan_type:b) AND -plan_type:(c OR d)",
                "(-plan_type:a OR -plan_type:b) AND *",
            ],
        );
        for query in [
            "-(plan_type:free AND plan_type:pro AND mrr:>5)",
            "-plan_type:free OR -plan_type:pro OR mrr:>5",
            "plan_type:(x AND (-free OR -pro))",
            "plan_type:(x AND -(free AND pro))",
            "-mrr:>5 OR -mrr:<3",
        ] {
            check_choices(Case::accounts(), "LOG005", query, &[]);
        }
    }
}

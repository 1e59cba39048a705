//! `tautology`: one of these always holds.

use rumql_source::{Diagnostic, Edit, Span};

use crate::{
    context::QueryCx,
    logic::{Flaw, Term},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// Alternatives of which one always holds, whatever the data, or the contrary of what never does.
    ///
    /// ## Why it matters
    /// The part filters nothing. A negation also matches records that lack the attribute, so
    /// `a:1 OR -a:1` leaves nobody out.
    ///
    /// ## Example
    /// ```query entity=accounts
    /// plan_type:free OR -plan_type:free
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[LOG004]: `plan_type:free` or `-plan_type:free` always holds
    /// ```
    /// No finding, for a user may have no plan at all:
    /// ```query
    /// session_count:>5 OR session_count:<=5
    /// ```
    ///
    /// ## Fix
    /// Safe: `*` takes the place of the alternatives.
    pub(crate) static META = {
        code: "LOG004", name: "tautology", level: Warning, since: "0.1.0", query: check
    }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(logic) = cx.logic else { return };
    for flaw in &logic.flaws {
        let Flaw::Tautology { terms, span, whole, inside, .. } = flaw else { continue };
        if super::negated_or_trap::is_trap(terms, inside) {
            continue;
        }
        let place = place(terms).unwrap_or(*span);
        let mut diagnostic = META.at(place, super::certain(terms));
        if !inside.is_empty() {
            diagnostic = diagnostic.note(super::impossible(inside));
        }
        diagnostic.fixes.extend(logic.safe_fix(cx, "write `*`", vec![Edit::replace(*span, "*")]));
        acc.push(diagnostic.note(consequence(cx, *whole)));
    }
}

pub(super) fn consequence(cx: &QueryCx<'_>, whole: bool) -> String {
    match whole {
        true => format!("so the query matches {}", super::everybody(cx.entity())),
        false => "so this part of the query leaves nothing out".to_owned(),
    }
}

/// The places of terms, as one.
pub(super) fn place(terms: &[Term]) -> Option<Span> {
    terms.iter().map(|term| term.span).reduce(Span::join)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_safe_fix};

    #[test]
    fn the_star_takes_its_place() {
        check_safe_fix(Case::users(), "(a:1 OR -a:1) AND session_count:>5", "session_count:>5");
        // In a group of values `*` means presence, which goes without saying beside a value.
        check_safe_fix(Case::users(), "a:(x AND (y OR -y))", "a:(x)");
        check_safe_fix(Case::users(), "a:(y OR -y)", "*");
        check_safe_fix(Case::accounts(), "-(mrr:>5 AND -mrr:>5) AND plan_type:pro", "plan_type:pro");
    }
}

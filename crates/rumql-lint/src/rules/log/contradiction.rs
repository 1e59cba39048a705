//! `contradiction`: no record passes all these tests.

use rumql_source::{Diagnostic, Edit, Fix, Span};

use super::Contradiction;
use crate::{
    context::QueryCx,
    logic::{Flaw, Term},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// Parts of a query that cannot hold together, whatever the data. Attributes of users and
    /// accounts hold one value, unless the mapping says otherwise.
    ///
    /// ## Why it matters
    /// The segment is empty and will stay so. The API answers without an error, so nobody is told.
    ///
    /// ## Example
    /// ```query entity=accounts
    /// plan_type:free AND session_count:>5 AND plan_type:pro
    ///                                         ^^^^^^^^^^^^^ error[LOG001]: `plan_type:free` and `plan_type:pro` cannot both hold
    /// ```
    /// No finding, for either value is meant:
    /// ```query entity=accounts
    /// plan_type:(free OR pro) AND session_count:>5
    /// ```
    /// No finding, for nobody knows how many values the attribute may hold:
    /// ```query
    /// favourite_colour:red AND favourite_colour:blue
    /// ```
    ///
    /// ## Fix
    /// None: only the author knows which of the two was meant. For values in parentheses, `OR`
    /// between them is offered, or one quoted text.
    pub(crate) static META = {
        code: "LOG001", name: "contradiction", level: Error, since: "0.1.0", query: check
    }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let start = acc.len();
    super::contradictions(&META, Contradiction::Other, note, cx, acc);
    let groups: Vec<&[Term]> = cx
        .logic
        .iter()
        .flat_map(|logic| &logic.flaws)
        .filter_map(|flaw| match flaw {
            Flaw::Contradiction { terms, .. } => value_group(cx, terms).then_some(terms.as_slice()),
            _ => None,
        })
        .collect();
    for diagnostic in acc.iter_mut().skip(start) {
        let group = groups.iter().find(|terms| terms.last().is_some_and(|last| last.span == diagnostic.span));
        diagnostic.fixes.extend(group.into_iter().flat_map(|terms| regroup(cx, terms)));
    }
}

fn note(terms: &[Term]) -> Option<String> {
    let positive = terms.iter().all(|term| term.test.as_ref().is_some_and(|(_, contrary)| !contrary));
    let attribute = terms.first()?.attribute().filter(|_| positive && terms.len() > 1)?;
    terms
        .iter()
        .all(|term| term.attribute() == Some(attribute))
        .then(|| format!("`{attribute}` holds one value"))
}

/// Whether the terms are values side by side in one `f:(a b)`.
fn value_group(cx: &QueryCx<'_>, terms: &[Term]) -> bool {
    let [first, last] = terms else { return false };
    let all = |term: &Term| term.value.as_deref() == Some(cx.slice(term.span));
    let around = (cx.text().get(..first.span.start as usize), cx.text().get(last.span.end as usize..));
    let (Some(before), Some(after)) = around else { return false };
    terms.iter().all(all) && before.trim_end().ends_with('(') && after.trim_start().starts_with(')')
}

fn regroup(cx: &QueryCx<'_>, terms: &[Term]) -> Vec<Fix> {
    let [first, last] = terms else { return Vec::new() };
    let span = first.span.join(last.span);
    let (a, b) = (cx.slice(first.span), cx.slice(last.span));
    let either = Fix::choice(
        format!("ask for either value, `{a} OR {b}`"),
        Edit::replace(span, format!("{a} OR {b}")),
    );
    let between = Span::new(first.span.end, last.span.start);
    if a.starts_with('"') || b.starts_with('"') || !cx.slice(between).trim().is_empty() {
        return vec![either];
    }
    let quoted =
        Fix::choice(format!("ask for the text `{a} {b}`"), Edit::replace(span, format!("\"{a} {b}\"")));
    vec![either, quoted]
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_choices};

    #[test]
    fn three_parts_may_be_needed() {
        check_annotated(
            Case::accounts(),
            "(plan_type:free OR session_count:>5) AND -plan_type:free AND -session_count:>5
                                                             ^^^^^^^^^^^^^^^^^ error[LOG001]: `(plan_type:free OR session_count:>5)`, `-plan_type:free` and `-session_count:>5` cannot all hold",
        );
        check_annotated(
            Case::mapping(),
            "session_count:1.5 OR user_name:x\n^^^^^^^^^^^^^^^^^ error[LOG001]: `session_count:1.5` matches nothing",
        );
    }

    #[test]
    fn values_side_by_side_may_be_regrouped() {
        check_choices(
            Case::accounts(),
            "LOG001",
            "plan_type:(free pro)",
            &["plan_type:(free OR pro)", "plan_type:(\"free pro\")"],
        );
        for (query, either) in [
            ("plan_type:(free AND pro)", "plan_type:(free OR pro)"),
            ("plan_type:(\"big team\" pro)", "plan_type:(\"big team\" OR pro)"),
            ("plan_type:(pro \"big team\")", "plan_type:(pro OR \"big team\")"),
        ] {
            check_choices(Case::accounts(), "LOG001", query, &[either]);
        }
        for query in ["plan_type:(free pro team)", "(plan_type:free plan_type:pro)", "plan_type:(free (pro))"]
        {
            check_choices(Case::accounts(), "LOG001", query, &[]);
        }
    }
}

//! `mergeable-range`: two bounds of one attribute.

use rumql_source::{Diagnostic, Edit, Span};
use rumql_syntax::ast::{Comparison, Expr, Node};

use crate::{context::QueryCx, logic::Flaw, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A lower and an upper bound of one attribute, both of them included, side by side.
    ///
    /// ## Why it matters
    /// A range is shorter, and shows at a glance that it is one.
    ///
    /// ## Example
    /// ```query
    /// session_count:>=5 AND session_count:<=9
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info[LOG016]: these bounds are one range
    /// ```
    /// No finding, for a range that leaves its bounds out is not documented:
    /// ```query
    /// session_count:>5 AND session_count:<9
    /// ```
    ///
    /// ## Fix
    /// Safe: `session_count:[5 TO 9]`. An attribute that may hold several values is left alone: there
    /// one value may pass the one bound, another one the other.
    pub(crate) static META = {
        code: "LOG016", name: "mergeable-range", level: Info, since: "0.1.0", query: check
    }
}

/// A bound that is included: whose, whether it is the upper one, which.
type Bound<'t> = (&'t str, bool, &'t str);

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(logic) = cx.logic else { return };
    for node in cx.nodes() {
        let Expr::And(operands) = node.expr() else { continue };
        let parts: Vec<Node<'_>> = operands.collect();
        for pair in parts.windows(2) {
            let [a, b] = pair else { continue };
            let Some((merged, span)) = merge(*a, *b) else { continue };
            // A bound that is about to go need not be merged first.
            let goes = |flaw: &Flaw| matches!(flaw, Flaw::Redundant { term, .. } if span.encloses(term.span));
            if logic.flaws.iter().any(goes) {
                continue;
            }
            let edits = vec![Edit::replace(span, merged.as_str())];
            let Some(fix) = logic.safe_fix(cx, format!("write `{merged}`"), edits) else { continue };
            acc.push(META.at(span, "these bounds are one range").fix(fix));
        }
    }
}

fn merge(a: Node<'_>, b: Node<'_>) -> Option<(String, Span)> {
    let (name, upper, first) = bound(a)?;
    let (other, other_upper, second) = bound(b)?;
    if name != other || upper == other_upper {
        return None;
    }
    let (low, high) = if upper { (second, first) } else { (first, second) };
    Some((format!("{name}:[{low} TO {high}]"), a.span().join(b.span())))
}

fn bound(node: Node<'_>) -> Option<Bound<'_>> {
    let Expr::Field(field) = node.expr() else { return None };
    match field.value.expr() {
        Expr::Comparison(Comparison::GreaterEqual, value) => Some((field.name, false, value.text())),
        Expr::Comparison(Comparison::LessEqual, value) => Some((field.name, true, value.text())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_safe_fix};

    #[test]
    fn bounds_become_a_range() {
        check_safe_fix(Case::users(), "last_seen:<=7d last_seen:>=30d", "last_seen:[30d TO 7d]");
        // It may hold several values.
        check_safe_fix(Case::users(), "@scores:>=5 AND @scores:<=9", "@scores:>=5 AND @scores:<=9");
    }
}

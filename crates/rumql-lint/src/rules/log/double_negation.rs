//! `double-negation`: not not.

use rumql_source::{Diagnostic, Edit};
use rumql_syntax::ast::{Expr, Node};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A negation right inside another one.
    ///
    /// ## Why it matters
    /// The two cancel each other, and a reader has to work that out.
    ///
    /// ## Example
    /// ```query entity=accounts
    /// -(-plan_type:free)
    /// ^^^^^^^^^^^^^^^^^^ warning[LOG009]: the two negations cancel each other
    /// ```
    /// No finding:
    /// ```query entity=accounts
    /// -(plan_type:free AND user_count:>5)
    /// ```
    ///
    /// ## Fix
    /// Safe: both negations go.
    pub(crate) static META = {
        code: "LOG009", name: "double-negation", level: Warning, since: "0.1.0", query: check
    }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(logic) = cx.logic else { return };
    for node in cx.nodes() {
        let Expr::Not(operand) = node.expr() else { continue };
        let Some(inner) = negated(operand) else { continue };
        let mut diagnostic = META.at(node.span(), "the two negations cancel each other");
        let edits = vec![Edit::replace(node.span(), inner.text())];
        diagnostic.fixes.extend(logic.safe_fix(cx, format!("write `{}`", inner.text()), edits));
        acc.push(diagnostic);
    }
}

/// What a negation negates, parentheses around it aside.
fn negated(node: Node<'_>) -> Option<Node<'_>> {
    match node.expr() {
        Expr::Not(operand) => Some(operand),
        Expr::Group(inner) => negated(inner),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_safe_fix};

    #[test]
    fn both_go() {
        check_safe_fix(Case::users(), "NOT NOT a:1 AND b:2", "a:1 AND b:2");
        check_safe_fix(Case::users(), "-(-(a:1 OR b:2)) AND c:3", "(a:1 OR b:2) AND c:3");
    }
}

//! `redundant-parentheses`: they group nothing.

use rumql_source::{Diagnostic, Edit};
use rumql_syntax::ast::{Expr, Node};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// Parentheses around a single term, around other parentheses, or around the whole query.
    ///
    /// ## Why it matters
    /// They suggest that something is grouped.
    ///
    /// ## Example
    /// ```query entity=accounts strict
    /// (plan_type:pro) AND session_count:>5
    /// ^^^^^^^^^^^^^^^ info[LOG014]: these parentheses group nothing
    /// ```
    /// No finding:
    /// ```query entity=accounts strict
    /// (plan_type:pro OR user_name:Jo*) AND session_count:>5
    /// ```
    ///
    /// ## Fix
    /// Safe: the parentheses go.
    pub(crate) static META = {
        code: "LOG014", name: "redundant-parentheses", level: Info, since: "0.1.0", preset: Strict, query: check
    }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(logic) = cx.logic else { return };
    for node in cx.nodes() {
        let Expr::Group(inner) = node.expr() else { continue };
        let whole = node.id() == cx.parse.tree.root().id();
        if !whole && matches!(inner.expr(), Expr::And(_) | Expr::Or(_)) {
            continue;
        }
        // A negation that becomes another one's operand, or a value that reads as two, keeps them.
        let Some(fix) = logic.safe_fix(cx, "remove the parentheses", unwrapped(node, inner)) else {
            continue;
        };
        acc.push(META.at(node.span(), "these parentheses group nothing").fix(fix));
    }
}

fn unwrapped(node: Node<'_>, inner: Node<'_>) -> Vec<Edit> {
    vec![Edit::replace(node.span(), inner.text())]
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_safe_fix};

    #[test]
    fn they_go() {
        check_safe_fix(Case::users().with_all_rules(), "((a:1)) AND b:(x)", "a:1 AND b:x");
        check_safe_fix(Case::users().with_all_rules(), "(a:1 OR b:2)", "a:1 OR b:2");
    }
}

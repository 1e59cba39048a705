//! `implicit-and`: terms side by side.

use rumql_source::{Diagnostic, Edit, Span};
use rumql_syntax::ast::{Expr, Node};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// Terms that stand side by side with no operator between them.
    ///
    /// ## Why it matters
    /// It means `AND`. Elsewhere a blank means `OR`, so a reader may be wrong about it.
    ///
    /// ## Example
    /// ```query entity=accounts strict
    /// plan_type:pro session_count:>5
    ///              ^ info[LOG013]: a blank between terms means AND
    /// ```
    /// No finding:
    /// ```query entity=accounts strict
    /// plan_type:pro AND session_count:>5
    /// ```
    ///
    /// ## Fix
    /// Safe: `AND` is written.
    pub(crate) static META = {
        code: "LOG013", name: "implicit-and", level: Info, since: "0.1.0", preset: Strict, query: check
    }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(logic) = cx.logic else { return };
    for node in cx.nodes() {
        let Expr::And(operands) = node.expr() else { continue };
        let parts: Vec<Node<'_>> = operands.collect();
        for pair in parts.windows(2) {
            let [a, b] = pair else { continue };
            let gap = Span::new(a.span().end, b.span().start);
            // Words side by side are more often a text that wants quotes.
            if !gap.slice(cx.text()).trim().is_empty() || is_word(*a) || is_word(*b) {
                continue;
            }
            let mut diagnostic = META.at(gap, "a blank between terms means AND");
            let content = if gap.is_empty() { " AND " } else { " AND" };
            diagnostic.fixes.extend(logic.safe_fix(cx, "write AND", vec![Edit::insert(gap.start, content)]));
            acc.push(diagnostic);
        }
    }
}

fn is_word(node: Node<'_>) -> bool {
    match node.expr() {
        Expr::Not(inner) => is_word(inner),
        Expr::Text(_) | Expr::Phrase(_) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_safe_fix};

    #[test]
    fn and_is_written() {
        check_safe_fix(
            Case::users().with_all_rules(),
            "a:1 -b:2 (c:3 OR d:4)",
            "a:1 AND -b:2 AND (c:3 OR d:4)",
        );
    }
}

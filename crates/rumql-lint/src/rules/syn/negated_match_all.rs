//! `negated-match-all`: `-*` matches nothing.

use rumql_source::Diagnostic;
use rumql_syntax::ast::{Expr, Node, is_stars};

use super::invisible_or_confusable_char::shown;
use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A negation of what matches every record: `-*`, `-*:*`, `NOT (*)`.
    ///
    /// ## Why it matters
    /// It matches none. Most often the name of a field was left out: `-plan_type:*` matches records
    /// without a plan.
    ///
    /// ## Example
    /// ```query
    /// -*
    /// ^^ warning[SYN033]: `-*` matches nothing
    /// ```
    /// ```query
    /// session_count:>5 AND -(*:*)
    ///                      ^^^^^^ warning[SYN033]: `-(*:*)` matches nothing
    /// ```
    /// No finding:
    /// ```query
    /// *
    /// ^ warning[PRF002]: `*` matches every user
    /// ```
    /// ```query
    /// session_count:>5 AND -plan_type:*
    /// ```
    ///
    /// ## Fix
    /// None: which records were meant is not known.
    pub(crate) static META = { code: "SYN033", name: "negated-match-all", level: Warning, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    if cx.is_sound() && cx.text().contains('*') {
        walk(cx, cx.parse.tree.root(), acc);
    }
}

/// Outside of fields, in whose values a star asks for any value.
fn walk(cx: &QueryCx<'_>, node: Node<'_>, acc: &mut Vec<Diagnostic>) {
    match node.expr() {
        Expr::Not(operand) if is_all(operand) => acc.push(
            META.at(node.span(), format!("`{}` matches nothing", shown(cx.slice(node.span()))))
                .note("a star alone matches every record")
                .help("name the field whose absence is asked for, as in `-plan_type:*`"),
        ),
        Expr::And(operands) | Expr::Or(operands) => operands.for_each(|operand| walk(cx, operand, acc)),
        Expr::Not(inner) | Expr::Group(inner) => walk(cx, inner, acc),
        _ => {}
    }
}

/// Whether a node alone matches every record.
pub(super) fn is_all(node: Node<'_>) -> bool {
    match node.expr() {
        Expr::Group(inner) => is_all(inner),
        Expr::Text(text) => is_stars(text),
        Expr::Field(field) => {
            is_stars(field.name) && matches!(field.value.expr(), Expr::Text(text) if is_stars(text))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated};

    #[test]
    fn a_star_in_a_value_is_another_question() {
        check_annotated(Case::users(), "f:(-*) OR -g:*");
    }
}

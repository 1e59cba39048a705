//! `mergeable-or`: one attribute, several values.

use rumql_source::{Diagnostic, Edit, Span};
use rumql_syntax::ast::{Expr, Field, Node};

use crate::{context::QueryCx, logic::Flaw, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// Values of one attribute, each with the attribute's name before it, joined by `OR`.
    ///
    /// ## Why it matters
    /// A group of values is shorter, and shows at a glance that it is one attribute.
    ///
    /// ## Example
    /// ```query entity=accounts
    /// plan_type:pro OR plan_type:team
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info[LOG015]: these are values of one attribute
    /// ```
    /// No finding:
    /// ```query entity=accounts
    /// plan_type:pro OR user_name:team
    /// ```
    ///
    /// ## Fix
    /// Safe: the values are put in one group, `plan_type:(pro OR team)`.
    pub(crate) static META = {
        code: "LOG015", name: "mergeable-or", level: Info, since: "0.1.0", query: check
    }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(logic) = cx.logic else { return };
    for node in cx.nodes() {
        let Expr::Or(operands) = node.expr() else { continue };
        let fields: Vec<Option<(Node<'_>, Field<'_>)>> = operands.map(valued).collect();
        for run in fields.chunk_by(|a, b| matches!((a, b), (Some((_, a)), Some((_, b))) if a.name == b.name))
        {
            let run: Vec<&(Node<'_>, Field<'_>)> = run.iter().flatten().collect();
            let (Some((first, field)), Some((last, _)), true) = (run.first(), run.last(), run.len() > 1)
            else {
                continue;
            };
            let span = Span::join(first.span(), last.span());
            // A value that is about to go need not be merged first.
            if logic.flaws.iter().any(|flaw| concerns(flaw, span)) {
                continue;
            }
            let values: Vec<&str> = run.iter().map(|(_, field)| field.value.text()).collect();
            let merged = format!("{}:({})", field.name, values.join(" OR "));
            // Values that need the name before them, such as the word `OR`, are left alone.
            let edits = vec![Edit::replace(span, merged.as_str())];
            let Some(fix) = logic.safe_fix(cx, format!("write `{merged}`"), edits) else { continue };
            acc.push(META.at(span, "these are values of one attribute").fix(fix));
        }
    }
}

/// Whether the flaw is one of terms in this place, or of all around it.
fn concerns(flaw: &Flaw, span: Span) -> bool {
    match flaw {
        Flaw::Redundant { term, .. } => span.encloses(term.span),
        Flaw::Absorbing { span: around, .. } | Flaw::Tautology { span: around, .. } => around.encloses(span),
        Flaw::Contradiction { .. } => false,
    }
}

/// A field that asks for one value.
fn valued(node: Node<'_>) -> Option<(Node<'_>, Field<'_>)> {
    let Expr::Field(field) = node.expr() else { return None };
    // In `_exists_:f` and `*:x` the name is no attribute.
    if matches!(field.name, "_exists_" | "_missing_") || field.name.starts_with('*') {
        return None;
    }
    matches!(field.value.expr(), Expr::Text(_) | Expr::Phrase(_)).then_some((node, field))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_safe_fix};

    #[test]
    fn neighbours_are_put_together() {
        check_safe_fix(
            Case::accounts(),
            "plan_type:pro OR plan_type:\"big team\" OR a:1",
            "plan_type:(pro OR \"big team\") OR a:1",
        );
        check_safe_fix(Case::users(), "a:1 OR b:2 OR a:3", "a:1 OR b:2 OR a:3");
    }
}

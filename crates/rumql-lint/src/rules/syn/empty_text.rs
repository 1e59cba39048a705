//! `empty-text`: `f:""` asks for a text without letters, not for absence.

use rumql_source::{Diagnostic, Edit, Fix};
use rumql_syntax::{
    ast::{Expr, Node},
    literal::unescape_name,
};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A field that is asked for the empty text, `""`.
    ///
    /// ## Why it matters
    /// It matches records whose value is there and empty. Records without a value are asked for by
    /// `-plan_type:*`, and the two are easily confused.
    ///
    /// ## Example
    /// ```query strict
    /// plan_type:""
    ///           ^^ info[SYN032]: `""` matches an empty text, not a missing one
    /// ```
    /// ```query strict
    /// plan_type:("" OR free)
    ///            ^^ info[SYN032]: `""` matches an empty text, not a missing one
    /// ```
    /// No finding:
    /// ```query strict
    /// -plan_type:*
    /// ```
    /// ```query strict
    /// plan_type:("free" OR pro)
    ///            ^^^^^^ info[STY002]: `free` needs no quotes
    /// ```
    ///
    /// ## Fix
    /// As a choice, `-plan_type:*` instead.
    pub(crate) static META = {
        code: "SYN032", name: "empty-text", level: Info, since: "0.1.0", preset: Strict, query: check
    }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    if !cx.is_sound() || !cx.text().contains("\"\"") {
        return;
    }
    for (node, field) in cx.fields() {
        let absent = format!("-{}:*", field.name);
        let mut phrases = Vec::new();
        empty_phrases(field.value, &mut phrases);
        for phrase in phrases {
            let diagnostic = META
                .at(phrase.span(), "`\"\"` matches an empty text, not a missing one")
                .note(format!("`-{}:*` matches records without a value", unescape_name(field.name)));
            let is_all = phrase.id() == field.value.id() && !is_negated(cx, node);
            acc.push(if is_all {
                diagnostic.fix(Fix::choice(
                    format!("write `{absent}`"),
                    Edit::replace(node.span(), absent.as_str()),
                ))
            } else {
                diagnostic
            });
        }
    }
}

fn empty_phrases<'a>(node: Node<'a>, acc: &mut Vec<Node<'a>>) {
    match node.expr() {
        Expr::Phrase("") => acc.push(node),
        Expr::And(operands) | Expr::Or(operands) => operands.for_each(|operand| empty_phrases(operand, acc)),
        Expr::Not(inner) | Expr::Group(inner) => empty_phrases(inner, acc),
        _ => {}
    }
}

/// Whether a sign stands right before the field.
fn is_negated(cx: &QueryCx<'_>, node: Node<'_>) -> bool {
    let before = cx.text().get(..node.span().start as usize).unwrap_or_default().trim_end();
    before.ends_with('-') || before.ends_with("NOT")
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_choices};

    #[test]
    fn offers_the_question_for_absence() {
        let case = Case::users().with_all_rules();
        check_choices(case, "SYN032", "a:\"\" OR b:1", &["-a:* OR b:1"]);
        check_choices(case, "SYN032", "-a:\"\" AND b:(\"\" OR 1)", &[]);
    }
}

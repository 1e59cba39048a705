//! `reserved-word-value`: a bare value is also an operator.

use rumql_source::{Diagnostic, Edit, Fix};
use rumql_syntax::ast::{Expr, Node};

use super::unescaped_special::stands_apart;
use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A bare value or bound that is one of the words `AND`, `OR`, `NOT` and `TO`.
    ///
    /// ## Why it matters
    /// Right after a colon it is a value: Oregon, Andorra. One blank, or another reader, makes it an
    /// operator.
    ///
    /// ## Example
    /// ```query
    /// first_region:OR
    ///              ^^ info[SYN005]: the value `OR` is also an operator
    /// ```
    /// No finding:
    /// ```query
    /// first_region:"OR"
    /// ```
    /// ```query
    /// first_region:ORE
    /// ```
    ///
    /// ## Fix
    /// Quotes the value; safe, for it stays the same.
    pub(crate) static META = { code: "SYN005", name: "reserved-word-value", level: Info, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    if !cx.is_sound() {
        return;
    }
    for (_, field) in cx.fields() {
        match field.value.expr() {
            Expr::Range(range) => {
                acc.extend([range.low, range.high].into_iter().filter_map(reserved));
            }
            _ if stands_apart(cx, field.value.span()) => acc.extend(reserved(field.value)),
            _ => {}
        }
    }
}

fn reserved(value: Node<'_>) -> Option<Diagnostic> {
    let Expr::Text(word @ ("AND" | "OR" | "NOT" | "TO")) = value.expr() else { return None };
    let diagnostic = META
        .at(value.span(), format!("the value `{word}` is also an operator"))
        .note("quoted, it cannot be taken for one");
    Some(diagnostic.fix(Fix::safe("quote the value", Edit::replace(value.span(), format!("\"{word}\"")))))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_safe_fix};

    #[test]
    fn quotes_it_and_keeps_the_meaning() {
        check_safe_fix(Case::users(), "first_region:OR OR x:AND", "first_region:\"OR\" OR x:\"AND\"");
        check_safe_fix(Case::users(), "-first_region:NOT", "-first_region:\"NOT\"");
        check_safe_fix(Case::users(), "x:TO", "x:\"TO\"");
        check_safe_fix(Case::users(), "x:[AND TO OR]", "x:[\"AND\" TO \"OR\"]");
        check_safe_fix(Case::users(), "x:(a OR b)", "x:(a OR b)");
    }
}

//! `not-keyword`: `NOT` for the documented `-`.

use rumql_source::{Diagnostic, Edit, Fix, Span};
use rumql_syntax::{ast::Expr, token::TokenKind};

use super::negated_match_all::is_all;
use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// `NOT` as a negation.
    ///
    /// ## Why it matters
    /// RUM documents `-`. `NOT` is read by other Datadog searches and means the same there; whether the API
    /// reads it is not documented.
    ///
    /// ## Example
    /// ```query strict
    /// NOT plan_type:free
    /// ^^^ info[SYN019]: `NOT` is not the documented negation
    /// ^^^^^^^^^^^^^^^^^^ info[LOG012]: `NOT plan_type:free` also matches where `plan_type` is missing
    /// ```
    /// ```query strict
    /// session_count:>5 AND NOT (plan_type:free OR plan_type:trial)
    ///                      ^^^ info[SYN019]: `NOT` is not the documented negation
    ///                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info[LOG012]: `NOT (plan_type:free OR plan_type:trial)` also matches where `plan_type` is missing
    ///                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info[LOG015]: these are values of one attribute
    /// ```
    /// No finding:
    /// ```query strict
    /// -plan_type:free
    /// ^^^^^^^^^^^^^^^ info[LOG012]: `-plan_type:free` also matches where `plan_type` is missing
    /// ```
    /// ```query strict
    /// plan_type:NOT AND session_count:>5
    ///           ^^^ info[SYN005]: the value `NOT` is also an operator
    /// ```
    ///
    /// ## Fix
    /// Writes `-`; safe, since it means the same.
    pub(crate) static META = {
        code: "SYN019", name: "not-keyword", level: Info, since: "0.1.0", preset: Strict, query: check
    }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    if !cx.is_sound() {
        return;
    }
    for node in cx.nodes() {
        // That `NOT *` matches nothing is told instead.
        let Expr::Not(operand) = node.expr() else { continue };
        if is_all(operand) {
            continue;
        }
        let Some(sign) = node.tokens().first().filter(|token| token.kind == TokenKind::Not) else { continue };
        let diagnostic = META
            .at(sign.span, "`NOT` is not the documented negation")
            .note("only `-` is documented for RUM; it means the same");
        // `-` before another sign is refused by some readers.
        let is_plain = !matches!(operand.expr(), Expr::Not(_)) && stands_apart(cx, sign.span);
        acc.push(if is_plain {
            let gone = Span::new(sign.span.start, operand.span().start);
            diagnostic.fix(Fix::safe("write `-`", Edit::replace(gone, "-")))
        } else {
            diagnostic.help("write `-` before what is negated, or before its parentheses")
        });
    }
}

/// Whether `-` in the place of the word would be a sign: `a-b` is one word.
fn stands_apart(cx: &QueryCx<'_>, sign: Span) -> bool {
    let before = Span::new(0, sign.start).slice(cx.text());
    before.chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(')
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_safe_fix};

    #[test]
    fn a_minus_means_the_same() {
        let case = Case::users().with_all_rules();
        for (from, to) in [
            ("a:1 AND NOT b:2", "a:1 AND -b:2"),
            ("NOT (a:1 OR b:2)", "-(a:1 OR b:2)"),
            ("f:(NOT a OR b)", "f:(-a OR b)"),
            ("NOT  \"a b\":1", "-\"a b\":1"),
        ] {
            check_safe_fix(case, from, to);
        }
    }

    #[test]
    fn two_signs_are_left() {
        let found = Case::users().with_all_rules().check("NOT -a:1");
        let fixes = found.iter().filter(|finding| finding.diagnostic.code.id == "SYN019");
        assert!(fixes.flat_map(|finding| &finding.diagnostic.fixes).next().is_none());
    }
}

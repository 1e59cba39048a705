//! `lowercase-operator`: `or` is a word, `OR` the operator.

use std::collections::BTreeSet;

use rumql_source::{Diagnostic, Edit, Fix, Profile, Severity, Span};
use rumql_syntax::token::{Token, TokenKind};

use crate::{
    context::QueryCx,
    free_terms::{Look, free_terms},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// `and`, `or` and `not` in small or mixed letters.
    ///
    /// ## Why it matters
    /// Only `AND`, `OR` and `NOT` are operators. In small letters they are words to search for, and
    /// the clauses around them are joined by AND: `a:1 or b:2` asks for both, and for the word too. In
    /// an event query, where such words may be meant, it is a warning.
    ///
    /// ## Example
    /// ```query
    /// plan_type:pro or session_count:>50
    ///               ^^ error[SYN004]: `or` is a word; the operator is `OR`
    /// ```
    /// ```query entity=events
    /// @type:view And service:web-ui
    ///            ^^^ warning[SYN004]: `And` is a word; the operator is `AND`
    /// ```
    /// No finding:
    /// ```query
    /// plan_type:pro OR session_count:>50
    /// ```
    /// ```query
    /// account_name:"Sons and Daughters"
    /// ```
    ///
    /// ## Fix
    /// The operator in capitals; unsafe, since who matches changes.
    pub(crate) static META = { code: "SYN004", name: "lowercase-operator", level: Error, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    // `first_region:or`: a value is none.
    let values: BTreeSet<u32> = cx.fields().map(|(_, field)| field.value.span().start).collect();
    for term in free_terms(cx) {
        let Look::LowercaseOperator(operator) = term.look else { continue };
        if values.contains(&term.span.start) {
            continue;
        }
        let word = cx.slice(term.span);
        let mut diagnostic = META
            .at(term.span, format!("`{word}` is a word; the operator is `{operator}`"))
            .note("operators are written in capitals");
        if cx.profile() == Profile::Event {
            diagnostic.severity = Severity::Warning;
        }
        if has_operands(cx, term.span, operator) {
            let edit = Edit::replace(term.span, operator);
            diagnostic = diagnostic.fix(Fix::guess(format!("write `{operator}`"), edit));
        }
        acc.push(diagnostic);
    }
}

/// Whether the word has neighbours to join, so that the operator would not dangle. In a query
/// with errors, they are mended first.
fn has_operands(cx: &QueryCx<'_>, span: Span, operator: &str) -> bool {
    let tokens = cx.parse.tree.tokens();
    let at = tokens.partition_point(|token| token.span.start < span.start);
    let kind = |token: &&Token| (!token.kind.is_blank()).then_some(token.kind);
    let before = tokens.get(..at).and_then(|before| before.iter().rev().find_map(|token| kind(&token)));
    let after = tokens.get(at + 1..).and_then(|after| after.iter().find_map(|token| kind(&token)));
    let starts = before.is_none_or(|kind| kind == TokenKind::ParenOpen || is_operator(kind));
    let ends = after.is_none_or(|kind| kind == TokenKind::ParenClose || is_operator(kind));
    let negates = matches!(after, Some(TokenKind::Not | TokenKind::Minus));
    cx.is_sound() && (!ends || negates) && (operator == "NOT" || !starts)
}

fn is_operator(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::And
            | TokenKind::Or
            | TokenKind::Not
            | TokenKind::Minus
            | TokenKind::AmpAmp
            | TokenKind::PipePipe
    )
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix};

    #[test]
    fn writes_capitals() {
        check_fix(Case::users(), "a:1 or b:2", "a:1 OR b:2");
        check_fix(Case::users(), "a:1 and not b:2", "a:1 AND NOT b:2");
        check_fix(Case::users(), "plan:(pro Or free)", "plan:(pro OR free)");
        check_fix(Case::events(), "@type:view and service:web", "@type:view AND service:web");
    }

    #[test]
    fn would_not_leave_it_dangling() {
        check_fix(Case::users(), "a:1 or", "a:1 or");
        check_annotated(
            Case::events(),
            "(and @type:view)\n ^^^ warning[SYN004]: `and` is a word; the operator is `AND`",
        );
    }

    #[test]
    fn a_value_is_no_operator() {
        check_annotated(Case::users(), "first_region:or AND name:\"and\"");
    }
}

//! `symbolic-operator`: `&&`, `||` and `!` for `AND`, `OR` and `-`.

use rumql_source::{Applicability, Diagnostic, Edit, Fix, Severity, Span};
use rumql_syntax::{
    SyntaxError,
    ast::{Kind, Node},
    token::{Token, TokenKind},
};

use super::empty_group::asking_name;
use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// `&&` and `||` as operators, and `!` as a negation.
    ///
    /// ## Why it matters
    /// RUM documents `AND`, `OR` and `-`. `&&` and `||` are read by other Datadog searches and mean the
    /// same there, so they are a hint. `!` is an error: no search of the family negates with it.
    ///
    /// ## Example
    /// ```query
    /// plan_type:pro && mrr:>5
    ///               ^^ info[SYN018]: `&&` is not a documented operator
    /// ```
    /// ```query
    /// plan_type:pro AND !mrr:>5
    ///                   ^ error[SYN018]: `!` does not negate
    /// ```
    /// No finding:
    /// ```query
    /// plan_type:pro AND -last_seen:<30d
    /// ```
    /// ```query
    /// user_name:"Jo && Co"
    /// ```
    ///
    /// ## Fix
    /// `AND` and `OR`; safe, since they mean the same. `-` for `!`, in front of the field; unsafe, since
    /// the `!` may be a part of the value.
    pub(crate) static META = { code: "SYN018", name: "symbolic-operator", level: Error, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    if !cx.is_sound() {
        return;
    }
    for node in cx.nodes().filter(|node| matches!(node.kind(), Kind::And | Kind::Or)) {
        acc.extend(operators(node).filter_map(|token| symbol(cx, token)));
    }
}

/// The tokens of a node that are in none of its operands.
fn operators<'t>(node: Node<'t>) -> impl Iterator<Item = Token> + 't {
    let mut operands = node.children().map(Node::span).peekable();
    node.tokens().iter().copied().filter(move |token| {
        while operands.next_if(|operand| operand.end <= token.span.start).is_some() {}
        !operands.peek().is_some_and(|operand| operand.encloses(token.span))
    })
}

fn symbol(cx: &QueryCx<'_>, token: Token) -> Option<Diagnostic> {
    let word = match token.kind {
        TokenKind::AmpAmp => "AND",
        TokenKind::PipePipe => "OR",
        _ => return None,
    };
    let before = cx.slice(Span::new(0, token.span.start));
    let after = cx.slice(Span::new(token.span.end, Span::of(cx.text()).end));
    let pad = |touches: bool| if touches { " " } else { "" };
    let before = pad(!before.ends_with(char::is_whitespace));
    let after = pad(!after.starts_with(char::is_whitespace));
    let mut diagnostic =
        META.at(token.span, format!("`{}` is not a documented operator", cx.slice(token.span)));
    diagnostic.severity = Severity::Info;
    let edit = Edit::replace(token.span, format!("{before}{word}{after}"));
    Some(
        diagnostic
            .note(format!("`{word}` is, and means the same"))
            .fix(Fix::safe(format!("write `{word}`"), edit)),
    )
}

pub(crate) fn cook(cx: &QueryCx<'_>, error: &SyntaxError) -> Diagnostic {
    let sign = Span::new(error.span.start, error.span.start + 1);
    let diagnostic = META
        .at(sign, "`!` does not negate")
        .note("only `-` and `NOT` negate; the server may take `!` as a part of the word");
    let fix = match asking_name(cx, sign.start) {
        Some(name) => Fix {
            title: format!("negate `{}`", cx.slice(name)),
            applicability: Applicability::Unsafe,
            edits: vec![Edit::insert(name.start, "-"), Edit::delete(sign)],
        },
        None => Fix::guess("write `-`", Edit::replace(sign, "-")),
    };
    diagnostic.fix(fix)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix, check_safe_fix};

    #[test]
    fn words_mean_the_same() {
        for (from, to) in [
            ("a:1 && b:2 || c:3", "a:1 AND b:2 OR c:3"),
            ("(a:1)&&(b:2)", "(a:1) AND (b:2)"),
            ("a:(1 || 2)", "a:(1 OR 2)"),
            ("a:1 && (b:2 || c:3) && d:4", "a:1 AND (b:2 OR c:3) AND d:4"),
        ] {
            check_safe_fix(Case::users(), from, to);
        }
    }

    #[test]
    fn values_keep_their_characters() {
        check_annotated(Case::users(), "a:&& AND b:\"||\"");
    }

    #[test]
    fn a_bang_becomes_a_minus_before_the_field() {
        check_fix(Case::users(), "!a:1", "-a:1");
        check_fix(Case::users(), "a:1 AND !(b:2 OR c:3)", "a:1 AND -(b:2 OR c:3)");
        check_fix(Case::users(), "a:1 AND f:!b", "a:1 AND -f:b");
        check_fix(Case::users(), "f:!\"b c\"", "-f:\"b c\"");
        check_fix(Case::users(), "f:(!b)", "f:(-b)");
        check_fix(Case::users(), "!!a:1", "a:1");
    }
}

//! `wildcard-in-quotes`: a star between quotes is a star.

use rumql_source::{Diagnostic, Edit, Fix, Span};
use rumql_syntax::{
    ast::{Expr, Node},
    literal::escape,
};

use super::unescaped_special::stands_apart;
use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A quoted value with a `*` in it.
    ///
    /// ## Why it matters
    /// Between quotes `*` stands for itself: `"*@example.com"` asks for a mail address that begins with
    /// a star, and matches nobody.
    ///
    /// ## Example
    /// ```query
    /// user_email:"*@techcorp.com"
    ///             ^ warning[SYN012]: `*` is literal inside quotes
    /// ```
    /// ```query
    /// account_name:("Acme Co*" OR Example)
    ///                       ^ warning[SYN012]: `*` is literal inside quotes
    /// ```
    /// No finding:
    /// ```query
    /// user_email:*@techcorp.com AND account_name:Acme\ Co*
    /// ```
    /// ```query
    /// account_name:"Acme \* Co"
    /// ```
    ///
    /// ## Fix
    /// Takes the quotes away and escapes what needs it, but not the stars; unsafe, since who matches
    /// changes. Where the star is meant, `\*` says so.
    pub(crate) static META = { code: "SYN012", name: "wildcard-in-quotes", level: Warning, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let mut phrases = Vec::new();
    cx.fields().for_each(|(_, field)| quoted_values(field.value, &mut phrases));
    for phrase in phrases {
        let Expr::Phrase(inner) = phrase.expr() else { continue };
        let Some(star) = first_star(inner) else { continue };
        let start = phrase.span().start + 1 + star as u32;
        // A quote that is curly or never ends is an error already. Where something touches the text, as
        // in `"*"Acme"*"`, its end is not where it was meant.
        if !is_closed(phrase.text(), inner) || !stands_apart(cx, phrase.span()) {
            continue;
        }
        acc.push(
            META.at(Span::new(start, start + 1), "`*` is literal inside quotes")
                .note("only in a bare value does it stand for any text")
                .help("write `\\*` where a star is meant")
                .fix(Fix::guess("take the quotes away", Edit::replace(phrase.span(), bare(inner)))),
        );
    }
}

/// The quoted texts that a field asks for.
fn quoted_values<'a>(node: Node<'a>, acc: &mut Vec<Node<'a>>) {
    match node.expr() {
        Expr::Phrase(_) => acc.push(node),
        Expr::And(operands) | Expr::Or(operands) => operands.for_each(|operand| quoted_values(operand, acc)),
        Expr::Not(inner) | Expr::Group(inner) => quoted_values(inner, acc),
        _ => {}
    }
}

fn is_closed(text: &str, inner: &str) -> bool {
    text.starts_with('"') && text.len() == inner.len() + 2
}

fn first_star(inner: &str) -> Option<usize> {
    let mut escaped = false;
    inner.char_indices().find_map(|(at, c)| {
        let is_star = c == '*' && !escaped;
        escaped = c == '\\' && !escaped;
        is_star.then_some(at)
    })
}

/// What stands between quotes, as a bare value whose stars are wildcards.
fn bare(inner: &str) -> String {
    let mut value = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '*' => value.push('*'),
            '\\' => push_literal(&mut value, chars.next().unwrap_or(c)),
            _ => push_literal(&mut value, c),
        }
    }
    value
}

/// Some characters need an escape only where the value begins.
fn push_literal(value: &mut String, c: char) {
    let front = if value.is_empty() { "" } else { "x" };
    let escaped = escape(&format!("{front}{c}"));
    value.push_str(escaped.strip_prefix(front).unwrap_or(&escaped));
}

#[cfg(test)]
mod tests {
    use super::bare;
    use crate::testing::{Case, check_annotated, check_fix};

    #[test]
    fn takes_the_quotes_away() {
        check_fix(Case::users(), "user_email:\"*@x.com\"", "user_email:*@x.com");
        check_fix(Case::users(), "name:(\"Acme (old)*\" OR b)", r"name:(Acme\ \(old\)* OR b)");
        check_fix(Case::users(), r#"-name:"\*a *""#, r"-name:\*a\ *");
        check_fix(Case::users(), "plan_type:\"*\"", "plan_type:*");
    }

    #[test]
    fn escapes_what_needs_it() {
        assert_eq!(bare("-x-*x?"), r"\-x-*x\?");
        assert_eq!(bare(r#"*\"a\\b"#), r#"*\"a\\b"#);
    }

    #[test]
    fn a_star_alone_is_no_value() {
        check_annotated(Case::users(), "name:\"a b\" AND seats:5*");
        check_annotated(
            Case::users(),
            "name:\"*\"a\"*\"\n         ^ error[SYN001]: `\"` touches the word before it",
        );
        check_annotated(Case::users(), "name:\"a*\n     ^ error[SYN003]: the quoted text never ends");
    }
}

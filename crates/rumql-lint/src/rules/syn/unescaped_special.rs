//! `unescaped-special`: a bare value holds a character that could end it.

use rumql_catalog::Kind;
use rumql_source::{Applicability, Diagnostic, Edit, Fix, Span};
use rumql_syntax::{
    ast::{Expr, Field, Node},
    literal::{instant, unescape_name},
    token::{Token, TokenKind},
};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A colon or a comparison inside a bare value. `/`, `-`, `@` and `=` between letters are no harm,
    /// and so are the colons of a date with a time.
    ///
    /// ## Why it matters
    /// It is read as part of the value, but Datadog lists these characters as special: another reader
    /// may end the value there.
    ///
    /// ## Example
    /// ```query entity=events
    /// @resource.url:https://example.com/*
    ///                    ^ warning[SYN013]: unescaped `:` in a value
    /// ```
    /// ```query
    /// account_name:a>b
    ///               ^ warning[SYN013]: unescaped `>` in a value
    /// ```
    /// No finding:
    /// ```query entity=events
    /// @resource.url:https\://example.com/*
    /// ```
    /// ```query
    /// account_name:"a>b" AND user_email:jane-doe@example.com
    /// ```
    ///
    /// ## Fix
    /// Escapes each of them; safe, for the value stays the same. Quotes would take the meaning from
    /// its wildcards.
    pub(crate) static META = { code: "SYN013", name: "unescaped-special", level: Warning, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    if !cx.is_sound() {
        return;
    }
    for (_, field) in cx.fields() {
        match field.value.expr() {
            Expr::Text(_) => acc.extend(unescaped(cx, &field, field.value)),
            Expr::Comparison(_, operand) => acc.extend(compared(cx, &field, operand)),
            Expr::Range(range) => {
                acc.extend([range.low, range.high].into_iter().filter_map(|it| compared(cx, &field, it)));
            }
            _ => {}
        }
    }
}

/// Stars are characters there, and a value with stars is taken as it is written.
fn compared(cx: &QueryCx<'_>, field: &Field<'_>, value: Node<'_>) -> Option<Diagnostic> {
    (!value.text().contains(['*', '?'])).then(|| unescaped(cx, field, value)).flatten()
}

fn unescaped(cx: &QueryCx<'_>, field: &Field<'_>, value: Node<'_>) -> Option<Diagnostic> {
    let Expr::Text(text) = value.expr() else { return None };
    let specials: Vec<&Token> = value.tokens().iter().filter(|token| is_special(token.kind)).collect();
    let first = specials.first()?;
    if is_moment(cx, field, text) || !stands_apart(cx, value.span()) {
        return None;
    }
    let edits = specials.iter().flat_map(|token| escapes(token.span)).collect();
    let title = if specials.len() == 1 { "escape it" } else { "escape each of them" };
    Some(
        META.at(first.span, format!("unescaped `{}` in a value", cx.slice(first.span)))
            .note("it is one of the characters with a meaning of their own")
            .fix(Fix { title: title.to_owned(), applicability: Applicability::Safe, edits }),
    )
}

fn is_special(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Colon | TokenKind::LooseComparison | TokenKind::ForeignComparison)
        || kind.is_comparison()
}

/// The colons of a time need no escape.
fn is_moment(cx: &QueryCx<'_>, field: &Field<'_>, text: &str) -> bool {
    let known = cx.scope.resolve(&unescape_name(field.name));
    known.known().is_some_and(|attribute| attribute.kind == Kind::Timestamp)
        || instant(text, cx.scope.now).is_some()
}

/// Whether nothing touches the end of a value, which another spelling might swallow.
pub(super) fn stands_apart(cx: &QueryCx<'_>, value: Span) -> bool {
    let after = Span::new(value.end, Span::of(cx.text()).end).slice(cx.text());
    after.chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, ')' | ']' | '}'))
}

/// A backslash before each character; all of these are of one byte.
fn escapes(span: Span) -> impl Iterator<Item = Edit> {
    (span.start..span.end).map(|at| Edit::insert(at, "\\"))
}

/// A text as a bare value writes it, where its wildcards and escapes are meant.
pub(super) fn escape_bare(text: &str) -> String {
    const SPECIAL: &[char] =
        &['"', '“', '”', '„', '‟', '(', ')', '[', ']', '{', '}', '<', '>', '=', '!', ':'];
    let mut escaped = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if SPECIAL.contains(&c) || c.is_whitespace() {
            escaped.push('\\');
        }
        escaped.push(c);
        if c == '\\' {
            escaped.extend(chars.next());
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escape_bare;
    use crate::testing::{Case, check_annotated, check_safe_fix};

    #[test]
    fn escapes_and_keeps_the_meaning() {
        check_safe_fix(Case::users(), "@u:http://x?a=b&c>d*", r"@u:http\://x?a=b&c\>d*");
        check_safe_fix(Case::users(), "name:a>=b!=c:", r"name:a\>\=b\!\=c\:");
        check_safe_fix(Case::users(), "name:>a:b", r"name:>a\:b");
        check_safe_fix(Case::users(), "name:[a:b TO c<d]", r"name:[a\:b TO c\<d]");
        check_safe_fix(Case::users(), "u:http://<host>/x", r"u:http\://<host>/x");
    }

    #[test]
    fn is_silent_where_nothing_ends_the_value() {
        check_safe_fix(
            Case::users(),
            "first_seen:2025-01-01T00:00:00+02:00",
            "first_seen:2025-01-01T00:00:00+02:00",
        );
        check_annotated(Case::users(), "x:[2025-01-01T00:00:00Z TO *] y:>a:b*");
        check_annotated(Case::users(), "name:a=b/c@d-e AND note:(x OR y)");
        check_annotated(Case::users(), r"name:a\:b");
        check_annotated(Case::users(), "x:${a:b}\n  ^^^^^^ error[SYN022]: `${a:b}` is not filled in");
    }

    #[test]
    fn wildcards_and_escapes_are_kept() {
        assert_eq!(escape_bare(r#"a*(b\) "c")=?"#), r#"a*\(b\)\ \"c\"\)\=?"#);
    }
}

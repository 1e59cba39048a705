//! What are the words of a query that no field asks for?
//!
//! A bare word is rarely meant as one: it is the rest of a value with a blank in it, an
//! operator in lower case, or SQL. Several rules speak about such words; here each word is
//! given to one of them, so that it is reported once.

use rumql_source::Span;
use rumql_syntax::ast::{Expr, Field, Node};

use crate::context::QueryCx;

/// A bare word, or several that belong together, and what they look like.
pub(crate) struct FreeTerm<'a> {
    /// All of it.
    pub(crate) span: Span,
    /// What it looks like.
    pub(crate) look: Look<'a>,
}

/// What a bare word looks like.
pub(crate) enum Look<'a> {
    /// `or`, `And`: an operator in the wrong case.
    LowercaseOperator(&'static str),
    /// `estate` in `industry:real estate`: the words after a field's bare value.
    ValueRest(Field<'a>),
    /// `plan IN (a, b)`, `name LIKE x`, `x IS NULL`, `plan=pro`.
    Sql(Sql<'a>),
    /// A word or quoted text for itself.
    Plain,
}

/// A condition as SQL writes it.
pub(crate) enum Sql<'a> {
    /// `plan IN (a, b)`, `plan NOT IN (a, b)`
    In { name: &'a str, values: Node<'a>, negated: bool },
    /// `name LIKE x`
    Like { name: &'a str, value: Node<'a>, negated: bool },
    /// `x IS NULL`, `x IS NOT NULL`
    Null { name: &'a str, negated: bool },
    /// `plan=pro`
    Equals { name: &'a str, value: &'a str },
}

/// The bare words of a query, in the order of the text.
pub(crate) fn free_terms<'a>(cx: &QueryCx<'a>) -> Vec<FreeTerm<'a>> {
    let mut found = Vec::new();
    walk(cx, cx.parse.tree.root(), false, &mut found);
    found
}

fn walk<'a>(cx: &QueryCx<'a>, node: Node<'a>, in_value: bool, found: &mut Vec<FreeTerm<'a>>) {
    match node.expr() {
        Expr::And(operands) => {
            let operands: Vec<Node<'a>> = operands.collect();
            sequence(cx, &operands, in_value, found);
        }
        Expr::Or(operands) => operands.for_each(|operand| walk(cx, operand, in_value, found)),
        Expr::Not(inner) | Expr::Group(inner) => walk(cx, inner, in_value, found),
        Expr::Field(field) if field.name != "*" => walk(cx, field.value, true, found),
        Expr::Text(_) | Expr::Phrase(_) => sequence(cx, &[node], in_value, found),
        _ => {}
    }
}

/// Operands side by side, where a word may belong to its neighbours.
fn sequence<'a>(cx: &QueryCx<'a>, operands: &[Node<'a>], in_value: bool, found: &mut Vec<FreeTerm<'a>>) {
    let mut rest = operands;
    let mut previous: Option<Node<'a>> = None;
    while let Some((&node, after)) = rest.split_first() {
        let mut used = 1;
        let Some(word) = word(node) else {
            walk(cx, node, in_value, found);
            previous = Some(node);
            rest = after;
            continue;
        };
        // A value that stands alone is a value, whatever it says.
        let operator = if in_value && operands.len() == 1 { None } else { lowercase_operator(word) };
        if let Some(operator) = operator {
            found.push(FreeTerm { span: node.span(), look: Look::LowercaseOperator(operator) });
        } else if !in_value {
            if let Some((sql, count)) = sql(word, after) {
                used = count;
                let last = rest.get(count - 1).copied().unwrap_or(node);
                found.push(FreeTerm { span: node.span().join(last.span()), look: Look::Sql(sql) });
            } else if let Some(field) = previous.and_then(|before| unquoted_value(cx, before, node)) {
                used = 1 + rest.windows(2).take_while(|pair| goes_on(cx, pair)).count();
                let last = rest.get(used - 1).copied().unwrap_or(node);
                found.push(FreeTerm { span: node.span().join(last.span()), look: Look::ValueRest(field) });
            } else if !word.bytes().all(|byte| byte == b'*') {
                found.push(FreeTerm { span: node.span(), look: Look::Plain });
            }
        }
        previous = rest.get(used - 1).copied();
        rest = rest.get(used..).unwrap_or_default();
    }
}

/// The text of a bare word or quoted text.
fn word<'a>(node: Node<'a>) -> Option<&'a str> {
    matches!(node.expr(), Expr::Text(_) | Expr::Phrase(_)).then(|| node.text())
}

fn lowercase_operator(word: &str) -> Option<&'static str> {
    let operator = ["AND", "OR", "NOT"].into_iter().find(|operator| word.eq_ignore_ascii_case(operator))?;
    (word != operator).then_some(operator)
}

/// The field before `node`, if its value is a bare text that `node` follows after a blank alone.
fn unquoted_value<'a>(cx: &QueryCx<'a>, before: Node<'a>, node: Node<'a>) -> Option<Field<'a>> {
    let before = if let Expr::Not(inner) = before.expr() { inner } else { before };
    let Expr::Field(field) = before.expr() else { return None };
    let is_bare = matches!(field.value.expr(), Expr::Text(text) if text != "*");
    (is_bare && is_rest_word(node) && only_blank_between(cx, before.span(), node.span())).then_some(field)
}

/// Whether the second of two operands is a bare word that goes on after the first.
fn goes_on(cx: &QueryCx<'_>, pair: &[Node<'_>]) -> bool {
    let [before, next] = pair else { return false };
    is_rest_word(*next) && only_blank_between(cx, before.span(), next.span())
}

fn is_rest_word(node: Node<'_>) -> bool {
    matches!(node.expr(), Expr::Text(text) if lowercase_operator(text).is_none() && text.contains(char::is_alphanumeric))
}

fn only_blank_between(cx: &QueryCx<'_>, before: Span, after: Span) -> bool {
    let tokens = cx.parse.tree.tokens();
    let first = tokens.partition_point(|token| token.span.start < before.end);
    let between = tokens.get(first..).unwrap_or_default().iter();
    between.take_while(|token| token.span.end <= after.start).all(|token| token.kind.is_blank())
}

/// A condition of SQL that begins with this word, and how many operands it takes.
fn sql<'a>(name: &'a str, after: &[Node<'a>]) -> Option<(Sql<'a>, usize)> {
    if let [first, rest @ ..] = after {
        // `NOT` before the keyword is an operator here.
        let (keyword, negated) = match first.expr() {
            Expr::Not(inner) => (word(inner), true),
            _ => (word(*first), false),
        };
        let found = match (keyword.map(str::to_ascii_uppercase).as_deref(), rest.first().copied()) {
            (Some("IN"), Some(values)) if matches!(values.expr(), Expr::Group(_)) => {
                Some(Sql::In { name, values, negated })
            }
            (Some("LIKE"), Some(value)) => Some(Sql::Like { name, value, negated }),
            (Some("IS"), Some(null)) if !negated && is_null(null) => Some(Sql::Null { name, negated: false }),
            (Some("IS"), Some(null)) if !negated && is_not_null(null) => {
                Some(Sql::Null { name, negated: true })
            }
            _ => None,
        };
        if let Some(found) = found {
            return Some((found, 3));
        }
    }
    let (name, value) = name.split_once('=')?;
    let value = value.trim_start_matches('=');
    let plain = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '@' | '-'))
    };
    (plain(name) && plain(value)).then_some((Sql::Equals { name, value }, 1))
}

fn is_null(node: Node<'_>) -> bool {
    word(node).is_some_and(|word| word.eq_ignore_ascii_case("NULL"))
}

/// `NOT NULL`, whose first word is an operator here.
fn is_not_null(node: Node<'_>) -> bool {
    matches!(node.expr(), Expr::Not(inner) if is_null(inner))
}

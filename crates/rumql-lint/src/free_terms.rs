//! What are the words of a query that no field asks for?
//!
//! A bare word is rarely meant as one: it is the rest of a value with a blank in it, an
//! operator in lower case, or SQL. Several rules speak about such words; here each word is
//! given to one of them, so that it is reported once.

use rumql_source::Span;
use rumql_syntax::{
    ast::{Expr, Field, Node},
    literal::{Decimal, TimeUnit},
};

use crate::{context::QueryCx, rules::syn::unresolved_placeholder::is_placeholder};

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
    /// `days` in `last_seen:>7 days`: the unit of the number that a field is compared with.
    ValueUnit(Field<'a>),
    /// `'Acme Co'`: words between single quotes, wherever they stand.
    SingleQuoted,
    /// `plan IN (a, b)`, `seats BETWEEN 5 AND 10`, `name LIKE x`, `x IS NULL`, `plan=pro`.
    Sql(Sql<'a>),
    /// A word or quoted text for itself.
    Plain,
}

/// A condition as SQL writes it.
pub(crate) enum Sql<'a> {
    /// `plan IN (a, b)`, `plan NOT IN (a, b)`
    In { name: &'a str, values: Node<'a>, negated: bool },
    /// `seats BETWEEN 5 AND 10`
    Between { name: &'a str, low: Node<'a>, high: Node<'a>, negated: bool },
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
        Expr::Comparison(_, operand) if in_value => sequence(cx, &[operand], true, found),
        Expr::Text(_) | Expr::Phrase(_) => sequence(cx, &[node], in_value, found),
        _ => {}
    }
}

/// Operands side by side, where a word may belong to its neighbours.
fn sequence<'a>(cx: &QueryCx<'a>, operands: &[Node<'a>], in_value: bool, found: &mut Vec<FreeTerm<'a>>) {
    let mut rest = operands;
    let mut previous: Option<Node<'a>> = None;
    while let Some((&node, after)) = rest.split_first() {
        if let Some((sql, used)) = negated_sql(node, after).filter(|_| !in_value) {
            let last = rest.get(used - 1).copied().unwrap_or(node);
            found.push(FreeTerm { span: node.span().join(last.span()), look: Look::Sql(sql) });
            previous = Some(last);
            rest = rest.get(used..).unwrap_or_default();
            continue;
        }
        let Some(word) = word(node) else {
            walk(cx, node, in_value, found);
            previous = Some(node);
            rest = after;
            continue;
        };
        // A value that stands alone is a value, whatever it says.
        let operator = if in_value && operands.len() == 1 { None } else { lowercase_operator(word) };
        let (look, used, from) = if let Some(quoted) = single_quoted(cx, previous, rest) {
            (Some(Look::SingleQuoted), quoted.used, quoted.start)
        } else if let Some(operator) = operator {
            (Some(Look::LowercaseOperator(operator)), 1, node)
        } else if in_value {
            (None, 1, node)
        } else {
            let (look, used) = free(cx, previous, rest, word);
            (look, used, node)
        };
        let last = rest.get(used - 1).copied().unwrap_or(node);
        found.extend(look.map(|look| FreeTerm { span: from.span().join(last.span()), look }));
        previous = Some(last);
        rest = rest.get(used..).unwrap_or_default();
    }
}

/// What the first of some operands looks like, a word that no field asks for, and how many belong to it.
fn free<'a>(
    cx: &QueryCx<'a>,
    previous: Option<Node<'a>>,
    rest: &[Node<'a>],
    word: &'a str,
) -> (Option<Look<'a>>, usize) {
    let (Some(&node), after) = (rest.first(), rest.get(1..).unwrap_or_default()) else { return (None, 1) };
    let run = || rest.windows(2).take_while(|pair| goes_on(cx, pair));
    if let Some((sql, count)) = sql(node, after) {
        (Some(Look::Sql(sql)), count)
    } else if let Some(field) = previous.and_then(|before| unquoted_value(cx, before, node)) {
        (Some(Look::ValueRest(field)), 1 + run().count())
    } else if let Some(field) = previous.and_then(|before| unitless_comparison(cx, before, node)) {
        let ago = run().next().is_some_and(|pair| matches!(pair, [_, next] if next.text() == "ago"));
        (Some(Look::ValueUnit(field)), 1 + usize::from(ago))
    } else if word.bytes().all(|byte| byte == b'*') {
        (None, 1)
    } else {
        (Some(Look::Plain), 1)
    }
}

/// How many words may stand between single quotes: a longer text was hardly meant to be one.
const QUOTED_WORDS: usize = 50;

/// Words between single quotes.
struct Quoted<'a> {
    /// The first of them.
    start: Node<'a>,
    /// How many of the operands belong to them, counted from the current one.
    used: usize,
}

/// The words that a single quote begins here, or in the value of the field before, up to the one
/// with the second quote.
fn single_quoted<'a>(cx: &QueryCx<'a>, previous: Option<Node<'a>>, rest: &[Node<'a>]) -> Option<Quoted<'a>> {
    let is_word = |node: &Node<'a>| matches!(node.expr(), Expr::Text(_));
    let first = *rest.first().filter(|node| is_word(node))?;
    let start = if first.text().starts_with(SINGLE) {
        first
    } else {
        let open = previous.and_then(bare_operand).filter(|value| is_open(value.text()))?;
        only_blank_between(cx, open.span(), first.span()).then_some(open)?
    };
    if start.id() == first.id() && is_whole(first.text()) {
        return Some(Quoted { start, used: 1 });
    }
    let joined = |pair: &&[Node<'a>]| matches!(pair, [before, next] if is_word(next) && only_blank_between(cx, before.span(), next.span()));
    let run = 1 + rest.windows(2).take(QUOTED_WORDS).take_while(joined).count();
    let own = usize::from(start.id() == first.id());
    let closing = rest.get(own..run)?.iter().position(|node| node.text().ends_with(SINGLE))?;
    Some(Quoted { start, used: own + closing + 1 })
}

/// Single quotes, straight and curly.
pub(crate) const SINGLE: [char; 3] = ['\'', '‘', '’'];

/// `'Acme'`, but not `'` or `''`.
fn is_whole(text: &str) -> bool {
    text.starts_with(SINGLE) && text.ends_with(SINGLE) && !text.trim_matches(SINGLE).is_empty()
}

fn is_open(text: &str) -> bool {
    text.starts_with(SINGLE) && !is_whole(text)
}

/// The bare value of a field, or what it is compared with.
fn bare_operand(node: Node<'_>) -> Option<Node<'_>> {
    let node = if let Expr::Not(inner) = node.expr() { inner } else { node };
    let Expr::Field(field) = node.expr() else { return None };
    let operand = if let Expr::Comparison(_, operand) = field.value.expr() { operand } else { field.value };
    matches!(operand.expr(), Expr::Text(_)).then_some(operand)
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
    let is_bare = matches!(field.value.expr(), Expr::Text(text) if text != "*" && !is_whole(text));
    (is_bare && is_rest_word(node) && only_blank_between(cx, before.span(), node.span())).then_some(field)
}

/// The field before `node`, if it is compared with a bare number and `node` is a unit of time.
fn unitless_comparison<'a>(cx: &QueryCx<'a>, before: Node<'a>, node: Node<'a>) -> Option<Field<'a>> {
    let before = if let Expr::Not(inner) = before.expr() { inner } else { before };
    let Expr::Field(field) = before.expr() else { return None };
    let Expr::Comparison(_, operand) = field.value.expr() else { return None };
    let is_split = Decimal::parse(operand.text()).is_some()
        && matches!(node.expr(), Expr::Text(word) if is_unit_of_time(word));
    (is_split && only_blank_between(cx, before.span(), node.span())).then_some(field)
}

/// Whether people write a length of time with this word.
pub(crate) fn is_unit_of_time(word: &str) -> bool {
    let is_long = || matches!(word.to_lowercase().as_str(), "month" | "months" | "year" | "years");
    TimeUnit::parse(word).or(TimeUnit::named(word)).is_some() || is_long()
}

/// Whether the second of two operands is a bare word that goes on after the first.
fn goes_on(cx: &QueryCx<'_>, pair: &[Node<'_>]) -> bool {
    let [before, next] = pair else { return false };
    is_rest_word(*next) && only_blank_between(cx, before.span(), next.span())
}

fn is_rest_word(node: Node<'_>) -> bool {
    let is_rest = |text: &str| {
        lowercase_operator(text).is_none()
            && text.contains(char::is_alphanumeric)
            // `#paid` is a form of its own, of which another rule speaks.
            && !text.starts_with('#')
            && !is_placeholder(text)
    };
    matches!(node.expr(), Expr::Text(text) if is_rest(text))
}

fn only_blank_between(cx: &QueryCx<'_>, before: Span, after: Span) -> bool {
    let tokens = cx.parse.tree.tokens();
    let first = tokens.partition_point(|token| token.span.start < before.end);
    let between = tokens.get(first..).unwrap_or_default().iter();
    between.take_while(|token| token.span.end <= after.start).all(|token| token.kind.is_blank())
}

/// A condition of SQL under a negation: `NOT plan IN (a, b)`, of which the negation takes the name alone.
fn negated_sql<'a>(node: Node<'a>, after: &[Node<'a>]) -> Option<(Sql<'a>, usize)> {
    let Expr::Not(inner) = node.expr() else { return None };
    word(inner)?;
    let (mut sql, used) = keyword_sql(inner, after)?;
    match &mut sql {
        Sql::In { negated, .. }
        | Sql::Between { negated, .. }
        | Sql::Like { negated, .. }
        | Sql::Null { negated, .. } => *negated = !*negated,
        Sql::Equals { .. } => return None,
    }
    Some((sql, used))
}

/// A condition of SQL that begins with this word, and how many operands it takes.
fn sql<'a>(first: Node<'a>, after: &[Node<'a>]) -> Option<(Sql<'a>, usize)> {
    keyword_sql(first, after).or_else(|| equals(first, after))
}

fn keyword_sql<'a>(first: Node<'a>, after: &[Node<'a>]) -> Option<(Sql<'a>, usize)> {
    let name = first.text();
    let is =
        |node: &Node<'a>, keyword: &str| word(*node).is_some_and(|word| word.eq_ignore_ascii_case(keyword));
    // In capitals, `NOT` before the keyword is an operator here.
    let (keyword, rest, negated) = match after {
        [not, keyword, rest @ ..] if is(not, "NOT") => (word(*keyword)?, rest, true),
        [second, rest @ ..] => match second.expr() {
            Expr::Not(inner) => (word(inner)?, rest, true),
            _ => (word(*second)?, rest, false),
        },
        [] => return None,
    };
    let before = 1 + after.len() - rest.len();
    match (keyword.to_ascii_uppercase().as_str(), rest) {
        ("IN", [values, ..]) if matches!(values.expr(), Expr::Group(_)) => {
            Some((Sql::In { name, values: *values, negated }, before + 1))
        }
        ("LIKE", [value, ..]) => Some((Sql::Like { name, value: *value, negated }, before + 1)),
        ("BETWEEN", [low, and, high, ..]) if is(and, "AND") && is_bound(*low) && is_bound(*high) => {
            Some((Sql::Between { name, low: *low, high: *high, negated }, before + 3))
        }
        ("BETWEEN", [low, high, ..]) if is_bound(*low) && is_bound(*high) && joined(*low, *high) => {
            Some((Sql::Between { name, low: *low, high: *high, negated }, before + 2))
        }
        ("IS", [null, ..]) if !negated && is_null(*null) => {
            Some((Sql::Null { name, negated: false }, before + 1))
        }
        ("IS", [null, ..]) if !negated && is_not_null(*null) => {
            Some((Sql::Null { name, negated: true }, before + 1))
        }
        ("IS", [not, null, ..]) if !negated && is(not, "NOT") && is_null(*null) => {
            Some((Sql::Null { name, negated: true }, before + 2))
        }
        _ => None,
    }
}

/// `5`, `-5`, `'2025-01-01'`: what may bound a range.
fn is_bound(node: Node<'_>) -> bool {
    let inner = if let Expr::Not(inner) = node.expr() { inner } else { node };
    word(inner).is_some_and(|word| lowercase_operator(word).is_none())
        && !node.text().contains(char::is_whitespace)
}

/// Whether `AND` is written between two operands.
fn joined(before: Node<'_>, after: Node<'_>) -> bool {
    Span::new(before.span().end, after.span().start).slice(before.tree_text()).trim() == "AND"
}

/// `plan=pro`, `name='Acme Co'`
fn equals<'a>(first: Node<'a>, after: &[Node<'a>]) -> Option<(Sql<'a>, usize)> {
    let (name, value) = first.text().split_once('=')?;
    let value = value.trim_start_matches('=');
    let plain = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '@' | '-'))
    };
    if is_whole(value) || plain(value) {
        return plain(name).then_some((Sql::Equals { name, value }, 1));
    }
    let is_text = |node: &&Node<'a>| matches!(node.expr(), Expr::Text(_));
    let words = || after.iter().take(QUOTED_WORDS).take_while(is_text);
    let closing = words().position(|node| node.text().ends_with('\''))?;
    let (start, end) = (first.span().end - value.len() as u32, after.get(closing)?.span().end);
    let value = Span::new(start, end).slice(first.tree_text());
    (plain(name) && is_whole(value)).then_some((Sql::Equals { name, value }, closing + 2))
}

fn is_null(node: Node<'_>) -> bool {
    word(node).is_some_and(|word| word.eq_ignore_ascii_case("NULL"))
}

/// `NOT NULL`, whose first word is an operator here.
fn is_not_null(node: Node<'_>) -> bool {
    matches!(node.expr(), Expr::Not(inner) if is_null(inner))
}

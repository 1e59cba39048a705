//! Which of its spellings is a query's canonical one?
//!
//! Operators are `AND`, `OR` and `-`, one blank stands between clauses and none after a colon or
//! inside parentheses. What was written stays: an AND that is left out, parentheses, ranges,
//! durations, quotes and escapes.

use crate::{
    Parse,
    ast::{Children, Expr, Field, Kind, Node, Range, is_stars},
    token::TokenKind,
};

/// Whether lines may be broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// All on one line.
    OneLine,
    /// A clause a line where the query is longer than 80 characters.
    Broken,
}

/// From how many characters on a line is broken.
const WIDTH: usize = 80;

/// The canonical spelling of a query; `None` for one that is left alone: with a syntax error, or
/// with so many negations that their parentheses would nest too deep. The result has no line end
/// after it.
///
/// ```
/// use rumql_syntax::{Layout, format, parse};
/// let spelt = format(&parse("a:1   NOT (b: 2 || c:3)"), Layout::OneLine);
/// assert_eq!(spelt.as_deref(), Some("a:1 -(b:2 OR c:3)"));
/// ```
pub fn format(parse: &Parse, layout: Layout) -> Option<String> {
    if !parse.errors.is_empty() {
        return None;
    }
    let root = parse.tree.root();
    let spelt = match layout {
        Layout::OneLine => one_line(root),
        Layout::Broken => broken(root, 0, 0),
    };
    let is_itself = spelt == parse.tree.text();
    (is_itself || crate::parse(&spelt).errors.is_empty()).then_some(spelt)
}

fn one_line(node: Node<'_>) -> String {
    match node.expr() {
        Expr::Empty => String::new(),
        Expr::Or(operands) | Expr::And(operands) => join(node, operands),
        Expr::Not(operand) if is_negation(operand) => format!("-({})", one_line(operand)),
        Expr::Not(operand) => format!("-{}", one_line(operand)),
        Expr::Group(inner) => format!("({})", one_line(inner)),
        Expr::Field(field) if is_match_all(&field) => "*".into(),
        Expr::Field(field) if holds_field(field.value) => node.with_single_blanks(),
        Expr::Field(field) => format!("{}:{}", field.name, one_line(field.value)),
        Expr::Cidr => node.with_single_blanks(),
        Expr::Text(text) if is_stars(text) => "*".into(),
        Expr::Text(text) => text.into(),
        Expr::Comparison(operator, operand) => format!("{}{}", operator.as_str(), one_line(operand)),
        Expr::Range(parts) => range(&parts),
        Expr::Phrase(_) | Expr::Error => node.text().into(),
    }
}

/// The node over several lines where one is too short. `indent` is the column of its further
/// lines, `used` what already stands on its first.
fn broken(node: Node<'_>, indent: usize, used: usize) -> String {
    let line = one_line(node);
    if indent + used + line.chars().count() <= WIDTH {
        return line;
    }
    match node.expr() {
        Expr::Or(operands) | Expr::And(operands) => lines(node, operands, indent),
        Expr::Not(operand) if is_negation(operand) => format!("-{}", group(operand, indent)),
        Expr::Not(operand) => format!("-{}", broken(operand, indent, used + 1)),
        Expr::Group(inner) => group(inner, indent),
        Expr::Field(field) if !is_match_all(&field) && !holds_field(field.value) => {
            let used = used + field.name.chars().count() + 1;
            format!("{}:{}", field.name, broken(field.value, indent, used))
        }
        _ => line,
    }
}

fn lines(node: Node<'_>, operands: Children<'_>, indent: usize) -> String {
    let mut out = String::new();
    let mut before: Option<Node<'_>> = None;
    for operand in operands {
        let operator = before.map_or("", |before| operator(node, before, operand));
        if before.is_some() {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            out.push_str(operator);
        }
        // The ANDs of one OR's operand stand deeper than the OR.
        let deeper = if matches!(operand.expr(), Expr::And(_)) { indent + 2 } else { indent };
        out.push_str(&broken(operand, deeper, operator.len()));
        before = Some(operand);
    }
    out
}

fn join(node: Node<'_>, operands: Children<'_>) -> String {
    let mut out = String::new();
    let mut before: Option<Node<'_>> = None;
    for operand in operands {
        if let Some(before) = before {
            out.push(' ');
            out.push_str(operator(node, before, operand));
        }
        out.push_str(&one_line(operand));
        before = Some(operand);
    }
    out
}

/// What stands between two operands, a blank after it; nothing for an AND that is left out.
fn operator(node: Node<'_>, before: Node<'_>, after: Node<'_>) -> &'static str {
    if node.kind() == Kind::Or {
        return "OR ";
    }
    let tokens = node.tokens();
    let first = tokens.partition_point(|token| token.span.start < before.span().end);
    let between = tokens.get(first..).unwrap_or_default().iter();
    let is_written = between
        .take_while(|token| token.span.end <= after.span().start)
        .any(|token| matches!(token.kind, TokenKind::And | TokenKind::AmpAmp));
    if is_written { "AND " } else { "" }
}

fn group(inner: Node<'_>, indent: usize) -> String {
    let deeper = indent + 2;
    format!("(\n{}{}\n{})", " ".repeat(deeper), broken(inner, deeper, 0), " ".repeat(indent))
}

/// Two signs in a row are refused by some readers of the language, so the inner one gets
/// parentheses.
fn is_negation(node: Node<'_>) -> bool {
    matches!(node.expr(), Expr::Not(_))
}

fn range(range: &Range<'_>) -> String {
    let open = if range.low_inclusive { '[' } else { '{' };
    let close = if range.high_inclusive { ']' } else { '}' };
    format!("{open}{} TO {}{close}", one_line(range.low), one_line(range.high))
}

/// Whether a field stands inside a value. There `*:*` is everything and `*` is presence, so such a
/// value, which most readers refuse, keeps its words.
fn holds_field(value: Node<'_>) -> bool {
    matches!(value.expr(), Expr::Field(_)) || value.children().any(holds_field)
}

fn is_match_all(field: &Field<'_>) -> bool {
    is_stars(field.name) && matches!(field.value.expr(), Expr::Text(text) if is_stars(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    #[track_caller]
    fn check(query: &str, expected: &str) {
        let once = format(&parse(query), Layout::Broken).unwrap();
        assert_eq!(once, expected);
        assert_eq!(format(&parse(&once), Layout::Broken).unwrap(), expected, "not idempotent");
    }

    #[test]
    fn one_canonical_spelling() {
        check("a:1   b:2", "a:1 b:2");
        check("a:1 AND b:2   c:3", "a:1 AND b:2 c:3");
        check("a:1 && NOT b: 2 || - c:3", "a:1 AND -b:2 OR -c:3");
        check("f:( a  b )", "f:(a b)");
        check("NOT NOT a:1", "-(-a:1)");
        check("f:[ 1 TO  5 }", "f:[1 TO 5}");
        check("*:* -** f:**", "* -* f:*");
        check("f:(a  OR\r\n*:*)", "f:(a OR *:*)");
        check("name:\"a  b\" name:a\\ b", "name:\"a  b\" name:a\\ b");
        check("CIDR(@ip,  1.0.0.0/8)", "CIDR(@ip, 1.0.0.0/8)");
        check(" \u{a0} ", "");
        check("first_region:OR\tOR x:AND", "first_region:OR OR x:AND");
    }

    #[test]
    fn a_long_query_gets_a_clause_a_line() {
        check(
            "(plan_type:enterprise OR plan_type:business) AND user_count:>50 AND subscription_status:active",
            "(plan_type:enterprise OR plan_type:business)\nAND user_count:>50\nAND subscription_status:active",
        );
        check(
            "first_country_code:US AND last_seen:>30d AND session_count:>10 OR first_country_code:CA AND -last_device_type:Mobile",
            "first_country_code:US AND last_seen:>30d AND session_count:>10\n\
             OR first_country_code:CA AND -last_device_type:Mobile",
        );
        check(
            "user_count:>50 AND first_country_code:(Austria OR Belgium OR Bulgaria OR Croatia OR Cyprus OR Denmark)",
            "user_count:>50\nAND first_country_code:(\n  Austria OR Belgium OR Bulgaria OR Croatia OR Cyprus OR Denmark\n)",
        );
    }

    #[test]
    fn what_is_wrong_is_left_alone() {
        assert_eq!(format(&parse("a:1 AND"), Layout::OneLine), None);
        assert_eq!(format(&parse("a:https://x.com/a(b)"), Layout::OneLine), None);
    }
}

//! What is left of a query when its spelling is taken away?
//!
//! Two spellings of one query have equal skeletons. The converse is not claimed: `a:1 OR b:2`
//! and `b:2 OR a:1` mean the same, but no formatter may turn one into the other.

use rumql_syntax::{
    ast::{Children, Comparison, Expr, Field, Node},
    literal::{Pattern, unescape_name},
};

/// A query without positions, blanks, redundant parentheses, escapes and choices of operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Skeleton {
    /// The empty query, `*` and `*:*`.
    All,
    /// Every operand; none of them is itself an `And`.
    And(Vec<Skeleton>),
    /// Some operand; none of them is itself an `Or`.
    Or(Vec<Skeleton>),
    /// The opposite.
    Not(Box<Skeleton>),
    /// A name and what is asked of it.
    Field(String, Box<Skeleton>),
    /// A bare word or value.
    Text(Pattern),
    /// A quoted text. Kept apart from a bare one: only there a wildcard is a character.
    Phrase(Pattern),
    /// A comparison with its operand.
    Comparison(Comparison, Box<Skeleton>),
    /// The two bounds, each with whether it is included.
    Range([(Box<Skeleton>, bool); 2]),
    /// The pieces of a call of `CIDR`.
    Cidr(Vec<String>),
    /// What could not be read, as written.
    Error(String),
}

/// The skeleton of a node.
pub fn skeleton(node: Node<'_>) -> Skeleton {
    let boxed = |node| Box::new(skeleton(node));
    match node.expr() {
        Expr::Empty => Skeleton::All,
        Expr::And(operands) => and(operands),
        Expr::Or(operands) => or(operands),
        Expr::Not(operand) => Skeleton::Not(boxed(operand)),
        Expr::Group(inner) => skeleton(inner),
        Expr::Field(field) => of_field(&field),
        Expr::Text(text) if is_stars(text) => Skeleton::All,
        Expr::Text(text) => Skeleton::Text(Pattern::bare(text)),
        Expr::Phrase(text) => Skeleton::Phrase(Pattern::quoted(text)),
        Expr::Comparison(operator, operand) => Skeleton::Comparison(operator, boxed(operand)),
        Expr::Range(range) => Skeleton::Range([
            (boxed(range.low), range.low_inclusive),
            (boxed(range.high), range.high_inclusive),
        ]),
        Expr::Cidr => Skeleton::Cidr(pieces(node)),
        Expr::Error => Skeleton::Error(node.text().to_owned()),
    }
}

fn of_field(field: &Field<'_>) -> Skeleton {
    let value = skeleton(field.value);
    if is_stars(field.name) && value == Skeleton::All {
        return Skeleton::All;
    }
    Skeleton::Field(unescape_name(field.name), Box::new(value))
}

fn and(operands: Children<'_>) -> Skeleton {
    let flat = operands.map(skeleton).flat_map(|operand| match operand {
        Skeleton::And(inner) => inner,
        other => vec![other],
    });
    Skeleton::And(flat.collect())
}

fn or(operands: Children<'_>) -> Skeleton {
    let flat = operands.map(skeleton).flat_map(|operand| match operand {
        Skeleton::Or(inner) => inner,
        other => vec![other],
    });
    Skeleton::Or(flat.collect())
}

fn pieces(node: Node<'_>) -> Vec<String> {
    let solid = node.tokens().iter().filter(|token| !token.kind.is_blank());
    solid.map(|token| token.span.slice(node.tree_text()).to_owned()).collect()
}

fn is_stars(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b'*')
}

#[cfg(test)]
mod tests {
    use rumql_syntax::parse;

    use super::*;

    fn of(query: &str) -> Skeleton {
        skeleton(parse(query).tree.root())
    }

    #[test]
    fn spelling_is_gone() {
        for [left, right] in [
            ["a:1 b:2", "a:1 && (b:2)"],
            ["NOT a:1 || b:2", "(((-a:1) OR b:2))"],
            ["a:1 (b:2 c:3)", "a:1 b:2 c:3"],
            ["", "*:*"],
            ["**", " "],
            [r"f:a\-b", "f: a-b"],
            [r"f\o:x", r"fo:x"],
            ["f:[1 TO 5]", "f:[ 1  TO 5 ]"],
            ["CIDR(@ip,  ::1)", "CIDR(@ip, ::1)"],
        ] {
            assert_eq!(of(left), of(right), "{left} / {right}");
        }
    }

    #[test]
    fn meaning_stays() {
        for [left, right] in [
            ["a:1 b:2", "a:1 OR b:2"],
            ["-(a:1 b:2)", "-a:1 b:2"],
            ["f:\"a*\"", "f:a*"],
            [r"f:a\*", "f:a*"],
            ["f:[1 TO 5]", "f:[1 TO 5}"],
            ["f:>5", "f:>=5"],
            ["a:1 OR b:2 c:3", "(a:1 OR b:2) c:3"],
            ["f:*", "*"],
        ] {
            assert_ne!(of(left), of(right), "{left} / {right}");
        }
    }
}

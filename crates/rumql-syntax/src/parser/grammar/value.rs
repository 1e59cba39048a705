//! What may stand after a field's colon?

use chumsky::prelude::*;

use super::{
    Extra,
    fault::{Value, empty_group_fault, value_fault},
    kinds, leaf,
};
use crate::{
    arrange::Lexeme,
    ast::{Kind, NodeId},
    error::SyntaxErrorKind,
    parser::error::{Lexemes, Mode},
    token::TokenKind,
};

pub(super) const COMPARISONS: &[TokenKind] =
    &[TokenKind::Greater, TokenKind::GreaterEqual, TokenKind::Less, TokenKind::LessEqual];
const NAMES: &[TokenKind] = &[TokenKind::Word, TokenKind::Phrase, TokenKind::Star, TokenKind::Placeholder];

/// `field = name ":" value`, nothing between the name and its colon
pub(super) fn field<'t, M: Mode<'t>>(
    group: impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone + 't,
) -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    name().then(glued(TokenKind::Colon)).ignore_then(value(group)).validate(|value, e, emitter| {
        if value.missing {
            emitter.emit(M::fault(SyntaxErrorKind::MissingValue, e.span(), None));
        }
        let span = e.span();
        e.state().push(Kind::Field, span, Some(value.node))
    })
}

/// `name = word | phrase`
pub(super) fn name<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, Lexeme, Extra<M>> + Clone {
    kinds(NAMES)
}

/// `value = group | comparison | range | phrase | text`
pub(super) fn value<'t, M: Mode<'t>>(
    group: impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone + 't,
) -> impl Parser<'t, Lexemes<'t>, Value, Extra<M>> + Clone {
    let strict = choice((text(), bare_comparison(), phrase(), range(), empty_group_fault(), group));
    strict.map(Value::read).or(value_fault())
}

/// `comparison = ( ">" | ">=" | "<" | "<=" ) text`, nothing between them
pub(super) fn bare_comparison<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    let operand = glued_text(|lexeme| lexeme.kind.is_word() && lexeme.kind != TokenKind::Star);
    kinds(COMPARISONS).ignore_then(operand).map_with(|operand, e| {
        let span = e.span();
        e.state().push(Kind::Comparison, span, Some(operand))
    })
}

/// `range = ( "[" | "{" ) bound "TO" bound ( "]" | "}" )`
pub(super) fn range<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    kinds(&[TokenKind::BracketOpen, TokenKind::BraceOpen])
        .ignore_then(bound())
        .then_ignore(kinds(&[TokenKind::To]))
        .then(bound())
        .then_ignore(kinds(&[TokenKind::BracketClose, TokenKind::BraceClose]))
        .map_with(|(low, high), e| {
            let span = e.span();
            e.state().pair(Kind::Range, span, low, high)
        })
}

/// `bound = "*" | phrase | text`
fn bound<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    let negative = kinds(&[TokenKind::Minus]).then(any().filter(starts_glued_text)).ignored();
    let first = any().filter(|lexeme: &Lexeme| lexeme.kind.is_word() && lexeme.kind != TokenKind::To);
    let text = negative.or(first.ignored()).then(continuation()).map_with(|_, e| leaf(Kind::Text, e));
    text.or(phrase())
}

/// `phrase = '"' { character | "\" character } '"'`
pub(super) fn phrase<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    kinds(&[TokenKind::Phrase]).map_with(|_, e| leaf(Kind::Phrase, e))
}

/// `word`: a bare word where no field asks for a value
pub(super) fn word<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    kinds(&[TokenKind::Word, TokenKind::Star, TokenKind::To, TokenKind::Placeholder])
        .map_with(|_, e| leaf(Kind::Text, e))
}

/// `text = [ "-" ] word { word | ":" | comparison }`, without blanks
///
/// A value that touches its colon may be any word, `AND` and `OR` included. After a blank,
/// these are operators again, and a name with a colon of its own is the next field.
fn text<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    glued_text(|lexeme| lexeme.kind.is_word()).or(spaced_text())
}

fn glued_text<'t, M: Mode<'t>>(
    starts: impl Fn(&Lexeme) -> bool + Clone + 't,
) -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    let negative = glued(TokenKind::Minus).then(any().filter(starts_glued_text)).ignored();
    let first = any().filter(move |lexeme: &Lexeme| lexeme.glued && starts(lexeme)).ignored();
    negative.or(first).then(continuation()).map_with(|_, e| leaf(Kind::Text, e))
}

/// A value after a blank.
pub(super) fn spaced_text<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    let first = any().filter(|lexeme: &Lexeme| {
        !lexeme.glued && matches!(lexeme.kind, TokenKind::Word | TokenKind::Star | TokenKind::Placeholder)
    });
    let sign = any().filter(|lexeme: &Lexeme| !lexeme.glued && lexeme.kind == TokenKind::Minus);
    let negative = sign.then(any().filter(starts_glued_text));
    negative
        .ignored()
        .or(first.ignored())
        .then_ignore(glued(TokenKind::Colon).not())
        .map_with(|(), e| leaf(Kind::Text, e))
}

/// The rest of a bare value that has begun.
pub(super) fn continuation<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, (), Extra<M>> + Clone {
    any().filter(|lexeme: &Lexeme| lexeme.glued && lexeme.kind.continues_value()).repeated()
}

pub(super) fn glued<'t, M: Mode<'t>>(
    kind: TokenKind,
) -> impl Parser<'t, Lexemes<'t>, Lexeme, Extra<M>> + Clone {
    any().filter(move |lexeme: &Lexeme| lexeme.glued && lexeme.kind == kind)
}

fn starts_glued_text(lexeme: &Lexeme) -> bool {
    lexeme.glued && lexeme.kind.is_word() && lexeme.kind != TokenKind::Star
}

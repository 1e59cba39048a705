//! What may stand where in a query?
//!
//! Each function is the production of the same name in `grammar/rumql.ebnf`. A function
//! whose name ends in `_fault` is an error leaf: it belongs to the grammar only in the second
//! pass, reads what is wrong, says so once, and yields a node so that the rest is still read.

mod arena;
mod fault;
mod value;

use chumsky::{error::EmptyErr, input::MapExtra, prelude::*};

use self::{
    arena::{Arena, Chain},
    fault::{early_fault, late_fault, missing_operand_fault},
    value::{bare_comparison, field, phrase, range, word},
};
use super::error::{Fault, Lexemes, Mode};
use crate::{
    arrange::Lexeme,
    ast::{Kind, NodeId, RawNode},
    error::SyntaxErrorKind,
    token::TokenKind,
};

/// The context of one pass: how it fails, and the arena it builds in.
type Extra<M> = extra::Full<M, Arena, ()>;

/// The tree of a correct query; `None` at its first error.
pub(super) fn strict(lexemes: &[Lexeme]) -> Option<(Vec<RawNode>, NodeId)> {
    let mut arena = Arena::for_lexemes(lexemes.len());
    let root = query::<EmptyErr>().parse_with_state(lexemes, &mut arena).into_output()?;
    Some((arena.into_nodes(), root))
}

/// The tree of any query, and what is wrong with it.
pub(super) fn recovering(lexemes: &[Lexeme]) -> (Vec<RawNode>, NodeId, Vec<Fault>) {
    let mut arena = Arena::for_lexemes(lexemes.len());
    let (root, faults) = query::<Fault>().parse_with_state(lexemes, &mut arena).into_output_errors();
    let root = root.unwrap_or_else(|| arena.push(Kind::Error, (0..lexemes.len()).into(), None));
    (arena.into_nodes(), root, faults)
}

/// `query = [ expression ]`
fn query<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> {
    let empty = end().map_with(|(), e: &mut MapExtra<'t, '_, Lexemes<'t>, Extra<M>>| leaf(Kind::Empty, e));
    let leftover = guard().ignore_then(any()).validate(|_, e, emitter| {
        emitter.emit(M::fault(SyntaxErrorKind::Unexpected, e.span(), None));
    });
    choice((empty, expression().then_ignore(leftover.repeated())))
}

/// `expression = conjunction { ( "OR" | "||" ) conjunction }`
fn expression<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    recursive(|expression| {
        // Boxed where a parser is part of several: a clone is then a pointer, not kilobytes.
        let negation = negation(operand(expression).boxed()).boxed();
        let conjunction = conjunction(negation).boxed();
        let or = kinds(&[TokenKind::Or, TokenKind::PipePipe]);
        conjunction
            .clone()
            .map(Chain::of)
            .foldl_with(or.ignore_then(conjunction).repeated(), |chain, next, e| {
                e.state().chain(Kind::Or, chain, next)
            })
            .map(Chain::head)
    })
}

/// `conjunction = negation { [ "AND" | "&&" ] negation }`
fn conjunction<'t, M: Mode<'t>>(
    negation: impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone + 't,
) -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    let required = negation.clone().or(missing_operand_fault());
    let and = kinds(&[TokenKind::And, TokenKind::AmpAmp]);
    required
        .clone()
        .map(Chain::of)
        .foldl_with(choice((and.ignore_then(required), negation)).repeated(), |chain, next, e| {
            e.state().chain(Kind::And, chain, next)
        })
        .map(Chain::head)
}

/// `negation = { "-" | "NOT" } operand`
fn negation<'t, M: Mode<'t>>(
    operand: impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone + 't,
) -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    let bang_fault = guard().ignore_then(kinds(&[TokenKind::Bang])).validate(|bang, e, emitter| {
        emitter.emit(M::fault(SyntaxErrorKind::BangNegation, e.span(), None));
        bang
    });
    let sign = kinds(&[TokenKind::Minus, TokenKind::Not])
        .or(bang_fault)
        .map_with(|_, e| -> usize { e.span().start });
    let negated = sign
        .repeated()
        .at_least(1)
        .foldr_with(operand.clone().or(missing_operand_fault()), |start, operand, e| {
            e.state().wrap(Kind::Not, start, operand)
        });
    negated.or(operand)
}

/// `operand = field | cidr | group | comparison | range | phrase | word`
///
/// A comparison without a field is only ever seen inside a value group.
fn operand<'t, M: Mode<'t>>(
    expression: impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone + 't,
) -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    let group = group(expression).boxed();
    choice((
        early_fault(group.clone()),
        field(group.clone()),
        cidr(),
        group.clone(),
        bare_comparison(),
        range(),
        phrase(),
        word(),
        late_fault(group),
    ))
}

/// `group = "(" expression ")"`
fn group<'t, M: Mode<'t>>(
    expression: impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone + 't,
) -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    let closed =
        expression.clone().delimited_by(kinds(&[TokenKind::ParenOpen]), kinds(&[TokenKind::ParenClose]));
    let unclosed = kinds(&[TokenKind::ParenUnclosed]).ignore_then(expression);
    closed.or(unclosed).map_with(|inner, e| {
        let span = e.span();
        e.state().push(Kind::Group, span, Some(inner))
    })
}

/// `cidr = "CIDR" "(" { word | phrase | ":" } ")"`
fn cidr<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    let argument = any()
        .filter(|lexeme: &Lexeme| lexeme.kind.continues_value() || matches!(lexeme.kind, TokenKind::Phrase));
    kinds(&[TokenKind::CidrName])
        .then(
            argument
                .repeated()
                .at_least(1)
                .delimited_by(kinds(&[TokenKind::ParenOpen]), kinds(&[TokenKind::ParenClose])),
        )
        .map_with(|_, e| leaf(Kind::Cidr, e))
}

/// A node without children over what was just read.
fn leaf<'t, M: Mode<'t>>(kind: Kind, e: &mut MapExtra<'t, '_, Lexemes<'t>, Extra<M>>) -> NodeId {
    let span = e.span();
    e.state().push(kind, span, None)
}

/// One lexeme of one of these kinds.
fn kinds<'t, M: Mode<'t>>(
    kinds: &'static [TokenKind],
) -> impl Parser<'t, Lexemes<'t>, Lexeme, Extra<M>> + Clone {
    any().filter(move |lexeme: &Lexeme| kinds.contains(&lexeme.kind))
}

/// Nothing, in the second pass; a failure in the first, so that what follows costs it nothing.
fn guard<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, (), Extra<M>> + Clone {
    empty().filter(|()| M::RECOVERS)
}

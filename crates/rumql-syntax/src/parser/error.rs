//! What do the two passes say of a failure?
//!
//! The only door between chumsky's errors and ours: the first pass uses [`EmptyErr`], the
//! second [`Fault`]. Nothing of chumsky is seen outside this folder.

use chumsky::{
    DefaultExpected,
    error::{EmptyErr, Error, LabelError},
    span::SimpleSpan,
    util::MaybeRef,
};
use rumql_source::Span;

use crate::{
    arrange::Lexeme,
    error::{SyntaxError, SyntaxErrorKind},
    token::{Token, TokenKind},
};

/// The grammar's input.
pub(super) type Lexemes<'t> = &'t [Lexeme];

/// What a pass does about failures.
pub(super) trait Mode<'t>: Error<'t, Lexemes<'t>> + Clone + 't {
    /// Whether the error leaves are part of the grammar.
    const RECOVERS: bool;

    /// The failure `kind` at these lexemes, about the lexemes `detail`.
    fn fault(kind: SyntaxErrorKind, span: SimpleSpan, detail: Option<SimpleSpan>) -> Self;
}

impl<'t> Mode<'t> for EmptyErr {
    const RECOVERS: bool = false;

    fn fault(_: SyntaxErrorKind, _: SimpleSpan, _: Option<SimpleSpan>) -> Self {
        Self::default()
    }
}

/// A failure, in lexemes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fault {
    kind: SyntaxErrorKind,
    span: SimpleSpan,
    detail: Option<SimpleSpan>,
}

impl<'t> Mode<'t> for Fault {
    const RECOVERS: bool = true;

    fn fault(kind: SyntaxErrorKind, span: SimpleSpan, detail: Option<SimpleSpan>) -> Self {
        Self { kind, span, detail }
    }
}

impl<'t> Error<'t, Lexemes<'t>> for Fault {}

impl<'t> LabelError<'t, Lexemes<'t>, DefaultExpected<'t, Lexeme>> for Fault {
    fn expected_found<Expected: IntoIterator<Item = DefaultExpected<'t, Lexeme>>>(
        _: Expected,
        _: Option<MaybeRef<'t, Lexeme>>,
        span: SimpleSpan,
    ) -> Self {
        Self { kind: SyntaxErrorKind::Unexpected, span, detail: None }
    }
}

impl Fault {
    /// The same, in bytes.
    pub(super) fn locate(&self, lexemes: &[Lexeme], tokens: &[Token]) -> SyntaxError {
        let span =
            if self.kind == SyntaxErrorKind::DanglingOperator { self.operator(lexemes) } else { self.span };
        let bytes = |span: SimpleSpan| bytes(span, lexemes, tokens);
        SyntaxError { span: bytes(span), kind: self.kind, detail: self.detail.map(bytes) }
    }

    /// A missing operand lies between lexemes: the operator before it lacks one, or else the one after.
    fn operator(&self, lexemes: &[Lexeme]) -> SimpleSpan {
        let at = self.span.start;
        let before = at.checked_sub(1).filter(|index| {
            lexemes.get(*index).is_some_and(|lexeme| {
                matches!(
                    lexeme.kind,
                    TokenKind::And | TokenKind::Or | TokenKind::AmpAmp | TokenKind::PipePipe
                ) || matches!(lexeme.kind, TokenKind::Not | TokenKind::Minus | TokenKind::Bang)
            })
        });
        let index = before.unwrap_or(at);
        SimpleSpan::from(index..index + 1)
    }
}

fn bytes(span: SimpleSpan, lexemes: &[Lexeme], tokens: &[Token]) -> Span {
    let token = |index: usize| {
        lexemes.get(index).and_then(|lexeme| tokens.get(lexeme.token as usize)).map(|token| token.span)
    };
    let end = tokens.last().map_or(0, |token| token.span.end);
    match (token(span.start), span.end.checked_sub(1).and_then(token)) {
        (Some(first), Some(last)) if span.start < span.end => first.join(last),
        (Some(next), _) => Span::at(next.start),
        (None, _) => Span::at(end),
    }
}

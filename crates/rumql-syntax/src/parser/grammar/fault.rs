//! What is read where the language ends?
//!
//! The error leaves. Each begins with [`guard`], so that the first pass does not enter it;
//! each reads at least one lexeme, but for the two that stand for something missing. The choices
//! are boxed: their types would otherwise be part of every type above them.

use chumsky::{Boxed, input::MapExtra, prelude::*, span::SimpleSpan};

use super::{
    Extra, guard, kinds, leaf,
    value::{COMPARISONS, continuation, glued, name, spaced_text, value},
};
use crate::{
    arrange::Lexeme,
    ast::{Kind, NodeId},
    error::SyntaxErrorKind,
    parser::error::{Lexemes, Mode},
    token::TokenKind,
};

/// What was found where a field's value belongs.
#[derive(Clone, Copy)]
pub(super) struct Value {
    pub(super) node: NodeId,
    pub(super) missing: bool,
}

impl Value {
    pub(super) fn read(node: NodeId) -> Self {
        Self { node, missing: false }
    }
}

/// An operator without its operand.
pub(super) fn missing_operand_fault<'t, M: Mode<'t>>()
-> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    leaf_fault(SyntaxErrorKind::DanglingOperator, empty())
}

/// What must be looked for before a correct operand, because it begins like one.
pub(super) fn early_fault<'t, M: Mode<'t>>(
    group: impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone + 't,
) -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    second_pass(|| {
        choice((
            empty_group_fault(),
            space_before_colon_fault(group),
            operator_before_colon_fault(),
            comment_fault(),
        ))
        .boxed()
    })
}

/// What begins like nothing that is correct.
pub(super) fn late_fault<'t, M: Mode<'t>>(
    group: impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone + 't,
) -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    second_pass(|| {
        choice((
            comparison_fault().validate(|value, e, emitter| {
                if value.missing {
                    emitter.emit(M::fault(SyntaxErrorKind::MissingValue, e.span(), None));
                }
                value.node
            }),
            loose_operator_fault(),
            missing_field_fault(),
            range_fault(),
            quote_fault(),
            glued_fault(group),
            unexpected_fault(),
        ))
        .boxed()
    })
}

/// What stands where a field's value belongs, and is none.
pub(super) fn value_fault<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, Value, Extra<M>> + Clone {
    second_pass(|| {
        let bang =
            leaf_fault(SyntaxErrorKind::BangNegation, glued(TokenKind::Bang).then(continuation()).ignored());
        let colon =
            leaf_fault(SyntaxErrorKind::Unexpected, glued(TokenKind::Colon).then(continuation()).ignored());
        // `f:-` at the end; `f:-"b"` is a field without a value and a negation.
        let sign = glued(TokenKind::Minus)
            .then_ignore(any().filter(|next: &Lexeme| next.glued && !is_close(next)).not())
            .map_with(|_, e| Value { node: leaf(Kind::Error, e), missing: true });
        let missing = empty().map_with(|(), e: &mut MapExtra<'t, '_, Lexemes<'t>, Extra<M>>| Value {
            node: leaf(Kind::Error, e),
            missing: true,
        });
        let faults = choice((
            comparison_fault(),
            choice((foreign_comparison_fault(), range_fault(), quote_fault(), bang, colon)).map(Value::read),
            sign,
            missing,
        ));
        faults.boxed()
    })
}

/// `()`, and `(` at the end, which has its error already.
pub(super) fn empty_group_fault<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    let empty = leaf_fault(
        SyntaxErrorKind::EmptyGroup,
        kinds(&[TokenKind::ParenOpen]).then(kinds(&[TokenKind::ParenClose])).ignored(),
    );
    let unclosed = guard()
        .then(kinds(&[TokenKind::ParenUnclosed]))
        .then(end().or(kinds(&[TokenKind::ParenClose]).rewind().ignored()))
        .map_with(|_, e| leaf(Kind::Error, e));
    empty.or(unclosed)
}

/// `plan_type :pro`
fn space_before_colon_fault<'t, M: Mode<'t>>(
    group: impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone + 't,
) -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    let colon = any().filter(|lexeme: &Lexeme| !lexeme.glued && lexeme.kind == TokenKind::Colon);
    name().then(colon.map_with(|_, e| e.span())).then(value(group)).validate(
        |((_, colon), value), e, emitter| {
            emitter.emit(M::fault(SyntaxErrorKind::SpaceBeforeColon, e.span(), Some(colon)));
            let span = e.span();
            e.state().push(Kind::Field, span, Some(value.node))
        },
    )
}

/// `session_count >= 2`, `plan != pro`
fn operator_before_colon_fault<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    let operator = kinds(&[TokenKind::LooseComparison, TokenKind::ForeignComparison])
        .map_with(|lexeme: Lexeme, e| (lexeme.kind, e.span()));
    kinds(&[TokenKind::Word, TokenKind::Phrase]).ignore_then(operator).then_ignore(opt_operand()).validate(
        |(kind, operator), e, emitter| {
            emitter.emit(M::fault(loose_kind(kind), e.span(), Some(operator)));
            leaf(Kind::Error, e)
        },
    )
}

/// `>5` without a field, `= pro`
fn loose_operator_fault<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    let operator = kinds(&[TokenKind::LooseComparison, TokenKind::ForeignComparison])
        .map_with(|lexeme: Lexeme, e| (lexeme.kind, e.span()));
    operator.then_ignore(opt_operand()).validate(|(kind, operator), e, emitter| {
        emitter.emit(M::fault(loose_kind(kind), e.span(), Some(operator)));
        leaf(Kind::Error, e)
    })
}

fn loose_kind(kind: TokenKind) -> SyntaxErrorKind {
    match kind {
        TokenKind::ForeignComparison => SyntaxErrorKind::ForeignComparison,
        _ => SyntaxErrorKind::OperatorBeforeColon,
    }
}

/// `mrr:=>5`
fn foreign_comparison_fault<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    kinds(&[TokenKind::ForeignComparison]).map_with(|_, e| e.span()).then_ignore(opt_operand()).validate(
        |operator: SimpleSpan, e, emitter| {
            emitter.emit(M::fault(SyntaxErrorKind::ForeignComparison, e.span(), Some(operator)));
            leaf(Kind::Error, e)
        },
    )
}

/// `x:> 5`, `x:>"5"`, `x:>*`, `x:>>5`, `x:>`
fn comparison_fault<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, Value, Extra<M>> + Clone {
    let spaced = spaced_text().map(|node| (SyntaxErrorKind::SpaceAfterComparison, node));
    let quoted = kinds(&[TokenKind::Phrase])
        .map_with(|_, e| (SyntaxErrorKind::QuotedComparison, leaf(Kind::Phrase, e)));
    let star = kinds(&[TokenKind::Star])
        .map_with(|_, e| (SyntaxErrorKind::WildcardComparison, leaf(Kind::Error, e)));
    let doubled = any()
        .filter(|lexeme: &Lexeme| lexeme.kind.is_comparison() || lexeme.kind == TokenKind::LooseComparison)
        .then(continuation())
        .map_with(|_, e| (SyntaxErrorKind::ForeignComparison, leaf(Kind::Error, e)));
    kinds(COMPARISONS)
        .map_with(|_, e| e.span())
        .then(choice((spaced, quoted, star, doubled)).or_not())
        .validate(|(operator, operand): (SimpleSpan, _), e, emitter| {
            let span = e.span();
            let Some((kind, operand)) = operand else {
                return Value { node: leaf(Kind::Error, e), missing: true };
            };
            emitter.emit(M::fault(kind, span, Some(operator)));
            Value::read(e.state().push(Kind::Comparison, span, Some(operand)))
        })
}

/// `// paid` and `# paid` to the end of the line, `| sort b` to the end.
fn comment_fault<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    let to_line_end = any().filter(|lexeme: &Lexeme| !lexeme.on_new_line && !is_close(lexeme)).repeated();
    let to_end = any().filter(|lexeme: &Lexeme| !is_close(lexeme)).repeated();
    let comment =
        leaf_fault(SyntaxErrorKind::Comment, kinds(&[TokenKind::Comment]).then(to_line_end).ignored());
    let pipe = leaf_fault(SyntaxErrorKind::Pipe, kinds(&[TokenKind::Pipe]).then(to_end).ignored());
    comment.or(pipe)
}

/// `:pro`
fn missing_field_fault<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    leaf_fault(SyntaxErrorKind::MissingField, kinds(&[TokenKind::Colon]).then(continuation()).ignored())
}

/// `[1 to 5]`, `[1,10]`, `[1 TO 5`: to the bracket that closes it, or else to the next operator.
fn range_fault<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    leaf_fault(
        SyntaxErrorKind::MalformedRange,
        kinds(&[TokenKind::BracketOpen, TokenKind::BraceOpen])
            .then(in_brackets().repeated())
            .then(kinds(&[TokenKind::BracketClose, TokenKind::BraceClose]).or_not())
            .ignored(),
    )
}

/// What may stand between the brackets of what was meant as a range.
fn in_brackets<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, Lexeme, Extra<M>> + Clone {
    any().filter(|lexeme: &Lexeme| {
        !matches!(
            lexeme.kind,
            TokenKind::BracketClose
                | TokenKind::BraceClose
                | TokenKind::BracketOpen
                | TokenKind::BraceOpen
                | TokenKind::And
                | TokenKind::Or
                | TokenKind::AmpAmp
                | TokenKind::PipePipe
                | TokenKind::ParenOpen
                | TokenKind::GluedParen
                | TokenKind::ParenUnclosed
                | TokenKind::ParenClose
        )
    })
}

/// Quotes that do not end, or are not straight; a backslash with nothing after it.
fn quote_fault<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    let open = kinds(&[TokenKind::OpenPhrase]);
    let open = phrase_fault(SyntaxErrorKind::UnterminatedQuote, open.ignored());
    let curly = kinds(&[TokenKind::CurlyPhrase]);
    let curly = phrase_fault(SyntaxErrorKind::SmartQuote, curly.ignored());
    let lone = leaf_fault(
        SyntaxErrorKind::SmartQuote,
        kinds(&[TokenKind::CurlyQuote]).then(continuation()).ignored(),
    );
    let backslash = leaf_fault(SyntaxErrorKind::TrailingBackslash, kinds(&[TokenKind::Backslash]).ignored());
    choice((open, curly, lone, backslash))
}

/// An opener that touches the word before it: `Acme(old)`, `Acme"old"`.
fn glued_fault<'t, M: Mode<'t>>(
    group: impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone + 't,
) -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    // The parentheses are paired; what stands between them is passed over with its own groups.
    let flat = any().filter(|lexeme: &Lexeme| {
        !is_close(lexeme)
            && !matches!(lexeme.kind, TokenKind::ParenOpen | TokenKind::ParenUnclosed | TokenKind::GluedParen)
    });
    let inside = flat.ignored().or(group.ignored()).repeated();
    let paren = kinds(&[TokenKind::GluedParen])
        .map_with(|_, e| e.span())
        .then_ignore(inside.then(kinds(&[TokenKind::ParenClose]).or_not()));
    let close = kinds(&[TokenKind::BracketClose, TokenKind::BraceClose]);
    let bracketed = kinds(&[TokenKind::GluedBracket])
        .map_with(|_, e| e.span())
        .then_ignore(in_brackets().repeated().then(close.clone()));
    let bracket = bracketed.or(kinds(&[TokenKind::GluedBracket, TokenKind::GluedPhrase])
        .map_with(|_, e| e.span())
        .then_ignore(continuation().then(close.or_not())));
    paren.or(bracket).validate(|opener: SimpleSpan, e, emitter| {
        emitter.emit(M::fault(SyntaxErrorKind::GluedOpener, e.span(), Some(opener)));
        leaf(Kind::Error, e)
    })
}

/// Anything else but an operator or a parenthesis that closes.
fn unexpected_fault<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    let other = any().filter(|lexeme: &Lexeme| {
        !is_close(lexeme)
            && !matches!(
                lexeme.kind,
                TokenKind::And | TokenKind::Or | TokenKind::AmpAmp | TokenKind::PipePipe
            )
    });
    leaf_fault(SyntaxErrorKind::Unexpected, other.ignored())
}

/// The operand of an operator of another language, if there is one.
fn opt_operand<'t, M: Mode<'t>>() -> impl Parser<'t, Lexemes<'t>, (), Extra<M>> + Clone {
    let touching = any()
        .filter(|lexeme: &Lexeme| lexeme.glued && (lexeme.kind.is_word() || lexeme.kind == TokenKind::Minus))
        .then(continuation())
        .ignored();
    let quoted = kinds(&[TokenKind::Phrase, TokenKind::OpenPhrase, TokenKind::CurlyPhrase]);
    choice((touching, quoted.ignored(), spaced_text().ignored())).or_not().ignored()
}

/// Reads `what` as an error leaf and says `kind` of it.
fn leaf_fault<'t, M: Mode<'t>>(
    kind: SyntaxErrorKind,
    what: impl Parser<'t, Lexemes<'t>, (), Extra<M>> + Clone,
) -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    node_fault(kind, Kind::Error, what)
}

/// Reads `what` as the phrase that it was meant to be, and says `kind` of it.
fn phrase_fault<'t, M: Mode<'t>>(
    kind: SyntaxErrorKind,
    what: impl Parser<'t, Lexemes<'t>, (), Extra<M>> + Clone,
) -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    node_fault(kind, Kind::Phrase, what)
}

/// What `build` builds, in the second pass; the first does not even build it, and fails there.
fn second_pass<'t, M: Mode<'t>, O: 't>(
    build: impl FnOnce() -> Boxed<'t, 't, Lexemes<'t>, O, Extra<M>>,
) -> Boxed<'t, 't, Lexemes<'t>, O, Extra<M>> {
    if M::RECOVERS {
        return build();
    }
    empty().try_map(|(), span| Err(M::fault(SyntaxErrorKind::Unexpected, span, None))).boxed()
}

fn node_fault<'t, M: Mode<'t>>(
    kind: SyntaxErrorKind,
    node: Kind,
    what: impl Parser<'t, Lexemes<'t>, (), Extra<M>> + Clone,
) -> impl Parser<'t, Lexemes<'t>, NodeId, Extra<M>> + Clone {
    guard().ignore_then(what).validate(move |(), e, emitter| {
        emitter.emit(M::fault(kind, e.span(), None));
        leaf(node, e)
    })
}

fn is_close(lexeme: &Lexeme) -> bool {
    lexeme.kind == TokenKind::ParenClose
}

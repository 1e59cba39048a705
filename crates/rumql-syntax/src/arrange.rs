//! What does the parser get to see of the tokens?
//!
//! Blanks go, parentheses are paired, and what depends on a neighbour is settled here, in
//! one pass without recursion: so the grammar itself never has to guess where a group ends,
//! and nesting is known before anything recurses.

use rumql_source::Span;

use crate::{
    error::{SyntaxError, SyntaxErrorKind},
    parser::MAX_DEPTH,
    token::{Token, TokenKind},
};

/// A token as the grammar sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lexeme {
    /// What it is, here.
    pub(crate) kind: TokenKind,
    /// Whether it touches the lexeme before it.
    pub(crate) glued: bool,
    /// Whether a line begins between it and the lexeme before it.
    pub(crate) on_new_line: bool,
    /// Which token it is.
    pub(crate) token: u32,
}

/// The lexemes of a text, the errors that pairing found, and whether it is nested too deep to parse.
pub(crate) struct Arranged {
    pub(crate) lexemes: Vec<Lexeme>,
    pub(crate) errors: Vec<SyntaxError>,
    pub(crate) too_deep: Option<Span>,
}

/// Lays the tokens of `text` out for the parser.
pub(crate) fn arrange(text: &str, tokens: &[Token]) -> Arranged {
    let mut pass = Pass::default();
    let mut glued = false;
    let mut on_new_line = false;
    for (index, token) in tokens.iter().enumerate() {
        if token.kind.is_blank() {
            glued = false;
            on_new_line |= token.span.slice(text).contains('\n');
            continue;
        }
        let lexeme = Lexeme { kind: token.kind, glued, on_new_line, token: index as u32 };
        glued = pass.push(text, token, lexeme);
        on_new_line = false;
    }
    pass.finish(tokens)
}

#[derive(Default)]
struct Pass {
    lexemes: Vec<Lexeme>,
    errors: Vec<SyntaxError>,
    open: Vec<Open>,
    depth: u32,
    /// Negations in front of the next operand, which nest as groups do.
    negations: u32,
    /// Whether a run of lexemes without blanks has its colon: a further one belongs to the value.
    has_colon: bool,
    /// Whether the lexeme before is the colon of a field.
    after_colon: bool,
    /// Whether the lexeme before is part of a value that touches its colon.
    after_value: bool,
    too_deep: Option<Span>,
}

/// A `(` that is not answered yet.
struct Open {
    lexeme: usize,
    in_value: bool,
    depth_before: u32,
}

impl Pass {
    /// Takes a lexeme in; whether it stays. Nothing touches one that was dropped.
    fn push(&mut self, text: &str, token: &Token, mut lexeme: Lexeme) -> bool {
        let previous = self.lexemes.last().copied();
        self.name_by_neighbour(text, token, &mut lexeme, previous);
        let in_value = self.after_colon;
        self.note_colon(lexeme);
        match lexeme.kind {
            TokenKind::ParenOpen | TokenKind::GluedParen => self.open_paren(in_value),
            TokenKind::ParenClose => {
                let Some(open) = self.open.pop() else {
                    self.errors.push(SyntaxError::new(SyntaxErrorKind::UnopenedParen, token.span));
                    return false;
                };
                self.depth = open.depth_before;
                self.negations = 0;
            }
            TokenKind::Minus | TokenKind::Not | TokenKind::Bang => self.negations += 1,
            _ => self.negations = 0,
        }
        if self.depth + self.negations > MAX_DEPTH && self.too_deep.is_none() {
            self.too_deep = Some(token.span);
        }
        self.lexemes.push(lexeme);
        true
    }

    /// Follows where a field's colon is: the first one of a run without blanks.
    fn note_colon(&mut self, lexeme: Lexeme) {
        let begins_anew = !lexeme.glued
            || matches!(lexeme.kind, TokenKind::ParenOpen | TokenKind::GluedParen | TokenKind::ParenClose);
        let goes_on = self.after_value && lexeme.kind.continues_value();
        self.after_value = lexeme.glued && (goes_on || (self.after_colon && lexeme.kind.is_word()));
        if begins_anew {
            self.has_colon = false;
        }
        self.after_colon = lexeme.kind == TokenKind::Colon && !self.has_colon;
        self.has_colon |= lexeme.kind == TokenKind::Colon;
    }

    fn open_paren(&mut self, in_value: bool) {
        let in_value = in_value || self.open.last().is_some_and(|open| open.in_value);
        self.open.push(Open { lexeme: self.lexemes.len(), in_value, depth_before: self.depth });
        self.depth += 1 + self.negations;
        self.negations = 0;
    }

    fn name_by_neighbour(&self, text: &str, token: &Token, lexeme: &mut Lexeme, previous: Option<Lexeme>) {
        let touches = |kinds: &[TokenKind]| {
            lexeme.glued && previous.is_some_and(|previous| kinds.contains(&previous.kind))
        };
        let after_word =
            touches(&[TokenKind::Word, TokenKind::Star, TokenKind::Phrase, TokenKind::Placeholder])
                || (lexeme.glued && self.after_value);
        lexeme.kind = match token.kind {
            TokenKind::Word if token.span.slice(text) == "CIDR" && text_follows(text, token, '(') => {
                TokenKind::CidrName
            }
            TokenKind::And | TokenKind::Or | TokenKind::Not | TokenKind::To
                if !self.after_colon && text_follows(text, token, ':') =>
            {
                TokenKind::Word
            }
            TokenKind::ParenOpen if after_word => TokenKind::GluedParen,
            TokenKind::BracketOpen | TokenKind::BraceOpen if after_word => TokenKind::GluedBracket,
            TokenKind::Phrase if after_word => TokenKind::GluedPhrase,
            kind if kind.is_comparison()
                && !self.after_colon
                && !self.open.last().is_some_and(|open| open.in_value) =>
            {
                TokenKind::LooseComparison
            }
            kind => kind,
        };
    }

    fn finish(mut self, tokens: &[Token]) -> Arranged {
        for open in self.open {
            let Some(lexeme) = self.lexemes.get_mut(open.lexeme) else { continue };
            lexeme.kind = TokenKind::ParenUnclosed;
            if let Some(token) = tokens.get(lexeme.token as usize) {
                self.errors.push(SyntaxError::new(SyntaxErrorKind::UnclosedParen, token.span));
            }
        }
        Arranged { lexemes: self.lexemes, errors: self.errors, too_deep: self.too_deep }
    }
}

fn text_follows(text: &str, token: &Token, expected: char) -> bool {
    text.get(token.span.end as usize..).is_some_and(|rest| rest.starts_with(expected))
}

//! Which tokens make up a text?

use logos::Logos;
use rumql_source::Span;

use crate::token::{Token, TokenKind};

/// Cuts a text into tokens that cover every byte of it, in one pass.
pub(crate) fn lex(text: &str) -> Vec<Token> {
    // A query of ordinary words has a token for about every four bytes.
    let mut tokens = Vec::with_capacity(text.len() / 4 + 1);
    for (kind, range) in TokenKind::lexer(text).spanned() {
        // The patterns leave no character unread; a failure would still be a word, not a hole.
        let kind = kind.unwrap_or(TokenKind::Word);
        let kind = if kind == TokenKind::Word { name_word(text.get(range.clone())) } else { kind };
        tokens.push(Token { kind, span: Span::from(range) });
    }
    tokens
}

fn name_word(text: Option<&str>) -> TokenKind {
    match text {
        Some("#") => TokenKind::Comment,
        Some("|") => TokenKind::Pipe,
        Some(text) if text.starts_with("//") => TokenKind::Comment,
        _ => TokenKind::Word,
    }
}

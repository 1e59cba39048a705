//! Which tokens make up a text?

use logos::Logos;
use rumql_source::Span;

use crate::token::{Token, TokenKind};

/// Cuts a text into tokens that cover every byte of it, in one pass.
pub(crate) fn lex(text: &str) -> Vec<Token> {
    // A query of ordinary words has a token for about every four bytes.
    let mut tokens = Vec::with_capacity(text.len() / 4 + 1);
    let mut lexer = TokenKind::lexer(text);
    while let Some(kind) = lexer.next() {
        // The patterns leave no character unread; a failure would still be a word, not a hole.
        let kind = kind.unwrap_or(TokenKind::Word);
        let mut range = lexer.span();
        if kind == TokenKind::Word && compares_after(text, &range) {
            range.end -= 1;
            lexer = TokenKind::lexer(text);
            lexer.bump(range.end);
        }
        let kind = if kind == TokenKind::Word { name_word(text.get(range.clone())) } else { kind };
        tokens.push(Token { kind, span: Span::from(range) });
    }
    tokens
}

/// Whether the `!` at the end of a word belongs to the comparison that follows: `plan!=pro`.
fn compares_after(text: &str, word: &std::ops::Range<usize>) -> bool {
    word.len() > 1
        && text.get(..word.end).is_some_and(|before| before.ends_with('!') && !before.ends_with("\\!"))
        && text.get(word.end..).is_some_and(|after| after.starts_with('='))
}

fn name_word(text: Option<&str>) -> TokenKind {
    match text {
        Some("#") => TokenKind::Comment,
        Some("|") => TokenKind::Pipe,
        Some(text) if text.starts_with("//") => TokenKind::Comment,
        _ => TokenKind::Word,
    }
}

//! Which tree does a text have?
//!
//! Two passes over one grammar. The first knows nothing but success and failure and builds
//! the tree of a correct query at the speed of the tokens. Only where it fails, the second
//! goes over the same productions again, with an error leaf in each of them.

mod error;
mod grammar;

use rumql_source::Span;

use crate::{
    arrange::{Lexeme, arrange},
    ast::{Kind, NodeId, RawNode, Tree},
    error::{SyntaxError, SyntaxErrorKind},
    lexer::lex,
    token::{Token, TokenKind},
};

/// How many groups and negations may stand inside each other. A limit of this tool's own:
/// no limit of the server's is known.
pub const MAX_DEPTH: u32 = 128;

/// How many bytes a query may have, 16 MiB. A limit of this tool's own.
pub const MAX_LEN: usize = 16 << 20;

/// What a text was read as.
#[derive(Debug, Clone)]
pub struct Parse {
    /// The tree; it covers the whole text, whatever the text is.
    pub tree: Tree,
    /// What is wrong with it, in the order of the text. Empty for a correct query.
    pub errors: Vec<SyntaxError>,
}

/// Reads a query. Total: any text gives a tree that prints as that text.
///
/// ```
/// let parse = rumql_syntax::parse("session_count:>50 AND last_seen:<30d");
/// assert!(parse.errors.is_empty());
/// assert_eq!(parse.tree.print(), "session_count:>50 AND last_seen:<30d");
/// ```
pub fn parse(text: &str) -> Parse {
    if text.len() > MAX_LEN {
        return refuse(text, SyntaxErrorKind::TooLarge, Span::at(0));
    }
    let tokens = lex(text);
    let arranged = arrange(text, &tokens);
    if let Some(span) = arranged.too_deep {
        return refuse(text, SyntaxErrorKind::TooDeep, span);
    }
    let lexemes = arranged.lexemes;
    let mut errors = arranged.errors;
    let strict = if errors.is_empty() { grammar::strict(&lexemes) } else { None };
    let (mut nodes, root) = strict.unwrap_or_else(|| {
        let (nodes, root, faults) = grammar::recovering(&lexemes);
        errors.extend(faults.iter().map(|fault| fault.locate(&lexemes, &tokens)));
        (nodes, root)
    });
    count_tokens(&mut nodes, &lexemes);
    check_names(&nodes, &tokens, text, &mut errors);
    keep_outermost(&mut errors);
    Parse { tree: Tree { text: text.to_owned(), tokens, nodes, root, grafts: Vec::new() }, errors }
}

/// One root cause, one error: what lies inside another error's text is left to the next run.
fn keep_outermost(errors: &mut Vec<SyntaxError>) {
    errors.sort_by_key(|error| (error.span.start, std::cmp::Reverse(error.span.end), error.kind));
    let mut covered: Option<Span> = None;
    errors.retain(|error| {
        let inside = covered.is_some_and(|span| span.encloses(error.span));
        if !inside {
            covered = Some(error.span);
        }
        !inside
    });
}

/// The tree of a text that is not parsed at all: one error leaf over all its tokens.
fn refuse(text: &str, kind: SyntaxErrorKind, span: Span) -> Parse {
    let tokens = if kind == SyntaxErrorKind::TooLarge {
        vec![Token { kind: TokenKind::Word, span: Span::of(text) }]
    } else {
        lex(text)
    };
    let all = RawNode { kind: Kind::Error, first: 0, last: tokens.len() as u32, child: None, next: None };
    let tree = Tree { text: text.to_owned(), tokens, nodes: vec![all], root: NodeId(0), grafts: Vec::new() };
    Parse { tree, errors: vec![SyntaxError::new(kind, span)] }
}

/// The grammar counts lexemes; from here on, nodes count tokens. A node of no lexemes stands
/// right behind the one before it, or where its parent begins, so that blanks around it belong
/// to its parent.
fn count_tokens(nodes: &mut [RawNode], lexemes: &[Lexeme]) {
    let start = |lexeme: u32| lexemes.get(lexeme as usize).map(|lexeme| lexeme.token);
    let end = |lexeme: u32| start(lexeme.checked_sub(1)?).map(|token| token + 1);
    for index in 0..nodes.len() {
        let Some(node) = nodes.get_mut(index) else { continue };
        let last = end(node.last).unwrap_or(0);
        node.first = if node.first < node.last { start(node.first).unwrap_or(last) } else { last };
        node.last = last;
        let (first, child) = (node.first, node.child);
        // Children are made before their parent.
        let child = child.and_then(|child| nodes.get_mut(NodeId::from(child).0 as usize));
        if let Some(child) = child.filter(|child| child.last < first) {
            (child.first, child.last) = (first, first);
        }
    }
}

/// A name may hold letters, digits, `_ . - @ $ /`, what is escaped, and what other errors and
/// rules speak about: wildcards, `#` and placeholders.
fn check_names(nodes: &[RawNode], tokens: &[Token], text: &str, errors: &mut Vec<SyntaxError>) {
    for node in nodes.iter().filter(|node| node.kind == Kind::Field) {
        let Some(name) = tokens.get(node.first as usize).filter(|token| token.kind == TokenKind::Word) else {
            continue;
        };
        if has_foreign_character(name.span.slice(text)) {
            errors.push(SyntaxError::new(SyntaxErrorKind::NameCharacter, name.span));
        }
    }
}

fn has_foreign_character(name: &str) -> bool {
    let mut escaped = false;
    !name.contains('{')
        && name.chars().any(|c| {
            let foreign =
                !escaped && matches!(c, '+' | '%' | '&' | '\'' | ',' | ';' | '|' | '^' | '~' | '`' | '=');
            escaped = c == '\\' && !escaped;
            foreign
        })
}

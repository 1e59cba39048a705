//! `needless-escape`: a backslash before what needs none.

use std::collections::BTreeSet;

use rumql_source::{Applicability, Diagnostic, Edit, Fix, Span};
use rumql_syntax::{
    ast::{Expr, Kind, Node, NodeId},
    literal::Pattern,
    token::{Token, TokenKind},
};

use super::invisible_or_confusable_char::is_invisible;
use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A backslash before a letter or digit. In quotes also one before anything but a quote, a
    /// backslash, a wildcard, `$` or `{`.
    ///
    /// ## Why it matters
    /// A backslash takes the meaning from the next character, and these have none: `\n` is the letter n,
    /// `\d` the letter d. Whoever wrote it may have meant a line end, a tab or any digit.
    ///
    /// ## Example
    /// ```query
    /// user_name:O\'Brie\n
    ///                  ^^ info[SYN029]: `\n` is just `n`
    /// ```
    /// ```query
    /// user_name:"a\-b"
    ///             ^^ info[SYN029]: `\-` is just `-` in quotes
    /// ```
    /// No finding:
    /// ```query
    /// user_name:O\'Brien AND referrer:https\:\/\/a\*
    /// ```
    /// ```query
    /// user_name:"a \"b\" \\ c"
    /// ```
    ///
    /// ## Fix
    /// Takes the backslashes out; safe, since the value stays the same.
    pub(crate) static META = { code: "SYN029", name: "needless-escape", level: Info, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    if !cx.is_sound() {
        return;
    }
    // A bound with a wildcard is compared as it is written.
    let verbatim: BTreeSet<NodeId> = cx
        .nodes()
        .filter(|node| matches!(node.kind(), Kind::Comparison | Kind::Range))
        .flat_map(Node::children)
        .filter(|bound| Pattern::bare(bound.text()).as_literal().is_none())
        .map(Node::id)
        .collect();
    for node in cx.nodes().filter(|node| !verbatim.contains(&node.id())) {
        let tokens: &[Token] = match node.expr() {
            Expr::Text(_) | Expr::Phrase(_) => node.tokens(),
            Expr::Field(_) => name(node),
            _ => continue,
        };
        let escapes: Vec<Span> = tokens.iter().flat_map(|token| escapes(cx, *token)).collect();
        acc.extend(finding(cx, &escapes, node.text().starts_with('"')));
    }
}

/// The token of a field's name.
fn name<'t>(node: Node<'t>) -> &'t [Token] {
    node.tokens().get(..1).unwrap_or_default()
}

/// One finding for all the escapes of a value.
fn finding(cx: &QueryCx<'_>, escapes: &[Span], quoted: bool) -> Option<Diagnostic> {
    let first = *escapes.first()?;
    let escape = cx.slice(first);
    let character = escape.trim_start_matches('\\');
    let place = if quoted && !character.starts_with(char::is_alphanumeric) { " in quotes" } else { "" };
    let mut diagnostic = META.at(first, format!("`{escape}` is just `{character}`{place}"));
    let control = match character {
        "n" | "r" => Some("a line end"),
        "t" => Some("a tab"),
        _ => None,
    };
    diagnostic = diagnostic.note(match control {
        Some(control) => format!("it stands for the letter {character}, not for {control}"),
        None => "a backslash has no effect before it".to_owned(),
    });
    let title = if escapes.len() > 1 { "take the backslashes out" } else { "take the backslash out" };
    let backslash = |escape: &Span| Edit::delete(Span::new(escape.start, escape.start + 1));
    Some(diagnostic.fix(Fix {
        title: title.to_owned(),
        applicability: Applicability::Safe,
        edits: escapes.iter().map(backslash).collect(),
    }))
}

/// The needless escapes of a token.
fn escapes(cx: &QueryCx<'_>, token: Token) -> Vec<Span> {
    let text = cx.slice(token.span);
    let quoted = match token.kind {
        TokenKind::Word => false,
        TokenKind::Phrase => true,
        _ => return Vec::new(),
    };
    let mut escapes = Vec::new();
    let mut mended = String::with_capacity(text.len());
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        let Some((end, escaped)) = (if c == '\\' { chars.next() } else { None }) else {
            mended.push(c);
            continue;
        };
        if is_needless(escaped, quoted) {
            escapes.push(Span::from(at..end + escaped.len_utf8()).shift(token.span.start));
        } else {
            mended.push(c);
        }
        mended.push(escaped);
    }
    if !quoted && becomes_another(cx, token, &mended) {
        return Vec::new();
    }
    escapes
}

fn is_needless(escaped: char, quoted: bool) -> bool {
    // In quotes `\*` says that the star is meant, which `*` leaves open, and `\${` is no placeholder.
    let is_kept = |c: char| {
        matches!(c, '"' | '\\' | '*' | '?' | '$' | '{' | '“' | '”' | '„' | '‟')
            || c.is_control()
            || is_invisible(c)
    };
    escaped.is_alphanumeric() || (quoted && !is_kept(escaped))
}

/// Whether a word without its escapes would be read as something else than a word: an operator,
/// `CIDR(`, `<now>`.
fn becomes_another(cx: &QueryCx<'_>, token: Token, mended: &str) -> bool {
    let before = cx.slice(Span::new(0, token.span.start));
    let is_operator = ["AND", "OR", "NOT", "TO", "CIDR"].iter().any(|word| mended.eq_ignore_ascii_case(word));
    is_operator || before.ends_with('<')
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_safe_fix};

    #[test]
    fn values_stay_the_same() {
        for (from, to) in [
            (r"a:b\nc\t", "a:bnct"),
            (r"@a\b:1", "@ab:1"),
            (r#"a:"b\nc \/ \"d\"""#, r#"a:"bnc / \"d\"""#),
            (r"a:\d+\.x", r"a:d+\.x"),
            (r"a:[\1 TO 5]", "a:[1 TO 5]"),
            (r"a:\\\n", r"a:\\n"),
            (r"a:\é", "a:é"),
        ] {
            check_safe_fix(Case::users(), from, to);
        }
    }

    #[test]
    fn needed_escapes_stay() {
        check_annotated(Case::users(), r#"a:\-5 b:c\ d e:"\*\?" f:\(x\)"#);
        for query in [r"a:\AND", r"a:1 AND b:<\5", r"b:>\a*", r"a\*:1"] {
            check_safe_fix(Case::users(), query, query);
        }
    }

    #[test]
    fn control_characters_are_explained() {
        let found = Case::users().check(r"a:b\n");
        assert_eq!(found[0].diagnostic.notes, ["it stands for the letter n, not for a line end"]);
    }
}

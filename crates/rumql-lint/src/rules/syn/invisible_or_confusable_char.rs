//! `invisible-or-confusable-char`: a character that is not what it looks like.

use rumql_hir::{Problem, ProblemKind};
use rumql_source::{Applicability, Diagnostic, Edit, Fix, Profile, Severity, Span};
use rumql_syntax::{
    ast::Kind,
    token::{Token, TokenKind},
};

use super::space_in_value::cut_values;
use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// Blanks that are not the ordinary one (U+00A0, U+3000), characters that cannot be seen (U+200B, marks
    /// of direction), and words that mix Latin letters with Cyrillic or Greek ones of the same look.
    ///
    /// ## Why it matters
    /// They come along when text is pasted. Between terms the server may take them as a part of a word,
    /// and inside a word they make it another one: it looks right and matches nothing.
    ///
    /// Where the mapping lacks a name for that reason alone, or `@type` a value, it is an error.
    ///
    /// Joiners inside emoji and Persian words, and words that are all Cyrillic or Greek, are fine.
    ///
    /// ## Example
    /// ```query
    /// plan_type:рro
    ///           ^ warning[SYN021]: `рro` has U+0440, which looks like `p`
    /// ```
    /// ```json
    /// {"data": {"type": "query_users_request", "attributes": {"limit": 5, "query":
    ///   "plan_type:pro\u200b AND session_count:>5\u00a0AND user_email:*"
    ///                 ^^^^^^ warning[SYN021]: the character U+200B (zero-width space) hides in `pro`
    ///                                            ^^^^^^ warning[SYN021]: the character U+00A0 (no-break space) is no ordinary blank
    /// }}}
    /// ```
    /// No finding:
    /// ```query
    /// plan_type:pro
    /// ```
    /// ```query
    /// user_name:Ирина
    /// ```
    ///
    /// ## Fix
    /// Between terms, an ordinary blank; safe, since it is read as one. Between two bare words, which may be
    /// one value (`山田　太郎`), or where the query has errors, it is unsafe. In a word, takes the character
    /// out or writes the Latin letters; unsafe, since the value may hold it.
    pub(crate) static META = { code: "SYN021", name: "invisible-or-confusable-char", level: Warning, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    if cx.text().is_ascii() {
        return;
    }
    // The arguments of `CIDR` are kept as they are written, blanks included.
    let is_read = cx.is_sound() && cx.nodes().all(|node| node.kind() != Kind::Cidr);
    let cut: Vec<Span> =
        cut_values(cx).into_iter().map(|(field, rest)| field.value.span().join(rest)).collect();
    let tokens = cx.parse.tree.tokens();
    for (index, token) in tokens.iter().copied().enumerate() {
        match token.kind {
            TokenKind::OddBlank if !lies_in(&cut, token.span) => {
                acc.push(odd_blank(cx, Around::of(tokens, index), token, is_read));
            }
            TokenKind::Word | TokenKind::Phrase if !cx.slice(token.span).is_ascii() => {
                let found = hidden(cx, token).into_iter().chain(lookalikes(cx, token));
                acc.extend(found.map(|diagnostic| as_grave_as_its_effect(cx, diagnostic)));
            }
            _ => {}
        }
    }
}

/// Whether one of the spans, which are in order, encloses this one.
fn lies_in(spans: &[Span], span: Span) -> bool {
    let before = spans.partition_point(|other| other.start <= span.start);
    before.checked_sub(1).and_then(|last| spans.get(last)).is_some_and(|last| last.encloses(span))
}

/// What stands on both sides of an odd blank.
struct Around {
    /// Whether an ordinary blank, or nothing, touches it.
    beside_blank: bool,
    /// Whether it parts two bare words, which may be one value.
    in_words: bool,
}

impl Around {
    fn of(tokens: &[Token], index: usize) -> Self {
        let kind = |index: usize| tokens.get(index).map(|token| token.kind);
        let before = index.checked_sub(1).and_then(kind);
        let (after, next) = (kind(index + 1), kind(index + 2));
        let is_blank = |kind: Option<TokenKind>| kind.is_none_or(|kind| kind == TokenKind::Blank);
        let is_text = |kind| matches!(kind, Some(TokenKind::Word | TokenKind::Star | TokenKind::Placeholder));
        Self {
            beside_blank: is_blank(before) || is_blank(after),
            in_words: is_text(before) && is_text(after) && next != Some(TokenKind::Colon),
        }
    }
}

fn odd_blank(cx: &QueryCx<'_>, around: Around, token: Token, is_read: bool) -> Diagnostic {
    let text = cx.slice(token.span);
    let name = named(text.chars().next().unwrap_or(' '));
    let is_gap = !text.chars().all(is_invisible);
    let message =
        if is_gap { format!("{name} is no ordinary blank") } else { format!("{name} cannot be seen") };
    let (title, edit) = if around.beside_blank && !is_gap {
        ("take it out", Edit::delete(token.span))
    } else {
        ("write an ordinary blank", Edit::replace(token.span, " "))
    };
    let is_safe = is_read && !around.in_words;
    let trust = if is_safe { Applicability::Safe } else { Applicability::Unsafe };
    META.at(token.span, message)
        .note("the server may take it as a part of the word")
        .fix(Fix::new(trust, title, edit))
}

/// An unknown name or value that comes of such a character is told here alone, so the finding is
/// as grave as that one would be.
fn as_grave_as_its_effect(cx: &QueryCx<'_>, mut diagnostic: Diagnostic) -> Diagnostic {
    // They are in the order of the text.
    let problems = &cx.lowered.problems;
    let after = problems.partition_point(|problem| problem.span.start <= diagnostic.span.start);
    let near = problems.get(after.saturating_sub(2)..after).unwrap_or_default();
    let is_refused = near.iter().any(|problem| {
        let is_certain = match &problem.kind {
            ProblemKind::Name(_) => cx.profile() == Profile::Audience,
            ProblemKind::UnknownValue { closed, .. } => *closed,
            _ => false,
        };
        is_certain && problem.span.encloses(diagnostic.span)
    });
    if is_refused {
        diagnostic.severity = Severity::Error;
    }
    diagnostic
}

/// Whether a name or a value is unknown because of a character that this rule speaks about.
pub(crate) fn is_cause(cx: &QueryCx<'_>, problem: &Problem) -> bool {
    let text = cx.slice(problem.span);
    !text.is_ascii() && is_suspicious(text) && cx.settings.enables(META.code)
}

/// The invisible characters of a word or quoted text.
fn hidden(cx: &QueryCx<'_>, token: Token) -> Option<Diagnostic> {
    let text = cx.slice(token.span);
    let places = invisible(text);
    let &(first, c) = places.first()?;
    let visible = shown(text);
    let message = if visible.is_empty() {
        format!("{} stands alone", named(c))
    } else {
        format!("{} hides in `{visible}`", named(c))
    };
    let start = token.span.start;
    let fix = Fix {
        title: if places.len() > 1 { "take the invisible characters out" } else { "take it out" }.to_owned(),
        applicability: Applicability::Unsafe,
        edits: places.iter().map(|(span, _)| Edit::delete(span.shift(start))).collect(),
    };
    let found = META.at(first.shift(start), message);
    Some(found.note("it cannot be seen, and a value without it is another one").fix(fix))
}

/// Each invisible character of a text, with the backslash that escapes it. A joiner between
/// characters beyond ASCII shapes an emoji or a word and belongs there.
fn invisible(text: &str) -> Vec<(Span, char)> {
    let mut places = Vec::new();
    let mut before: Option<(usize, char)> = None;
    let mut escaped = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let shapes =
            |other: Option<char>| other.is_some_and(|other| !other.is_ascii() && !is_invisible(other));
        let is_joiner = matches!(c, '\u{200c}' | '\u{200d}')
            && shapes(before.map(|(_, c)| c))
            && shapes(chars.peek().map(|(_, c)| *c));
        if is_invisible(c) && !is_joiner {
            let start = before.filter(|_| escaped).map_or(at, |(at, _)| at);
            places.push((Span::from(start..at + c.len_utf8()), c));
        }
        escaped = c == '\\' && !escaped;
        before = Some((at, c));
    }
    places
}

/// The words of mixed letters in a word or quoted text.
fn lookalikes(cx: &QueryCx<'_>, token: Token) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let text = cx.slice(token.span);
    let mut at = token.span.start;
    for piece in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        if let Some((offset, c, latin)) = lookalike(word) {
            let place = Span::from(offset..offset + c.len_utf8()).shift(at);
            let mended: String = word.chars().map(|c| latin_of(c).unwrap_or(c)).collect();
            let message = format!("`{word}` has {}, which looks like `{latin}`", code_point(c));
            found.push(
                META.at(place, message).note(format!("it is a {} letter among Latin ones", script(c))).fix(
                    Fix::guess(
                        format!("write `{mended}` in Latin letters"),
                        Edit::replace(Span::of(word).shift(at), mended),
                    ),
                ),
            );
        }
        at += Span::of(piece).len();
    }
    found
}

/// The first letter of a word that only looks Latin, in a word with Latin letters and no letter
/// that is surely of another script.
fn lookalike(word: &str) -> Option<(usize, char, char)> {
    let is_foreign = |c: &char| matches!(*c, '\u{370}'..='\u{52f}') && c.is_alphabetic();
    let is_latin = |c: char| c.is_alphabetic() && (c.is_ascii() || matches!(c, '\u{c0}'..='\u{24f}'));
    let is_mixed =
        word.chars().any(is_latin) && word.chars().filter(is_foreign).all(|c| latin_of(c).is_some());
    let (offset, c, latin) = word.char_indices().find_map(|(at, c)| Some((at, c, latin_of(c)?)))?;
    is_mixed.then_some((offset, c, latin))
}

/// A text as a message may show it: on one line, without what cannot be seen.
pub(super) fn shown(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a word holds what this rule speaks about.
pub(super) fn is_suspicious(word: &str) -> bool {
    !invisible(word).is_empty()
        || word.split(|c: char| !c.is_alphanumeric()).any(|word| lookalike(word).is_some())
}

/// Whether a character shows nothing, not even a gap.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

fn named(c: char) -> String {
    format!("the character {} ({})", code_point(c), name(c))
}

fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

fn name(c: char) -> &'static str {
    match c {
        '\u{85}' => "next line",
        '\u{a0}' => "no-break space",
        '\u{ad}' => "soft hyphen",
        '\u{61c}' | '\u{200e}' | '\u{200f}' => "mark of direction",
        '\u{200b}' => "zero-width space",
        '\u{200c}' => "zero-width non-joiner",
        '\u{200d}' => "zero-width joiner",
        '\u{2028}' => "line separator",
        '\u{2029}' => "paragraph separator",
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => "change of direction",
        '\u{202f}' => "narrow no-break space",
        '\u{2060}' => "word joiner",
        '\u{2061}'..='\u{2065}' => "invisible operator",
        '\u{3000}' => "ideographic space",
        '\u{feff}' => "byte order mark",
        _ => "typographic space",
    }
}

fn script(c: char) -> &'static str {
    if matches!(c, '\u{370}'..='\u{3ff}') { "Greek" } else { "Cyrillic" }
}

/// The Latin letter that a Cyrillic or Greek one looks like.
fn latin_of(c: char) -> Option<char> {
    LOOKALIKES.iter().find(|(letter, _)| *letter == c).map(|(_, latin)| *latin)
}

const LOOKALIKES: &[(char, char)] = &[
    // Cyrillic
    ('\u{430}', 'a'),
    ('\u{435}', 'e'),
    ('\u{43e}', 'o'),
    ('\u{440}', 'p'),
    ('\u{441}', 'c'),
    ('\u{443}', 'y'),
    ('\u{445}', 'x'),
    ('\u{455}', 's'),
    ('\u{456}', 'i'),
    ('\u{458}', 'j'),
    ('\u{475}', 'v'),
    ('\u{4bb}', 'h'),
    ('\u{501}', 'd'),
    ('\u{410}', 'A'),
    ('\u{412}', 'B'),
    ('\u{415}', 'E'),
    ('\u{41a}', 'K'),
    ('\u{41c}', 'M'),
    ('\u{41d}', 'H'),
    ('\u{41e}', 'O'),
    ('\u{420}', 'P'),
    ('\u{421}', 'C'),
    ('\u{422}', 'T'),
    ('\u{425}', 'X'),
    // Greek
    ('\u{3b1}', 'a'),
    ('\u{3bd}', 'v'),
    ('\u{3bf}', 'o'),
    ('\u{3c1}', 'p'),
    ('\u{391}', 'A'),
    ('\u{392}', 'B'),
    ('\u{395}', 'E'),
    ('\u{396}', 'Z'),
    ('\u{397}', 'H'),
    ('\u{399}', 'I'),
    ('\u{39a}', 'K'),
    ('\u{39c}', 'M'),
    ('\u{39d}', 'N'),
    ('\u{39f}', 'O'),
    ('\u{3a1}', 'P'),
    ('\u{3a4}', 'T'),
    ('\u{3a5}', 'Y'),
    ('\u{3a7}', 'X'),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Case, check_annotated, check_fix, check_safe_fix};

    #[test]
    fn between_terms_a_blank_means_the_same() {
        for (from, to) in [
            ("a:1\u{a0}AND b:2", "a:1 AND b:2"),
            ("a:1\u{3000}\u{200b}b:2", "a:1 b:2"),
            ("a:1 \u{200b} b:2", "a:1  b:2"),
            ("\"a\"\u{200b}\"b\"", "\"a\" \"b\""),
            ("(a:1)\u{feff}", "(a:1)"),
        ] {
            check_safe_fix(Case::users(), from, to);
        }
    }

    #[test]
    fn hidden_characters_go_on_request_only() {
        let from = "plan\u{200b}_type:\"p\u{202e}ro\u{202c}\"";
        check_safe_fix(Case::users(), from, from);
        check_fix(Case::users(), from, "plan_type:\"pro\"");
        check_fix(Case::users(), "a:\"b\\\u{200b}\"", "a:\"b\"");
        check_fix(Case::users(), "(a:1) AND\u{200b} b:2", "(a:1) AND b:2");
    }

    #[test]
    fn words_are_not_parted_unasked() {
        for query in ["John\u{a0}Smith @type:view", "@usr.name:(山田\u{3000}太郎)"] {
            check_safe_fix(Case::events(), query, query);
        }
        check_fix(Case::events(), "John\u{a0}Smith", "John Smith");
        check_safe_fix(Case::events(), "John\u{a0}@type:view", "John @type:view");
    }

    #[test]
    fn an_unknown_name_is_told_by_its_cause() {
        let found = |case: Case, query: &str| {
            let found = case.check(query);
            let told =
                |finding: &crate::Finding| (finding.diagnostic.code.id, finding.diagnostic.severity.as_str());
            found.iter().map(told).collect::<Vec<_>>()
        };
        assert_eq!(found(Case::mapping(), "\u{200b}user_email:x"), [("SYN021", "error")]);
        assert_eq!(found(Case::users(), "\u{200b}user_email:x"), [("SYN021", "warning")]);
        assert_eq!(found(Case::events(), "@type:vi\u{435}w"), [("SYN021", "error")]);
        check_fix(Case::mapping(), "\u{200b}user_email:x", "user_email:x");
    }

    #[test]
    fn joiners_that_shape_are_left() {
        check_annotated(Case::users(), "a:👨\u{200d}👩 b:می\u{200c}خواهم");
        check_fix(Case::users(), "a:x\u{200d}y", "a:xy");
    }

    #[test]
    fn letters_become_latin_where_the_word_is() {
        check_fix(Case::users(), "\u{440}lan_type:\u{440}r\u{43e}", "plan_type:pro");
        check_fix(Case::users(), "(a:1) \u{410}ND b:2", "(a:1) AND b:2");
        check_fix(Case::users(), "a:\"x \u{391}cme\"", "a:\"x Acme\"");
    }

    #[test]
    fn words_of_one_script_are_left() {
        check_annotated(Case::users(), "a:\u{440}\u{43e} b:\"\u{418}\u{440}\u{438}\u{43d}\u{430} Smith\"");
        check_annotated(Case::users(), "a:x\u{436}\u{430} b:5\u{43e} c:\u{3b1}-test");
    }

    #[test]
    fn no_message_shows_what_cannot_be_seen() {
        for c in (0..=0xffff).filter_map(char::from_u32).filter(|c| is_invisible(*c)) {
            for finding in Case::users().check(&format!("a:b{c}c")) {
                let diagnostic = finding.diagnostic;
                assert!(!diagnostic.message.chars().any(is_invisible), "{}", diagnostic.message);
            }
        }
    }
}

//! `malformed-range`: the bracket opens no range that can be read.

use rumql_source::{Diagnostic, Edit, Fix, Span};
use rumql_syntax::{
    SyntaxError,
    literal::Decimal,
    parse,
    token::{Token, TokenKind},
};

use super::invisible_or_confusable_char::shown;
use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A range with another word than `TO` between its bounds, without a bound, or without the
    /// bracket that closes it.
    ///
    /// ## Why it matters
    /// A range has one form: `[LOW TO HIGH]` with its bounds included, `{LOW TO HIGH}` without them.
    /// `*` leaves an end open, but must be written.
    ///
    /// ## Example
    /// ```query
    /// session_count:[1 to 5]
    ///               ^^^^^^^^ error[SYN016]: the range `[1 to 5]` has `to` where `TO` belongs
    /// ```
    /// ```query
    /// session_count:[5 TO]
    ///               ^^^^^^ error[SYN016]: the range `[5 TO]` lacks its upper bound
    /// ```
    /// ```query
    /// session_count:[1 TO 5
    ///               ^^^^^^^ error[SYN016]: the range `[1 TO 5` is not closed
    /// ```
    /// No finding:
    /// ```query
    /// session_count:[1 TO 5]
    /// ```
    /// ```query
    /// session_count:[5 TO *]
    /// ```
    ///
    /// ## Fix
    /// Writes `TO`, `*` for the bound that is missing, and the bracket; unsafe, since the bounds are
    /// guessed. None for `[]`, or where more than one thing is wrong.
    pub(crate) static META = { code: "SYN016", name: "malformed-range", level: Error, since: "0.1.0" }
}

/// What stands between the brackets.
#[derive(Clone, Copy)]
enum Part<'a> {
    Bound(&'a str, Span),
    Separator(&'a str, Span),
}

/// A range as it was meant.
struct Meant<'a> {
    low: Option<&'a str>,
    separator: Option<&'a str>,
    high: Option<&'a str>,
    /// Where the last part of it ends.
    end: u32,
}

pub(crate) fn cook(cx: &QueryCx<'_>, error: &SyntaxError) -> Diagnostic {
    let written = cx.slice(error.span);
    let (inner, closing) = inside(cx, error.span);
    let parts = parts(cx, inner);
    let meant = meant(&parts, closing.is_some());
    let range = format!("the range `{}`", shown(written));
    let message = match &meant {
        _ if parts.is_empty() => format!("{range} has no bounds"),
        Some(_) if closing.is_none() => format!("{range} is not closed"),
        Some(Meant { low: None, .. }) => format!("{range} lacks its lower bound"),
        Some(Meant { high: None, .. }) => format!("{range} lacks its upper bound"),
        Some(Meant { separator: None, .. }) => format!("{range} has no `TO` between its bounds"),
        Some(Meant { separator: Some(other), .. }) if *other != "TO" => {
            format!("{range} has `{other}` where `TO` belongs")
        }
        _ if matches!(parts.as_slice(), [Part::Bound(..)]) => format!("{range} has one bound only"),
        _ => format!("{range} cannot be read"),
    };
    let diagnostic = META.at(error.span, message).note("a range is two bounds with `TO` between them");
    let mended = meant.and_then(|meant| mend(written, closing, error.span, &meant));
    match mended {
        Some(edit) => diagnostic.fix(Fix::guess(format!("write `{}`", shown(&edit.content)), edit)),
        None => diagnostic.help("write `[LOW TO HIGH]`, with `*` for an end that is open"),
    }
}

/// What stands between the brackets, and the closing one if there is one.
fn inside(cx: &QueryCx<'_>, range: Span) -> (Span, Option<char>) {
    let closing = cx.slice(range).chars().last().filter(|last| matches!(last, ']' | '}'));
    let closing = closing.filter(|_| range.len() > 1);
    (Span::new(range.start + 1, range.end - u32::from(closing.is_some())), closing)
}

fn parts<'a>(cx: &QueryCx<'a>, inner: Span) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    let tokens = cx.parse.tree.tokens();
    let first = tokens.partition_point(|token| token.span.start < inner.start);
    let tokens =
        tokens.get(first..).unwrap_or_default().iter().take_while(|token| token.span.end <= inner.end);
    // A word may be made of several tokens, as `-5` is; a blank ends it.
    let mut word: Option<(Span, Option<TokenKind>)> = None;
    for Token { kind, span } in tokens {
        word = match word {
            ended if kind.is_blank() => {
                parts.extend(ended.into_iter().flat_map(|(span, kind)| split(cx, span, kind)));
                None
            }
            Some((begun, _)) => Some((begun.join(*span), None)),
            None => Some((*span, Some(*kind))),
        };
    }
    parts.extend(word.into_iter().flat_map(|(span, kind)| split(cx, span, kind)));
    if let [Part::Bound(text, span)] = parts.as_slice()
        && let Some((low, high)) = text.split_once('-')
        && [low, high].into_iter().all(|side| Decimal::parse(side).is_some())
    {
        return split_at(cx, *span, low.len(), 1);
    }
    parts
}

/// A word as a bound, a separator, or bounds with a separator between them.
fn split<'a>(cx: &QueryCx<'a>, span: Span, kind: Option<TokenKind>) -> Vec<Part<'a>> {
    let text = cx.slice(span);
    if matches!(text, "-" | "=" | "=>") || text.eq_ignore_ascii_case("to") {
        return vec![Part::Separator(text, span)];
    }
    if kind == Some(TokenKind::Phrase) {
        return vec![Part::Bound(text, span)];
    }
    if let Some(at) = text.find("..") {
        let tail = text.get(at..).unwrap_or_default();
        return split_at(cx, span, at, tail.len() - tail.trim_start_matches('.').len());
    }
    match text.char_indices().find(|(_, c)| matches!(c, ',' | ';' | '–' | '—')) {
        Some((at, c)) => split_at(cx, span, at, c.len_utf8()),
        None => vec![Part::Bound(text, span)],
    }
}

/// The parts before, at and after a separator of `len` bytes that begins `at` bytes into a word.
fn split_at<'a>(cx: &QueryCx<'a>, span: Span, at: usize, len: usize) -> Vec<Part<'a>> {
    let separator = Span::from(at..at + len).shift(span.start);
    let (before, after) = (Span::new(span.start, separator.start), Span::new(separator.end, span.end));
    let bound = |span: Span| (!span.is_empty()).then(|| Part::Bound(cx.slice(span), span));
    let separator = Part::Separator(cx.slice(separator), separator);
    bound(before).into_iter().chain([separator]).chain(bound(after)).collect()
}

/// The one range that the parts can be; what follows it is left alone if no bracket closes.
fn meant<'a>(parts: &[Part<'a>], closed: bool) -> Option<Meant<'a>> {
    use Part::{Bound, Separator};
    let (low, separator, high, end, rest) = match *parts {
        [Bound(low, _), Separator(separator, _), Bound(high, end), ref rest @ ..] => {
            (Some(low), Some(separator), Some(high), end, rest)
        }
        [Bound(low, _), Separator(separator, end)] => (Some(low), Some(separator), None, end, &[][..]),
        [Separator(separator, _), Bound(high, end)] => (None, Some(separator), Some(high), end, &[][..]),
        [Bound(low, _), Bound(high, end)] => (Some(low), None, Some(high), end, &[][..]),
        _ => return None,
    };
    (rest.is_empty() || !closed).then_some(Meant { low, separator, high, end: end.end })
}

/// The range as it was meant, if that is one.
fn mend(written: &str, closing: Option<char>, span: Span, meant: &Meant<'_>) -> Option<Edit> {
    let open = written.chars().next()?;
    let close = closing.unwrap_or(if open == '{' { '}' } else { ']' });
    let (low, high) = (meant.low.unwrap_or("*"), meant.high.unwrap_or("*"));
    let range = format!("{open}{low} TO {high}{close}");
    let end = if closing.is_some() { span.end } else { meant.end };
    let is_read = parse(&format!("x:{range}")).errors.is_empty();
    is_read.then(|| Edit::replace(Span::new(span.start, end), range))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix};

    #[track_caller]
    fn check(from: &str, to: &str) {
        check_fix(Case::users(), &format!("x:{from}"), &format!("x:{to}"));
    }

    #[test]
    fn another_separator_becomes_to() {
        check("[1 to 5]", "[1 TO 5]");
        check("{1 To 5]", "{1 TO 5]");
        check("[1,10]", "[1 TO 10]");
        check("[1, 10]", "[1 TO 10]");
        check("[1..10]", "[1 TO 10]");
        check("[1.5 ... 10]", "[1.5 TO 10]");
        check("[1 - 10]", "[1 TO 10]");
        check("[1-10]", "[1 TO 10]");
        check("[1–10]", "[1 TO 10]");
        check("[-5 to -1]", "[-5 TO -1]");
        check("[\"a, b\" to \"c\"]", "[\"a, b\" TO \"c\"]");
        check("[1 10]", "[1 TO 10]");
    }

    #[test]
    fn a_missing_end_is_open() {
        check("[1 TO]", "[1 TO *]");
        check("[TO 5]", "[* TO 5]");
        check("[,5]", "[* TO 5]");
        check("[5..]", "[5 TO *]");
    }

    #[test]
    fn a_missing_bracket_is_written() {
        check("[1 TO 5", "[1 TO 5]");
        check("{1 to 5", "{1 TO 5}");
        check("[1 TO 5 AND b:2", "[1 TO 5] AND b:2");
        check("[1 TO 5 b:2", "[1 TO 5] b:2");
    }

    #[test]
    fn what_cannot_be_guessed_is_left() {
        for range in ["[]", "[TO]", "[5]", "[", "[1 TO 5 TO 6]", "[>1 TO 5]"] {
            check(range, range);
        }
        check_annotated(Case::users(), "x:[]\n  ^^ error[SYN016]: the range `[]` has no bounds");
        check_annotated(Case::users(), "x:[5]\n  ^^^ error[SYN016]: the range `[5]` has one bound only");
        check_annotated(
            Case::users(),
            "x:[1,10]\n  ^^^^^^ error[SYN016]: the range `[1,10]` has `,` where `TO` belongs",
        );
    }
}

//! `smart-quote`: quotes from a word processor.

use rumql_source::{Applicability, Diagnostic, Edit, Fix, Span};
use rumql_syntax::{SyntaxError, SyntaxErrorKind};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// Curly quotes: `“`, `”`, `„`, `‟`.
    ///
    /// ## Why it matters
    /// They come along when a query is pasted from a chat or a document. The search ignores them, so
    /// the words between them are words of their own.
    ///
    /// ## Example
    /// ```query
    /// account_name:“Acme Co”
    ///              ^^^^^^^^^ error[SYN014]: curly quotes do not quote
    /// ```
    /// ```query
    /// account_name:“Acme AND session_count:>50
    ///              ^ error[SYN014]: a curly quote does not quote
    /// ```
    /// No finding:
    /// ```query
    /// account_name:"Acme Co"
    /// ```
    /// ```query
    /// account_name:"the “old” Acme"
    /// ```
    ///
    /// ## Fix
    /// Straight quotes; unsafe, since who matches changes. None for a curly quote without a partner.
    pub(crate) static META = { code: "SYN014", name: "smart-quote", level: Error, since: "0.1.0" }
}

const QUOTES: [char; 4] = ['“', '”', '„', '‟'];

pub(crate) fn cook(cx: &QueryCx<'_>, error: &SyntaxError) -> Diagnostic {
    let text = cx.slice(error.span);
    let first = text.chars().next().map_or(0, char::len_utf8) as u32;
    let open = Span::new(error.span.start, error.span.start + first);
    let last = text.chars().next_back().filter(|c| QUOTES.contains(c) && text.len() > first as usize);
    let is_pair = last.is_some();
    let diagnostic = if is_pair {
        META.at(error.span, "curly quotes do not quote")
    } else {
        META.at(open, "a curly quote does not quote")
    };
    let diagnostic = diagnostic.note("only straight quotes do, `\"`");
    let mut edits = vec![Edit::replace(open, "\"")];
    if is_pair {
        let close = last.map_or(0, char::len_utf8) as u32;
        edits.push(Edit::replace(Span::new(error.span.end - close, error.span.end), "\""));
    }
    if touches_word(cx, error.span) || !(is_pair || partner_is_straight(cx, open)) {
        return diagnostic.help("write straight quotes around the text, or delete the curly one");
    }
    diagnostic.fix(Fix { title: "write straight quotes".into(), applicability: Applicability::Unsafe, edits })
}

/// Whether it stands in the middle of a value, where a straight quote would be an error too.
fn touches_word(cx: &QueryCx<'_>, span: Span) -> bool {
    let before = Span::new(0, span.start).slice(cx.text());
    let after = Span::new(span.end, Span::of(cx.text()).end).slice(cx.text());
    before.ends_with(|c: char| !(c.is_whitespace() || matches!(c, ':' | '(' | '[' | '{' | '-')))
        || after.starts_with(|c: char| !(c.is_whitespace() || matches!(c, ')' | ']' | '}')))
}

/// Whether the text that never ends was begun with a curly quote: `“Acme Co"`.
pub(crate) fn is_cause(cx: &QueryCx<'_>) -> bool {
    cx.parse.errors.iter().any(|error| {
        let first = cx.slice(error.span).chars().next().map_or(0, char::len_utf8) as u32;
        let open = Span::new(error.span.start, error.span.start + first);
        let is_lone = !cx.slice(error.span).trim_start_matches(QUOTES).ends_with(QUOTES);
        error.kind == SyntaxErrorKind::SmartQuote
            && is_lone
            && !touches_word(cx, error.span)
            && partner_is_straight(cx, open)
    })
}

/// Whether the next quote is a straight one, and one of these lacks a partner: `“Acme Co"`.
fn partner_is_straight(cx: &QueryCx<'_>, quote: Span) -> bool {
    let rest = Span::new(quote.end, Span::of(cx.text()).end).slice(cx.text());
    let is_open = |error: &SyntaxError| error.kind == SyntaxErrorKind::UnterminatedQuote;
    rest.chars().find(|c| *c == '"' || QUOTES.contains(c)) == Some('"')
        && cx.parse.errors.last().is_some_and(is_open)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix};

    #[test]
    fn writes_straight_quotes() {
        check_fix(Case::users(), "name:“Acme Co” AND -x:„y‟", "name:\"Acme Co\" AND -x:\"y\"");
        check_fix(Case::users(), "name:(“Acme Co” OR b)", "name:(\"Acme Co\" OR b)");
        check_fix(Case::users(), "name:“Acme Co\" AND b:2", "name:\"Acme Co\" AND b:2");
    }

    #[test]
    fn one_curly_quote_is_one_finding() {
        for query in ["name:“Acme Co\" AND b:2", "name:\"Acme Co” AND b:2"] {
            let found = Case::users().check(query);
            assert_eq!(found.len(), 1, "{query}");
        }
    }

    #[test]
    fn a_lone_one_is_not_guessed_at() {
        check_fix(Case::users(), "name:“Acme AND b:2", "name:“Acme AND b:2");
        check_fix(Case::users(), "name:Acme“old”", "name:Acme“old”");
        check_annotated(Case::users(), "x:“y\n  ^ error[SYN014]: a curly quote does not quote");
    }
}

//! `unterminated-quote`: a quoted text never ends.

use rumql_source::{Diagnostic, Edit, Fix, Span};
use rumql_syntax::{SyntaxError, SyntaxErrorKind, ast::Expr};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A `"` that no second one answers.
    ///
    /// ## Why it matters
    /// The quoted text swallows the rest of the query.
    ///
    /// ## Example
    /// ```query
    /// account_name:"Acme Co AND session_count:>50
    ///              ^ error[SYN003]: the quoted text never ends
    /// ```
    /// ```query
    /// account_name:"C:\"
    ///              ^ error[SYN003]: the quoted text never ends
    /// ```
    /// No finding:
    /// ```query
    /// account_name:"Acme Co" AND session_count:>50
    /// ```
    /// ```query
    /// account_name:"C:\\"
    /// ```
    ///
    /// ## Fix
    /// Ends the text before the next clause, or else at the end of the query. Unsafe, since it may
    /// end elsewhere.
    pub(crate) static META = { code: "SYN003", name: "unterminated-quote", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &QueryCx<'_>, error: &SyntaxError) -> Diagnostic {
    let quote = Span::new(error.span.start, error.span.start + 1);
    let diagnostic = META.at(quote, "the quoted text never ends").note("it swallows the rest of the query");
    match closing(cx, error.span) {
        Some(fix) => diagnostic.fix(fix),
        None => diagnostic.help("write a second `\"`, or `\\\"` for a quote in a value"),
    }
}

fn closing(cx: &QueryCx<'_>, span: Span) -> Option<Fix> {
    let inner = Span::new(span.start + 1, span.end);
    let text = cx.slice(inner);
    let before = Span::new(0, span.start).slice(cx.text());
    let touches = before.ends_with(|c: char| !c.is_whitespace() && !matches!(c, ':' | '(' | '-'));
    if touches || text.trim().is_empty() {
        return (touches && text.trim().is_empty()).then(|| opening(cx, span)).flatten();
    }
    // `"Acme Co”`
    if let Some((at, curly)) = curly_end(text) {
        let start = inner.start + at as u32;
        let curly = Span::new(start, start + curly.len_utf8() as u32);
        return Some(Fix::guess("write a straight quote", Edit::replace(curly, "\"")));
    }
    if text.ends_with('"') {
        let backslash = inner.end - 2;
        return Some(Fix::guess("escape the backslash", Edit::insert(backslash, "\\")));
    }
    let end = end_of_text(text) - answered_parens(cx, span, text);
    let kept = text.get(..end)?;
    let escapes = kept.len() - kept.trim_end_matches('\\').len();
    let content = if escapes % 2 == 1 { "\\\"" } else { "\"" };
    Some(Fix::guess("close the quote", Edit::insert(inner.start + end as u32, content)))
}

/// A curly quote that ends a word.
fn curly_end(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|(at, c)| {
        let before = text.get(..*at).unwrap_or_default();
        let after = text.get(at + c.len_utf8()..).unwrap_or_default();
        matches!(c, '“' | '”' | '„' | '‟')
            && !before.is_empty()
            && !before.ends_with('\\')
            && (after.is_empty() || after.starts_with(|c: char| c.is_whitespace() || c == ')'))
    })
}

/// `name:Acme Co"`: the quote at the end has no partner before the value.
fn opening(cx: &QueryCx<'_>, quote: Span) -> Option<Fix> {
    let values = cx.fields().filter(|(_, field)| matches!(field.value.expr(), Expr::Text(_)));
    let start =
        values.map(|(_, field)| field.value.span().start).filter(|start| *start < quote.start).max()?;
    let value = cx.slice(Span::new(start, quote.start));
    let is_one = !value.contains([':', '(', ')', '"'])
        && !value.split_whitespace().any(|word| matches!(word, "AND" | "OR" | "NOT"));
    is_one.then(|| Fix::guess("open the quote", Edit::insert(start, "\"")))
}

/// Where a text ends that goes on with the next clause: before ` AND name:`, ` name:` and the like.
fn end_of_text(text: &str) -> usize {
    let blanks = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    let end = blanks.into_iter().find(|at| text.get(*at..).is_some_and(starts_clause));
    text.get(..end.unwrap_or(text.len())).unwrap_or(text).trim_end().len()
}

fn starts_clause(rest: &str) -> bool {
    let mut words = rest.split_whitespace();
    let word = words.by_ref().find(|word| !matches!(*word, "AND" | "OR" | "NOT")).unwrap_or_default();
    let word = word.trim_start_matches(['(', '-']);
    word.split_once(':').is_some_and(|(name, value)| {
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@' | '$');
        !name.is_empty() && name.chars().all(is_name) && !value.is_empty() && !value.starts_with("//")
    })
}

/// How many bytes at the end close groups that were open before the quote.
fn answered_parens(cx: &QueryCx<'_>, span: Span, text: &str) -> usize {
    let is_open =
        |error: &&SyntaxError| error.kind == SyntaxErrorKind::UnclosedParen && error.span.start < span.start;
    let open = cx.parse.errors.iter().filter(is_open).count();
    let text = text.get(..end_of_text(text)).unwrap_or(text);
    (text.len() - text.trim_end_matches(')').len()).min(open)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix};

    #[test]
    fn ends_before_the_next_clause() {
        check_fix(Case::users(), "name:\"Acme AND b:2", "name:\"Acme\" AND b:2");
        check_fix(Case::users(), "name:\"Acme Co OR -(b:2 c:3)", "name:\"Acme Co\" OR -(b:2 c:3)");
        check_fix(Case::users(), "name:\"Acme Co b:2", "name:\"Acme Co\" b:2");
        check_fix(Case::users(), "(name:\"Acme OR b:2)", "(name:\"Acme\" OR b:2)");
    }

    #[test]
    fn or_else_at_the_end() {
        check_fix(Case::users(), "name:\"Acme", "name:\"Acme\"");
        check_fix(Case::users(), "name:\"Terms AND Conditions ", "name:\"Terms AND Conditions\" ");
        check_fix(Case::users(), "name:\"see http://x", "name:\"see http://x\"");
        check_fix(Case::users(), "name:\"an error: no", "name:\"an error: no\"");
        check_fix(Case::users(), "(name:\"Acme)", "(name:\"Acme\")");
    }

    #[test]
    fn a_backslash_does_not_hide_the_quote() {
        check_fix(Case::users(), "name:\"C:\\", "name:\"C:\\\\\"");
        check_fix(Case::users(), "name:\"C:\\\"", "name:\"C:\\\\\"");
        check_fix(Case::users(), "name:\"C:\\\\", "name:\"C:\\\\\"");
    }

    #[test]
    fn the_partner_may_be_curly_or_come_first() {
        check_fix(Case::users(), "name:\"Acme Co” AND b:2", "name:\"Acme Co\" AND b:2");
        check_fix(Case::users(), "a:1 AND name:Acme\"", "a:1 AND name:\"Acme\"");
        check_annotated(Case::users(), "name:\"\n     ^ error[SYN003]: the quoted text never ends");
        check_fix(Case::users(), "name:\"", "name:\"");
    }
}

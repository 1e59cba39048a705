//! `parse-error`: what stands here is not the language, and no other rule has a word for it.

use rumql_source::{Applicability, Diagnostic, Edit, Fix, Span};
use rumql_syntax::{SyntaxError, SyntaxErrorKind, literal::escape_name, parse};

use super::{operator_before_colon::field_before, unescaped_special::escape_bare};
use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// Text that is not the language: a stray bracket, a colon without a field, a parenthesis that
    /// touches a word, a pipe, a backslash at the end, a comparison with `*`.
    ///
    /// The query is read on after each of them, so that all errors are reported at once. Common
    /// slips have a rule of their own: quotes, parentheses, operators, missing values, SQL.
    ///
    /// ## Why it matters
    /// The query is refused, or read otherwise than it was meant.
    ///
    /// ## Example
    /// ```query
    /// plan_type:pro ] AND session_count:>50
    ///               ^ error[SYN001]: unexpected `]`
    /// ```
    /// ```query
    /// :pro AND session_count:>*
    /// ^^^^ error[SYN001]: expected a field before `:pro`
    ///                        ^^ error[SYN001]: `>` needs a value, and `*` is none
    /// ```
    /// ```query
    /// account_name:Acme(old)
    ///                  ^ error[SYN001]: `(` touches the word before it
    /// ```
    /// ```query
    /// plan_type:pro | sort session_count
    ///               ^ error[SYN001]: `|` is not part of the language
    /// ```
    /// No finding:
    /// ```query
    /// plan_type:pro AND session_count:*
    /// ```
    /// ```query
    /// account_name:Acme\(old\)
    /// ```
    ///
    /// ## Fix
    /// A parenthesis, bracket or quote that touches a word is escaped, or parted from the word if a
    /// condition follows; a backslash at the end is deleted. Unsafe, since another reading may be
    /// meant. For a pipe before a condition, `OR` is offered. For the rest there is none.
    pub(crate) static META = { code: "SYN001", name: "parse-error", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &QueryCx<'_>, error: &SyntaxError) -> Diagnostic {
    match error.kind {
        SyntaxErrorKind::TrailingBackslash => backslash(cx, error.span),
        SyntaxErrorKind::MissingField => META
            .at(error.span, format!("expected a field before `{}`", cx.slice(error.span)))
            .help("write the attribute that is asked for, as in `plan_type:pro`"),
        SyntaxErrorKind::NameCharacter => name_character(cx, error.span),
        SyntaxErrorKind::WildcardComparison => wildcard(cx, error),
        SyntaxErrorKind::GluedOpener => glued(cx, error),
        SyntaxErrorKind::Pipe => pipe(cx, error.span),
        _ => unexpected(cx, error.span),
    }
}

fn backslash(cx: &QueryCx<'_>, span: Span) -> Diagnostic {
    let diagnostic = META
        .at(span, "`\\` has no character after it")
        .note("a backslash takes the character after it literally");
    let without = Span::new(0, span.start).slice(cx.text());
    if parse(without).errors.len() < cx.parse.errors.len() {
        return diagnostic.fix(Fix::guess("delete the backslash", Edit::delete(span)));
    }
    diagnostic.help("write `\\\\` for a backslash in a value")
}

/// `+plan:pro`, `plan,type:pro`
fn name_character(cx: &QueryCx<'_>, span: Span) -> Diagnostic {
    let name = cx.slice(span);
    let diagnostic = META
        .at(span, format!("`{name}` is no name of an attribute"))
        .note("a name holds letters, digits and `_` `.` `-` `@` `$` `/`; anything else is escaped");
    match name.strip_prefix('+') {
        Some(bare) => diagnostic.fix(Fix::guess("delete the `+`", Edit::replace(span, bare))),
        None => diagnostic.help(format!("write `{}` if it is called so", escape_name(name))),
    }
}

fn wildcard(cx: &QueryCx<'_>, error: &SyntaxError) -> Diagnostic {
    let operator = error.detail.map_or("", |detail| cx.slice(detail));
    let name = field_before(cx, error.span.start).map(|name| cx.slice(name));
    META.at(error.span, format!("`{operator}` needs a value, and `*` is none"))
        .note("every value is greater or less than another one")
        .help(format!("`{}:*` asks whether there is a value", name.unwrap_or("plan_type")))
}

/// `Acme(old)`, `a[0]`, `Acme"old"`: the opener was meant literally, unless a condition follows.
fn glued(cx: &QueryCx<'_>, error: &SyntaxError) -> Diagnostic {
    let opener = cx.slice(error.span).chars().next().unwrap_or('(');
    let at = Span::new(error.span.start, error.span.start + opener.len_utf8() as u32);
    let diagnostic = META.at(at, format!("`{opener}` touches the word before it"));
    let before = Span::new(0, at.start).slice(cx.text());
    let tokens = cx.parse.tree.tokens();
    let word = tokens.partition_point(|token| token.span.end < at.start);
    let word = tokens.get(word).map_or("", |token| cx.slice(token.span));
    let is_keyword = ["AND", "OR", "NOT", "IN"].iter().any(|keyword| word.eq_ignore_ascii_case(keyword));
    let text = cx.slice(error.span);
    if opener == '(' && (is_keyword || holds_condition(text)) {
        return diagnostic.fix(Fix::guess("put a blank before it", Edit::insert(at.start, " ")));
    }
    if before.ends_with('"') {
        return diagnostic.help("put a blank or an operator between the two");
    }
    diagnostic
        .note(format!("a value with `{opener}` in it is quoted, or the `{opener}` is escaped: `\\{opener}`"))
        .fix(Fix::guess(format!("escape `{opener}`"), Edit::replace(error.span, escape_bare(text))))
}

fn holds_condition(text: &str) -> bool {
    text.contains(':') || text.split_whitespace().any(|word| matches!(word, "AND" | "OR" | "NOT"))
}

fn pipe(cx: &QueryCx<'_>, span: Span) -> Diagnostic {
    let sign = Span::new(span.start, span.start + 1);
    let diagnostic = META.at(sign, "`|` is not part of the language");
    let rest = cx.slice(Span::new(sign.end, span.end));
    let joins = cx.text().get(..span.start as usize).is_some_and(|before| before.ends_with(' '))
        && !Span::new(0, span.start).slice(cx.text()).trim().is_empty();
    let is_condition =
        |word: &str| word.starts_with(|c: char| c.is_alphanumeric() || c == '@') && word.contains(':');
    if joins && rest.starts_with(' ') && rest.split_whitespace().next().is_some_and(is_condition) {
        return diagnostic.fix(Fix::choice("write `OR`", Edit::replace(sign, "OR")));
    }
    diagnostic
        .note("a query only selects")
        .help("sorting, columns and limits stand beside the query, in the request")
}

fn unexpected(cx: &QueryCx<'_>, span: Span) -> Diagnostic {
    let text = cx.slice(span);
    let diagnostic = META.at(span, format!("unexpected `{text}`"));
    match text.chars().next() {
        Some(':') => {
            let colon = Span::new(span.start, span.start + 1);
            let choice = |title, edit| Fix::new(Applicability::Choice, title, edit);
            diagnostic
                .note("one colon parts a field from its value")
                .fix(choice("delete the second colon", Edit::delete(colon)))
                .fix(choice("escape the second colon", Edit::insert(colon.start, "\\")))
        }
        Some(closer @ (']' | '}')) => {
            diagnostic.help(format!("delete it, or write `\\{closer}` where it is part of a value"))
        }
        Some('C') => diagnostic.help("write `CIDR(@network.client.ip, 13.0.0.0/8)`"),
        _ => diagnostic.help("delete it, or quote the value that it is part of"),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_choices, check_fix};

    #[test]
    fn what_touches_a_word_is_escaped() {
        check_fix(Case::users(), "name:Acme(old)", r"name:Acme\(old\)");
        check_fix(Case::users(), "name:Acme(old one*) AND b:2", r"name:Acme\(old\ one*\) AND b:2");
        check_fix(Case::users(), "name:a[0]", r"name:a\[0\]");
        check_fix(Case::users(), "url:https://x.com/a(b)", r"url:https\://x.com/a\(b\)");
        check_fix(Case::users(), "name:Acme\"old\"", r#"name:Acme\"old\""#);
        check_fix(Case::users(), "name:\"Acme\"\"old\"", "name:\"Acme\"\"old\"");
    }

    #[test]
    fn what_holds_a_condition_is_parted() {
        check_fix(Case::users(), "a:1(b:2 OR c:3)", "a:1 (b:2 OR c:3)");
        check_fix(Case::users(), "plan_type IN(pro, free)", "plan_type:(pro OR free)");
    }

    #[test]
    fn a_backslash_at_the_end_goes() {
        check_fix(Case::users(), "name:Acme\\", "name:Acme");
        check_fix(Case::users(), "name:\\", "name:\\");
        check_annotated(Case::users(), "a:1 AND \\\n        ^ error[SYN001]: `\\` has no character after it");
    }

    #[test]
    fn a_second_colon_is_a_choice() {
        check_choices(Case::users(), "SYN001", "a::b", &["a:b", "a:\\:b"]);
        check_choices(Case::users(), "SYN001", "a:1 | b:2", &["a:1 OR b:2"]);
    }

    #[test]
    fn nothing_is_guessed_about_the_rest() {
        check_annotated(Case::users(), "a:1 }\n    ^ error[SYN001]: unexpected `}`");
        check_annotated(
            Case::users(),
            "f:(>=* OR 1)\n   ^^^ error[SYN001]: `>=` needs a value, and `*` is none",
        );
        check_annotated(Case::users(), "a:1 : b\n    ^ error[SYN001]: expected a field before `:`");
    }
}

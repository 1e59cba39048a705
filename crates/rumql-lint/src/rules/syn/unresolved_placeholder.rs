//! `unresolved-placeholder`: something was to be filled in.

use rumql_document::Scalar;
use rumql_source::{Diagnostic, Severity, Span};
use rumql_syntax::token::{Token, TokenKind};

use super::invisible_or_confusable_char::shown;
use crate::{
    context::{QueryCx, RequestCx},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// `{{x}}`, `${x}` and `<user>` in a query, and in the other texts of a segment, a request or a
    /// connection. Also, as a warning, `$x`: a template variable. A segment's name and description may
    /// hold what they like.
    ///
    /// ## Why it matters
    /// Nothing fills them in on the way: the API gets them as they stand, refuses them or finds nobody.
    /// Template variables belong to dashboards and notebooks.
    ///
    /// ## Example
    /// ```query
    /// @customer_tier:{{tier}} AND last_seen:><7_days_ago>
    ///                ^^^^^^^^ error[SYN022]: `{{tier}}` is not filled in
    ///                                        ^^^^^^^^^^^^ error[SYN022]: `<7_days_ago>` is not filled in
    /// ```
    /// ```query entity=events
    /// @view.name:$view.name
    ///            ^^^^^^^^^^ warning[SYN022]: the template variable `$view.name` is not filled in
    /// ```
    /// ```yaml
    /// segments:
    /// - name: Recent in <region>
    ///   entity: users
    ///   query: user_email:*
    ///   search: ${term}
    ///           ^^^^^^^ error[SYN022]: `${term}` is not filled in
    ///   limit: 25
    /// ```
    /// No finding:
    /// ```query
    /// @price:US$ AND @region:"<unknown>"
    /// ```
    /// ```query
    /// @note:costs-$5
    /// ```
    ///
    /// ## Fix
    /// None: what belongs there is not known.
    pub(crate) static META = { code: "SYN022", name: "unresolved-placeholder", level: Error, since: "0.1.0", query: check, request: check_request }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let mut before: Option<Token> = None;
    for &token in cx.parse.tree.tokens() {
        let text = cx.slice(token.span);
        match token.kind {
            TokenKind::Placeholder if begins(token, before) && angled(text).is_some() => {
                acc.push(finding(token.span, text));
            }
            TokenKind::Word | TokenKind::Phrase => {
                acc.extend(
                    braced(text)
                        .map(|span| span.shift(token.span.start))
                        .map(|span| finding(span, cx.slice(span))),
                );
                if token.kind == TokenKind::Word && begins(token, before) {
                    acc.extend(variable(text).map(|name| variable_finding(token.span.start, name)));
                }
            }
            _ => {}
        }
        before = Some(token);
    }
}

fn check_request(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let request = cx.request;
    let is_prose = |scalar: &&Scalar| {
        [&request.name, &request.description].into_iter().flatten().any(|prose| prose.span == scalar.span)
    };
    for scalar in request.other_strings.iter().filter(|scalar| !is_prose(scalar)) {
        let text = scalar.text.as_str();
        if let Some(whole) = angled(text) {
            acc.push(finding(scalar.map.to_host(Span::of(text)), whole));
            continue;
        }
        let places = braced(text).map(|span| finding(scalar.map.to_host(span), span.slice(text)));
        acc.extend(places);
        if let Some(name) = variable(text).filter(|name| *name == text) {
            let mut diagnostic = variable_finding(0, name);
            diagnostic.span = scalar.map.to_host(Span::of(name));
            acc.push(diagnostic);
        }
    }
}

fn finding(span: Span, text: &str) -> Diagnostic {
    META.at(span, format!("`{}` is not filled in", shown(text)))
        .note("the API gets it as it stands")
        .help("write the value in its place")
}

fn variable_finding(start: u32, name: &str) -> Diagnostic {
    let mut diagnostic = META
        .at(Span::of(name).shift(start), format!("the template variable `{name}` is not filled in"))
        .note("dashboards and notebooks fill it in; the API gets it as it stands")
        .help("write the value in its place");
    diagnostic.severity = Severity::Warning;
    diagnostic
}

/// Whether the token begins a term, a name or a value.
fn begins(token: Token, before: Option<Token>) -> bool {
    before.is_none_or(|before| before.span.end < token.span.start || !is_inside_text(before.kind))
}

/// Whether what touches a token of this kind goes on with it.
fn is_inside_text(kind: TokenKind) -> bool {
    kind.is_word() || kind == TokenKind::Phrase
}

/// Each `${x}` and `{{x}}`, unless escaped.
fn braced(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut done = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(done..)?;
            let found = [("${", "}"), ("{{", "}}")]
                .into_iter()
                .filter_map(|(open, close)| Some((rest.find(open)?, open, close)))
                .min()?;
            let (start, open, close) = (done + found.0, found.1, found.2);
            let inner = start + open.len();
            done = inner;
            let len = text.get(inner..)?.find(['{', '}']).unwrap_or(0);
            let is_closed = text.get(inner + len..)?.starts_with(close);
            let is_escaped = text.get(..start)?.ends_with('\\');
            if is_closed && !is_escaped {
                done = inner + len + close.len();
                return Some(Span::from(start..done));
            }
        }
    })
}

/// What people write between angle brackets for a value that is to come. `<unknown>`, `<none>` and
/// `<div>` are values that records hold.
const NOTES: &[&str] = &[
    "account",
    "count",
    "country",
    "date",
    "days",
    "domain",
    "email",
    "end",
    "env",
    "from",
    "host",
    "id",
    "limit",
    "n",
    "name",
    "now",
    "number",
    "org",
    "placeholder",
    "plan",
    "query",
    "region",
    "seconds",
    "service",
    "start",
    "team",
    "tier",
    "timestamp",
    "to",
    "today",
    "url",
    "user",
    "value",
    "version",
    "x",
    "y",
];

/// A text that is `<x>` as a whole, where x is a note rather than a value: `<30_days_ago>`, `<now>`,
/// `<USER>`, but not `<unknown>` or `<div>`.
fn angled(text: &str) -> Option<&str> {
    let text = text.trim();
    let inner = text.strip_prefix('<')?.strip_suffix('>')?;
    let is_shouted = || inner.len() > 1 && inner.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_note = inner.contains(['_', ' ']) || NOTES.contains(&inner) || is_shouted();
    (is_note && !inner.contains(['<', '>'])).then_some(text)
}

/// The `$name` that a text begins with.
fn variable(text: &str) -> Option<&str> {
    let name = text.strip_prefix('$')?;
    if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return None;
    }
    let end = name.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.'))).unwrap_or(name.len());
    let name = name.get(..end)?.trim_end_matches('.');
    text.get(..=name.len())
}

/// Whether a word is something to be filled in, or holds it.
pub(crate) fn is_placeholder(word: &str) -> bool {
    angled(word).is_some() || variable(word).is_some() || braced(word).next().is_some()
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, annotate, check_annotated};

    #[test]
    fn each_place_is_found_once() {
        check_annotated(
            Case::users(),
            "@a:\"{{b}} ${c}\" AND @d:<now>\n\
             \x20   ^^^^^ error[SYN022]: `{{b}}` is not filled in\n\
             \x20         ^^^^ error[SYN022]: `${c}` is not filled in\n\
             \x20                      ^^^^^ error[SYN022]: `<now>` is not filled in",
        );
    }

    #[test]
    fn a_variable_begins_a_word() {
        check_annotated(
            Case::users(),
            "-$team* @x:>$min\n ^^^^^ warning[SYN022]: the template variable `$team` is not filled in\n            ^^^^ warning[SYN022]: the template variable `$min` is not filled in",
        );
        check_annotated(
            Case::users(),
            "@a:US$x @b:$5 @c:\"$x\" @d:\"<x>\" @f:<div> @g:<unknown> @e:\"\\${x}\"",
        );
    }

    #[test]
    fn the_texts_of_a_request_are_read_but_for_its_prose() {
        let text = "segments:\n- name: '{{a}}'\n  description: <b>\n  entity: users\n  query: user_email:*\n  search: $c\n  \
                    select: [user_id, '<d_>', '${e}x']\n";
        let found = Case::yaml().check(text);
        let found: Vec<_> =
            found.into_iter().filter(|finding| finding.diagnostic.code.id == "SYN022").collect();
        let lines: Vec<String> = annotate(text, &found)
            .lines()
            .filter(|line| line.contains("SYN022"))
            .map(str::to_owned)
            .collect();
        assert_eq!(
            lines,
            [
                "          ^^ warning[SYN022]: the template variable `$c` is not filled in",
                "                     ^^^^ error[SYN022]: `<d_>` is not filled in",
                "                             ^^^^ error[SYN022]: `${e}` is not filled in",
            ]
        );
    }

    #[test]
    fn a_window_is_read() {
        let text = r#"{"data": {"type": "query_event_filtered_users_request", "attributes": {"query": "*",
            "event_query": {"query": "@type:view", "time_frame": {"start": "<30_days_ago>", "end": "<now>"}},
            "limit": 5}}}"#;
        let found = Case::json().check(text);
        let messages: Vec<&str> = found
            .iter()
            .filter(|finding| finding.diagnostic.code.id == "SYN022")
            .map(|finding| finding.diagnostic.message.as_str())
            .collect();
        assert_eq!(messages, ["`<30_days_ago>` is not filled in", "`<now>` is not filled in"]);
    }
}

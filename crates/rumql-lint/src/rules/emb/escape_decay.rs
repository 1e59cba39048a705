//! `escape-decay`: a backslash that the host took for itself.

use std::collections::HashSet;

use rumql_document::{EmbeddedQuery, Role, Style};
use rumql_source::{Code, Diagnostic, Edit, Fix, Span};
use rumql_syntax::{
    Parse, parse,
    token::{Token, TokenKind},
};

use crate::{context::HostCx, rule::declare_rule, run::Finding};

declare_rule! {
    /// ## What it finds
    /// A backslash in a quoted text of YAML or JSON that was meant for the query, and that the file
    /// format read as its own: `\ ` in YAML's double quotes, `\n`, `\t` or `\b` inside a value in either.
    ///
    /// ## Why it matters
    /// The backslash is gone before the query is read. `\ ` leaves a blank, which ends the value; `C:\temp`
    /// gets a tab in its middle.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: by-city
    ///     query: "first_city:New\ York AND last_seen:>7d"
    ///                           ^^ error[EMB004]: YAML takes this backslash, and the query gets a blank
    ///     limit: 25
    /// ```
    /// ```json
    /// {"data": {"type": "query_users_request", "attributes": {
    ///   "query": "@install_path:C\\:\\\\temp\news",
    ///                                       ^^ error[EMB004]: JSON takes this backslash, and the query gets a line break
    ///   "limit": 25
    /// }}}
    /// ```
    /// No finding, for the query gets its backslash, or the break stands between terms:
    /// ```yaml
    /// segments:
    ///   - name: by-city
    ///     query: "first_city:New\\ York AND last_seen:>7d"
    ///     limit: 25
    /// ```
    /// ```json
    /// {"data": {"type": "query_users_request", "attributes": {
    ///   "query": "first_city:Rome\nAND last_seen:>7d",
    ///   "limit": 25
    /// }}}
    /// ```
    ///
    /// ## Fix
    /// A second backslash; before a letter, four of them, which are one in the value. Unsafe, since the
    /// character that stands there may be meant.
    pub(crate) static META = { code: "EMB004", name: "escape-decay", level: Error, since: "0.1.0", host: check_host }
}

fn check_host(cx: &HostCx<'_>, acc: &mut Vec<Diagnostic>) {
    for query in &cx.document.queries {
        let host = match query.scalar.style {
            Style::YamlDouble => "YAML",
            Style::JsonString => "JSON",
            _ => continue,
        };
        acc.extend(decays(cx.text, query).into_iter().map(|decay| finding(host, &decay)));
    }
}

fn finding(host: &str, decay: &Decay) -> Diagnostic {
    META.at(decay.span, format!("{host} takes this backslash, and the query gets {}", decay.result))
        .help("in quotes, a backslash for the query is written twice")
        .fix(if decay.escapes {
            Fix::guess("write it twice", Edit::insert(decay.span.start, "\\"))
        } else {
            // The query takes one backslash for itself as well.
            Fix::guess(
                "write it four times, for a backslash in the value",
                Edit::insert(decay.span.start, "\\\\\\"),
            )
        })
}

/// Takes out what is found only because a backslash is gone: the words and names on both sides.
pub(crate) fn silence_echoes(findings: &mut Vec<Finding>) {
    let decays = findings.iter().filter(|finding| finding.diagnostic.code == META.code);
    let ends: HashSet<u32> =
        decays.flat_map(|decay| [decay.diagnostic.span.start, decay.diagnostic.span.end]).collect();
    let may_echo = |code: Code| matches!(code.family(), "SYN" | "REF");
    findings.retain(|Finding { diagnostic, .. }| {
        let touches = ends.contains(&diagnostic.span.start) || ends.contains(&diagnostic.span.end);
        !(touches && may_echo(diagnostic.code))
    });
}

/// A backslash and the character that it escapes in the file.
struct Decay {
    span: Span,
    /// What the query got in its place.
    result: &'static str,
    /// Whether the query has the same escape; else the backslash was meant for itself.
    escapes: bool,
}

/// The escapes of the file that were meant for the query.
fn decays(text: &str, query: &EmbeddedQuery) -> Vec<Decay> {
    let mut found = Vec::new();
    let mut read: Option<Parse> = None;
    for (at, letter) in escapes(query.scalar.span, text) {
        let Some(result) = result(letter) else { continue };
        let Some(place) = query.scalar.map.to_decoded(at) else { continue };
        let read = read.get_or_insert_with(|| parse(&query.scalar.text));
        let is_decay = match letter {
            b' ' => parts_words(read, place) && !begins_a_line(text, at),
            b'n' | b'r' | b't' => is_in_value(query, read, place),
            _ => true,
        };
        if is_decay {
            found.push(Decay { span: Span::new(at, at + 2), result, escapes: matches!(letter, b' ' | b'_') });
        }
    }
    found
}

/// Each backslash of a quoted text with the letter after it.
fn escapes(span: Span, text: &str) -> impl Iterator<Item = (u32, u8)> + '_ {
    let bytes = span.slice(text).as_bytes();
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + bytes.get(from..)?.iter().position(|byte| *byte == b'\\')?;
        from = at + 2;
        Some((span.start + u32::try_from(at).ok()?, *bytes.get(at + 1)?))
    })
}

/// What comes of an escape that nobody needs in a query.
fn result(letter: u8) -> Option<&'static str> {
    Some(match letter {
        b' ' => "a blank",
        b'_' => "a no-break space",
        b'n' | b'r' | b'N' | b'L' | b'P' => "a line break",
        b't' => "a tab",
        b'0' | b'a' | b'b' | b'e' | b'f' | b'v' => "a control character",
        _ => return None,
    })
}

/// The tokens before a blank of one character and after it.
fn neighbours(read: &Parse, place: u32) -> Option<[&[Token]; 2]> {
    let tokens = read.tree.tokens();
    let at = tokens.partition_point(|token| token.span.end <= place);
    let is_blank = tokens.get(at).is_some_and(|token| token.kind.is_blank() && token.span.len() == 1);
    is_blank.then(|| Some([tokens.get(..at)?, tokens.get(at + 1..)?]))?
}

/// Whether bare words stand on both sides of a blank.
fn parts_words(read: &Parse, place: u32) -> bool {
    let is_word = |token: Option<&Token>| {
        token.is_some_and(|token| matches!(token.kind, TokenKind::Word | TokenKind::Star))
    };
    neighbours(read, place).is_some_and(|[before, after]| is_word(before.last()) && is_word(after.first()))
}

/// Whether what follows a line break or tab goes on with the value before it: it is no operator
/// and no field. A word for itself is common in an event query, so there the value must look like
/// a path.
fn is_in_value(query: &EmbeddedQuery, read: &Parse, place: u32) -> bool {
    let Some([_, [next, rest @ ..]]) = neighbours(read, place) else { return false };
    let text = read.tree.text();
    let before = text.get(..place as usize).and_then(|before| before.rsplit([' ', '\t', '\r', '\n']).next());
    let Some((_, value)) = before.and_then(|run| run.split_once(':')) else { return false };
    let names_a_field = rest.first().is_some_and(|token| token.kind == TokenKind::Colon);
    let is_operator =
        ["and", "or", "not"].iter().any(|word| word.eq_ignore_ascii_case(next.span.slice(text)));
    let is_path = value.is_empty() || value.ends_with(':') || value.contains('\\');
    next.kind == TokenKind::Word
        && !names_a_field
        && !is_operator
        && (query.role != Role::EventQuery || is_path)
}

/// Whether nothing but blanks stands before it on its line: there, YAML's `\ ` keeps a blank.
fn begins_a_line(text: &str, at: u32) -> bool {
    let before = text.get(..at as usize).unwrap_or_default();
    before.trim_end_matches([' ', '\t']).ends_with(['\r', '\n'])
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix};

    fn yaml(query: &str) -> String {
        format!("segments:\n- name: a\n  query: {query}\n  limit: 5\n")
    }

    fn codes(case: Case, text: &str) -> Vec<&'static str> {
        case.check(text).iter().map(|finding| finding.diagnostic.code.id).collect()
    }

    #[test]
    fn writes_the_backslash_twice() {
        check_fix(Case::yaml(), &yaml(r#""@user.first\ name:x""#), &yaml(r#""@user.first\\ name:x""#));
        check_fix(Case::yaml(), &yaml(r#""user\_name:x\_y""#), &yaml(r#""user\\_name:x\\_y""#));
        check_fix(Case::yaml(), &yaml(r#""a:C\\:\new OR b:1""#), &yaml(r#""a:C\\:\\\\new OR b:1""#));
        check_fix(Case::yaml(), &yaml(r#""a:x\b""#), &yaml(r#""a:x\\\\b""#));
    }

    #[test]
    fn one_slip_is_one_finding() {
        assert_eq!(codes(Case::yaml(), &yaml(r#""first_city:New\ York""#)), ["EMB004"]);
        assert_eq!(
            codes(Case { mapping: true, ..Case::yaml() }, &yaml(r#""@user.first\ name:x""#)),
            ["EMB004"]
        );
        assert_eq!(codes(Case::yaml(), &yaml(r#""first_city:a\_b""#)), ["EMB004"]);
    }

    #[test]
    fn escapes_that_were_meant_are_fine() {
        for query in [
            r#""a:1\nAND b:2""#,
            r#""a:1\nb:2""#,
            r#""a:1\n-b:*""#,
            r#""a:1\r\nOR b:2""#,
            r#""a:\"x\ y\"""#,
            r#""a:\"x\ny\"""#,
            r#""a:http\\:\/\/x""#,
            "\"a:1\n\n    \\ AND b:2\"",
            "'first_city:New\\ York'",
        ] {
            check_annotated(Case::yaml(), &yaml(query));
        }
    }

    #[test]
    fn a_word_for_itself_is_common_in_an_event_query() {
        let file = |query: &str| {
            format!(
                "segments:\n- name: a\n  query: user_id:*\n  events: {{query: \"{query}\", within: 7d}}\n  limit: 5\n"
            )
        };
        check_annotated(Case::yaml(), &file(r"@type:error\ntimeout"));
        assert_eq!(codes(Case::yaml(), &file(r"@view.name:C:\temp")), ["EMB004"]);
    }
}

//! `unescaped-special`: a bare value holds a character that could end it.

use rumql_catalog::Kind;
use rumql_source::{Applicability, Diagnostic, Edit, Fix, Profile, Severity, Span};
use rumql_syntax::{
    ast::{Expr, Field, Node},
    literal::{Decimal, instant, unescape_name},
    token::{Token, TokenKind},
};

use crate::{Preset, context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A colon or a comparison inside a bare value, and a `-` that begins one. `/`, `-`, `@` and `=` between
    /// letters are no harm, and so are the colons of a date with a time. The sign of a number is an info,
    /// and under the preset `strict` so is a `/` in an event query. Among the values of a group a `-`
    /// negates, `(-5 OR 3)`, which is told of a number.
    ///
    /// ## Why it matters
    /// It is read as part of the value, but Datadog lists these characters as special: another reader
    /// may end the value there.
    ///
    /// ## Example
    /// ```query entity=events
    /// @resource.url:https://example.com/*
    ///                    ^ warning[SYN013]: unescaped `:` in a value
    /// ```
    /// ```query
    /// account_name:a>b
    ///               ^ warning[SYN013]: unescaped `>` in a value
    /// ```
    /// ```query
    /// first_region:-Utah
    ///              ^ warning[SYN013]: unescaped `-` at the start of a value
    /// ```
    /// ```query
    /// mrr_delta:(-5 OR 3)
    ///            ^^ warning[SYN013]: `-5` is read as `NOT 5`
    /// ```
    /// ```query strict entity=events
    /// @view.url_path:/cart/*
    ///                ^ info[SYN013]: unescaped `/` in a value
    /// ```
    /// No finding:
    /// ```query entity=events
    /// @resource.url:https\://example.com/*
    /// ```
    /// ```query
    /// account_name:"a>b" AND user_email:jane-doe@example.com
    /// ```
    ///
    /// ## Fix
    /// Escapes each of them; safe, for the value stays the same. Quotes would take the meaning from
    /// its wildcards. Where `||` or `&&` stands between two conditions without blanks (`a:1||b:2`), or a `-`
    /// begins a text, another meaning is likely, so there it is one of two choices.
    pub(crate) static META = { code: "SYN013", name: "unescaped-special", level: Warning, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    if !cx.is_sound() {
        return;
    }
    let asks_for_slashes = cx.settings.preset >= Preset::Strict && cx.profile() == Profile::Event;
    for (_, field) in cx.fields() {
        match field.value.expr() {
            Expr::Text(_) => {
                let found = unescaped(cx, &field, field.value).or_else(|| leading_dash(cx, &field));
                if found.is_some() {
                    acc.extend(found);
                    continue;
                }
            }
            Expr::Comparison(_, operand) => acc.extend(compared(cx, &field, operand)),
            Expr::Group(inner) => negated_numbers(cx, &field, inner, acc),
            Expr::Range(range) => {
                acc.extend([range.low, range.high].into_iter().filter_map(|it| compared(cx, &field, it)));
            }
            _ => {}
        }
        if asks_for_slashes {
            slashes(field.value, acc);
        }
    }
}

/// Stars are characters there, and a value with stars is taken as it is written.
fn compared(cx: &QueryCx<'_>, field: &Field<'_>, value: Node<'_>) -> Option<Diagnostic> {
    (!value.text().contains(['*', '?'])).then(|| unescaped(cx, field, value)).flatten()
}

fn unescaped(cx: &QueryCx<'_>, field: &Field<'_>, value: Node<'_>) -> Option<Diagnostic> {
    let Expr::Text(text) = value.expr() else { return None };
    let specials: Vec<&Token> = value.tokens().iter().filter(|token| is_special(token.kind)).collect();
    let first = specials.first()?;
    // Of single quotes another rule speaks.
    if is_moment(cx, field, text) || !stands_apart(cx, value.span()) || text.starts_with('\'') {
        return None;
    }
    let fix = Fix {
        title: if specials.len() == 1 { "escape it" } else { "escape each of them" }.to_owned(),
        applicability: Applicability::Safe,
        edits: specials.iter().flat_map(|token| escapes(token.span)).collect(),
    };
    let diagnostic = META.at(first.span, format!("unescaped `{}` in a value", cx.slice(first.span)));
    Some(match joined_condition(cx, value, first.span) {
        Some((operator, word)) => diagnostic
            .note(format!("`{}` joins two conditions only with blanks around it", cx.slice(operator)))
            .fix(Fix::choice(format!("write `{word}`"), Edit::replace(operator, format!(" {word} "))))
            .fix(Fix { applicability: Applicability::Choice, ..fix }),
        None => diagnostic.note("it is one of the characters with a meaning of their own").fix(fix),
    })
}

/// The operator in `a:1||b:2`, which was meant to end the value, and the word for it.
fn joined_condition(cx: &QueryCx<'_>, value: Node<'_>, colon: Span) -> Option<(Span, &'static str)> {
    let head = Span::new(value.span().start, colon.start);
    let text = cx.slice(head);
    let (at, word) = ["||", "&&"]
        .into_iter()
        .zip(["OR", "AND"])
        .filter_map(|(sign, word)| Some((text.rfind(sign)?, word)))
        .max()?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@');
    let name = text.get(at + 2..)?;
    let is_condition = at > 0 && !name.is_empty() && name.chars().all(is_name) && cx.slice(colon) == ":";
    is_condition.then(|| (Span::from(at..at + 2).shift(head.start), word))
}

/// `first_region:-pro`, `session_count:-5`: a reader may take the dash for a negation.
fn leading_dash(cx: &QueryCx<'_>, field: &Field<'_>) -> Option<Diagnostic> {
    let (span, value) = (field.value.span(), field.value.text());
    let rest = value.strip_prefix('-')?;
    let kind = cx.certain(&unescape_name(field.name)).map(|attribute| attribute.kind);
    if !stands_apart(cx, span) || matches!(kind, Some(Kind::Timestamp | Kind::Boolean)) {
        return None;
    }
    let escape = Edit::insert(span.start, "\\");
    let diagnostic = META.at(Span::new(span.start, span.start + 1), "unescaped `-` at the start of a value");
    if Decimal::parse(value).is_some() && kind != Some(Kind::String) {
        let mut diagnostic = diagnostic
            .note("it is read as the sign of the number; another reader may take it for a negation")
            .fix(Fix::safe("escape it", escape));
        diagnostic.severity = Severity::Info;
        return Some(diagnostic);
    }
    // A number that lacks its digits, or a name that lacks its value, is told elsewhere.
    if kind.is_some_and(Kind::is_numeric) {
        return None;
    }
    let before = Span::new(0, field.name_span.start).slice(cx.text()).trim_end();
    let is_negated = before.ends_with('-') || before.ends_with("NOT");
    let diagnostic = diagnostic.note("it is read as a part of the value, and not as a negation");
    Some(if is_negated {
        diagnostic.fix(Fix::guess("escape it", escape))
    } else {
        let dash = Span::new(span.start, span.end - rest.len() as u32);
        diagnostic
            .fix(Fix {
                title: format!("negate `{}`", unescape_name(field.name)),
                applicability: Applicability::Choice,
                edits: vec![Edit::insert(field.name_span.start, "-"), Edit::delete(dash)],
            })
            .fix(Fix::choice("escape it", escape))
    })
}

/// `f:(-5 OR 3)`: everything but 5 needs no alternative, so the number was meant.
fn negated_numbers(cx: &QueryCx<'_>, field: &Field<'_>, group: Node<'_>, acc: &mut Vec<Diagnostic>) {
    let Expr::Or(operands) = group.expr() else { return };
    let kind = cx.certain(&unescape_name(field.name)).map(|attribute| attribute.kind);
    if matches!(kind, Some(Kind::String | Kind::Timestamp | Kind::Boolean)) {
        return;
    }
    acc.extend(operands.filter_map(|operand| {
        let Expr::Not(number) = operand.expr() else { return None };
        let (Expr::Text(text), written) = (number.expr(), operand.text()) else { return None };
        if written.strip_prefix('-') != Some(text) || Decimal::parse(text).is_none() {
            return None;
        }
        let diagnostic = META
            .at(operand.span(), format!("`{written}` is read as `NOT {text}`"))
            .note("among the values of a group, a `-` negates the value that it stands before")
            .fix(Fix::choice(
                format!("write the number `\\{written}`"),
                Edit::insert(operand.span().start, "\\"),
            ));
        Some(diagnostic)
    }));
}

/// Each bare value with a `/`, which one list of special characters has and another lacks.
fn slashes(value: Node<'_>, acc: &mut Vec<Diagnostic>) {
    match value.expr() {
        Expr::And(operands) | Expr::Or(operands) => operands.for_each(|value| slashes(value, acc)),
        Expr::Not(inner) | Expr::Group(inner) => slashes(inner, acc),
        // What is to be filled in may hold any character.
        Expr::Text(text) if !text.contains("${") && !text.contains("{{") => {
            acc.extend(slash(text, value.span().start));
        }
        _ => {}
    }
}

fn slash(text: &str, start: u32) -> Option<Diagnostic> {
    let mut escaped = false;
    let mut places = Vec::new();
    for (at, c) in text.char_indices() {
        if c == '/' && !escaped {
            places.push(Span::from(at..at + 1).shift(start));
        }
        escaped = c == '\\' && !escaped;
    }
    let mut diagnostic = META
        .at(*places.first()?, "unescaped `/` in a value")
        .note("one of Datadog's lists of special characters has it, another lacks it")
        .fix(Fix {
            title: if places.len() == 1 { "escape it" } else { "escape each of them" }.to_owned(),
            applicability: Applicability::Safe,
            edits: places.iter().map(|place| Edit::insert(place.start, "\\")).collect(),
        });
    diagnostic.severity = Severity::Info;
    Some(diagnostic)
}

fn is_special(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Colon | TokenKind::LooseComparison | TokenKind::ForeignComparison)
        || kind.is_comparison()
}

/// The colons of a time need no escape.
fn is_moment(cx: &QueryCx<'_>, field: &Field<'_>, text: &str) -> bool {
    let known = cx.known(&unescape_name(field.name));
    known.is_some_and(|attribute| attribute.kind == Kind::Timestamp) || instant(text, cx.scope.now).is_some()
}

/// Whether nothing touches the end of a value, which another spelling might swallow.
pub(crate) fn stands_apart(cx: &QueryCx<'_>, value: Span) -> bool {
    let after = Span::new(value.end, Span::of(cx.text()).end).slice(cx.text());
    after.chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, ')' | ']' | '}'))
}

/// A backslash before each character; all of these are of one byte.
fn escapes(span: Span) -> impl Iterator<Item = Edit> {
    (span.start..span.end).map(|at| Edit::insert(at, "\\"))
}

/// A text as a bare value writes it, where its wildcards and escapes are meant.
pub(super) fn escape_bare(text: &str) -> String {
    const SPECIAL: &[char] =
        &['"', '“', '”', '„', '‟', '(', ')', '[', ']', '{', '}', '<', '>', '=', '!', ':'];
    let mut escaped = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if SPECIAL.contains(&c) || c.is_whitespace() {
            escaped.push('\\');
        }
        escaped.push(c);
        if c == '\\' {
            escaped.extend(chars.next());
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escape_bare;
    use crate::testing::{Case, check_annotated, check_choices, check_fix, check_safe_fix};

    #[test]
    fn escapes_and_keeps_the_meaning() {
        check_safe_fix(Case::users(), "@u:http://x?a=b&c>d*", r"@u:http\://x?a=b&c\>d*");
        check_safe_fix(Case::users(), "name:a>=b!=c:", r"name:a\>\=b\!\=c\:");
        check_safe_fix(Case::users(), "name:>a:b", r"name:>a\:b");
        check_safe_fix(Case::users(), "name:[a:b TO c<d]", r"name:[a\:b TO c\<d]");
        check_safe_fix(Case::users(), "u:http://<host>/x", r"u:http\://<host>/x");
    }

    #[test]
    fn conditions_without_blanks_are_a_choice() {
        check_choices(Case::users(), "SYN013", "a:1||b:2", &["a:1 OR b:2", "a:1||b\\:2"]);
        check_choices(Case::users(), "SYN013", "a:x&&@b.c:>2", &["a:x AND @b.c:>2", r"a:x&&@b.c\:\>2"]);
        check_safe_fix(Case::users(), "a:1||b:2", "a:1||b:2");
        check_safe_fix(Case::users(), "u:http://x?a=1&&b:2", r"u:http\://x?a=1&&b\:2");
    }

    #[test]
    fn a_dash_before_a_value() {
        check_safe_fix(Case::mapping(), "session_count:-5", r"session_count:\-5");
        check_choices(Case::users(), "SYN013", "plan:-pro", &["-plan:pro", r"plan:\-pro"]);
        check_choices(Case::users(), "SYN013", "user_name:-5", &["-user_name:5", r"user_name:\-5"]);
        check_fix(Case::users(), "-plan:-pro", r"-plan:\-pro");
        check_annotated(Case::users(), "session_count:>-5 AND a:[-5 TO -1] AND b:x-y AND c:\"-5\"");
    }

    #[test]
    fn a_number_among_others_may_be_negative() {
        check_choices(Case::users(), "SYN013", "x:(-5 OR 3)", &[r"x:(\-5 OR 3)"]);
        check_choices(
            Case::mapping(),
            "SYN013",
            "session_count:(-5 OR -6)",
            &[r"session_count:(\-5 OR -6)", r"session_count:(-5 OR \-6)"],
        );
        for query in ["x:(-5 AND -6)", "x:(-5)", "x:(NOT 5 OR 3)", "x:(-a OR 3)", "-x:5 OR x:3"] {
            check_choices(Case::users(), "SYN013", query, &[]);
        }
        check_choices(Case::users(), "SYN013", "user_name:(-5 OR 3)", &[]);
    }

    #[test]
    fn slashes_are_escaped_under_strict() {
        let strict = Case { preset: crate::Preset::Strict, ..Case::events() };
        check_safe_fix(strict, "@a:(/b/c OR x\\/y)", r"@a:(\/b\/c OR x\/y)");
        check_annotated(Case::events(), "@a:/b/c");
        check_safe_fix(Case { entity: rumql_source::Entity::Users, ..strict }, "a:/b", "a:/b");
    }

    #[test]
    fn is_silent_where_nothing_ends_the_value() {
        check_safe_fix(
            Case::users(),
            "first_seen:2025-01-01T00:00:00+02:00",
            "first_seen:2025-01-01T00:00:00+02:00",
        );
        check_annotated(Case::users(), "x:[2025-01-01T00:00:00Z TO *] y:>a:b*");
        check_annotated(Case::users(), "name:a=b/c@d-e AND note:(x OR y)");
        check_annotated(Case::users(), r"name:a\:b");
        check_annotated(Case::users(), "x:${a:b}\n  ^^^^^^ error[SYN022]: `${a:b}` is not filled in");
    }

    #[test]
    fn wildcards_and_escapes_are_kept() {
        assert_eq!(escape_bare(r#"a*(b\) "c")=?"#), r#"a*\(b\)\ \"c\"\)\=?"#);
    }
}

//! `space-in-value`: a bare value ends at its first blank.

use rumql_catalog::{Attribute, Kind};
use rumql_hir::Problem;
use rumql_source::{Diagnostic, Edit, Fix, Profile, Span};
use rumql_syntax::{
    ast::{Expr, Field, Node},
    literal::{Decimal, TimeUnit, unescape_name},
    token::{Token, TokenKind},
};

use super::{invisible_or_confusable_char::is_suspicious, space_around_colon::tokens_within};
use crate::{
    context::QueryCx,
    free_terms::{Look, free_terms, is_unit_of_time},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// Bare words right after a field's bare value, or a unit of time right after the number that a
    /// field is compared with. In an event query, where free text is common, only the unit.
    ///
    /// ## Why it matters
    /// A bare value ends at the blank. The words after it ask for no field: they are free text, and
    /// what a query of profiles does with that is not documented.
    ///
    /// ## Example
    /// ```query
    /// industry:real estate
    ///               ^^^^^^ warning[SYN009]: `estate` is not part of the value of `industry`
    /// ```
    /// ```query
    /// account_name:Acme* Old Town AND session_count:>5
    ///                    ^^^^^^^^ warning[SYN009]: `Old Town` is not part of the value of `account_name`
    /// ```
    /// ```query
    /// last_seen:>7 days
    ///              ^^^^ warning[SYN009]: `days` is not part of the value of `last_seen`
    /// ```
    /// No finding:
    /// ```query
    /// industry:"real estate"
    /// ```
    /// ```query
    /// account_name:Acme*\ Old\ Town AND session_count:>5
    /// ```
    ///
    /// ## Fix
    /// Quotes the words together; where a wildcard or an escape is among them, which quotes would
    /// change, escapes the blanks. A unit is joined to its number. Unsafe, since the words may be meant
    /// for themselves. None where the attribute holds no text.
    pub(crate) static META = { code: "SYN009", name: "space-in-value", level: Warning, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    for (field, rest) in cut_values(cx) {
        let words = words(cx, rest);
        let name = unescape_name(field.name);
        let diagnostic = META
            .at(rest, format!("`{words}` is not part of the value of `{name}`"))
            .note("a bare value ends at the first blank");
        let known = cx.known(&name);
        acc.push(match known.map(|attribute| attribute.kind) {
            _ if is_of_the_request(&words) => {
                diagnostic.help("sorting, columns and limits stand beside the query, in the request")
            }
            _ if holds_time(known) && number(&field).is_some() => with_unit(cx, diagnostic, &field, rest),
            None if is_unit_of_time(&words) && is_compared(&field) => with_unit(cx, diagnostic, &field, rest),
            None | Some(Kind::String | Kind::Other) if !is_compared(&field) => {
                diagnostic.fix(join(cx, &field, rest))
            }
            _ if is_unit_of_time(&words) => {
                diagnostic.help("the number is no length of time; leave the unit out")
            }
            _ => diagnostic.help("write the attribute that the words are asked of"),
        });
    }
}

/// Each value that a blank ended too early, with the words after it. In an event query, where words
/// may stand for themselves, only a unit that its number lost.
pub(super) fn cut_values<'a>(cx: &QueryCx<'a>) -> Vec<(Field<'a>, Span)> {
    if !cx.is_sound() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for term in free_terms(cx) {
        let (field, is_meant) = match term.look {
            Look::ValueRest(field) => (field, cx.profile() == Profile::Audience),
            Look::ValueUnit(field) => {
                let known = cx.known(&unescape_name(field.name));
                (field, cx.profile() == Profile::Audience || holds_time(known))
            }
            _ => continue,
        };
        // `plan_type:pro *`: a star for itself matches everything. Of letters that only look like
        // others, another rule speaks.
        let words = words(cx, term.span);
        let is_star = words.bytes().all(|byte| matches!(byte, b'*' | b' '));
        if is_meant && !is_star && !is_suspicious(&words) {
            found.push((field, term.span));
        }
    }
    found
}

/// Whether a number lacks its unit because a blank parts the two: `last_seen:>7 days`.
pub(crate) fn is_cause(cx: &QueryCx<'_>, problem: &Problem) -> bool {
    let tokens = cx.parse.tree.tokens();
    let next = tokens.partition_point(|token| token.span.start < problem.span.end);
    let mut after = tokens.get(next..).unwrap_or_default().iter().skip_while(|token| token.kind.is_blank());
    let is_unit = after
        .next()
        .is_some_and(|token| token.span.start > problem.span.end && is_unit_of_time(cx.slice(token.span)));
    let is_apart =
        after.next().is_none_or(|token| token.kind.is_blank() || token.kind == TokenKind::ParenClose);
    let before = Span::new(0, problem.span.start).slice(cx.text());
    let is_compared = before.ends_with(['<', '>', '=']);
    is_unit
        && is_apart
        && (is_compared || cx.profile() == Profile::Audience)
        && cx.is_sound()
        && cx.settings.enables(META.code)
}

/// `LIMIT 10`, `ORDER BY name`: what SQL says of an answer.
fn is_of_the_request(words: &str) -> bool {
    ["LIMIT ", "ORDER BY ", "GROUP BY ", "SORT BY "].iter().any(|tail| words.starts_with(tail))
}

fn words(cx: &QueryCx<'_>, span: Span) -> String {
    cx.slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn holds_time(attribute: Option<&Attribute>) -> bool {
    attribute.is_some_and(|attribute| {
        let is_length = || attribute.unit.is_some_and(|unit| unit.in_nanoseconds().is_some());
        attribute.kind == Kind::Timestamp || is_length()
    })
}

fn is_compared(field: &Field<'_>) -> bool {
    matches!(field.value.expr(), Expr::Comparison(..))
}

/// The number that a field is asked for or compared with.
fn number<'a>(field: &Field<'a>) -> Option<Node<'a>> {
    let operand = if let Expr::Comparison(_, operand) = field.value.expr() { operand } else { field.value };
    Decimal::parse(operand.text()).map(|_| operand)
}

/// The number with the unit that the words after it are.
fn with_unit(cx: &QueryCx<'_>, diagnostic: Diagnostic, field: &Field<'_>, rest: Span) -> Diagnostic {
    let words = words(cx, rest);
    let word = words.strip_suffix(" ago").unwrap_or(&words);
    let unit = TimeUnit::named(word).or_else(|| TimeUnit::parse(word));
    let known = cx.known(&unescape_name(field.name));
    let is_length = known.is_some_and(|attribute| attribute.kind != Kind::Timestamp);
    match (number(field), unit.filter(|unit| is_length || *unit >= TimeUnit::Second)) {
        (Some(number), Some(unit)) => {
            let value = format!("{}{}", number.text(), unit.as_str());
            let edit = Edit::replace(number.span().join(rest), value.as_str());
            diagnostic.fix(Fix::guess(format!("write `{value}`"), edit))
        }
        _ if is_unit_of_time(word) => {
            diagnostic.help("write the number with its unit, `30d`; months have no fixed length")
        }
        _ => diagnostic.help("write the attribute that the words are asked of"),
    }
}

/// The value and the words after it as one value.
fn join(cx: &QueryCx<'_>, field: &Field<'_>, rest: Span) -> Fix {
    let all = field.value.span().join(rest);
    let is_plain = !cx.slice(all).contains(['*', '?', '\\']);
    let blank = if is_plain { " " } else { "\\ " };
    let piece = |token: &Token| match cx.slice(token.span) {
        // Names are written with it.
        "\u{3000}" if is_plain => "\u{3000}",
        _ if token.kind.is_blank() => blank,
        text => text,
    };
    let joined: String = tokens_within(cx, all).iter().map(piece).collect();
    if is_plain {
        Fix::guess("quote the value", Edit::replace(all, format!("\"{joined}\"")))
    } else {
        Fix::guess("escape the blanks", Edit::replace(all, joined))
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix};

    #[test]
    fn quotes_the_words_together() {
        check_fix(Case::users(), "industry:real estate", "industry:\"real estate\"");
        check_fix(Case::users(), "-name:a  b\nc AND d:1", "-name:\"a b c\" AND d:1");
        check_fix(Case::users(), "name:山田\u{3000}太郎", "name:\"山田\u{3000}太郎\"");
    }

    #[test]
    fn joins_a_number_and_its_unit() {
        check_fix(Case::users(), "last_seen:>7 days", "last_seen:>7d");
        check_fix(Case::users(), "-last_seen:<=2 Weeks ago OR x:>5 min", "-last_seen:<=2w OR x:>5m");
        check_fix(Case::users(), "last_seen:7 days", "last_seen:7d");
        check_fix(Case::events(), "@view.loading_time:>200 ms", "@view.loading_time:>200ms");
        check_fix(Case::users(), "last_seen:>3 months", "last_seen:>3 months");
        check_fix(Case::mapping(), "session_count:>7 days", "session_count:>7 days");
    }

    #[test]
    fn a_lost_unit_is_one_finding() {
        for (case, query) in [
            (Case::users(), "last_seen:>7 days"),
            (Case::users(), "last_seen:>7 months ago"),
            (Case::mapping(), "session_count:>7 days"),
            (Case::events(), "@view.loading_time:>7 seconds"),
        ] {
            let codes: Vec<_> = case.check(query).iter().map(|finding| finding.diagnostic.code.id).collect();
            assert_eq!(codes, ["SYN009"], "{query}");
        }
        check_annotated(Case::events(), "@basket.items:>7 days");
    }

    #[test]
    fn escapes_where_quotes_would_change_the_value() {
        check_fix(Case::users(), "name:John* Smith", r"name:John*\ Smith");
        check_fix(Case::users(), r"name:a\:b c", r"name:a\:b\ c");
        check_fix(Case::users(), "name:a LIMIT 10", "name:a LIMIT 10");
    }

    #[test]
    fn is_silent_where_text_stands_for_itself() {
        check_annotated(
            Case::users(),
            "plan_type:pro *\n              ^ warning[LOG010]: `*` changes nothing in an AND",
        );
        check_annotated(
            Case::users(),
            "plan_type:pro #paid\n              ^^^^^ error[SYN027]: `#paid` names a calculated field, which only log search has",
        );
        check_annotated(
            Case::users(),
            "plan_type:pro $team\n              ^^^^^ warning[SYN022]: the template variable `$team` is not filled in",
        );
        let found = Case::events().check("@type:error timeout");
        assert!(found.iter().all(|finding| finding.diagnostic.code.id != "SYN009"));
    }

    #[test]
    fn a_number_is_not_joined() {
        check_annotated(
            Case::mapping(),
            "session_count:5 busy\n                ^^^^ warning[SYN009]: `busy` is not part of the value of `session_count`",
        );
        check_fix(Case::mapping(), "session_count:5 busy", "session_count:5 busy");
    }
}

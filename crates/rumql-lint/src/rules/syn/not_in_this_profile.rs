//! `not-in-this-profile`: a form that only the search of logs has.

use rumql_hir::{NameProblem, Problem, Resolution};
use rumql_source::{Code, Diagnostic, Edit, Fix, Profile, Severity, Span};
use rumql_syntax::{
    ast::{Expr, Field, Node, is_stars},
    literal::{escape_name, unescape_name},
};

use super::{free_text_term::free_text_place, invisible_or_confusable_char::shown};
use crate::{context::QueryCx, rule::declare_rule, rules::r#ref::display_name_used};

declare_rule! {
    /// ## What it finds
    /// Forms that the search of logs has and RUM does not document: a quoted name (`"plan type":x`), a
    /// wildcard in a name (`plan*:x`, `*:x`), a calculated field (`#name`), `CIDR(…)`, and a field inside
    /// the value of another field (`a:(b:x)`).
    ///
    /// ## Why it matters
    /// In a query of users or accounts they are an error. In an event query they are a warning: events are
    /// searched by a relative of the log search, which may read them.
    ///
    /// ## Example
    /// ```query
    /// *:techcorp AND "plan_type":pro
    /// ^ error[SYN027]: `*` as a name asks every attribute, which only log search does
    ///                ^^^^^^^^^^^ error[SYN027]: the name `"plan_type"` is quoted
    /// ```
    /// ```query
    /// plan_type:(pro OR status:active)
    ///                   ^^^^^^ error[SYN027]: the field `status` stands inside the value of `plan_type`
    /// ```
    /// ```query entity=events
    /// CIDR(@network.client.ip, 10.0.0.0/8)
    /// ^^^^ warning[SYN027]: `CIDR` is a function of log search
    /// ```
    /// No finding:
    /// ```query
    /// plan_type:pro AND user_email:*
    /// ```
    /// ```query
    /// plan_type:(pro OR active) AND channel:#sales
    /// ```
    ///
    /// ## Fix
    /// Takes the quotes off a name; unsafe, since the name may be another one. Else none.
    pub(crate) static META = { code: "SYN027", name: "not-in-this-profile", level: Error, since: "0.1.0", query: check }
}

/// The rule about labels.
const LABEL: Code = display_name_used::META.code;

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    // The pieces of a broken query mislead: a `(` too many makes the next field an inner one.
    if cx.is_sound() {
        walk(cx, cx.parse.tree.root(), None, acc);
    }
}

/// Goes down the tree; `outer` is the field in whose value the node stands.
fn walk(cx: &QueryCx<'_>, node: Node<'_>, outer: Option<Field<'_>>, acc: &mut Vec<Diagnostic>) {
    match node.expr() {
        Expr::Field(field) => {
            let found = match outer {
                Some(outer) => Some(nested(cx, field, outer)),
                None => name(cx, field),
            };
            acc.extend(found);
            walk(cx, field.value, Some(field), acc);
        }
        Expr::Cidr => {
            let name = node.tokens().first().map_or(node.span(), |token| token.span);
            acc.push(
                finding(cx, name, "`CIDR` is a function of log search".to_owned())
                    .help("ask for a prefix instead, such as `10.*`"),
            );
        }
        Expr::Text(text) if outer.is_none() && text.starts_with('#') => {
            acc.push(calculated(cx, node.span()));
        }
        _ => node.children().for_each(|child| walk(cx, child, outer, acc)),
    }
}

/// Whether a name is unknown because it is none: `#revenue`, `plan*`.
pub(crate) fn is_cause(cx: &QueryCx<'_>, problem: &Problem) -> bool {
    let name = cx.slice(problem.span);
    let is_none = name.starts_with('#') || (!name.starts_with('"') && wildcard(name).is_some());
    let is_name = Span::new(problem.span.end, Span::of(cx.text()).end).slice(cx.text()).starts_with(':');
    is_none && is_name && cx.is_sound() && cx.settings.enables(META.code)
}

/// What is wrong with the name of a field that stands for itself.
fn name(cx: &QueryCx<'_>, field: Field<'_>) -> Option<Diagnostic> {
    let (name, span) = (field.name, field.name_span);
    let written = shown(name);
    if name.starts_with('"') {
        // A label is told as such.
        let resolution = cx.scope.resolve(&unescape_name(name));
        if matches!(resolution, Resolution::Wrong(NameProblem::DisplayName { .. }))
            && cx.settings.enables(LABEL)
        {
            return None;
        }
        let bare = escape_name(&unescape_name(name));
        let fix = Fix::guess(format!("write `{}`", shown(&bare)), Edit::replace(span, bare.clone()));
        let diagnostic = finding(cx, span, format!("the name `{written}` is quoted"));
        return Some(if bare.is_empty() { diagnostic } else { diagnostic.fix(fix) });
    }
    if name.starts_with('#') {
        return Some(calculated(cx, span));
    }
    if is_stars(name) {
        let is_all = matches!(field.value.expr(), Expr::Text(text) if is_stars(text));
        let message = format!("`{name}` as a name asks every attribute, which only log search does");
        return (!is_all).then(|| finding(cx, span, message).help(help(cx)));
    }
    let wildcard = wildcard(name)?;
    Some(
        finding(cx, span, format!("the name `{written}` has a wildcard"))
            .help(format!("write each name; for the character itself, `\\{wildcard}`")),
    )
}

fn nested(cx: &QueryCx<'_>, field: Field<'_>, outer: Field<'_>) -> Diagnostic {
    let message =
        format!("the field `{}` stands inside the value of `{}`", shown(field.name), shown(outer.name));
    let diagnostic = finding(cx, field.name_span, message).also(outer.name_span, "the outer field");
    if is_part_of_value(field) {
        return diagnostic.fix(Fix::guess("escape the colon", Edit::insert(field.colon.start, "\\")));
    }
    diagnostic.help("end the value before it: close its parentheses, or take them out")
}

/// `https://x` and `12:30`: the colon belongs to the value.
fn is_part_of_value(field: Field<'_>) -> bool {
    let is_url = matches!(field.value.expr(), Expr::Text(text) if text.starts_with("//"));
    is_url || field.name.bytes().all(|byte| byte.is_ascii_digit())
}

fn calculated(cx: &QueryCx<'_>, span: Span) -> Diagnostic {
    finding(
        cx,
        span,
        format!("`{}` names a calculated field, which only log search has", shown(cx.slice(span))),
    )
    .help("for a value that begins with `#`, write its field in front; a query has no comments")
}

fn finding(cx: &QueryCx<'_>, span: Span, message: String) -> Diagnostic {
    let mut diagnostic = META.at(span, message);
    if cx.profile() == Profile::Event {
        diagnostic.severity = Severity::Warning;
    }
    diagnostic.note(match cx.profile() {
        Profile::Audience => "queries of users and accounts have no such form",
        Profile::Event => "it is not documented for events",
    })
}

fn help(cx: &QueryCx<'_>) -> &'static str {
    match cx.profile() {
        Profile::Audience => free_text_place(cx),
        Profile::Event => "write the word without `*:`",
    }
}

/// The first wildcard of a name, outside of placeholders.
fn wildcard(name: &str) -> Option<char> {
    let mut chars = name.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => _ = chars.next(),
            '{' => return None,
            '*' | '?' => return Some(c),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix};

    #[test]
    fn a_quoted_name_is_unquoted() {
        check_fix(Case::users(), "\"plan_type\":pro", "plan_type:pro");
        check_fix(Case::events(), "\"@usr.first name\":x", "@usr.first\\ name:x");
    }

    #[test]
    fn each_form_is_found_once() {
        check_annotated(
            Case::users(),
            "#calc AND plan*:x\n^^^^^ error[SYN027]: `#calc` names a calculated field, which only log search has\n          ^^^^^ error[SYN027]: the name `plan*` has a wildcard",
        );
        check_annotated(
            Case::events(),
            "@a:(\"b\":1)\n    ^^^ warning[SYN027]: the field `\"b\"` stands inside the value of `@a`",
        );
    }

    #[test]
    fn a_name_that_is_none_is_not_called_unknown() {
        for query in ["#revenue:>5", "plan*:x"] {
            let found = Case::mapping().check(query);
            let codes: Vec<_> = found.iter().map(|finding| finding.diagnostic.code.id).collect();
            assert_eq!(codes, ["SYN027"], "{query}");
        }
    }

    #[test]
    fn what_looks_like_it_is_silent() {
        check_annotated(
            Case::users(),
            "*:* AND plan\\*:x AND @a:#b AND {{a*}}:1\n^^^ warning[LOG010]: `*:*` changes nothing in an AND\n                               ^^^^^^ error[SYN022]: `{{a*}}` is not filled in",
        );
    }
}

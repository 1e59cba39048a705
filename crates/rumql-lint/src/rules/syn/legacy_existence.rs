//! `legacy-existence`: `_exists_:f` for `f:*`.

use std::collections::BTreeMap;

use rumql_hir::{Query, lower};
use rumql_source::{Applicability, Diagnostic, Edit, Fix, Span};
use rumql_syntax::{
    ast::{Expr, Field, Kind, Node, NodeId},
    literal::{escape_name, unescape_name},
    parse,
};

use super::{invisible_or_confusable_char::shown, unescaped_special::stands_apart};
use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// `_exists_:f` and `_missing_:f`, of one field or of several: `_exists_:(f OR g)`. Also a range
    /// that is open at both ends.
    ///
    /// ## Why it matters
    /// They come from other searches, or say in a roundabout way that a field is there. RUM documents `f:*` for a field that is there, and `-f:*` for one
    /// that is not.
    ///
    /// ## Example
    /// ```query
    /// _exists_:plan_type
    /// ^^^^^^^^^^^^^^^^^^ info[SYN028]: `_exists_:plan_type` is not documented
    /// ```
    /// ```query
    /// session_count:>5 AND _missing_:plan_type
    ///                      ^^^^^^^^^^^^^^^^^^^ info[SYN028]: `_missing_:plan_type` is not documented
    /// ```
    /// ```query
    /// plan_type:[* TO *]
    ///           ^^^^^^^^ info[SYN028]: `[* TO *]` asks for any value, which is written `*`
    /// ```
    /// No finding:
    /// ```query
    /// plan_type:*
    /// ```
    /// ```query
    /// session_count:>5 AND -plan_type:*
    /// ```
    ///
    /// ## Fix
    /// `f:*` or `-f:*`; safe, since they mean the same. A negated `_missing_:f` becomes `f:*`, two
    /// negations less; that one is asked for by `--unsafe-fixes`.
    pub(crate) static META = { code: "SYN028", name: "legacy-existence", level: Info, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    if !cx.is_sound() {
        return;
    }
    let negations: BTreeMap<NodeId, Node<'_>> = cx
        .nodes()
        .filter_map(|node| match node.expr() {
            Expr::Not(operand) => Some((operand.id(), node)),
            _ => None,
        })
        .collect();
    for (node, field) in cx.fields() {
        acc.extend(open_range(cx, node, &field));
        if let Some(missing) = asks_missing(&field) {
            let negation = negations.get(&node.id()).copied();
            acc.push(finding(cx, node, &field, missing, negation));
        }
    }
}

/// `f:[* TO *]`
fn open_range(cx: &QueryCx<'_>, node: Node<'_>, field: &Field<'_>) -> Option<Diagnostic> {
    let Expr::Range(range) = field.value.expr() else { return None };
    let span = field.value.span();
    if range.low.text() != "*" || range.high.text() != "*" || !stands_apart(cx, span) {
        return None;
    }
    // `*:*` matches every record, and `_exists_:*` names no field.
    if meaning(cx, node.text()) != meaning(cx, &format!("{}:*", field.name)) {
        return None;
    }
    let range = shown(field.value.text());
    Some(
        META.at(span, format!("`{range}` asks for any value, which is written `*`"))
            .fix(Fix::safe("write `*`", Edit::replace(span, "*"))),
    )
}

/// Whether the field asks for absence; `None` if it asks for neither.
fn asks_missing(field: &Field<'_>) -> Option<bool> {
    if !field.value.names_fields() {
        return None;
    }
    match unescape_name(field.name).as_str() {
        "_exists_" => Some(false),
        "_missing_" => Some(true),
        _ => None,
    }
}

fn finding<'a>(
    cx: &QueryCx<'a>,
    node: Node<'a>,
    field: &Field<'a>,
    missing: bool,
    negation: Option<Node<'a>>,
) -> Diagnostic {
    let diagnostic = META
        .at(node.span(), format!("`{}` is not documented", shown(node.text())))
        .note("`f:*` asks for a field that is there, `-f:*` for one that is not");
    let (place, mended, applicability) = match (missing, negation) {
        // The meaning loses two negations, which leaves who matches as it is, but not by its shape.
        (true, Some(negation)) if field.value.kind() != Kind::Group => {
            (negation, presence(cx, field.value, false), Applicability::Unsafe)
        }
        _ => (node, presence(cx, field.value, missing), Applicability::Safe),
    };
    let before = meaning(cx, place.text());
    let after = meaning(cx, &mended);
    let after = if applicability == Applicability::Safe { after } else { Query::not(Query::not(after)) };
    // What touches the field would run on from the `*`.
    let rest = cx.slice(Span::new(place.span().end, Span::of(cx.text()).end));
    let touches = !rest.is_empty() && !rest.starts_with(|c: char| c.is_whitespace() || c == ')');
    let is_doubled = mended.contains("--");
    if touches || is_doubled || has_wildcard(field.value) || before != after {
        return diagnostic.help("name each field, and ask `*` of it");
    }
    diagnostic.fix(Fix::new(
        applicability,
        format!("write `{}`", shown(&mended)),
        Edit::replace(place.span(), mended),
    ))
}

/// The value with `f:*` or `-f:*` for each name in it; all that stands between is kept.
fn presence(cx: &QueryCx<'_>, value: Node<'_>, missing: bool) -> String {
    let mut out = String::new();
    let mut done = value.span().start;
    let mut names = Vec::new();
    collect(value, &mut names);
    for name in names {
        let sign = if missing { "-" } else { "" };
        out.push_str(cx.slice(Span::new(done, name.span().start)));
        out.push_str(&format!("{sign}{}:*", escape_name(&unescape_name(name.text()))));
        done = name.span().end;
    }
    out.push_str(cx.slice(Span::new(done, value.span().end)));
    out
}

fn collect<'a>(value: Node<'a>, names: &mut Vec<Node<'a>>) {
    match value.expr() {
        Expr::Or(operands) | Expr::And(operands) => operands.for_each(|operand| collect(operand, names)),
        Expr::Not(inner) | Expr::Group(inner) => collect(inner, names),
        _ => names.push(value),
    }
}

fn has_wildcard(value: Node<'_>) -> bool {
    let mut names = Vec::new();
    collect(value, &mut names);
    names.iter().any(|name| unescape_name(name.text()).contains(['*', '?']))
}

fn meaning(cx: &QueryCx<'_>, query: &str) -> Query {
    lower(&parse(query), cx.scope).query
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix, check_safe_fix};

    #[test]
    fn presence_means_the_same() {
        for (from, to) in [
            ("_exists_:f", "f:*"),
            ("-_exists_:f", "-f:*"),
            ("a:1 AND _missing_:@f.g OR b:2", "a:1 AND -@f.g:* OR b:2"),
            ("_exists_:\"a b\"", "a\\ b:*"),
            ("(_missing_:f)", "(-f:*)"),
            ("a:1 OR -f:[* TO *]", "a:1 OR -f:*"),
            ("_exists_:(f OR \"g h\") AND a:1", "(f:* OR g\\ h:*) AND a:1"),
            ("-_missing_:(f  g)", "-(-f:*  -g:*)"),
        ] {
            check_safe_fix(Case::users(), from, to);
        }
    }

    #[test]
    fn a_negated_absence_is_presence() {
        check_safe_fix(Case::users(), "-_missing_:f", "-_missing_:f");
        check_fix(Case::users(), "-_missing_:f", "f:*");
        check_fix(Case::users(), "a:1 NOT _missing_:f", "a:1 f:*");
    }

    #[test]
    fn what_names_no_one_field_is_left() {
        for query in [
            "_exists_:f*",
            "_exists_:(f OR g*)",
            "_missing_:(f -g)",
            "_exists_:(f OR >5)",
            "_exists_:\"\"",
            "_exists_:-f",
            "_exists_:CIDR(b)",
            "*:[* TO *]",
            "_exists_:[* TO *]",
        ] {
            check_safe_fix(Case::users(), query, query);
        }
    }
}

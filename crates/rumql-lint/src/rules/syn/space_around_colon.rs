//! `space-around-colon`: a blank parts a field from its value.

use rumql_source::{Applicability, Diagnostic, Edit, Fix, Severity, Span};
use rumql_syntax::{
    SyntaxError, SyntaxErrorKind,
    ast::{Expr, Field, Node},
    token::Token,
};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A blank before or after the colon of a field, or after its comparison.
    ///
    /// ## Why it matters
    /// A field is written as one piece. A blank before the colon or after the comparison leaves two
    /// words that ask for no field. A blank after the colon is read as if it were not there, but
    /// whether the server does so is not documented; that one is an info.
    ///
    /// ## Example
    /// ```query
    /// plan_type :pro
    ///          ^ error[SYN008]: a blank stands before the colon
    /// ```
    /// ```query
    /// session_count:> 50
    ///                ^ error[SYN008]: a blank stands after `>`
    /// ```
    /// ```query
    /// plan_type: pro
    ///           ^ info[SYN008]: a blank stands after the colon
    /// ```
    /// No finding:
    /// ```query
    /// plan_type:pro AND session_count:>50
    /// ```
    /// ```query
    /// account_name:"Acme : Co"
    /// ```
    ///
    /// ## Fix
    /// Deletes the blanks; unsafe, since the two may be words of their own.
    pub(crate) static META = { code: "SYN008", name: "space-around-colon", level: Error, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    for (node, field) in cx.fields() {
        let blank = Span::new(field.colon.end, field.value.span().start);
        if blank.is_empty() || matches!(field.value.expr(), Expr::Error) || is_reported(cx, node, &field) {
            continue;
        }
        let mut diagnostic = META
            .at(blank, "a blank stands after the colon")
            .note("whether the server joins the two is not documented")
            .fix(Fix::guess("delete the blank", Edit::delete(blank)));
        diagnostic.severity = Severity::Info;
        acc.push(diagnostic);
    }
}

/// Whether the blank before the colon was reported, with a fix for both.
fn is_reported(cx: &QueryCx<'_>, node: Node<'_>, field: &Field<'_>) -> bool {
    let errors = &cx.parse.errors;
    let start = node.span().start;
    let at = errors.binary_search_by_key(&start, |error| error.span.start);
    let error = at.ok().and_then(|index| errors.get(index));
    field.name_span.end < field.colon.start
        && error.is_some_and(|error| error.kind == SyntaxErrorKind::SpaceBeforeColon)
}

pub(crate) fn cook(cx: &QueryCx<'_>, error: &SyntaxError) -> Diagnostic {
    let sign = error.detail.unwrap_or(error.span);
    let edits: Vec<Edit> = blanks(cx, error.span, sign).into_iter().map(Edit::delete).collect();
    let guilty = edits.first().map_or(sign, |edit| edit.span);
    let message = match error.kind {
        SyntaxErrorKind::SpaceBeforeColon => "a blank stands before the colon".to_owned(),
        _ => format!("a blank stands after `{}`", cx.slice(sign)),
    };
    let title = if edits.len() == 1 { "delete the blank" } else { "delete the blanks" };
    let diagnostic =
        META.at(guilty, message).note("a field is written as one piece, as in `session_count:>50`");
    if error.span.end == sign.end {
        return diagnostic.help("write the value right after the colon");
    }
    diagnostic.fix(Fix { title: title.to_owned(), applicability: Applicability::Unsafe, edits })
}

/// The blanks on both sides of `sign`, and those after a comparison that follows it.
fn blanks(cx: &QueryCx<'_>, all: Span, sign: Span) -> Vec<Span> {
    let mut blanks = Vec::new();
    let mut beside = false;
    for token in tokens_within(cx, all) {
        let before_sign = token.span.end == sign.start;
        if token.kind.is_blank() && (beside || before_sign) {
            blanks.push(token.span);
        } else {
            beside = token.span == sign || (beside && token.kind.is_comparison());
        }
    }
    blanks
}

/// The tokens of a part of the text.
pub(crate) fn tokens_within<'a>(cx: &QueryCx<'a>, span: Span) -> &'a [Token] {
    let tokens = cx.parse.tree.tokens();
    let first = tokens.partition_point(|token| token.span.start < span.start);
    let last = tokens.partition_point(|token| token.span.end <= span.end);
    tokens.get(first..last).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix, check_safe_fix};

    #[test]
    fn joins_what_belongs_together() {
        check_fix(Case::users(), "plan_type :pro", "plan_type:pro");
        check_fix(Case::users(), "c :> 3 AND x  :  y", "c:>3 AND x:y");
        check_fix(Case::users(), "c : >= -3", "c:>=-3");
        check_fix(Case::users(), "c:> 3", "c:>3");
        check_fix(Case::users(), "c: < 3", "c:<3");
        check_fix(Case::users(), "plan : (pro OR free)", "plan:(pro OR free)");
    }

    #[test]
    fn a_blank_after_the_colon_is_a_hint() {
        check_fix(Case::users(), "plan: (pro OR free) name:  \"x\"", "plan:(pro OR free) name:\"x\"");
        check_safe_fix(Case::users(), "plan: pro", "plan: pro");
    }

    #[test]
    fn a_field_is_reported_once() {
        check_annotated(Case::users(), "x : y\n ^ error[SYN008]: a blank stands before the colon");
        check_annotated(Case::users(), "a:\n^^ error[SYN006]: expected a value after `a:`");
    }
}

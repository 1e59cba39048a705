//! `dangling-operator`: an operator lacks an operand.

use rumql_source::{Diagnostic, Edit, Fix, Span};
use rumql_syntax::{SyntaxError, token::Token};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// An `AND`, `OR`, `NOT` or `-` with nothing to join or to negate: at the start, at the end, or
    /// beside another operator.
    ///
    /// ## Why it matters
    /// It is left over from an edit. A reader that does not refuse it takes it for a word.
    ///
    /// ## Example
    /// ```query
    /// plan_type:pro AND
    ///               ^^^ error[SYN007]: expected a clause after `AND`
    /// ```
    /// ```query
    /// (OR plan_type:pro) AND session_count:>50
    ///  ^^ error[SYN007]: expected a clause before `OR`
    /// ```
    /// ```query
    /// plan_type:pro AND OR session_count:>50
    ///               ^^^ error[SYN007]: expected a clause after `AND`
    /// ```
    /// No finding:
    /// ```query
    /// plan_type:pro AND NOT last_seen:<30d
    /// ```
    /// ```query
    /// first_region:"AND"
    /// ```
    ///
    /// ## Fix
    /// Deletes the operator; unsafe, since a clause may be missing.
    pub(crate) static META = { code: "SYN007", name: "dangling-operator", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &QueryCx<'_>, error: &SyntaxError) -> Diagnostic {
    let operator = cx.slice(error.span);
    let (before, _) = around(cx.text(), error.span);
    let before = before.trim_end();
    let is_first = before.is_empty() || before.ends_with('(');
    let joins = !matches!(operator, "NOT" | "-" | "!");
    let side = if is_first && joins { "before" } else { "after" };
    let diagnostic = META.at(error.span, format!("expected a clause {side} `{operator}`"));
    // An operator between two clauses goes alone: the other one is kept.
    let gone = if joins && !is_first { error.span } else { with_neighbours(cx, error.span, joins) };
    match removal(cx.text(), gone) {
        Some(edit) => diagnostic.fix(Fix::guess(format!("delete `{operator}`"), edit)),
        None => diagnostic.help("write a clause, as `plan_type:pro`"),
    }
}

/// The operator with those beside it that would dangle without it: `OR -` in `a:1 OR -`, and all
/// that a query begins with. A long row of them takes several rounds.
fn with_neighbours(cx: &QueryCx<'_>, operator: Span, is_first: bool) -> Span {
    const ROW: usize = 8;
    let tokens = cx.parse.tree.tokens();
    let at = tokens.partition_point(|token| token.span.start < operator.start);
    let joins = |token: &&Token| matches!(cx.slice(token.span), "AND" | "OR" | "&&" | "||");
    let negates = |token: &&Token| matches!(cx.slice(token.span), "NOT" | "-" | "!");
    let last = if is_first {
        let after = tokens.get(at + 1..).unwrap_or_default().iter().take(ROW);
        after.take_while(|token| token.kind.is_blank() || joins(token)).filter(joins).last()
    } else {
        let before = tokens.get(..at).unwrap_or_default().iter().rev().take(ROW);
        let is_operator = |token: &&Token| joins(token) || negates(token);
        before.take_while(|token| token.kind.is_blank() || is_operator(token)).filter(is_operator).last()
    };
    last.map_or(operator, |last| operator.join(last.span))
}

/// The edit that takes a part out with the blanks on one side of it. `None` if nothing would be
/// left of the query or of the group around it.
pub(super) fn removal(text: &str, span: Span) -> Option<Edit> {
    let (before, after) = around(text, span);
    let (kept_before, kept_after) = (before.trim_end(), after.trim_start());
    let starts = kept_before.is_empty() || kept_before.ends_with('(');
    let ends = kept_after.is_empty() || kept_after.starts_with(')');
    let end = span.end + (after.len() - kept_after.len()) as u32;
    if starts && ends {
        return None;
    }
    if starts {
        return Some(Edit::delete(Span::new(span.start, end)));
    }
    let gone = Span::new(kept_before.len() as u32, span.end);
    // Two words that it kept apart stay apart.
    let touches = !ends && kept_after.len() == after.len();
    Some(Edit::replace(gone, if touches { " " } else { "" }))
}

fn around(text: &str, span: Span) -> (&str, &str) {
    (Span::new(0, span.start).slice(text), Span::new(span.end, Span::of(text).end).slice(text))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix};

    #[test]
    fn deletes_the_operator_and_a_blank() {
        check_fix(Case::users(), "a:1 AND", "a:1");
        check_fix(Case::users(), "AND a:1", "a:1");
        check_fix(Case::users(), "a:1 OR OR b:2", "a:1 OR b:2");
        check_fix(Case::users(), "a:1\n  AND\n  AND b:2", "a:1\n  AND b:2");
        check_fix(Case::users(), "(a:1 AND ) OR", "(a:1 )");
        check_fix(Case::users(), "(OR a:1)", "(a:1)");
        check_fix(Case::users(), "a:1 AND NOT", "a:1");
        check_fix(Case::users(), "a:1 -", "a:1");
        check_fix(Case::users(), "(a:1 OR -) b:2", "(a:1) b:2");
        check_fix(Case::users(), "OR AND -a:1", "-a:1");
    }

    #[test]
    fn leaves_what_would_be_empty() {
        check_fix(Case::users(), "OR", "OR");
        check_fix(Case::users(), "a:1 (AND)", "a:1 (AND)");
        check_annotated(Case::users(), "NOT\n^^^ error[SYN007]: expected a clause after `NOT`");
    }
}

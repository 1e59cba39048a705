//! `unbalanced-parenthesis`: a parenthesis has no partner.

use rumql_source::{Diagnostic, Edit, Fix, Span};
use rumql_syntax::{SyntaxError, SyntaxErrorKind, token::TokenKind};

use super::dangling_operator::removal;
use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A `(` that no `)` answers, or the reverse.
    ///
    /// ## Why it matters
    /// The query is refused, often only when it is applied.
    ///
    /// ## Example
    /// ```query
    /// plan_type:pro AND (session_count:>50 OR seats:>10
    ///                   ^ error[SYN002]: `(` is never closed
    /// ```
    /// ```query
    /// plan_type:pro) AND session_count:>50
    ///              ^ error[SYN002]: `)` closes nothing
    /// ```
    /// No finding:
    /// ```query
    /// plan_type:pro AND (session_count:>50 OR seats:>10)
    /// ```
    /// ```query
    /// account_name:"Acme :)"
    /// ```
    ///
    /// ## Fix
    /// Closes the group at the end of the query, or deletes the `)`; unsafe, since the partner may
    /// belong elsewhere.
    pub(crate) static META = { code: "SYN002", name: "unbalanced-parenthesis", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &QueryCx<'_>, error: &SyntaxError) -> Diagnostic {
    if error.kind == SyntaxErrorKind::UnopenedParen {
        let diagnostic = META.at(error.span, "`)` closes nothing").label("no `(` before it is open");
        return match removal(cx.text(), error.span) {
            Some(edit) => diagnostic.fix(Fix::guess("delete the `)`", edit)),
            None => diagnostic,
        };
    }
    let diagnostic = META.at(error.span, "`(` is never closed").label("the group goes on to the end");
    let end = cx.text().trim_end().len() as u32;
    let holds_something =
        cx.slice(Span::new(error.span.end, end)).contains(|c: char| !c.is_whitespace() && c != '(');
    // A `)` after an open quote or a lone backslash would not close.
    let last = cx.parse.tree.tokens().iter().rfind(|token| !token.kind.is_blank());
    let is_open =
        last.is_some_and(|token| matches!(token.kind, TokenKind::OpenPhrase | TokenKind::Backslash));
    if holds_something && !is_open {
        return diagnostic.fix(Fix::guess("close it at the end", Edit::insert(end, ")")));
    }
    diagnostic
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix};

    #[test]
    fn closes_at_the_end() {
        check_fix(Case::users(), "(a:1 OR b:2 ", "(a:1 OR b:2) ");
        check_fix(Case::users(), "((a:1 ) AND (b:2", "((a:1 ) AND (b:2))");
        check_fix(Case::users(), "plan:(pro OR free", "plan:(pro OR free)");
        check_fix(Case::users(), "a:1 AND (", "a:1 AND (");
    }

    #[test]
    fn a_quote_is_closed_first() {
        check_fix(Case::users(), "(name:\"Acme Co", "(name:\"Acme Co\")");
        check_fix(Case::users(), "(name:\"Acme Co) ", "(name:\"Acme Co\") ");
        check_fix(Case::users(), "(name:Acme\\", "(name:Acme)");
    }

    #[test]
    fn deletes_what_closes_nothing() {
        check_fix(Case::users(), "a:1)", "a:1");
        check_fix(Case::users(), "a:1 ) AND b:2", "a:1 AND b:2");
        check_fix(Case::users(), "a:1)b:2", "a:1 b:2");
        check_annotated(Case::users(), ")\n^ error[SYN002]: `)` closes nothing");
        check_fix(Case::users(), ")", ")");
    }
}

//! `empty-group`: the parentheses hold nothing.

use rumql_source::{Diagnostic, Span};
use rumql_syntax::{SyntaxError, token::TokenKind};

use super::invisible_or_confusable_char::shown;
use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// Parentheses with nothing between them, as a term or as the value of a field.
    ///
    /// ## Why it matters
    /// They have no reading: everything, nothing and an error are all possible answers.
    ///
    /// ## Example
    /// ```query
    /// plan_type:pro AND ()
    ///                   ^^ error[SYN031]: the parentheses are empty
    /// ```
    /// ```query
    /// plan_type:()
    ///           ^^ error[SYN031]: the parentheses after `plan_type` are empty
    /// ```
    /// No finding:
    /// ```query
    /// plan_type:pro AND (mrr:>5)
    /// ```
    /// ```query
    /// plan_type:(pro)
    /// ```
    ///
    /// ## Fix
    /// None: what was to stand there is not known. For any value write `plan_type:*`.
    pub(crate) static META = { code: "SYN031", name: "empty-group", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &QueryCx<'_>, error: &SyntaxError) -> Diagnostic {
    match asking_name(cx, error.span.start).map(|name| shown(cx.slice(name))) {
        Some(name) => META
            .at(error.span, format!("the parentheses after `{name}` are empty"))
            .note("a field needs at least one value")
            .help(format!("write a value between them, or `{name}:*` for any value")),
        None => META
            .at(error.span, "the parentheses are empty")
            .note("a group needs at least one condition")
            .help("write a condition between them, or take them out"),
    }
}

/// The name of the field whose value begins here.
pub(super) fn asking_name(cx: &QueryCx<'_>, value: u32) -> Option<Span> {
    let tokens = cx.parse.tree.tokens();
    let index = tokens.partition_point(|token| token.span.start < value);
    let mut before = tokens.get(..index)?.iter().rev().filter(|token| !token.kind.is_blank());
    let (colon, name, outer) = (before.next()?, before.next()?, before.next());
    let is_name =
        matches!(name.kind, TokenKind::Word | TokenKind::Phrase | TokenKind::Star | TokenKind::Placeholder);
    // In `a:b:()` the second colon belongs to the value.
    let is_value =
        outer.is_some_and(|outer| outer.kind == TokenKind::Colon && outer.span.end == name.span.start);
    (colon.kind == TokenKind::Colon && is_name && !is_value).then_some(name.span)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated};

    #[test]
    fn each_pair_is_found_and_left_to_the_author() {
        check_annotated(
            Case::users(),
            "( ) OR -f:()\n^^^ error[SYN031]: the parentheses are empty\n          ^^ error[SYN031]: the parentheses after `f` are empty",
        );
        assert!(Case::users().check("()").iter().all(|finding| finding.diagnostic.fixes.is_empty()));
    }
}

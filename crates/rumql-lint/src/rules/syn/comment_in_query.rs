//! `comment-in-query`: the language has no comments.

use rumql_source::{Diagnostic, Edit, Fix, Span};
use rumql_syntax::SyntaxError;

use super::invisible_or_confusable_char::shown;
use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// `# …` or `// …` after a condition, up to the end of the line.
    ///
    /// ## Why it matters
    /// The language has no comments: the words go to the server as search terms, and a record has to
    /// hold each of them. Lines that begin with `//` before the query of a `.rumql` file are the
    /// file's and are fine.
    ///
    /// ## Example
    /// ```query
    /// plan_type:pro # paid
    ///               ^^^^^^ error[SYN024]: `# paid` is a comment, and a query has none
    /// ```
    /// No finding:
    /// ```query
    /// // Those who pay.
    /// plan_type:pro
    /// ```
    /// ```query
    /// plan_type:pro AND channel:#paid
    /// ```
    ///
    /// ## Fix
    /// Takes the comment out; unsafe, since it may have been meant as terms. None if nothing would be
    /// left: an empty query matches everyone. None either where the file joins several lines into one, for
    /// the comment then takes in what the next lines ask.
    pub(crate) static META = { code: "SYN024", name: "comment-in-query", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &QueryCx<'_>, error: &SyntaxError) -> Diagnostic {
    let diagnostic = META
        .at(error.span, format!("`{}` is a comment, and a query has none", shown(cx.slice(error.span))))
        .note("the server gets it as search terms; comments belong to the file around the query");
    let before = cx.slice(Span::new(0, error.span.start)).trim_end();
    let after = cx.slice(Span::new(error.span.end, Span::of(cx.text()).end));
    if before.is_empty() && after.trim().is_empty() {
        return diagnostic.help("write the query in its place; an empty one matches everyone");
    }
    // Lines that the file joins into one go with the comment, whatever they ask.
    if cx.embedded.scalar.map.to_host(error.span).len() != error.span.len() {
        return diagnostic
            .help("take the comment out; the file joins its lines, so the comment takes in the rest");
    }
    let with_blank = Span::new(Span::of(before).end, error.span.end);
    diagnostic.fix(Fix::guess("take the comment out", Edit::delete(with_blank)))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix};

    #[test]
    fn goes_with_the_blank_before_it() {
        check_fix(Case::users(), "a:1 # paid", "a:1");
        check_fix(Case::users(), "a:1 // paid ones\nAND b:2", "a:1\nAND b:2");
        check_fix(Case::users(), "(a:1 # paid) b:2", "(a:1) b:2");
    }

    #[test]
    fn joined_lines_are_left() {
        let file = |style: &str, end: &str| {
            format!("segments:\n- name: a\n  query: {style}\n    a:1{end}\n    AND b:2\n  limit: 5\n")
        };
        check_fix(Case::yaml(), &file("|-", " # paid"), &file("|-", ""));
        check_fix(Case::yaml(), &file(">-", " # paid"), &file(">-", " # paid"));
    }

    #[test]
    fn never_leaves_an_empty_query() {
        check_fix(Case::users(), "# paid", "# paid");
    }
}

//! Which comments look like a part of the query in front of them?

use rumql_source::{Edit, Span};

use crate::{Comment, Document, Problem, Style, scalar::quote_yaml};

/// Words that begin a comment, however close they stand to the `#`.
const REMARKS: &[&str] =
    &["todo", "fixme", "xxx", "hack", "note", "noqa", "nosec", "rumql", "pragma", "yamllint"];

/// `query: plan:pro #paid`: the comment is no part of the query, and may have been meant so.
pub(super) fn truncations(text: &str, document: &Document) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (query, embedded) in document.queries.iter().enumerate() {
        let scalar = &embedded.scalar;
        if !matches!(scalar.style, Style::YamlPlain { .. }) {
            continue;
        }
        let next = document.comments.partition_point(|comment| comment.span.start < scalar.span.end);
        let Some(comment) = document.comments.get(next) else { continue };
        let gap = Span::new(scalar.span.end, comment.span.start).slice(text);
        if gap.is_empty() || gap.contains(['\r', '\n']) || !reads_as_query(comment) {
            continue;
        }
        let meant = format!("{}{gap}{}", scalar.text, comment.span.slice(text));
        let fix = Edit::replace(scalar.span.join(comment.span), quote_yaml(&meant));
        problems.push(Problem::CommentTruncation {
            query,
            span: comment.span,
            text: comment.text.clone(),
            fix,
        });
    }
    problems
}

/// A name or `name:value`, or several of them with operators between.
fn reads_as_query(comment: &Comment) -> bool {
    let words: Vec<&str> = comment.text.split_whitespace().collect();
    let is_operator = |word: &str| matches!(word, "AND" | "OR" | "NOT");
    let is_term = |word: &str| {
        let (name, value) = word.split_once(':').unwrap_or((word, "-"));
        let name = name.trim_start_matches(['-', '(', '@']);
        let is_remark = REMARKS.iter().any(|remark| remark.eq_ignore_ascii_case(name));
        let is_name = name.starts_with(|c: char| c.is_alphanumeric() || c == '_')
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@' | ')'));
        is_name && !is_remark && !value.is_empty()
    };
    !comment.text.starts_with(char::is_whitespace)
        && words.iter().all(|word| is_operator(word) || is_term(word))
        && (words.len() == 1 || words.iter().any(|word| is_operator(word)))
}

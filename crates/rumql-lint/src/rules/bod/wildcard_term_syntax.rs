//! `wildcard-term-syntax`: a query where a text is searched for.

use rumql_catalog::Catalog;
use rumql_document::Role;
use rumql_source::{Applicability, Diagnostic, Entity, Fix};
use rumql_syntax::{
    Parse,
    ast::{Expr, Field},
    literal::{Pattern, unescape_name},
    parse,
    token::TokenKind,
};

use crate::{
    context::{ReadQuery, RequestCx},
    rule::declare_rule,
    rules::syn::unresolved_placeholder::is_placeholder,
};

declare_rule! {
    /// ## What it finds
    /// A search term (`search` of a segment, `wildcard_search_term`, `term_search`) that is written like a
    /// query: it asks for an attribute, or joins words by `AND` or `OR`.
    ///
    /// ## Why it matters
    /// A search term is looked for as it stands, in the values of all attributes. No value holds the
    /// text `plan_type:pro`, so nobody is found.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: paid
    ///     query: session_count:>50
    ///     search: plan:pro*
    ///             ^^^^^^^^^ warning[BOD015]: the search term `plan:pro*` reads like a query
    ///     limit: 25
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: paid
    ///     query: session_count:>50
    ///     search: pro
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// Moves the term into the query; unsafe, for then it has another meaning.
    pub(crate) static META = { code: "BOD015", name: "wildcard-term-syntax", level: Warning, since: "0.1.0", request: check_request }
}

fn check_request(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(term) = &cx.request.search_term else { return };
    if !term.text.contains([':', ' ']) || is_placeholder(&term.text) {
        return;
    }
    let read = parse(&term.text);
    if !read.errors.is_empty() || !(asks_for_an_attribute(cx, &read) || joins_words(&read)) {
        return;
    }
    let diagnostic = META
        .at(
            term.map.to_host(rumql_source::Span::of(&term.text)),
            format!("the search term `{}` reads like a query", term.text),
        )
        .note("it is looked for as it stands, in the values of all attributes");
    acc.push(match moved(cx, &read) {
        Some(fix) => diagnostic.fix(fix),
        None => diagnostic.help("move it into the query"),
    });
}

/// Whether there is a field of a known name, or one whose value is more than a word. `urn:x` and
/// `10:30` may be texts.
fn asks_for_an_attribute(cx: &RequestCx<'_>, read: &Parse) -> bool {
    read.tree.nodes().any(|node| match node.expr() {
        Expr::Field(field) => is_known(cx, &unescape_name(field.name)) || is_pattern(&field),
        _ => false,
    })
}

fn is_known(cx: &RequestCx<'_>, name: &str) -> bool {
    let known = |entity| Catalog::builtin(entity).get(name).is_some();
    let in_scope = cx.scope.is_some_and(|scope| scope.catalog().get(name).is_some());
    in_scope || known(Entity::Users) || known(Entity::Accounts) || (name.starts_with('@') && name.len() > 1)
}

fn is_pattern(field: &Field<'_>) -> bool {
    let is_name = field.name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    is_name
        && match field.value.expr() {
            Expr::Text(text) => Pattern::bare(text).as_literal().is_none(),
            Expr::Phrase(_) => false,
            _ => true,
        }
}

/// Whether words are joined by an operator in capitals, which the words themselves are not.
fn joins_words(read: &Parse) -> bool {
    let is_operator = |kind| matches!(kind, TokenKind::And | TokenKind::Or);
    read.tree.tokens().iter().any(|token| is_operator(token.kind))
        && read.tree.text().contains(char::is_lowercase)
}

/// Takes the term out of its place, and asks for it in the query.
fn moved(cx: &RequestCx<'_>, read: &Parse) -> Option<Fix> {
    let term = cx.request.search_term.as_ref()?;
    let query = cx.queries.iter().find(|query| query.embedded.role != Role::EventQuery)?;
    let keys = cx.request.keys.as_ref()?;
    let at = keys.entries().iter().position(|entry| entry.value.span.encloses(term.span))?;
    let both = joined(query, read)?;
    Some(Fix {
        title: "move it into the query".to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![
            query.embedded.scalar.encode(cx.text, &both),
            keys.without_entry(cx.text, cx.input.document.host, at),
        ],
    })
}

/// The query that asks for what the query and the term ask for.
fn joined(query: &ReadQuery<'_>, term: &Parse) -> Option<String> {
    if !query.parse.errors.is_empty() {
        return None;
    }
    let operand = |parse: &Parse| {
        let text = parse.tree.text().trim();
        if matches!(parse.tree.root().expr(), Expr::Or(_)) { format!("({text})") } else { text.to_owned() }
    };
    if query.lowered.query == rumql_hir::Query::All {
        return Some(term.tree.text().trim().to_owned());
    }
    Some(format!("{} AND {}", operand(&query.parse), operand(term)))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix};

    #[test]
    fn moves_the_term_into_the_query() {
        let file = |query: &str, search: &str| {
            format!("segments:\n- name: a\n  query: {query}\n{search}  limit: 5\n")
        };
        check_fix(
            Case::yaml(),
            &file("a:1 OR b:2", "  search: user_email:x\n"),
            &file("(a:1 OR b:2) AND user_email:x", ""),
        );
        check_fix(
            Case::yaml(),
            &file("\"*\"", "  search: plan_type:a OR plan_type:b\n"),
            &file("\"plan_type:(a OR b)\"", ""),
        );
        let facet = |search: &str| {
            format!(
                r#"{{"data":{{"type":"users_facet_info_request","attributes":{{"facet_id":"first_city","limit":5,{search}}}}}}}"#
            )
        };
        check_fix(
            Case::json(),
            &facet(r#""term_search": {"value": "first_city:P*"}, "search": {"query": "last_seen:>7d"}"#),
            &facet(r#""search": {"query": "last_seen:>7d AND first_city:P*"}"#),
        );
    }

    #[test]
    fn texts_with_colons_and_operators_are_texts() {
        for search in
            ["urn:x", "\"10:30\"", "http://x.com/a", "Re: hello", "JOHNSON AND SONS", "rock and roll", "a (b"]
        {
            let text = format!(
                "segments:\n- name: a\n  query: user_id:*\n  search: \"{}\"\n  limit: 5\n",
                search.trim_matches('"')
            );
            assert_eq!(Case::yaml().check(&text), [], "{search}");
        }
    }
}

//! `free-text-term`: a word that no field asks for.

use rumql_document::RequestKind;
use rumql_source::{Diagnostic, Edit, Entity, Fix, Profile, Span};

use super::{
    invisible_or_confusable_char::{self, shown},
    unresolved_placeholder,
};
use crate::{
    context::QueryCx,
    free_terms::{Look, free_terms},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// A word or quoted text for itself in a query of users or accounts.
    ///
    /// ## Why it matters
    /// Which attributes it is looked for in is documented for events only. Most often the name of a
    /// field was left out; where free text is meant, there is a field of its own for it.
    ///
    /// ## Example
    /// ```query
    /// enterprise AND session_count:>50
    /// ^^^^^^^^^^ warning[SYN020]: no field is asked for `enterprise`
    /// ```
    /// ```query entity=accounts
    /// mrr:>500 -"Acme Co"
    ///           ^^^^^^^^^ warning[SYN020]: no field is asked for `"Acme Co"`
    /// ```
    /// No finding:
    /// ```query
    /// plan_type:enterprise AND session_count:>50
    /// ```
    /// ```query entity=events
    /// enterprise AND @type:error
    /// ```
    ///
    /// ## Fix
    /// As a choice, the name of the user or account as the field. Free text goes to `search` of a segment, or
    /// to `wildcard_search_term` of a request.
    pub(crate) static META = { code: "SYN020", name: "free-text-term", level: Warning, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    if cx.profile() == Profile::Event || !cx.is_sound() {
        return;
    }
    for term in free_terms(cx) {
        let text = cx.slice(term.span);
        if !matches!(term.look, Look::Plain) || is_told_elsewhere(text) {
            continue;
        }
        let diagnostic = META
            .at(term.span, format!("no field is asked for `{}`", shown(text)))
            .note("which attributes a word alone is looked for in is not documented");
        if goes_on(cx, term.span) {
            acc.push(
                diagnostic
                    .help("put it between the quotes if it belongs to the value, or name its attribute"),
            );
            continue;
        }
        let field = if cx.entity() == Entity::Accounts { "account_name" } else { "user_name" };
        acc.push(diagnostic.help(free_text_place(cx)).fix(Fix::choice(
            format!("ask `{field}` for it"),
            Edit::insert(term.span.start, format!("{field}:")),
        )));
    }
}

/// Whether a term may go on with the value before it, or the other way round: `name:"Acme" Co`,
/// `name:Acme "Co"`.
fn goes_on(cx: &QueryCx<'_>, term: Span) -> bool {
    let before = Span::new(0, term.start).slice(cx.text()).trim_end();
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    before.ends_with(['"', '\'', '’']) || (cx.slice(term).starts_with('"') && last.contains(':'))
}

/// Whether the word is not a term at all: something to fill in, a field of another language, or
/// an operator with a character in it that only looks right.
fn is_told_elsewhere(text: &str) -> bool {
    text.starts_with('#')
        || unresolved_placeholder::is_placeholder(text)
        || invisible_or_confusable_char::is_suspicious(text)
}

/// What to do with free text, where the query stands.
pub(super) fn free_text_place(cx: &QueryCx<'_>) -> &'static str {
    match cx.request.map(|request| request.kind) {
        Some(RequestKind::Segment) => "name the attribute, or put free text into the segment's `search`",
        Some(RequestKind::QueryUsers | RequestKind::QueryAccounts) => {
            "name the attribute, or put free text into `wildcard_search_term`"
        }
        Some(RequestKind::UsersFacetInfo) => "name the attribute, or put free text into `term_search`",
        Some(_) => "name the attribute",
        None => {
            "name the attribute, or put free text into a segment's `search` or a request's `wildcard_search_term`"
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_choices};

    #[test]
    fn asks_for_the_name() {
        check_choices(Case::users(), "SYN020", "john AND a:1", &["user_name:john AND a:1"]);
        let accounts = Case { entity: rumql_source::Entity::Accounts, ..Case::users() };
        check_choices(accounts, "SYN020", "a:1 -\"Acme Co\"", &["a:1 -account_name:\"Acme Co\""]);
    }

    #[test]
    fn what_stands_beside_quotes_may_belong_to_them() {
        for query in ["name:\"Acme\" Co", "name:\"Acme\"Co", "name:Acme \"Co\"", "name:'Acme' Co"] {
            let found = Case::users().check(query);
            assert!(found.iter().any(|finding| finding.diagnostic.code.id == "SYN020"), "{query}");
            check_choices(Case::users(), "SYN020", query, &[]);
        }
        check_choices(Case::users(), "SYN020", "a:\"b\" AND c", &["a:\"b\" AND user_name:c"]);
    }

    #[test]
    fn other_rules_have_their_words() {
        for query in ["$team AND a:1", "{{team}}", "a:1 \u{410}ND b:2", "#calc", "*"] {
            let found = Case::users().check(query);
            assert!(found.iter().all(|finding| finding.diagnostic.code.id != "SYN020"), "{query}");
        }
    }

    #[test]
    fn words_of_a_value_are_not_free() {
        check_annotated(Case::users(), "a:(b OR c)");
    }
}

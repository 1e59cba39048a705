//! `unbounded-event-query`: every event counts.

use rumql_hir::{Predicate, Query, Test};
use rumql_source::{Diagnostic, Edit, Entity, Fix};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// An event query that every event matches: `*`, `*:*`, `@type:*` or nothing.
    ///
    /// ## Why it matters
    /// Views, actions, errors, resources and long tasks are all read, most of them for nothing: a page
    /// view alone brings dozens of resources. Whoever loads a page has a view, so `@type:view` finds
    /// the same people for a fraction of the work.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: came-by
    ///     query: session_count:>50
    ///     events: { query: "*", within: 7d }
    ///                       ^ warning[PRF003]: `*` matches every event
    ///     limit: 100
    /// ```
    /// ```query entity=events
    /// @type:*
    /// ^^^^^^^ warning[PRF003]: `@type:*` matches every event
    /// ```
    /// No finding:
    /// ```query entity=events
    /// @type:error
    /// ```
    /// ```query entity=events
    /// @application.name:shop
    /// ```
    ///
    /// ## Fix
    /// A kind of event to choose: views, errors or actions.
    pub(crate) static META = { code: "PRF003", name: "unbounded-event-query", level: Warning, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    if cx.entity() != Entity::Events || !cx.is_sound() || !matches_all(&cx.lowered.query) {
        return;
    }
    let root = cx.parse.tree.root();
    let written = root.text();
    let message = if written.is_empty() {
        "an empty query matches every event".to_owned()
    } else {
        format!("`{written}` matches every event")
    };
    let what =
        META.at(root.span(), message).note("events of every kind are read, resources and long tasks too");
    let kinds = ["@type:view", "@type:error", "@type:action"];
    acc.push(kinds.into_iter().fold(what, |what, kind| {
        what.fix(Fix::choice(format!("write `{kind}`"), Edit::replace(root.span(), kind)))
    }));
}

/// Every event has a kind.
fn matches_all(query: &Query) -> bool {
    match query {
        Query::All => true,
        Query::Predicate(Predicate { attribute: Some(name), test: Test::Present }) => name == "@type",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_choices};

    #[test]
    fn offers_kinds_of_event() {
        let choices = ["@type:view", "@type:error", "@type:action"];
        check_choices(Case::events(), "PRF003", "(*)", &choices);
        check_choices(Case::events(), "PRF003", "", &choices);
        let file = |query: &str| {
            format!(
                "segments:\n- {{name: a, query: 'b:1', events: {{query: {query}, within: 7d}}, limit: 5}}\n"
            )
        };
        let choices = choices.map(|kind| file(&format!("\"{kind}\"")));
        let choices: Vec<&str> = choices.iter().map(String::as_str).collect();
        check_choices(Case::yaml(), "PRF003", &file("\"*\""), &choices);
    }
}

//! `bare-match-all`: nothing narrows the query.

use rumql_document::{RequestKind, Role, Style};
use rumql_hir::Query;
use rumql_source::{Diagnostic, Entity};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A query of users or accounts that is `*`, `*:*` or empty, where neither events nor a search
    /// term narrow it: in a segment, in a request body, or for itself.
    ///
    /// ## Why it matters
    /// It asks for the whole user base. That takes long, and a segment of everyone is rarely meant; what
    /// a limit then cuts off is out of reach. A facet over everyone is a fair question, and silent.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: everyone
    ///     query: "*"
    ///             ^ warning[PRF002]: `*` matches every user
    ///     limit: 100
    /// ```
    /// ```query entity=accounts
    /// *:*
    /// ^^^ warning[PRF002]: `*:*` matches every account
    /// ```
    /// No finding, for the events narrow it:
    /// ```yaml
    /// segments:
    ///   - name: hit-by-errors
    ///     query: "*"
    ///     events: { query: "@type:error", within: 7d }
    ///     limit: 100
    /// ```
    ///
    /// ## Fix
    /// None: who was meant is not known.
    pub(crate) static META = { code: "PRF002", name: "bare-match-all", level: Warning, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    if !cx.is_sound() || cx.lowered.query != Query::All || !asks_alone(cx) {
        return;
    }
    let whom = match cx.embedded.entity {
        Some(Entity::Users) => "user",
        Some(Entity::Accounts) => "account",
        Some(Entity::Events) => return,
        None => "record",
    };
    let root = cx.parse.tree.root();
    let written = root.text();
    let message = if written.is_empty() {
        format!("an empty query matches every {whom}")
    } else {
        format!("`{written}` matches every {whom}")
    };
    acc.push(
        META.at(root.span(), message)
            .note("nothing narrows it, so all of them are read")
            .help("ask for those who are meant, `last_seen:>30d`"),
    );
}

/// Whether nothing beside the query narrows it.
fn asks_alone(cx: &QueryCx<'_>) -> bool {
    let is_narrowing = |text: &str| !text.trim().is_empty();
    match cx.request {
        Some(request) => {
            let is_query = matches!(
                request.kind,
                RequestKind::Segment | RequestKind::QueryUsers | RequestKind::QueryAccounts
            );
            let term = request.search_term.as_ref();
            is_query && request.window.is_none() && !term.is_some_and(|term| is_narrowing(&term.text))
        }
        None => cx.embedded.role == Role::Query && cx.embedded.scalar.style == Style::Plain,
    }
}

//! `facet-on-identity`: as many values as there are people.

use rumql_source::Diagnostic;

use crate::{context::RequestCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A facet of an attribute that tells records apart: the id, the name or the mail address of users,
    /// the id or the name of accounts.
    ///
    /// ## Why it matters
    /// A facet counts how often each value occurs. Here nearly every value occurs once, so the answer is
    /// a list of a few people, picked at random, and the API has worked through all of them for it.
    /// Names and mail addresses are personal data besides.
    ///
    /// ## Example
    /// ```json
    /// {"data": {
    ///   "type": "users_facet_info_request",
    ///   "attributes": {"facet_id": "user_email", "limit": 10}
    ///                              ^^^^^^^^^^^^ warning[BOD013]: nearly every user has another `user_email`
    /// }}
    /// ```
    /// No finding:
    /// ```json
    /// {"data": {
    ///   "type": "users_facet_info_request",
    ///   "attributes": {"facet_id": "first_browser_name", "limit": 10}
    /// }}
    /// ```
    ///
    /// ## Fix
    /// None: ask for an attribute with few values, or query the records themselves.
    pub(crate) static META = { code: "BOD013", name: "facet-on-identity", level: Warning, since: "0.1.0", request: check_request }
}

/// The attributes, whose they are, and whether they tell who somebody is.
const IDENTITIES: &[(&str, &str, bool)] = &[
    ("user_id", "user", false),
    ("user_email", "user", true),
    ("user_name", "user", true),
    ("account_id", "account", false),
    ("account_name", "account", false),
];

fn check_request(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(facet) = &cx.request.facet else { return };
    let Some((name, owner, personal)) = IDENTITIES.iter().find(|(name, ..)| *name == facet.text) else {
        return;
    };
    let diagnostic = META
        .at(facet.span, format!("nearly every {owner} has another `{name}`"))
        .note("a facet counts how often each value occurs");
    let diagnostic =
        if *personal { diagnostic.note(format!("`{name}` is personal data")) } else { diagnostic };
    acc.push(
        diagnostic.help(format!("ask for an attribute with few values, or query the {owner}s themselves")),
    );
}

//! `field-id-format`: a field's id is awkward to ask for.

use rumql_document::Scalar;
use rumql_source::{Diagnostic, Fix};
use rumql_syntax::literal::escape_name;

use super::has_hole;
use crate::{
    context::CorpusCx,
    corpus::{Connected, attribute, owners},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// A field's id that begins with `@`, holds a blank or another character that a query has to escape,
    /// or has upper-case letters. An id that `mapping.lock.json` recorded is left alone: it is in use.
    ///
    /// ## Why it matters
    /// A query writes `@` in front of the id, so `@tier` would be asked for as `@@tier`; a blank has to
    /// be escaped each time; and names are case-sensitive, so upper-case letters invite slips.
    ///
    /// ## Example
    /// ```yaml
    /// connections:
    ///   - entity: users
    ///     id: billing
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: user_email
    ///     fields:
    ///       - { id: Invoice Plan, source_name: plan, type: string }
    ///               ^^^^^^^^^^^^ warning[CON008]: the id `Invoice Plan` is awkward to ask for
    /// ```
    /// No finding:
    /// ```yaml
    /// connections:
    ///   - entity: users
    ///     id: billing
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: user_email
    ///     fields:
    ///       - { id: invoice_plan, source_name: plan, type: string }
    /// ```
    ///
    /// ## Fix
    /// Writes the id in lower case with `_` between the words, if no query of the run asks for it by the
    /// old one; unsafe, for others may.
    pub(crate) static META = { code: "CON008", name: "field-id-format", level: Warning, since: "0.1.0", corpus: check }
}

fn check(cx: &CorpusCx<'_>, acc: &mut Vec<(usize, Diagnostic)>) {
    for connected in &cx.corpus.connections().all {
        let ids = connected.fields().map(|(_, id)| id).chain(connected.renamed());
        for id in ids.filter(|id| !has_hole(&id.text) && !id.text.is_empty()) {
            if let Some(why) = awkward(&id.text).filter(|_| !is_live(cx, connected, &id.text)) {
                acc.push((connected.file, finding(cx, connected, id, why)));
            }
        }
    }
}

fn is_live(cx: &CorpusCx<'_>, connected: &Connected<'_>, field: &str) -> bool {
    let connections = cx.corpus.connections();
    owners(connected.entity).iter().any(|entity| connections.live_bringing(*entity, field).next().is_some())
}

/// Why an id is awkward; `None` if it is not.
fn awkward(id: &str) -> Option<String> {
    if id.starts_with('@') {
        return Some("queries write `@` in front of the id; it is no part of it".to_owned());
    }
    let escaped = escape_name(id);
    if escaped != id {
        return Some(format!("a query would have to write `@{escaped}`"));
    }
    id.contains(char::is_uppercase)
        .then(|| "names are case-sensitive, and lower case is the custom".to_owned())
}

fn finding(cx: &CorpusCx<'_>, connected: &Connected<'_>, id: &Scalar, why: String) -> Diagnostic {
    let diagnostic = META.at(id.span, format!("the id `{}` is awkward to ask for", id.text)).note(why);
    let plain = plain(&id.text);
    let is_used = !cx.corpus.uses_of_any(&attribute(&id.text)).is_empty();
    let is_taken = connected.fields().any(|(_, other)| other.text == plain)
        || owners(connected.entity)
            .iter()
            .any(|entity| cx.corpus.connections().bringing(*entity, &plain).next().is_some());
    if plain.is_empty() || is_taken || !plain.starts_with(char::is_alphabetic) {
        return diagnostic.help("use lower-case letters, digits and `_`");
    }
    if is_used {
        return diagnostic.help(format!("call it `{plain}`, here and in the queries that ask for it"));
    }
    diagnostic.fix(Fix::guess(format!("write `{plain}`"), id.encode(cx.text(connected.file), &plain)))
}

/// The id in lower case, words joined by `_`: `@Customer Tier`, `customerTier` → `customer_tier`.
fn plain(id: &str) -> String {
    let mut plain = String::with_capacity(id.len());
    let mut before = '_';
    for c in id.chars() {
        let begins_word = c.is_uppercase() && before.is_lowercase();
        if (begins_word || !c.is_alphanumeric()) && !plain.is_empty() && !plain.ends_with('_') {
            plain.push('_');
        }
        if c.is_alphanumeric() {
            plain.extend(c.to_lowercase());
        }
        before = c;
    }
    plain.truncate(plain.trim_end_matches('_').len());
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Case, check_fix};

    #[test]
    fn an_id_in_plain_words() {
        for (id, expected) in [
            ("@Customer Tier", "customer_tier"),
            ("customerTier", "customer_tier"),
            ("LTV (USD)", "ltv_usd"),
            ("NPS", "nps"),
            ("%", ""),
        ] {
            assert_eq!(plain(id), expected);
        }
    }

    #[test]
    fn an_id_that_is_asked_for_is_not_rewritten() {
        let file = |id: &str, query: &str| {
            format!(
                "connections:\n- entity: users\n  id: x\n  type: t\n  join_type: email\n  join_attribute: user_email\n  fields: [{{id: \"{id}\", source_name: s, type: string}}]\nsegments:\n- {{name: a, query: '{query}', limit: 5}}\n"
            )
        };
        check_fix(Case::yaml(), &file("@Tier", "a:1"), &file("tier", "a:1"));
        check_fix(Case::yaml(), &file("Tier", "@Tier:1"), &file("Tier", "@Tier:1"));
    }
}

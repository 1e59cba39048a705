//! `deleted-connection-in-use`: a connection has gone from the files, and queries ask for its fields.

use rumql_catalog::Connection;
use rumql_document::Problem;
use rumql_source::{Diagnostic, Entity};

use super::may_exist;
use crate::{
    Extent,
    context::CorpusCx,
    corpus::{Connected, Use, attribute, places_ask},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// A connection that `mapping.lock.json` recorded and that no connection file has any more, while
    /// queries, columns, sort orders or facets still ask for its fields.
    ///
    /// That it is gone can only be said where all files are at hand and where files are the place for
    /// connections. So the run must walk the folder of the mapping, and most of the connections that it
    /// recorded of the entity must be in its files; else the rule is silent.
    ///
    /// ## Why it matters
    /// When the connection is deleted all its fields go with it, and these queries are refused, or
    /// match nobody.
    ///
    /// ## Example
    /// `mapping.lock.json` recorded a third connection, `marketing`:
    /// ```yaml connected
    /// connections:
    ///   - entity: users
    ///     id: crm
    ///         ^^^ error[CON006]: the connection `marketing` is in no file, and 1 place still asks for its fields
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: user_email
    ///   - entity: users
    ///     id: surveys
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: user_email
    /// segments:
    ///   - name: referred
    ///     query: "@signup_source:referral"
    ///     limit: 100
    /// ```
    /// No finding, for nobody asks for its fields:
    /// ```yaml connected
    /// connections:
    ///   - entity: users
    ///     id: crm
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: user_email
    ///   - entity: users
    ///     id: surveys
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: user_email
    /// segments:
    ///   - name: referred
    ///     query: "@customer_tier:gold"
    ///     limit: 100
    /// ```
    ///
    /// ## Fix
    /// None: bring the connection back, or change the queries first. If it is kept elsewhere on
    /// purpose, leave the rule out.
    pub(crate) static META = { code: "CON006", name: "deleted-connection-in-use", level: Error, since: "0.1.0", corpus: check }
}

fn check(cx: &CorpusCx<'_>, acc: &mut Vec<(usize, Diagnostic)>) {
    let is_broken = |problem: &Problem| matches!(problem, Problem::Unreadable { .. });
    let broken = || cx.files.iter().any(|file| file.input.document.problems.iter().any(is_broken));
    if cx.extent == Extent::Part || cx.corpus.connections().all.is_empty() || broken() {
        return;
    }
    for entity in [Entity::Users, Entity::Accounts] {
        check_entity(cx, entity, acc);
    }
}

fn check_entity(cx: &CorpusCx<'_>, entity: Entity, acc: &mut Vec<(usize, Diagnostic)>) {
    let connections = cx.corpus.connections();
    let declared = |it: &&Connected<'_>| it.is_declared() && it.entity == Some(entity);
    // The deletion has no place of its own, so it is told where it was one of several.
    let Some((place, id)) = connections.all.iter().find(declared).and_then(|it| Some((it, it.id?))) else {
        return;
    };
    // An entry that does not say which one it is may be any of them.
    if connections.all.iter().any(|it| it.is_declared() && it.key().is_none()) {
        return;
    }
    let (kept, gone): (Vec<&Connection<'_>>, Vec<&Connection<'_>>) =
        connections.live(entity).partition(|live| connections.of((entity, live.id)).next().is_some());
    if gone.len() >= kept.len() {
        return;
    }
    for live in gone {
        let uses = uses(cx, entity, live);
        if !uses.is_empty() {
            let message = format!(
                "the connection `{}` is in no file, and {} for its fields",
                live.id,
                places_ask(&uses)
            );
            let diagnostic = META
                .at(id.span, message)
                .note(format!("the mapping recorded it among the connections of {entity}"))
                .help("bring it back, or take its fields out of the queries first");
            acc.push((place.file, cx.point_at(diagnostic, &uses)));
        }
    }
}

/// The places that ask for a field that only this connection brings.
fn uses<'c>(cx: &'c CorpusCx<'_>, entity: Entity, live: &Connection<'_>) -> Vec<&'c Use<'c>> {
    let key = (entity, live.id);
    let fields = live.fields.iter().flatten().map(|field| field.id);
    let lost = fields.filter(|field| !cx.corpus.connections().is_brought_by_another(key, field));
    let attributes = lost.map(attribute).filter(|attribute| may_exist(cx, entity, attribute));
    let mut uses: Vec<&Use<'_>> =
        attributes.flat_map(|attribute| cx.corpus.uses(entity, &attribute).collect::<Vec<_>>()).collect();
    uses.sort_by_key(|it| (it.file, it.span));
    uses
}

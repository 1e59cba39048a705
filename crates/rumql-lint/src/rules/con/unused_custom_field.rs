//! `unused-custom-field`: nothing here asks for a field.

use std::collections::HashSet;

use rumql_source::Diagnostic;

use super::has_hole;
use crate::{Extent, context::CorpusCx, corpus::attribute, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A field of a connection file that no query, column, sort order or facet of the project asks for,
    /// and that no other connection joins on. The run must walk the folder of the mapping or of
    /// `rumql.toml`, else there may be more files. The preset `all` turns it on.
    ///
    /// ## Why it matters
    /// What nobody asks for is kept up to date for nobody, and makes the list of attributes longer.
    ///
    /// ## Example
    /// ```yaml connected all
    /// connections:
    ///   - entity: users
    ///     id: surveys
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: user_email
    ///     fields:
    ///       - { id: nps_score, source_name: nps, type: number, description: how likely, groups: [Surveys] }
    ///               ^^^^^^^^^ info[CON014]: nothing here asks for `@nps_score`
    /// segments:
    ///   - { name: gold, query: "@customer_tier:gold", limit: 100 }
    ///             ^^^^ info[STY006]: the segment `gold` has no description
    /// ```
    /// No finding:
    /// ```yaml connected all
    /// connections:
    ///   - entity: users
    ///     id: surveys
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: user_email
    ///     fields:
    ///       - { id: nps_score, source_name: nps, type: number, description: how likely, groups: [Surveys] }
    /// segments:
    ///   - { name: gold, query: "@nps_score:10", limit: 100 }
    ///             ^^^^ info[STY006]: the segment `gold` has no description
    /// ```
    ///
    /// ## Fix
    /// None: dashboards may ask for it, which are not seen here.
    pub(crate) static META = { code: "CON014", name: "unused-custom-field", level: Info, since: "0.1.0", preset: All, corpus: check }
}

fn check(cx: &CorpusCx<'_>, acc: &mut Vec<(usize, Diagnostic)>) {
    let all = &cx.corpus.connections().all;
    // Where nothing is asked at all, the files are there for the connections alone.
    let asks = || cx.files.iter().any(|file| !file.queries.is_empty());
    if cx.extent == Extent::Part || all.is_empty() || !asks() {
        return;
    }
    let joined: HashSet<&str> = all
        .iter()
        .filter_map(|it| it.request.connection.join_attribute.as_ref())
        .map(|join| join.text.trim_start_matches('@'))
        .collect();
    for connected in all.iter().filter(|it| it.is_declared()) {
        for (_, id) in connected.fields().filter(|(_, id)| !has_hole(&id.text)) {
            let name = attribute(&id.text);
            if cx.corpus.uses_of_any(&name).is_empty() && !joined.contains(id.text.as_str()) {
                let diagnostic = META
                    .at(id.span, format!("nothing here asks for `{name}`"))
                    .help("take the field out, unless a dashboard or somebody else asks for it");
                acc.push((connected.file, diagnostic));
            }
        }
    }
}

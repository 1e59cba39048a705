//! `schema-lock-stale`: the snapshot is old, or knows nothing of the entity.

use std::collections::HashSet;

use rumql_catalog::{Catalog, Snapshot};
use rumql_source::{Diagnostic, Entity, Span};
use rumql_syntax::literal::instant;

use crate::{Input, context::CorpusCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A `mapping.lock.json` that was fetched more than 30 days ago, or that has no attributes of an entity
    /// which is asked about. Each is told once, at the first query that it concerns. The age is known only
    /// where the file says when it was fetched: `"fetched": "2026-11-01"` beside `version`.
    ///
    /// ## Why it matters
    /// Names are checked against the file. An old one calls new attributes unknown and knows removed ones;
    /// where an entity is absent, no name of it is checked at all, and a clean run says less than it
    /// seems to.
    ///
    /// ## Example
    /// ```query stale strict
    /// user_email:*@techcorp.com
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^ info[REF011]: the mapping was fetched 84 days ago
    ///            ^^^^^^^^^^^^^^ warning[PRF001]: `*@techcorp.com` begins with a wildcard
    /// ```
    /// ```query stale strict entity=accounts
    /// plan_type:pro
    /// ^^^^^^^^^^^^^ info[REF011]: the mapping has no attributes of accounts
    /// ```
    /// No finding, for nothing says when it was fetched, or events have no mapping:
    /// ```query mapping strict
    /// user_email:*@techcorp.com
    ///            ^^^^^^^^^^^^^^ warning[PRF001]: `*@techcorp.com` begins with a wildcard
    /// ```
    /// ```query stale strict entity=events
    /// @type:view
    /// ```
    ///
    /// ## Fix
    /// None: fetch the mapping again.
    pub(crate) static META = {
        code: "REF011", name: "schema-lock-stale", level: Info, since: "0.1.0", preset: Strict, corpus: check_corpus
    }
}

fn check_corpus(cx: &CorpusCx<'_>, acc: &mut Vec<(usize, Diagnostic)>) {
    // Files of several projects may come together, each with its own snapshot. The second part
    // is the entity that is absent from it.
    let mut told: HashSet<(*const Snapshot, Option<Entity>)> = HashSet::new();
    for (index, file) in cx.files.iter().enumerate() {
        let Some(snapshot) = file.input.catalogs.snapshot else { continue };
        for query in &file.queries {
            let Some(entity) = query.embedded.entity.filter(|entity| *entity != Entity::Events) else {
                continue;
            };
            let scalar = &query.embedded.scalar;
            let at = scalar.map.to_host(Span::of(&scalar.text));
            let is_absent = !snapshot.catalog(entity).is_some_and(Catalog::is_complete);
            let found = if is_absent { Some(absent(at, entity)) } else { old(file.input, snapshot, at) };
            let Some(found) = found else { continue };
            if told.insert((std::ptr::from_ref(snapshot), is_absent.then_some(entity))) {
                acc.push((index, found));
            }
        }
    }
}

fn absent(at: Span, entity: Entity) -> Diagnostic {
    META.at(at, format!("the mapping has no attributes of {entity}"))
        .note("so no name of theirs is checked")
        .help(format!("fetch the mapping of {entity} as well"))
}

fn old(input: &Input<'_>, snapshot: &Snapshot, at: Span) -> Option<Diagnostic> {
    let fetched = instant(snapshot.fetched()?, input.now)?.at;
    let days = input.now.duration_since(fetched).as_hours() / 24;
    (days > i64::from(input.settings.limits.mapping_days)).then(|| {
        META.at(at, format!("the mapping was fetched {days} days ago"))
            .note("names are checked as they were then")
            .help("fetch it again")
    })
}

#[cfg(test)]
mod tests {
    use crate::{
        Input, Settings, check_all,
        testing::{Case, NOW},
    };
    use rumql_catalog::Snapshot;
    use rumql_hir::Catalogs;

    fn found(fetched: &str, texts: &[&str]) -> Vec<Vec<&'static str>> {
        let snapshot = Snapshot::parse(&format!(
            r#"{{"version":1{fetched},"entities":{{"users":{{"attributes":[{{"attribute":"user_id","type":"string"}}]}}}}}}"#
        ))
        .unwrap();
        let settings = Settings::default().with_preset(crate::Preset::Strict);
        let documents: Vec<_> = texts.iter().map(|text| Case::users().read(text)).collect();
        let inputs: Vec<Input<'_>> = texts
            .iter()
            .zip(&documents)
            .map(|(text, document)| Input {
                path: "test",
                text,
                document,
                catalogs: Catalogs { snapshot: Some(&snapshot) },
                now: NOW.parse().unwrap(),
                settings: &settings,
            })
            .collect();
        let codes = |findings: Vec<crate::Finding>| {
            findings.iter().map(|finding| finding.diagnostic.code.id).collect::<Vec<_>>()
        };
        check_all(&inputs).into_iter().map(codes).collect()
    }

    #[test]
    fn it_is_told_once_for_all_files() {
        let old = r#","fetched":"2026-10-24T00:00:00Z""#;
        assert_eq!(found(old, &["user_id:1", "user_id:2"]), [vec!["REF011"], vec![]]);
    }

    #[test]
    fn not_knowing_is_silence() {
        for fresh in [r#","fetched":"2026-10-25""#, r#","fetched":"lately""#, r#","fetched":5"#, ""] {
            assert_eq!(found(fresh, &["user_id:1"]), [vec![] as Vec<&str>], "{fresh}");
        }
    }
}

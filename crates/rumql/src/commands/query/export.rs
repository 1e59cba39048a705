//! How are more records fetched than one answer holds?
//!
//! The API has no next page. A query whose answer is cut is parted into queries of which each record matches
//! exactly one: below a moment or number, at or above it, and without it; or by each of the values of a facet
//! and the rest. That the parts are disjoint and complete is proved before any of them is sent.

use std::collections::HashSet;

use rumql_api::{Cleared, FacetQuery, ProfileQuery, facet, query, wire::Hits};
use rumql_catalog::{Attribute, Catalog, Kind, Multiplicity};
use rumql_hir::{Catalogs, Query, Scope, lower};
use rumql_semantics::{disjoint, implies};
use rumql_source::Entity;
use rumql_syntax::{literal::instant, parse};
use serde_json::value::RawValue;

use super::table::{Record, plain};
use crate::{
    api::{Api, Gate, Stop},
    session::Session,
};

/// The most values that a query is parted by at once.
const VALUES: i64 = 50;

/// Everything that one query finds, fetched part by part.
pub(super) struct Export<'a> {
    pub(super) api: &'a Api,
    pub(super) gate: &'a Gate,
    pub(super) entity: Entity,
    /// How many were asked for in all, for progress.
    total: Option<i64>,
    requests: usize,
}

impl<'a> Export<'a> {
    pub(super) fn new(api: &'a Api, gate: &'a Gate, entity: Entity) -> Self {
        Self { api, gate, entity, total: None, requests: 0 }
    }

    /// Fetches all; the records in the order of the parts.
    pub(super) fn run(mut self, wanted: &ProfileQuery, session: &mut Session) -> Result<Hits, Stop> {
        let asked = ProfileQuery { columns: self.columns(&wanted.columns), ..wanted.clone() };
        let mut parts = vec![wanted.query.clone()];
        let mut found: Vec<Box<RawValue>> = Vec::new();
        while let Some(part) = parts.pop() {
            let answer =
                self.api.read(&query(&ProfileQuery { query: part.clone(), ..asked.clone() }), session)?.value;
            self.requests += 1;
            let shown = answer.hits.len() as i64;
            let total = answer.total.unwrap_or(shown);
            self.total.get_or_insert(total);
            if total <= shown {
                found.extend(answer.hits);
                self.progress(found.len(), session);
                continue;
            }
            let Some(split) = self.split(&part, &answer, session)? else {
                session.error(&format!(
                    "`{}` matches {total} records, and nothing is known to part them by; raise --limit",
                    part.text()
                ));
                return Err(crate::exit::Exit::Failed);
            };
            // The first part is fetched first.
            parts.extend(split.into_iter().rev());
        }
        self.finish(found, &wanted.columns, session)
    }

    /// The columns that are asked for: those that are wanted, and those that a query may be parted by.
    fn columns(&self, wanted: &[String]) -> Vec<String> {
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut columns = wanted.to_vec();
        let own = self.lines().map(|known| known.name.clone()).chain([self.id().to_owned()]);
        columns.extend(own.filter(|name| !wanted.contains(name)).collect::<Vec<_>>());
        columns
    }

    fn id(&self) -> &'static str {
        match self.entity {
            Entity::Accounts => "account_id",
            Entity::Users | Entity::Events => "user_id",
        }
    }

    fn catalog(&self) -> Option<&Catalog> {
        self.gate.snapshot.as_ref()?.catalog(self.entity)
    }

    /// The attributes on a line, moments first, of which a record has one value at most.
    fn lines(&self) -> impl Iterator<Item = &Attribute> {
        let of_kind = |is: fn(Kind) -> bool| {
            let all = self.catalog().into_iter().flat_map(Catalog::attributes);
            all.filter(move |known| is(known.kind) && known.multiplicity == Multiplicity::One)
        };
        of_kind(|kind| kind == Kind::Timestamp).chain(of_kind(Kind::is_numeric))
    }

    /// Parts a query, by the first attribute for which that can be proved.
    fn split(
        &mut self,
        part: &Cleared,
        answer: &Hits,
        session: &mut Session,
    ) -> Result<Option<Vec<Cleared>>, Stop> {
        let records: Vec<Record> =
            answer.hits.iter().map(|hit| serde_json::from_str(hit.get()).unwrap_or_default()).collect();
        for known in self.lines() {
            let Some(middle) = middle(known, &records) else { continue };
            let name = &known.name;
            let tests = [format!("{name}:<{middle}"), format!("{name}:>={middle}"), format!("-{name}:*")];
            if let Some(parts) = self.proved(part, &tests) {
                return Ok(Some(parts));
            }
        }
        self.split_by_value(part, session)
    }

    /// Parts a query by the values of an attribute that holds text.
    fn split_by_value(
        &mut self,
        part: &Cleared,
        session: &mut Session,
    ) -> Result<Option<Vec<Cleared>>, Stop> {
        let all = self.catalog().into_iter().flat_map(Catalog::attributes);
        let texts: Vec<String> = all
            .filter(|known| known.kind == Kind::String && known.multiplicity == Multiplicity::One)
            .map(|known| known.name.clone())
            .collect();
        for name in texts {
            let asked =
                FacetQuery { attribute: name.clone(), limit: VALUES, query: Some(part.clone()), term: None };
            self.requests += 1;
            let answer = self.api.read(&facet(self.entity, &asked), session)?.value;
            let values: Vec<String> =
                answer.result.values.unwrap_or_default().iter().map(|value| quoted(&value.text())).collect();
            if values.len() < 2 {
                continue;
            }
            let rest = format!("-{name}:({})", values.join(" OR "));
            let tests: Vec<String> =
                values.iter().map(|value| format!("{name}:{value}")).chain([rest]).collect();
            if let Some(parts) = self.proved(part, &tests) {
                return Ok(Some(parts));
            }
        }
        Ok(None)
    }

    /// The parts of a query by tests; `None` unless it is proved that each record that matches the query
    /// matches exactly one of them.
    fn proved(&self, whole: &Cleared, tests: &[String]) -> Option<Vec<Cleared>> {
        let catalogs = Catalogs { snapshot: self.gate.snapshot.as_ref() };
        let scope = Scope { entity: self.entity, catalogs, pending: None, now: self.gate.now };
        let meaning = |text: &str| lower(&parse(text), &scope);
        let texts: Vec<String> = tests.iter().map(|test| joined(whole.text(), test)).collect();
        let parts: Vec<Query> = texts.iter().map(|text| meaning(text).query).collect();
        let whole = meaning(whole.text()).query;
        let apart = parts.iter().enumerate().all(|(index, part)| {
            parts.iter().skip(index + 1).all(|other| disjoint(part, other, &scope).is_yes())
        });
        let complete = implies(&whole, &Query::or(parts), &scope).is_yes();
        if !apart || !complete {
            return None;
        }
        let clear = |text: &String| {
            let parsed = parse(text);
            Cleared::new(&lower(&parsed, &scope).check(&parsed)?, &[])
        };
        texts.iter().map(clear).collect()
    }

    fn progress(&self, found: usize, session: &mut Session) {
        let Some(total) = self.total else { return };
        session.progress(&format!("{found} of {total} records, {} requests", self.requests));
    }

    /// Without columns that were not wanted; each record once.
    fn finish(
        &self,
        found: Vec<Box<RawValue>>,
        wanted: &[String],
        session: &mut Session,
    ) -> Result<Hits, Stop> {
        session.progress("");
        let mut known = HashSet::new();
        let mut hits = Vec::with_capacity(found.len());
        for hit in found {
            let mut record: Record = serde_json::from_str(hit.get()).unwrap_or_default();
            let id = record.get(self.id()).map(|id| id.get().to_owned());
            if id.is_some_and(|id| !known.insert(id)) {
                continue;
            }
            if wanted.is_empty() {
                hits.push(hit);
            } else {
                record.retain(|name, _| wanted.contains(name));
                hits.extend(serde_json::value::to_raw_value(&record));
            }
        }
        if self.total.is_some_and(|total| total != hits.len() as i64) {
            session.note("records changed while they were fetched");
        }
        Ok(Hits { total: Some(hits.len() as i64), hits })
    }
}

/// `(a OR b) AND c:1`; a query for everyone is the test alone.
fn joined(query: &str, test: &str) -> String {
    match query.trim() {
        "" | "*" => test.to_owned(),
        query => format!("({query}) AND {test}"),
    }
}

/// A value that some of the records lie below and some not, near the middle; `None` if there is none.
fn middle(known: &Attribute, records: &[Record]) -> Option<String> {
    let texts = records.iter().filter_map(|record| Some(plain(record.get(&known.name)?.get())));
    if known.kind == Kind::Timestamp {
        let mut seconds: Vec<i64> = texts
            .filter_map(|text| Some(instant(&text, jiff::Timestamp::UNIX_EPOCH)?.at.as_second()))
            .collect();
        seconds.sort_unstable();
        seconds.dedup();
        return seconds.get(seconds.len() / 2).filter(|_| seconds.len() > 1).map(i64::to_string);
    }
    let mut numbers: Vec<_> = texts.filter_map(|text| rumql_syntax::literal::Decimal::parse(&text)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.get(numbers.len() / 2).filter(|_| numbers.len() > 1).map(ToString::to_string)
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

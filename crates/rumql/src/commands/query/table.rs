//! How do records look to a person?

use indexmap::IndexMap;
use jiff::Timestamp;
use rumql_catalog::{Catalog, Kind};
use serde_json::value::RawValue;

use super::asked::ago;
use crate::{
    report::{
        self,
        guard::{MAX_LABEL, clean},
    },
    session::Session,
};

/// One record: its attributes in the order of the answer.
pub(super) type Record = IndexMap<String, Box<RawValue>>;

/// A table as wide as the terminal, times as people tell them.
pub(super) fn table(
    records: &[Record],
    columns: &[String],
    catalog: Option<&Catalog>,
    now: Timestamp,
    session: &Session,
) -> String {
    let is_moment = |name: &str| {
        catalog.and_then(|catalog| catalog.get(name)).is_some_and(|known| known.kind == Kind::Timestamp)
    };
    let cell = |record: &Record, name: &String| {
        let text = plain(record.get(name).map_or("", |value| value.get()));
        let told = is_moment(name).then(|| text.parse().ok()).flatten();
        told.map_or_else(|| clean(&text, MAX_LABEL), |at| moment(at, now))
    };
    let header = columns.iter().map(|name| clean(name, MAX_LABEL)).collect();
    let rows = records.iter().map(|record| columns.iter().map(|name| cell(record, name)).collect());
    report::table(header, rows, session)
}

/// A value without the quotes of a text; nothing for `null`.
pub(super) fn plain(raw: &str) -> String {
    match raw {
        "null" => String::new(),
        raw => serde_json::from_str::<String>(raw).unwrap_or_else(|_| raw.to_owned()),
    }
}

fn moment(at: Timestamp, now: Timestamp) -> String {
    format!("{} ({})", at.strftime("%Y-%m-%d %H:%M"), ago(at, now))
}

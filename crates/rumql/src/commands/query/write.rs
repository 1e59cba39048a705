//! How are records written?

use jiff::Timestamp;
use rumql_api::wire::Hits;
use rumql_catalog::Catalog;
use serde::Serialize;
use serde_json::value::RawValue;

use super::table::{Record, plain, table};
use crate::{args::RecordFormat, session::Session};

/// The whole answer for programs. The keys and their order are a promise.
#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    total: Option<i64>,
    hits: &'a [Box<RawValue>],
}

/// Writes records; `wanted` are the columns that were asked for, all where there are none.
pub(super) fn write(
    hits: &Hits,
    wanted: &[String],
    catalog: Option<&Catalog>,
    now: Timestamp,
    format: RecordFormat,
    session: &mut Session,
) {
    let text = match format {
        RecordFormat::Json => json(hits),
        RecordFormat::Jsonl => hits.hits.iter().map(|hit| format!("{}\n", hit.get())).collect(),
        RecordFormat::Csv | RecordFormat::Tsv | RecordFormat::Table => {
            let records = records(hits);
            let columns = columns(&records, wanted);
            match format {
                RecordFormat::Csv => cells(&records, &columns, b','),
                RecordFormat::Tsv => cells(&records, &columns, b'\t'),
                _ if records.is_empty() => String::new(),
                _ => table(&records, &columns, catalog, now, session),
            }
        }
    };
    session.out.text(text);
}

fn json(hits: &Hits) -> String {
    let answer = Answer { version: 1, total: hits.total, hits: &hits.hits };
    // Plain data with text keys is always written.
    format!("{}\n", serde_json::to_string_pretty(&answer).unwrap_or_default())
}

/// The records; one that is no object has no attributes.
fn records(hits: &Hits) -> Vec<Record> {
    hits.hits.iter().map(|hit| serde_json::from_str(hit.get()).unwrap_or_default()).collect()
}

/// The columns that were asked for, or all that some record has, in the order in which they come.
fn columns(records: &[Record], wanted: &[String]) -> Vec<String> {
    if !wanted.is_empty() {
        return wanted.to_vec();
    }
    let mut columns: indexmap::IndexSet<&String> = indexmap::IndexSet::new();
    records.iter().for_each(|record| columns.extend(record.keys()));
    columns.into_iter().cloned().collect()
}

fn cells(records: &[Record], columns: &[String], delimiter: u8) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    let cell = |record: &Record, name: &String| {
        record.get(name).map_or_else(String::new, |value| plain(value.get()))
    };
    let rows = records.iter().map(|record| columns.iter().map(|name| cell(record, name)).collect());
    for row in std::iter::once(columns.to_vec()).chain(rows) {
        // Nothing that is written to memory fails.
        drop(writer.write_record(row));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

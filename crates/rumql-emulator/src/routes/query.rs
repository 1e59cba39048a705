//! Which records does a query find?

use indexmap::IndexMap;
use jiff::Timestamp;
use rumql_api::wire::{EventAttributes, EventFilter, Hits, QueryAttributes, kinds};
use rumql_catalog::Kind;
use rumql_semantics::{DatumRef, matches};
use rumql_source::Entity;
use serde_json::value::{RawValue, to_raw_value};

use super::{Refused, body, limit, meaning, told};
use crate::{
    data::id_of,
    emulator::{Options, State},
    store::Table,
};

pub(super) fn profiles(
    state: &mut State,
    options: &Options,
    entity: Entity,
    bytes: &[u8],
) -> Result<Vec<u8>, Refused> {
    let kind = if entity == Entity::Accounts { kinds::QUERY_ACCOUNTS } else { kinds::QUERY_USERS };
    let (_, asked): (_, QueryAttributes) = body(state, options, entity, kind, bytes)?;
    let query = meaning(state, options, entity, asked.query.as_deref());
    let table = &state.data.profiles(entity).table;
    let mut rows = table.filter(&query);
    if let Some(term) = asked.wildcard_search_term.as_deref().filter(|term| !term.is_empty()) {
        table.search(&mut rows, term);
    }
    let sort = asked.sort.unwrap_or_default();
    let descending = match sort.order.as_deref().map(str::to_ascii_uppercase).as_deref() {
        Some("DESC") => true,
        Some("ASC") | None => false,
        Some(_) => return Err(Refused::bad("sort.order is ASC or DESC")),
    };
    let by = sort.field.as_deref().unwrap_or(id_of(entity));
    table.sort(&mut rows, by, descending, id_of(entity));
    let total = rows.len() as i64;
    rows.truncate(limit(asked.limit)?);
    hits(state, entity, &rows, asked.select_columns, Some(total))
}

pub(super) fn event_filtered(state: &mut State, options: &Options, bytes: &[u8]) -> Result<Vec<u8>, Refused> {
    let kind = kinds::QUERY_EVENT_FILTERED_USERS;
    let (_, asked): (_, EventAttributes) = body(state, options, Entity::Users, kind, bytes)?;
    let query = meaning(state, options, Entity::Users, asked.query.as_deref());
    let mut rows = state.data.users.table.filter(&query);
    if let Some(events) = &asked.event_query {
        let wanted = users_of(state, options, events)?;
        rows.retain(|row| wanted.get(*row).copied().unwrap_or_default());
    }
    let users = &state.data.users.table;
    users.sort(&mut rows, id_of(Entity::Users), false, id_of(Entity::Users));
    let total = asked.include_row_count.unwrap_or_default().then_some(rows.len() as i64);
    rows.truncate(limit(asked.limit)?);
    hits(state, Entity::Users, &rows, asked.select_columns, total)
}

/// Which users had such an event, by row.
fn users_of(state: &mut State, options: &Options, asked: &EventFilter) -> Result<Vec<bool>, Refused> {
    let query = meaning(state, options, Entity::Events, asked.query.as_deref());
    let frame = asked.time_frame.unwrap_or_default();
    let second = |second: Option<i64>, otherwise: Timestamp| match second {
        Some(second) => {
            Timestamp::from_second(second).map_err(|_| Refused::bad("time_frame is out of range"))
        }
        None => Ok(otherwise),
    };
    let (start, end) = (second(frame.start, Timestamp::MIN)?, second(frame.end, Timestamp::MAX)?);
    let (users, events) = (&state.data.users.table, &*state.data.events);
    let mut wanted = vec![false; users.len()];
    let (Some(ids), Some(owners)) = (users.column(id_of(Entity::Users)), owner(events)) else {
        return Ok(wanted);
    };
    // The row of each owner's user, by the place of the owner's id.
    let mut rows: Vec<Option<usize>> = vec![None; owners.distinct().len()];
    for row in 0..users.len() {
        let id = ids.at(row).first().and_then(|place| ids.distinct().get(*place as usize));
        if let Some(slot) = id.and_then(|id| owners.find(id)).and_then(|place| rows.get_mut(place as usize)) {
            *slot = Some(row);
        }
    }
    for event in 0..events.len() {
        let user = owners.at(event).first().and_then(|place| rows.get(*place as usize).copied().flatten());
        let Some(slot) = user.and_then(|user| wanted.get_mut(user)) else { continue };
        let is_within = |at: Timestamp| start <= at && at <= end;
        *slot = *slot
            || events.moment(event, "timestamp").is_some_and(is_within)
                && matches(&query, &events.row(event));
    }
    Ok(wanted)
}

/// The column that tells whose an event is.
fn owner(events: &Table) -> Option<&crate::store::Column> {
    events.column("@usr.id").or_else(|| events.column("usr.id"))
}

/// The answer: of each record the columns that were asked for, or all.
fn hits(
    state: &mut State,
    entity: Entity,
    rows: &[usize],
    columns: Option<Vec<String>>,
    total: Option<i64>,
) -> Result<Vec<u8>, Refused> {
    let catalog = state.snapshot().catalog(entity);
    let all = || {
        catalog.into_iter().flat_map(|catalog| catalog.attributes().map(|known| known.name.clone())).collect()
    };
    let columns: Vec<String> = columns.unwrap_or_else(all);
    let is_boolean = |name: &str| {
        let known = catalog.and_then(|catalog| catalog.get(name));
        known.is_some_and(|known| known.kind == Kind::Boolean)
    };
    let columns: Vec<(&str, bool)> = columns.iter().map(|name| (name.as_str(), is_boolean(name))).collect();
    let table = &state.data.profiles(entity).table;
    let hits = rows.iter().map(|row| hit(table, *row, &columns)).collect();
    Ok(told(kinds::HITS, "query_response", Hits { hits, total }))
}

fn hit(table: &Table, row: usize, columns: &[(&str, bool)]) -> Box<RawValue> {
    let mut object: IndexMap<&str, Box<RawValue>> = IndexMap::new();
    for (name, is_boolean) in columns {
        let mut values: Vec<Box<RawValue>> =
            table.row(row).values(name).filter_map(|datum| value(datum, *is_boolean)).collect();
        let told = match values.len() {
            0 => continue,
            1 => values.pop(),
            _ => to_raw_value(&values).ok(),
        };
        object.extend(told.map(|told| (*name, told)));
    }
    to_raw_value(&object).unwrap_or_default()
}

/// A value as JSON: numbers with all their digits, moments with milliseconds at least.
fn value(datum: DatumRef<'_>, is_boolean: bool) -> Option<Box<RawValue>> {
    let text = match datum {
        DatumRef::Text(text) if is_boolean => text.to_owned(),
        DatumRef::Text(text) => return to_raw_value(text).ok(),
        DatumRef::Number(number) => number.to_string(),
        DatumRef::Moment(at) => return to_raw_value(&moment(at)).ok(),
    };
    RawValue::from_string(text).ok()
}

pub(super) fn moment(at: Timestamp) -> String {
    match at.subsec_nanosecond() % 1_000_000 {
        0 => at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string(),
        _ => at.to_string(),
    }
}

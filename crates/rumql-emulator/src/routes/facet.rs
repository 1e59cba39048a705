//! Which values does an attribute have?

use rumql_api::wire::{Facet, FacetAttributes, FacetRange, FacetResult, FacetValue, kinds};
use rumql_semantics::{Datum, DatumRef};
use rumql_source::Entity;
use serde_json::value::{RawValue, to_raw_value};

use super::{Refused, body, limit, meaning, query::moment, told};
use crate::emulator::{Options, State};

pub(super) fn facet(
    state: &mut State,
    options: &Options,
    entity: Entity,
    bytes: &[u8],
) -> Result<Vec<u8>, Refused> {
    let (_, asked): (_, FacetAttributes) = body(state, options, entity, kinds::FACET, bytes)?;
    let text = asked.search.as_ref().and_then(|search| search.query.as_deref());
    let query = meaning(state, options, entity, text);
    let table = &state.data.profiles(entity).table;
    let rows = table.filter(&query);
    let counted = table.facet(&rows, &asked.facet_id);
    let range = options.numeric_ranges.then(|| range(&counted)).flatten();
    let term = asked.term_search.and_then(|search| search.value).map(|term| term.to_lowercase());
    let is_asked = |value: &str| term.as_ref().is_none_or(|term| value.to_lowercase().contains(term));
    let values = counted
        .iter()
        .map(|(datum, count)| (text_of(datum.as_ref()), *count))
        .filter(|(value, _)| is_asked(value))
        .take(limit(Some(asked.limit))?)
        .map(|(value, count)| FacetValue { value: to_raw_value(&value).ok(), count: count as i64 })
        .collect();
    let result = FacetResult { values: Some(values), range };
    Ok(told(kinds::FACET_ANSWER, "facet_info_response", Facet { result }))
}

/// Every value is a text here, by the specification.
fn text_of(datum: DatumRef<'_>) -> String {
    match datum {
        DatumRef::Text(text) => text.to_owned(),
        DatumRef::Number(number) => number.to_string(),
        DatumRef::Moment(at) => moment(at),
    }
}

/// The least and the greatest number; `None` where there is none.
fn range(counted: &[(Datum, usize)]) -> Option<FacetRange> {
    let numbers = || {
        counted.iter().filter_map(|(datum, _)| match datum {
            Datum::Number(number) => Some(*number),
            Datum::Text(_) | Datum::Moment(_) => None,
        })
    };
    let raw = |number: rumql_syntax::literal::Decimal| RawValue::from_string(number.to_string()).ok();
    Some(FacetRange { min: raw(numbers().min()?), max: raw(numbers().max()?) })
}

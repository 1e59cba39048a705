//! Of which type are the values of an attribute?
//!
//! What the mapping says, or else the documentation, counts; of other attributes, what the values look
//! like: a column of a CSV file is one of numbers only if every cell is one, without zeros in front.

use jiff::Timestamp;
use rumql_api::wire::MappingAttribute;
use rumql_catalog::{Catalog, Kind};
use rumql_semantics::Datum;
use rumql_syntax::literal::{Decimal, instant};

use super::DataError;
use crate::store::{Column, Table};

/// Gives the values of a table their types. `is_csv`: every value came as a text.
///
/// # Errors
/// A value is not what its attribute holds.
pub(super) fn settle(
    table: &mut Table,
    catalog: &Catalog,
    is_csv: bool,
    file: &str,
) -> Result<(), DataError> {
    let names: Vec<String> = table.columns().map(|(name, _)| name.to_owned()).collect();
    for name in names {
        let Some(column) = table.column(&name) else { continue };
        let typed = match kind_of(catalog, &name) {
            Some(kind) => column.converted(|datum| as_kind(datum, kind)).map_err(|place| {
                let value = column.distinct().get(place as usize).map(ToString::to_string).unwrap_or_default();
                let record = column.row_of(place).map_or(0, |row| row + 1);
                let why = format!(
                    "record {record}: `{name}` is {}, and {value} is not; mend the value, or the type in mapping.lock.json",
                    kind.describe()
                );
                DataError::new(file, why)
            })?,
            None => guessed(column, is_csv),
        };
        table.insert(&name, typed);
    }
    Ok(())
}

/// The kind that is known; of events, `@a` and `a` are one.
fn kind_of(catalog: &Catalog, name: &str) -> Option<Kind> {
    let with_sign = format!("@{name}");
    let known = catalog.get(name).or_else(|| catalog.get(&with_sign));
    known.map(|attribute| attribute.kind).filter(|kind| *kind != Kind::Other)
}

/// A value as one of a kind; `None` if it is none.
pub(super) fn as_kind(datum: &Datum, kind: Kind) -> Option<Datum> {
    match (kind, datum) {
        (Kind::String, Datum::Number(number)) => Some(Datum::Text(number.to_string())),
        (Kind::Integer | Kind::Number, Datum::Text(text)) => number(text.trim()),
        (Kind::Timestamp, Datum::Text(text)) => moment(text.trim()),
        (Kind::Timestamp, Datum::Number(number)) => moment(&number.to_string()),
        (Kind::Boolean, Datum::Text(text)) => {
            let lower = text.trim().to_ascii_lowercase();
            matches!(lower.as_str(), "true" | "false").then_some(Datum::Text(lower))
        }
        (Kind::Boolean, Datum::Number(_)) => None,
        (_, datum) => Some(datum.clone()),
    }
}

fn number(text: &str) -> Option<Datum> {
    Decimal::parse(text).map(Datum::Number)
}

/// RFC 3339, a date, Unix seconds, or from 10^11 on milliseconds.
fn moment(text: &str) -> Option<Datum> {
    // No age is a value of data, whatever it would be counted from.
    let is_absolute = text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
        && !text.ends_with(|c: char| c.is_ascii_lowercase());
    let read = is_absolute.then(|| instant(text, Timestamp::UNIX_EPOCH)).flatten()?;
    Some(Datum::Moment(read.at))
}

fn guessed(column: &Column, is_csv: bool) -> Column {
    let number_cell = |datum: &Datum| match datum {
        Datum::Text(text) if is_csv && !has_zeros_in_front(text) => number(text),
        _ => None,
    };
    let date_cell = |datum: &Datum| match datum {
        Datum::Text(text) if text.contains('T') => moment(text),
        _ => None,
    };
    let numbers = column.converted(number_cell);
    numbers.or_else(|_| column.converted(date_cell)).unwrap_or_else(|_| column.clone())
}

fn has_zeros_in_front(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.") || text.starts_with('+')
}

/// The mapping that a table shows, in the order of its columns.
pub(super) fn mapping_of(table: &Table, catalog: &Catalog) -> Vec<MappingAttribute> {
    let listed = |(name, column): (&str, &Column)| {
        let known = catalog.get(name);
        let kind = known.map(|known| known.kind).filter(|kind| *kind != Kind::Other);
        MappingAttribute {
            attribute: name.to_owned(),
            display_name: known.and_then(|known| known.display_name.clone()),
            description: known.and_then(|known| known.description.clone()),
            kind: Some(kind_name(kind.unwrap_or_else(|| shown_kind(column))).to_owned()),
            is_custom: Some(name.starts_with('@')),
            groups: known.map(|known| known.groups.clone()).filter(|groups| !groups.is_empty()),
        }
    };
    table.columns().map(listed).collect()
}

fn shown_kind(column: &Column) -> Kind {
    let all = |is: fn(&Datum) -> bool| column.distinct().iter().all(is);
    if all(|datum| matches!(datum, Datum::Number(_))) {
        Kind::Number
    } else if all(|datum| matches!(datum, Datum::Moment(_))) {
        Kind::Timestamp
    } else if all(|datum| matches!(datum, Datum::Text(text) if text == "true" || text == "false")) {
        Kind::Boolean
    } else {
        Kind::String
    }
}

/// The type as a mapping writes it.
fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer => "number",
        Kind::Other => "string",
        kind => kind.as_str(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Datum {
        Datum::Text(text.to_owned())
    }

    #[test]
    fn values_of_a_known_kind() {
        let told =
            |datum: &Datum, kind| as_kind(datum, kind).map_or("-".to_owned(), |datum| datum.to_string());
        assert_eq!(told(&Datum::from(5001), Kind::String), "\"5001\"");
        assert_eq!(told(&text("007"), Kind::String), "\"007\"");
        assert_eq!(told(&text(" 2.50"), Kind::Number), "2.5");
        assert_eq!(told(&text("2025-08-14T06:45:12.142Z"), Kind::Timestamp), "2025-08-14T06:45:12.142Z");
        assert_eq!(told(&Datum::from(1_755_153_912_142), Kind::Timestamp), "2025-08-14T06:45:12.142Z");
        assert_eq!(told(&text("30d"), Kind::Timestamp), "-");
        assert_eq!(told(&text("True"), Kind::Boolean), "\"true\"");
        assert_eq!(told(&text("x"), Kind::Integer), "-");
    }

    #[test]
    fn a_column_of_csv_is_what_every_cell_is() {
        let guess = |cells: &[&str]| {
            let mut column = Column::default();
            cells.iter().enumerate().for_each(|(row, cell)| column.add(row, text(cell)));
            guessed(&column, true).distinct().iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(guess(&["1", "2.5", "0", "-3"]), "1 2.5 0 -3");
        assert_eq!(guess(&["1", "007"]), "\"1\" \"007\"");
        assert_eq!(guess(&["1", "x"]), "\"1\" \"x\"");
        assert_eq!(guess(&["2025-08-14T06:45:12Z"]), "2025-08-14T06:45:12Z");
    }
}

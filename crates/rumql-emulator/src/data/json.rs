//! How does a line of JSON become a record?
//!
//! Numbers keep their digits; `{"view": {"name": "x"}}` fills `view.name`; `null` is missing; a list is several
//! values.

use std::fmt;

use rumql_semantics::Datum;
use rumql_syntax::literal::Decimal;
use serde::{
    Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::store::Table;

/// How deep objects and lists may nest.
const DEEPEST: usize = 64;

/// Adds the object as a record.
///
/// # Errors
/// It is no JSON object, or nests too deep.
pub(super) fn add_record(table: &mut Table, line: &str) -> serde_json::Result<()> {
    let row = table.begin();
    fill(table, row, "", line, 0)
}

fn fill(table: &mut Table, row: usize, prefix: &str, text: &str, depth: usize) -> serde_json::Result<()> {
    let mut reader = serde_json::Deserializer::from_str(text);
    (&mut reader).deserialize_map(Fill { table, row, prefix, depth })?;
    reader.end()
}

struct Fill<'a> {
    table: &'a mut Table,
    row: usize,
    prefix: &'a str,
    depth: usize,
}

impl<'de> Visitor<'de> for Fill<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of attributes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let value: &RawValue = map.next_value()?;
            let name = if self.prefix.is_empty() { key } else { format!("{}{key}", self.prefix) };
            add(self.table, self.row, &name, value.get(), self.depth).map_err(serde::de::Error::custom)?;
        }
        Ok(())
    }
}

fn add(table: &mut Table, row: usize, name: &str, raw: &str, depth: usize) -> serde_json::Result<()> {
    if depth > DEEPEST {
        return Err(serde::de::Error::custom(format!("it nests deeper than {DEEPEST} levels")));
    }
    let value = match raw.bytes().next() {
        Some(b'{') => return fill(table, row, &format!("{name}."), raw, depth + 1),
        Some(b'[') => {
            let members: Vec<&RawValue> = serde_json::from_str(raw)?;
            return members.into_iter().try_for_each(|member| add(table, row, name, member.get(), depth + 1));
        }
        Some(b'n') | None => return Ok(()),
        Some(b'"') => Datum::Text(serde_json::from_str(raw)?),
        Some(b't' | b'f') => Datum::Text(raw.to_owned()),
        // More digits than are counted with stay as they are written.
        Some(_) => Decimal::parse(raw).map_or_else(|| Datum::Text(raw.to_owned()), Datum::Number),
    };
    table.add(row, name, value);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_is_one_record() {
        let mut table = Table::default();
        let line =
            r#"{"user_id":"7","n":1.50,"@tags":["a","b"],"view":{"name":"x","n":null},"b":true,"e":""}"#;
        add_record(&mut table, line).unwrap();
        let told = |name: &str| {
            table.row(0).values(name).map(|datum| datum.to_string()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            ["user_id", "n", "@tags", "@view.name", "view.name", "@view.n", "b", "e"].map(told),
            ["\"7\"", "1.5", "\"a\" \"b\"", "\"x\"", "\"x\"", "", "\"true\"", "\"\""]
        );
        for broken in ["", "[]", "7", "{", "{} {}", "{\"a\":}"] {
            assert!(add_record(&mut table, broken).is_err(), "{broken}");
        }
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let nested = |depth: usize| format!("{{\"a\":{}1{}}}", open.repeat(depth), close.repeat(depth));
            assert!(add_record(&mut table, &nested(50)).is_ok());
            let error = add_record(&mut table, &nested(100_000)).unwrap_err().to_string();
            assert!(error.starts_with("it nests deeper than 64 levels"), "{error}");
        }
    }
}

//! What does a connection bring?

use std::{collections::HashMap, fmt};

use rumql_api::wire::{Field, ListedConnection};
use rumql_catalog::Kind;
use rumql_semantics::Datum;

use super::types::as_kind;
use crate::store::{Column, Table};

/// A table that connections read: its columns by name, its rows by each of their cells.
#[derive(Debug, Clone, Default)]
pub(crate) struct Join {
    columns: HashMap<String, usize>,
    rows: Vec<Vec<String>>,
}

/// Why a connection brings nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum JoinError {
    /// The table has no such column.
    NoColumn(String),
    /// A cell is not what its field holds.
    Value { column: String, value: String, kind: Kind },
}

impl Join {
    pub(crate) fn new(names: Vec<String>, rows: Vec<Vec<String>>) -> Self {
        Self { columns: names.into_iter().enumerate().map(|(place, name)| (name, place)).collect(), rows }
    }

    /// The columns that a connection adds to `table`, each with its attribute. An empty cell is missing; of
    /// two rows of one key the first counts.
    pub(crate) fn columns(
        &self,
        table: &Table,
        connection: &ListedConnection,
    ) -> Result<Vec<(String, Column)>, JoinError> {
        let join = connection.join.clone().unwrap_or_default();
        let attribute = join.attribute.unwrap_or_default();
        let names = [Some(attribute.as_str()), join.kind.as_deref()];
        let key = names.into_iter().flatten().find_map(|name| self.columns.get(name));
        let key = *key.ok_or_else(|| JoinError::NoColumn(attribute.clone()))?;
        let mut rows: HashMap<&str, &[String]> = HashMap::new();
        for row in &self.rows {
            if let Some(cell) = row.get(key).filter(|cell| !cell.is_empty()) {
                rows.entry(cell).or_insert(row);
            }
        }
        let fields = connection.fields.iter().flatten();
        fields
            .map(|field| Ok((format!("@{}", field.id), self.column(table, &attribute, &rows, field)?)))
            .collect()
    }

    fn column(
        &self,
        table: &Table,
        attribute: &str,
        rows: &HashMap<&str, &[String]>,
        field: &Field,
    ) -> Result<Column, JoinError> {
        let place = *self
            .columns
            .get(&field.source_name)
            .ok_or_else(|| JoinError::NoColumn(field.source_name.clone()))?;
        let kind = Kind::parse(&field.kind);
        let mut column = Column::default();
        for row in 0..table.len() {
            let cells = table.text(row, attribute).and_then(|key| rows.get(key));
            let Some(cell) = cells.and_then(|cells| cells.get(place)).filter(|cell| !cell.is_empty()) else {
                continue;
            };
            let value = as_kind(&Datum::Text(cell.clone()), kind).ok_or_else(|| JoinError::Value {
                column: field.source_name.clone(),
                value: cell.clone(),
                kind,
            })?;
            column.add(row, value);
        }
        Ok(column)
    }
}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoColumn(name) => write!(f, "the table has no column `{name}`"),
            Self::Value { column, value, kind } => {
                write!(f, "`{value}` of the column `{column}` is not {}", kind.describe())
            }
        }
    }
}

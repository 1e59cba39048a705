//! Which records are there, and which of them are meant?

use std::borrow::Cow;

use indexmap::IndexMap;
use jiff::Timestamp;
use rumql_hir::Query;
use rumql_semantics::{Datum, DatumRef, Values, matches};

use super::{Column, column::order};

/// The records of one entity.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    /// By name, in the order in which they came.
    columns: IndexMap<String, Column>,
    rows: usize,
}

/// One record of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    table: &'a Table,
    row: usize,
}

impl Table {
    /// How many records there are.
    pub(crate) fn len(&self) -> usize {
        self.rows
    }

    /// Begins a record, and tells its number.
    pub(crate) fn begin(&mut self) -> usize {
        self.rows += 1;
        self.rows - 1
    }

    /// Adds a value to a record. Records are filled from the first to the last.
    pub(crate) fn add(&mut self, row: usize, name: &str, value: Datum) {
        if let Some(column) = self.columns.get_mut(name) {
            return column.add(row, value);
        }
        let mut column = Column::default();
        column.add(row, value);
        self.columns.insert(name.to_owned(), column);
    }

    /// Puts a column in, in place of one of its name.
    pub(crate) fn insert(&mut self, name: &str, column: Column) {
        self.columns.insert(name.to_owned(), column);
    }

    /// Takes the column of an attribute out.
    pub(crate) fn remove(&mut self, name: &str) {
        self.columns.shift_remove(name);
    }

    /// The column that holds exactly this name.
    pub(crate) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.get(name)
    }

    /// The columns, in the order in which they came.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (&str, &Column)> {
        self.columns.iter().map(|(name, column)| (name.as_str(), column))
    }

    /// Where the values of an attribute of a record lie: `@a.b` is read from the key `@a.b`, or else from
    /// the path a, b.
    pub(crate) fn column_of(&self, row: usize, attribute: &str) -> Option<&Column> {
        let own = self.column(attribute).filter(|column| !column.at(row).is_empty());
        own.or_else(|| self.column(attribute.strip_prefix('@')?))
    }

    pub(crate) fn row(&self, row: usize) -> Row<'_> {
        Row { table: self, row }
    }

    /// The records that a query means, in their order.
    pub(crate) fn filter(&self, query: &Query) -> Vec<usize> {
        match query {
            Query::All => (0..self.rows).collect(),
            query => (0..self.rows).filter(|row| matches(query, &self.row(*row))).collect(),
        }
    }

    /// Those of `rows` in which some text holds `term`, letters in either case.
    pub(crate) fn search(&self, rows: &mut Vec<usize>, term: &str) {
        let term = term.to_lowercase();
        let holds = |value: &Datum| matches!(value, Datum::Text(text) if text.to_lowercase().contains(&term));
        let columns: Vec<(&Column, Vec<bool>)> = self
            .columns
            .values()
            .map(|column| (column, column.distinct().iter().map(holds).collect()))
            .filter(|(_, found): &(_, Vec<bool>)| found.contains(&true))
            .collect();
        rows.retain(|row| {
            columns.iter().any(|(column, found)| {
                column.at(*row).iter().any(|place| found.get(*place as usize).copied().unwrap_or_default())
            })
        });
    }

    /// Sorts records by an attribute; those without it come last either way, and equals go by `id`.
    pub(crate) fn sort(&self, rows: &mut [usize], attribute: &str, descending: bool, id: &str) {
        let key = |name: &str| self.whole(name).map(|column| (column.ranks(), column));
        let (by, ties) = (key(attribute), key(id));
        let rank = |key: &Option<(Vec<u32>, Cow<'_, Column>)>, row: usize| {
            let (ranks, column) = key.as_ref()?;
            column.at(row).iter().filter_map(|place| ranks.get(*place as usize)).min().copied()
        };
        rows.sort_by_cached_key(|row| {
            let place = rank(&by, *row);
            let place = if descending { place.map(|place| u32::MAX - place) } else { place };
            (place.is_none(), place, rank(&ties, *row), *row)
        });
    }

    /// The values of an attribute among `rows`, and how many hold each: the most frequent first, then in
    /// their order.
    pub(crate) fn facet(&self, rows: &[usize], attribute: &str) -> Vec<(Datum, usize)> {
        let Some(column) = self.whole(attribute) else { return Vec::new() };
        let mut counts = vec![0_usize; column.distinct().len()];
        for row in rows {
            let places = column.at(*row);
            for (index, place) in places.iter().enumerate() {
                // A record that holds a value twice is one record.
                let is_again = places.get(..index).is_some_and(|before| before.contains(place));
                if let Some(count) = counts.get_mut(*place as usize).filter(|_| !is_again) {
                    *count += 1;
                }
            }
        }
        let values = column.distinct().iter().cloned().zip(counts);
        let mut counted: Vec<(Datum, usize)> = values.filter(|(_, count)| *count > 0).collect();
        counted.sort_by(|(a, more), (b, fewer)| fewer.cmp(more).then_with(|| order(a.as_ref(), b.as_ref())));
        counted
    }

    /// All values of an attribute: those of its own column, and where that has none, those of the path.
    fn whole(&self, attribute: &str) -> Option<Cow<'_, Column>> {
        let path = attribute.strip_prefix('@').and_then(|path| self.column(path));
        match (self.column(attribute), path) {
            (Some(own), Some(path)) => {
                let mut whole = own.clone();
                for row in (0..self.rows).filter(|row| own.at(*row).is_empty()) {
                    let places = path.at(row).iter();
                    let values = places.filter_map(|place| path.distinct().get(*place as usize));
                    values.for_each(|value| whole.add(row, value.clone()));
                }
                Some(Cow::Owned(whole))
            }
            (own, path) => own.or(path).map(Cow::Borrowed),
        }
    }

    /// The moment of a record's attribute, if it has one.
    pub(crate) fn moment(&self, row: usize, attribute: &str) -> Option<Timestamp> {
        self.column_of(row, attribute)?.values(row).find_map(|datum| match datum {
            DatumRef::Moment(moment) => Some(moment),
            DatumRef::Text(_) | DatumRef::Number(_) => None,
        })
    }

    /// The text of a record's attribute, if it has one.
    pub(crate) fn text(&self, row: usize, attribute: &str) -> Option<&str> {
        self.column_of(row, attribute)?.values(row).find_map(|datum| match datum {
            DatumRef::Text(text) => Some(text),
            DatumRef::Moment(_) | DatumRef::Number(_) => None,
        })
    }
}

impl<'a> Row<'a> {
    /// The values of an attribute.
    pub(crate) fn values(&self, attribute: &str) -> impl Iterator<Item = DatumRef<'a>> + use<'a> {
        let row = self.row;
        self.table.column_of(row, attribute).into_iter().flat_map(move |column| column.values(row))
    }
}

impl Values for Row<'_> {
    fn any(&self, attribute: &str, passes: &mut dyn FnMut(DatumRef<'_>) -> bool) -> bool {
        let column = self.table.column_of(self.row, attribute);
        column.is_some_and(|column| column.values(self.row).any(passes))
    }

    fn any_text(&self, passes: &mut dyn FnMut(&str) -> bool) -> bool {
        self.table.columns.values().any(|column| {
            column.values(self.row).any(|datum| matches!(datum, DatumRef::Text(text) if passes(text)))
        })
    }
}

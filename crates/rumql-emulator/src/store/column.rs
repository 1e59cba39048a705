//! What are the values of one attribute?

use std::{cmp::Ordering, collections::HashMap};

use rumql_semantics::{Datum, DatumRef};

/// The cell of a row that has no value.
const MISSING: u32 = u32::MAX;

/// Set in a cell that stands for several values: the rest is the place of their list.
const SEVERAL: u32 = 1 << 31;

/// The values of one attribute, row by row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Column {
    /// Each value once, in the order in which it came.
    values: Vec<Datum>,
    /// The place of each value.
    places: HashMap<Datum, u32>,
    /// A cell a row; rows behind the last one are missing.
    cells: Vec<u32>,
    /// What cells that stand for several values hold.
    lists: Vec<Vec<u32>>,
}

impl Column {
    /// Adds a value to a row. Rows are filled from the first to the last.
    pub(crate) fn add(&mut self, row: usize, value: Datum) {
        let place = self.place(value);
        self.put(row, place);
    }

    /// The place of a value, which is taken in if it is new.
    pub(crate) fn place(&mut self, value: Datum) -> u32 {
        if let Some(place) = self.places.get(&value) {
            return *place;
        }
        let place = self.values.len() as u32;
        self.values.push(value.clone());
        self.places.insert(value, place);
        place
    }

    /// Adds the value of a place to a row.
    pub(crate) fn put(&mut self, row: usize, place: u32) {
        if self.cells.len() <= row {
            self.cells.resize(row + 1, MISSING);
        }
        let Some(cell) = self.cells.get_mut(row) else { return };
        match *cell {
            MISSING => *cell = place,
            several if several & SEVERAL != 0 => {
                if let Some(list) = self.lists.get_mut((several & !SEVERAL) as usize) {
                    list.push(place);
                }
            }
            one => {
                *cell = SEVERAL | self.lists.len() as u32;
                self.lists.push(vec![one, place]);
            }
        }
    }

    /// The same with each value as another one.
    ///
    /// # Errors
    /// The place of the first value that `convert` has none for.
    pub(crate) fn converted(&self, convert: impl Fn(&Datum) -> Option<Datum>) -> Result<Self, u32> {
        let mut column = Self::default();
        let mut places = Vec::with_capacity(self.values.len());
        for (place, value) in self.values.iter().enumerate() {
            places.push(column.place(convert(value).ok_or(place as u32)?));
        }
        let moved = |place: u32| places.get(place as usize).copied().unwrap_or(MISSING);
        column.lists =
            self.lists.iter().map(|list| list.iter().map(|place| moved(*place)).collect()).collect();
        let cell = |cell: u32| if cell == MISSING || cell & SEVERAL != 0 { cell } else { moved(cell) };
        column.cells = self.cells.iter().map(|old| cell(*old)).collect();
        Ok(column)
    }

    /// The first row that holds the value of a place.
    pub(crate) fn row_of(&self, place: u32) -> Option<usize> {
        (0..self.cells.len()).find(|row| self.at(*row).contains(&place))
    }

    /// The places of a row's values; none, if it is missing.
    pub(crate) fn at(&self, row: usize) -> &[u32] {
        match self.cells.get(row) {
            None | Some(&MISSING) => &[],
            Some(cell) if cell & SEVERAL != 0 => {
                self.lists.get((cell & !SEVERAL) as usize).map_or(&[], Vec::as_slice)
            }
            Some(cell) => std::slice::from_ref(cell),
        }
    }

    /// The values of a row.
    pub(crate) fn values(&self, row: usize) -> impl Iterator<Item = DatumRef<'_>> {
        self.at(row).iter().filter_map(|place| self.values.get(*place as usize)).map(Datum::as_ref)
    }

    /// Each value once, by place.
    pub(crate) fn distinct(&self) -> &[Datum] {
        &self.values
    }

    /// The place of a value that a row may hold.
    pub(crate) fn find(&self, value: &Datum) -> Option<u32> {
        self.places.get(value).copied()
    }

    /// Where each value stands in the order of all.
    pub(crate) fn ranks(&self) -> Vec<u32> {
        let mut sorted: Vec<u32> = (0..self.values.len() as u32).collect();
        let value = |place: &u32| self.values.get(*place as usize);
        sorted.sort_by(|a, b| match (value(a), value(b)) {
            (Some(a), Some(b)) => order(a.as_ref(), b.as_ref()),
            _ => Ordering::Equal,
        });
        let mut ranks = vec![0; sorted.len()];
        for (rank, place) in sorted.into_iter().enumerate() {
            if let Some(slot) = ranks.get_mut(place as usize) {
                *slot = rank as u32;
            }
        }
        ranks
    }
}

/// Text by bytes, numbers and moments by size; of different types numbers come first, then moments.
pub(crate) fn order(a: DatumRef<'_>, b: DatumRef<'_>) -> Ordering {
    match (a, b) {
        (DatumRef::Text(a), DatumRef::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
        (DatumRef::Number(a), DatumRef::Number(b)) => a.cmp(&b),
        (DatumRef::Moment(a), DatumRef::Moment(b)) => a.cmp(&b),
        (a, b) => sort(a).cmp(&sort(b)),
    }
}

fn sort(datum: DatumRef<'_>) -> u8 {
    match datum {
        DatumRef::Number(_) => 0,
        DatumRef::Moment(_) => 1,
        DatumRef::Text(_) => 2,
    }
}

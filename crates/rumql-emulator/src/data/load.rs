//! How are files read?

use std::{
    collections::BTreeMap,
    io::{self, BufRead, Read},
    sync::LazyLock,
};

use rumql_api::wire::{ListedConnection, MappingAttribute};
use rumql_catalog::{Catalog, Snapshot};
use rumql_semantics::Datum;
use rumql_source::Entity;
use serde::Deserialize;

use super::{Data, DataError, Join, Profiles, id_of, json::add_record, types};
use crate::store::Table;

/// The name of the mapping.
const MAPPING: &str = "mapping.lock.json";

/// Whatever holds the files: a folder of the disk, or one in memory.
pub trait Folder {
    /// Opens a file by its name, with `/` between folders. `None` if there is none.
    ///
    /// # Errors
    /// There is one, and it cannot be read.
    fn open(&self, name: &str) -> io::Result<Option<Box<dyn BufRead + '_>>>;
}

/// What a mapping says beside the attributes.
#[derive(Default, Deserialize)]
struct Lock {
    #[serde(default)]
    entities: Entities,
}

#[derive(Default, Deserialize)]
struct Entities {
    #[serde(default)]
    users: Listed,
    #[serde(default)]
    accounts: Listed,
}

#[derive(Default, Deserialize)]
struct Listed {
    #[serde(default)]
    attributes: Vec<MappingAttribute>,
    #[serde(default)]
    connections: Vec<ListedConnection>,
}

/// Reads `users`, `accounts` and `events`, each `.jsonl` or `.csv`, `mapping.lock.json`, and of `tables/NAME.csv`
/// those that its connections name. `given` goes before the mapping of the folder. What is not there is
/// empty; a folder with none of the three is an error.
///
/// # Errors
/// The first file that cannot be used, and why.
pub fn load(folder: &dyn Folder, given: Option<&str>) -> Result<Data, DataError> {
    let text = match given {
        Some(text) => Some(text.to_owned()),
        None => read_text(folder, MAPPING)?,
    };
    let unread = |why: String| DataError::new(MAPPING, why);
    let snapshot =
        text.as_deref().map(Snapshot::parse).transpose().map_err(|error| unread(error.to_string()))?;
    let lock: Lock = match &text {
        Some(text) => serde_json::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|error| unread(error.to_string()))?,
        None => Lock::default(),
    };
    let catalog = |entity| {
        let own = snapshot.as_ref().and_then(|snapshot| snapshot.catalog(entity));
        own.unwrap_or_else(|| Catalog::builtin(entity))
    };
    let users = table(folder, "users", catalog(Entity::Users))?;
    let accounts = table(folder, "accounts", catalog(Entity::Accounts))?;
    let events = table(folder, "events", catalog(Entity::Events))?;
    if users.is_none() && accounts.is_none() && events.is_none() {
        let why = "none of users.jsonl, accounts.jsonl and events.jsonl (or .csv) is there";
        return Err(DataError::new("the folder", why));
    }
    let profiles = |entity, found: Option<(Table, String)>, listed: Listed| -> Result<Profiles, DataError> {
        let (table, file) = found.unwrap_or_default();
        check_ids(&table, id_of(entity), &file)?;
        let mapping = match listed.attributes.is_empty() {
            true => types::mapping_of(&table, catalog(entity)),
            false => own_attributes(listed.attributes, &listed.connections),
        };
        Ok(Profiles { table, mapping, connections: listed.connections })
    };
    let events = events.unwrap_or_default().0;
    let mut data = Data {
        users: profiles(Entity::Users, users, lock.entities.users)?,
        accounts: profiles(Entity::Accounts, accounts, lock.entities.accounts)?,
        events: LazyLock::new(Box::new(|| events)),
        tables: BTreeMap::new(),
    };
    join_all(folder, &mut data)?;
    Ok(data)
}

/// The attributes that no connection brings: what a connection brings comes and goes with it.
fn own_attributes(all: Vec<MappingAttribute>, connections: &[ListedConnection]) -> Vec<MappingAttribute> {
    let brought = |name: &str| {
        let fields = connections.iter().flat_map(|connection| connection.fields.iter().flatten());
        name.strip_prefix('@').is_some_and(|id| fields.into_iter().any(|field| field.id == id))
    };
    all.into_iter().filter(|attribute| !brought(&attribute.attribute)).collect()
}

fn join_all(folder: &dyn Folder, data: &mut Data) -> Result<(), DataError> {
    for entity in [Entity::Users, Entity::Accounts] {
        for connection in data.profiles(entity).connections.clone() {
            let name = table_name(&connection).to_owned();
            let file = format!("tables/{name}.csv");
            if !data.tables.contains_key(&name)
                && let Some(read) = read_table(folder, &file)?
            {
                data.tables.insert(name.clone(), read);
            }
            // Its values may stand in the records themselves.
            let Some(join) = data.tables.get(&name) else { continue };
            let columns = join.columns(&data.profiles(entity).table, &connection);
            let columns = columns.map_err(|error| DataError::new(&file, error.to_string()))?;
            let table = &mut data.profiles_mut(entity).table;
            columns.into_iter().for_each(|(name, column)| table.insert(&name, column));
        }
    }
    Ok(())
}

/// The table that a connection reads: `metadata.table`, or else its id.
pub(crate) fn table_name(connection: &ListedConnection) -> &str {
    let named = connection.metadata.as_ref().and_then(|metadata| metadata.get("table"));
    named.map_or(connection.id.as_str(), String::as_str)
}

/// The table of `NAME.jsonl` or `NAME.csv`, and the file's name.
fn table(folder: &dyn Folder, name: &str, catalog: &Catalog) -> Result<Option<(Table, String)>, DataError> {
    let lines = format!("{name}.jsonl");
    let cells = format!("{name}.csv");
    let (file, mut table, is_csv) = if let Some(reader) = open(folder, &lines)? {
        let table = read_lines(reader, &lines)?;
        (lines, table, false)
    } else if let Some(reader) = open(folder, &cells)? {
        let table = read_cells(reader, &cells)?;
        (cells, table, true)
    } else {
        return Ok(None);
    };
    types::settle(&mut table, catalog, is_csv, &file)?;
    Ok(Some((table, file)))
}

fn open<'f>(folder: &'f dyn Folder, name: &str) -> Result<Option<Box<dyn BufRead + 'f>>, DataError> {
    folder.open(name).map_err(|error| DataError::new(name, error.to_string()))
}

fn read_text(folder: &dyn Folder, name: &str) -> Result<Option<String>, DataError> {
    let Some(mut reader) = open(folder, name)? else { return Ok(None) };
    let mut text = String::new();
    reader.read_to_string(&mut text).map_err(|error| DataError::new(name, error.to_string()))?;
    Ok(Some(text))
}

fn read_lines(mut reader: Box<dyn BufRead + '_>, file: &str) -> Result<Table, DataError> {
    let mut table = Table::default();
    let mut line = String::new();
    for number in 1.. {
        line.clear();
        let read = reader.read_line(&mut line);
        let failed = |why: String| DataError::new(&format!("{file}:{number}"), why);
        if read.map_err(|error| failed(format!("{error}; the file has to be UTF-8")))? == 0 {
            break;
        }
        let text = line.trim_start_matches('\u{feff}').trim();
        if !text.is_empty() {
            add_record(&mut table, text)
                .map_err(|error| failed(format!("each line is one object of attributes: {error}")))?;
        }
    }
    Ok(table)
}

fn read_cells(reader: Box<dyn BufRead + '_>, file: &str) -> Result<Table, DataError> {
    let mut table = Table::default();
    let (names, rows) = cells(reader, file)?;
    for cells in rows {
        let row = table.begin();
        for (name, cell) in names.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            table.add(row, name, Datum::Text(cell));
        }
    }
    Ok(table)
}

fn read_table(folder: &dyn Folder, file: &str) -> Result<Option<Join>, DataError> {
    let Some(reader) = open(folder, file)? else { return Ok(None) };
    let (names, rows) = cells(reader, file)?;
    Ok(Some(Join::new(names, rows)))
}

/// The names of the columns, and the cells of each row.
fn cells(reader: impl Read, file: &str) -> Result<(Vec<String>, Vec<Vec<String>>), DataError> {
    // The reader skips a byte order mark itself; each error tells its line.
    let mut reader = csv::ReaderBuilder::new().from_reader(reader);
    let failed = |error: csv::Error| DataError::new(file, error.to_string());
    let names = reader.headers().map_err(failed)?.iter().map(str::to_owned).collect();
    let mut rows = Vec::new();
    for row in reader.records() {
        rows.push(row.map_err(failed)?.iter().map(str::to_owned).collect());
    }
    Ok((names, rows))
}

/// Every record has an id of its own.
fn check_ids(table: &Table, id: &str, file: &str) -> Result<(), DataError> {
    let column = table.column(id);
    let mut first: Vec<Option<usize>> = vec![None; column.map_or(0, |column| column.distinct().len())];
    for row in 0..table.len() {
        let place = column.and_then(|column| column.at(row).first());
        let Some(slot) = place.and_then(|place| first.get_mut(*place as usize)) else {
            let why = format!("record {} has no `{id}`; each record needs one", row + 1);
            return Err(DataError::new(file, why));
        };
        if let Some(other) = slot.replace(row) {
            let why = format!("records {} and {} have the same `{id}`", other + 1, row + 1);
            return Err(DataError::new(file, why));
        }
    }
    Ok(())
}

//! What do connections bring, and how do they change?

use rumql_api::wire::{
    ConnectionAttributes, Connections, Field, FieldChange, Join, ListedConnection, UpdateAttributes, kinds,
};
use rumql_source::Entity;

use super::{Refused, body, told};
use crate::{
    data::{Profiles, table_name},
    emulator::{Options, State},
};

/// Who made a connection here.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

pub(super) fn list(state: &State, entity: Entity) -> Vec<u8> {
    let connections = state.data.profiles(entity).connections.clone();
    told(kinds::CONNECTIONS, "list_connections_response", Connections { connections })
}

pub(super) fn create(
    state: &mut State,
    options: &Options,
    entity: Entity,
    bytes: &[u8],
) -> Result<Vec<u8>, Refused> {
    let (id, asked): (_, ConnectionAttributes) = body(state, options, entity, kinds::CONNECTION, bytes)?;
    let known = &state.data.profiles(entity).connections;
    let id = id.unwrap_or_else(|| format!("connection-{}", known.len() + 1));
    if known.iter().any(|connection| connection.id == id) {
        return Err(Refused::new(409, format!("Connection with ID '{id}' already exists")));
    }
    let now = options.now.to_string();
    let connection = ListedConnection {
        id,
        kind: Some(asked.kind),
        join: Some(Join { attribute: Some(asked.join_attribute), kind: Some(asked.join_type) }),
        fields: Some(asked.fields.unwrap_or_default()),
        metadata: asked.metadata,
        created_at: Some(now.clone()),
        created_by: Some(NOBODY.to_owned()),
        updated_at: Some(now),
        updated_by: Some(NOBODY.to_owned()),
    };
    put(state, entity, None, connection)
}

pub(super) fn update(
    state: &mut State,
    options: &Options,
    entity: Entity,
    bytes: &[u8],
) -> Result<Vec<u8>, Refused> {
    let (id, asked): (_, UpdateAttributes) = body(state, options, entity, kinds::CONNECTION, bytes)?;
    let id = id.ok_or_else(|| Refused::bad("data.id is missing: it names the connection"))?;
    let place = place(state.data.profiles(entity), &id)?;
    let Some(old) = state.data.profiles(entity).connections.get(place) else { return Err(unknown(&id)) };
    let mut connection = old.clone();
    let mut fields = connection.fields.take().unwrap_or_default();
    for change in asked.fields_to_update.unwrap_or_default() {
        changed(&mut fields, change)?;
    }
    for gone in asked.fields_to_delete.unwrap_or_default() {
        let place = fields.iter().position(|field| field.id == gone);
        drop(fields.remove(place.ok_or_else(|| no_field(&gone))?));
    }
    fields.extend(asked.fields_to_add.unwrap_or_default());
    connection.fields = Some(fields);
    connection.updated_at = Some(options.now.to_string());
    put(state, entity, Some(place), connection)
}

pub(super) fn delete(state: &mut State, entity: Entity, id: &str) -> Result<Vec<u8>, Refused> {
    let profiles = state.data.profiles_mut(entity);
    let place = place(profiles, id)?;
    let gone = profiles.connections.remove(place);
    clear(profiles, &gone);
    state.forget_snapshot();
    Ok(Vec::new())
}

/// Puts a connection in, or in the place of an old one, with the columns that it brings.
fn put(
    state: &mut State,
    entity: Entity,
    place: Option<usize>,
    connection: ListedConnection,
) -> Result<Vec<u8>, Refused> {
    check_fields(state.data.profiles(entity), place, &connection)?;
    let name = table_name(&connection);
    let Some(join) = state.data.tables.get(name) else {
        let known: Vec<&str> = state.data.tables.keys().map(String::as_str).collect();
        let why = format!("there is no reference table '{name}'; there are: {}", known.join(", "));
        return Err(Refused::bad(why));
    };
    let columns = join.columns(&state.data.profiles(entity).table, &connection);
    let columns = columns.map_err(|error| Refused::bad(error.to_string()))?;
    let profiles = state.data.profiles_mut(entity);
    match place.and_then(|place| profiles.connections.get_mut(place)) {
        Some(old) => {
            let old = std::mem::replace(old, connection);
            clear(profiles, &old);
        }
        None => profiles.connections.push(connection),
    }
    columns.into_iter().for_each(|(name, column)| profiles.table.insert(&name, column));
    state.forget_snapshot();
    Ok(Vec::new())
}

/// No two attributes have one name.
fn check_fields(
    profiles: &Profiles,
    place: Option<usize>,
    connection: &ListedConnection,
) -> Result<(), Refused> {
    let others = profiles.connections.iter().enumerate().filter(|(index, _)| Some(*index) != place);
    let taken: Vec<&str> = others
        .flat_map(|(_, other)| other.fields.iter().flatten())
        .map(|field| field.id.as_str())
        .chain(profiles.mapping.iter().filter_map(|known| known.attribute.strip_prefix('@')))
        .collect();
    let fields: Vec<&str> = connection.fields.iter().flatten().map(|field| field.id.as_str()).collect();
    for (index, id) in fields.iter().enumerate() {
        if taken.contains(id) || fields.get(..index).is_some_and(|before| before.contains(id)) {
            return Err(Refused::new(409, format!("Field '{id}' already exists")));
        }
    }
    Ok(())
}

fn changed(fields: &mut [Field], change: FieldChange) -> Result<(), Refused> {
    let field = fields.iter_mut().find(|field| field.id == change.field_id);
    let field = field.ok_or_else(|| no_field(&change.field_id))?;
    field.id = change.updated_field_id.unwrap_or_else(|| field.id.clone());
    field.display_name = change.updated_display_name.or_else(|| field.display_name.take());
    field.description = change.updated_description.or_else(|| field.description.take());
    field.groups = change.updated_groups.or_else(|| field.groups.take());
    Ok(())
}

/// Takes out the columns that a connection brought.
fn clear(profiles: &mut Profiles, gone: &ListedConnection) {
    gone.fields.iter().flatten().for_each(|field| profiles.table.remove(&format!("@{}", field.id)));
}

fn place(profiles: &Profiles, id: &str) -> Result<usize, Refused> {
    profiles.connections.iter().position(|connection| connection.id == id).ok_or_else(|| unknown(id))
}

fn unknown(id: &str) -> Refused {
    Refused::new(404, format!("Connection with ID '{id}' not found"))
}

fn no_field(id: &str) -> Refused {
    Refused::bad(format!("Field '{id}' not found"))
}

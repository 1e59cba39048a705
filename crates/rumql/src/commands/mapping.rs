//! `rumql mapping pull|show`: which attributes does the organisation have?

use std::path::Path;

use rumql_api::{
    FacetQuery, facet, list_connections, mapping,
    wire::{Mapping, MappingAttribute},
};
use rumql_catalog::Snapshot;
use rumql_project::save_as;
use rumql_source::Entity;
use serde_json::{Map, Value, json};

use crate::{
    api::{Api, Stop, dry_run},
    args::{AnswerFormat, MappingAction, PullArgs, ShowArgs},
    exit::Exit,
    report::{
        guard::{MAX_LABEL, clean},
        table,
    },
    session::Session,
};

/// The most values of an attribute that are written down.
const VALUES: i64 = 1_000;

pub(crate) fn run(action: &MappingAction, session: &mut Session) -> Exit {
    let outcome = match action {
        MappingAction::Pull(args) => pull(args, session),
        MappingAction::Show(args) => show(args, session),
    };
    match outcome {
        Ok(exit) | Err(exit) => exit,
    }
}

fn show(args: &ShowArgs, session: &mut Session) -> Result<Exit, Stop> {
    let endpoint = mapping(args.entity.entity());
    if args.api.dry_run {
        return Ok(dry_run(&endpoint.request, &args.api, session));
    }
    let api = Api::open(&args.api, args.api.now.unwrap_or(session.now), session)?;
    let answer = api.read(&endpoint, session)?;
    let text = match args.output {
        AnswerFormat::Json => format!("{}\n", answer.raw.get()),
        AnswerFormat::Table => {
            let header = ["attribute", "type", "name", "description", "groups"].map(str::to_owned).to_vec();
            table(header, rows(&answer.value), session)
        }
    };
    session.out.text(text);
    Ok(Exit::Clean)
}

/// The attributes, by name.
fn rows(mapping: &Mapping) -> impl Iterator<Item = Vec<String>> {
    let mut attributes: Vec<&MappingAttribute> = mapping.attributes.iter().collect();
    attributes.sort_by(|a, b| a.attribute.cmp(&b.attribute));
    attributes.into_iter().map(|known| {
        let text = |text: &Option<String>| clean(text.as_deref().unwrap_or_default(), MAX_LABEL);
        let groups = clean(&known.groups.clone().unwrap_or_default().join(", "), MAX_LABEL);
        let name = clean(&known.attribute, MAX_LABEL);
        vec![name, text(&known.kind), text(&known.display_name), text(&known.description), groups]
    })
}

/// Fetches everything first, and writes the file as one.
fn pull(args: &PullArgs, session: &mut Session) -> Result<Exit, Stop> {
    if args.api.dry_run {
        for entity in [Entity::Users, Entity::Accounts] {
            dry_run(&mapping(entity).request, &args.api, session);
        }
        return Ok(Exit::Clean);
    }
    let api = Api::open(&args.api, args.api.now.unwrap_or(session.now), session)?;
    let mut entities = Map::new();
    let mut unknown: Vec<&String> = args.with_values.iter().collect();
    for entity in [Entity::Users, Entity::Accounts] {
        let known = api.read(&mapping(entity), session)?;
        let mut listed = value(known.raw.get());
        let connections = api.read(&list_connections(entity), session)?;
        if let Some(object) = listed.as_object_mut() {
            let connections = value(connections.raw.get()).get_mut("connections").map(Value::take);
            object.insert(
                "connections".to_owned(),
                connections.filter(Value::is_array).unwrap_or_else(|| json!([])),
            );
            let names: Vec<&String> = args
                .with_values
                .iter()
                .filter(|name| known.value.attributes.iter().any(|known| known.attribute == **name))
                .collect();
            unknown.retain(|name| !names.contains(name));
            observe(&api, entity, &names, object, session)?;
        }
        entities.insert(entity.as_str().to_owned(), listed);
    }
    if let Some(name) = unknown.first() {
        return Err(session
            .stop(&format!("`{name}` is an attribute of neither users nor accounts; nothing was written")));
    }
    let fetched = args.api.now.unwrap_or(session.now).strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let lock = json!({ "version": 1, "fetched": fetched, "entities": entities });
    let snapshot = Snapshot::parse(&lock.to_string());
    let snapshot =
        snapshot.map_err(|error| session.stop(&format!("the fetched mapping cannot be used: {error}")))?;
    save_as(&args.file, &snapshot.to_json()).map_err(|error| session.stop(&error.to_string()))?;
    session.note(&told(&snapshot, &args.file));
    Ok(Exit::Clean)
}

/// Adds the values and the ranges that the records hold.
fn observe(
    api: &Api,
    entity: Entity,
    names: &[&String],
    listed: &mut Map<String, Value>,
    session: &mut Session,
) -> Result<(), Stop> {
    let (mut values, mut ranges) = (Map::new(), Map::new());
    for name in names {
        let asked = FacetQuery { attribute: (*name).clone(), limit: VALUES, query: None, term: None };
        let answer = api.read(&facet(entity, &asked), session)?;
        if let Some(range) = answer.value.result.range {
            ranges.insert((*name).clone(), serde_json::to_value(range).unwrap_or_default());
        }
        let found = answer.value.result.values.unwrap_or_default();
        if found.len() as i64 == VALUES {
            // A list that is cut would make rarer values look like mistakes.
            session.note(&format!("`{name}` has {VALUES} values or more; they are not written down"));
            continue;
        }
        let texts: Vec<Value> = found.iter().map(|value| Value::String(value.text())).collect();
        if !texts.is_empty() {
            values.insert((*name).clone(), Value::Array(texts));
        }
    }
    listed.insert("values".to_owned(), Value::Object(values));
    listed.insert("ranges".to_owned(), Value::Object(ranges));
    Ok(())
}

fn value(raw: &str) -> Value {
    serde_json::from_str(raw).unwrap_or_default()
}

fn told(snapshot: &Snapshot, file: &Path) -> String {
    let count = |entity| snapshot.catalog(entity).map_or(0, |catalog| catalog.attributes().count());
    let (users, accounts) = (count(Entity::Users), count(Entity::Accounts));
    format!("wrote {}: {users} attributes of users, {accounts} of accounts", file.display())
}

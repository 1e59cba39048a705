//! `rumql connection list|create|update|delete`: what brings custom attributes?

mod change;
mod usage;

use rumql_api::{
    Change, ChangeKind, Consent, Outcome, list_connections,
    wire::{Connections, ListedConnection},
};
use rumql_source::Entity;

use crate::{
    api::{Api, Stop, dry_run, failed},
    args::{AnswerFormat, ApiArgs, ConnectionAction, DeleteArgs, ShowArgs, WriteArgs},
    exit::Exit,
    report::{
        counted,
        guard::{MAX_LABEL, clean},
        table,
    },
    session::Session,
};

pub(crate) fn run(action: &ConnectionAction, session: &mut Session) -> Exit {
    let outcome = match action {
        ConnectionAction::List(args) => list(args, session),
        ConnectionAction::Create(args) => {
            change::create(args, session).and_then(|change| write(args, change, session))
        }
        ConnectionAction::Update(args) => {
            change::update(args, session).and_then(|change| write(args, change, session))
        }
        ConnectionAction::Delete(args) => delete(args, session),
    };
    match outcome {
        Ok(exit) | Err(exit) => exit,
    }
}

fn list(args: &ShowArgs, session: &mut Session) -> Result<Exit, Stop> {
    let endpoint = list_connections(args.entity.entity());
    if args.api.dry_run {
        return Ok(dry_run(&endpoint.request, &args.api, session));
    }
    let api = open(&args.api, session)?;
    let answer = api.read(&endpoint, session)?;
    let text = match args.output {
        AnswerFormat::Json => format!("{}\n", answer.raw.get()),
        AnswerFormat::Table => {
            let header = ["id", "type", "join", "fields", "updated"].map(str::to_owned).to_vec();
            table(header, rows(&answer.value), session)
        }
    };
    session.out.text(text);
    Ok(Exit::Clean)
}

fn rows(connections: &Connections) -> impl Iterator<Item = Vec<String>> {
    connections.connections.iter().map(|known| {
        let join = known.join.clone().unwrap_or_default().attribute.unwrap_or_default();
        let fields: Vec<String> =
            known.fields.iter().flatten().map(|field| format!("@{} ({})", field.id, field.kind)).collect();
        // The zero of the server's clock stands for "not known".
        let updated = known.updated_at.as_deref().filter(|at| !at.starts_with("0001")).unwrap_or_default();
        let kind = known.kind.clone().unwrap_or_default();
        let cells = [known.id.clone(), kind, join, fields.join(", "), updated.to_owned()];
        cells.iter().map(|cell| clean(cell, 4 * MAX_LABEL)).collect()
    })
}

fn open(args: &ApiArgs, session: &mut Session) -> Result<Api, Stop> {
    Api::open(args, args.now.unwrap_or(session.now), session)
}

/// Creates or updates, once somebody agreed.
fn write(args: &WriteArgs, change: Change, session: &mut Session) -> Result<Exit, Stop> {
    let told = told(&change);
    if let Some(exit) = held_back(&args.api, &change, session) {
        return Ok(exit);
    }
    session.aside(format!("{told}\n"));
    let question = "Send this? [y/N]";
    let consent = match args.yes || !session.can_ask() {
        true => Consent::flagged(change, args.yes, None),
        false => Consent::typed(change, &session.ask(question)),
    };
    let consent = consent.map_err(|withheld| session.stop(&withheld.to_string()))?;
    let api = open(&args.api, session)?;
    Ok(send(&api, consent, "done", session))
}

fn delete(args: &DeleteArgs, session: &mut Session) -> Result<Exit, Stop> {
    let entity = args.entity.entity();
    let change = Change { entity, kind: ChangeKind::Delete(args.id.clone()) };
    if let Some(exit) = held_back(&args.api, &change, session) {
        return Ok(exit);
    }
    let api = open(&args.api, session)?;
    let known = api.read(&list_connections(entity), session)?.value.connections;
    let Some(connection) = known.iter().find(|connection| connection.id == args.id) else {
        let ids: Vec<&str> = known.iter().map(|known| known.id.as_str()).collect();
        let ids = if ids.is_empty() { "none".to_owned() } else { ids.join(", ") };
        return Err(session.stop(&format!("{entity} have no connection `{}`; there are: {ids}", args.id)));
    };
    warn(entity, connection, session)?;
    let question = format!("Type `{}` to delete it:", args.id);
    let consent = match args.yes || args.confirm.is_some() || !session.can_ask() {
        true => Consent::flagged(change, args.yes, args.confirm.as_deref()),
        false => Consent::typed(change, &session.ask(&question)),
    };
    let consent = consent.map_err(|withheld| session.stop(&withheld.to_string()))?;
    Ok(send(&api, consent, "deleted", session))
}

/// A change that goes no further, by `--read-only` or `--dry-run`.
fn held_back(args: &ApiArgs, change: &Change, session: &mut Session) -> Option<Exit> {
    if args.dry_run {
        return Some(dry_run(&change.request(), args, session));
    }
    args.read_only.then(|| session.stop("nothing was sent: --read-only refuses changes"))
}

/// What is lost, and who asks for it.
fn warn(entity: Entity, connection: &ListedConnection, session: &mut Session) -> Result<(), Stop> {
    let fields: Vec<String> =
        connection.fields.iter().flatten().map(|field| format!("@{}", field.id)).collect();
    let lost = if fields.is_empty() { "no fields".to_owned() } else { fields.join(", ") };
    let count = counted(fields.len(), "field");
    session.aside(format!(
        "Deleting the connection `{}` of {entity} cannot be undone. {count} will be lost: {lost}\n",
        clean(&connection.id, MAX_LABEL),
        lost = clean(&lost, 16 * MAX_LABEL),
    ));
    let places = usage::places(&fields, session)?;
    match places.is_empty() {
        true => session.aside("No segment below this folder asks for them.\n"),
        false => {
            session.aside(format!("{} below this folder ask for them:\n", counted(places.len(), "place")));
            places.iter().for_each(|place| session.aside(format!("  {place}\n")));
        }
    }
    Ok(())
}

fn send(api: &Api, consent: Consent, done: &str, session: &mut Session) -> Exit {
    match api.with(session, |executor| executor.write(consent)) {
        Outcome::Done => {
            session.note(done);
            Exit::Clean
        }
        Outcome::NotDone(error) => failed(&error, session),
        Outcome::Unknown(error) => {
            session.error(&format!(
                "{error}; whether the change was made is not known, and it was not sent again"
            ));
            session.help("look with `rumql connection list` before you try again");
            Exit::Unknown
        }
    }
}

/// What will change, for a person.
fn told(change: &Change) -> String {
    let entity = change.entity;
    let mut lines = Vec::new();
    match &change.kind {
        ChangeKind::Create(id, attributes) => {
            let id = id.as_deref().unwrap_or("(an id that the server chooses)");
            lines.push(format!(
                "Create the connection `{id}` of {entity}, joined on `{}`:",
                attributes.join_attribute
            ));
            lines.extend(attributes.fields.iter().flatten().map(|field| {
                format!("  + @{} ({}), from the column `{}`", field.id, field.kind, field.source_name)
            }));
        }
        ChangeKind::Update(id, attributes) => {
            lines.push(format!("Update the connection `{id}` of {entity}:"));
            lines.extend(attributes.fields_to_add.iter().flatten().map(|field| {
                format!("  + @{} ({}), from the column `{}`", field.id, field.kind, field.source_name)
            }));
            lines.extend(attributes.fields_to_update.iter().flatten().map(|field| {
                let renamed = field.updated_field_id.as_ref().map(|id| format!(", renamed to @{id}"));
                format!("  ~ @{}{}", field.field_id, renamed.unwrap_or_default())
            }));
            lines.extend(attributes.fields_to_delete.iter().flatten().map(|id| format!("  - @{id}")));
        }
        ChangeKind::Delete(id) => lines.push(format!("Delete the connection `{id}` of {entity}")),
    }
    lines.iter().map(|line| clean(line, 4 * MAX_LABEL)).collect::<Vec<_>>().join("\n")
}

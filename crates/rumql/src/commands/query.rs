//! `rumql query users|accounts QUERY`: which records match?

mod asked;
mod export;
mod table;
mod write;

use rumql_api::{ProfileQuery, query, wire::Hits};
use rumql_project::Project;
use rumql_source::Entity;

use self::{
    asked::{Ask, Origin},
    export::Export,
};
use crate::{
    api::{Api, Gate, Stop, dry_run, pretty},
    args::QueryArgs,
    exit::Exit,
    session::Session,
};

pub(crate) fn run(args: &QueryArgs, session: &mut Session) -> Exit {
    match ask(args, session) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn ask(args: &QueryArgs, session: &mut Session) -> Result<Exit, Stop> {
    let now = args.api.now.unwrap_or(session.now);
    let entity = args.entity.entity();
    let mut project = Project::new(&args.api.mapping).map_err(|error| session.stop(&error.to_string()))?;
    let ask = match &args.segment {
        Some(name) => asked::segment(name, args, &mut project, now, session)?,
        None => asked::arguments(args, now).map_err(|why| session.stop(&why))?,
    };
    let api = Api::open(&args.api, now, session)?;
    let gate = api.gate(&args.api, &args.sending, entity, &mut project, session)?;
    let wanted = clear(&ask, &gate, session)?;
    let endpoint = query(&wanted);
    if args.api.dry_run {
        return Ok(dry_run(&endpoint.request, &args.api, session));
    }
    let hits = match args.all {
        true => Export::new(&api, &gate, entity).run(&wanted, session)?,
        false => api.read(&endpoint, session)?.value,
    };
    if args.count {
        return Ok(count(&hits, session));
    }
    let catalog = gate.snapshot.as_ref().and_then(|snapshot| snapshot.catalog(entity));
    write::write(&hits, &ask.columns, catalog, now, args.output, session);
    tell_rest(&hits, session);
    Ok(Exit::Clean)
}

/// Checks what is asked, and makes of it what may be sent.
fn clear(ask: &Ask, gate: &Gate, session: &mut Session) -> Result<ProfileQuery, Stop> {
    let found = match &ask.origin {
        Origin::Arguments => {
            let body = query(&ask.as_written()).request.body.unwrap_or_default();
            gate.check(&pretty(&body), ask.entity, session)?
        }
        Origin::Segment { source, pending } => gate.check_segment(source, pending, &ask.name, session)?,
    };
    let mut cleared = ask.as_written();
    cleared.query = gate.clear(&ask.query, ask.entity, &found, session)?;
    if let Some(events) = &mut cleared.events {
        events.query = gate.clear(events.query.text(), Entity::Events, &found, session)?;
    }
    Ok(cleared)
}

fn count(hits: &Hits, session: &mut Session) -> Exit {
    match hits.total {
        Some(total) => session.out.text(format!("{total}\n")),
        None => {
            session.error("the answer does not tell how many match");
            return Exit::Api;
        }
    }
    Exit::Clean
}

/// What the answer leaves out: the API has no next page.
fn tell_rest(hits: &Hits, session: &mut Session) {
    let shown = hits.hits.len() as i64;
    match hits.total {
        Some(total) if total > shown => session.note(&format!(
            "{shown} of {total} records; the API has no next page: raise --limit, narrow the query, or fetch --all"
        )),
        Some(0) | None if shown == 0 => session.note("nobody matches"),
        _ => {}
    }
}

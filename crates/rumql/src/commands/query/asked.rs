//! What is asked: by arguments, or by a segment of the project?

use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use rumql_api::{Cleared, EventQuery, ProfileQuery, Waiver};
use rumql_document::{Moment, Request, RequestKind, Role, Window};
use rumql_hir::Pending;
use rumql_lint::pending;
use rumql_project::{Naming, Project, Source, discover};
use rumql_source::Entity;
use rumql_syntax::literal::{InstantForm, instant};

use crate::{api::Stop, args::QueryArgs, session::Session};

/// The most records that are asked for where nothing says how many.
const DEFAULT_LIMIT: i64 = 100;

/// The most records of one answer where all are fetched.
const PAGE: i64 = 1_000;

/// What is asked, as it is written.
pub(super) struct Ask {
    pub(super) origin: Origin,
    /// The name of the segment.
    pub(super) name: String,
    pub(super) entity: Entity,
    pub(super) query: String,
    pub(super) columns: Vec<String>,
    limit: i64,
    sort: Option<(String, bool)>,
    search: Option<String>,
    events: Option<(String, i64, i64)>,
}

/// Where it is written.
pub(super) enum Origin {
    Arguments,
    /// In a file of the project; `pending` are the names that its connections bring.
    Segment {
        source: Box<Source>,
        pending: Pending,
    },
}

impl Ask {
    /// The request with its queries as they stand; nothing sends it.
    pub(super) fn as_written(&self) -> ProfileQuery {
        let draft = |text: &str, entity| Cleared::waived(text, entity, &Waiver::by_force());
        ProfileQuery {
            query: draft(&self.query, self.entity),
            columns: self.columns.clone(),
            limit: Some(self.limit),
            sort: self.sort.clone(),
            search: self.search.clone(),
            events: self.events.as_ref().map(|(query, start, end)| EventQuery {
                query: draft(query, Entity::Events),
                start: *start,
                end: *end,
            }),
        }
    }

    fn check(self) -> Result<Self, String> {
        if self.events.is_some() && self.entity == Entity::Accounts {
            return Err("accounts have no event query; ask `rumql query users`".to_owned());
        }
        if self.events.is_some() && (self.sort.is_some() || self.search.is_some()) {
            return Err("an event query takes neither a sort nor a search; leave them out".to_owned());
        }
        Ok(self)
    }
}

/// What the arguments ask.
pub(super) fn arguments(args: &QueryArgs, now: Timestamp) -> Result<Ask, String> {
    let events = match &args.events {
        Some(query) => {
            let (start, end) = frame(args, now)?;
            Some((query.clone(), start, end))
        }
        None => None,
    };
    let ask = Ask {
        origin: Origin::Arguments,
        name: String::new(),
        entity: args.entity.entity(),
        query: args.query.clone().unwrap_or_default(),
        columns: args.select.clone(),
        limit: limit(args, None),
        sort: args.sort.clone(),
        search: args.search.clone(),
        events,
    };
    ask.check()
}

/// How many records an answer holds, where a segment says `written`.
fn limit(args: &QueryArgs, written: Option<i64>) -> i64 {
    match (args.count, args.all) {
        (true, _) => 1,
        (_, true) => args.limit.unwrap_or(PAGE),
        _ => args.limit.or(written).unwrap_or(DEFAULT_LIMIT),
    }
}

/// From when to when events count, in Unix seconds.
fn frame(args: &QueryArgs, now: Timestamp) -> Result<(i64, i64), String> {
    match (&args.within, args.start, args.end) {
        (Some(within), None, None) => window(within, now),
        (None, Some(start), end) => Ok((start.as_second(), end.unwrap_or(now).as_second())),
        (None, None, _) => Err("say when the events happened: --within 7d, or --start and --end".to_owned()),
        (Some(_), ..) => Err("give either --within, or --start and --end".to_owned()),
    }
}

/// `7d` up to now.
fn window(within: &str, now: Timestamp) -> Result<(i64, i64), String> {
    let read = instant(within, now).filter(|read| read.form == InstantForm::Age);
    let start = read.ok_or_else(|| format!("`{within}` is no length of time; write it like 7d or 12h"))?;
    Ok((start.at.as_second(), now.as_second()))
}

/// What a segment of the project asks.
pub(super) fn segment(
    name: &str,
    args: &QueryArgs,
    project: &mut Project,
    now: Timestamp,
    session: &mut Session,
) -> Result<Ask, Stop> {
    let sources = sources(project, session)?;
    let places = sources.iter().enumerate().flat_map(|(place, source)| {
        source.document.requests.iter().enumerate().map(move |(index, request)| (place, index, request))
    });
    let segments: Vec<(usize, usize, &Request)> =
        places.filter(|(_, _, request)| request.kind == RequestKind::Segment).collect();
    let named = |request: &Request| request.name.as_ref().is_some_and(|known| known.text == name);
    let found: Vec<_> = segments.iter().filter(|(_, _, request)| named(request)).collect();
    let (place, index) = match found.as_slice() {
        [(place, index, _)] => (*place, *index),
        [] => {
            let names = segments.iter().filter_map(|(_, _, request)| request.name.as_ref());
            return Err(session.stop(&unknown(name, names.map(|name| name.text.as_str()))));
        }
        [(first, ..), (second, ..), ..] => {
            let path = |place: usize| sources.get(place).map_or("", |source| source.path.as_str());
            let (first, second) = (path(*first), path(*second));
            let why =
                format!("`{name}` is the name of several segments: in {first} and in {second}; rename one");
            return Err(session.stop(&why));
        }
    };
    let pending = pending(sources.iter().map(|source| &source.document));
    let Some(source) = sources.into_iter().nth(place) else {
        return Err(session.stop("the segment is gone"));
    };
    let read = ask_of(&source, index, args, now).and_then(|mut ask| {
        name.clone_into(&mut ask.name);
        ask.origin = Origin::Segment { source: Box::new(source), pending };
        ask.check()
    });
    read.map_err(|why| session.stop(&format!("segment `{name}`: {why}")))
}

/// Every file of the project that is ours.
fn sources(project: &mut Project, session: &mut Session) -> Result<Vec<Source>, Stop> {
    let found = discover(&[PathBuf::from(".")]);
    let mut sources = Vec::new();
    for file in found.files {
        let config = project.config(&file.path).map_err(|error| session.stop(&error.to_string()))?;
        let naming = Naming { entity: None, fallback: config.entity, expected: file.expected };
        match Source::read(&file.path, naming) {
            Ok(source) if source.is_ours() => sources.push(source),
            Ok(_) => {}
            Err(error) => session.note(&error.to_string()),
        }
    }
    Ok(sources)
}

fn unknown<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    let near = known.map(|known| (strsim::damerau_levenshtein(known, name), known)).min();
    match near {
        Some((distance, known)) if distance <= 3 => {
            format!("no segment is called `{name}`; did you mean `{known}`?")
        }
        Some(_) => format!("no segment below this folder is called `{name}`"),
        None => "there is no segment below this folder".to_owned(),
    }
}

/// What a segment asks; arguments go before it.
fn ask_of(source: &Source, index: usize, args: &QueryArgs, now: Timestamp) -> Result<Ask, String> {
    let request = source.document.requests.get(index).ok_or("it is gone")?;
    let text = |role| {
        let mut own = source.document.queries.iter().filter(|query| query.request == Some(index));
        own.find(|query| query.role == role).map(|query| query.scalar.text.clone())
    };
    let entity = request.entity.unwrap_or(Entity::Users);
    if entity != args.entity.entity() {
        return Err(format!("it asks for {entity}; write `rumql query {entity} --segment …`"));
    }
    let written = |scalar: &Option<rumql_document::Scalar>| scalar.as_ref().map(|scalar| scalar.text.clone());
    let order = written(&request.sort_order).unwrap_or_default().to_ascii_lowercase();
    let events = match (text(Role::EventQuery), &request.window) {
        (Some(query), Some(window)) => {
            let (start, end) = frame_of(window, now)?;
            Some((query, start, end))
        }
        (Some(_), None) => return Err("its event query lacks `within`, or `start` and `end`".to_owned()),
        (None, _) => None,
    };
    let columns = request.columns.iter().map(|column| column.text.clone()).collect();
    let limit = request.limit.as_ref().and_then(|limit| limit.span.slice(&source.text).trim().parse().ok());
    Ok(Ask {
        origin: Origin::Arguments,
        name: String::new(),
        entity,
        query: text(Role::Query).unwrap_or_default(),
        columns: if args.select.is_empty() { columns } else { args.select.clone() },
        limit: self::limit(args, limit),
        sort: args
            .sort
            .clone()
            .or_else(|| Some((written(&request.sort_field)?, order == "desc")))
            .filter(|_| !args.all),
        search: args.search.clone().or_else(|| written(&request.search_term)),
        events,
    })
}

/// From when to when the events of a segment count, in Unix seconds.
fn frame_of(written: &Window, now: Timestamp) -> Result<(i64, i64), String> {
    if let Some(within) = &written.within {
        return window(&within.text, now);
    }
    let moment = |moment: &Moment| {
        let text = match moment {
            Moment::Number(number) => number.as_str(),
            Moment::Text(scalar) => scalar.text.as_str(),
        };
        let read = instant(text, now).map(|read| read.at.as_second());
        read.ok_or_else(|| format!("`{text}` is no moment"))
    };
    let start = written.start.as_ref().ok_or("its event query lacks `start`, or `within`")?;
    let end = written.end.as_ref().map_or(Ok(now.as_second()), |end| moment(&end.value))?;
    Ok((moment(&start.value)?, end))
}

/// How long ago a moment is, in the largest unit that fits: `5 days ago`.
pub(super) fn ago(at: Timestamp, now: Timestamp) -> String {
    let age = now.duration_since(at);
    let told = |count: i64, unit: &str| match count {
        1 => format!("1 {unit}"),
        count => format!("{count} {unit}s"),
    };
    let length = age.abs();
    let length = match length {
        _ if length < SignedDuration::from_mins(1) => return "now".to_owned(),
        _ if length < SignedDuration::from_hours(1) => told(length.as_mins(), "minute"),
        _ if length < SignedDuration::from_hours(48) => told(length.as_hours(), "hour"),
        _ => told(length.as_hours() / 24, "day"),
    };
    if age.is_negative() { format!("in {length}") } else { format!("{length} ago") }
}

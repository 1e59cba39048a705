//! What is answered to a request?

use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use rumql_api::{Operation, Request, Response, Route, RouteError, Transport, TransportError};
use rumql_catalog::Snapshot;
use rumql_source::Entity;

use crate::{
    Data, Fault,
    faults::Faults,
    routes::{self, Refused},
};

/// The API over data in memory.
pub struct Emulator {
    state: Mutex<State>,
    options: Options,
}

/// How the emulator behaves.
#[derive(Debug, Clone)]
pub struct Options {
    /// The moment that relative times count from.
    pub now: Timestamp,
    /// What goes wrong on purpose.
    pub faults: Vec<Fault>,
    /// Whether facets of numbers tell their range, as the description of the API says; two of its official
    /// clients cannot read that, since its schema says otherwise.
    pub numeric_ranges: bool,
}

/// What changes from request to request.
pub(crate) struct State {
    pub(crate) data: Data,
    /// The mappings as they are now; made again after a write.
    snapshot: Option<Snapshot>,
    faults: Faults,
}

/// Requests that are allowed in a period, by the headers; they are told, not enforced.
const LIMIT: u64 = 300;

impl Emulator {
    /// An emulator over these data.
    pub fn new(data: Data, options: Options) -> Self {
        let faults = Faults::new(&options.faults);
        Self { state: Mutex::new(State { data, snapshot: None, faults }), options }
    }

    /// The answer to a request as it comes over HTTP: a method, a path without a query string, a body.
    pub fn answer(&self, method: &str, path: &str, body: &[u8]) -> Response {
        // What panicked in the middle of a write left nothing half done: writes replace whole values.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let count = state.faults.count();
        let spoilt = state.faults.next();
        let mut response = match spoilt.status {
            Some(status) => Refused::of_fault(status).response(),
            None => match Operation::route(method, path) {
                Ok(route) => routes::answer(&mut state, &self.options, &route, body),
                Err(error) => no_route(error, path),
            },
        };
        drop(state);
        response.headers.extend(rate_limit(count, response.status));
        if let Some(wait) = spoilt.wait {
            std::thread::sleep(wait);
        }
        if spoilt.malformed {
            response.body.truncate(response.body.len() / 2);
        }
        response
    }

    /// How many users, accounts and events there are.
    pub fn counts(&self) -> (usize, usize, usize) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).data.counts()
    }
}

impl State {
    /// The mappings of both entities.
    pub(crate) fn snapshot(&mut self) -> &Snapshot {
        let data = &self.data;
        self.snapshot.get_or_insert_with(|| routes::mapping::snapshot(data))
    }

    /// Has to be called after a write.
    pub(crate) fn forget_snapshot(&mut self) {
        self.snapshot = None;
    }
}

impl Transport for Emulator {
    fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let body = request.body.as_deref().unwrap_or_default();
        Ok(self.answer(request.operation.method().as_str(), &request.path, body))
    }

    fn place(&self) -> String {
        "the sample data".to_owned()
    }
}

fn no_route(error: RouteError, path: &str) -> Response {
    match error {
        RouteError::NoPath => Refused::new(404, format!("{path} is no path of the audience API")).response(),
        RouteError::NoMethod => Refused::new(405, format!("{path} takes another method")).response(),
    }
}

fn rate_limit(count: u64, status: u16) -> Vec<(String, String)> {
    let left = if status == 429 { 0 } else { LIMIT.saturating_sub(count % LIMIT) };
    let headers = [
        ("x-ratelimit-limit", LIMIT.to_string()),
        ("x-ratelimit-period", "60".to_owned()),
        ("x-ratelimit-remaining", left.to_string()),
        ("x-ratelimit-reset", "1".to_owned()),
        ("x-ratelimit-name", "audience_management".to_owned()),
    ];
    headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The entity that a path names.
pub(crate) fn entity_of(route: &Route) -> Result<Entity, Refused> {
    let named = route.parameters.first().map_or("", String::as_str);
    match named {
        "users" => Ok(Entity::Users),
        "accounts" => Ok(Entity::Accounts),
        other => {
            Err(Refused::new(404, format!("Entity '{other}' not found. Valid entities: users, accounts")))
        }
    }
}

//! Which operation answers, and what if the request is wrong?

mod connection;
mod facet;
pub(crate) mod mapping;
mod query;

use rumql_api::{Operation, Response, Route, wire::Body};
use rumql_document::{Host, Options as Reading, read};
use rumql_hir::{Catalogs, Query, Scope, lower};
use rumql_lint::{Input, Settings, check};
use rumql_source::{Entity, Severity};
use rumql_syntax::parse;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::emulator::{Options, State, entity_of};

/// Records that are returned without a `limit`. The specification names no default.
const DEFAULT_LIMIT: i64 = 100;

/// A request that is not answered as it hoped.
#[derive(Debug)]
pub(crate) struct Refused {
    status: u16,
    detail: String,
}

/// The families of findings that make a query wrong. What is only unwise is answered; the shape of a body
/// is what the specification says once it has been read.
const WRONG: [&str; 3] = ["SYN", "REF", "TYP"];

pub(crate) fn answer(state: &mut State, options: &Options, route: &Route, body: &[u8]) -> Response {
    let answered = match route.operation {
        Operation::QueryUsers => query::profiles(state, options, Entity::Users, body),
        Operation::QueryAccounts => query::profiles(state, options, Entity::Accounts, body),
        Operation::QueryEventFilteredUsers => query::event_filtered(state, options, body),
        Operation::GetUserFacetInfo => facet::facet(state, options, Entity::Users, body),
        Operation::GetAccountFacetInfo => facet::facet(state, options, Entity::Accounts, body),
        Operation::GetMapping => entity_of(route).map(|entity| mapping::mapping(state, entity)),
        Operation::ListConnections => entity_of(route).map(|entity| connection::list(state, entity)),
        Operation::CreateConnection => {
            entity_of(route).and_then(|entity| connection::create(state, options, entity, body))
        }
        Operation::UpdateConnection => {
            entity_of(route).and_then(|entity| connection::update(state, options, entity, body))
        }
        Operation::DeleteConnection => entity_of(route).and_then(|entity| {
            connection::delete(state, entity, route.parameters.get(1).map_or("", String::as_str))
        }),
    };
    let body = match answered {
        Ok(body) => body,
        Err(refused) => return refused.response(),
    };
    let headers = content_type(body.is_empty().then_some("text/plain"));
    Response { status: route.operation.success(), headers, body }
}

fn content_type(other: Option<&str>) -> Vec<(String, String)> {
    vec![("content-type".to_owned(), other.unwrap_or("application/json").to_owned())]
}

/// The bytes of an answer.
fn told(kind: &str, id: &str, attributes: impl Serialize) -> Vec<u8> {
    // Plain data with text keys is always written.
    serde_json::to_vec(&Body::new(kind, Some(id.to_owned()), attributes)).unwrap_or_default()
}

/// Reads a body, and refuses one that breaks the specification or that has an error in it.
fn body<T: DeserializeOwned>(
    state: &mut State,
    options: &Options,
    entity: Entity,
    kind: &str,
    bytes: &[u8],
) -> Result<(Option<String>, T), Refused> {
    let text = std::str::from_utf8(bytes).map_err(|_| Refused::bad("the body is not UTF-8"))?;
    let value: Value =
        serde_json::from_str(text).map_err(|error| Refused::bad(format!("the body is not JSON: {error}")))?;
    let given = value.pointer("/data/type").and_then(Value::as_str);
    if given != Some(kind) {
        let given = given.unwrap_or_default();
        return Err(Refused::bad(format!("got type \"{given}\" expected one of \"{kind}\"")));
    }
    let read: Body<T> = serde_json::from_str(text).map_err(|error| Refused::bad(error.to_string()))?;
    find_errors(state, options, entity, text)?;
    let missing = || Refused::bad("data.attributes is missing");
    Ok((read.data.id, read.data.attributes.ok_or_else(missing)?))
}

/// Refuses a body in which an error is found.
fn find_errors(state: &mut State, options: &Options, entity: Entity, text: &str) -> Result<(), Refused> {
    let document = read(text, Host::Json, &Reading { entity: Some(entity), expected: true });
    let settings = Settings::default();
    let input = Input {
        path: "body",
        text,
        document: &document,
        catalogs: Catalogs { snapshot: Some(state.snapshot()) },
        now: options.now,
        settings: &settings,
    };
    let findings = check(&input);
    let is_wrong = |code: &str| WRONG.iter().any(|family| code.starts_with(family));
    let wrong = findings
        .iter()
        .map(|finding| &finding.diagnostic)
        .find(|found| found.severity == Severity::Error && is_wrong(found.code.id));
    match wrong {
        Some(found) => Err(Refused::bad(format!("{}: {}", found.code, found.message))),
        None => Ok(()),
    }
}

/// What a query means. Without one, everything.
fn meaning(state: &mut State, options: &Options, entity: Entity, text: Option<&str>) -> Query {
    let scope = Scope {
        entity,
        catalogs: Catalogs { snapshot: Some(state.snapshot()) },
        pending: None,
        now: options.now,
    };
    text.map_or(Query::All, |text| lower(&parse(text), &scope).query)
}

/// How many records a limit lets through.
fn limit(asked: Option<i64>) -> Result<usize, Refused> {
    usize::try_from(asked.unwrap_or(DEFAULT_LIMIT)).map_err(|_| Refused::bad("limit is below zero"))
}

impl Refused {
    pub(crate) fn new(status: u16, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into() }
    }

    pub(crate) fn bad(detail: impl Into<String>) -> Self {
        Self::new(400, detail)
    }

    /// A fault that was asked for.
    pub(crate) fn of_fault(status: u16) -> Self {
        Self::new(status, if status == 429 { "Too many requests" } else { "asked for by --fault" })
    }

    /// In the shape that sibling services of the API use for this status.
    pub(crate) fn response(&self) -> Response {
        let title = match self.status {
            400 => "Bad Request",
            403 => "Forbidden",
            404 => "Not Found",
            405 => "Method Not Allowed",
            409 => "Conflict",
            429 => "Too Many Requests",
            _ => "Generic Error",
        };
        let (body, kind) = match self.status {
            // The only error that the specification declares.
            429 => (json!({ "errors": [self.detail] }), None),
            403 => (json!({ "errors": [{ "title": title }] }), Some("text/plain; charset=utf-8")),
            status => (
                json!({ "errors": [{ "status": status.to_string(), "title": title, "detail": self.detail }] }),
                Some("application/vnd.api+json"),
            ),
        };
        Response { status: self.status, headers: content_type(kind), body: body.to_string().into_bytes() }
    }
}

//! Which connections do the files hold?

use std::collections::HashMap;

use rumql_catalog::Connection;
use rumql_document::{Field, Problem, Request, RequestKind, Scalar};
use rumql_source::{Entity, Span};

use crate::context::ReadFile;

/// A connection in a file: as it shall be, or what shall change.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Connected<'a> {
    /// The file, as an index.
    pub(crate) file: usize,
    /// All of it.
    pub(crate) request: &'a Request,
    /// Whose it is; where it does not say, the one entity that has a connection of this id.
    pub(crate) entity: Option<Entity>,
    /// Its id.
    pub(crate) id: Option<&'a Scalar>,
    /// Whether all of it could be read, so that what is not there is missing.
    pub(crate) sound: bool,
}

impl<'a> Connected<'a> {
    /// The fields that it defines or adds.
    pub(crate) fn fields(&self) -> &'a [Field] {
        &self.request.connection.fields
    }

    /// Whether it defines or adds a field of this id.
    pub(crate) fn brings(&self, id: &str) -> bool {
        self.fields().iter().any(|field| field.id.as_ref().is_some_and(|it| it.text == id))
    }

    /// Whether it takes a field of this id away.
    pub(crate) fn deletes(&self, id: &str) -> bool {
        self.request.connection.deletes.iter().any(|it| it.text == id)
    }

    /// What it is known by; `None` if it does not say.
    pub(crate) fn key(&self) -> Option<(Entity, &'a str)> {
        Some((self.entity?, self.id?.text.as_str()))
    }
}

/// All connections, in the order of the files.
pub(super) fn gather<'a>(files: &'a [ReadFile<'a>], live: &[(Entity, Connection<'a>)]) -> Vec<Connected<'a>> {
    let mut all = Vec::new();
    for (file, read) in files.iter().enumerate() {
        let document = read.input.document;
        for request in document.requests.iter().filter(|request| is_connection(request.kind)) {
            let sound = is_sound(request, &document.problems);
            let id = request.connection.id.as_ref();
            all.push(Connected { file, request, entity: request.entity, id, sound });
        }
    }
    let owners = owners(&all, live);
    for it in all.iter_mut().filter(|it| it.entity.is_none()) {
        it.entity = it.id.and_then(|id| owners.get(id.text.as_str()).copied().flatten());
    }
    all
}

fn is_connection(kind: RequestKind) -> bool {
    matches!(kind, RequestKind::Connection | RequestKind::CreateConnection | RequestKind::UpdateConnection)
}

/// The one entity that is known to have a connection of an id; `None` if both have one.
fn owners<'l>(
    all: &[Connected<'l>],
    live: &'l [(Entity, Connection<'_>)],
) -> HashMap<&'l str, Option<Entity>> {
    let told = all.iter().filter_map(|it| Some((it.id?.text.as_str(), it.entity?)));
    let mut owners = HashMap::new();
    for (id, entity) in told.chain(live.iter().map(|(entity, it)| (it.id, *entity))) {
        let owner = owners.entry(id).or_insert(Some(entity));
        if *owner != Some(entity) {
            *owner = None;
        }
    }
    owners
}

fn is_sound(request: &Request, problems: &[Problem]) -> bool {
    let is_within = |span: Span| request.span.start <= span.start && span.end <= request.span.end;
    let spoils =
        |problem: &Problem| matches!(problem, Problem::Unreadable { .. }) || is_within(problem.span());
    let has_ids = request.connection.fields.iter().all(|field| field.id.is_some());
    has_ids && !problems.iter().any(spoils)
}

//! Which connections do the files and the mapping hold?

use std::collections::{HashMap, HashSet};

use rumql_catalog::Connection;
use rumql_document::{Field, Problem, Request, RequestKind, Scalar};
use rumql_source::{Entity, Span};

use crate::context::ReadFile;

/// What a connection is known by.
pub(crate) type Key<'a> = (Entity, &'a str);

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

/// All connections of files that belong together.
#[derive(Debug)]
pub(crate) struct Connections<'a> {
    /// Those in the files: entries of connection files, and bodies that create or change one.
    pub(crate) all: Vec<Connected<'a>>,
    live: Vec<(Entity, Connection<'a>)>,
    live_by_key: HashMap<Key<'a>, usize>,
    live_by_field: HashMap<Key<'a>, Vec<&'a str>>,
    by_key: HashMap<Key<'a>, Vec<usize>>,
    by_field: HashMap<Key<'a>, Vec<usize>>,
    /// The fields that a body deletes or renames, each with its connection.
    deleted: HashSet<(Key<'a>, &'a str)>,
}

impl<'a> Connected<'a> {
    /// What it is known by; `None` if it does not say.
    pub(crate) fn key(&self) -> Option<Key<'a>> {
        Some((self.entity?, self.id?.text.as_str()))
    }

    /// Whether it is an entry of a connection file, which says what shall be.
    pub(crate) fn is_declared(&self) -> bool {
        self.request.kind == RequestKind::Connection
    }

    /// The fields that it defines or adds, with their ids.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&'a Field, &'a Scalar)> {
        self.request.connection.fields.iter().filter_map(|field| Some((field, field.id.as_ref()?)))
    }

    /// The ids that it renames fields to.
    pub(crate) fn renamed(&self) -> impl Iterator<Item = &'a Scalar> {
        self.request.connection.updates.iter().filter_map(|update| update.id.as_ref())
    }

    /// The ids of the fields that it deletes, or renames to another.
    fn deleted(&self) -> impl Iterator<Item = &'a str> {
        let connection = &self.request.connection;
        let renamed = connection.updates.iter().filter(|update| update.id.is_some());
        let renamed = renamed.filter_map(|update| update.field.as_ref());
        connection.deletes.iter().chain(renamed).map(|id| id.text.as_str())
    }
}

impl<'a> Connections<'a> {
    pub(super) fn gather(files: &'a [ReadFile<'a>]) -> Self {
        let live = live(files);
        let all = connected(files, &live);
        let mut connections = Self {
            live_by_field: HashMap::new(),
            live_by_key: live.iter().enumerate().map(|(at, (entity, it))| ((*entity, it.id), at)).collect(),
            live,
            all: Vec::new(),
            by_key: HashMap::new(),
            by_field: HashMap::new(),
            deleted: HashSet::new(),
        };
        for (entity, it) in &connections.live {
            for field in it.fields.iter().flatten() {
                connections.live_by_field.entry((*entity, field.id)).or_default().push(it.id);
            }
        }
        for (at, it) in all.iter().enumerate() {
            let Some(key) = it.key() else { continue };
            connections.by_key.entry(key).or_default().push(at);
            for id in it.fields().map(|(_, id)| id).chain(it.renamed()) {
                connections.by_field.entry((key.0, id.text.as_str())).or_default().push(at);
            }
            connections.deleted.extend(it.deleted().map(|id| (key, id)));
        }
        Self { all, ..connections }
    }

    /// The connections that the mapping recorded: what is. None may mean that they were not asked for.
    pub(crate) fn live(&self, entity: Entity) -> impl Iterator<Item = &Connection<'a>> {
        self.live.iter().filter(move |(owner, _)| *owner == entity).map(|(_, it)| it)
    }

    /// The recorded connection of this key.
    pub(crate) fn live_of(&self, key: Key<'_>) -> Option<&Connection<'a>> {
        self.live.get(*self.live_by_key.get(&key)?).map(|(_, it)| it)
    }

    /// Those in the files of this key.
    pub(crate) fn of<'c>(&'c self, key: Key<'c>) -> impl Iterator<Item = &'c Connected<'a>> {
        self.pick(self.by_key.get(&key))
    }

    /// Whether it is the first entry of its key in connection files. What is said once of a
    /// connection is said there.
    pub(crate) fn is_first_entry(&self, connected: &Connected<'_>) -> bool {
        let first = connected.key().and_then(|key| self.of(key).find(|it| it.is_declared()));
        first.is_some_and(|it| (it.file, it.request.span) == (connected.file, connected.request.span))
    }

    /// Those in the files that bring a field of this id to an entity.
    pub(crate) fn bringing<'c>(
        &'c self,
        entity: Entity,
        field: &'c str,
    ) -> impl Iterator<Item = &'c Connected<'a>> {
        self.pick(self.by_field.get(&(entity, field)))
    }

    fn pick<'c>(&'c self, indices: Option<&'c Vec<usize>>) -> impl Iterator<Item = &'c Connected<'a>> {
        indices.map_or(&[][..], Vec::as_slice).iter().filter_map(|at| self.all.get(*at))
    }

    /// Whether a body in the files deletes a field of a connection, or renames it.
    pub(crate) fn is_deleted(&self, key: Key<'_>, field: &str) -> bool {
        self.deleted.contains(&(key, field))
    }

    /// Whether another connection than this one brings the field to the same entity, in the files or
    /// as the mapping recorded it.
    pub(crate) fn is_brought_by_another(&self, key: Key<'_>, field: &str) -> bool {
        let another = |other: Key<'_>| other != key && !self.is_deleted(other, field);
        self.bringing(key.0, field).filter_map(Connected::key).any(another)
            || self.live_bringing(key.0, field).any(|id| another((key.0, id)))
    }

    /// The ids of the recorded connections that bring a field of this id to an entity.
    pub(crate) fn live_bringing<'c>(
        &'c self,
        entity: Entity,
        field: &'c str,
    ) -> impl Iterator<Item = &'a str> + use<'a, 'c> {
        self.live_by_field.get(&(entity, field)).map_or(&[][..], Vec::as_slice).iter().copied()
    }
}

fn live<'a>(files: &'a [ReadFile<'a>]) -> Vec<(Entity, Connection<'a>)> {
    // Files that belong together share one mapping.
    let snapshot = files.first().and_then(|file| file.input.catalogs.snapshot);
    let of = |entity| {
        let catalog = snapshot.and_then(|snapshot| snapshot.catalog(entity));
        catalog.into_iter().flat_map(|catalog| catalog.connections()).map(move |it| (entity, it))
    };
    of(Entity::Users).chain(of(Entity::Accounts)).collect()
}

/// All connections of the files, in their order.
fn connected<'a>(files: &'a [ReadFile<'a>], live: &[(Entity, Connection<'a>)]) -> Vec<Connected<'a>> {
    let mut all = Vec::new();
    for (file, read) in files.iter().enumerate() {
        let document = read.input.document;
        let mut problems: Vec<Span> = document.problems.iter().map(Problem::span).collect();
        problems.sort_unstable();
        let readable = !document.problems.iter().any(|it| matches!(it, Problem::Unreadable { .. }));
        for request in document.requests.iter().filter(|request| is_connection(request.kind)) {
            let sound = readable && is_sound(request, &problems);
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
fn owners<'a>(all: &[Connected<'a>], live: &[(Entity, Connection<'a>)]) -> HashMap<&'a str, Option<Entity>> {
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

/// Whether nothing is wrong within a request; `problems` are sorted.
fn is_sound(request: &Request, problems: &[Span]) -> bool {
    let has_ids = request.connection.fields.iter().all(|field| field.id.is_some());
    let first = problems.partition_point(|span| span.start < request.span.start);
    has_ids && problems.get(first).is_none_or(|span| span.start >= request.span.end)
}

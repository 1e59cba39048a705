//! What do the files of a run say together?
//!
//! Plain facts of all segments and connections, for the rules that look across files. Each is
//! gathered when it is first asked for: most runs have no connections.

mod connected;
mod uses;

use std::{cell::OnceCell, collections::HashMap};

use rumql_catalog::Connection;
use rumql_document::{Document, Request};
use rumql_hir::Pending;
use rumql_source::{Diagnostic, Entity, Label, Span};

use crate::context::{CorpusCx, ReadFile};

pub(crate) use self::{
    connected::Connected,
    uses::{Place, Use},
};

/// The facts.
#[derive(Debug)]
pub(crate) struct Corpus<'a> {
    files: &'a [ReadFile<'a>],
    live: OnceCell<Vec<(Entity, Connection<'a>)>>,
    connections: OnceCell<Vec<Connected<'a>>>,
    by_key: OnceCell<HashMap<(Entity, &'a str), Vec<Connected<'a>>>>,
    uses: OnceCell<HashMap<String, Vec<Use<'a>>>>,
}

impl<'a> Corpus<'a> {
    pub(crate) fn new(files: &'a [ReadFile<'a>]) -> Self {
        let (live, connections) = (OnceCell::new(), OnceCell::new());
        Self { files, live, connections, by_key: OnceCell::new(), uses: OnceCell::new() }
    }

    /// The connections that the files hold: entries of connection files, and bodies that create or
    /// change one.
    pub(crate) fn connections(&self) -> &[Connected<'a>] {
        self.connections.get_or_init(|| connected::gather(self.files, self.live_of_all()))
    }

    /// Those of one entity and id.
    pub(crate) fn connections_of(&self, key: (Entity, &'a str)) -> &[Connected<'a>] {
        let by_key = self.by_key.get_or_init(|| {
            let mut by_key: HashMap<_, Vec<_>> = HashMap::new();
            for it in self.connections() {
                if let Some(key) = it.key() {
                    by_key.entry(key).or_default().push(*it);
                }
            }
            by_key
        });
        by_key.get(&key).map_or(&[], Vec::as_slice)
    }

    /// The connections that the mapping recorded: what is. None may mean that they were not asked for.
    pub(crate) fn live(&self, entity: Entity) -> impl Iterator<Item = &Connection<'a>> {
        self.live_of_all().iter().filter(move |(owner, _)| *owner == entity).map(|(_, it)| it)
    }

    fn live_of_all(&self) -> &[(Entity, Connection<'a>)] {
        // Files that belong together share one mapping.
        let snapshot = || self.files.first()?.input.catalogs.snapshot;
        let of = |entity| {
            let catalog = snapshot().and_then(|snapshot| snapshot.catalog(entity));
            catalog.into_iter().flat_map(|catalog| catalog.connections()).map(move |it| (entity, it))
        };
        self.live.get_or_init(|| of(Entity::Users).chain(of(Entity::Accounts)).collect())
    }

    /// The places that ask for a custom attribute of an entity, in the order of the files.
    pub(crate) fn uses<'c>(&'c self, entity: Entity, name: &str) -> impl Iterator<Item = &'c Use<'a>> {
        self.uses_of_any(name).iter().filter(move |it| it.entity == Some(entity))
    }

    /// The same where a file does not say of whom it asks as well.
    pub(crate) fn uses_of_any(&self, name: &str) -> &[Use<'a>] {
        self.uses.get_or_init(|| uses::gather(self.files)).get(name).map_or(&[], Vec::as_slice)
    }
}

impl CorpusCx<'_> {
    /// A label at a place of a file, for a finding in another or the same one.
    pub(crate) fn label(&self, file: usize, span: Span, message: String) -> Label {
        let path = self.files.get(file).map(|file| file.input.path.to_owned());
        Label { span, message, path }
    }

    /// The finding with a label at each of these uses, once a place.
    pub(crate) fn point_at(&self, mut diagnostic: Diagnostic, uses: &[&Use<'_>]) -> Diagnostic {
        let mut before = None;
        for it in uses {
            if before.replace((it.file, it.span)) != Some((it.file, it.span)) {
                diagnostic.labels.push(self.label(it.file, it.span, it.describe()));
            }
        }
        diagnostic
    }

    /// The text of a file.
    pub(crate) fn text(&self, file: usize) -> &str {
        self.files.get(file).map_or("", |file| file.input.text)
    }
}

/// How many places these are, as the subject of a sentence: `1 place still asks`.
pub(crate) fn places_ask(uses: &[&Use<'_>]) -> String {
    let mut places: Vec<(usize, Span)> = uses.iter().map(|it| (it.file, it.span)).collect();
    places.dedup();
    match places.len() {
        1 => "1 place still asks".to_owned(),
        count => format!("{count} places still ask"),
    }
}

/// The attribute that a field of a connection becomes.
pub(crate) fn attribute(field: &str) -> String {
    format!("@{}", field.trim_start_matches('@'))
}

/// The names that the connections of these files bring. A connection that does not say whose it
/// is may be either's.
pub fn pending<'d>(documents: impl IntoIterator<Item = &'d Document>) -> Pending {
    let mut pending = Pending::default();
    for request in documents.into_iter().flat_map(|document| &document.requests) {
        for id in brought(request) {
            let owners = match request.entity {
                Some(entity) => &[entity][..],
                None => &[Entity::Users, Entity::Accounts],
            };
            owners.iter().for_each(|owner| pending.insert(*owner, attribute(id)));
        }
    }
    pending
}

/// The ids of the fields that a connection brings.
fn brought(request: &Request) -> impl Iterator<Item = &str> {
    let connection = &request.connection;
    let defined = connection.fields.iter().filter_map(|field| field.id.as_ref());
    let renamed = connection.updates.iter().filter_map(|update| update.id.as_ref());
    defined.chain(renamed).map(|id| id.text.as_str())
}

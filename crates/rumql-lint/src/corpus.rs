//! What do the files of a run say together?
//!
//! Plain facts of all segments and connections, for the rules that look across files. Each is
//! gathered when it is first asked for: most runs have no connections.

mod connections;
mod uses;

use std::{cell::OnceCell, collections::HashMap};

use rumql_document::{Document, Request};
use rumql_hir::Pending;
use rumql_source::{Diagnostic, Entity, Label, Span};

use crate::context::{CorpusCx, ReadFile};

pub(crate) use self::{
    connections::{Connected, Connections, Key},
    uses::{Place, Use},
};

/// The facts.
#[derive(Debug)]
pub(crate) struct Corpus<'a> {
    files: &'a [ReadFile<'a>],
    connections: OnceCell<Connections<'a>>,
    uses: OnceCell<HashMap<String, Vec<Use<'a>>>>,
}

impl<'a> Corpus<'a> {
    pub(crate) fn new(files: &'a [ReadFile<'a>]) -> Self {
        Self { files, connections: OnceCell::new(), uses: OnceCell::new() }
    }

    /// The connections of the files, and those that the mapping recorded.
    pub(crate) fn connections(&self) -> &Connections<'a> {
        self.connections.get_or_init(|| Connections::gather(self.files))
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
    match count_places(uses) {
        1 => "1 place still asks".to_owned(),
        count => format!("{count} places still ask"),
    }
}

/// How many places these are; several values of one name are one.
pub(crate) fn count_places(uses: &[&Use<'_>]) -> usize {
    let mut places: Vec<(usize, Span)> = uses.iter().map(|it| (it.file, it.span)).collect();
    places.sort_unstable();
    places.dedup();
    places.len()
}

/// The attribute that a field of a connection becomes.
pub(crate) fn attribute(field: &str) -> String {
    format!("@{}", field.trim_start_matches('@'))
}

/// Whose a connection may be: both entities where it does not say.
pub(crate) fn owners(entity: Option<Entity>) -> &'static [Entity] {
    match entity {
        Some(Entity::Users) => &[Entity::Users],
        Some(Entity::Accounts) => &[Entity::Accounts],
        _ => &[Entity::Users, Entity::Accounts],
    }
}

/// The names that the connections of these files bring. A connection that does not say whose it
/// is may be either's.
pub fn pending<'d>(documents: impl IntoIterator<Item = &'d Document>) -> Pending {
    let mut pending = Pending::default();
    for request in documents.into_iter().flat_map(|document| &document.requests) {
        for id in brought(request) {
            owners(request.entity).iter().for_each(|owner| pending.insert(*owner, attribute(id)));
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

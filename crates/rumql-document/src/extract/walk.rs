//! What stands behind each key, and what is wrong with the keys?

use std::collections::HashSet;

use rumql_source::{Edit, Entity, Span};

use crate::{
    Document, Entry, Expectation, FieldRole, FieldUpdate, Group, Host, Mask, Missing, Options, Problem,
    Request, RequestKind, Value, ValueKind,
    amend::removal,
    document::Field,
    extract::edits,
    scalar::quote_yaml,
    shape::{ACCOUNTS_SEGMENT, Item, Key, Kind, Need, SEGMENT, SEGMENT_WITH_EVENTS, Shape, is_connection},
};

/// One traversal of a file's values along the table of shapes.
pub(super) struct Walk<'a> {
    pub(super) text: &'a str,
    pub(super) host: Host,
    pub(super) masks: &'a [Mask],
    pub(super) options: &'a Options,
    pub(super) document: Document,
    /// The request that is being read.
    pub(super) request: Option<Request>,
    /// Where queries were read already: an alias to a query is not a second one.
    pub(super) seen: HashSet<Span>,
    /// Where a refused value was reported.
    pub(super) reported: HashSet<u32>,
    /// Below a wrong key, which is finding enough.
    muted: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn new(text: &'a str, host: Host, masks: &'a [Mask], options: &'a Options) -> Self {
        let (seen, reported) = (HashSet::new(), HashSet::new());
        let document = Document::empty(host);
        Self { text, host, masks, options, document, request: None, seen, reported, muted: false }
    }

    pub(super) fn finish(self) -> (Document, HashSet<u32>) {
        (self.document, self.reported)
    }

    /// Reads `value` as a request of its own.
    pub(super) fn request(&mut self, request: Request, read: impl FnOnce(&mut Self)) {
        let outer = self.request.replace(request);
        read(self);
        self.document.requests.extend(std::mem::replace(&mut self.request, outer));
    }

    /// Reads the entries of a mapping along its shape.
    pub(super) fn mapping(&mut self, shape: &'static Shape, value: &Value) {
        let entries = value.entries();
        let named = |key: &&Key| entries.iter().any(|entry| entry.key.text == key.name);
        let free: Vec<&'static Key> = shape.keys.iter().filter(|key| !named(key)).collect();
        let mut there: Vec<&'static str> = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            if !shape.is_file() {
                self.document.parts.push(whole(entry));
            }
            let name = entry.key.text.as_str();
            if let Some(key) = shape.key(name) {
                if self.value(key, &entry.value) {
                    there.push(key.name);
                }
            } else if let Some((_, reason)) = shape.refused.iter().find(|(refused, _)| *refused == name) {
                self.unsupported(shape, value, at, reason);
            } else if shape.is_open() || is_ignorable(name) {
                self.free(&entry.value);
            } else {
                there.extend(self.unknown(shape, &free, entry));
            }
        }
        for key in shape.keys.iter().filter(|key| key.need != Need::Optional && !there.contains(&key.name)) {
            self.missing(shape, key, value);
        }
    }

    fn unsupported(&mut self, shape: &Shape, mapping: &Value, at: usize, reason: &'static str) {
        let Some(entry) = mapping.entries().get(at) else { return };
        let span = removal(self.text, self.host, mapping, at);
        let (key, place) = (entry.key.clone(), shape.place);
        let entity = self.request.as_ref().and_then(|request| request.entity);
        self.problem(match key.text.as_str() {
            "events" | "event_query" if entity == Some(Entity::Accounts) => {
                Problem::EventsOnAccounts { key, place }
            }
            _ => Problem::UnsupportedKey { span, key, place, reason },
        });
        self.free(&entry.value);
    }

    /// Reports a key without a meaning, and reads its value as that of the key meant.
    fn unknown(
        &mut self,
        shape: &'static Shape,
        free: &[&'static Key],
        entry: &Entry,
    ) -> Option<&'static str> {
        let nearest = edits::nearest(shape, &entry.key.text, free);
        let allowed = shape.keys.iter().map(|key| key.name).collect();
        let (key, place) = (entry.key.clone(), shape.place);
        self.problem(Problem::UnknownKey { key, place, nearest: nearest.map(|key| key.name), allowed });
        let Some(key) = nearest else {
            self.free(&entry.value);
            return None;
        };
        let was_muted = std::mem::replace(&mut self.muted, true);
        self.value(key, &entry.value);
        self.muted = was_muted;
        Some(key.name)
    }

    fn missing(&mut self, shape: &Shape, key: &'static Key, mapping: &Value) {
        let kind = self.request.as_ref().map(|request| request.kind);
        let missing = if kind.is_some_and(is_connection) { Missing::Connection } else { Missing::Request };
        let insert = match key.need {
            Need::Suggested(value) => Some(edits::insertion(self.text, self.host, mapping, key.name, value)),
            Need::Optional | Need::Required => None,
        };
        let span = mapping.entries().first().map_or_else(
            || Span::new(mapping.span.start, mapping.span.end.min(mapping.span.start + 1)),
            |first| first.key.span,
        );
        self.problem(Problem::MissingRequired { span, key: key.name, place: shape.place, missing, insert });
    }

    /// Reads one value; whether there is one.
    fn value(&mut self, key: &'static Key, value: &Value) -> bool {
        if let Kind::Query(role) = key.kind {
            return self.query(role, key.name, value);
        }
        match &value.kind {
            ValueKind::Null if !matches!(key.kind, Kind::Limit | Kind::Free | Kind::Elsewhere) => {
                return false;
            }
            ValueKind::Alias => return true,
            _ => {}
        }
        match key.kind {
            Kind::Text => self.text(key, value),
            Kind::Entity => self.entity(key, value),
            Kind::Flag => self.flag(key, value),
            Kind::Texts => self.texts(key, value),
            Kind::Seconds | Kind::Moment => self.moment(key, value),
            Kind::Object(shape) => self.object(key, shape, value),
            Kind::Objects(shape, item) => self.objects(key, shape, item, value),
            Kind::Limit => self.limit(value),
            Kind::Tests => self.tests(value),
            Kind::Free => self.free(value),
            Kind::Elsewhere | Kind::Query(_) => {}
        }
        true
    }

    fn object(&mut self, key: &'static Key, shape: &'static Shape, value: &Value) {
        if !matches!(value.kind, ValueKind::Map(_)) {
            self.wrong_type(key.name, value, Expectation::Mapping);
            return self.free(value);
        }
        self.open_window(key.slot, value);
        self.mapping(shape, value);
    }

    fn objects(&mut self, key: &'static Key, shape: &'static Shape, item: Item, value: &Value) {
        let ValueKind::Seq(items) = &value.kind else {
            return self.wrong_type(key.name, value, Expectation::List);
        };
        for value in items {
            self.document.parts.push(value.span);
            match value.kind {
                ValueKind::Map(_) => self.item(shape, item, value),
                ValueKind::Alias => {}
                _ => self.wrong_type(key.name, value, Expectation::Mapping),
            }
        }
    }

    fn item(&mut self, shape: &'static Shape, item: Item, value: &Value) {
        match item {
            Item::Segment => self.segment(value),
            Item::Connection => {
                let entity =
                    entity_of(value).or(self.options.entity).filter(|entity| *entity != Entity::Events);
                let request = Request::new(RequestKind::Connection, value.span, entity, Some(value));
                self.request(request, |walk| walk.mapping(shape, value));
            }
            Item::Group => {
                self.document.groups.push(Group::new(value.span));
                self.mapping(shape, value);
            }
            Item::Field(role) => {
                self.connection(|connection| connection.fields.push(Field::new(role, value.span)));
                self.mapping(shape, value);
            }
            Item::FieldUpdate => {
                let update = FieldUpdate { span: value.span, field: None, id: None };
                self.connection(|connection| connection.updates.push(update));
                self.mapping(shape, value);
            }
        }
    }

    fn segment(&mut self, value: &Value) {
        let entity = entity_of(value).unwrap_or(Entity::Users);
        let has_events = ["events", "event_query"].iter().any(|key| value.get(key).is_some());
        let shape = match entity {
            Entity::Accounts => &ACCOUNTS_SEGMENT,
            _ if has_events => &SEGMENT_WITH_EVENTS,
            _ => &SEGMENT,
        };
        let request = Request::new(RequestKind::Segment, value.span, Some(entity), Some(value));
        self.request(request, |walk| walk.mapping(shape, value));
    }

    pub(super) fn problem(&mut self, problem: Problem) {
        self.document.problems.push(problem);
    }

    pub(super) fn wrong_type(&mut self, key: &'static str, value: &Value, expected: Expectation) {
        if self.muted {
            return;
        }
        let takes_text = matches!(expected, Expectation::Query | Expectation::String);
        let source = value.span.slice(self.text);
        let is_word = match value.kind {
            ValueKind::Number(_) | ValueKind::Bool(_) => true,
            // `null` and its like, not `~` and not nothing at all.
            ValueKind::Null => self.host == Host::Yaml && source.len() > 1,
            _ => false,
        };
        let quoted = match self.host {
            Host::Json => format!("\"{source}\""),
            Host::Yaml | Host::Plain => quote_yaml(source),
        };
        let fix = (takes_text && is_word).then(|| Edit::replace(value.span, quoted));
        self.problem(Problem::WrongValueType { span: value.span, key, expected, found: value.noun(), fix });
    }
}

/// The bytes of an entry. The value of an alias stands elsewhere.
fn whole(entry: &Entry) -> Span {
    let (key, value) = (entry.key.span, entry.value.span);
    if value.start < key.end { key } else { key.join(value) }
}

/// The entity that a mapping names, `accounts` or `users`.
fn entity_of(value: &Value) -> Option<Entity> {
    let word = value.get("entity").and_then(Value::as_str)?;
    Entity::parse(word).filter(|entity| *entity != Entity::Events)
}

/// Keys that tools and people add for themselves.
fn is_ignorable(key: &str) -> bool {
    key.starts_with("x-") || key.starts_with(['$', '.', '_']) || key == "//"
}

impl Group {
    fn new(span: Span) -> Self {
        Self { span, name: None, segments: Vec::new(), exclusive: None, exhaustive: None }
    }
}

impl Field {
    fn new(role: FieldRole, span: Span) -> Self {
        Self {
            role,
            span,
            id: None,
            source_name: None,
            kind: None,
            display_name: None,
            description: None,
            groups: Vec::new(),
        }
    }
}

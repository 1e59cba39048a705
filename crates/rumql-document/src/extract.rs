//! Which values of a file are ours?

mod body;
mod comment;
mod edits;
mod query;
mod slots;
mod walk;

use rumql_source::{Edit, Entity};

use crate::{
    Document, EmbeddedQuery, Host, Mask, Options, Problem, Role, Tree, Value, ValueKind,
    extract::walk::Walk,
    host::{parse, read_plain},
    scalar::quote_yaml,
    shape::SEGMENTS_FILE,
};

/// Reads a file: its queries, the requests around them and what is wrong with both.
///
/// Never fails. A YAML or JSON file without segments, connections or API bodies gives an empty
/// document; one that cannot hold any, by its words, is not even parsed unless it is expected.
pub fn read(text: &str, host: Host, options: &Options) -> Document {
    if host == Host::Plain {
        return plain(text, options);
    }
    if !options.expected && !may_hold_ours(text) {
        return Document::empty(host);
    }
    let mut tree = parse(text, host);
    let masks = std::mem::take(&mut tree.masks);
    let mut walk = Walk::new(text, host, &masks, options);
    for root in &tree.roots {
        root_value(&mut walk, root, options);
    }
    let (document, reported) = walk.finish();
    let unseen = masks.iter().filter(|mask| !reported.contains(&mask.span.start));
    let refused = unseen.map(|mask| refused(mask, text)).collect();
    finish(document, refused, tree, text, options)
}

impl Document {
    /// A file in which nothing of ours was found.
    pub fn empty(host: Host) -> Self {
        Self {
            host,
            queries: Vec::new(),
            requests: Vec::new(),
            groups: Vec::new(),
            problems: Vec::new(),
            comments: Vec::new(),
            parts: Vec::new(),
        }
    }
}

fn plain(text: &str, options: &Options) -> Document {
    let (scalar, comments) = read_plain(text);
    let entity = options.entity.unwrap_or(Entity::Users);
    let role = if entity == Entity::Events { Role::EventQuery } else { Role::Query };
    let query = EmbeddedQuery { scalar, entity: Some(entity), role, request: None };
    Document { queries: vec![query], comments, ..Document::empty(Host::Plain) }
}

/// Whether the words of a file allow for anything of ours, however it is structured.
fn may_hold_ours(text: &str) -> bool {
    let is_file = text.contains("segments") || text.contains("connections");
    let holds = |word: &&str| text.contains(*word);
    is_file
        || (text.contains("data")
            && ["_request", "query", "facet", "connection_id", "join_"].iter().any(holds))
}

fn root_value(walk: &mut Walk<'_>, root: &Value, options: &Options) {
    match &root.kind {
        ValueKind::Map(_) if body::is_enveloped(root) => body::read(walk, root),
        ValueKind::Map(_) if is_segments_file(root, options) => walk.mapping(&SEGMENTS_FILE, root),
        ValueKind::Seq(items) => {
            items.iter().filter(|item| body::is_enveloped(item)).for_each(|item| body::read(walk, item));
        }
        _ => {}
    }
}

/// Whether a top-level `segments` or `connections` list is ours: many formats have such lists.
fn is_segments_file(root: &Value, options: &Options) -> bool {
    let list = |key: &str| root.get(key).map(Value::items).unwrap_or_default();
    let has = |key: &str, hints: &[&str]| {
        list(key).iter().any(|item| hints.iter().any(|hint| item.get(hint).is_some()))
    };
    let named = ["segments", "connections", "groups"].iter().any(|key| root.get(key).is_some());
    (options.expected && named)
        || has("segments", &["query", "entity", "events", "select", "select_columns", "filter"])
        || has("connections", &["join_type", "join_attribute"])
}

fn finish(
    mut document: Document,
    refused: Vec<Problem>,
    tree: Tree,
    text: &str,
    options: &Options,
) -> Document {
    let is_ours = !document.requests.is_empty() || !document.groups.is_empty() || options.expected;
    if is_ours {
        document.problems.extend(refused);
    }
    if let Some(unreadable) = tree.unreadable.filter(|_| is_ours || tree.roots.is_empty()) {
        document.problems.push(Problem::Unreadable { span: unreadable.span, message: unreadable.message });
    }
    if is_ours {
        document.comments = tree.comments;
        let truncations = comment::truncations(text, &document);
        document.problems.extend(truncations);
    }
    // An alias brings the problems of its anchor along once more.
    document.problems.sort_by_key(Problem::span);
    document.problems.dedup();
    document
}

/// A value that YAML refuses at a place where no query is read.
fn refused(mask: &Mask, text: &str) -> Problem {
    let source = mask.span.slice(text);
    let fix = Edit::replace(mask.span, quote_yaml(source));
    Problem::YamlIndicator { span: mask.span, text: source.to_owned(), reason: mask.reason, fix }
}

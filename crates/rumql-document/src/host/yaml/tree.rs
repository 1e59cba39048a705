//! Which values do the parser's events describe?

use std::collections::{HashMap, HashSet};

use granit_parser::{Event, StructureStyle, Tag};
use rumql_source::Span;

use crate::{
    Comment, Entry, Scalar, Style, Tree, Value, ValueKind,
    host::{
        Mask,
        sink::coarse,
        yaml::{
            flow,
            node::{Found, prefix},
            resolve::resolve,
        },
    },
    value::Prefix,
};

/// How much following aliases may copy, in bytes: enough for honest files, and no room for a
/// billion laughs.
const ALIAS_BUDGET: usize = 16 << 20;
/// The deepest value that an alias may build; the parser itself stops at 255 + 255 levels.
const MAX_DEPTH: usize = 512;

/// A collection that is not closed yet.
struct Open {
    span: Span,
    prefix: Option<Prefix>,
    anchor: usize,
    in_flow: bool,
    content: Content,
}

enum Content {
    Seq(Vec<Value>),
    Map { entries: Vec<Entry>, key: Option<Option<Scalar>> },
}

/// A value with an anchor.
struct Anchored {
    value: Value,
    bytes: usize,
    depth: usize,
}

/// Builds the tree from the events, left to right.
pub(crate) struct Builder<'a> {
    text: &'a str,
    masked: &'a str,
    /// The end of the last event, comments aside.
    after: usize,
    open: Vec<Open>,
    anchors: HashMap<usize, Anchored>,
    budget: usize,
    masks: &'a [Mask],
    tree: Tree,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(text: &'a str, masked: &'a str, masks: &'a [Mask]) -> Self {
        let (open, anchors, tree) = (Vec::new(), HashMap::new(), Tree::default());
        Self { text, masked, after: 0, open, anchors, budget: ALIAS_BUDGET, masks, tree }
    }

    pub(crate) fn finish(mut self) -> Tree {
        self.tree.comments.sort_by_key(|comment| comment.span);
        self.tree
    }

    pub(crate) fn event(&mut self, event: Event<'_>, at: &granit_parser::Span) {
        let span = Span::from(at.byte_range().unwrap_or_default());
        match event {
            Event::Comment(text, _) => {
                self.tree.comments.push(Comment { span, text: text.into_owned() });
                return;
            }
            Event::Scalar(says, style, anchor, tag) => {
                let value = self.scalar(&says, style, tag.as_deref(), anchor, at);
                self.complete(value, anchor);
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.begin(span, style, anchor, tag.as_deref(), Content::Seq(Vec::new()));
            }
            Event::MappingStart(style, anchor, tag) => {
                let content = Content::Map { entries: Vec::new(), key: None };
                self.begin(span, style, anchor, tag.as_deref(), content);
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(id) => {
                let value = self.follow(id).unwrap_or_else(|| Value::new(span, ValueKind::Alias));
                self.complete(value, 0);
            }
            Event::UnresolvedAlias(_) => self.complete(Value::new(span, ValueKind::Alias), 0),
            _ => {}
        }
        self.after = self.after.max(span.end as usize);
    }

    fn in_flow(&self) -> bool {
        self.open.last().is_some_and(|open| open.in_flow)
    }

    fn prefix(&self, node: u32, anchor: usize, tag: Option<&Tag>) -> Option<Prefix> {
        if anchor == 0 && tag.is_none() {
            return None;
        }
        let local_tag = tag.is_some_and(|tag| !tag.is_yaml_core_schema() && tag.original() != "!");
        prefix(self.text, self.after, node as usize, local_tag)
    }

    fn scalar(
        &mut self,
        says: &str,
        style: granit_parser::ScalarStyle,
        tag: Option<&Tag>,
        anchor: usize,
        at: &granit_parser::Span,
    ) -> Value {
        let span = Span::from(at.byte_range().unwrap_or_default());
        let prefix = self.prefix(span.start, anchor, tag);
        let is_plain = style == granit_parser::ScalarStyle::Plain;
        if is_plain && span.is_empty() {
            return Value { prefix, ..Value::new(span, ValueKind::Null) };
        }
        let (text, masked, after) = (self.text, self.masked, self.after);
        let in_flow = self.in_flow();
        let scalar = Found { text, masked, says, span, indent: at.indent, after, in_flow }.scalar(style);
        let mask = self.masks.binary_search_by_key(&span.start, |mask| mask.span.start).ok();
        let mask = mask.and_then(|at| self.masks.get(at));
        self.tree.masks.extend(mask);
        let typed = match tag.and_then(Tag::core_suffix) {
            _ if mask.is_some() => None,
            Some("int" | "float" | "bool" | "null") => resolve(&scalar.text),
            None if is_plain && tag.is_none() => resolve(&scalar.text),
            _ => None,
        };
        Value { prefix, ..Value::new(scalar.span, typed.unwrap_or(ValueKind::String(scalar))) }
    }

    fn begin(
        &mut self,
        span: Span,
        style: StructureStyle,
        anchor: usize,
        tag: Option<&Tag>,
        content: Content,
    ) {
        let prefix = self.prefix(span.start, anchor, tag);
        let in_flow = style == StructureStyle::Flow;
        self.open.push(Open { span, prefix, anchor, in_flow, content });
    }

    fn end(&mut self, end: Span) {
        let Some(open) = self.open.pop() else { return };
        let last = match &open.content {
            Content::Seq(items) => items.last().map(|item| item.span.end),
            Content::Map { entries, .. } => entries.last().map(|entry| entry.value.span.end),
        };
        // A block collection ends, for the parser, where the next token begins.
        let end = if open.in_flow { end.end } else { last.unwrap_or(open.span.end).max(open.span.end) };
        let kind = match open.content {
            Content::Seq(items) => ValueKind::Seq(items),
            Content::Map { entries, .. } => ValueKind::Map(merged(entries)),
        };
        let value = Value { span: Span::new(open.span.start, end), prefix: open.prefix, kind };
        self.complete(value, open.anchor);
    }

    /// Puts a finished value where it belongs.
    fn complete(&mut self, value: Value, anchor: usize) {
        let is_key = matches!(self.open.last(), Some(Open { content: Content::Map { key: None, .. }, .. }));
        // An alias to a key would make one text mean two things.
        if anchor > 0 && !is_key {
            self.remember(&value, anchor);
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.tree.roots.push(value),
            Some(Content::Seq(items)) => items.push(value),
            Some(Content::Map { entries, key }) => match key.take() {
                None => *key = Some(as_key(value, self.text)),
                Some(Some(key)) => entries.push(Entry { key, value }),
                Some(None) => {}
            },
        }
    }

    fn remember(&mut self, value: &Value, anchor: usize) {
        let (bytes, depth) = measure(value);
        if let Some(left) = self.budget.checked_sub(bytes) {
            self.budget = left;
            self.anchors.insert(anchor, Anchored { value: value.clone(), bytes, depth });
        }
    }

    fn follow(&mut self, id: usize) -> Option<Value> {
        let anchored = self.anchors.get(&id).filter(|it| it.depth + self.open.len() < MAX_DEPTH)?;
        self.budget = self.budget.checked_sub(anchored.bytes)?;
        Some(anchored.value.clone())
    }
}

/// A key is a text; a collection in its place has no name.
fn as_key(value: Value, text: &str) -> Option<Scalar> {
    match value.kind {
        ValueKind::String(scalar) => Some(scalar),
        ValueKind::Bool(_) | ValueKind::Number(_) => Some(Scalar::yaml_plain(text, value.span)),
        _ => None,
    }
}

/// How many bytes a copy takes, about, and how deep the value is. Depth is bounded by the
/// parser and by [`MAX_DEPTH`], so recursion is.
fn measure(value: &Value) -> (usize, usize) {
    let (bytes, depth) = match &value.kind {
        ValueKind::Seq(items) => items.iter().map(measure).fold((0, 0), join),
        ValueKind::Map(entries) => entries
            .iter()
            .map(|entry| {
                let (bytes, depth) = measure(&entry.value);
                (bytes + entry.key.text.len() + size_of::<Entry>(), depth)
            })
            .fold((0, 0), join),
        ValueKind::String(scalar) => (2 * scalar.text.len(), 0),
        _ => (0, 0),
    };
    (bytes + size_of::<Value>(), depth + 1)
}

fn join(one: (usize, usize), other: (usize, usize)) -> (usize, usize) {
    (one.0 + other.0, one.1.max(other.1))
}

/// Follows the merge key: `<<: *defaults` brings in the keys that are not written here.
fn merged(mut entries: Vec<Entry>) -> Vec<Entry> {
    let Some(at) = entries.iter().position(|entry| entry.key.text == "<<") else { return entries };
    let merge = entries.remove(at);
    let sources: Vec<Value> = match merge.value.kind {
        ValueKind::Seq(items) => items,
        kind => vec![Value { kind, ..merge.value }],
    };
    let mut known: HashSet<String> = entries.iter().map(|entry| entry.key.text.clone()).collect();
    for source in sources {
        let ValueKind::Map(inherited) = source.kind else { continue };
        entries.extend(inherited.into_iter().filter(|entry| known.insert(entry.key.text.clone())));
    }
    entries
}

impl Scalar {
    /// The bytes `span` of a YAML file, read as a scalar without quotes.
    pub(crate) fn yaml_plain(text: &str, span: Span) -> Self {
        let decoded = flow::decode(text, span, flow::Quoting::Plain);
        let decoded = decoded.unwrap_or_else(|| coarse(span, span.slice(text).to_owned()));
        let style = Style::YamlPlain { in_flow: false };
        Self { text: decoded.text, span, map: decoded.map, style }
    }
}

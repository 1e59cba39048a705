//! Where do the nodes live while a tree is built?

use chumsky::{
    input::{Checkpoint, Cursor},
    inspector::Inspector,
    span::SimpleSpan,
};

use crate::{
    arrange::Lexeme,
    ast::{Kind, NodeId, RawNode},
    parser::error::Lexemes,
};

/// The nodes so far. When the grammar goes back on its steps, so does the arena.
#[derive(Default)]
pub(super) struct Arena {
    nodes: Vec<RawNode>,
}

/// A node that may be the first of several operands.
#[derive(Clone, Copy)]
pub(super) struct Chain {
    head: NodeId,
    last: NodeId,
}

impl Chain {
    pub(super) fn of(node: NodeId) -> Self {
        Self { head: node, last: node }
    }

    pub(super) fn head(self) -> NodeId {
        self.head
    }
}

impl Arena {
    pub(super) fn for_lexemes(count: usize) -> Self {
        // `a:b AND` is four lexemes and two nodes.
        Self { nodes: Vec::with_capacity(count / 2 + 2) }
    }

    pub(super) fn into_nodes(self) -> Vec<RawNode> {
        self.nodes
    }

    pub(super) fn push(&mut self, kind: Kind, span: SimpleSpan, child: Option<NodeId>) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(RawNode {
            kind,
            first: span.start as u32,
            last: span.end as u32,
            child: child.map(Into::into),
            next: None,
        });
        id
    }

    /// A node around `child` that begins at lexeme `start`.
    pub(super) fn wrap(&mut self, kind: Kind, start: usize, child: NodeId) -> NodeId {
        let end = self.node(child).map_or(start + 1, |node| (node.last as usize).max(start + 1));
        self.push(kind, (start..end).into(), Some(child))
    }

    /// Two nodes below one.
    pub(super) fn pair(&mut self, kind: Kind, span: SimpleSpan, low: NodeId, high: NodeId) -> NodeId {
        self.link(low, high);
        self.push(kind, span, Some(low))
    }

    /// Adds an operand to a chain; the second one makes it a node of `kind`.
    pub(super) fn chain(&mut self, kind: Kind, chain: Chain, next: NodeId) -> Chain {
        let first = self.node(chain.head).map_or(0, |node| node.first);
        let last = self.node(next).map_or(first, |node| node.last);
        self.link(chain.last, next);
        if chain.head == chain.last {
            let head = self.push(kind, (first as usize..last as usize).into(), Some(chain.head));
            return Chain { head, last: next };
        }
        if let Some(head) = self.nodes.get_mut(chain.head.0 as usize) {
            head.last = last;
        }
        Chain { last: next, ..chain }
    }

    fn link(&mut self, node: NodeId, next: NodeId) {
        if let Some(node) = self.nodes.get_mut(node.0 as usize) {
            node.next = Some(next.into());
        }
    }

    fn node(&self, id: NodeId) -> Option<&RawNode> {
        self.nodes.get(id.0 as usize)
    }
}

impl<'t> Inspector<'t, Lexemes<'t>> for Arena {
    type Checkpoint = usize;

    fn on_token(&mut self, _: &Lexeme) {}

    fn on_save<'parse>(&self, _: &Cursor<'t, 'parse, Lexemes<'t>>) -> usize {
        self.nodes.len()
    }

    fn on_rewind<'parse>(&mut self, marker: &Checkpoint<'t, 'parse, Lexemes<'t>, usize>) {
        self.nodes.truncate(*marker.inspector());
    }
}

//! Which text does a tree stand for?

use crate::{
    ast::{Node, NodeId, Tree},
    token::Token,
};

impl Tree {
    /// The text of the tree, from its nodes and tokens alone: what was parsed, to the byte,
    /// with the grafts in place.
    pub fn print(&self) -> String {
        let mut out = String::with_capacity(self.text.len());
        let root = self.raw(self.root);
        self.print_tokens(0, root.first, &mut out);
        self.print_node(self.root(), &mut out);
        self.print_tokens(root.last, self.tokens.len() as u32, &mut out);
        out
    }

    fn print_node(&self, node: Node<'_>, out: &mut String) {
        if let Some(graft) = self.graft_at(node.id()) {
            out.push_str(&graft.print());
            return;
        }
        let raw = self.raw(node.id());
        let mut done = raw.first;
        for child in node.children() {
            let covered = self.raw(child.id());
            self.print_tokens(done, covered.first, out);
            self.print_node(child, out);
            done = covered.last;
        }
        self.print_tokens(done, raw.last, out);
    }

    fn print_tokens(&self, first: u32, last: u32, out: &mut String) {
        let tokens: &[Token] = self.tokens.get(first as usize..last as usize).unwrap_or_default();
        for token in tokens {
            out.push_str(token.span.slice(&self.text));
        }
    }

    fn graft_at(&self, node: NodeId) -> Option<&Tree> {
        self.grafts.iter().find(|(id, _)| *id == node).map(|(_, tree)| tree)
    }
}

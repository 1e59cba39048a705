//! What is the shape of a query, as it was written?
//!
//! Nodes live in one arena and speak of tokens: a node is a kind and the tokens it covers,
//! so that every parenthesis, sign and blank is still there. AND and OR have any number of
//! operands. Values stay text until someone asks (see [`crate::literal`]).

use rumql_source::Span;

use crate::{
    parser::parse,
    token::{Token, TokenKind},
};

/// The tree of one query, with its text and tokens.
#[derive(Debug, Clone)]
pub struct Tree {
    pub(crate) text: String,
    pub(crate) tokens: Vec<Token>,
    pub(crate) nodes: Vec<RawNode>,
    pub(crate) root: NodeId,
    pub(crate) grafts: Vec<(NodeId, Tree)>,
}

/// The name of a node in its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(crate) u32);

/// The arena's entry: 20 bytes, no allocation of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RawNode {
    pub(crate) kind: Kind,
    /// The tokens it covers, `first..last`. While parsing, these count lexemes.
    pub(crate) first: u32,
    pub(crate) last: u32,
    pub(crate) child: Option<NonMax>,
    pub(crate) next: Option<NonMax>,
}

/// A node id that is never the largest number, so that an `Option` of it costs nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NonMax(std::num::NonZeroU32);

impl From<NodeId> for NonMax {
    fn from(id: NodeId) -> Self {
        Self(std::num::NonZeroU32::MIN.saturating_add(id.0))
    }
}

impl From<NonMax> for NodeId {
    fn from(id: NonMax) -> Self {
        Self(id.0.get() - 1)
    }
}

/// The kinds of nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Nothing but blanks: matches all.
    Empty,
    /// Operands joined by `OR` or `||`.
    Or,
    /// Operands joined by `AND`, `&&` or a blank.
    And,
    /// `-`, `NOT` or (refused) `!` before its operand.
    Not,
    /// Parentheses around an expression.
    Group,
    /// `name:value`.
    Field,
    /// `CIDR(…)`.
    Cidr,
    /// A bare word or value.
    Text,
    /// A quoted text.
    Phrase,
    /// `>5` and its like.
    Comparison,
    /// `[1 TO 5]` and its like.
    Range,
    /// What could not be read.
    Error,
}

/// A node, seen with its tree.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree,
    id: NodeId,
}

/// A node, taken apart.
#[derive(Clone, Copy)]
pub enum Expr<'t> {
    /// Blanks only.
    Empty,
    /// Operands of which one must hold.
    Or(Children<'t>),
    /// Operands that must all hold.
    And(Children<'t>),
    /// The opposite of its operand.
    Not(Node<'t>),
    /// An expression in parentheses.
    Group(Node<'t>),
    /// A field and what is asked of it.
    Field(Field<'t>),
    /// A call of `CIDR`, its arguments unread.
    Cidr,
    /// A bare word or value, escapes and wildcards as written.
    Text(&'t str),
    /// What stands between the quotes, escapes as written.
    Phrase(&'t str),
    /// A comparison with its operand.
    Comparison(Comparison, Node<'t>),
    /// A range with its bounds.
    Range(Range<'t>),
    /// Unread.
    Error,
}

/// The parts of `name:value`.
#[derive(Clone, Copy)]
pub struct Field<'t> {
    /// The name as written; quoted if it begins with a quote.
    pub name: &'t str,
    /// Where the name is.
    pub name_span: Span,
    /// Where the colon is.
    pub colon: Span,
    /// What is asked: a text, phrase, comparison, range, group or error.
    pub value: Node<'t>,
}

/// The four comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
}

/// The parts of `[low TO high]`.
#[derive(Clone, Copy)]
pub struct Range<'t> {
    /// The lower bound.
    pub low: Node<'t>,
    /// The upper bound.
    pub high: Node<'t>,
    /// Whether `[` includes the lower bound; `{` does not.
    pub low_inclusive: bool,
    /// Whether `]` includes the upper bound; `}` does not.
    pub high_inclusive: bool,
}

impl Comparison {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Greater => ">",
            Self::GreaterEqual => ">=",
            Self::Less => "<",
            Self::LessEqual => "<=",
        }
    }

    fn of(text: &str) -> Self {
        match text {
            ">=" => Self::GreaterEqual,
            "<" => Self::Less,
            "<=" => Self::LessEqual,
            _ => Self::Greater,
        }
    }
}

impl Tree {
    /// The whole query.
    pub fn root(&self) -> Node<'_> {
        Node { tree: self, id: self.root }
    }

    /// The text that was parsed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its tokens, which cover every byte.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Every node, in the order in which the parser finished them.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        (0..self.nodes.len()).map(|index| Node { tree: self, id: NodeId(index as u32) })
    }

    /// Puts another text in the place of a node: [`Tree::print`](Self::print) prints it there.
    /// The spans of all other nodes stay those of the text that was parsed.
    pub fn graft(&mut self, node: NodeId, text: &str) {
        self.grafts.retain(|(id, _)| *id != node);
        self.grafts.push((node, parse(text).tree));
    }

    pub(crate) fn raw(&self, id: NodeId) -> RawNode {
        const MISSING: RawNode = RawNode { kind: Kind::Error, first: 0, last: 0, child: None, next: None };
        self.nodes.get(id.0 as usize).copied().unwrap_or(MISSING)
    }

    /// The bytes that tokens `first..last` cover; where they are none, the place before `first`.
    pub(crate) fn span_of(&self, first: u32, last: u32) -> Span {
        let tokens = self.tokens.get(first as usize..last as usize).unwrap_or_default();
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => first.span.join(last.span),
            _ => match first.checked_sub(1).and_then(|index| self.tokens.get(index as usize)) {
                Some(before) => Span::at(before.span.end),
                None => Span::at(0),
            },
        }
    }
}

impl<'t> Node<'t> {
    /// Its name.
    pub fn id(self) -> NodeId {
        self.id
    }

    /// What it is.
    pub fn kind(self) -> Kind {
        self.tree.raw(self.id).kind
    }

    /// Where it is, without the blanks around it.
    pub fn span(self) -> Span {
        let raw = self.tree.raw(self.id);
        self.tree.span_of(raw.first, raw.last)
    }

    /// Its text.
    pub fn text(self) -> &'t str {
        self.span().slice(&self.tree.text)
    }

    /// Its text, each run of blanks as one: how many there are means nothing.
    pub fn with_single_blanks(self) -> String {
        let mut out = String::with_capacity(self.text().len());
        let mut after_blank = false;
        for token in self.tokens() {
            let is_blank = token.kind.is_blank();
            match is_blank {
                false => out.push_str(token.span.slice(&self.tree.text)),
                true if after_blank => {}
                true => out.push(' '),
            }
            after_blank = is_blank;
        }
        out
    }

    /// Whether it is texts alone, each of which may be a field's name, as in `_exists_:(a OR b)`.
    pub fn names_fields(self) -> bool {
        match self.expr() {
            Expr::Text(_) | Expr::Phrase(_) => true,
            Expr::Or(mut operands) | Expr::And(mut operands) => operands.all(Node::names_fields),
            Expr::Not(inner) | Expr::Group(inner) => inner.names_fields(),
            _ => false,
        }
    }

    /// The text of the whole query, which spans and tokens speak of.
    pub fn tree_text(self) -> &'t str {
        &self.tree.text
    }

    /// Its tokens, blanks between them included.
    pub fn tokens(self) -> &'t [Token] {
        let raw = self.tree.raw(self.id);
        self.tree.tokens.get(raw.first as usize..raw.last as usize).unwrap_or_default()
    }

    /// The nodes right below it.
    pub fn children(self) -> Children<'t> {
        Children { tree: self.tree, next: self.tree.raw(self.id).child.map(NodeId::from) }
    }

    /// The node, taken apart. A node that lacks a part it should have is an error.
    pub fn expr(self) -> Expr<'t> {
        let mut children = self.children();
        match (self.kind(), children.next()) {
            (Kind::Empty, _) => Expr::Empty,
            (Kind::Or, Some(_)) => Expr::Or(self.children()),
            (Kind::And, Some(_)) => Expr::And(self.children()),
            (Kind::Not, Some(operand)) => Expr::Not(operand),
            (Kind::Group, Some(inner)) => Expr::Group(inner),
            (Kind::Field, Some(value)) => self.field(value).map_or(Expr::Error, Expr::Field),
            (Kind::Cidr, _) => Expr::Cidr,
            (Kind::Text, _) => Expr::Text(self.text()),
            (Kind::Phrase, _) => Expr::Phrase(unquote(self.text())),
            (Kind::Comparison, Some(operand)) => Expr::Comparison(self.comparison(), operand),
            (Kind::Range, Some(low)) => match children.next() {
                Some(high) => Expr::Range(self.range(low, high)),
                None => Expr::Error,
            },
            _ => Expr::Error,
        }
    }

    fn field(self, value: Node<'t>) -> Option<Field<'t>> {
        let mut tokens = self.tokens().iter().filter(|token| !token.kind.is_blank());
        let name = tokens.next()?;
        let colon = tokens.next()?;
        let name_text = name.span.slice(&self.tree.text);
        Some(Field { name: name_text, name_span: name.span, colon: colon.span, value })
    }

    fn comparison(self) -> Comparison {
        Comparison::of(self.tokens().first().map_or("", |token| token.span.slice(&self.tree.text)))
    }

    fn range(self, low: Node<'t>, high: Node<'t>) -> Range<'t> {
        let is = |token: Option<&Token>, kind| token.is_some_and(|token| token.kind == kind);
        Range {
            low,
            high,
            low_inclusive: is(self.tokens().first(), TokenKind::BracketOpen),
            high_inclusive: is(self.tokens().last(), TokenKind::BracketClose),
        }
    }
}

/// The nodes below one node, from left to right.
#[derive(Clone, Copy)]
pub struct Children<'t> {
    tree: &'t Tree,
    next: Option<NodeId>,
}

impl<'t> Iterator for Children<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Self::Item> {
        let id = self.next?;
        self.next = self.tree.raw(id).next.map(NodeId::from);
        Some(Node { tree: self.tree, id })
    }
}

/// Whether a text is wildcards alone: `*`, `**`.
pub fn is_stars(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b'*')
}

/// The inside of a quoted text, whichever quotes and whether or not they end.
fn unquote(text: &str) -> &str {
    const QUOTES: [char; 5] = ['"', '“', '”', '„', '‟'];
    let inner = text.strip_prefix(QUOTES).unwrap_or(text);
    // An escaped quote at the end does not close.
    let escaped = inner
        .strip_suffix(QUOTES)
        .is_some_and(|rest| (rest.len() - rest.trim_end_matches('\\').len()) % 2 == 1);
    if escaped { inner } else { inner.strip_suffix(QUOTES).unwrap_or(inner) }
}

/// The tree as nested lists: `(and plan:pro (not (group …)))`, for people and for tests.
impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let list = |f: &mut std::fmt::Formatter<'_>, name: &str, children: Children<'_>| {
            write!(f, "({name}")?;
            children.into_iter().try_for_each(|child| write!(f, " {child:?}"))?;
            f.write_str(")")
        };
        match self.expr() {
            Expr::Empty => f.write_str("(all)"),
            Expr::Or(operands) => list(f, "or", operands),
            Expr::And(operands) => list(f, "and", operands),
            Expr::Not(_) => list(f, "not", self.children()),
            Expr::Group(_) => list(f, "group", self.children()),
            Expr::Field(field) => list(f, &format!("field {}", field.name), self.children()),
            Expr::Cidr => write!(f, "(cidr {})", self.text()),
            Expr::Text(_) | Expr::Phrase(_) => f.write_str(self.text()),
            Expr::Comparison(operator, _) => list(f, operator.as_str(), self.children()),
            Expr::Range(range) => {
                let open = if range.low_inclusive { '[' } else { '{' };
                let close = if range.high_inclusive { ']' } else { '}' };
                write!(f, "{open}{:?} {:?}{close}", range.low, range.high)
            }
            Expr::Error => write!(f, "(error {:?})", self.text()),
        }
    }
}

//! Which laws does the language's reader and writer obey?
//!
//! Each function takes any text and panics where the law is broken. None of them knows where
//! the text comes from.

use rumql_hir::{Catalogs, Query, Scope, lower};
use rumql_lint::{
    Fixing, fix, harm,
    testing::{Case, NOW},
};
use rumql_semantics::{Record, evaluate, explain, matches};
use rumql_source::{Entity, Span};
use rumql_syntax::{
    Layout, Parse,
    ast::{Node, Tree},
    format, parse,
    token::Token,
};

use crate::skeleton::skeleton;

/// The tokens of a text lie side by side, cover every byte, and end between characters.
#[track_caller]
pub fn lex_covers(text: &str) {
    let tree = parse(text).tree;
    let mut end = 0;
    for Token { kind, span } in tree.tokens() {
        assert_eq!(span.start, end, "a hole before {kind:?} in {text:?}");
        assert!(!span.is_empty(), "an empty {kind:?} in {text:?}");
        assert_on_boundaries(text, *span);
        end = span.end;
    }
    assert_eq!(end as usize, text.len(), "a hole at the end of {text:?}");
}

/// Any text has a tree: it prints as that text, its nodes lie in order inside their parents,
/// its errors lie in the text, and a graft changes its node's text and nothing else.
#[track_caller]
pub fn parse_is_total(text: &str) {
    let Parse { mut tree, errors } = parse(text);
    assert_eq!(tree.text(), text);
    assert_eq!(tree.print(), text, "print ∘ parse");
    assert_nested(text, tree.root());
    for error in &errors {
        for span in std::iter::once(error.span).chain(error.detail) {
            assert_on_boundaries(text, span);
        }
    }
    assert!(errors.is_sorted_by_key(|error| error.span.start), "errors out of order in {text:?}");
    let broken = reachable(tree.root()).iter().any(|node| node.kind() == rumql_syntax::ast::Kind::Error);
    assert!(!broken || !errors.is_empty(), "an error leaf without an error in {text:?}");
    graft_replaces_one_node(&mut tree);
}

/// The canonical form of a correct query is correct, means the same, and is its own canonical
/// form, in both layouts.
#[track_caller]
pub fn format_is_stable(text: &str) {
    let before = parse(text);
    let line = format(&before, Layout::OneLine);
    // The parentheses of a double negation count towards the depth.
    let is_deep = text.matches(['-', 'T']).count() > 60;
    let is_sound = before.errors.is_empty();
    assert!(line.is_some() == is_sound || is_deep, "a correct query alone has a form: {text:?}");
    let broken = format(&before, Layout::Broken).filter(|form| Some(form) != line.as_ref());
    for (layout, form) in [(Layout::OneLine, &line), (Layout::Broken, &broken)] {
        let Some(form) = form else { continue };
        let after = parse(form);
        assert_eq!(after.errors, [], "{layout:?} of {text:?} is no query: {form:?}");
        let meanings = [&before, &after].map(|parse| skeleton(parse.tree.root()));
        assert_eq!(meanings[0], meanings[1], "{layout:?} of {text:?} means something else: {form:?}");
        assert_eq!(format(&after, Layout::OneLine), line, "{layout:?} of {text:?} has another form");
        assert_eq!(
            format(&after, Layout::Broken).as_ref(),
            broken.as_ref().or(line.as_ref()),
            "{layout:?} of {text:?} is broken otherwise"
        );
    }
}

#[track_caller]
fn assert_nested(text: &str, node: Node<'_>) {
    let outer = node.span();
    assert_on_boundaries(text, outer);
    let mut end = outer.start;
    for child in node.children() {
        let span = child.span();
        assert!(outer.encloses(span), "{:?} leaves its {:?} in {text:?}", child.kind(), node.kind());
        assert!(end <= span.start, "{:?} lies before its left sibling in {text:?}", child.kind());
        end = span.end;
        assert_nested(text, child);
    }
}

#[track_caller]
fn assert_on_boundaries(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} is no part of {text:?}");
}

#[track_caller]
fn graft_replaces_one_node(tree: &mut Tree) {
    const GRAFTS: [&str; 4] = ["", "plan:pro", "(a OR é)", "\" ("];
    let draw = draw(tree.text());
    let nodes = reachable(tree.root());
    let node = nodes[draw % nodes.len()];
    let (id, span) = (node.id(), node.span());
    let graft = GRAFTS[draw / 7 % GRAFTS.len()];
    let mut expected = tree.text().to_owned();
    expected.replace_range(span.range(), graft);
    tree.graft(id, graft);
    assert_eq!(tree.print(), expected, "a graft of {graft:?} at {span:?} in {:?}", tree.text());
}

fn reachable(node: Node<'_>) -> Vec<Node<'_>> {
    let mut nodes = vec![node];
    let mut next = 0;
    while let Some(node) = nodes.get(next).copied() {
        nodes.extend(node.children());
        next += 1;
    }
    nodes
}

/// A number that looks drawn by lot, and is the same for the same text.
fn draw(text: &str) -> usize {
    text.bytes().fold(7, |hash: usize, byte| hash.wrapping_mul(31).wrapping_add(byte.into())) >> 3
}

/// A query comes back from every kind of file as it was, each of its bytes with its place, and
/// another one written over it comes back as well.
#[track_caller]
pub fn host_map_is_exact(bytes: &[u8]) {
    if let Err(fault) = rumql_document::testing::host_map(bytes) {
        panic!("{fault}");
    }
}

/// The fixes of a query come to an end, leave no more errors than there were, and the safe ones
/// keep what the query means.
#[track_caller]
pub fn fixes_converge(text: &str) {
    for case in [Case::mapping(), Case::events(), Case::mapping().with_spelling().with_all_rules()] {
        let before = harm(&case.check(text));
        for fixing in [Fixing::Safe, Fixing::Unsafe] {
            let once = fix(text, fixing, |text| case.check(text));
            assert!(
                harm(&once.remaining) <= before,
                "{fixing:?} brings an error to {text:?}: {:?}",
                once.text
            );
            if fixing == Fixing::Safe && case.is_sound(text) {
                assert!(case.same(text, &once.text), "{text:?} became {:?}", once.text);
            }
            let twice = fix(&once.text, fixing, |text| case.check(text));
            assert_eq!(twice.text, once.text, "{fixing:?} does not come to an end for {text:?}");
        }
    }
}

/// A query has an English, its canonical form has the same, and a record is meant by a query or
/// by its negation, unless that hangs on what cannot be read.
#[track_caller]
pub fn meaning_is_one(text: &str) {
    let record = Record::default().with("plan_type", "pro").with("f", "x").with("f", 5);
    let parsed = parse(text);
    for entity in Entity::ALL {
        let now = NOW.parse().expect("a moment");
        let scope = Scope { entity, catalogs: Catalogs::default(), pending: None, now };
        let lowered = lower(&parsed, &scope);
        let english = explain(&lowered, text, &scope);
        assert!(!english.trim().is_empty(), "no English of {text:?}");
        if let Some(form) = format(&parsed, Layout::OneLine) {
            assert_eq!(lower(&parse(&form), &scope).query, lowered.query, "{text:?} as {form:?}");
        }
        let query = lowered.query;
        let opposite = Query::not(query.clone());
        assert_eq!(evaluate(&opposite, &record), evaluate(&query, &record).map(|it| !it), "{text:?}");
        assert!(!(matches(&query, &record) && matches(&opposite, &record)), "{text:?}");
    }
}

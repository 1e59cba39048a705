//! Which suppressions silence nothing?
//!
//! Only what is known counts: a rule that is not in force may be so elsewhere, a finding between
//! files is not seen in one of them, and a query that cannot be read hides what is wrong with it.

use rumql_hir::ProblemKind;
use rumql_source::{Entity, Span};
use rumql_syntax::{ast::Expr, literal::unescape_name};

use super::{FAMILY, Judged, Word, finding};
use crate::{
    Rule, Settings,
    context::{ReadFile, ReadQuery},
    rules::sup::unused_suppression,
    run::{Finding, Reach},
    table::RULES,
};

pub(super) fn find(file: &ReadFile<'_>, all: &mut [Judged<'_>], reach: Reach) -> Vec<Finding> {
    let mut found = Vec::new();
    if !file.input.settings.enables(unused_suppression::META.code) {
        return found;
    }
    let judge = Judge::new(file, reach);
    for judged in all.iter_mut().filter(|judged| judged.suppression.faults.is_empty()) {
        let unused: Vec<&Word<'_>> = judged
            .suppression
            .words
            .iter()
            .filter(|word| word.is_known() && !judged.is_used(word) && judge.is_known(judged, word))
            .collect();
        let nothing_left = unused.len() == judged.suppression.words.len();
        let blanket = judged.suppression.is_blanket() && judged.hits.is_empty();
        if (nothing_left && !unused.is_empty()) || (blanket && judge.knows_all(judged)) {
            found.push(finding(unused_suppression::whole(judged, file.input.text)));
            judged.unused = true;
        } else {
            found.extend(unused.into_iter().map(|word| finding(unused_suppression::word(judged, word))));
        }
    }
    found
}

/// What is known about a file.
struct Judge<'a> {
    file: &'a ReadFile<'a>,
    reach: Reach,
    /// Sorted; no two overlap.
    queries: Vec<(Span, &'a ReadQuery<'a>)>,
}

impl<'a> Judge<'a> {
    fn new(file: &'a ReadFile<'a>, reach: Reach) -> Self {
        let mut queries: Vec<_> =
            file.queries.iter().map(|query| (query.embedded.scalar.span, query)).collect();
        queries.sort_by_key(|(span, _)| *span);
        Self { file, reach, queries }
    }

    /// Whether it is known that no finding of the rules that a word names is there.
    fn is_known(&self, judged: &Judged<'_>, word: &Word<'_>) -> bool {
        let named = RULES.iter().filter(|rule| word.width(rule.code).is_some());
        self.is_known_of(judged, named)
    }

    fn knows_all(&self, judged: &Judged<'_>) -> bool {
        self.is_known_of(judged, RULES.iter().filter(|rule| rule.code.family() != FAMILY))
    }

    fn is_known_of<'r>(&self, judged: &Judged<'_>, rules: impl Iterator<Item = &'r &'static Rule>) -> bool {
        let rules: Vec<&Rule> = rules.copied().collect();
        let queries = self.queries_in(judged.extent);
        let settings = self.file.input.settings;
        rules.iter().all(|rule| is_in_sight(rule, self.reach, settings))
            && queries.iter().all(|(_, query)| is_read(query))
            && (self.has_mapping() || rules.iter().all(|rule| is_known_without_mapping(rule, queries)))
    }

    fn has_mapping(&self) -> bool {
        self.file.input.catalogs.snapshot.is_some()
    }

    /// The queries that a suppression is about.
    fn queries_in(&self, extent: Option<Span>) -> &[(Span, &'a ReadQuery<'a>)] {
        let Some(extent) = extent else { return &[] };
        let first = self.queries.partition_point(|(span, _)| span.end < extent.start);
        let last = self.queries.partition_point(|(span, _)| span.start <= extent.end);
        self.queries.get(first..last).unwrap_or_default()
    }
}

/// Whether the rule's findings would all be here.
pub(super) fn is_in_sight(rule: &Rule, reach: Reach, settings: &Settings) -> bool {
    let sees_all = rule.corpus.is_none() || reach == Reach::Run;
    sees_all && rule.code.family() != FAMILY && settings.enables(rule.code) && !settings.is_locked(rule.code)
}

/// Whether all rules can look at a query: an error in it, or a name that is not known, keeps other
/// rules from speaking until it is mended.
fn is_read(query: &ReadQuery<'_>) -> bool {
    let is_name = |problem: &rumql_hir::Problem| matches!(problem.kind, ProblemKind::Name(_));
    query.parse.errors.is_empty()
        && !query.lowered.query.has_unknown()
        && !query.lowered.problems.iter().any(is_name)
}

/// Whether an organisation's mapping, which is not at hand, would not change what a rule finds.
fn is_known_without_mapping(rule: &Rule, queries: &[(Span, &ReadQuery<'_>)]) -> bool {
    let is_event = |query: &ReadQuery<'_>| query.embedded.entity == Some(Entity::Events);
    match rule.code.family() {
        "SYN" | "EMB" | "STY" => true,
        "REF" | "TYP" => !queries.is_empty() && queries.iter().all(|(_, query)| is_event(query)),
        "CON" => false,
        _ if rule.code.id == "BOD006" => false,
        _ => queries.iter().all(|(_, query)| is_event(query) || is_built_in(query)),
    }
}

/// Whether every name of a query is one that all organisations have.
fn is_built_in(query: &ReadQuery<'_>) -> bool {
    let names = query.parse.tree.nodes().filter_map(|node| match node.expr() {
        Expr::Field(field) => Some(unescape_name(field.name)),
        _ => None,
    });
    names.into_iter().all(|name| query.scope.resolve(&name).certain().is_some())
}

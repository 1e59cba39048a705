//! Which suppressions silence nothing?
//!
//! Only what is known counts: a rule that is not in force may be so elsewhere, a finding between
//! files is not seen in one of them, and a query that cannot be read hides what is wrong with it.

use std::collections::BTreeSet;

use rumql_hir::ProblemKind;
use rumql_source::{Code, Entity, Span};
use rumql_syntax::{ast::Expr, literal::unescape_name};

use super::{Cover, FAMILY, Judged, Word, finding};
use crate::{
    Rule, Settings,
    context::{ReadFile, ReadQuery},
    rules::sup::unused_suppression,
    run::{Extent, Finding},
    table::RULES,
};

/// `left` are the findings that nothing silences.
pub(super) fn find(
    file: &ReadFile<'_>,
    all: &mut [Judged<'_>],
    left: &[Finding],
    extent: Extent,
) -> Vec<Finding> {
    let mut found = Vec::new();
    if !file.input.settings.enables(unused_suppression::META.code) {
        return found;
    }
    let judge = Judge::new(file, extent);
    let codes: BTreeSet<Code> = left.iter().map(|finding| finding.diagnostic.code).collect();
    let is_elsewhere = |word: &Word<'_>| codes.iter().any(|code| word.width(*code).is_some());
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
            let is_misplaced = judged.suppression.words.iter().any(is_elsewhere);
            found.push(finding(unused_suppression::whole(judged, is_misplaced, file.input.text)));
            judged.unused = true;
        } else {
            let told = |word| finding(unused_suppression::word(judged, word, is_elsewhere(word)));
            found.extend(unused.into_iter().map(told));
        }
    }
    found
}

/// What is known about a file.
struct Judge<'a> {
    file: &'a ReadFile<'a>,
    extent: Extent,
    /// The places of the queries, sorted; no two overlap.
    queries: Vec<Span>,
    /// What is known of all queries in front of each, itself left out.
    before: Vec<Known>,
}

/// How many queries there are of each sort.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    queries: usize,
    /// Those in which an error, or a name that is not known, keeps rules from speaking.
    unread: usize,
    /// Those of profiles.
    profiles: usize,
    /// Those of profiles with a name that not all organisations have.
    own: usize,
}

impl<'a> Judge<'a> {
    fn new(file: &'a ReadFile<'a>, extent: Extent) -> Self {
        let mut sorted: Vec<_> =
            file.queries.iter().map(|query| (query.embedded.scalar.span, query)).collect();
        sorted.sort_by_key(|(span, _)| *span);
        let mut before = vec![Known::default()];
        let mut sum = Known::default();
        for (_, query) in &sorted {
            let is_profile = query.embedded.entity != Some(Entity::Events);
            sum.queries += 1;
            sum.unread += usize::from(!is_read(query));
            sum.profiles += usize::from(is_profile);
            sum.own += usize::from(is_profile && !is_built_in(query));
            before.push(sum);
        }
        let queries = sorted.into_iter().map(|(span, _)| span).collect();
        Self { file, extent, queries, before }
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
        let input = self.file.input;
        let there = self.queries_in(judged.cover);
        let has_mapping = input.catalogs.snapshot.is_some();
        let is_known = |rule: &Rule| {
            is_in_sight(rule, self.extent, input.settings)
                && (has_mapping || is_known_without_mapping(rule, there))
        };
        there.unread == 0 && rules.copied().all(is_known)
    }

    /// The queries that a suppression is about.
    fn queries_in(&self, cover: Cover) -> Known {
        let (first, last) = match cover {
            Cover::Nothing => return Known::default(),
            Cover::File => (0, self.queries.len()),
            Cover::Part(part) => (
                self.queries.partition_point(|query| query.end < part.start),
                self.queries.partition_point(|query| query.start <= part.end),
            ),
        };
        let sum = |at: usize| self.before.get(at).copied().unwrap_or_default();
        sum(last).less(sum(first))
    }
}

impl Known {
    fn less(self, other: Self) -> Self {
        Self {
            queries: self.queries - other.queries,
            unread: self.unread - other.unread,
            profiles: self.profiles - other.profiles,
            own: self.own - other.own,
        }
    }
}

/// Whether the rule's findings would all be here.
pub(super) fn is_in_sight(rule: &Rule, extent: Extent, settings: &Settings) -> bool {
    let sees_all = rule.corpus.is_none() || extent == Extent::Whole;
    sees_all && rule.code.family() != FAMILY && settings.enables(rule.code) && !settings.is_locked(rule.code)
}

/// Whether all rules can look at a query: an error in it, or a name that is not known, keeps other
/// rules from speaking until it is mended.
fn is_read(query: &ReadQuery<'_>) -> bool {
    let is_name = |problem: &rumql_hir::Problem| matches!(problem.kind, ProblemKind::Name(_));
    query.parse.errors.is_empty() && query.lowered.is_settled() && !query.lowered.problems.iter().any(is_name)
}

/// Whether an organisation's mapping, which is not at hand, would not change what a rule finds in
/// such queries.
fn is_known_without_mapping(rule: &Rule, there: Known) -> bool {
    match rule.code.family() {
        "SYN" | "EMB" | "STY" => true,
        "REF" | "TYP" => there.queries > 0 && there.profiles == 0,
        "CON" => false,
        _ if rule.code.id == "BOD006" => false,
        _ => there.own == 0,
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

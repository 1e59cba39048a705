//! Which suppressions silence nothing?
//!
//! Only what is known counts: a rule that is not in force may be so elsewhere, a finding between
//! files is not seen in one of them, and a query that cannot be read hides what is wrong with it.

use std::collections::BTreeMap;

use rumql_document::Comment;
use rumql_hir::ProblemKind;
use rumql_source::{Code, Entity, Span};
use rumql_syntax::{ast::Expr, literal::unescape_name};

use super::{Cover, FAMILY, Judged, Suppression, Word, finding};
use crate::{
    Rule, Settings,
    context::{ReadFile, ReadQuery},
    rules::sup::unused_suppression,
    run::{Extent, Finding},
    table::RULES,
};

/// The suppressions without effect; `told` are the findings that none of them silences.
pub(super) fn find(
    file: &ReadFile<'_>,
    all: &mut [Judged<'_>],
    told: &[Finding],
    extent: Extent,
) -> Vec<Finding> {
    let mut found = Vec::new();
    if !file.input.settings.enables(unused_suppression::META.code) {
        return found;
    }
    let judge = Judge::new(file, extent);
    let told = Told::new(told, file.input.settings);
    for judged in all.iter_mut().filter(|judged| judged.suppression.faults.is_empty()) {
        let unused: Vec<&Word<'_>> = judged
            .suppression
            .words
            .iter()
            .filter(|word| word.is_known() && !judged.is_used(word) && judge.is_known(judged, word))
            .collect();
        let nothing_left = unused.len() == judged.suppression.words.len();
        let blanket = judged.suppression.is_blanket() && judged.hits.is_empty();
        let start = judged.suppression.span.start;
        if (nothing_left && !unused.is_empty()) || (blanket && judge.knows_all_in_force(judged)) {
            let is_meant = |code| blanket || unused.iter().any(|word| word.width(code).is_some());
            let elsewhere = told.nearest(start, is_meant);
            let below = goes_on(file, judged.suppression.span);
            found.push(finding(unused_suppression::whole(judged, file.input.text, below, elsewhere)));
            judged.unused = true;
        } else {
            found.extend(unused.into_iter().map(|word| {
                let elsewhere = told.nearest(start, |code| word.width(code).is_some());
                finding(unused_suppression::word(judged, word, elsewhere))
            }));
        }
    }
    found
}

/// The findings that could have been silenced, by code.
struct Told(BTreeMap<Code, Vec<Span>>);

impl Told {
    fn new(findings: &[Finding], settings: &Settings) -> Self {
        let mut by_code: BTreeMap<Code, Vec<Span>> = BTreeMap::new();
        for diagnostic in findings.iter().map(|finding| &finding.diagnostic) {
            if diagnostic.code.family() != FAMILY && !settings.is_locked(diagnostic.code) {
                by_code.entry(diagnostic.code).or_default().push(diagnostic.span);
            }
        }
        by_code.values_mut().for_each(|spans| spans.sort_unstable());
        Self(by_code)
    }

    /// The one nearest to a byte among those that are meant.
    fn nearest(&self, start: u32, is_meant: impl Fn(Code) -> bool) -> Option<(Code, Span)> {
        let meant = self.0.iter().filter(|(code, _)| is_meant(**code));
        let around = meant.flat_map(|(code, spans)| {
            let next = spans.partition_point(|span| span.start < start);
            let both = spans.get(next.saturating_sub(1)..).unwrap_or_default().iter().take(2);
            both.map(|span| (*code, *span))
        });
        around.min_by_key(|(_, span)| span.start.abs_diff(start))
    }
}

/// The lines below a comment on which it may go on: comments in the same column that ask for nothing.
fn goes_on(file: &ReadFile<'_>, comment: Span) -> Option<Span> {
    let text = file.input.text;
    let comments = &file.input.document.comments;
    let first = comments.partition_point(|other| other.span.start <= comment.start);
    let mut last = comment;
    let mut below: Option<Span> = None;
    for next in comments.get(first..).unwrap_or_default() {
        let is_own = is_under(text, last, next.span, comment) && !asks_for_something(text, next);
        if !is_own {
            break;
        }
        below = Some(below.map_or(next.span, |lines| lines.join(next.span)));
        last = next.span;
    }
    below
}

fn asks_for_something(text: &str, comment: &Comment) -> bool {
    Suppression::read(text, comment).is_some()
}

/// Whether a comment stands on the line after `last`, alone, and in the column of `first`.
fn is_under(text: &str, last: Span, next: Span, first: Span) -> bool {
    let before = |span: Span| {
        let before = text.get(..span.start as usize).unwrap_or_default();
        before.rsplit('\n').next().unwrap_or_default()
    };
    let between = text.get(last.end as usize..next.start as usize).unwrap_or_default();
    between.trim().is_empty()
        && between.matches('\n').count() == 1
        && before(next).chars().count() == before(first).chars().count()
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

    /// Whether it is known that the team's rules find nothing there. A run that leaves some of them
    /// out does not know.
    fn knows_all_in_force(&self, judged: &Judged<'_>) -> bool {
        let settings = self.file.input.settings;
        let in_force = |rule: &&&Rule| {
            rule.code.family() != FAMILY && settings.enables(rule.code) && !settings.is_locked(rule.code)
        };
        !settings.is_narrowed() && self.is_known_of(judged, RULES.iter().filter(in_force))
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
    query.parse.errors.is_empty()
        && !query.lowered.query.has_unknown()
        && !query.lowered.problems.iter().any(is_name)
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

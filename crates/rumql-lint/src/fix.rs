//! What does a text become when its fixes are applied?

use rumql_source::{Applicability, Edit, Fix, Severity, Span, apply_edits};

use crate::{rule::Rule, run::Finding};

/// Which fixes may be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixing {
    /// Those that keep who matches.
    Safe,
    /// Also those that guess the intent.
    Unsafe,
}

/// A text with its fixes applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// How many fixes were applied.
    pub applied: usize,
    /// What is still found in it.
    pub remaining: Vec<Finding>,
}

/// A mended text may need mending again: `a[[[` is mended a bracket a round. A short text gets as
/// many rounds as it may need, a long one a few, so that the work stays in bounds.
fn rounds(text: &str) -> usize {
    const BYTES: usize = 4 << 20;
    (BYTES / (text.len() + 1)).clamp(10, 1_000)
}

/// Applies fixes until none is left. `check` reads and checks a text. A fix that would do
/// [`harm`] is not applied.
pub fn fix(text: &str, fixing: Fixing, check: impl Fn(&str) -> Vec<Finding>) -> Fixed {
    let mut fixed = Fixed { text: text.to_owned(), applied: 0, remaining: check(text) };
    for _ in 0..rounds(text) {
        let fixes = disjoint(&fixed.remaining, fixing);
        if fixes.is_empty() || !advance(&mut fixed, &fixes, &check) {
            break;
        }
    }
    fixed
}

/// Applies these fixes together, or, if that goes wrong, those parts of them that go well.
/// Whether any was applied.
fn advance(fixed: &mut Fixed, fixes: &[Fix], check: &impl Fn(&str) -> Vec<Finding>) -> bool {
    if apply(fixed, fixes, check) {
        return true;
    }
    if fixes.len() < 2 {
        return false;
    }
    // The later half first, so that the earlier one keeps its places.
    let (earlier, later) = fixes.split_at(fixes.len() / 2);
    let later = advance(fixed, later, check);
    advance(fixed, earlier, check) || later
}

fn apply(fixed: &mut Fixed, fixes: &[Fix], check: &impl Fn(&str) -> Vec<Finding>) -> bool {
    let edits: Vec<Edit> = fixes.iter().flat_map(|fix| fix.edits.iter().cloned()).collect();
    let Some(text) = apply_edits(&fixed.text, &edits).filter(|text| *text != fixed.text) else {
        return false;
    };
    let remaining = check(&text);
    if harm(&remaining) > harm(&fixed.remaining) {
        return false;
    }
    *fixed = Fixed { text, applied: fixed.applied + fixes.len(), remaining };
    true
}

/// How bad a text is: first by what cannot be read, for that hides other errors; then by errors.
pub fn harm(findings: &[Finding]) -> (usize, usize) {
    let count = |wanted: &dyn Fn(&Finding) -> bool| findings.iter().filter(|finding| wanted(finding)).count();
    (count(&|finding| finding.unread), count(&|finding| finding.diagnostic.severity == Severity::Error))
}

/// The fixes of what is wrong between files, by the findings in one of them. [`fix`] looks at one
/// file at a time and does not see it.
pub fn fixes_between(findings: &[Finding], fixing: Fixing) -> Vec<Fix> {
    let is_between =
        |finding: &&Finding| crate::rule(finding.diagnostic.code.id).is_some_and(Rule::looks_across);
    disjoint(findings.iter().filter(is_between), fixing)
}

/// The first fix of each finding that may be applied and touches no other, from left to right.
fn disjoint<'f>(findings: impl IntoIterator<Item = &'f Finding>, fixing: Fixing) -> Vec<Fix> {
    let mut fixes: Vec<(Span, &Fix)> = findings
        .into_iter()
        .filter_map(|finding| finding.diagnostic.fixes.iter().find(|fix| allows(fixing, fix)))
        .filter_map(|fix| Some((fix.edits.iter().map(|edit| edit.span).reduce(Span::join)?, fix)))
        .collect();
    fixes.sort_by_key(|(span, _)| *span);
    let mut taken: Option<(Span, &Fix)> = None;
    fixes.retain(|(span, fix)| {
        // The same text put in at one place several times, as the `)` of several groups, is no clash.
        let free = taken.is_none_or(|(taken, before)| {
            !taken.collides(*span) || (span.is_empty() && before.edits == fix.edits)
        });
        if free {
            taken = Some((*span, fix));
        }
        free
    });
    fixes.into_iter().map(|(_, fix)| fix.clone()).collect()
}

fn allows(fixing: Fixing, fix: &Fix) -> bool {
    match fix.applicability {
        Applicability::Safe => true,
        Applicability::Unsafe => fixing == Fixing::Unsafe,
        Applicability::Choice => false,
    }
}

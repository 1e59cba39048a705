//! Is a fix safe?

use rumql_hir::{Query, lower};
use rumql_semantics::{Formula, Space};
use rumql_source::{Edit, Fix, apply_edits};
use rumql_syntax::parse;

use super::Logic;
use crate::context::QueryCx;

impl Logic<'_> {
    /// The edits as a safe fix, if the mended query is proved to match the same records; else
    /// `None`.
    pub(crate) fn safe_fix(
        &self,
        cx: &QueryCx<'_>,
        title: impl Into<String>,
        edits: Vec<Edit>,
    ) -> Option<Fix> {
        self.proofs.set(self.proofs.get().checked_sub(1)?);
        let mended = parse(&apply_edits(cx.text(), &edits)?);
        let meaning = lower(&mended, cx.scope);
        let sound = mended.errors.is_empty() && meaning.problems.len() <= cx.lowered.problems.len();
        if !sound || meaning.query.has_unknown() || !self.same(cx, &meaning.query) {
            return None;
        }
        Some(Fix { title: title.into(), applicability: rumql_source::Applicability::Safe, edits })
    }

    /// Whether another query is proved to match the same records.
    fn same(&self, cx: &QueryCx<'_>, other: &Query) -> bool {
        let query = &cx.lowered.query;
        if query == other {
            return true;
        }
        let proves = |space: &Space<'_>| {
            let never = |a: Formula, b: Formula| space.never(&Formula::all([a, b]));
            never(space.formula(query), space.contrary(other))
                && never(space.formula(other), space.contrary(query))
        };
        // A query that only lost terms makes no tests of its own.
        if self.space.knows(other) {
            proves(&self.space)
        } else {
            proves(&Space::of([query, other], cx.scope))
        }
    }
}

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
        if !sound || meaning.query.has_unknown() || !same(&cx.lowered.query, &meaning.query, cx) {
            return None;
        }
        Some(Fix { title: title.into(), applicability: rumql_source::Applicability::Safe, edits })
    }
}

/// Whether two queries are proved to match the same records.
fn same(a: &Query, b: &Query, cx: &QueryCx<'_>) -> bool {
    let space = Space::of([a, b], cx.scope);
    let never = |a: Formula, b: Formula| space.never(&Formula::all([a, b]));
    a == b || never(space.formula(a), space.contrary(b)) && never(space.formula(b), space.contrary(a))
}

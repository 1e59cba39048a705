//! `infix-wildcard`: the value is open at both ends.

use rumql_hir::Test;
use rumql_source::Diagnostic;
use rumql_syntax::literal::{Pattern, Piece};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A value between two wildcards, `*payment*`.
    ///
    /// ## Why it matters
    /// Every value is searched from end to end. For messages there is often no other way, so this is a
    /// hint that has to be asked for.
    ///
    /// ## Example
    /// ```query all entity=events
    /// @type:error AND @error.message:*payment*
    ///                                ^^^^^^^^^ info[PRF007]: `*payment*` is open at both ends
    /// ```
    /// ```query all
    /// user_email:*+test*
    ///            ^^^^^^^ info[PRF007]: `*+test*` is open at both ends
    /// ```
    /// No finding:
    /// ```query all entity=events
    /// @type:error AND @error.message:payment*
    /// ```
    /// ```query all
    /// user_email:test*
    /// ```
    ///
    /// ## Fix
    /// None: whether one end is known only the author can tell.
    pub(crate) static META = { code: "PRF007", name: "infix-wildcard", level: Info, since: "0.1.0", preset: All, query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    cx.lowered.each_test(|predicate, origin| {
        if matches!(&predicate.test, Test::Matches(pattern) if is_infix(pattern)) {
            acc.push(
                META.at(origin.value, format!("`{}` is open at both ends", cx.slice(origin.value)))
                    .note("every value has to be searched from end to end")
                    .help("where the beginning is known, write it: `payment*`"),
            );
        }
    });
}

/// Whether the pattern is a text between two runs of anything.
pub(super) fn is_infix(pattern: &Pattern) -> bool {
    matches!(pattern.pieces(), [Piece::AnyRun, Piece::Text(_), Piece::AnyRun])
}

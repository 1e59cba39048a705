//! `subsumed-term`: another term makes it superfluous.

use rumql_source::Diagnostic;

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A part that changes nothing, because another one beside it is narrower (in an `AND`) or wider
    /// (in an `OR`).
    ///
    /// ## Why it matters
    /// Whoever edits it later changes nothing, and wonders why. Often a value is mistyped.
    ///
    /// ## Example
    /// ```query
    /// session_count:>50 AND session_count:>10
    ///                       ^^^^^^^^^^^^^^^^^ warning[LOG006]: `session_count:>10` changes nothing, `session_count:>50` is narrower
    /// ```
    /// ```query
    /// user_email:*@acme.com OR user_email:jo@acme.com
    ///                          ^^^^^^^^^^^^^^^^^^^^^^ warning[LOG006]: `user_email:jo@acme.com` changes nothing, `user_email:*@acme.com` is wider
    /// ```
    /// No finding:
    /// ```query
    /// session_count:>50 AND session_count:<100
    /// ```
    ///
    /// ## Fix
    /// Safe: the part goes. That the same records match is proved.
    pub(crate) static META = {
        code: "LOG006", name: "subsumed-term", level: Warning, since: "0.1.0", query: check
    }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    super::redundancies(&META, false, cx, acc);
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_safe_fix};

    #[test]
    fn the_superfluous_part_goes() {
        check_safe_fix(Case::users(), "session_count:>10 session_count:>50", "session_count:>50");
        check_safe_fix(
            Case::accounts(),
            "(plan_type:a OR plan_type:a*) AND user_name:x",
            "(plan_type:a*) AND user_name:x",
        );
        check_safe_fix(Case::accounts(), "user_name:x AND (user_name:x OR plan_type:a)", "user_name:x");
    }
}

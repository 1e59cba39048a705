//! `duplicate-term`: the same is said twice.

use rumql_source::Diagnostic;

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// Two parts side by side that mean the same, however they are written.
    ///
    /// ## Why it matters
    /// Whoever changes one of them and not the other changes more than they think.
    ///
    /// ## Example
    /// ```query entity=accounts
    /// plan_type:pro AND session_count:>5 AND plan_type:"pro"
    ///                                        ^^^^^^^^^^^^^^^ warning[LOG007]: `plan_type:"pro"` says what `plan_type:pro` says
    /// ```
    /// ```query entity=accounts
    /// plan_type:(pro OR team OR pro)
    ///                           ^^^ warning[LOG007]: `plan_type:pro` is said twice
    /// ```
    /// No finding:
    /// ```query entity=accounts
    /// plan_type:(pro OR team)
    /// ```
    ///
    /// ## Fix
    /// Safe: the second one goes.
    pub(crate) static META = {
        code: "LOG007", name: "duplicate-term", level: Warning, since: "0.1.0", query: check
    }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    super::redundancies(&META, true, cx, acc);
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_safe_fix};

    #[test]
    fn the_second_one_goes() {
        check_safe_fix(Case::users(), "a:1 a:1 AND b:2", "a:1 AND b:2");
        check_safe_fix(Case::users(), "session_count:>=5 session_count:[5 TO *]", "session_count:>=5");
    }
}

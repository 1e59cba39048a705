//! `match-all-absorption`: a star that changes nothing, or beside which nothing counts.

use rumql_source::{Diagnostic, Edit};

use crate::{
    context::QueryCx,
    logic::{Flaw, Side},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// `*`, which matches everything, joined with other terms.
    ///
    /// ## Why it matters
    /// In an `AND` it changes nothing. In an `OR` nothing else counts, and the filter beside it is
    /// silently gone.
    ///
    /// ## Example
    /// ```query entity=accounts
    /// * AND plan_type:pro
    /// ^ warning[LOG010]: `*` changes nothing in an AND
    /// ```
    /// ```query entity=accounts
    /// plan_type:pro OR *
    ///                  ^ warning[LOG010]: beside `*` no other alternative counts
    /// ```
    /// No finding:
    /// ```query entity=accounts
    /// plan_type:* AND session_count:>5
    /// ```
    ///
    /// ## Fix
    /// Safe: the star goes, or all but the star.
    pub(crate) static META = {
        code: "LOG010", name: "match-all-absorption", level: Warning, since: "0.1.0", query: check
    }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(logic) = cx.logic else { return };
    for flaw in &logic.flaws {
        let Flaw::Absorbing { star, side, span } = flaw else { continue };
        let (message, title, edit) = match side {
            Side::And => (
                format!("`{}` changes nothing in an AND", star.text),
                "remove it",
                Edit::delete(star.removal),
            ),
            Side::Or => (
                format!("beside `{}` no other alternative counts", star.text),
                "keep `*` alone",
                Edit::replace(*span, "*"),
            ),
        };
        let mut diagnostic = META.at(star.span, message);
        diagnostic.fixes.extend(logic.safe_fix(cx, title, vec![edit]));
        acc.push(diagnostic);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_safe_fix};

    #[test]
    fn the_star_goes_or_stays_alone() {
        check_safe_fix(Case::users(), "a:1 AND *:* AND b:2", "a:1 AND b:2");
        check_safe_fix(Case::users(), "(a:1 OR *) AND b:2", "b:2");
    }
}

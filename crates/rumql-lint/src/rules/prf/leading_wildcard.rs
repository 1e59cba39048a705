//! `leading-wildcard`: the beginning of the value is left open.

use rumql_hir::Test;
use rumql_source::{Diagnostic, Profile};
use rumql_syntax::literal::{Pattern, Piece};

use super::infix_wildcard;
use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A value that begins with a wildcard, `*@techcorp.com`. Presence, `f:*`, is not meant.
    ///
    /// ## Why it matters
    /// An index sorts values by their beginning. Where that is open, every value has to be looked at; how
    /// long that takes is not documented. The rule is for teams that ask the same question often: an
    /// attribute that holds the ending alone answers at once.
    ///
    /// ## Example
    /// ```query strict
    /// user_email:*@techcorp.com
    ///            ^^^^^^^^^^^^^^ warning[PRF001]: `*@techcorp.com` begins with a wildcard
    /// ```
    /// ```query strict entity=events
    /// @type:view AND @view.url_path:*checkout
    ///                               ^^^^^^^^^ warning[PRF001]: `*checkout` begins with a wildcard
    /// ```
    /// No finding:
    /// ```query strict
    /// user_email:john@*
    /// ```
    /// ```query strict
    /// user_email:*
    /// ```
    ///
    /// ## Fix
    /// None: connect an attribute that holds what follows the wildcard, `@email_domain:techcorp.com`.
    pub(crate) static META = { code: "PRF001", name: "leading-wildcard", level: Warning, since: "0.1.0", preset: Strict, query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    cx.lowered.each_test(|predicate, origin| {
        let Test::Matches(pattern) = &predicate.test else { return };
        if begins_open(pattern) && !is_told_elsewhere(cx, pattern) {
            let value = cx.slice(origin.value);
            let what = META
                .at(origin.value, format!("`{value}` begins with a wildcard"))
                .note("where the beginning is open, every value has to be looked at");
            acc.push(match cx.profile() {
                Profile::Audience => {
                    what.help("connect an attribute that holds the ending, `@email_domain:x`")
                }
                Profile::Event => what.help("begin the value with what is known of it"),
            });
        }
    });
}

fn begins_open(pattern: &Pattern) -> bool {
    matches!(pattern.pieces().first(), Some(Piece::AnyRun | Piece::AnyChar))
}

/// `*x*` has a rule of its own, which may be off.
fn is_told_elsewhere(cx: &QueryCx<'_>, pattern: &Pattern) -> bool {
    infix_wildcard::is_infix(pattern) && cx.settings.enables(infix_wildcard::META.code)
}

#[cfg(test)]
mod tests {
    use crate::{
        Preset,
        testing::{Case, check_annotated},
    };

    fn strict() -> Case {
        Case { preset: Preset::Strict, ..Case::users() }
    }

    #[test]
    fn bounds_and_quotes_have_no_wildcards() {
        check_annotated(strict(), "@a:\\*x AND @b:[* TO 5]");
    }

    #[test]
    fn an_infix_is_told_once() {
        check_annotated(strict(), "@a:*x*\n   ^^^ warning[PRF001]: `*x*` begins with a wildcard");
        check_annotated(
            Case::users().with_all_rules(),
            "@a:*x*\n   ^^^ info[PRF007]: `*x*` is open at both ends",
        );
    }
}

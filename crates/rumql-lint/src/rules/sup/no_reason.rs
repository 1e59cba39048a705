//! `no-reason`: nobody will know why.

use rumql_source::Diagnostic;

use crate::{rule::declare_rule, suppress::Judged};

declare_rule! {
    /// ## What it finds
    /// A `rumql: ignore` comment that does not say why.
    ///
    /// ## Why it matters
    /// Whoever reads it later cannot tell whether it may go.
    ///
    /// ## Example
    /// ```yaml strict
    /// segments:
    ///   - name: gone
    ///     description: not seen since the first half minute of 1970
    ///     query: last_seen:<30 # rumql: ignore TIM005
    ///                          ^^^^^^^^^^^^^^^^^^^^^^ info[SUP005]: this suppression gives no reason
    ///     limit: 25
    /// ```
    /// No finding:
    /// ```yaml strict
    /// segments:
    ///   - name: gone
    ///     description: not seen since the first half minute of 1970
    ///     query: last_seen:<30 # rumql: ignore TIM005: the test data begins in 1970
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// None: say it behind a colon.
    pub(crate) static META = {
        code: "SUP005", name: "no-reason", level: Info, since: "0.1.0", preset: Strict
    }
}

pub(crate) fn check(judged: &Judged<'_>, acc: &mut Vec<Diagnostic>) {
    let suppression = &judged.suppression;
    if suppression.reason.is_empty() && suppression.faults.is_empty() && !judged.unused {
        acc.push(
            META.at(suppression.span, "this suppression gives no reason")
                .note("whoever reads it later cannot tell whether it may go")
                .help("say why behind a colon, `ignore TIM010: the launch day is fixed`"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated};

    #[test]
    fn a_malformed_one_is_finding_enough() {
        check_annotated(
            Case::users().with_all_rules(),
            "// rumql: disable TIM005\n          ^^^^^^^ error[SUP003]: `disable` is no instruction\nlast_seen:<30d",
        );
    }
}

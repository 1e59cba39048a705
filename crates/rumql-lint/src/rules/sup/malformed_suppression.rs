//! `malformed-suppression`: a comment that was to silence something.

use rumql_source::Diagnostic;

use crate::{
    rule::declare_rule,
    suppress::{Fault, FaultKind, Judged},
};

/// How a suppression is written.
const FORM: &str =
    "write `rumql: ignore CODE until=YYYY-MM-DD: the reason`; `until` and the reason may be left out";

declare_rule! {
    /// ## What it finds
    /// A comment that is meant to silence a rule and cannot be read: another word than `ignore` or
    /// `ignore-file`, a missing colon, a reason without its colon, an `until` that names no day.
    ///
    /// ## Why it matters
    /// Nothing, or something else, is silenced. What can be read of the comment counts all the same. This
    /// rule cannot be turned off or silenced.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: gone
    ///     query: last_seen:<30 # rumql: ignore TIM005 until=spring: Unix seconds are meant
    ///                                                 ^^^^^^^^^^^^ error[SUP003]: `until=spring` names no day
    ///     limit: 25
    /// ```
    /// ```query
    /// // rumql: disable TIM005
    ///           ^^^^^^^ error[SUP003]: `disable` is no instruction
    /// last_seen:<30d
    /// ```
    /// No finding, for the second is prose:
    /// ```yaml
    /// segments:
    ///   - name: gone
    ///     query: last_seen:<30 # rumql: ignore TIM005 until=2027-03-01: Unix seconds are meant
    ///     limit: 25
    /// ```
    /// ```query
    /// // rumql: the linter of this folder
    /// last_seen:<30d
    /// ```
    ///
    /// ## Fix
    /// None: write `rumql: ignore CODE: the reason`.
    pub(crate) static META = { code: "SUP003", name: "malformed-suppression", level: Error, since: "0.1.0" }
}

pub(crate) fn check(judged: &Judged<'_>, acc: &mut Vec<Diagnostic>) {
    acc.extend(judged.suppression.faults.iter().map(|fault| META.at(fault.span, message(fault)).help(FORM)));
}

fn message(fault: &Fault<'_>) -> String {
    let text = fault.text;
    match fault.kind {
        FaultKind::NoColon => format!("a colon is missing between `rumql` and `{text}`"),
        FaultKind::Verb => format!("`{text}` is no instruction"),
        FaultKind::BehindColon => format!("`{text}` stands behind the colon, where the reason begins"),
        FaultKind::LooseWord => format!("`{text}` names no rule, and a reason stands behind a colon"),
        FaultKind::NoDay => format!("`{text}` names no day"),
        FaultKind::SecondUntil => format!("`{text}` is a second last day"),
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        Settings,
        testing::{Case, check_annotated},
    };

    #[test]
    fn it_cannot_be_silenced() {
        check_annotated(
            Case::users(),
            "// rumql: ignore-file SUP: x\n// rumql: disable TIM005\n          ^^^^^^^ error[SUP003]: `disable` is no instruction\nlast_seen:<30d",
        );
        let settings = Settings::new(vec!["REF".into()], vec!["SUP003".into()]).unwrap();
        let found = Case::users().check_with("// rumql: disable TIM005\na:1", &settings);
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn what_can_be_read_counts() {
        check_annotated(
            Case::users(),
            "// rumql: ignore TIM005 because it is so\n                        ^^^^^^^ error[SUP003]: `because` names no rule, and a reason stands behind a colon\nlast_seen:<30",
        );
    }
}

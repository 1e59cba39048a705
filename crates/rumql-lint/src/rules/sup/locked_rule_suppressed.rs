//! `locked-rule-suppressed`: the team does not allow this one to be silenced.

use rumql_source::{Code, Diagnostic, Span};

use crate::{
    rule::declare_rule,
    settings::{Settings, is_undeniable},
    suppress::{Judged, Word},
};

declare_rule! {
    /// ## What it finds
    /// A comment that is to silence a rule which `rumql.toml` lists under `locked`, or one of the few that
    /// can never be silenced.
    ///
    /// ## Why it matters
    /// The team has decided that there are no exceptions to this rule. The finding is shown in any case.
    ///
    /// ## Example
    /// Where `rumql.toml` says `locked = ["TIM005"]`:
    /// ```yaml locked
    /// segments:
    ///   - name: gone
    ///     query: last_seen:<30 # rumql: ignore TIM005: the test data begins in 1970
    ///                       ^^ warning[TIM005]: `30` is 30 seconds after 1 January 1970
    ///                                          ^^^^^^ error[SUP007]: `TIM005` is locked
    ///     limit: 25
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: gone
    ///     query: last_seen:<30 # rumql: ignore TIM005: the test data begins in 1970
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// None: mend what is found, or take the rule out of `locked`.
    pub(crate) static META = { code: "SUP007", name: "locked-rule-suppressed", level: Error, since: "0.1.0" }
}

pub(crate) fn check(judged: &Judged<'_>, settings: &Settings, acc: &mut Vec<Diagnostic>) {
    let suppression = &judged.suppression;
    let hit = judged.hits.iter().copied().find(|code| settings.is_locked(*code));
    if let (true, Some(code)) = (suppression.is_blanket(), hit) {
        acc.push(finding(suppression.verb, code, settings));
    }
    for word in &suppression.words {
        let hit =
            judged.hits.iter().copied().find(|code| settings.is_locked(*code) && word.width(*code).is_some());
        if let Some(code) = named(word).filter(|code| settings.is_locked(*code)).or(hit) {
            acc.push(finding(word.span, code, settings));
        }
    }
}

/// The one rule that a word names.
fn named(word: &Word<'_>) -> Option<Code> {
    crate::rule(word.text).map(|rule| rule.code)
}

fn finding(span: Span, code: Code, settings: &Settings) -> Diagnostic {
    if settings.is_locked_by_team(code) && !is_undeniable(code) {
        return META.at(span, format!("`{code}` is locked")).note("`rumql.toml` lists it under `locked`");
    }
    META.at(span, format!("`{code}` cannot be silenced")).note("what it finds is told in any case")
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated};

    #[test]
    fn what_can_never_be_silenced() {
        check_annotated(
            Case::users(),
            "// rumql: ignore EMB006, SUP007: x\n                 ^^^^^^ error[SUP007]: `EMB006` cannot be silenced\n                         ^^^^^^ error[SUP007]: `SUP007` cannot be silenced\na:1",
        );
    }

    #[test]
    fn a_family_or_a_blanket_is_told_where_it_matters() {
        let locked = Case { locked: true, ..Case::users() };
        check_annotated(
            locked,
            "// rumql: ignore TIM: x\n                 ^^^ error[SUP007]: `TIM005` is locked\nlast_seen:<30\n           ^^ warning[TIM005]: `30` is 30 seconds after 1 January 1970",
        );
        check_annotated(locked, "// rumql: ignore TIM: x\nlast_seen:<30d");
        check_annotated(
            locked,
            "// rumql: ignore\n          ^^^^^^ error[SUP007]: `TIM005` is locked\nlast_seen:<30\n           ^^ warning[TIM005]: `30` is 30 seconds after 1 January 1970",
        );
    }
}

//! `unused-suppression`: a comment that silences nothing.

use rumql_source::{Applicability, Code, Diagnostic, Fix, Span};

use crate::{
    rule::declare_rule,
    suppress::{Cover, Judged, Word},
};

declare_rule! {
    /// ## What it finds
    /// A `rumql: ignore` comment, or one of its rules, for which nothing is found at its place. One that
    /// names no rule counts if no rule in force finds anything there.
    ///
    /// Nothing is said where that is not known: of rules that are not in force, of findings between files when
    /// one file is checked alone, beside a query that cannot be read, and without a mapping of rules that ask
    /// one.
    ///
    /// ## Why it matters
    /// The mistake has been mended, and the comment stays to hide the next one. One that stands in the wrong
    /// place never had an effect.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: gone
    ///     # rumql: ignore TIM005: Unix seconds are meant
    ///     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[SUP001]: this comment silences nothing
    ///     query: last_seen:<30d
    ///     limit: 25
    /// ```
    /// ```yaml
    /// segments:
    ///   - name: gone
    ///     query: first_country_code:AT && last_seen:<30d # rumql: ignore SYN018, TIM005: as it was sent
    ///                                                                            ^^^^^^ warning[SUP001]: `TIM005` silences nothing here
    ///     limit: 25
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: gone
    ///     # rumql: ignore TIM005: Unix seconds are meant
    ///     query: last_seen:<30
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// Takes the comment, or the one rule, out; safe, for nothing was hidden. It is unsafe where the rule
    /// does find something elsewhere in the file, so that the comment may only be misplaced, and where
    /// comments on the lines below may belong to it, which then go as well. A comment with nothing under it
    /// is left for you to put in its place.
    pub(crate) static META = { code: "SUP001", name: "unused-suppression", level: Warning, since: "0.1.0" }
}

/// The whole comment is without effect. `below` are the lines on which it may go on, `elsewhere` is
/// where a rule that it means finds something.
pub(crate) fn whole(
    judged: &Judged<'_>,
    text: &str,
    below: Option<Span>,
    elsewhere: Option<(Code, Span)>,
) -> Diagnostic {
    let diagnostic = META.at(judged.suppression.span, "this comment silences nothing");
    if judged.cover == Cover::Nothing {
        let diagnostic = diagnostic.note("there is nothing under it that it could speak of").help(PLACE);
        return misplaced(diagnostic, elsewhere);
    }
    let reason = match judged.suppression.words.is_empty() {
        true => "nothing is found there",
        false => "nothing is found there that it names",
    };
    let title = match below {
        Some(_) => "take the comment out, with the lines that go on below it",
        None => "take the comment out",
    };
    let edits = judged.without_comment(text, below);
    let applicability = trust(below.is_some() || elsewhere.is_some());
    misplaced(diagnostic.note(reason), elsewhere).fix(Fix { title: title.to_owned(), applicability, edits })
}

/// One of its rules is.
pub(crate) fn word(judged: &Judged<'_>, word: &Word<'_>, elsewhere: Option<(Code, Span)>) -> Diagnostic {
    let diagnostic = META.at(word.span, format!("`{}` silences nothing here", word.text));
    let title = format!("take `{}` out", word.text);
    misplaced(diagnostic.note("it finds nothing there"), elsewhere).fix(Fix::new(
        trust(elsewhere.is_some()),
        title,
        judged.without_word(word),
    ))
}

/// Where a comment has to stand.
const PLACE: &str = "put it at the end of the line that it is about, or on a line of its own directly above";

/// What is in doubt is not done unasked.
fn trust(in_doubt: bool) -> Applicability {
    if in_doubt { Applicability::Unsafe } else { Applicability::Safe }
}

/// Where the rule finds something, the comment may have been meant for that.
fn misplaced(diagnostic: Diagnostic, elsewhere: Option<(Code, Span)>) -> Diagnostic {
    match elsewhere {
        Some((code, span)) => diagnostic.help(PLACE).also(span, format!("`{code}` is found here")),
        None => diagnostic,
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        Fixing, Preset, Settings, fix,
        testing::{Case, check_annotated, check_fix, check_safe_fix},
    };

    fn file(query: &str) -> String {
        format!("segments:\n- name: a\n  query: {query}\n  limit: 5\n")
    }

    #[test]
    fn takes_out_what_has_no_effect() {
        let case = Case::yaml();
        check_safe_fix(case, &file("last_seen:<30d # rumql: ignore TIM005: x"), &file("last_seen:<30d"));
        check_safe_fix(
            case,
            &file("a:1 && b:2 # rumql: ignore SYN001, SYN018, SYN003: x"),
            &file("a:1 && b:2 # rumql: ignore SYN018: x"),
        );
        check_safe_fix(
            case,
            &file("a:1 && b:2 # rumql: ignore SYN003 SYN018 SYN001 SYN002 until=2027-03-01: x"),
            &file("a:1 && b:2 # rumql: ignore SYN018 until=2027-03-01: x"),
        );
        check_safe_fix(Case::users(), "// rumql: ignore SYN018: x\n\na:1\n", "\na:1\n");
        check_safe_fix(
            Case::users(),
            "// rumql: ignore TIM005: x\nlast_seen:<30",
            "// rumql: ignore TIM005: x\nlast_seen:<30",
        );
    }

    #[test]
    fn what_may_be_misplaced_goes_only_when_asked() {
        let text = "segments:\n- name: a # rumql: ignore TIM005: x\n  query: last_seen:<30\n  limit: 5\n";
        check_safe_fix(Case::yaml(), text, text);
        check_fix(
            Case::yaml(),
            &file("user_name:x # rumql: ignore TIM005: x\n  limit: 5\n- name: b\n  query: last_seen:<30"),
            &file("user_name:x\n  limit: 5\n- name: b\n  query: last_seen:<30"),
        );
        // Elsewhere it is silenced as well, so nobody misses this one.
        check_safe_fix(
            Case::yaml(),
            &file(
                "last_seen:<1d # rumql: ignore TIM005: x\n  limit: 5\n- name: b\n  query: last_seen:<30 # rumql: ignore TIM005: x",
            ),
            &file("last_seen:<1d\n  limit: 5\n- name: b\n  query: last_seen:<30 # rumql: ignore TIM005: x"),
        );
    }

    #[test]
    fn a_comment_of_several_lines_goes_as_a_whole_and_only_when_asked() {
        let above = "segments:\n- name: a\n  # rumql: ignore TIM005: the test data\n  # begins in 1970\n  query: user_name:x\n  limit: 5\n";
        check_safe_fix(Case::yaml(), above, above);
        check_fix(Case::yaml(), above, &file("user_name:x"));
        let beside =
            file("user_name:x # rumql: ignore TIM005: the test data\n                     # begins in 1970");
        check_safe_fix(Case::yaml(), &beside, &beside);
        check_fix(Case::yaml(), &beside, &file("user_name:x"));
        check_fix(Case::users(), "// rumql: ignore TIM005: a\n// b\n// c\nuser_name:x", "user_name:x");
        // Another column, another instruction: not the same comment.
        check_safe_fix(
            Case::yaml(),
            &file("user_name:x # rumql: ignore TIM005: x\n  # the rest"),
            &file("user_name:x\n  # the rest"),
        );
        check_safe_fix(
            Case::users(),
            "// rumql: ignore TIM005: a\n// rumql: ignore TIM006: b\nuser_name:x",
            "user_name:x",
        );
    }

    #[test]
    fn one_without_a_rule_is_held_against_all_in_force() {
        let case = Case { mapping: true, connected: true, ..Case::yaml() };
        let check = |settings: Settings| move |text: &str| case.check_with(text, &settings);
        let text = file("user_name:x # rumql: ignore: x");
        assert_eq!(fix(&text, Fixing::Safe, check(Settings::default())).text, file("user_name:x"));
        let used = file("last_seen:<30 # rumql: ignore: x");
        assert_eq!(fix(&used, Fixing::Safe, check(Settings::default())).text, used);
        // A run that leaves rules out does not know what they would find.
        let narrowed = Settings::new(vec![], vec!["TIM".into()]).unwrap();
        assert_eq!(fix(&text, Fixing::Safe, check(narrowed)).text, text);
    }

    #[test]
    fn not_knowing_is_silence() {
        // A query that cannot be read, a rule of another preset, a mapping that is not at hand.
        for query in [
            "last_seen:<30d AND # rumql: ignore TIM005: x",
            "last_seen:<30d # rumql: ignore STY004: x",
            "last_seen:<30d # rumql: ignore REF001: x",
            "last_seen:<30d # rumql: ignore STY: x",
            "last_seen:<30d # rumql: ignore: x",
            "\"@tier:x\" # rumql: ignore TIM005: x",
        ] {
            let text = file(query);
            let found = Case::yaml().check(&text);
            assert!(found.iter().all(|finding| finding.diagnostic.code.id != "SUP001"), "{query}");
        }
        let mapped = Case { mapping: true, ..Case::yaml() };
        check_safe_fix(mapped, &file("last_seen:<30d # rumql: ignore REF001: x"), &file("last_seen:<30d"));
    }

    #[test]
    fn a_rule_that_is_off_is_not_unused() {
        let text = file("last_seen:<30d # rumql: ignore TIM005: x");
        let settings = Settings::new(vec![], vec!["TIM005".into()]).unwrap();
        let found = Case::yaml().check_with(&text, &settings);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn a_finding_between_files_is_not_known_alone() {
        let corpus = crate::RULES.iter().find(|rule| rule.corpus.is_some());
        let Some(rule) = corpus else { return };
        let text = file(&format!("last_seen:<30d # rumql: ignore {}: x", rule.code));
        let case = Case { mapping: true, preset: Preset::All, ..Case::yaml() };
        let fixed = fix(&text, Fixing::Unsafe, |text| case.check(text));
        assert!(fixed.text.contains("rumql: ignore"), "{}", fixed.text);
    }

    #[test]
    fn a_misplaced_comment_is_left_to_people() {
        let text =
            "segments:\n- name: a\n  # rumql: ignore TIM005: x\n\n  query: last_seen:<30d\n  limit: 5\n";
        check_fix(Case::yaml(), text, text);
        check_annotated(
            Case::yaml(),
            "segments:\n- name: a\n  # rumql: ignore TIM005: x\n  ^^^^^^^^^^^^^^^^^^^^^^^^^ warning[SUP001]: this comment silences nothing\n\n  query: last_seen:<30d\n  limit: 5\n",
        );
    }
}

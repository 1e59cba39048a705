//! `unused-suppression`: a comment that silences nothing.

use rumql_source::{Diagnostic, Fix};

use crate::{
    rule::declare_rule,
    suppress::{Cover, Judged, Word},
};

declare_rule! {
    /// ## What it finds
    /// A `rumql: ignore` comment, or one of its rules, for which nothing is found at its place.
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
    /// Takes the comment, or the one rule, out; safe, for nothing was hidden. A comment with nothing under it,
    /// or for what is found elsewhere in the file, is left for you to put in its place.
    pub(crate) static META = { code: "SUP001", name: "unused-suppression", level: Warning, since: "0.1.0" }
}

/// The whole comment is without effect. A misplaced one names what is found elsewhere in the file.
pub(crate) fn whole(judged: &Judged<'_>, is_misplaced: bool, text: &str) -> Diagnostic {
    let diagnostic = META.at(judged.suppression.span, "this comment silences nothing");
    if judged.cover == Cover::Nothing {
        return diagnostic
            .note("there is nothing under it that it could speak of")
            .help("put it on the line of the query, or on a line of its own directly above it");
    }
    if is_misplaced {
        return diagnostic
            .note("what it names is found elsewhere in the file")
            .help("put it on the line of that query, or on a line of its own directly above it");
    }
    diagnostic
        .note("nothing is found there that it names")
        .fix(Fix::safe("take the comment out", judged.without_comment(text)))
}

/// One of its rules is.
pub(crate) fn word(judged: &Judged<'_>, word: &Word<'_>, is_misplaced: bool) -> Diagnostic {
    let diagnostic = META.at(word.span, format!("`{}` silences nothing here", word.text));
    if is_misplaced {
        return diagnostic
            .note("what it names is found elsewhere in the file")
            .help("put it where that is found, or take it out");
    }
    diagnostic
        .note("it finds nothing there")
        .fix(Fix::safe(format!("take `{}` out", word.text), judged.without_word(word)))
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
    fn what_is_found_elsewhere_keeps_its_comment() {
        let text = "segments:\n- name: a\n  # rumql: ignore SYN018: x\n  limit: 5\n  query: a:1 && b:2\n";
        let found =
            Case::yaml().check(text).into_iter().find(|found| found.diagnostic.code.id == "SUP001").unwrap();
        assert!(found.diagnostic.fixes.is_empty(), "{found:?}");
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

//! `format`: the query is spelt otherwise than `rumql fmt` spells it.

use rumql_source::{Diagnostic, Edit, Fix, Span};

use crate::{context::ReadQuery, rule::declare_rule, spelling::spelling};

/// The longest spelling that a fix shows.
const SHOWN: usize = 60;

declare_rule! {
    /// ## What it finds
    /// A query that is not in the canonical spelling, which `rumql fmt` writes: blanks, line breaks and the
    /// forms of operators.
    ///
    /// Where another finding in the query can be mended, that one alone is told.
    ///
    /// ## Why it matters
    /// When all queries are spelt alike, a change shows what has changed.
    ///
    /// ## Example
    /// ```query spelling
    /// plan_type:pro   AND session_count:>5
    ///               ^^ info[STY001]: the query is not in the canonical spelling
    /// ```
    /// ```yaml spelling
    /// segments:
    ///   - name: paying
    ///     query: "(plan_type:pro OR  plan_type:team)"
    ///              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info[LOG015]: these are values of one attribute
    ///     limit: 25
    /// ```
    /// No finding:
    /// ```query spelling
    /// plan_type:pro AND session_count:>5
    /// ```
    /// ```yaml spelling
    /// segments:
    ///   - name: paying
    ///     query: "(plan_type:pro OR plan_type:team)"
    ///              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info[LOG015]: these are values of one attribute
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// Writes the canonical spelling, in the quoting of the file; safe. `rumql fmt` does so for all files.
    pub(crate) static META = { code: "STY001", name: "format", level: Info, since: "0.1.0" }
}

/// The finding in a query, in its own bytes. It is asked for last: `is_mended` tells whether
/// another finding in the query can be mended.
pub(crate) fn find(
    query: &ReadQuery<'_>,
    text: &str,
    is_mended: impl FnOnce() -> bool,
) -> Option<Diagnostic> {
    let scalar = &query.embedded.scalar;
    let spelt = spelling(scalar, &query.parse, text).filter(|spelt| *spelt != scalar.text)?;
    if is_mended() {
        return None;
    }
    let title = match spelt.len() <= SHOWN && !spelt.contains('\n') {
        true => format!("write `{spelt}`"),
        false => "write it as `rumql fmt` does".to_owned(),
    };
    let edit = difference(&scalar.text, &spelt);
    let diagnostic = META.at(edit.span, "the query is not in the canonical spelling");
    Some(diagnostic.note("`rumql fmt` spells all queries alike").fix(Fix::safe(title, edit)))
}

/// The smallest edit that makes one text the other.
fn difference(one: &str, other: &str) -> Edit {
    let common = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
        pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
    };
    let start = common(&mut one.chars().zip(other.chars()));
    let (left, right) = (one.get(start..).unwrap_or_default(), other.get(start..).unwrap_or_default());
    let end = common(&mut left.chars().rev().zip(right.chars().rev()));
    let content = right.get(..right.len() - end).unwrap_or_default();
    Edit::replace(Span::from(start..one.len() - end), content)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix, check_safe_fix};

    #[test]
    fn writes_the_canonical_spelling() {
        check_safe_fix(Case::users().with_spelling(), "a:1   NOT (b:2)", "a:1 -(b:2)");
        check_safe_fix(Case::users().with_spelling(), " a:( x )\n", " a:(x)\n");
        check_safe_fix(Case::users().with_spelling(), "(a:1)b:2", "(a:1) b:2");
        let long = "plan_type:enterprise AND session_count:>50 AND last_seen:<30d AND first_country_code:AT";
        let broken = long.replace(" AND", "\nAND");
        check_safe_fix(Case::users().with_spelling(), long, &broken);
        check_safe_fix(Case::users().with_spelling(), &broken, &broken);
    }

    #[test]
    fn the_host_keeps_its_form() {
        let file = |query: &str| format!("segments:\n- name: a\n  query: {query}\n  limit: 5\n");
        check_safe_fix(
            Case::yaml().with_spelling(),
            &file("'a:1   b:\"it''s\"'"),
            &file("'a:1 b:\"it''s\"'"),
        );
        check_safe_fix(Case::yaml().with_spelling(), &file("|\n    a:1\n    b:2"), &file("|\n    a:1 b:2"));
        let long = "plan_type:enterprise AND session_count:>50 AND last_seen:<30d AND first_country_code:AT";
        check_safe_fix(Case::yaml().with_spelling(), &file(long), &file(long));
    }

    #[test]
    fn line_ends_are_those_of_the_file() {
        let long =
            "plan_type:enterprise AND session_count:>50 AND last_seen:<30d AND first_country_code:AT\r\n";
        let broken = long.replace(" AND", "\r\nAND");
        check_safe_fix(Case::users().with_spelling(), long, &broken);
        check_safe_fix(Case::users().with_spelling(), "a:\"x\r\ny\"  b:1", "a:\"x\r\ny\" b:1");
        let quoted = broken.replace("enterprise", "\"x\r\ny\"");
        check_safe_fix(Case::users().with_spelling(), &quoted, &quoted);
    }

    #[test]
    fn another_finding_that_can_be_mended_comes_first() {
        check_annotated(
            Case::users().with_spelling(),
            "plan_type:pro  AND session_count: >5\n                                 ^ info[SYN008]: a blank stands after the colon",
        );
        check_fix(
            Case::users().with_spelling(),
            "plan_type:pro  && plan_type:a",
            "plan_type:pro AND plan_type:a",
        );
        check_annotated(
            Case::users().with_spelling(),
            "a:1  AND (b:2\n         ^ error[SYN002]: `(` is never closed",
        );
    }
}

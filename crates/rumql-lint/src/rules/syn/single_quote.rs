//! `single-quote`: single quotes are characters, not quotes.

use rumql_source::{Diagnostic, Edit, Fix, Span};
use rumql_syntax::{literal::Decimal, token::Token};

use super::space_around_colon::tokens_within;
use crate::{
    context::QueryCx,
    free_terms::{Look, SINGLE, free_terms},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// A value or a search term between single quotes, straight or curly.
    ///
    /// ## Why it matters
    /// Only double quotes do. A `'` is a part of the value, so `'pro'` matches nobody whose plan is `pro`;
    /// and a blank ends the value all the same: `'Acme` and `Co'` are two terms.
    ///
    /// ## Example
    /// ```query
    /// account_name:'Acme Co'
    ///              ^^^^^^^^^ warning[SYN015]: single quotes do not quote
    /// ```
    /// ```query
    /// plan_type:('pro' OR team)
    ///            ^^^^^ warning[SYN015]: single quotes do not quote
    /// ```
    /// No finding:
    /// ```query
    /// account_name:"Acme Co"
    /// ```
    /// ```query
    /// user_name:O'Brien AND plan_type:(pro OR team)
    /// ```
    ///
    /// ## Fix
    /// Double quotes; or none, around a number that is compared, and around a wildcard, which double
    /// quotes would take literally. Unsafe, since who matches changes.
    pub(crate) static META = { code: "SYN015", name: "single-quote", level: Warning, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    if !cx.is_sound() || !cx.text().contains(SINGLE) {
        return;
    }
    for term in free_terms(cx) {
        let is_quoted = matches!(term.look, Look::SingleQuoted);
        // Where the value cannot be right, that is told, with the quotes as the cause.
        if !is_quoted || is_told_elsewhere(cx, term.span) {
            continue;
        }
        let quote = |c: Option<char>| c.map_or(0, char::len_utf8) as u32;
        let text = cx.slice(term.span);
        let (open, close) = (quote(text.chars().next()), quote(text.chars().next_back()));
        let inner = Span::new(term.span.start + open, term.span.end - close);
        let diagnostic = META.at(term.span, "single quotes do not quote");
        let note = if cx.slice(inner).contains(char::is_whitespace) {
            "they are characters of the words, and each blank ends a value"
        } else {
            "they are characters of the value"
        };
        acc.push(diagnostic.note(note).fix(mend(cx, term.span, inner)));
    }
}

/// Whether another rule speaks about the value: `session_count:'5'`.
fn is_told_elsewhere(cx: &QueryCx<'_>, span: Span) -> bool {
    let problems = &cx.lowered.problems;
    let after = problems.partition_point(|problem| problem.span.start < span.end);
    let near = problems.get(after.saturating_sub(2)..after).unwrap_or_default();
    near.iter().any(|problem| problem.span.end > span.start)
}

fn mend(cx: &QueryCx<'_>, all: Span, inner: Span) -> Fix {
    let text = cx.slice(inner);
    let is_compared = Span::new(0, all.start).slice(cx.text()).ends_with(['<', '>', '=']);
    if is_compared || text.contains(['*', '?']) && Decimal::parse(text).is_none() {
        let blank = |token: &Token| if token.kind.is_blank() { "\\ " } else { cx.slice(token.span) };
        let bare: String = tokens_within(cx, all).iter().map(blank).collect();
        let bare = bare.trim_matches(SINGLE).to_owned();
        return Fix::guess("take the quotes away", Edit::replace(all, bare));
    }
    Fix::guess("write double quotes", Edit::replace(all, format!("\"{text}\"")))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix};

    #[test]
    fn writes_double_quotes() {
        check_fix(Case::users(), "name:'Acme Co' AND b:1", "name:\"Acme Co\" AND b:1");
        check_fix(Case::users(), "-name:'Sons and Daughters'", "-name:\"Sons and Daughters\"");
        check_fix(Case::users(), "name:‘Acme Co’ AND b:‘x’", "name:\"Acme Co\" AND b:\"x\"");
        check_fix(Case::users(), "name:‘Acme C*’", r"name:Acme\ C*");
        check_fix(Case::users(), "name:('a b' OR 'c')", "name:(\"a b\" OR \"c\")");
        check_fix(Case::events(), "'script error' @type:error", "\"script error\" @type:error");
    }

    #[test]
    fn wildcards_and_numbers_stay_bare() {
        check_fix(Case::users(), "user_email:'*@x.com' name:'Acme C*'", r"user_email:*@x.com name:Acme\ C*");
        check_fix(Case::users(), "mrr:>'5'", "mrr:>5");
    }

    #[test]
    fn one_slip_is_one_finding() {
        for (case, query, code) in [
            (Case::users(), "name:'Acme: Co'", "SYN015"),
            (Case::users(), "name:'Acme and Co'", "SYN015"),
            (Case::users(), "'Acme Co'", "SYN015"),
            (Case::mapping(), "session_count:'5'", "TYP004"),
            (Case::mapping(), "last_seen:>'7d'", "TYP004"),
            (Case::events(), "@type:'view'", "TYP005"),
            (Case::users(), "name='Acme Co'", "SYN011"),
        ] {
            let codes: Vec<_> = case.check(query).iter().map(|finding| finding.diagnostic.code.id).collect();
            assert_eq!(codes, [code], "{query}");
        }
    }

    #[test]
    fn an_apostrophe_is_no_quote() {
        check_annotated(Case::users(), "name:O'Brien AND team:'tis AND x:rock'n'roll");
        check_annotated(Case::events(), "rock 'n roll");
        check_annotated(Case::users(), "name:O’Brien AND x:it’s");
        check_annotated(Case::events(), "roll OR '");
    }
}

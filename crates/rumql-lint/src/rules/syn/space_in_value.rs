//! `space-in-value`: a bare value ends at its first blank.

use rumql_catalog::Kind;
use rumql_source::{Diagnostic, Edit, Fix, Profile, Span};
use rumql_syntax::{ast::Field, literal::unescape_name};

use super::{invisible_or_confusable_char::is_suspicious, space_around_colon::tokens_within};
use crate::{
    context::QueryCx,
    free_terms::{Look, free_terms},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// Bare words right after a field's bare value. In a query of profiles only: beside the fields of
    /// an event query, free text is common.
    ///
    /// ## Why it matters
    /// A bare value ends at the blank. The words after it ask for no field: they are free text, and
    /// what a query of profiles does with that is not documented.
    ///
    /// ## Example
    /// ```query
    /// industry:real estate
    ///               ^^^^^^ warning[SYN009]: `estate` is not part of the value of `industry`
    /// ```
    /// ```query
    /// account_name:Acme* Old Town AND session_count:>5
    ///                    ^^^^^^^^ warning[SYN009]: `Old Town` is not part of the value of `account_name`
    /// ```
    /// No finding:
    /// ```query
    /// industry:"real estate"
    /// ```
    /// ```query
    /// account_name:Acme*\ Old\ Town AND session_count:>5
    /// ```
    ///
    /// ## Fix
    /// Quotes the words together; where a wildcard or an escape is among them, which quotes would
    /// change, escapes the blanks. Unsafe, since the words may be meant for themselves. None where
    /// the attribute holds no text.
    pub(crate) static META = { code: "SYN009", name: "space-in-value", level: Warning, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    if !cx.is_sound() || cx.profile() == Profile::Event {
        return;
    }
    for term in free_terms(cx) {
        let Look::ValueRest(field) = term.look else { continue };
        let words: Vec<&str> = cx.slice(term.span).split_whitespace().collect();
        let words = words.join(" ");
        // `plan_type:pro *`: a star for itself matches everything. Of letters that only look like
        // others, another rule speaks.
        if words.bytes().all(|byte| matches!(byte, b'*' | b' ')) || is_suspicious(&words) {
            continue;
        }
        let name = unescape_name(field.name);
        let diagnostic = META
            .at(term.span, format!("`{words}` is not part of the value of `{name}`"))
            .note("a bare value ends at the first blank");
        let known = cx.scope.resolve(&name);
        acc.push(match known.known().map(|attribute| attribute.kind) {
            None | Some(Kind::String | Kind::Other) => diagnostic.fix(join(cx, &field, term.span)),
            Some(_) => diagnostic.help("write the attribute that the words are asked of"),
        });
    }
}

/// The value and the words after it as one value.
fn join(cx: &QueryCx<'_>, field: &Field<'_>, rest: Span) -> Fix {
    let all = field.value.span().join(rest);
    let is_plain = !cx.slice(all).contains(['*', '?', '\\']);
    let blank = if is_plain { " " } else { "\\ " };
    let tokens = tokens_within(cx, all).iter();
    let joined: String =
        tokens.map(|token| if token.kind.is_blank() { blank } else { cx.slice(token.span) }).collect();
    if is_plain {
        let inner = joined.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).unwrap_or(&joined);
        Fix::guess("quote the value", Edit::replace(all, format!("\"{inner}\"")))
    } else {
        Fix::guess("escape the blanks", Edit::replace(all, joined))
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix};

    #[test]
    fn quotes_the_words_together() {
        check_fix(Case::users(), "industry:real estate", "industry:\"real estate\"");
        check_fix(Case::users(), "-name:a  b\nc AND d:1", "-name:\"a b c\" AND d:1");
    }

    #[test]
    fn escapes_where_quotes_would_change_the_value() {
        check_fix(Case::users(), "name:John* Smith", r"name:John*\ Smith");
        check_fix(Case::users(), r"name:a\:b c", r"name:a\:b\ c");
    }

    #[test]
    fn is_silent_where_text_stands_for_itself() {
        check_annotated(
            Case::users(),
            "plan_type:pro *\n              ^ warning[LOG010]: `*` changes nothing in an AND",
        );
        let found = Case::events().check("@type:error timeout");
        assert!(found.iter().all(|finding| finding.diagnostic.code.id != "SYN009"));
    }

    #[test]
    fn a_number_is_not_joined() {
        check_annotated(
            Case::mapping(),
            "session_count:5 busy\n                ^^^^ warning[SYN009]: `busy` is not part of the value of `session_count`",
        );
        check_fix(Case::mapping(), "session_count:5 busy", "session_count:5 busy");
    }
}

//! `operator-before-colon`: `session_count>50` lacks the colon of a field.

use rumql_source::{Diagnostic, Edit, Fix, Span};
use rumql_syntax::{
    SyntaxError,
    literal::{Pattern, escape, escape_name, unescape_name},
    token::TokenKind,
};

use super::space_around_colon::tokens_within;
use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A comparison right after a name, without the colon, or without a name.
    ///
    /// ## Why it matters
    /// A comparison is part of a field's value. Without the colon, `session_count>50` is at best a
    /// word to search for, and matches nobody.
    ///
    /// ## Example
    /// ```query
    /// session_count>50
    ///              ^ error[SYN010]: a comparison is written after the colon
    /// ```
    /// ```query
    /// plan_type:pro AND >5
    ///                   ^ error[SYN010]: expected a field before `>5`
    /// ```
    /// No finding:
    /// ```query
    /// session_count:>50
    /// ```
    /// ```query
    /// session_count:(>5 <50)
    /// ```
    ///
    /// ## Fix
    /// Writes the colon and deletes blanks; unsafe, since the text is refused as it stands. None
    /// where there is no name or no value.
    pub(crate) static META = { code: "SYN010", name: "operator-before-colon", level: Error, since: "0.1.0" }
}

pub(crate) fn cook(cx: &QueryCx<'_>, error: &SyntaxError) -> Diagnostic {
    let operator = error.detail.unwrap_or(error.span);
    let name = name_before(cx, error.span, operator);
    let value = cx.slice(Span::new(operator.end, error.span.end)).trim();
    let written = cx.slice(operator);
    if name.is_empty() {
        return META
            .at(operator, format!("expected a field before `{written}{value}`"))
            .help("write the attribute that is compared, as in `session_count:>5`");
    }
    let diagnostic = META
        .at(operator, "a comparison is written after the colon")
        .note("it is a part of the field's value");
    let name = field_name(name);
    match comparand(value) {
        Some(value) => {
            let field = format!("{name}:{written}{value}");
            let edit = Edit::replace(error.span, field.as_str());
            diagnostic.fix(Fix::guess(format!("write `{field}`"), edit))
        }
        None => diagnostic.help(format!("write `{name}:{written}` and the number to compare with")),
    }
}

/// The name at the start of `all`; empty if the operator stands there.
pub(super) fn name_before<'a>(cx: &QueryCx<'a>, all: Span, operator: Span) -> &'a str {
    let name = tokens_within(cx, Span::new(all.start, operator.start)).first();
    name.map_or("", |name| cx.slice(name.span))
}

/// A field's name without quotes, for `"session_count" > 5`.
pub(super) fn field_name(written: &str) -> String {
    if written.starts_with('"') { escape_name(&unescape_name(written)) } else { written.to_owned() }
}

/// The name of the field whose value begins at a place; `None` if no colon stands right before it.
pub(super) fn field_before(cx: &QueryCx<'_>, value: u32) -> Option<Span> {
    let tokens = cx.parse.tree.tokens();
    let before = tokens.get(..tokens.partition_point(|token| token.span.end <= value))?;
    let mut before = before.iter().rev().filter(|token| !token.kind.is_blank());
    let colon = before.next()?;
    let name = before.next()?;
    (colon.kind == TokenKind::Colon).then_some(name.span)
}

/// What a comparison may compare with: bare text, quotes undone. `None` for nothing, `-` and `*`.
pub(super) fn comparand(written: &str) -> Option<String> {
    let quotes = ['"', '\''];
    let Some(inner) = written.strip_prefix(quotes) else {
        let is_none = written == "-" || written.bytes().all(|byte| byte == b'*');
        return (!is_none).then(|| written.to_owned());
    };
    let inner = Pattern::quoted(inner.strip_suffix(quotes)?);
    let literal = inner.as_literal().filter(|literal| !literal.is_empty())?;
    // A sign is part of a number.
    let (sign, digits) = literal.strip_prefix('-').map_or(("", literal), |digits| ("-", digits));
    Some(format!("{sign}{}", escape(digits)))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix};

    #[test]
    fn writes_the_colon() {
        check_fix(Case::users(), "session_count>50", "session_count:>50");
        check_fix(Case::users(), "-(b >= 2 OR c<-5)", "-(b:>=2 OR c:<-5)");
        check_fix(Case::users(), "b > \"5\" AND c>='-6'", "b:>5 AND c:>=-6");
        check_fix(Case::events(), "@view.loading_time > 3s", "@view.loading_time:>3s");
        check_fix(Case::users(), "\"session_count\" > 5", "session_count:>5");
    }

    #[test]
    fn needs_a_name_and_a_value() {
        check_fix(Case::users(), ">5 AND a:1", ">5 AND a:1");
        check_annotated(
            Case::users(),
            "session_count >\n              ^ error[SYN010]: a comparison is written after the colon",
        );
        check_fix(Case::users(), "session_count >", "session_count >");
    }
}

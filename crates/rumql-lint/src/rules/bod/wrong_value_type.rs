//! `wrong-value-type`: behind the right key, a value of another type.

use rumql_document::{Expectation, Located, Moment, Problem, RequestKind};
use rumql_source::{Diagnostic, Fix};
use rumql_syntax::literal::{InstantForm, instant};

use crate::{
    context::{HostCx, RequestCx},
    rule::declare_rule,
    rules::syn::unresolved_placeholder::is_placeholder,
    window::written,
};

declare_rule! {
    /// ## What it finds
    /// A value of another type than its key takes: a number where a query is expected, a text where a
    /// list is, a word where a window of events begins or ends.
    ///
    /// ## Why it matters
    /// The API refuses the body. In YAML a bare `5001` or `NO` is not the text that it looks like.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     select: user_id
    ///             ^^^^^^^ error[BOD019]: `select` takes a list of strings, not a string
    ///     limit: 25
    /// ```
    /// ```yaml
    /// segments:
    ///   - name: hit-by-errors
    ///     query: session_count:>50
    ///     events: { query: "@type:error", start: yesterday, end: 2026-11-24 }
    ///                                            ^^^^^^^^^ error[BOD019]: `start` takes Unix seconds or an RFC 3339 date and time, not `yesterday`
    ///     limit: 25
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: busy
    ///     query: session_count:>50
    ///     select: [user_id]
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// Quotes, where they make it right; safe, for the value was refused as it stood.
    pub(crate) static META = { code: "BOD019", name: "wrong-value-type", level: Error, since: "0.1.0", request: check_request }
}

pub(crate) fn cook(_: &HostCx<'_>, problem: &Problem) -> Diagnostic {
    let Problem::WrongValueType { span, key, expected, found, fix } = problem else {
        return META.at(problem.span(), "a value of another type is expected");
    };
    let what = expected.as_str();
    let diagnostic = META.at(
        *span,
        if *expected == Expectation::Entity {
            format!("`{key}` is {what}")
        } else {
            format!("`{key}` takes {what}, not {found}")
        },
    );
    match fix {
        Some(edit) => diagnostic.fix(Fix::safe("quote the value", edit.clone())),
        None => diagnostic,
    }
}

/// `start: yesterday`: of the right type, and no moment.
fn check_request(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(window) = &cx.request.window else { return };
    for (key, moment) in [("start", &window.start), ("end", &window.end)] {
        acc.extend(moment.as_ref().and_then(|moment| no_moment(cx, key, moment)));
    }
}

fn no_moment(cx: &RequestCx<'_>, key: &str, moment: &Located<Moment>) -> Option<Diagnostic> {
    let is_segment = cx.request.kind == RequestKind::Segment;
    let text = written(&moment.value);
    // A body takes no text at all, which was told when the file was read.
    if is_placeholder(text) || (!is_segment && matches!(moment.value, Moment::Text(_))) {
        return None;
    }
    let expected = if is_segment { Expectation::Moment } else { Expectation::Seconds };
    let what = META.at(moment.span, format!("`{key}` takes {}, not `{text}`", expected.as_str()));
    match instant(text, cx.input.now).map(|read| read.form) {
        None => Some(what),
        Some(InstantForm::Age | InstantForm::Now) => {
            Some(what.help("for a window that ends now write how far it reaches back, `within: 7d`"))
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::Case;

    #[test]
    fn a_window_begins_and_ends_with_a_moment() {
        let found = |value: &str| {
            let text = format!(
                "segments:\n- name: a\n  query: b:1\n  events: {{query: \"@type:error\", start: {value}, end: 2026-11-24}}\n  limit: 5\n"
            );
            Case::yaml().check(&text).iter().any(|finding| finding.diagnostic.code.id == "BOD019")
        };
        for wrong in ["yesterday", "7d", "now-7d", "2026-13-01", "1.5", "\"\""] {
            assert!(found(wrong), "{wrong}");
        }
        for right in ["2026-11-20", "2026-11-20T00:00:00Z", "1795132000", "\"1795132000\"", "\"{{start}}\""] {
            assert!(!found(right), "{right}");
        }
    }
}

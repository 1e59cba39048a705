//! `epoch-milliseconds`: the API counts Unix seconds.

use rumql_document::{Located, Moment};
use rumql_hir::{Problem, ProblemKind};
use rumql_source::{Diagnostic, Edit, Fix, Span};

use crate::{
    context::{QueryCx, RequestCx},
    rule::declare_rule,
    window::written,
};

declare_rule! {
    /// ## What it finds
    /// A moment in Unix milliseconds where the API counts seconds: in a query of users or accounts,
    /// and in `time_frame`.
    ///
    /// ## Why it matters
    /// Read as seconds, `1760100076000` lies in the year 57745.
    ///
    /// ## Example
    /// ```query
    /// last_seen:>1760100076000
    ///            ^^^^^^^^^^^^^ error[TIM001]: `1760100076000` counts milliseconds, and the API counts seconds
    /// ```
    /// ```yaml
    /// segments:
    ///   - name: hit-by-errors
    ///     query: session_count:>50
    ///     events: { query: "@type:error", start: 1760100076000, end: 1761309676 }
    ///                                            ^^^^^^^^^^^^^ error[TIM001]: `1760100076000` counts milliseconds, and the API counts seconds
    ///     limit: 100
    /// ```
    /// No finding:
    /// ```query
    /// first_seen:>1760100076
    /// ```
    /// ```query
    /// last_seen:>30d
    /// ```
    ///
    /// ## Fix
    /// The same moment in seconds; unsafe, since who matches changes.
    pub(crate) static META = {
        code: "TIM001", name: "epoch-milliseconds", level: Error, since: "0.1.0", request: check_request
    }
}

/// From this number on, digits count milliseconds.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

pub(crate) fn cook(cx: &QueryCx<'_>, problem: &Problem) -> Diagnostic {
    let seconds = if let ProblemKind::EpochMilliseconds { seconds } = problem.kind { seconds } else { 0 };
    let seconds = seconds.to_string();
    let edit = Edit::replace(problem.span, seconds.as_str());
    diagnostic(problem.span, cx.slice(problem.span), &seconds, edit)
}

fn check_request(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(window) = &cx.request.window else { return };
    for moment in [&window.start, &window.end].into_iter().flatten() {
        acc.extend(milliseconds(cx, moment));
    }
}

fn milliseconds(cx: &RequestCx<'_>, moment: &Located<Moment>) -> Option<Diagnostic> {
    let text = written(&moment.value);
    let count = text.parse::<i64>().ok().filter(|count| *count >= MILLISECONDS_FROM)?;
    let seconds = (count / 1000).to_string();
    let edit = match &moment.value {
        Moment::Number(_) => Edit::replace(moment.span, seconds.as_str()),
        Moment::Text(scalar) => scalar.encode(cx.text, &seconds),
    };
    Some(diagnostic(moment.span, text, &seconds, edit))
}

fn diagnostic(span: Span, text: &str, seconds: &str, edit: Edit) -> Diagnostic {
    META.at(span, format!("`{text}` counts milliseconds, and the API counts seconds"))
        .fix(Fix::guess(format!("write `{seconds}`"), edit))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix};

    #[test]
    fn writes_seconds() {
        check_fix(Case::users(), "last_seen:[1760100076000 TO 7d]", "last_seen:[1760100076 TO 7d]");
        let file = |start: &str| {
            format!(
                "segments:\n- {{name: a, query: 'b:1', events: {{query: '@type:error', start: {start}, end: 1795132800}}, limit: 5}}\n"
            )
        };
        check_fix(Case::yaml(), &file("1794528000000"), &file("1794528000"));
        check_fix(Case::yaml(), &file("'1794528000000'"), &file("'1794528000'"));
    }
}

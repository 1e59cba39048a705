//! `missing-segment-metadata`: nobody says what the segment is for.

use rumql_document::RequestKind;
use rumql_source::Diagnostic;

use crate::{context::RequestCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A segment without a description. One without a name is refused already.
    ///
    /// ## Why it matters
    /// The query says who is meant, not why. Whoever finds the segment in a year needs a line of it.
    ///
    /// ## Example
    /// ```yaml strict
    /// segments:
    ///   - name: at-risk
    ///           ^^^^^^^ info[STY006]: the segment `at-risk` has no description
    ///     query: session_count:>50 AND last_seen:<30d
    ///     limit: 25
    /// ```
    /// No finding:
    /// ```yaml strict
    /// segments:
    ///   - name: at-risk
    ///     description: engaged users who stopped coming
    ///     query: session_count:>50 AND last_seen:<30d
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// None: say in a line what the segment is for.
    pub(crate) static META = {
        code: "STY006", name: "missing-segment-metadata", level: Info, since: "0.1.0",
        preset: Strict, request: check
    }
}

fn check(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let request = cx.request;
    let Some(name) = request.name.as_ref().filter(|_| request.kind == RequestKind::Segment) else { return };
    let is_blank = |text: &str| text.trim().is_empty();
    if request.description.as_ref().is_none_or(|description| is_blank(&description.text)) {
        acc.push(
            META.at(name.span, format!("the segment `{}` has no description", name.text))
                .help("say in a line what it is for, `description: …`"),
        );
    }
}

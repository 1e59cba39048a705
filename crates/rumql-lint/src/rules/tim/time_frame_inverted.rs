//! `time-frame-inverted`: the window ends before it begins.

use rumql_source::{Applicability, Diagnostic, Edit, Fix};

use crate::{
    context::RequestCx,
    rule::declare_rule,
    window::{Edge, frame},
};

declare_rule! {
    /// ## What it finds
    /// A window of events whose end lies before its start, or at the same moment; `within: 0d` as well.
    ///
    /// ## Why it matters
    /// No event lies in such a window, so nobody is found.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: hit-by-errors
    ///     query: session_count:>50
    ///     events: { query: "@type:error", start: 2026-11-20, end: 2026-11-10 }
    ///                                                             ^^^^^^^^^^ error[TIM008]: the window ends at 2026-11-10T00:00:00Z, before it begins
    ///     limit: 100
    /// ```
    /// ```yaml
    /// segments:
    ///   - name: hit-by-errors
    ///     query: session_count:>50
    ///     events: { query: "@type:error", within: 0d }
    ///                                             ^^ error[TIM008]: the window ends at the moment it begins
    ///     limit: 100
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: hit-by-errors
    ///     query: session_count:>50
    ///     events: { query: "@type:error", start: 2026-11-10, end: 2026-11-20 }
    ///     limit: 100
    /// ```
    ///
    /// ## Fix
    /// Swaps start and end; unsafe, since other events count then. None where both are the same: which
    /// of them is wrong is not known.
    pub(crate) static META = { code: "TIM008", name: "time-frame-inverted", level: Error, since: "0.1.0", request: check }
}

fn check(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let Some(frame) = frame(cx) else { return };
    if let Some((start, end)) = frame.start.zip(frame.end) {
        acc.extend(inverted(cx, start, end));
    }
    if let Some(within) = frame.within.filter(|within| within.at >= cx.input.now) {
        acc.push(
            META.at(within.span, "the window ends at the moment it begins")
                .note("no event lies in it, so nobody is found")
                .help("write how far it reaches back, `7d`"),
        );
    }
}

fn inverted(cx: &RequestCx<'_>, start: Edge, end: Edge) -> Option<Diagnostic> {
    if start.at < end.at {
        return None;
    }
    let note = "no event lies in it, so nobody is found";
    if start.at == end.at {
        let what = META.at(end.span, "the window ends at the moment it begins");
        return Some(what.also(start.span, "it begins here").note(note).help("move one of its ends"));
    }
    let what = META
        .at(end.span, format!("the window ends at {}, before it begins", end.at))
        .also(start.span, format!("it begins at {}", start.at))
        .note(note);
    Some(match swap(cx, start, end) {
        Some(fix) => what.fix(fix),
        None => what.help("let it begin before it ends"),
    })
}

/// The two values as they are written, each in the place of the other. Not where one of them stands
/// elsewhere, behind an alias, or on lines of its own.
fn swap(cx: &RequestCx<'_>, start: Edge, end: Edge) -> Option<Fix> {
    let window = cx.request.window.as_ref()?.span;
    let (first, second) = (start.span.slice(cx.text), end.span.slice(cx.text));
    let is_here = |edge: Edge| window.encloses(edge.span);
    if !is_here(start)
        || !is_here(end)
        || start.span.collides(end.span)
        || (first.contains('\n') || second.contains('\n'))
    {
        return None;
    }
    Some(Fix {
        title: "swap start and end".to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![Edit::replace(start.span, second), Edit::replace(end.span, first)],
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix};

    fn segment(start: &str, end: &str) -> String {
        format!(
            "segments:\n- name: a\n  query: b:1\n  events:\n    query: \"@type:error\"\n    start: {start}\n    end: {end}\n  limit: 5\n"
        )
    }

    #[test]
    fn swaps_the_ends_as_they_are_written() {
        let (early, late) = ("\"2026-11-01T00:00:00Z\"", "1795132800");
        check_fix(Case::yaml(), &segment(late, early), &segment(early, late));
        check_fix(Case::yaml(), &segment(early, early), &segment(early, early));
        check_fix(Case::yaml(), &segment(early, late), &segment(early, late));
    }

    #[test]
    fn a_body_is_mended_as_well() {
        let body = |start: u32, end: u32| {
            format!(
                r#"{{"data":{{"type":"query_event_filtered_users_request","attributes":{{"query":"b:1","event_query":{{"query":"@type:error","time_frame":{{"start":{start},"end":{end}}}}},"limit":5}}}}}}"#
            )
        };
        check_fix(Case::json(), &body(1_795_132_800, 1_794_528_000), &body(1_794_528_000, 1_795_132_800));
    }

    #[test]
    fn milliseconds_are_told_first() {
        let found = Case::yaml().check(&segment("1795132800000", "1794528000"));
        let codes: Vec<&str> = found.iter().map(|finding| finding.diagnostic.code.id).collect();
        assert_eq!(codes, ["TIM001"]);
    }

    #[test]
    fn an_aliased_end_is_left() {
        let text = "segments:\n- name: a\n  query: b:1\n  events: {query: \"@type:error\", start: &x 2026-11-20, end: *x}\n  limit: 5\n";
        check_fix(Case::yaml(), text, text);
    }
}

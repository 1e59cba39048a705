//! `trailing-newline`: a query that ends with a line break.

use rumql_document::{EmbeddedQuery, Style};
use rumql_source::{Diagnostic, Edit, Fix, Span};

use crate::{context::HostCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A query in a YAML block (`|` or `>`) that keeps the line break after its last line.
    ///
    /// ## Why it matters
    /// The break is sent as a part of the query. It is only a blank, but it is there in every log and
    /// every comparison of texts.
    ///
    /// ## Example
    /// ```yaml all
    /// segments:
    ///   - name: busy
    ///           ^^^^ info[STY006]: the segment `busy` has no description
    ///     query: |
    ///            ^ info[EMB005]: the query ends with a line break
    ///       session_count:>50
    ///       AND last_seen:>7d
    ///     limit: 25
    /// ```
    /// No finding:
    /// ```yaml all
    /// segments:
    ///   - name: busy
    ///           ^^^^ info[STY006]: the segment `busy` has no description
    ///     query: |-
    ///       session_count:>50
    ///       AND last_seen:>7d
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// `|-` or `>-`, which leave the break out. It is safe: blanks at the end mean nothing.
    pub(crate) static META = { code: "EMB005", name: "trailing-newline", level: Info, since: "0.1.0", preset: All, host: check_host }
}

fn check_host(cx: &HostCx<'_>, acc: &mut Vec<Diagnostic>) {
    acc.extend(cx.document.queries.iter().filter_map(|query| finding(cx.text, query)));
}

fn finding(text: &str, query: &EmbeddedQuery) -> Option<Diagnostic> {
    let scalar = &query.scalar;
    let is_block = matches!(scalar.style, Style::YamlLiteral { .. } | Style::YamlFolded { .. });
    if !is_block || !scalar.text.ends_with('\n') || scalar.text.trim().is_empty() {
        return None;
    }
    let source = scalar.span.slice(text);
    let header = source.split(|c: char| c.is_whitespace()).next()?;
    let kept = header.trim_end_matches('+');
    let start = scalar.span.start;
    let at = |from: usize, to: usize| Span::from(from..to).shift(start);
    Some(
        META.at(at(0, header.len()), "the query ends with a line break")
            .fix(Fix::safe(format!("write `{kept}-`"), Edit::replace(at(kept.len(), header.len()), "-"))),
    )
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_safe_fix};

    #[test]
    fn leaves_the_break_out() {
        let file =
            |header: &str| format!("segments:\n- name: a\n  query: {header}\n    user_id:*\n\n  limit: 5\n");
        check_safe_fix(Case::yaml().with_all_rules(), &file("|+ # why"), &file("|- # why"));
        check_safe_fix(Case::yaml().with_all_rules(), &file(">2"), &file(">2-"));
    }
}

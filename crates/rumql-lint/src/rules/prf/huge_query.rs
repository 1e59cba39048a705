//! `huge-query`: longer than a query should be.

use rumql_source::{Diagnostic, Span};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A query of more than 1000 terms or 8 KiB, or as many as the settings say. The finding points at
    /// the first term past the limit.
    ///
    /// ## Why it matters
    /// No limit of the server is documented, but there is one somewhere: a query that grows with the
    /// data fails one day. `rumql` itself reads up to 16 MiB.
    ///
    /// ## Example
    /// A thousand terms have no room here. No finding:
    /// ```query
    /// user_id:(u01 OR u02 OR u03)
    /// ```
    ///
    /// ## Fix
    /// None: put lists of values in a reference table, connect it, and ask for its field.
    pub(crate) static META = { code: "PRF012", name: "huge-query", level: Warning, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let (terms, bytes) = (cx.settings.limits.terms, cx.settings.limits.bytes);
    let origins = || cx.lowered.origins.iter();
    if !cx.is_sound() {
        return;
    }
    let length = cx.text().len();
    let what = if let Some(surplus) = origins().nth(terms) {
        META.at(surplus.term(), format!("the query has {} terms", origins().count()))
            .note(format!("no limit is documented; {terms} terms are the limit here"))
    } else if length > bytes {
        let is_past = |span: &Span| span.end as usize > bytes;
        let place = origins().map(|origin| origin.term()).find(is_past);
        META.at(place.unwrap_or(Span::of(cx.text())), format!("the query is {length} bytes long"))
            .note(format!("no limit is documented; {bytes} bytes are the limit here"))
    } else {
        return;
    };
    acc.push(what.help("put lists of values in a reference table, connect it, and ask for its field"));
}

#[cfg(test)]
mod tests {
    use crate::testing::Case;

    #[track_caller]
    fn check(query: &str, told: Option<(&str, &str)>) {
        let found = Case::events().check(query);
        let found: Vec<(&str, &str)> = found
            .iter()
            .filter(|finding| finding.diagnostic.code.id == "PRF012")
            .map(|finding| (finding.diagnostic.message.as_str(), finding.diagnostic.span.slice(query)))
            .collect();
        assert_eq!(found, told.into_iter().collect::<Vec<_>>());
    }

    fn terms(count: usize) -> String {
        let terms: Vec<String> = (0..count).map(|n| format!("@a:{n}")).collect();
        terms.join(" ")
    }

    #[test]
    fn the_first_term_past_the_limit_is_shown() {
        check(&terms(1_000), None);
        check(&terms(1_001), Some(("the query has 1001 terms", "@a:1000")));
        let long = format!("@a:{} @b:1", "x".repeat(8_190));
        check(&long, Some(("the query is 8198 bytes long", long.split(' ').next().unwrap())));
        check(&format!("@a:{}", "x".repeat(8_189)), None);
    }
}

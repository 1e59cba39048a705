//! `line-length`: a line of a query that runs out of sight.

use rumql_document::Style;
use rumql_source::{Diagnostic, Span};

use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A line of a query with more than 120 characters; `[limits] line` in `rumql.toml` sets another number.
    ///
    /// ## Why it matters
    /// What stands far to the right is read past, in an editor as in a review.
    ///
    /// ## Example
    /// ```query all
    /// first_country_code:(AT OR BE OR CH OR CZ OR DE OR DK OR ES OR FI OR FR OR GB OR HU OR IE OR IT OR LU OR NL OR NO OR PL OR PT OR SE)
    ///                                                                                                                         ^^^^^^^^^^^ info[STY004]: a line of 131 characters, and 120 are the limit
    /// ```
    /// No finding:
    /// ```query all
    /// first_country_code:(AT OR BE OR CH OR CZ OR DE OR DK OR ES OR FI OR FR OR GB OR HU OR IE OR IT OR LU OR NL OR NO OR PL)
    /// ```
    ///
    /// ## Fix
    /// None: `rumql fmt` breaks long queries in `.rumql` files and in YAML blocks, `|-`.
    pub(crate) static META = {
        code: "STY004", name: "line-length", level: Info, since: "0.1.0", preset: All, query: check
    }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    let limit = cx.settings.limits.line;
    let mut start = 0;
    for line in cx.text().split('\n') {
        // A line has at least as many bytes as characters.
        let length = if line.len() > limit { line.trim_end().chars().count() } else { 0 };
        if length > limit {
            let beyond = line.char_indices().nth(limit).map_or(line.len(), |(at, _)| at);
            let span = Span::from(start + beyond..start + line.trim_end().len());
            let message = format!("a line of {length} characters, and {limit} are the limit");
            acc.push(with_help(cx, META.at(span, message)));
        }
        start += line.len() + 1;
    }
}

/// How lines are broken where the query stands.
fn with_help(cx: &QueryCx<'_>, diagnostic: Diagnostic) -> Diagnostic {
    let scalar = &cx.embedded.scalar;
    match scalar.style {
        Style::JsonString => diagnostic.note("a text of JSON stands on one line; YAML has blocks, `|-`"),
        _ if scalar.allows_line_breaks() => {
            diagnostic.help("`rumql fmt` breaks long queries between clauses")
        }
        _ => diagnostic.help("write the query as a block, `|-`, where lines can be broken"),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated};

    #[test]
    fn each_line_counts_for_itself() {
        let line = format!("plan_type:{}", "x".repeat(110));
        check_annotated(
            Case::users().with_all_rules(),
            &format!("{line}\nOR {}", line.replace("xxxx", "é").replace("plan", "task")),
        );
    }
}

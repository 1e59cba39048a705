//! `unknown-code`: a comment that silences a rule there is not.

use rumql_source::{Diagnostic, Edit, Fix};

use crate::{rule::declare_rule, settings::nearest_selector, suppress::Judged};

declare_rule! {
    /// ## What it finds
    /// A `rumql: ignore` comment that names a rule which does not exist.
    ///
    /// ## Why it matters
    /// It silences nothing, most likely by a slip of the fingers. The rest of the comment counts.
    ///
    /// ## Example
    /// ```yaml
    /// segments:
    ///   - name: gone
    ///     query: last_seen:<30d # rumql: ignore TIM05: Unix seconds are meant
    ///                                           ^^^^^ warning[SUP002]: no rule is called `TIM05`
    ///     limit: 25
    /// ```
    /// No finding:
    /// ```yaml
    /// segments:
    ///   - name: gone
    ///     query: last_seen:<30 # rumql: ignore TIM005: Unix seconds are meant
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// The rule with the nearest code or name; unsafe, since it is a guess.
    pub(crate) static META = { code: "SUP002", name: "unknown-code", level: Warning, since: "0.1.0" }
}

pub(crate) fn check(judged: &Judged<'_>, acc: &mut Vec<Diagnostic>) {
    for word in judged.suppression.words.iter().filter(|word| !word.is_known()) {
        let diagnostic = META.at(word.span, format!("no rule is called `{}`", word.text));
        acc.push(match nearest_selector(word.text) {
            Some(nearest) => {
                diagnostic.fix(Fix::guess(format!("write `{nearest}`"), Edit::replace(word.span, nearest)))
            }
            None => diagnostic.help("`rumql rules` lists them"),
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_fix};

    #[test]
    fn the_nearest_is_written() {
        check_fix(
            Case::users(),
            "// rumql: ignore missing-duration-unt: x\nlast_seen:<30",
            "// rumql: ignore missing-duration-unit: x\nlast_seen:<30",
        );
        check_fix(Case::users(), "// rumql: ignore XYZ999: x\na:1", "// rumql: ignore XYZ999: x\na:1");
    }
}

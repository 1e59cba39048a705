//! Which rules are asked for?

use std::fmt;

use rumql_source::Code;

use crate::table::RULES;

/// How many rules are in force, unless more is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Preset {
    /// What hardly anyone disagrees with.
    #[default]
    Recommended,
    /// Style and caution as well.
    Strict,
    /// Every rule there is.
    All,
}

/// Where a rule about size or age begins to speak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Days that an event window may span.
    pub window_days: u32,
    /// Days that events are kept.
    pub retention_days: u32,
    /// Days that events of resources and long tasks are kept.
    pub short_retention_days: u32,
    /// Columns of an answer.
    pub columns: usize,
    /// Rows of an answer.
    pub rows: u32,
    /// Values in one `(a OR b)`.
    pub values: usize,
    /// Terms of a query.
    pub terms: usize,
    /// Bytes of a query.
    pub bytes: usize,
    /// Characters of a line of a query.
    pub line: usize,
    /// Days after which a mapping should be fetched again.
    pub mapping_days: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            window_days: 90,
            retention_days: 30,
            short_retention_days: 15,
            columns: 15,
            rows: 1_000,
            values: 50,
            terms: 1_000,
            bytes: 8 << 10,
            line: 120,
            mapping_days: 30,
        }
    }
}

/// The rules in force, as a value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// What is on where nothing is selected.
    pub preset: Preset,
    /// Thresholds.
    pub limits: Limits,
    /// The selectors to keep; none keeps all.
    select: Vec<String>,
    /// The selectors to leave out.
    ignore: Vec<String>,
}

/// A selector that names no rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSelector {
    /// As written.
    pub selector: String,
    /// The code or name that was probably meant.
    pub nearest: Option<&'static str>,
}

impl Settings {
    /// Keeps what `select` names (all, if it is empty) but for what `ignore` names. A selector is
    /// a code (`REF001`), a name (`unknown-attribute`), a family (`REF`) or `ALL`.
    ///
    /// # Errors
    /// The first selector that names no rule.
    pub fn new(select: Vec<String>, ignore: Vec<String>) -> Result<Self, UnknownSelector> {
        match select.iter().chain(&ignore).find(|selector| !names_a_rule(selector)) {
            Some(unknown) => {
                Err(UnknownSelector { selector: unknown.clone(), nearest: nearest_selector(unknown) })
            }
            None => Ok(Self { select, ignore, ..Self::default() }),
        }
    }

    /// The same with another preset.
    #[must_use]
    pub fn with_preset(self, preset: Preset) -> Self {
        Self { preset, ..self }
    }

    /// Whether findings of this code are asked for. The narrower selector wins: `--select REF
    /// --ignore REF001` leaves REF001 out, `--ignore REF --select REF001` keeps it.
    pub fn enables(&self, code: Code) -> bool {
        let weight =
            |selectors: &[String]| selectors.iter().filter_map(|selector| specificity(selector, code)).max();
        let on_by_preset = || crate::rule(code.id).is_some_and(|rule| rule.preset <= self.preset);
        let selected =
            if self.select.is_empty() { on_by_preset().then_some(0) } else { weight(&self.select) };
        match (selected, weight(&self.ignore)) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(selected), Some(ignored)) => selected > ignored,
        }
    }
}

fn names_a_rule(selector: &str) -> bool {
    RULES.iter().any(|rule| specificity(selector, rule.code).is_some())
}

/// How narrowly a selector names a code: all rules, a family, the one.
fn specificity(selector: &str, code: Code) -> Option<u8> {
    if selector.eq_ignore_ascii_case("ALL") {
        Some(0)
    } else if selector.eq_ignore_ascii_case(code.family()) {
        Some(1)
    } else {
        code.is_selected_by(selector).then_some(2)
    }
}

fn nearest_selector(selector: &str) -> Option<&'static str> {
    let lower = selector.to_lowercase();
    RULES
        .iter()
        .flat_map(|rule| [rule.code.id, rule.code.name, rule.code.family()])
        .map(|known| (strsim::damerau_levenshtein(&lower, &known.to_lowercase()), known))
        .filter(|(distance, known)| *distance <= known.len() / 3)
        .min()
        .map(|(_, known)| known)
}

impl fmt::Display for UnknownSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no rule is called `{}`", self.selector)?;
        match self.nearest {
            Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
            None => f.write_str("; `rumql rules` lists them"),
        }
    }
}

impl std::error::Error for UnknownSelector {}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn enabled(select: &[&str], ignore: &[&str]) -> bool {
        let own = |selectors: &[&str]| selectors.iter().map(|selector| selector.to_string()).collect();
        let settings = Settings::new(own(select), own(ignore)).unwrap();
        settings.enables(crate::rule("REF001").unwrap().code)
    }

    #[test]
    fn the_narrower_selector_wins() {
        assert!(enabled(&[], &[]));
        assert!(enabled(&["ref"], &[]));
        assert!(!enabled(&["SYN"], &[]));
        assert!(!enabled(&["REF"], &["unknown-attribute"]));
        assert!(enabled(&["REF001"], &["REF"]));
        assert!(!enabled(&["ALL"], &["REF"]));
    }

    #[test]
    fn an_unknown_selector_is_told_with_the_nearest() {
        let error = Settings::new(vec!["REF01".into()], vec![]).unwrap_err();
        assert_eq!(error.nearest, Some("REF001"));
        assert!(Settings::new(vec![], vec!["banana".into()]).unwrap_err().nearest.is_none());
    }
}

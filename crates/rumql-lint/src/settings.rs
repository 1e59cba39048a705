//! Which rules are asked for, and how grave are they?

mod limits;
mod policy;
mod selector;

use rumql_source::{Code, Severity};

use self::selector::narrowest;
pub(crate) use self::selector::{names_a_rule, nearest_selector, specificity};
pub use self::{
    limits::Limits,
    policy::{Demand, Ignored, NamePattern, Policy},
    selector::UnknownSelector,
};
use crate::rules::{emb, sty, sup};

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

impl Preset {
    /// All of them, the smallest first.
    pub const ALL: [Self; 3] = [Self::Recommended, Self::Strict, Self::All];

    /// The word in configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recommended => "recommended",
            Self::Strict => "strict",
            Self::All => "all",
        }
    }

    /// The preset that a word names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.as_str() == word)
    }
}

/// What a team makes of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It is not asked for.
    Off,
    /// It is, and this is how grave its findings are.
    On(Severity),
}

impl Level {
    /// The words in configuration.
    pub const WORDS: [&str; 4] = ["off", "info", "warning", "error"];

    /// The level that a word names.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "off" => Some(Self::Off),
            "info" => Some(Self::On(Severity::Info)),
            "warning" => Some(Self::On(Severity::Warning)),
            "error" => Some(Self::On(Severity::Error)),
            _ => None,
        }
    }
}

/// What one side, the team's configuration or the command line, says about the rules. Rules are
/// named by selectors: a code (`REF001`), a name (`unknown-attribute`), a family (`REF`) or `ALL`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choices {
    /// What is on where nothing is selected.
    pub preset: Option<Preset>,
    /// The rules to keep, whatever the preset; none leaves it to the preset.
    pub select: Vec<String>,
    /// The rules to leave out.
    pub ignore: Vec<String>,
    /// The levels of rules.
    pub levels: Vec<(String, Level)>,
}

/// The rules in force, as a value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// What is on where nothing is selected.
    pub preset: Preset,
    /// Thresholds.
    pub limits: Limits,
    /// What the team asks of its own queries.
    pub policies: Vec<Policy>,
    /// What the team passes over in this file.
    pub ignored: Vec<Ignored>,
    /// Selectors of the rules that no comment may silence.
    pub locked: Vec<String>,
    /// What the names of segments look like.
    pub segment_name: Option<NamePattern>,
    pub(crate) team: Choices,
    pub(crate) command: Choices,
}

impl Settings {
    /// Keeps what `select` names (all of the preset, if it is empty) but for what `ignore` names.
    ///
    /// # Errors
    /// The first selector that names no rule.
    pub fn new(select: Vec<String>, ignore: Vec<String>) -> Result<Self, UnknownSelector> {
        Self::layered(Choices::default(), Choices { select, ignore, ..Choices::default() })
    }

    /// What the team says, the command line having the last word.
    ///
    /// # Errors
    /// The first selector that names no rule.
    pub fn layered(team: Choices, command: Choices) -> Result<Self, UnknownSelector> {
        for choices in [&team, &command] {
            let levels = choices.levels.iter().map(|(selector, _)| selector);
            choices
                .select
                .iter()
                .chain(&choices.ignore)
                .chain(levels)
                .try_for_each(|selector| UnknownSelector::check(selector))?;
        }
        let preset = command.preset.or(team.preset).unwrap_or_default();
        Ok(Self { preset, team, command, ..Self::default() })
    }

    /// The same with another preset.
    #[must_use]
    pub fn with_preset(mut self, preset: Preset) -> Self {
        self.preset = preset;
        self.command.preset = Some(preset);
        self
    }

    /// Whether findings of this code are asked for.
    ///
    /// The narrower selector wins: `--select REF --ignore REF001` leaves REF001 out, `--ignore REF
    /// --select REF001` keeps it. `--select` takes the place of what is on, and is as strong as
    /// what the team leaves out in as many words; `--ignore` takes away in any case.
    pub fn enables(&self, code: Code) -> bool {
        if is_undeniable(code) {
            return true;
        }
        let taken = narrowest(&self.command.ignore, code);
        let off = self.left_out(code);
        if !self.command.select.is_empty() {
            return narrowest(&self.command.select, code)
                .is_some_and(|on| taken.is_none_or(|taken| on > taken) && off.is_none_or(|off| on >= off));
        }
        let on = self.put_in(code);
        taken.is_none() && on.is_some_and(|on| off.is_none_or(|off| on > off))
    }

    /// Whether the command line leaves out rules that the team has asked for.
    pub(crate) fn is_narrowed(&self) -> bool {
        !self.command.select.is_empty() || !self.command.ignore.is_empty()
    }

    /// How grave findings of this code are for the team; `None` leaves it to the rule.
    pub fn severity(&self, code: Code) -> Option<Severity> {
        if is_undeniable(code) {
            return None;
        }
        let of_level = |(selector, level): &(String, Level)| match level {
            Level::On(severity) => Some((specificity(selector, code)?, *severity)),
            Level::Off => None,
        };
        let found = self.team.levels.iter().filter_map(of_level);
        found.max_by_key(|(width, _)| *width).map(|(_, severity)| severity)
    }

    /// Whether no comment may silence findings of this code.
    pub(crate) fn is_locked(&self, code: Code) -> bool {
        is_undeniable(code) || code == sup::locked_rule_suppressed::META.code || self.is_locked_by_team(code)
    }

    /// Whether the team says so.
    pub(crate) fn is_locked_by_team(&self, code: Code) -> bool {
        narrowest(&self.locked, code).is_some()
    }

    /// How narrowly the team, or a preset, puts a rule in.
    fn put_in(&self, code: Code) -> Option<u8> {
        let by_preset = self.command.preset.is_some() || self.team.select.is_empty();
        let chosen = match by_preset {
            true => self.is_of_preset(code).then_some(0),
            false => narrowest(&self.team.select, code),
        };
        chosen.max(self.level(code, |level| level != Level::Off))
    }

    /// How narrowly the team leaves a rule out.
    fn left_out(&self, code: Code) -> Option<u8> {
        narrowest(&self.team.ignore, code).max(self.level(code, |level| level == Level::Off))
    }

    fn level(&self, code: Code, is_wanted: impl Fn(Level) -> bool) -> Option<u8> {
        let wanted = self.team.levels.iter().filter(|(_, level)| is_wanted(*level));
        wanted.filter_map(|(selector, _)| specificity(selector, code)).max()
    }

    fn is_of_preset(&self, code: Code) -> bool {
        // Whoever says what names look like wants them looked at.
        let is_configured = code == sty::segment_name_pattern::META.code && self.segment_name.is_some();
        is_configured || crate::table::rule_of(code).is_some_and(|rule| rule.preset <= self.preset)
    }
}

/// Whether findings of this code are told in any case. A file that cannot be read is never passed
/// over: "no findings" would be a lie; nor is a comment that was to silence something else.
pub fn is_undeniable(code: Code) -> bool {
    code == emb::unreadable_host::META.code || code == sup::malformed_suppression::META.code
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(selectors: &[&str]) -> Vec<String> {
        selectors.iter().map(|selector| (*selector).to_owned()).collect()
    }

    fn choices(select: &[&str], ignore: &[&str], levels: &[(&str, &str)]) -> Choices {
        let level = |(selector, word): &(&str, &str)| ((*selector).into(), Level::parse(word).unwrap());
        let levels = levels.iter().map(level).collect();
        Choices { preset: None, select: own(select), ignore: own(ignore), levels }
    }

    #[track_caller]
    fn enabled(select: &[&str], ignore: &[&str]) -> bool {
        let settings = Settings::new(own(select), own(ignore)).unwrap();
        settings.enables(crate::rule("REF001").unwrap().code)
    }

    #[track_caller]
    fn layered(team: Choices, command: Choices, name: &str) -> bool {
        Settings::layered(team, command).unwrap().enables(crate::rule(name).unwrap().code)
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
    fn the_command_line_has_the_last_word() {
        let none = Choices::default;
        let ignores = |selector: &str| choices(&[], &[selector], &[]);
        let selects = |selector: &str| choices(&[selector], &[], &[]);
        assert!(layered(ignores("REF"), selects("REF"), "REF001"));
        assert!(layered(ignores("REF"), selects("REF001"), "REF001"));
        assert!(!layered(ignores("REF001"), selects("REF"), "REF001"));
        assert!(!layered(ignores("REF"), selects("ALL"), "REF001"));
        assert!(!layered(none(), selects("SYN"), "REF001"));
        assert!(!layered(choices(&[], &[], &[("REF001", "error")]), ignores("REF"), "REF001"));
        assert!(!layered(choices(&[], &[], &[("REF001", "error")]), selects("SYN"), "REF001"));
        assert!(layered(choices(&[], &[], &[("REF001", "off")]), selects("REF001"), "REF001"));
    }

    #[test]
    fn a_level_puts_a_rule_in_or_leaves_it_out() {
        let team = |levels| choices(&[], &[], levels);
        let none = Choices::default;
        assert!(!layered(none(), none(), "STY004"));
        assert!(layered(team(&[("line-length", "info")]), none(), "STY004"));
        assert!(layered(team(&[("STY", "warning")]), none(), "STY004"));
        assert!(!layered(team(&[("STY", "warning"), ("STY004", "off")]), none(), "STY004"));
        assert!(!layered(team(&[("ALL", "off")]), none(), "REF001"));
        assert!(layered(team(&[("ALL", "off"), ("REF001", "error")]), none(), "REF001"));
        let ignored = Choices { ignore: own(&["REF001"]), ..team(&[("REF001", "error")]) };
        assert!(!layered(ignored, none(), "REF001"));
        let selected = Choices { select: own(&["SYN"]), ..team(&[("REF001", "error")]) };
        assert!(layered(selected.clone(), none(), "REF001") && layered(selected.clone(), none(), "SYN001"));
        assert!(!layered(selected, none(), "REF002"));
    }

    #[test]
    fn a_preset_of_the_command_line_comes_before_what_the_team_selects() {
        let strict = Choices { preset: Some(Preset::Strict), ..Choices::default() };
        assert!(layered(choices(&["SYN"], &[], &[]), strict.clone(), "REF001"));
        assert!(!layered(choices(&["SYN"], &["REF"], &[]), strict.clone(), "REF001"));
        assert!(layered(strict.clone(), Choices::default(), "STY002"));
        assert!(!layered(Choices { select: own(&["SYN"]), ..strict }, Choices::default(), "STY002"));
    }

    #[test]
    fn the_narrowest_level_is_the_severity() {
        let levels = [("ALL", "info"), ("TIM001", "error"), ("TIM", "warning")];
        let settings = Settings::layered(choices(&[], &[], &levels), Choices::default()).unwrap();
        let severity = |code| settings.severity(crate::rule(code).unwrap().code);
        assert_eq!(severity("TIM001"), Some(Severity::Error));
        assert_eq!(severity("TIM002"), Some(Severity::Warning));
        assert_eq!(severity("REF001"), Some(Severity::Info));
        assert_eq!(Settings::default().severity(crate::rule("REF001").unwrap().code), None);
    }

    #[test]
    fn what_cannot_be_read_is_told_in_any_case() {
        for code in ["EMB006", "SUP003"] {
            let code = crate::rule(code).unwrap().code;
            let settings = Settings::layered(
                choices(&[], &["EMB", "SUP"], &[("ALL", "info"), (code.id, "off")]),
                choices(&["REF"], &[code.id], &[]),
            );
            let settings = settings.unwrap();
            assert!(settings.enables(code) && settings.severity(code).is_none(), "{code}");
        }
    }

    #[test]
    fn an_unknown_selector_is_told_with_the_nearest() {
        let error = Settings::new(vec!["REF01".into()], vec![]).unwrap_err();
        assert_eq!(error.nearest, Some("REF001"));
        assert!(Settings::new(vec![], vec!["banana".into()]).unwrap_err().nearest.is_none());
    }
}

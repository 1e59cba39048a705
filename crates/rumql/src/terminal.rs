//! Is the output coloured?

use clap::ValueEnum;

/// `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set; elsewhere if CLICOLOR_FORCE is.
    #[default]
    Auto,
    /// In any case.
    Always,
    /// In no case.
    Never,
}

/// What the environment says about colours.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Environment {
    /// `NO_COLOR` is set.
    pub(crate) no_color: bool,
    /// `CLICOLOR_FORCE` is set, and not to 0.
    pub(crate) force_color: bool,
    /// `TERM` is `dumb`.
    pub(crate) dumb: bool,
}

/// Decides for one stream.
pub(crate) fn is_coloured(choice: Color, environment: Environment, is_terminal: bool) -> bool {
    match choice {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if environment.no_color => false,
        Color::Auto if environment.force_color => true,
        Color::Auto => is_terminal && !environment.dumb,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_goes_before_the_environment_and_that_before_the_terminal() {
        let none = Environment::default();
        let no_color = Environment { no_color: true, ..none };
        let force = Environment { force_color: true, ..none };
        assert!(is_coloured(Color::Always, no_color, false));
        assert!(!is_coloured(Color::Never, force, true));
        assert!(is_coloured(Color::Auto, none, true) && !is_coloured(Color::Auto, none, false));
        assert!(!is_coloured(Color::Auto, no_color, true));
        assert!(is_coloured(Color::Auto, force, false));
        assert!(!is_coloured(Color::Auto, Environment { dumb: true, ..none }, true));
        assert!(!is_coloured(
            Color::Auto,
            Environment { no_color: true, force_color: true, dumb: false },
            true
        ));
    }
}

//! Does a whole text fit a pattern with wildcards?
//!
//! Not the engine of proofs, which is an automaton: each is there to test the other.

use rumql_syntax::literal::{Pattern, Piece};

/// What a pattern asks for next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    /// This character.
    Char(char),
    /// Any one character.
    AnyChar,
    /// Any run of characters, the empty one included.
    AnyRun,
}

/// The signs of a pattern, in order.
pub(super) fn signs(pattern: &Pattern) -> impl Iterator<Item = Sign> + Clone {
    pattern.pieces().iter().flat_map(|piece| {
        let (text, wildcard) = match piece {
            Piece::Text(text) => (text.as_str(), None),
            Piece::AnyChar => ("", Some(Sign::AnyChar)),
            Piece::AnyRun => ("", Some(Sign::AnyRun)),
        };
        text.chars().map(Sign::Char).chain(wildcard)
    })
}

/// Whether all of `text` fits, in at most the product of both lengths.
pub(super) fn fits(
    mut signs: impl Iterator<Item = Sign> + Clone,
    mut text: impl Iterator<Item = char> + Clone,
) -> bool {
    // What follows the last `*`, and the rest of the text that it is to be tried on. An earlier
    // `*` need not be tried again: this one can take whatever that one would give up.
    let mut retry = None;
    loop {
        let sign = signs.next();
        if sign == Some(Sign::AnyRun) {
            retry = Some((signs.clone(), text.clone()));
            continue;
        }
        let fits = match (sign, text.next()) {
            (None, None) => return true,
            // To try again further on leaves even less text.
            (Some(_), None) => return false,
            (Some(Sign::Char(asked)), Some(c)) => asked == c,
            (sign, Some(_)) => sign.is_some(),
        };
        if fits {
            continue;
        }
        let Some((after, rest)) = &mut retry else { return false };
        if rest.next().is_none() {
            return false;
        }
        (signs, text) = (after.clone(), rest.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition, word for word; exponential.
    fn defined(signs: &[Sign], text: &[char]) -> bool {
        match (signs, text) {
            ([], []) => true,
            ([Sign::AnyRun, rest @ ..], _) => (0..=text.len()).any(|skip| defined(rest, &text[skip..])),
            ([Sign::AnyChar, rest @ ..], [_, text @ ..]) => defined(rest, text),
            ([Sign::Char(asked), rest @ ..], [c, text @ ..]) => asked == c && defined(rest, text),
            _ => false,
        }
    }

    fn words(letters: &[char], longest: usize) -> Vec<String> {
        let mut all = vec![String::new()];
        let mut last = all.clone();
        for _ in 0..longest {
            last = last.iter().flat_map(|word| letters.iter().map(move |c| format!("{word}{c}"))).collect();
            all.extend(last.iter().cloned());
        }
        all
    }

    #[test]
    fn it_agrees_with_the_definition_on_all_short_patterns_and_texts() {
        let texts = words(&['a', 'b'], 6);
        for raw in words(&['a', 'b', '*', '?'], 4) {
            let pattern = Pattern::bare(&raw);
            let all: Vec<Sign> = signs(&pattern).collect();
            for text in &texts {
                let chars: Vec<char> = text.chars().collect();
                let fits = fits(signs(&pattern), text.chars());
                assert_eq!(fits, defined(&all, &chars), "`{raw}` on `{text}`");
            }
        }
    }

    #[test]
    fn a_character_is_a_scalar_value() {
        let check = |raw: &str, text: &str| fits(signs(&Pattern::bare(raw)), text.chars());
        assert!(check("?", "é") && check("?日*", "é日本"));
        assert!(!check("?", "e\u{301}") && check("??", "e\u{301}"));
    }

    #[test]
    fn a_long_text_is_no_trap() {
        let text = "a".repeat(20_000);
        assert!(!fits(signs(&Pattern::bare("*a*a*a*a*a*a*a*a*b")), text.chars()));
    }
}

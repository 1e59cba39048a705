//! Does a word without an attribute occur in a text?
//!
//! A word is a run of letters and digits; whatever else stands in a text, or in what is asked
//! for, only separates words. What is asked for occurs where its words stand side by side and in
//! order, letters in either case. A wildcard is a part of its word and reaches no further:
//! `jo*n` finds `jordan`, not `jo and n`; a `*` of its own stands for one whole word.

use rumql_syntax::literal::Pattern;

use super::glob::{self, Sign};

/// A word that is asked for, in lower case.
pub(crate) type Word = Vec<Sign>;

/// The words that a pattern asks for.
pub(crate) fn of(pattern: &Pattern) -> Vec<Word> {
    let mut words = vec![Word::new()];
    for sign in glob::signs(pattern) {
        match (sign, words.last_mut()) {
            (Sign::Char(c), _) if !c.is_alphanumeric() => words.push(Word::new()),
            (Sign::Char(c), Some(word)) => word.extend(c.to_lowercase().map(Sign::Char)),
            (wildcard, Some(word)) => word.push(wildcard),
            (_, None) => {}
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether the words occur in `text`. No word at all occurs nowhere.
pub(super) fn occur(words: &[Word], text: &str) -> bool {
    let written: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let lower = |word: &'_ str| word.chars().flat_map(char::to_lowercase).collect::<Vec<char>>();
    let fits = |asked: &Word, word: &str| glob::fits(asked.iter().copied(), lower(word).into_iter());
    !words.is_empty()
        && written
            .windows(words.len())
            .any(|window| words.iter().zip(window).all(|(asked, word)| fits(asked, word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, text: &str, expected: bool) {
        assert_eq!(occur(&of(&Pattern::bare(raw)), text), expected, "`{raw}` in `{text}`");
    }

    #[test]
    fn whole_words_side_by_side_in_either_case() {
        check("john", "John Smith", true);
        check("john", "Johnson", false);
        check("JOHN.SMITH", "mr. john smith", true);
        check("john.smith", "smith john", false);
        check("john.smith", "john j. smith", false);
        check("ÉTÉ", "l'été", true);
        check("techcorp.com", "alice@techcorp.com", true);
        check("-", "a-b", false);
        check("", "", false);
    }

    #[test]
    fn a_wildcard_stays_in_its_word() {
        check("jo*", "John", true);
        check("jo*n", "jo and n", false);
        check("*smith", "blacksmith", true);
        check("jo?n", "john", true);
        check("*@techcorp.com", "alice@techcorp.com", true);
        check(r"jo\*", "john", false);
    }
}

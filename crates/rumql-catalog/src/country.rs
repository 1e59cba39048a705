//! Which country does a word name?

use std::{collections::HashMap, sync::LazyLock};

/// ISO 3166-1: the code of two letters, that of three, and names, `|` between them.
const COUNTRIES: &str = include_str!("../data/countries.tsv");

/// The two-letter code of the country that a word names by one of its codes or by its name,
/// letters in either case: `US` for `us`, `USA` and `United States`.
pub fn country_code(word: &str) -> Option<&'static str> {
    static BY_WORD: LazyLock<HashMap<String, &'static str>> = LazyLock::new(by_word);
    BY_WORD.get(&word.trim().to_lowercase()).copied()
}

fn by_word() -> HashMap<String, &'static str> {
    let words = rows().flat_map(|(code, long, names)| {
        [code, long].into_iter().chain(names.split('|')).map(move |word| (word.to_lowercase(), code))
    });
    words.collect()
}

fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    // A row that cannot be read is left out; the test below reads every one.
    COUNTRIES.lines().skip(1).filter_map(|row| {
        let (code, rest) = row.split_once('\t')?;
        let (long, names) = rest.split_once('\t')?;
        Some((code, long, names))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_sorted() {
        assert_eq!(rows().count(), COUNTRIES.lines().count() - 1);
        assert!(rows().map(|(code, ..)| code).is_sorted());
        for (code, long, names) in rows() {
            let is_code = |text: &str, len| text.len() == len && text.bytes().all(|b| b.is_ascii_uppercase());
            assert!(is_code(code, 2) && is_code(long, 3), "{code} {long}");
            for word in [code, long].into_iter().chain(names.split('|')) {
                assert_eq!(country_code(word), Some(code), "{word} names two countries");
            }
        }
    }

    #[test]
    fn words_in_either_case() {
        assert_eq!(country_code("us"), Some("US"));
        assert_eq!(country_code("UK"), Some("GB"));
        assert_eq!(country_code("deu"), Some("DE"));
        assert_eq!(country_code("united states"), Some("US"));
        assert_eq!(country_code("côte d'ivoire"), Some("CI"));
        assert_eq!(country_code("Atlantis"), None);
        assert_eq!(country_code(""), None);
    }
}

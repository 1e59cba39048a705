//! Which known name was probably meant?

/// The names at most a few slips away from `given`, best first, ties by name. Letters
/// in either case count as the same; `given` itself is never among them.
///
/// Linear in the number of names: length and letters rule out nearly all of them before
/// a distance is computed.
pub(crate) fn nearest<'a>(names: impl Iterator<Item = &'a str>, given: &str, most: usize) -> Vec<&'a str> {
    within(names, given, cap(given.chars().count()), most)
}

fn within<'a>(names: impl Iterator<Item = &'a str>, given: &str, cap: usize, most: usize) -> Vec<&'a str> {
    let length = given.chars().count();
    let letters_given = letters(given);
    let near = names
        .filter(|name| name.chars().count().abs_diff(length) <= cap)
        .filter(|name| *name != given && (letters(name) ^ letters_given).count_ones() as usize <= 2 * cap);
    let mut found: Vec<(usize, &str)> =
        near.map(|name| (distance(name, given), name)).filter(|(distance, _)| *distance <= cap).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, name)| name).take(most).collect()
}

/// The name that is one slip away from `given`: a letter more, less, another or swapped.
pub(crate) fn slip<'a>(names: impl Iterator<Item = &'a str>, given: &str) -> Option<&'a str> {
    within(names, given, 1, 1).first().copied()
}

/// The longest name whose words stand in `given` one after the other: `view` in
/// `page_view`.
pub(crate) fn embedded<'a>(names: impl Iterator<Item = &'a str>, given: &str) -> Option<&'a str> {
    // A text as long as this is no name, and the search is quadratic.
    if given.len() > 100 {
        return None;
    }
    let words = words(given);
    let within = |name: &str| {
        let parts = self::words(name);
        !parts.is_empty() && words.windows(parts.len()).any(|window| window == parts.as_slice())
    };
    names.filter(|name| within(name)).max_by_key(|name| name.len())
}

/// Equal, letters in either case.
pub(crate) fn same_letters(a: &str, b: &str) -> bool {
    let lower = |text: &'_ str| text.chars().flat_map(char::to_lowercase).collect::<String>();
    a.eq_ignore_ascii_case(b) || (!a.is_ascii() && !b.is_ascii() && lower(a) == lower(b))
}

/// How many slips a name of this length may have. Short names are all near each other.
fn cap(length: usize) -> usize {
    match length {
        0..5 => 1,
        5..9 => 2,
        _ => 3,
    }
}

fn distance(a: &str, b: &str) -> usize {
    strsim::damerau_levenshtein(&a.to_lowercase(), &b.to_lowercase())
}

/// One bit for each letter that occurs. One slip changes at most two of them.
fn letters(name: &str) -> u64 {
    name.chars()
        .flat_map(char::to_lowercase)
        .fold(0, |bits, c| bits | 1_u64.checked_shl(u32::from(c) % 64).unwrap_or_default())
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(given: &str, names: &[&str], expected: &[&str]) {
        assert_eq!(nearest(names.iter().copied(), given, 3), expected, "{given}");
    }

    #[test]
    fn slips_are_mended_best_first() {
        check("user_emial", &["user_id", "user_email", "user_emails"], &["user_email", "user_emails"]);
        check("customer_tier", &["@customer_tier"], &["@customer_tier"]);
        check("User_Email", &["user_email"], &["user_email"]);
        check("cat", &["hat", "bat", "rat", "mat"], &["bat", "hat", "mat"]);
    }

    #[test]
    fn short_names_take_fewer_slips() {
        check("mrx", &["mrr", "arr"], &["mrr"]);
        check("mrr", &["mrr"], &[]);
        check("", &["id"], &[]);
        check("sesion_cuont", &["session_count", "action_count"], &["session_count"]);
        check("count", &["country"], &["country"]);
        check("plan", &["plain_type"], &[]);
    }

    #[test]
    fn the_prefilter_loses_nothing() {
        let names = ["user_email", "user_name", "last_seen", "last_city", "first_seen", "mrr", "@nps_score"];
        for given in ["usre_name", "lastseen", "frist_seen", "Last_Siti", "nps_score", "mr", "éser_email"] {
            let cap = cap(given.chars().count());
            let all = names.iter().filter(|name| distance(name, given) <= cap).count();
            assert_eq!(nearest(names.into_iter(), given, 9).len(), all, "{given}");
        }
    }

    #[test]
    fn letters_beyond_ascii_have_cases_too() {
        assert!(same_letters("Équipe", "équipe"));
        assert!(!same_letters("Équipe", "equipe"));
    }
}

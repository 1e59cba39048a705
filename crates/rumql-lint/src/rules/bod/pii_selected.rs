//! `pii-selected`: personal data in an answer.

use rumql_source::Diagnostic;

use crate::{context::RequestCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A column that holds personal data: names, mail addresses, phone numbers.
    ///
    /// ## Why it matters
    /// What is not fetched need not be protected, and cannot end up in a log or a spreadsheet. The id is
    /// enough to find the record again.
    ///
    /// ## Example
    /// ```yaml all
    /// segments:
    ///   - name: busy
    ///           ^^^^ info[STY006]: the segment `busy` has no description
    ///     query: session_count:>50
    ///     select: [user_id, user_email]
    ///                       ^^^^^^^^^^ warning[BOD017]: the column `user_email` holds personal data
    ///     limit: 25
    /// ```
    /// No finding:
    /// ```yaml all
    /// segments:
    ///   - name: busy
    ///           ^^^^ info[STY006]: the segment `busy` has no description
    ///     query: session_count:>50
    ///     select: [user_id, session_count]
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// None: what the column is for is not known.
    pub(crate) static META = { code: "BOD017", name: "pii-selected", level: Warning, since: "0.1.0", preset: All, request: check_request }
}

/// Names of attributes, and words that make an attribute personal.
const NAMES: &[&str] = &["user_name", "usr.name", "full_name", "first_name", "last_name", "surname"];
const WORDS: &[&str] = &["email", "mail", "phone", "birthday", "birthdate", "ssn", "iban"];

fn check_request(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    for column in cx.request.columns.iter().filter(|column| is_personal(&column.text)) {
        acc.push(
            META.at(column.span, format!("the column `{}` holds personal data", column.text))
                .help("leave it out; the id is enough to find the record again"),
        );
    }
}

fn is_personal(column: &str) -> bool {
    let name = column.trim_start_matches('@');
    let is_listed = |listed: &[&str], text: &str| listed.iter().any(|it| it.eq_ignore_ascii_case(text));
    is_listed(NAMES, name) || name.split(['_', '.', '-']).any(|word| is_listed(WORDS, word))
}

#[cfg(test)]
mod tests {
    use super::is_personal;

    #[test]
    fn attributes_of_people() {
        for personal in ["user_email", "user_name", "@usr.email", "@contact_phone", "@Full_Name"] {
            assert!(is_personal(personal), "{personal}");
        }
        for other in ["user_id", "first_browser_name", "account_name", "@mailbox_size"] {
            assert!(!is_personal(other), "{other}");
        }
    }
}

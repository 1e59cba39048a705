//! `blanket-suppression`: more is silenced than anybody looked at.

use rumql_source::{Code, Diagnostic};

use crate::{
    rule::declare_rule,
    suppress::{Judged, Word},
};

declare_rule! {
    /// ## What it finds
    /// A `rumql: ignore` comment without a rule, or with a whole family of rules, or `ALL`.
    ///
    /// ## Why it matters
    /// It hides mistakes as well that nobody has seen yet.
    ///
    /// ## Example
    /// ```yaml strict
    /// segments:
    ///   - name: gone
    ///     description: not seen since the first half minute of 1970
    ///     query: last_seen:<30 # rumql: ignore: the test data begins in 1970
    ///                                   ^^^^^^ warning[SUP006]: this comment silences every rule
    ///     limit: 25
    /// ```
    /// ```yaml strict
    /// segments:
    ///   - name: gone
    ///     description: not seen since the first half minute of 1970
    ///     query: last_seen:<30 # rumql: ignore TIM: the test data begins in 1970
    ///                                          ^^^ warning[SUP006]: `TIM` silences a whole family of rules
    ///     limit: 25
    /// ```
    /// No finding:
    /// ```yaml strict
    /// segments:
    ///   - name: gone
    ///     description: not seen since the first half minute of 1970
    ///     query: last_seen:<30 # rumql: ignore TIM005: the test data begins in 1970
    ///     limit: 25
    /// ```
    ///
    /// ## Fix
    /// None: name the rules; the finding tells which are needed now.
    pub(crate) static META = {
        code: "SUP006", name: "blanket-suppression", level: Warning, since: "0.1.0", preset: Strict
    }
}

pub(crate) fn check(judged: &Judged<'_>, acc: &mut Vec<Diagnostic>) {
    let suppression = &judged.suppression;
    if judged.unused {
        return;
    }
    if suppression.is_blanket() {
        let diagnostic = META.at(suppression.verb, "this comment silences every rule");
        acc.push(with_codes(diagnostic, judged.hits.iter()));
    }
    for word in &suppression.words {
        let Some(what) = breadth(word) else { continue };
        let diagnostic = META.at(word.span, format!("`{}` silences {what}", word.text));
        acc.push(with_codes(diagnostic, judged.hits.iter().filter(|code| word.width(**code).is_some())));
    }
}

fn breadth(word: &Word<'_>) -> Option<&'static str> {
    // Any rule that the word names tells how broadly it does.
    match crate::RULES.iter().find_map(|rule| word.width(rule.code))? {
        0 => Some("every rule"),
        1 => Some("a whole family of rules"),
        _ => None,
    }
}

fn with_codes<'a>(diagnostic: Diagnostic, hits: impl Iterator<Item = &'a Code>) -> Diagnostic {
    let codes: Vec<&str> = hits.map(|code| code.id).collect();
    let diagnostic = diagnostic.note("it hides also what nobody has seen yet");
    match codes.is_empty() {
        true => diagnostic.help("name the rules that it is about"),
        false => diagnostic.help(format!("name the rules: what it hides now is `{}`", codes.join("`, `"))),
    }
}

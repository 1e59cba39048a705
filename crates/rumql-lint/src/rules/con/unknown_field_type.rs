//! `unknown-field-type`: a field's type is one of another system.

use std::{cell::LazyCell, collections::HashSet};

use rumql_catalog::{Multiplicity, parse_type};
use rumql_document::Scalar;
use rumql_source::{Diagnostic, Fix, Severity};

use super::{catalogs, has_hole};
use crate::{context::RequestCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A field's type in the words of another system (`int`, `varchar`), or with a slip of the pen. A
    /// word that is nothing known at all is a warning: the API takes any text, and documents `string`,
    /// `number` and `timestamp`. A type that `mapping.lock.json` recorded of some field is fine.
    ///
    /// ## Why it matters
    /// The connection is refused, or the field is taken for text, and `:>` finds nobody.
    ///
    /// ## Example
    /// ```yaml
    /// connections:
    ///   - entity: users
    ///     id: billing
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: user_email
    ///     fields:
    ///       - { id: invoices, source_name: invoices, type: int }
    ///                                                      ^^^ error[CON010]: unknown field type `int`
    /// ```
    /// No finding:
    /// ```yaml
    /// connections:
    ///   - entity: users
    ///     id: billing
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: user_email
    ///     fields:
    ///       - { id: invoices, source_name: invoices, type: number }
    /// ```
    ///
    /// ## Fix
    /// The type that was probably meant; unsafe.
    pub(crate) static META = { code: "CON010", name: "unknown-field-type", level: Error, since: "0.1.0", request: check }
}

/// The types that are documented, or occur in mappings.
const KNOWN: [&str; 5] = ["string", "number", "boolean", "timestamp", "integer"];

/// Words of other systems for each.
const FOREIGN: [(&str, &[&str]); 4] = [
    ("string", &["str", "text", "varchar", "char", "keyword"]),
    (
        "number",
        &[
            "int", "int32", "int64", "long", "short", "bigint", "float", "float32", "float64", "double",
            "decimal", "numeric", "real",
        ],
    ),
    ("boolean", &["bool"]),
    ("timestamp", &["datetime", "date-time", "date_time", "date"]),
];

fn check(cx: &RequestCx<'_>, acc: &mut Vec<Diagnostic>) {
    let recorded = LazyCell::new(|| recorded(cx));
    for kind in cx.request.connection.fields.iter().filter_map(|field| field.kind.as_ref()) {
        let word = kind.text.as_str();
        let is_list = parse_type(word).1 == Multiplicity::Many;
        if !KNOWN.contains(&word) && !has_hole(word) && !is_list && !recorded.contains(word) {
            acc.push(finding(cx, kind));
        }
    }
}

/// The types that the API accepted once.
fn recorded<'a>(cx: &RequestCx<'a>) -> HashSet<&'a str> {
    let connections = catalogs(cx).flat_map(|catalog| catalog.connections());
    connections.flat_map(|it| it.fields.unwrap_or_default()).filter_map(|field| field.type_name).collect()
}

fn finding(cx: &RequestCx<'_>, kind: &Scalar) -> Diagnostic {
    let mut diagnostic = META
        .at(kind.span, format!("unknown field type `{}`", kind.text))
        .note("the documented types are `string`, `number` and `timestamp`");
    if let Some(meant) = meant(&kind.text) {
        return diagnostic.fix(Fix::guess(format!("write `{meant}`"), kind.encode(cx.text, meant)));
    }
    diagnostic.severity = Severity::Warning;
    diagnostic.help("use one of them")
}

/// The known type that a word stands for.
fn meant(word: &str) -> Option<&'static str> {
    let lower = word.trim().to_lowercase();
    let foreign = FOREIGN.iter().find(|(_, words)| words.contains(&lower.as_str())).map(|(known, _)| *known);
    let near = || KNOWN.into_iter().find(|known| is_slip(&lower, known));
    foreign.or_else(near)
}

fn is_slip(word: &str, known: &str) -> bool {
    word.len() <= known.len() + 2 && strsim::damerau_levenshtein(word, known) <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_that_was_meant() {
        let cases = [("int", "number"), ("String", "string"), ("numbr", "number"), ("DATETIME", "timestamp")];
        for (word, expected) in cases {
            assert_eq!(meant(word), Some(expected), "{word}");
        }
        assert_eq!(meant("uuid"), None);
    }
}

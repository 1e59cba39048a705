//! `type-change-breaks`: a field changes its type, and queries rely on the old one.

use rumql_catalog::{Kind, parse_type};
use rumql_document::Scalar;
use rumql_hir::{Bound, Test, Value};
use rumql_source::{Diagnostic, Label, Span};

use crate::{
    context::CorpusCx,
    corpus::{Connected, Key, Place, Use, attribute},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// A field whose type in the connection's file is another than the one that `mapping.lock.json`
    /// recorded, while a query holds a value against it that only the old type takes: a comparison on
    /// what becomes a string, a wildcard on what becomes a number.
    ///
    /// ## Why it matters
    /// The query is refused, or compares text letter by letter: `10` comes before `9`. An update cannot
    /// change a type at all: the field has to be deleted and added anew.
    ///
    /// ## Example
    /// ```yaml connected
    /// connections:
    ///   - entity: users
    ///     id: surveys
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: user_email
    ///     fields:
    ///       - { id: nps_score, source_name: nps, type: string }
    ///                                                  ^^^^^^ error[CON007]: `@nps_score` becomes a string, and 1 place takes it for a number
    /// segments:
    ///   - name: promoters
    ///     query: "@nps_score:>8"
    ///     limit: 100
    /// ```
    /// No finding, for each value is one of either type:
    /// ```yaml connected
    /// connections:
    ///   - entity: users
    ///     id: surveys
    ///     type: ref_table
    ///     join_type: email
    ///     join_attribute: user_email
    ///     fields:
    ///       - { id: nps_score, source_name: nps, type: string }
    /// segments:
    ///   - name: promoters
    ///     query: "@nps_score:(9 OR 10)"
    ///     limit: 100
    /// ```
    ///
    /// ## Fix
    /// None: change the queries with the type, or give the new field another id.
    pub(crate) static META = { code: "CON007", name: "type-change-breaks", level: Error, since: "0.1.0", corpus: check }
}

fn check(cx: &CorpusCx<'_>, acc: &mut Vec<(usize, Diagnostic)>) {
    let connections = cx.corpus.connections();
    for connected in connections.all.iter().filter(|it| connections.is_first_entry(it)) {
        let Some(key) = connected.key() else { continue };
        for (field, id) in connected.fields() {
            if let Some(kind) = &field.kind {
                acc.extend(finding(cx, connected, key, id, kind).map(|it| (connected.file, it)));
            }
        }
    }
}

fn finding(
    cx: &CorpusCx<'_>,
    connected: &Connected<'_>,
    key: Key<'_>,
    id: &Scalar,
    kind: &Scalar,
) -> Option<Diagnostic> {
    let live = cx.corpus.connections().live_of(key)?.field(&id.text)?;
    let (before, after) = (Kind::parse(live.type_name?), parse_type(&kind.text).0);
    let name = attribute(&id.text);
    // If the attribute has another type by now, the queries are held against that.
    let catalog = cx.files.get(connected.file)?.input.catalogs.of(key.0);
    let is_as_recorded = catalog.get(&name).is_none_or(|known| known.kind == before);
    if is_same(before, after) || before == Kind::Other || after == Kind::Other || !is_as_recorded {
        return None;
    }
    let broken: Vec<(&Use<'_>, Span, &str)> =
        cx.corpus.uses(key.0, &name).filter_map(|it| breaks(it, after)).collect();
    if broken.is_empty() {
        return None;
    }
    let places = match broken.len() {
        1 => "1 place takes".to_owned(),
        count => format!("{count} places take"),
    };
    let message = format!("`{name}` becomes {}, and {places} it for {}", after.describe(), before.describe());
    let mut diagnostic = META
        .at(kind.span, message)
        .note("an update cannot change a type: the field has to be deleted and added anew")
        .help("change the queries with it, or give the new field another id");
    diagnostic.labels = broken.iter().map(|(it, span, why)| label(cx, it, *span, why)).collect();
    Some(diagnostic)
}

fn label(cx: &CorpusCx<'_>, it: &Use<'_>, span: Span, why: &str) -> Label {
    cx.label(it.file, span, why.to_owned())
}

/// Whether a query is read in the same way against both.
fn is_same(before: Kind, after: Kind) -> bool {
    before == after || (before.is_numeric() && after.is_numeric())
}

/// Where and why a query no longer works once the attribute is of this kind.
fn breaks<'u, 'a>(it: &'u Use<'a>, after: Kind) -> Option<(&'u Use<'a>, Span, &'static str)> {
    let Place::Query(Some(test), span) = it.place else { return None };
    let is_text = matches!(after, Kind::String | Kind::Boolean);
    let why = match test {
        Test::Compares(..) | Test::Within(..) if is_text => "compares it as a number",
        Test::Compares(_, Value::Moment(_)) if after.is_numeric() => "takes it for a moment",
        Test::Within(low, high) if after.is_numeric() && (is_moment(low) || is_moment(high)) => {
            "takes it for a moment"
        }
        Test::Matches(_) if !after.takes_wildcard() && after != Kind::Boolean => "has a wildcard, for text",
        Test::Equals(Value::Text(text)) if after.is_numeric() && text.parse::<f64>().is_err() => {
            "is no number"
        }
        _ => return None,
    };
    Some((it, span, why))
}

fn is_moment(bound: &Bound) -> bool {
    matches!(bound, Bound::Inclusive(Value::Moment(_)) | Bound::Exclusive(Value::Moment(_)))
}

//! A line a finding: `path:line:column: severity[CODE] message`.

use crate::{
    report::{
        Told,
        guard::{MAX_MESSAGE, clean},
        text::style_of,
    },
    session::painted,
};

pub(super) fn line(told: &Told<'_>, colour: bool) -> String {
    let diagnostic = &told.finding.diagnostic;
    let place = told.text.places().position(diagnostic.span.start);
    let path = clean(&told.text.source.path, usize::MAX);
    let severity = diagnostic.severity;
    let head = painted(&format!("{}[{}]", severity.as_str(), diagnostic.code), style_of(severity), colour);
    let message = clean(&diagnostic.message, MAX_MESSAGE);
    format!("{path}:{}:{}: {head} {message}\n", place.line, place.column)
}

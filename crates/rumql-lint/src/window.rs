//! From when until when do events count?

use jiff::{SignedDuration, Timestamp};
use rumql_document::{Located, Moment};
use rumql_source::Span;
use rumql_syntax::literal::{Instant, InstantForm, instant};

use crate::context::RequestCx;

/// The time in which events count, as far as it can be read.
pub(crate) struct Frame {
    /// `start`
    pub(crate) start: Option<Edge>,
    /// `end`
    pub(crate) end: Option<Edge>,
    /// The beginning that `within` stands for; its end is now.
    pub(crate) within: Option<Edge>,
    now: Timestamp,
}

/// One end of it.
#[derive(Clone, Copy)]
pub(crate) struct Edge {
    /// Where it is written.
    pub(crate) span: Span,
    /// When it is.
    pub(crate) at: Timestamp,
}

const DAY: i64 = 86_400;

/// The window of a request. What cannot be read, and milliseconds, have rules of their own and
/// are left out.
pub(crate) fn frame(cx: &RequestCx<'_>) -> Option<Frame> {
    let window = cx.request.window.as_ref()?;
    let now = cx.input.now;
    let edge = |located: &Option<Located<Moment>>| {
        let located = located.as_ref()?;
        Some(Edge { span: located.span, at: absolute(&located.value, now)?.at })
    };
    let within = window.within.as_ref().and_then(|within| {
        let read = instant(&within.text, now).filter(|read| read.form == InstantForm::Age)?;
        Some(Edge { span: within.span, at: read.at })
    });
    Some(Frame { start: edge(&window.start), end: edge(&window.end), within, now })
}

/// The moment that `start` or `end` says: Unix seconds, a date or a date and time.
pub(crate) fn absolute(moment: &Moment, now: Timestamp) -> Option<Instant> {
    let read = instant(written(moment), now)?;
    matches!(read.form, InstantForm::Seconds | InstantForm::Date | InstantForm::DateTime).then_some(read)
}

/// The text of `start` or `end`.
pub(crate) fn written(moment: &Moment) -> &str {
    match moment {
        Moment::Number(text) => text,
        Moment::Text(scalar) => &scalar.text,
    }
}

impl Frame {
    /// Where it is said how long the window is, and how long that is.
    pub(crate) fn spans(&self) -> impl Iterator<Item = (Edge, SignedDuration)> {
        let within = self.within.map(|start| (start, self.now.duration_since(start.at)));
        let between = self.start.zip(self.end).map(|(start, end)| (start, end.at.duration_since(start.at)));
        [within, between].into_iter().flatten()
    }
}

/// Whether it is longer than so many days.
pub(crate) fn exceeds(length: SignedDuration, days: u32) -> bool {
    length > SignedDuration::from_secs(DAY.saturating_mul(days.into()))
}

/// The days of a length, a broken one counted as a whole.
pub(crate) fn days(length: SignedDuration) -> i64 {
    let seconds = length.as_secs();
    seconds.div_euclid(DAY) + i64::from(seconds.rem_euclid(DAY) > 0 || length.subsec_nanos() > 0)
}

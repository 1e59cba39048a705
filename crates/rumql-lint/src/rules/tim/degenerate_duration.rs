//! `degenerate-duration`: no time at all, or more than there has been.

use rumql_source::Diagnostic;
use rumql_syntax::literal::InstantForm;

use crate::{
    context::QueryCx,
    moments::{Named, Place, named_moments},
    rule::declare_rule,
    window::{days, exceeds},
};

declare_rule! {
    /// ## What it finds
    /// A comparison with a duration of nothing, `>0d`, and any duration of more than ten years.
    ///
    /// ## Why it matters
    /// `0d` is now: nothing was seen after it, everything before. Ten years ago nothing was recorded,
    /// so the term is true of everyone or of nobody; often a digit was typed twice.
    ///
    /// ## Example
    /// ```query strict
    /// last_seen:>0d
    ///            ^^ info[TIM013]: `0d` is now, and nothing comes after it
    /// ```
    /// ```query strict
    /// last_seen:<9000d
    ///            ^^^^^ info[TIM013]: `9000d` is more than ten years
    /// ```
    /// No finding:
    /// ```query strict
    /// last_seen:>1d
    /// ```
    /// ```query strict
    /// last_seen:[7d TO 0d]
    /// ```
    ///
    /// ## Fix
    /// None: the duration that was meant is not known.
    pub(crate) static META = { code: "TIM013", name: "degenerate-duration", level: Info, since: "0.1.0", preset: Strict, query: check }
}

/// Ten years with their leap days.
const LONG: u32 = 3_653;

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    acc.extend(named_moments(cx).iter().filter_map(|moment| finding(cx, moment)));
}

fn finding(cx: &QueryCx<'_>, moment: &Named<'_>) -> Option<Diagnostic> {
    let length = cx.scope.now.duration_since(moment.at);
    let text = &moment.text;
    if moment.form != InstantForm::Age {
        return None;
    }
    if exceeds(length, LONG) {
        let what = META.at(moment.span, format!("`{text}` is more than ten years"));
        return Some(
            what.note(format!("it reaches back {} days, and nothing was recorded then", days(length))),
        );
    }
    let why = match moment.place {
        Place::After => "nothing comes after it",
        Place::Before => "everything comes before it",
        _ => return None,
    };
    length
        .is_zero()
        .then(|| META.at(moment.span, format!("`{text}` is now, and {why}")).help("write how long ago, `7d`"))
}

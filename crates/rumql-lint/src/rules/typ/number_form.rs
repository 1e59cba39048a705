//! `number-form`: a number, written in a way that is not read as one.

use rumql_hir::{Problem, ProblemKind, Test, Value};
use rumql_source::{Applicability, Diagnostic, Edit, Fix, Severity, Span};
use rumql_syntax::{
    SyntaxError,
    literal::{ByteUnit, Decimal, TimeUnit, instant, quantity},
    parse,
};

use crate::{
    context::QueryCx,
    rule::declare_rule,
    rules::syn::{space_around_colon::tokens_within, unescaped_special::stands_apart},
};

declare_rule! {
    /// ## What it finds
    /// A number in a form that is not the plain one: in quotes behind a comparison, or as other languages
    /// write it: `.5`, `5.`, `1_000`, `1,000`, `0x10`. As a warning, one with an exponent (`1E3`) and a whole
    /// number past 2^53; as an info, quotes around a number that is not compared.
    ///
    /// ## Why it matters
    /// The language knows a sign, digits and a fraction. A quoted value is text, which is not compared.
    /// Exponents are not documented, and past 2^53 a number may be rounded on its way.
    ///
    /// ## Example
    /// ```query
    /// session_count:>"5" AND last_seen:>"7d"
    ///               ^^^^ error[TYP014]: a comparison takes no quotes
    ///                                  ^^^^^ error[TYP014]: a comparison takes no quotes
    /// ```
    /// ```query mapping
    /// session_count:>1,000
    ///                ^^^^^ error[TYP014]: `1,000` is not read as a number
    /// ```
    /// ```query
    /// mrr:>=1E3
    ///       ^^^ warning[TYP014]: `1E3` is written with an exponent
    /// ```
    /// ```query mapping
    /// session_count:"5"
    ///               ^^^ info[TYP014]: the number is quoted
    /// ```
    /// No finding:
    /// ```query mapping
    /// session_count:>1000 AND session_count:5
    ///                         ^^^^^^^^^^^^^^^ error[LOG002]: `session_count:>1000` and `session_count:5` cannot both hold
    /// ```
    /// ```query mapping
    /// user_org_id:("5" OR 1E3)
    /// ```
    ///
    /// ## Fix
    /// The plain number, or the value without quotes. It is safe: the text was refused and has one
    /// reading, or it means the same. None past 2^53.
    pub(crate) static META = { code: "TYP014", name: "number-form", level: Error, since: "0.1.0", query: check }
}

/// From this whole number on, some readers round.
const EXACT_UP_TO: i128 = 1 << 53;

/// `f:>"5"`
pub(crate) fn cook(cx: &QueryCx<'_>, error: &SyntaxError) -> Diagnostic {
    let diagnostic = META.at(error.span, "a comparison takes no quotes").note("a quoted value is text");
    let operator = error.detail.map_or(0, Span::len);
    let quoted = Span::new(error.span.start + operator, error.span.end);
    let inner = cx.slice(quoted).trim_matches(|c: char| c == '"' || c.is_whitespace());
    if !is_comparand(cx, inner) {
        return diagnostic.help("compare with a number, or ask for the text, `f:\"…\"`");
    }
    diagnostic.fix(Fix::safe("take the quotes off", Edit::replace(quoted, inner)))
}

/// Whether a text is a number, a duration or a moment, and reads so without quotes.
fn is_comparand(cx: &QueryCx<'_>, text: &str) -> bool {
    let is_value = Decimal::parse(text).is_some()
        || quantity(text).is_some_and(|quantity| is_unit(quantity.suffix))
        || instant(text, cx.scope.now).is_some();
    is_value && parse(&format!("x:>{text}")).errors.is_empty()
}

fn is_unit(suffix: &str) -> bool {
    TimeUnit::parse(suffix).is_some() || ByteUnit::parse(suffix).is_some()
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    if !cx.is_sound() {
        return;
    }
    cx.lowered.each_test(|predicate, origin| {
        let Some(name) = &predicate.attribute else { return };
        let known = cx.certain(name);
        let is_number = known.is_some_and(|attribute| attribute.kind.is_numeric());
        match &predicate.test {
            Test::Equals(Value::Number(_)) if is_number => {
                acc.extend(quoted(cx, origin.value).or_else(|| odd_form(cx, origin.value)));
            }
            Test::Compares(operator, Value::Number(_)) => {
                let start = origin.value.start + operator.as_str().len() as u32;
                acc.extend(odd_form(cx, Span::new(start, origin.value.end)));
            }
            Test::Within(..) => bounds(cx, origin.value, acc),
            _ => {}
        }
    });
}

/// `[1E3 TO 2E3]`
fn bounds(cx: &QueryCx<'_>, range: Span, acc: &mut Vec<Diagnostic>) {
    for token in tokens_within(cx, range) {
        acc.extend(odd_form(cx, token.span));
    }
}

/// `f:"5"`; a quoted `"-5"` says that no negation is meant.
fn quoted(cx: &QueryCx<'_>, value: Span) -> Option<Diagnostic> {
    let inner = cx.slice(value).strip_prefix('"')?.strip_suffix('"')?;
    let is_plain = !inner.starts_with('-') && !inner.contains('\\') && Decimal::parse(inner).is_some();
    if !is_plain || !stands_apart(cx, value) {
        return None;
    }
    let mut diagnostic = META
        .at(value, "the number is quoted")
        .note("it is read as the number all the same")
        .fix(Fix::safe("take the quotes off", Edit::replace(value, inner)));
    diagnostic.severity = Severity::Info;
    Some(diagnostic)
}

/// `1E3`, `9007199254740993`
fn odd_form(cx: &QueryCx<'_>, value: Span) -> Option<Diagnostic> {
    const DIGITS: usize = 40;
    let text = cx.slice(value);
    let number = Decimal::parse(text)?;
    let mut diagnostic = if text.contains(['e', 'E']) {
        let diagnostic = META
            .at(value, format!("`{text}` is written with an exponent"))
            .note("numbers with an exponent are not documented");
        let plain = number.to_string();
        if plain.len() <= DIGITS {
            diagnostic.fix(Fix::safe(format!("write `{plain}`"), Edit::replace(value, plain)))
        } else {
            diagnostic.help("write all its digits")
        }
    } else if number.to_int().is_some_and(|number| number.abs() > EXACT_UP_TO) {
        META.at(value, format!("`{text}` is past 2^53"))
            .note("a whole number as large as that may be rounded on its way")
            .help("compare with a smaller number")
    } else {
        return None;
    };
    diagnostic.severity = Severity::Warning;
    Some(diagnostic)
}

/// `f:>1,000`
pub(crate) fn cook_problem(cx: &QueryCx<'_>, problem: &Problem) -> Diagnostic {
    let value = cx.slice(problem.span);
    let diagnostic = META.at(problem.span, format!("`{value}` is not read as a number"));
    match &problem.kind {
        ProblemKind::NumberForm { plain } => {
            let diagnostic = diagnostic.note("a number is a sign, digits and a fraction: `-12.5`");
            // In `1,500` the comma parts thousands, or begins the fraction; in `0,500` only that.
            let (has_comma, plain_digits) = (value.contains(','), plain.trim_start_matches('-'));
            if has_comma && plain_digits.starts_with('0') {
                return diagnostic;
            }
            let applicability = if has_comma { Applicability::Unsafe } else { Applicability::Safe };
            let edit = Edit::replace(problem.span, plain.as_str());
            diagnostic.fix(Fix::new(applicability, format!("write `{plain}`"), edit))
        }
        _ => diagnostic,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_safe_fix};

    #[test]
    fn writes_the_plain_number() {
        check_safe_fix(Case::users(), "session_count:>=\"5\"", "session_count:>=5");
        check_safe_fix(Case::users(), "session_count:> \"5\"", "session_count:>5");
        check_safe_fix(Case::users(), "last_seen:>\"7d\"", "last_seen:>7d");
        check_safe_fix(
            Case::users(),
            "last_seen:> \"2025-01-01T00:00:00Z\"",
            "last_seen:>2025-01-01T00:00:00Z",
        );
        check_safe_fix(Case::users(), "a:>\"x\" b:>\"7 days\"", "a:>\"x\" b:>\"7 days\"");
        check_safe_fix(Case::mapping(), "session_count:[.5 TO 1_000.5]", "session_count:[0.5 TO 1000.5]");
        check_safe_fix(Case::mapping(), "session_count:>0x10", "session_count:>16");
    }

    #[test]
    fn exponents_become_digits() {
        check_safe_fix(Case::users(), "mrr:>1.5e3 AND x:[-1E2 TO *]", "mrr:>1500 AND x:[-100 TO *]");
        check_safe_fix(Case::mapping(), "session_count:2E1", "session_count:20");
        check_safe_fix(Case::users(), "mrr:>1E99 AND x:2E1", "mrr:>1E99 AND x:2E1");
    }

    #[test]
    fn numbers_past_the_exact_ones_are_told() {
        check_annotated(
            Case::mapping(),
            "session_count:>9007199254740993 AND error_count:>9007199254740992\n               ^^^^^^^^^^^^^^^^ warning[TYP014]: `9007199254740993` is past 2^53",
        );
        check_annotated(Case::users(), "user_id:9007199254740993");
    }

    #[test]
    fn a_quoted_number_is_the_number() {
        check_safe_fix(Case::mapping(), "session_count:(\"5\" OR \"-6\")", "session_count:(5 OR \"-6\")");
        check_safe_fix(Case::mapping(), "session_count:\"5\"$1", "session_count:\"5\"$1");
    }
}

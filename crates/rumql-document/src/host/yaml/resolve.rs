//! Which plain YAML scalars are not texts?

use crate::ValueKind;

/// What a plain scalar without a tag means; `None` for a text. The words of YAML 1.1 count
/// too: the tools around us (PyYAML, Go's v2) still read `NO` as false.
pub(crate) fn resolve(text: &str) -> Option<ValueKind> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Some(ValueKind::Null),
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => {
            return Some(ValueKind::Bool(true));
        }
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => {
            return Some(ValueKind::Bool(false));
        }
        _ => {}
    }
    is_number(text).then(|| ValueKind::Number(text.to_owned()))
}

/// Whether some YAML parser reads the text as anything but a text, dates and base 60 included:
/// such a text is written in quotes.
pub(crate) fn is_ambiguous(text: &str) -> bool {
    let date_or_sexagesimal = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
        && text.chars().all(|c| {
            c.is_ascii_digit() || matches!(c, '-' | '+' | ':' | '.' | '_' | ' ' | 'T' | 'Z' | 't' | 'z')
        });
    resolve(text).is_some() || date_or_sexagesimal || matches!(text, "y" | "Y" | "n" | "N" | "=" | "<<")
}

fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let radix = |prefix: &str, digit: fn(char) -> bool| {
        unsigned.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty() && rest.chars().all(digit))
    };
    radix("0x", |c| c.is_ascii_hexdigit()) || radix("0o", |c| c.is_digit(8)) || is_decimal(unsigned)
}

/// `12`, `1_000`, `1.5`, `.5`, `1e9`.
fn is_decimal(unsigned: &str) -> bool {
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit() || c == '_');
    let has_digit = whole.starts_with(|c: char| c.is_ascii_digit())
        || (whole.is_empty() && fraction.starts_with(|c: char| c.is_ascii_digit()));
    has_digit
        && digits(whole)
        && digits(fraction)
        && exponent.is_none_or(|e| !e.is_empty() && e.chars().all(|c| c.is_ascii_digit()))
}

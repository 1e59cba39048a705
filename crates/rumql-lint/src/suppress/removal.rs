//! What is left of a file when a suppression goes?

use rumql_source::{Edit, Span};

use super::comment::Suppression;

/// Takes the comment out, with its line if it has one for itself, and the lines of `below`, on
/// which it goes on.
pub(super) fn of_comment(text: &str, comment: Span, below: Option<Span>) -> Vec<Edit> {
    let own = alone(text, comment);
    match below.map(|below| whole_lines(text, below)) {
        None => vec![Edit::delete(own)],
        Some(lines) if own.end >= lines.start => vec![Edit::delete(own.join(lines))],
        Some(lines) => vec![Edit::delete(own), Edit::delete(lines)],
    }
}

/// The lines of a span with their ends.
fn whole_lines(text: &str, span: Span) -> Span {
    let before = text.get(..span.start as usize).unwrap_or_default();
    let behind = text.get(span.end as usize..).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let end = behind.find('\n').map_or(text.len(), |at| span.end as usize + at + 1);
    Span::from(start..end)
}

/// What goes with a comment of one line.
fn alone(text: &str, comment: Span) -> Span {
    let before = text.get(..comment.start as usize).unwrap_or_default();
    let behind = text.get(comment.end as usize..).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let front = before.get(line_start..).unwrap_or_default();
    let after = behind.split('\n').next().unwrap_or_default();
    match (front.trim().is_empty(), after.trim().is_empty()) {
        (true, true) => whole_lines(text, comment),
        (false, true) => Span::new((line_start + front.trim_end().len()) as u32, comment.end),
        (_, false) => {
            let blanks = after.len() - after.trim_start().len();
            Span::new(comment.start, comment.end + blanks as u32)
        }
    }
}

/// Takes one of several words out.
pub(super) fn of_word(suppression: &Suppression<'_>, word: Span) -> Edit {
    let words = suppression.words.iter().map(|word| word.span);
    let parts = words.chain(suppression.until.iter().map(|until| until.span));
    let next = parts.clone().filter(|part| part.start > word.start).min();
    let previous = parts.filter(|part| part.start < word.start).max();
    Edit::delete(match next {
        Some(next) => Span::new(word.start, next.start),
        None => Span::new(previous.map_or(suppression.verb.end, |previous| previous.end), word.end),
    })
}

#[cfg(test)]
mod tests {
    use rumql_source::apply_edits;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let start = text.find(['#', '/']).unwrap();
        let rest = text.split_at(start).1;
        let length = match rest.find("*/") {
            Some(at) => at + 2,
            None => rest.find(['\n', '\r']).unwrap_or(rest.len()),
        };
        let edits = of_comment(text, Span::from(start..start + length), None);
        assert_eq!(apply_edits(text, &edits).unwrap(), expected);
    }

    #[test]
    fn a_comment_goes_with_its_line_or_the_blanks_before_it() {
        check("a: 1\n  # x\nb: 2\n", "a: 1\nb: 2\n");
        check("a: 1\n# x", "a: 1\n");
        check("# x\r\na: 1\r\n", "a: 1\r\n");
        check("a: 1  # x\nb: 2\n", "a: 1\nb: 2\n");
        check("a: 1 # x\r\nb: 2", "a: 1\r\nb: 2");
        check("{ /* x */ \"a\": 1 }", "{ \"a\": 1 }");
    }
}

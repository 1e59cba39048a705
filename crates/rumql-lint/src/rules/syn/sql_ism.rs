//! `sql-ism`: a condition as SQL or a programming language writes it.

use rumql_source::{Applicability, Diagnostic, Edit, Fix, Profile, Span};
use rumql_syntax::{SyntaxError, ast::Node};

use super::{
    operator_before_colon::{comparand, field_before, field_name, name_before},
    unescaped_special::escape_bare,
};
use crate::{
    context::QueryCx,
    free_terms::{FreeTerm, Look, Sql, free_terms},
    rule::declare_rule,
};

declare_rule! {
    /// ## What it finds
    /// `=`, `==`, `!=`, `<>`, `=>`, `=<`, `=~`, and conditions with `IN`, `BETWEEN`, `LIKE` and `IS NULL`. In
    /// an event query, where words may stand for themselves, the four only in capitals, and `a=b` not at
    /// all.
    ///
    /// ## Why it matters
    /// The language has a colon, a minus, four comparisons and two wildcards. What SQL writes otherwise
    /// is refused, or searched for as words.
    ///
    /// ## Example
    /// ```query
    /// plan_type != 'free' AND mrr:=>5000
    ///           ^^ error[SYN011]: `!=` is written as `-` before the field
    ///                             ^^ error[SYN011]: `=>` is written `>=`
    /// ```
    /// ```query
    /// plan_type IN (pro, enterprise)
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[SYN011]: `IN` is SQL
    /// ```
    /// ```query
    /// account_name LIKE 'Acme%' AND plan_type=pro
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^ error[SYN011]: `LIKE` is SQL
    ///                               ^^^^^^^^^^^^^ error[SYN011]: `=` is written `:`
    /// ```
    /// ```query
    /// session_count BETWEEN 5 AND 10
    /// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[SYN011]: `BETWEEN` is SQL
    /// ```
    /// No finding:
    /// ```query
    /// -plan_type:free AND mrr:>=5000 AND plan_type:(pro OR enterprise)
    /// ```
    /// ```query entity=events
    /// @resource.url:*?page=2
    /// ```
    ///
    /// ## Fix
    /// The same condition in this language: `plan_type:(pro OR enterprise)`, `session_count:[5 TO 10]`,
    /// `account_name:Acme*`, `-plan_type:*` for `IS NULL` and `= NULL`. Unsafe, since the intent is guessed. None for regular
    /// expressions: there are none.
    pub(crate) static META = { code: "SYN011", name: "sql-ism", level: Error, since: "0.1.0", query: check }
}

/// What a foreign operator asks.
#[derive(Clone, Copy)]
enum Meaning {
    Equal,
    Negated,
    Compared(&'static str),
    Unknown,
}

impl Meaning {
    fn of(operator: &str) -> Self {
        match operator {
            "=" | "==" | "===" => Self::Equal,
            "!=" | "!==" | "<>" => Self::Negated,
            "=>" => Self::Compared(">="),
            "=<" => Self::Compared("<="),
            _ => Self::Unknown,
        }
    }
}

pub(crate) fn cook(cx: &QueryCx<'_>, error: &SyntaxError) -> Diagnostic {
    let operator = error.detail.unwrap_or(error.span);
    if operator.start > error.span.start {
        return before_colon(cx, error.span, operator);
    }
    if matches!(cx.slice(operator), ">" | ">=" | "<" | "<=") {
        return doubled(cx, error.span, operator);
    }
    match field_before(cx, operator.start) {
        Some(name) => in_value(cx, error.span, operator, name),
        None => META
            .at(operator, format!("`{}` is no operator of this language", cx.slice(operator)))
            .help("write `plan_type:pro`, or in a group of values the value alone"),
    }
}

fn diagnostic(cx: &QueryCx<'_>, operator: Span, meaning: Meaning) -> Diagnostic {
    let written = cx.slice(operator);
    match meaning {
        Meaning::Equal => META.at(operator, format!("`{written}` is written `:`")),
        Meaning::Negated => META.at(operator, format!("`{written}` is written as `-` before the field")),
        Meaning::Compared(known) => META.at(operator, format!("`{written}` is written `{known}`")),
        Meaning::Unknown => META
            .at(operator, format!("`{written}` is no operator of this language"))
            .note("there are no regular expressions; `*` stands for any text and `?` for any character"),
    }
}

/// `plan = pro`, `plan!=pro`
fn before_colon(cx: &QueryCx<'_>, all: Span, operator: Span) -> Diagnostic {
    let meaning = Meaning::of(cx.slice(operator));
    let diagnostic = diagnostic(cx, operator, meaning);
    let name = field_name(name_before(cx, all, operator));
    let rest = Span::new(operator.end, Span::of(cx.text()).end).slice(cx.text());
    let (value, end) = match cx.slice(Span::new(operator.end, all.end)).trim() {
        // A group follows the operator without being part of the error.
        "" if rest.trim_start().starts_with('(') => {
            let start = operator.end + (rest.len() - rest.trim_start().len()) as u32;
            listed(rest.trim_start(), start).unwrap_or((String::new(), start))
        }
        "" => return diagnostic.help("write the value after a colon, as in `plan_type:pro`"),
        text => operand(cx, text, all.end),
    };
    let field = match meaning {
        _ if is_open(&value) || cx.text().get(end as usize..).is_some_and(goes_on) => None,
        _ if value.is_empty() && rest.trim_start().trim_start_matches('(').trim_start().starts_with(')') => {
            None
        }
        Meaning::Equal | Meaning::Negated if value.eq_ignore_ascii_case("NULL") => {
            return rewrite(
                diagnostic.note("`*` stands for any value, and nothing stands for none"),
                Span::new(all.start, end),
                &format!("{}{name}:*", sign(matches!(meaning, Meaning::Equal))),
            );
        }
        Meaning::Equal => Some(format!("{name}:{value}")),
        Meaning::Negated => Some(format!("-{name}:{value}")),
        Meaning::Compared(known) => comparand(&value).map(|value| format!("{name}:{known}{value}")),
        Meaning::Unknown => None,
    };
    match field {
        Some(field) => rewrite(diagnostic, Span::new(all.start, end), &field),
        None => diagnostic,
    }
}

/// `mrr:=>5`, `plan:!=pro`
fn in_value(cx: &QueryCx<'_>, all: Span, operator: Span, name: Span) -> Diagnostic {
    let written = cx.slice(operator);
    let meaning = Meaning::of(written);
    let (text, end) = operand(cx, cx.slice(Span::new(operator.end, all.end)).trim(), all.end);
    let gone = Span::new(operator.start, end);
    let diagnostic = match meaning {
        Meaning::Equal => META.at(operator, format!("`{written}` is not needed after the colon")),
        _ => diagnostic(cx, operator, meaning),
    };
    let is_group = Span::new(operator.end, Span::of(cx.text()).end).slice(cx.text()).starts_with('(');
    if (text.is_empty() && !is_group) || is_open(&text) {
        return diagnostic.help("write a value, as in `plan_type:pro`");
    }
    match meaning {
        Meaning::Equal => {
            diagnostic.fix(Fix::guess(format!("delete `{written}`"), Edit::replace(gone, text)))
        }
        Meaning::Negated => diagnostic.fix(Fix {
            title: "negate the field".into(),
            applicability: Applicability::Unsafe,
            edits: vec![Edit::insert(name.start, "-"), Edit::replace(gone, text)],
        }),
        Meaning::Compared(known) => match comparand(&text) {
            Some(text) => {
                let edit = Edit::replace(gone, format!("{known}{text}"));
                diagnostic.fix(Fix::guess(format!("write `{known}`"), edit))
            }
            None => diagnostic,
        },
        Meaning::Unknown => diagnostic,
    }
}

/// `>>5`: the second sign may be a slip of the finger.
fn doubled(cx: &QueryCx<'_>, all: Span, operator: Span) -> Diagnostic {
    let after = cx.slice(Span::new(operator.end, all.end));
    let signs = after.chars().take_while(|c| matches!(c, '<' | '>' | '=')).count() as u32;
    let both = Span::new(operator.start, operator.end + signs);
    let diagnostic = META
        .at(both, format!("`{}` is no comparison", cx.slice(both)))
        .note("the comparisons are `>`, `>=`, `<` and `<=`");
    let is_twice = after.starts_with(['<', '>']) && after.starts_with(cx.slice(operator));
    if is_twice && both.end < all.end && signs <= 2 {
        let title = format!("delete one `{}`", cx.slice(operator));
        return diagnostic.fix(Fix::guess(title, Edit::delete(operator)));
    }
    diagnostic
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    if !cx.is_sound() {
        return;
    }
    for FreeTerm { span, look } in free_terms(cx) {
        let Look::Sql(sql) = look else { continue };
        let keyword = match &sql {
            Sql::In { .. } => "IN",
            Sql::Between { .. } => "BETWEEN",
            Sql::Like { .. } => "LIKE",
            Sql::Null { .. } => "IS",
            Sql::Equals { .. } => "=",
        };
        let is_written = cx.slice(span).split_whitespace().any(|word| word == keyword);
        if cx.profile() == Profile::Audience || is_written {
            acc.push(report(cx, span, &sql));
        }
    }
}

fn report(cx: &QueryCx<'_>, span: Span, sql: &Sql<'_>) -> Diagnostic {
    match *sql {
        Sql::In { name, values, negated } => {
            let diagnostic =
                META.at(span, "`IN` is SQL").note("one of several values is asked for by a group");
            let name = field_name(name);
            match members(values.text()) {
                Some(members) => rewrite(diagnostic, span, &format!("{}{name}:{members}", sign(negated))),
                None => diagnostic.help(format!("write `{name}:(a OR b)`")),
            }
        }
        Sql::Between { name, low, high, negated } => {
            let diagnostic = META.at(span, "`BETWEEN` is SQL").note("a range holds both of its bounds");
            let name = field_name(name);
            match (comparand(low.text()), comparand(high.text())) {
                (Some(low), Some(high)) => {
                    rewrite(diagnostic, span, &format!("{}{name}:[{low} TO {high}]", sign(negated)))
                }
                _ => diagnostic.help(format!("write `{name}:[… TO …]`")),
            }
        }
        Sql::Like { name, value, negated } => like(cx, span, name, value, negated),
        Sql::Null { name, negated } => {
            let is_not = cx.slice(span).to_ascii_uppercase().split_whitespace().rev().nth(1) == Some("NOT");
            let keyword = if is_not { "IS NOT NULL" } else { "IS NULL" };
            let diagnostic = META
                .at(span, format!("`{keyword}` is SQL"))
                .note("`*` stands for any value, and nothing stands for none");
            rewrite(diagnostic, span, &format!("{}{}:*", sign(!negated), field_name(name)))
        }
        Sql::Equals { name, value: written } => {
            let value = written.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
            let value = value.map_or(written.to_owned(), quote);
            let diagnostic = META.at(span, "`=` is written `:`").note("`a=b` is one word, asked of no field");
            rewrite(diagnostic, span, &format!("{name}:{value}"))
        }
    }
}

fn like(cx: &QueryCx<'_>, span: Span, name: &str, value: Node<'_>, negated: bool) -> Diagnostic {
    let (text, end) = operand(cx, value.text(), value.span().end);
    let all = Span::new(span.start, end);
    let diagnostic = META.at(all, "`LIKE` is SQL").note("`*` stands for any text");
    match pattern(&text) {
        Some(pattern) => {
            rewrite(diagnostic, all, &format!("{}{}:{pattern}", sign(negated), field_name(name)))
        }
        None => diagnostic,
    }
}

fn sign(negated: bool) -> &'static str {
    if negated { "-" } else { "" }
}

fn rewrite(diagnostic: Diagnostic, span: Span, text: &str) -> Diagnostic {
    diagnostic.fix(Fix::guess(format!("write `{text}`"), Edit::replace(span, text)))
}

/// `(a, 'b')` after an operator, in this language, and where it ends.
fn listed(text: &str, start: u32) -> Option<(String, u32)> {
    let group = text.get(..=text.find(')')?)?;
    Some((members(group)?, start + group.len() as u32))
}

/// Whether something touches the end of a value, as in `'it''s'`.
fn goes_on(rest: &str) -> bool {
    rest.starts_with(|c: char| !c.is_whitespace() && !matches!(c, ')' | '('))
}

/// A value as SQL writes it, in this language, and where it ends: `'Acme Co'` is one text, which
/// may go on after the blank.
fn operand(cx: &QueryCx<'_>, text: &str, end: u32) -> (String, u32) {
    let Some(start) = end.checked_sub(text.len() as u32).filter(|_| text.starts_with('\'')) else {
        return (text.to_owned(), end);
    };
    let inner = Span::new(start + 1, Span::of(cx.text()).end).slice(cx.text());
    match inner.split_once('\'') {
        Some((inner, _)) => (quote(inner), start + 2 + inner.len() as u32),
        None => (text.to_owned(), end),
    }
}

/// Whether something else is wrong with it, such as a quote that never ends.
fn is_open(value: &str) -> bool {
    let inner = value.strip_prefix('"');
    matches!(value, "-" | "'")
        || value.starts_with(['“', '”', '„', '‟'])
        || inner.is_some_and(|inner| !inner.ends_with('"'))
}

fn quote(inner: &str) -> String {
    format!("\"{}\"", inner.replace('\\', "\\\\").replace('"', "\\\""))
}

/// `(a, 'b c')` as `(a OR "b c")`. `None` for a list that is none.
fn members(group: &str) -> Option<String> {
    let inner = group.strip_prefix('(')?.strip_suffix(')')?.trim();
    if !inner.contains(',') && (inner.contains(char::is_whitespace) && !inner.starts_with(['\'', '"'])) {
        return Some(group.to_owned());
    }
    let mut members = Vec::new();
    let mut rest = inner;
    while !rest.is_empty() {
        let (member, after) = match rest.chars().next()? {
            quote @ ('\'' | '"') => {
                let (text, after) = rest.strip_prefix(quote)?.split_once(quote)?;
                (self::quote(text), after.trim_start())
            }
            _ => {
                let end = rest.find(',').unwrap_or(rest.len());
                let text = rest.get(..end)?.trim_end();
                let is_one =
                    !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || "()'\"".contains(c));
                (is_one.then(|| text.to_owned())?, rest.get(end..)?)
            }
        };
        members.push(member);
        rest = if after.is_empty() { after } else { after.strip_prefix(',')?.trim_start() };
    }
    match members.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        several => Some(format!("({})", several.join(" OR "))),
    }
}

/// `%Acme_` as `*Acme?`. `None` for what is no pattern.
fn pattern(written: &str) -> Option<String> {
    let inner = match written.strip_prefix('"') {
        Some(rest) => rest.strip_suffix('"')?,
        None => written,
    };
    let is_pattern = !inner.is_empty() && !inner.contains(['(', ')', '"']);
    is_pattern.then(|| escape_bare(inner).replace('%', "*").replace('_', "?"))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_fix};

    #[test]
    fn an_operator_before_the_colon() {
        check_fix(Case::users(), "plan = pro AND plan!=free", "plan:pro AND -plan:free");
        check_fix(Case::users(), "plan == 'pro' OR name <> \"Acme Co\"", "plan:\"pro\" OR -name:\"Acme Co\"");
        check_fix(Case::users(), "name = 'Acme Co' AND b:1", "name:\"Acme Co\" AND b:1");
        check_fix(Case::users(), "mrr => '5' AND b =< -2", "mrr:>=5 AND b:<=-2");
        check_fix(Case::users(), "plan = (pro OR free)", "plan:(pro OR free)");
        check_fix(Case::users(), "name =~ Acme AND plan =", "name =~ Acme AND plan =");
        check_fix(Case::users(), "plan != ('a', 'b') AND c:1", "-plan:(\"a\" OR \"b\") AND c:1");
        check_fix(Case::users(), "name = 'it''s'", "name = 'it''s'");
        check_fix(Case::users(), "email = NULL OR name != null", "-email:* OR name:*");
    }

    #[test]
    fn an_operator_in_a_value() {
        check_fix(Case::users(), "mrr:=>5 AND seats:=<\"3\"", "mrr:>=5 AND seats:<=3");
        check_fix(Case::users(), "a:=5 b:==\"x y\" c:='x y'", "a:5 b:\"x y\" c:\"x y\"");
        check_fix(Case::users(), "a:1 plan:!=pro c:<>3", "a:1 -plan:pro -c:3");
        check_fix(Case::users(), "plan:(=pro OR !=free)", "plan:(=pro OR !=free)");
        check_fix(Case::users(), "plan:=(pro OR free)", "plan:(pro OR free)");
        check_fix(Case::users(), "d:>>5 e:<<=5", "d:>5 e:<=5");
        check_annotated(Case::users(), "d:><5\n  ^^ error[SYN011]: `><` is no comparison");
        check_annotated(Case::users(), "d:=\n  ^ error[SYN011]: `=` is not needed after the colon");
    }

    #[test]
    fn a_condition_of_sql() {
        check_fix(Case::users(), "plan IN (pro, free)", "plan:(pro OR free)");
        check_fix(
            Case::users(),
            "plan in ('pro','Acme Co') AND b:1",
            "plan:(\"pro\" OR \"Acme Co\") AND b:1",
        );
        check_fix(Case::users(), "plan IN (pro)", "plan:pro");
        check_fix(Case::users(), "plan IN (pro OR free)", "plan:(pro OR free)");
        check_fix(Case::users(), "name LIKE '%Acme Co_' OR b:1", r"name:*Acme\ Co? OR b:1");
        check_fix(Case::users(), "name LIKE \"x%\"", "name:x*");
        check_fix(Case::users(), "email IS NULL OR name is not null", "-email:* OR name:*");
        check_fix(Case::users(), "plan not in (pro, free) b:1", "-plan:(pro OR free) b:1");
        check_fix(Case::users(), "-plan IN (pro) NOT b NOT IN (x, y)", "-plan:pro b:(x OR y)");
        check_fix(Case::users(), "name not like 'x%'", "-name:x*");
        check_fix(Case::users(), "plan=pro name='Acme Co' b=='c'", "plan:pro name:\"Acme Co\" b:\"c\"");
    }

    #[test]
    fn a_range_of_sql() {
        check_fix(Case::users(), "a BETWEEN 5 AND 10 AND b:1", "a:[5 TO 10] AND b:1");
        check_fix(Case::users(), "a between -5 and '10' OR b:1", "a:[-5 TO 10] OR b:1");
        check_fix(Case::users(), "a NOT BETWEEN 5 AND 10", "-a:[5 TO 10]");
        check_fix(Case::users(), "not a between 5 and 10", "NOT a:[5 TO 10]");
        let found = Case::users().check("a BETWEEN 1 AND 2 AND b BETWEEN 3 AND 4");
        assert!(found.iter().all(|finding| finding.diagnostic.code.id == "SYN011"));
        check_annotated(
            Case::users(),
            "a BETWEEN 5 AND 10\n^^^^^^^^^^^^^^^^^^ error[SYN011]: `BETWEEN` is SQL",
        );
    }

    #[test]
    fn words_of_an_event_query_are_words() {
        let found = |query: &str| {
            let found = Case::events().check(query);
            found.iter().any(|finding| finding.diagnostic.code.id == "SYN011")
        };
        assert!(!found("a=b"));
        assert!(!found("looks like me"));
        assert!(!found("lost between us and them"));
        assert!(found("service IN (a, b)"));
        let negated = Case::events().check("NOT service IN (a, b)");
        assert_eq!(negated.len(), 1, "{negated:?}");
    }
}
